"""A record's history: who changed what, when, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colonnade.web.desk.links import Link


@dataclass(frozen=True)
class Change:
    """One field, before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """One act of somebody on a record: what they did and each field they changed."""

    at: datetime
    who: str
    what: str
    changes: tuple[Change, ...]


def changes_of(record: Model, links: Sequence[Link] = (), latest: int | None = None) -> list[Event]:
    """What happened to a record and to the rows linked to it, latest first."""
    told = list(_told(record.history.all()))
    for link in links:
        told += _told(link.model.history.filter(**{f"{link.to}_id": record.pk}), str(link.heading), {link.to})
    told.sort(key=lambda event: event.at, reverse=True)
    return told[:latest]


def _told(history, heading: str = "", hidden: Iterable[str] = ()) -> Iterable[Event]:
    """The acts kept in a history table, each compared with the one before it on the same row."""
    rows = list(history.select_related("history_user").order_by("id", "history_date", "history_id"))
    words = _Words(rows)
    before: dict[int, Any] = {}
    for row in rows:
        changes = tuple(words.between(before.get(row.id), row, {"id", *hidden}))
        before[row.id] = row
        if changes or row.history_type != "~":
            yield Event(row.history_date, _who(row), _what(row, heading), changes)


def _who(row) -> str:
    user = row.history_user
    return (user.get_full_name() or user.get_username()) if user else _("the system, or an import")


def _what(row, heading: str) -> str:
    done = {"+": _("added"), "~": _("changed"), "-": _("removed")}[row.history_type]
    return f"{heading}: {done}" if heading else capfirst(done)


class _Words:
    """Fields of history rows as people read them. Whatever is pointed at is read once for all rows."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = rows
        self.pointed: dict[type[Model], dict[Any, str]] = {}
        if not rows:
            return
        kept = type(rows[0])
        self.fields = [f for f in kept.tracked_fields if not isinstance(f, ManyToManyField)]
        self.many = list(kept._history_m2m_fields)
        self.sets = {field.name: self._sets(kept, field) for field in self.many}
        self._read_pointed()

    def _sets(self, kept, field) -> dict[int, list[int]]:
        """The keys a many-to-many field held, by history row: one query a field."""
        model = getattr(kept, field.name).model
        target = field.m2m_reverse_field_name()
        held: dict[int, list[int]] = {}
        keys = [row.history_id for row in self.rows]
        for owner, key in model.objects.filter(history_id__in=keys).values_list("history_id", f"{target}_id"):
            held.setdefault(owner, []).append(key)
        return held

    def _read_pointed(self) -> None:
        wanted: dict[type[Model], set[Any]] = {}
        for field in self.fields:
            if isinstance(field, ForeignKey):
                keys = {getattr(row, field.attname) for row in self.rows} - {None}
                wanted.setdefault(field.related_model, set()).update(keys)
        for field in self.many:
            keys = {key for held in self.sets[field.name].values() for key in held}
            wanted.setdefault(field.related_model, set()).update(keys)
        for model, keys in wanted.items():
            near = [f.name for f in model._meta.fields if isinstance(f, ForeignKey)]
            held = model._default_manager.select_related(*near).in_bulk(list(keys)) if keys else {}
            self.pointed[model] = {key: str(row) for key, row in held.items()}

    def between(self, old: Any, new: Any, hidden: Iterable[str]) -> Iterable[Change]:
        for field in self.fields:
            if field.name in hidden:
                continue
            was, now = (self._value(row, field) for row in (old, new))
            if was != now:
                yield Change(capfirst(str(field.verbose_name)), was, now)
        for field in self.many:
            was, now = (self._several(row, field) for row in (old, new))
            if was != now:
                yield Change(capfirst(str(field.verbose_name)), was, now)

    def _value(self, row: Any, field: Any) -> str:
        value = getattr(row, field.attname) if row is not None else None
        if value is None or value == "" or value == []:
            return ""
        if isinstance(field, ForeignKey):
            return self.pointed[field.related_model].get(value, f"#{value}")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def _several(self, row: Any, field: Any) -> str:
        keys = self.sets[field.name].get(row.history_id, ()) if row is not None else ()
        return ", ".join(sorted(self.pointed[field.related_model].get(key, f"#{key}") for key in keys))
