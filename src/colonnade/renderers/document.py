"""The document every format prints: a report as frozen values, nothing about how it looks.

A report compiles to one ``Document``; an edition keeps it as JSON; each renderer
turns it into bytes. A number that a figure produced is never text here: it is a
``Bound``, which carries the figure's address, so that any printed file can be
checked against the record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from colonnade.values.dates import PartialDate
from colonnade.values.numbers import Amount, Bounds, Number, Ratio
from colonnade.values.words import number_words

# --- what a sentence or a cell is made of -----------------------------------------------------


@dataclass(frozen=True)
class Bound:
    """A value of a figure, wherever it stands: in a sentence, a cell, a bar or on a map.

    ``address`` asks for the same number again, in Python, on the command line
    and on the web: ``capacity.participations?as_of=2014-04-09&kind=national_training&period=2006-2013``.
    ``unit`` is a code of ``values.units``. ``reported`` says that the value rests, in whole or
    part, on an opening figure: it was reported, and the rows are not (all) held.
    """

    address: str
    value: Number
    unit: str
    label: str = ""
    reported: bool = False

    @property
    def key(self) -> str:
        """The figure's key: the part of the address before the question mark."""
        return self.address.partition("?")[0]

    def words(self, language: str) -> str:
        return number_words(self.value, language)


Run = str | Bound


@dataclass(frozen=True)
class Paragraph:
    """A sentence or a list item: words with figures inside. ``level`` 0 is text; 1, 2 are bullets."""

    runs: tuple[Run, ...]
    level: int = 0
    strong: bool = False


# --- blocks: what can stand on a slide ----------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Paragraphs and bullets."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Statement:
    """One large sentence in the middle: a vision, a way forward."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Numbers:
    """A few large numbers side by side, each with its label under it."""

    items: tuple[Bound, ...]
    caption: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: runs to print. ``note`` is small print under it (“no sum: distinct countries”)."""

    runs: tuple[Run, ...]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the first column is the row's heading. ``total`` says the last row or column is one."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total_row: bool = False
    total_column: bool = False
    note: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One title of a matrix, with the columns in which it is filled. ``group`` is printed at the left."""

    label: str
    filled: tuple[bool, ...]
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Matrix:
    """Titles by years. ``legend`` says what a filled cell means; ``count`` is the number of titles."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    legend: str
    count: Bound | None = None
    caption: str = ""


@dataclass(frozen=True)
class Series:
    """One line or set of bars: a value for each category of the chart."""

    name: str
    values: tuple[Bound, ...]


