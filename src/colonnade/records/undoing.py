"""What taking back an import would do: which rows leave the counts, which get their old values, which stay and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from colonnade.records.models import Batch, BatchPart, Evidence, Record, Tracked

ORDER: Final = "order"
"""Stands for the change of an order of other records, which is not put back by itself."""
PIECE: Final = 500
Key = tuple[type[Model], int]


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Left:
    """A row that an undone import leaves as it is."""

    record: str
    why: str


@dataclass
class PutBack:
    """A changed row, and the values it gets back: each field's value now and before the import."""

    row: Any
    fields: dict[str, tuple[Any, Any]]


@dataclass
class Undoing:
    """What would be withdrawn, removed, put back, and left. Nothing is written by making one."""

    batch: Batch
    withdrawn: dict[type[Model], list[Any]] = field(default_factory=dict)
    removed: dict[type[Model], list[Any]] = field(default_factory=dict)
    put_back: dict[type[Model], list[PutBack]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    @property
    def models(self) -> dict[type[Model], set[str]]:
        """The kinds of record it touches, and what it does to them: ``withdraw`` or ``change``."""
        asked: dict[type[Model], set[str]] = defaultdict(set)
        for model in (*self.withdrawn, *self.removed):
            asked[model].add("withdraw" if issubclass(model, Record) else "change")
        for model in self.put_back:
            asked[model].add("change")
        return dict(asked)

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """By kind of record: how many leave the counts, and how many get back what they held."""
        return [
            (str(model._meta.verbose_name_plural), len(self.withdrawn.get(model, [])) + len(self.removed.get(model, [])),
             len(self.put_back.get(model, [])))
            for model in self.models
        ]  # fmt: skip

    @property
    def empty(self) -> bool:
        return not (self.withdrawn or self.removed or self.put_back)


def what_undoing_does(batch: Batch) -> Undoing:
    """Read what the batch kept beside what the record holds now."""
    undoing = Undoing(batch)
    parts = list(batch.parts.all())
    rows = {(part, pk): row for part in parts for pk, row in _rows(part)}
    going = _going(parts, rows, undoing)
    for (part, pk), row in rows.items():
        model = type(row)
        if (model, pk) not in going or pk not in set_of(part):
            continue
        if isinstance(row, Record):
            undoing.withdrawn.setdefault(model, []).append(row)
        elif hasattr(row, "code"):
            undoing.left.append(Left(_named(row), "It enters no count, and stays to be named again."))
        elif not _belongs_to(row, going):
            undoing.removed.setdefault(model, []).append(row)
    for part in parts:
        _put_back(part, rows, undoing)
    return undoing


def set_of(part: BatchPart) -> frozenset[int]:
    """The keys a part added, as a set that is made once."""
    held: frozenset[int] | None = getattr(part, "_added", None)
    if held is None:
        held = part._added = frozenset(part.added)  # type: ignore[attr-defined]
    return held


def _pieces(keys: Any) -> Iterator[list[Any]]:
    each = iter(keys)
    while piece := list(islice(each, PIECE)):
        yield piece


def _rows(part: BatchPart) -> Iterator[tuple[int, Model]]:
    model = apps.get_model(part.model)
    for piece in _pieces([*part.added, *map(int, part.changed)]):
        yield from model._default_manager.in_bulk(piece).items()


def _going(parts: list[BatchPart], rows: dict[tuple[BatchPart, int], Model], undoing: Undoing) -> set[Key]:
    """The added rows that can be taken back: nobody edited them since, and nothing outside rests on them."""
    going: set[Key] = set()
    for part in parts:
        added = {pk: rows[part, pk] for pk in part.added if (part, pk) in rows}
        standing = {pk: row for pk, row in added.items() if not getattr(row, "withdrawn_on", None)}
        edited = _edited_since(part, list(standing))
        undoing.left += [Left(_named(standing[pk]), "It was edited since.") for pk in sorted(edited)]
        going |= {(type(row), pk) for pk, row in standing.items() if pk not in edited}
    told = {(type(row), pk): row for (_part, pk), row in rows.items()}
    while held := dict(_resting_outside(going)):
        going -= held.keys()
        undoing.left += [Left(_named(told[key]), f"{other} rests on it.") for key, other in held.items()]
    return going


def _edited_since(part: BatchPart, keys: list[int]) -> set[int]:
    history = getattr(apps.get_model(part.model), "history", None)
    found: set[int] = set()
    if history is None:
        return found
    for piece in _pieces(keys):
        found.update(history.filter(id__in=piece, history_id__gt=part.history).values_list("id", flat=True))
    return found


def _resting_outside(going: set[Key]) -> Iterator[tuple[Key, str]]:
    """The rows on which something rests that stays: a participation entered since for a person of the batch."""
    by_model: dict[type[Model], list[int]] = defaultdict(list)
    for model, pk in going:
        by_model[model].append(pk)
    for model, keys in by_model.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if (
                relation.auto_created
                and not relation.concrete
                and (relation.one_to_many or relation.one_to_one)
            ):
                yield from _resting(model, keys, relation.field, going)
        if issubclass(model, Record):
            refs = {
                row.ref: row.pk
                for piece in _pieces(keys)
                for row in model._default_manager.filter(pk__in=piece)
            }
            for piece in _pieces(refs):
                for evidence in Evidence.objects.filter(ref__in=piece):
                    yield (model, refs[evidence.ref]), f"“{evidence.title}”"


def _resting(model: type[Model], keys: list[int], to: Any, going: set[Key]) -> Iterator[tuple[Key, str]]:
    other: type[Model] = to.model
    through = other._meta.auto_created
    if not (issubclass(other, Tracked) or through) or hasattr(other, "instance_type"):
        return
    if through:
        yield from _named_in_sets(model, keys, to, going)
        return
    standing = {"withdrawn_on": None} if issubclass(other, Record) else {}
    for piece in _pieces(keys):
        for row in other._default_manager.filter(**{f"{to.name}__in": piece}, **standing):
            if (other, row.pk) not in going:
                yield (model, getattr(row, to.attname)), _named(row)


def _named_in_sets(
    model: type[Model], keys: list[int], to: Any, going: set[Key]
) -> Iterator[tuple[Key, str]]:
    """A set of other records that names a row of the batch; its own sets go with it."""
    sides = [held for held in to.model._meta.fields if isinstance(held, ForeignKey) and held is not to]
    owner = to.model._meta.auto_created
    if not sides or (to.related_model is owner and sides[0].related_model is not owner):
        return
    side = sides[0]
    for piece in _pieces(keys):
        for row in to.model._default_manager.filter(**{f"{to.name}__in": piece}).select_related(side.name):
            held = getattr(row, side.name)
            if (type(held), held.pk) not in going and not getattr(held, "withdrawn_on", None):
                yield (model, getattr(row, to.attname)), _named(held)


def _belongs_to(row: Model, going: set[Key]) -> bool:
    """Does a link hang on a record that is withdrawn? It stays with it, to be read."""
    return any(
        (held.related_model, getattr(row, held.attname)) in going
        for held in row._meta.fields
        if isinstance(held, ForeignKey)
    )


def _put_back(part: BatchPart, rows: dict[tuple[BatchPart, int], Model], undoing: Undoing) -> None:
    for key, fields in part.changed.items():
        row = rows.get((part, int(key)))
        if row is None:
            continue
        back: dict[str, tuple[Any, Any]] = {}
        for name, values in fields.items():
            label = str(row._meta.get_field(name).verbose_name) if values != ORDER else name
            if values == ORDER:
                why = "The order of its steps is not put back by itself: see its history."
                undoing.left.append(Left(_named(row), why))
                continue
            old, new = values
            now = _now(row, name)
            if now == new:
                back[name] = (now, old)
            elif now != old:
                undoing.left.append(Left(_named(row), f"{label} was edited since."))
        if back:
            undoing.put_back.setdefault(type(row), []).append(PutBack(row, back))


def _now(row: Any, name: str) -> Any:
    held: Field[Any, Any] = row._meta.get_field(name)
    if isinstance(held, ManyToManyField):
        return sorted(getattr(row, name).values_list("code", flat=True))
    return plain(getattr(row, held.attname))


def _named(row: Any) -> str:
    code = getattr(row, "code", "")
    return f"{row._meta.verbose_name} {code}".strip() if code else f"{row._meta.verbose_name} “{row}”"
