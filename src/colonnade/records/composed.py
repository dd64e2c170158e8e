"""Questions and rows put together once, for what happens a hundred times in a second.

Composing a statement costs Django several times what the database needs to answer it. A ``Question`` is a queryset with
places left open (``Given``), composed at first use; ``write_new`` does the same for a new row and the line of its history.
For busy pages only: everywhere else a queryset says the same in fewer words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from django.utils import timezone

from colonnade.records.models import Tracked


class Given(Expression):
    """A place in a queryset that is filled each time it is asked: a key, a code, a number."""

    def __init__(self, place: int, kind: Field | None = None) -> None:
        super().__init__(output_field=kind)
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class _Asked:
    """The statement in the words of the database at hand, and its values in their order."""

    def __init__(self, compose: Callable[[], Any]) -> None:
        self._compose = compose
        self._composed: dict[str, Any] = {}

    def _statement(self) -> Any:
        held = self._composed.get(connection.vendor)
        if held is None:
            held = self._composed[connection.vendor] = self._composing()
        return held

    def _composing(self) -> Any:
        compiler = self._compose().get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        # What becomes of each column's value: days and moments come from SQLite as words.
        columns = [column for column, _sql, _alias in getattr(compiler, "select", None) or ()]
        return compiler, sql, params, compiler.get_converters(columns)

    @staticmethod
    def _filled(params: Sequence[Any], given: Sequence[Any]) -> list[Any]:
        return [given[param.place] if isinstance(param, Given) else param for param in params]


class Question(_Asked):
    """A queryset of records or of ``values_list``, composed once and asked with what is given in its places.

    ``Question(lambda code: Event.objects.filter(code=code), 1).first("EV-1")``. What is given goes to the database as
    it is: keys, numbers and words, not dates or records.
    """

    def __init__(self, compose: Callable[..., QuerySet[Any]], places: int = 1) -> None:
        super().__init__(lambda: self._queryset.query)
        self._build, self._places = compose, places

    @cached_property
    def _queryset(self) -> QuerySet[Any]:
        return self._build(*map(Given, range(self._places)))

    def all(self, *given: Any) -> list[Any]:
        """Every record or tuple found."""
        compiler, sql, params, converters = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, self._filled(params, given))
            rows = map(tuple, compiler.apply_converters(cursor.fetchall(), converters))
        return list(
            self._records(compiler, rows) if self._queryset._iterable_class is ModelIterable else rows
        )

    def first(self, *given: Any) -> Any:
        """The first record or tuple, None where there is none."""
        return next(iter(self.all(*given)), None)

    @staticmethod
    def _records(compiler: Any, rows: Iterator[tuple]) -> Iterator[Model]:
        """As Django makes records of rows, with those that ``select_related`` brings, and what was annotated."""
        kind, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        own = slice(places[0], places[-1] + 1)
        names = [column.target.attname for column, _sql, _alias in compiler.select[own]]
        related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)
        for row in rows:
            record = kind.from_db(connection.alias, names, row[own])
            for populator in related:
                populator.populate(row, record)
            for name, place in compiler.annotation_col_map.items():
                setattr(record, name, row[place])
            yield record


class Change(_Asked):
    """An ``update`` of a queryset, composed once; gives the number of rows it changed."""

    def __init__(self, compose: Callable[..., QuerySet[Any]], places: int = 1, **values: Any) -> None:
        def update() -> Any:
            query = compose(*map(Given, range(places))).query.chain(UpdateQuery)
            query.add_update_values(values)
            return query

        super().__init__(update)

    def make(self, *given: Any) -> int:
        _compiler, sql, params, _converters = self._statement()
        with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
            cursor.execute(sql, self._filled(params, given))
            return cursor.rowcount


# New rows ---------------------------------------------------------------------------------------------------


def write_new(row: Model, *, unless: str = "") -> bool:
    """Write a row that is new, and the line of its history where its kind has one.

    ``unless`` names a unique field: where a row with its value is there already nothing is written, and the answer is
    False. Not for kinds whose columns the database fills, or whose history keeps sets of other records.
    """
    kind: Any = type(row)
    database = connections[DEFAULT_DB_ALIAS]
    values = {field.attname: field.pre_save(row, True) for field in kind._meta.local_concrete_fields}
    key = _insert(kind, values, unless, database)
    if key is None:
        return False
    row.pk, row._state.adding, row._state.db = key, False, database.alias
    if isinstance(row, Tracked):
        _insert(_history_of(kind), _line(row), "", database)
    return True


def _line(row: Tracked) -> dict[str, Any]:
    """The first line of a row's history: as simple_history writes it when a row is saved."""
    kind: Any = type(row)
    history = _history_of(kind)
    user = history.get_default_history_user(row)
    told = {field.attname: getattr(row, field.attname) for field in history.tracked_fields}
    return told | {
        "history_date": timezone.now(), "history_type": "+", "history_change_reason": None,
        "history_user_id": user.pk if user else None,
    }  # fmt: skip


@cache
def _history_of(kind: Any) -> Any:
    """The kind of the lines of a history; asking the manager for it composes a class each time."""
    return kind.history.model


def _insert(kind: Any, values: Mapping[str, Any], unless: str, database: Any) -> Any:
    """The key of the new row; None where ``unless`` kept it out."""
    sql, fields = _insertion(kind, unless, database.vendor)
    given = [field.get_db_prep_save(values[field.attname], database) for field in fields]
    with transaction.mark_for_rollback_on_error(), database.cursor() as cursor:
        cursor.execute(sql, given)
        if cursor.rowcount != 1:
            return None
        return cursor.lastrowid if database.vendor == "sqlite" else cursor.fetchone()[0]


@cache
def _insertion(kind: Any, unless: str, vendor: str) -> tuple[str, list[Field]]:
    """The statement and the fields whose values it takes. SQLite tells the new key of itself, also in old releases."""
    name, options = connection.ops.quote_name, kind._meta
    key: Any = options.pk
    fields = [field for field in options.local_concrete_fields if field is not key]
    columns, places = ", ".join(name(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {name(options.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  (names of ours)
    if unless:
        sql += f" ON CONFLICT ({name(options.get_field(unless).column)}) DO NOTHING"
    return sql if vendor == "sqlite" else f"{sql} RETURNING {name(key.column)}", fields