@dataclass(frozen=True)
class Chart:
    """A chart with its numbers; formats that can, draw it native and editable. Always also a table."""

    kind: Literal["column", "stacked", "bar", "line"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    title: str
    alt: str
    note: str = ""


@dataclass(frozen=True)
class Place:
    """One country of a map: ISO alpha-3, printed name, and a value where it has one."""

    iso3: str
    name: str
    value: Bound | None = None
    note: str = ""


@dataclass(frozen=True)
class Map:
    """Countries shaded (a dot where the shape is too small to see), listed beside; disclaimer below."""

    places: tuple[Place, ...]
    title: str
    alt: str
    disclaimer: str
    total: Bound | None = None
    note: str = ""


@dataclass(frozen=True)
class Moment:
    """One entry of a timeline. ``when`` is as precise as known; ``until`` where it lasts."""

    when: PartialDate
    title: str
    text: str = ""
    until: PartialDate | None = None
    lane: str = ""


@dataclass(frozen=True)
class Timeline:
    """Moments in order of date; with lanes (rows by month) it is the plan of a year."""

    moments: tuple[Moment, ...]
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Node:
    """A post of the chart: title, holder (empty = vacant), grade or category, and who reports to it."""

    title: str
    holder: str = ""
    note: str = ""
    vacant: bool = False
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Tree:
    """An organisational chart."""

    roots: tuple[Node, ...]
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a person, printed only under consent. ``attribution``: name, function, body, country."""

    text: str
    name: str
    attribution: str
    language: str = "en"
    code: str = ""


@dataclass(frozen=True)
class Quotes:
    """Quotes as cards."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Product:
    """A publication as a tile: title, year and kind, state, symbol or ISBN."""

    title: str
    year: str
    kind: str
    state: str
    identifier: str = ""


@dataclass(frozen=True)
class Products:
    """A grid of products, with the counts by kind above it."""

    products: tuple[Product, ...]
    counts: tuple[Bound, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One link of a chain: study, workshop, conference, training."""

    kind: str
    title: str
    when: str
    where: str = ""
    state: str = ""
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Chain:
    """Activities that build on one another, drawn as a flow."""

    title: str
    steps: tuple[Step, ...]
    alt: str


@dataclass(frozen=True)
class Group:
    """A heading with names under it: a pillar with its kinds of work, partners by kind, themes by years."""

    heading: str
    items: tuple[Paragraph, ...]
    note: str = ""


@dataclass(frozen=True)
class Groups:
    """Groups side by side: pillars, partners, themes, staff."""

    groups: tuple[Group, ...]
    caption: str = ""


Block = (
    Text
    | Statement
    | Numbers
    | Table
    | Matrix
    | Chart
    | Map
    | Timeline
    | Tree
    | Quotes
    | Products
    | Chain
    | Groups
)

# --- slides and the document ------------------------------------------------------------------------

SlideKind = Literal["cover", "agenda", "section", "content", "closing"]


@dataclass(frozen=True)
class AgendaPart:
    """A section of the agenda with its parts; numbers are generated."""

    number: str
    title: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Slide:
    """One slide, page or section of a page.

    ``number`` is generated (“2.2”); ``part`` tells slides of one number apart (“(1)”).
    ``notes`` are the speaker's; definitions and completeness are added by the report.
    """

    kind: SlideKind
    title: str
    number: str = ""
    part: str = ""
    subtitle: str = ""
    blocks: tuple[Block, ...] = ()
    agenda: tuple[AgendaPart, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return " ".join(filter(None, (self.number, self.title, self.part)))


@dataclass(frozen=True)
class Cover:
    """What the first slide says: whom it is for, who speaks in which function, where and when."""

    session: str
    body: str
    title: str
    presenter: str = ""
    function: str = ""
    unit: str = ""
    place: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Definition:
    """A figure used in the document, in words: for the notes, the annex and the definitions sheet."""

    key: str
    label: str
    definition: str
    unit: str
    additivity: str


@dataclass(frozen=True)
class TrailLine:
    """A record behind a figure: its reference, its label and what it contributes.

    ``contribution`` is a number for a figure that adds up, and words (the countries an
    event brings) for one that does not. Names of people are never in it.
    """

    ref: str
    label: str
    on: str
    contribution: int | Decimal | str
    source: str = ""


@dataclass(frozen=True)
class Account:
    """A bound value with all that stands behind it: for the annex sheets, the notes and the JSON."""

    bound: Bound
    scope: str
    completeness: str = ""
    caveats: tuple[str, ...] = ()
    trail: tuple[TrailLine, ...] = ()


@dataclass(frozen=True)
class Brand:
    """The office's name and one colour; ``logo`` is a PNG or SVG as base64, or empty."""

    office: str
    short_name: str
    colour: str = "#1F4E79"
    logo: str = ""


@dataclass(frozen=True)
class Document:
    """A report, compiled. ``edition`` is its code, or “live” where nothing is frozen."""

    title: str
    language: str
    brand: Brand
    cover: Cover
    period: str
    as_of: date
    edition: str
    printed_from: str
    slides: tuple[Slide, ...]
    definitions: tuple[Definition, ...] = ()
    accounts: tuple[Account, ...] = ()
    sources: tuple[str, ...] = ()
    address: str = ""
    notes: tuple[str, ...] = field(default=())

    def bounds(self) -> tuple[Bound, ...]:
        """Every bound value on the slides, in order of appearance; the same address may come twice."""
        return tuple(_bounds(self.slides))


def _bounds(thing: Any) -> list[Bound]:
    if isinstance(thing, Bound):
        return [thing]
    if isinstance(thing, tuple):
        return [bound for part in thing for bound in _bounds(part)]
    if is_dataclass(thing):
        return [bound for f in fields(thing) for bound in _bounds(getattr(thing, f.name))]
    return []


def words_of(runs: tuple[Run, ...], language: str) -> str:
    """Runs as one plain text, figures formatted for the language."""
    return "".join(run if isinstance(run, str) else run.words(language) for run in runs)


# --- to JSON and back --------------------------------------------------------------------------------
# The edition keeps a document for years, so the form is spelt out: a dataclass is an object with
# its class name under “kind_of”, an amount is [value, currency], a span is [low, high] under its name.

_TAG: Final = "kind_of"


def to_plain(thing: Any) -> Any:
    """The document as what JSON can hold, losing nothing."""
    if isinstance(thing, PartialDate):
        return {_TAG: "PartialDate", "text": str(thing)}
    if isinstance(thing, Amount):
        return {_TAG: "Amount", "value": str(thing.value), "currency": thing.currency}
    if isinstance(thing, Decimal):
        return {_TAG: "Decimal", "value": str(thing)}
    if isinstance(thing, date):
        return {_TAG: "date", "text": thing.isoformat()}
    if is_dataclass(thing):
        plain = {f.name: to_plain(getattr(thing, f.name)) for f in fields(thing)}
        return {_TAG: type(thing).__name__, **plain}
    if isinstance(thing, tuple | list):
        return [to_plain(part) for part in thing]
    return thing


def from_plain(plain: Any) -> Any:
    """The document again from what ``to_plain`` gave."""
    if isinstance(plain, list):
        return tuple(from_plain(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    kind = plain[_TAG]
    if kind == "PartialDate":
        return PartialDate.parse(plain["text"])
    if kind == "Amount":
        return Amount(Decimal(plain["value"]), plain["currency"])
    if kind == "Decimal":
        return Decimal(plain["value"])
    if kind == "date":
        return date.fromisoformat(plain["text"])
    cls = _KINDS[kind]
    known = {f.name for f in fields(cls)}
    return cls(**{name: from_plain(part) for name, part in plain.items() if name in known})


_KINDS: Final[dict[str, Any]] = {
    cls.__name__: cls
    for cls in (
        Bound, Bounds, Ratio, Paragraph, Text, Statement, Numbers, Cell, Table, MatrixRow, Matrix, Series, Chart,
        Place, Map, Moment, Timeline, Node, Tree, Quote, Quotes, Product, Products, Step, Chain, Group,
        Groups, AgendaPart, Slide, Cover, Definition, TrailLine, Account, Brand, Document,
    )
}  # fmt: skip


def dumps(document: Document) -> str:
    return json.dumps(to_plain(document), ensure_ascii=False)


def loads(text: str) -> Document:
    document: Document = from_plain(json.loads(text))
    return document
