"""What was confirmed is written: in one transaction, each record with its history, or nothing at all."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import ForeignKey, Model
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from colonnade.records.intake.comparing import Change
from colonnade.records.intake.drafts import SILENT, Part
from colonnade.records.intake.kinds import Ref, Steps
from colonnade.records.intake.links import Codes, chunks, named
from colonnade.records.intake.remembering import Kept
from colonnade.records.intake.sheets import Sheet

BATCH: Final = 500
Tick = Callable[[int], None]


class Writer:
    """Writes the changes of one plan, model by model, those beneath first. The caller holds the transaction."""

    def __init__(self, codes: Codes, reason: str, user: Any, tick: Tick) -> None:
        self.codes, self.reason, self.user, self.tick = codes, reason[:100], user, tick
        self.touched: dict[str, tuple[Sheet, list[Model]]] = {}
        self.now: Change | None = None
        self.kept = Kept()

    def write(self, changes: Iterable[Change]) -> None:
        by_model: dict[type[Model], list[Change]] = defaultdict(list)
        for change in changes:
            by_model[change.part.model].append(change)
        for model, group in by_model.items():
            for level in _levels(model, [change for change in group if change.new]):
                for piece in chunks(level, BATCH * 4):
                    self._create(model, piece)
            self._update(model, [change for change in group if not change.new])
        for sheet, rows in self.touched.values():
            if sheet.after is not None and rows:
                sheet.after(rows)

    def _touch(self, change: Change, *rows: Model) -> None:
        """Remember what the sheet's room must look at afterwards: its own rows, and those beneath them."""
        sheet = change.part.sheet
        if change.part.model in (sheet.model, sheet.base.model if sheet.base else None):
            self.touched.setdefault(change.part.sheet.name, (change.part.sheet, []))[1].extend(rows)

    def _create(self, model: type[Model], changes: list[Change]) -> None:
        made = [self._instance(model, change) for change in changes]
        self.now = changes[0]
        sets = _has_sets(model)
        model._default_manager.bulk_create(made, batch_size=BATCH)
        for change, row in zip(changes, made, strict=True):
            change.held = row
            if change.part.key == ("code",):
                self.codes.keys.setdefault(model, {})[row.code] = row.pk  # type: ignore[attr-defined]
            self._touch(change, row)
        self.kept.added(model, made)
        self._add_sets(changes)
        if sets:
            self._history_with_sets(model, made)
        else:
            self._history(model, made)
        for change in changes:
            self._steps(change)
        self.tick(len(changes))

    def _instance(self, model: type[Model], change: Change) -> Model:
        part, row = change.part, model()
        for name, value in zip(part.fields, change.draft.values, strict=True):
            if value is not SILENT and name not in part.many:
                self._set(row, name, value, part)
        if part.link:
            base = part.sheet.base
            setattr(row, f"{part.link}_id", self.codes.keys[base.model][change.code])  # type: ignore[union-attr]
        return row

    def _set(self, row: Model, name: str, value: Any, part: Part) -> None:
        held = row._meta.get_field(name)
        if isinstance(held, ForeignKey):
            key = self.codes.key(part.refs[name].model, value) if value is not None else None
            setattr(row, held.attname, key)
        else:
            setattr(row, name, value)

    def _update(self, model: type[Model], changes: list[Change]) -> None:
        """Changed records, each with one line of history for its own fields."""
        groups: dict[frozenset[str], list[Change]] = defaultdict(list)
        for change in changes:
            groups[frozenset(name for name in change.fields if name not in change.part.many)].append(change)
        for names, group in groups.items():
            for change in group:
                self.now = change
                before = copy.copy(change.held)
                for name in names:
                    self._set(change.held, name, change.fields[name][1], change.part)  # type: ignore[arg-type]
                self._touch(change, before, change.held)  # type: ignore[arg-type]
                self.kept.changed(before, change.held, change)  # type: ignore[arg-type]
            if names:
                rows = [change.held for change in group]
                bulk_update_with_history(
                    rows,
                    model,
                    sorted(names),
                    batch_size=200,
                    default_user=self.user,
                    default_change_reason=self.reason,
                )
            for change in group:
                self._change_sets(change)
                self.tick(1)

    def _change_sets(self, change: Change) -> None:
        for name, kind in change.part.many.items():
            if name in change.fields and not isinstance(kind, Steps):
                row: Any = change.held
                row._change_reason, row._history_user = self.reason, self.user
                keys = [self.codes.keys[kind.model][code] for code in change.fields[name][1]]
                getattr(row, name).set(keys)
        self._steps(change)

    def _add_sets(self, changes: list[Change]) -> None:
        """The sets of new records, straight into their tables."""
        rows: dict[type[Model], list[Model]] = defaultdict(list)
        for change in changes:
            owner: Any = change.held
            for name, kind in change.part.many.items():
                if isinstance(kind, Steps):
                    continue
                relation: Any = change.part.model._meta.get_field(name)
                through = relation.remote_field.through
                one, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
                for code in named(change.part.value(change.draft, name)):
                    rows[through].append(through(**{one: owner.pk, other: self.codes.keys[kind.model][code]}))
        for through, links in rows.items():
            through._default_manager.bulk_create(links, batch_size=BATCH)

    def _history(self, model: Any, made: Sequence[Model]) -> None:
        """A line of history for each new record, copied by the database itself: a hundred thousand rows take seconds."""
        history, name = model.history.model, connection.ops.quote_name
        columns = ", ".join(name(each.column) for each in history.tracked_fields)
        own = ", ".join(
            name(history._meta.get_field(each).column)
            for each in ("history_date", "history_change_reason", "history_type", "history_user")
        )
        key = name(model._meta.pk.column)
        for piece in chunks([row.pk for row in made], BATCH):
            marks = ", ".join(["%s"] * len(piece))
            user = getattr(self.user, "pk", None)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {name(history._meta.db_table)} ({columns}, {own}) SELECT {columns}, %s, %s, '+', %s "  # noqa: S608
                    f"FROM {name(model._meta.db_table)} WHERE {key} IN ({marks})",
                    [connection.ops.adapt_datetimefield_value(timezone.now()), self.reason, user, *piece],
                )

    def _history_with_sets(self, model: Any, made: Sequence[Model]) -> None:
        """One line of history for each new record, with its sets as they are."""
        lines = model.history.bulk_history_create(
            made, batch_size=BATCH, default_user=self.user, default_change_reason=self.reason
        )
        by_record = {line.id: line for line in lines}
        for relation in model._history_m2m_fields:
            through, kept = relation.remote_field.through, getattr(model.history.model, relation.name).model
            owner = f"{relation.m2m_field_name()}_id"
            names = [each.attname for each in through._meta.concrete_fields]
            for piece in chunks(by_record, BATCH * 4):
                rows = through._default_manager.filter(**{f"{owner}__in": piece}).values(*names)
                kept._default_manager.bulk_create(
                    [kept(history=by_record[row[owner]], **row) for row in rows], batch_size=BATCH
                )

    def _steps(self, change: Change) -> None:
        """Rows of an order: those that stay where they are stay, the others move, come or go."""
        for name, kind in change.part.steps.items():
            value = change.part.value(change.draft, name)
            if value is SILENT or not (change.new or name in change.fields):
                continue
            owner = {f"{kind.parent}_id": change.held.pk}  # type: ignore[union-attr]
            held = {
                getattr(row, f"{kind.item}_id"): row for row in kind.through._default_manager.filter(**owner)
            }
            wanted = [self.codes.keys[kind.model][code] for code in value]
            for key, row in held.items():
                if key not in wanted:
                    self._saved(row, delete=True)
            for place, key in enumerate(wanted, start=1):
                row = held.get(key) or kind.through(**owner, **{f"{kind.item}_id": key})
                if row.pk is None or getattr(row, kind.order) != place:
                    made = row.pk is None
                    setattr(row, kind.order, place)
                    self._saved(row)
                    if made:
                        self.kept.added(kind.through, [row])

    def _saved(self, row: Any, *, delete: bool = False) -> None:
        row._change_reason, row._history_user = self.reason, self.user
        if delete:
            row.delete()
        else:
            row.save()


def _has_sets(model: Any) -> bool:
    return bool(getattr(model, "_history_m2m_fields", ()))


def _levels(model: type[Model], changes: list[Change]) -> list[list[Change]]:
    """New records so that each comes after the one it stands under."""
    if not any(held.related_model is model for held in model._meta.fields if isinstance(held, ForeignKey)):
        return [changes] if changes else []
    by_code = {change.code: change for change in changes}
    depth: dict[str, int] = {}

    def depth_of(code: str) -> int:
        way = []
        while code not in depth:
            way.append(code)
            above = [each for each in _above(model, by_code[code]) if each in by_code]
            if not above:
                depth[code] = 0
                break
            code = above[0]
        for each in reversed(way):
            known = [depth[other] for other in _above(model, by_code[each]) if other in depth]
            depth[each] = 1 + max(known) if known else 0
        return depth[way[0]] if way else depth[code]

    levels: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        levels[depth_of(change.code)].append(change)
    return [levels[number] for number in sorted(levels)]


def _above(model: type[Model], change: Change) -> list[str]:
    return [
        code
        for name, kind in change.part.refs.items()
        if isinstance(kind, Ref) and kind.model is model and not kind.many
        for code in named(change.part.value(change.draft, name))
    ]
