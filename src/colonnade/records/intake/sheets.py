"""What a workbook is made of: sheets, each for one kind of record, and their columns.

A room lists its sheets in its own ``intake.py``; this machine knows no room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from colonnade.records.intake.cells import Fault, folded
from colonnade.records.intake.kinds import Address, Choice, Day, Kind, Ref, Text
from colonnade.records.intake.wide import Wide
from colonnade.records.models import Source

EXAMPLE = "EXAMPLE-"
"""Rows whose key begins so show how a sheet is filled, and are left out by the import."""

Touched = Sequence[Model]
"""Rows just written, and beside each changed one a copy as it was before."""


Check = Callable[[Mapping[str, Any]], Iterable[tuple[str, Fault]]]
"""What only one kind of record asks for: the columns at fault, from a row's values by column."""

Against = Callable[[Sequence[Any]], Iterable[tuple[Any, str, Fault]]]
"""What the desk would refuse: of several changes (``comparing.Change``), each at fault with its column."""


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, how its cells are read, and the field of the record they fill.

    ``on_base`` columns belong to the record beneath: the activity of an event.
    """

    name: str
    kind: Kind
    help: str = ""
    required: bool = False
    label: str = ""
    field: str = ""
    on_base: bool = False

    @property
    def heading(self) -> str:
        """What the template prints over the column."""
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def fields(self) -> tuple[str, ...]:
        """The model fields that one cell fills; a date fills two, with its precision."""
        return self.kind.fields(self.field or self.name)


@dataclass(frozen=True)
class Base:
    """The record beneath a row's own, written under the same code: an event's activity."""

    model: type[Model]
    link: str


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook and the kind of record its rows write.

    ``key`` are the columns that tell a row from the others; ``many`` allows for hundreds of thousands of rows;
    ``after`` is called in the writing transaction with the rows written, those beneath among them; ``checks`` look at a row as a whole.
    ``against`` looks at what would become of the record, as its actions do when somebody does the same at the desk.
    ``wide`` says how a table with a column for each item is read as this sheet.
    """

    name: str
    model: type[Model]
    columns: tuple[Column, ...]
    about: str
    examples: tuple[Mapping[str, str], Mapping[str, str]]
    key: tuple[str, ...] = ("code",)
    base: Base | None = None
    many: bool = False
    after: Callable[[Touched], None] | None = None
    checks: tuple[Check, ...] = ()
    against: Against | None = None
    wide: Wide | None = None

    def __post_init__(self) -> None:
        names = {column.name for column in self.columns}
        wrong = (set(self.key) | set(self.examples[0]) | set(self.examples[1])) - names
        if wrong or len(names) < len(self.columns):
            raise ValueError(
                f"Sheet {self.name}: columns unknown or named twice ({', '.join(sorted(wrong))})."
            )

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        """Each column under everything a header may call it."""
        return {folded(words): column for column in self.columns for words in (column.heading, column.name)}


def code(help: str = "", *, on_base: bool = False) -> Column:
    """The first column of nearly every sheet."""
    words = (
        help or "Short and stable for ever, without spaces. Give it once and never use it for anything else."
    )
    return Column("code", Text(code=True), words, required=True, on_base=on_base)


def provenance(*, on_base: bool = False) -> tuple[Column, ...]:
    """Where a row comes from: the columns at the end of every sheet of records."""
    return (
        Column("source", Ref(Source), "Code of the source, from the sheet Sources.", on_base=on_base),
        Column(
            "source_address", Address(), "Instead of a source's code: the web address where the fact is found.",
            on_base=on_base,
        ),
        Column("source_detail", Text(), "Page, slide, sheet or row in the source.",
               label="Place in the source", on_base=on_base),
        Column("note", Text(long=True), "Anything a reader of the record should know.", on_base=on_base),
    )  # fmt: skip


def validity(words: str = "it holds") -> tuple[Column, ...]:
    """From when to when a dated fact holds; an empty end is open."""
    return (
        Column("valid_from", Day("first"), f"From when {words}; leave empty if it always did."),
        Column("valid_to", Day("last"), f"The last day {words}; leave empty while it does."),
    )


SOURCES = Sheet(
    name="Sources",
    model=Source,
    about="Where the facts come from: documents, web pages, data sets, statements. Other sheets name them by code.",
    columns=(
        code(),
        Column("title", Text(), "As printed on the source.", required=True),
        Column("kind", Choice(Source.Kind), "What it is."),
        Column("publisher", Text()),
        Column("address", Text(), "Web address, from https:// on."),
        Column("published_on", Day(), "The day it was published."),
        Column("licence", Text(), "Terms under which it may be used."),
        Column("note", Text(long=True)),
    ),
    examples=(
        {"code": "EXAMPLE-SRC-1", "title": "Presentation to the oversight committee", "kind": "document",
         "publisher": "The office", "published_on": "9 April 2014", "note": "The printed copy is in the office."},
        {"code": "EXAMPLE-SRC-2", "title": "News page on the regional workshop", "kind": "web page",
         "address": "https://office.example/news/2013/11"},
    ),
)  # fmt: skip
