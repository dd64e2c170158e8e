"""Rows on their way to the record: what each would write, before it is compared with what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import ManyToManyField, Model

from colonnade.records.intake.headings import Understood
from colonnade.records.intake.kinds import Kind, Ref, Steps
from colonnade.records.intake.sheets import Column, Sheet


class _Silent:
    """The one value that says nothing."""

    def __repr__(self) -> str:
        return "SILENT"

    def __bool__(self) -> bool:
        return False


SILENT: Final = _Silent()
"""An empty cell: what the record holds stays, a new record takes its default."""

SHARED: Final = ("code", "source", "source_detail", "note")
"""Columns that a record and the one beneath it both take."""


class Draft(NamedTuple):
    """One row of one model: its row in the sheet, and its values in the order of its part's fields."""

    row: int
    values: tuple[Any, ...]


@dataclass
class Part:
    """What one sheet writes into one model. An events sheet has two: the activities and the events."""

    understood: Understood
    sheet: Sheet
    model: type[Model]
    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    kinds: tuple[Kind, ...]
    link: str = ""
    drafts: list[Draft] = field(default_factory=list)

    @cached_property
    def place(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.fields)}

    @cached_property
    def key(self) -> tuple[str, ...]:
        if "code" in self.sheet.key:
            return ("code",)
        return tuple(name for column in self.sheet.key for name in self.sheet.column(column).fields)

    def value(self, draft: Draft, name: str) -> Any:
        """A field's value in a row; SILENT where the sheet has no such column."""
        return draft.values[self.place[name]] if name in self.place else SILENT

    def key_of(self, draft: Draft) -> tuple[Any, ...]:
        """What tells the row from all others, with defaults where the cell is empty."""
        return tuple(
            default(self.model, name) if self.value(draft, name) is SILENT else self.value(draft, name)
            for name in self.key
        )

    def label(self, draft: Draft) -> str:
        return " / ".join(str(part) for part in self.key_of(draft))

    @cached_property
    def refs(self) -> dict[str, Ref]:
        """The fields that name other records."""
        return {
            name: kind for name, kind in zip(self.fields, self.kinds, strict=True) if isinstance(kind, Ref)
        }

    @cached_property
    def many(self) -> dict[str, Ref]:
        """The fields kept outside the record's own row: its sets of other records, and its steps."""
        return {name: kind for name, kind in self.refs.items() if kind.many}

    @cached_property
    def steps(self) -> dict[str, Steps]:
        return {name: kind for name, kind in self.refs.items() if isinstance(kind, Steps)}

    @cached_property
    def heading(self) -> Mapping[str, str]:
        """What the sheet calls each field."""
        return {name: column.heading for name, column in zip(self.fields, self.columns, strict=True)}


def default(model: type[Model], name: str) -> Any:
    """What a new record holds where nothing is said."""
    held: Any = next(
        (field for field in model._meta.get_fields() if field.name == name and field.concrete), None
    )
    if held is None:
        return ()
    return () if isinstance(held, ManyToManyField) else held.get_default()


def parts_of(understood: Understood, kinds: Mapping[str, Kind]) -> tuple[Part, ...]:
    """The models that a sheet's rows write, the one beneath first."""
    sheet = understood.sheet
    if sheet is None:
        return ()
    present = [column for column in sheet.columns if column in understood.columns.values()]
    if any(column.name == "source_address" for column in present):
        present = [column for column in present if column.name != "source_address"]
        if not any(column.name == "source" for column in present):
            present.append(sheet.column("source"))
    own = [column for column in present if not column.on_base]
    parts = [_part(understood, sheet, sheet.model, own, kinds, link=sheet.base.link if sheet.base else "")]
    if sheet.base:
        beneath = [column for column in present if column.on_base or column.name in SHARED]
        parts.insert(0, _part(understood, sheet, sheet.base.model, beneath, kinds))
    return tuple(parts)


def _part(
    understood: Understood,
    sheet: Sheet,
    model: type[Model],
    columns: list[Column],
    kinds: Mapping[str, Kind],
    link: str = "",
) -> Part:
    spread = [(name, column) for column in columns for name in column.fields]
    return Part(
        understood, sheet, model, tuple(name for name, _ in spread), tuple(column for _, column in spread),
        tuple(kinds[column.name] for _, column in spread), link,
    )  # fmt: skip


def by_model(parts: list[Part]) -> Iterator[tuple[type[Model], list[Part]]]:
    """The parts of each model together, models in the order in which they must be written."""
    grouped: dict[type[Model], list[Part]] = {}
    for part in parts:
        grouped.setdefault(part.model, []).append(part)
    yield from grouped.items()
