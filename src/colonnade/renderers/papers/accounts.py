"""The report of an event, drafted from the record: one structure, as PDF to send and as DOCX to go on writing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from colonnade.renderers.document import Bound, Brand
from colonnade.renderers.labels import label, unit_words
from colonnade.renderers.papers.letters import Fact
from colonnade.renderers.papers.names import Name, Names
from colonnade.renderers.papers.participants import Roll
from colonnade.renderers.papers.press import Check, Plain, Printed, frame, press
from colonnade.renderers.papers.word import Word


@dataclass(frozen=True)
class Words:
    """Paragraphs, or points where ``bullets`` says so."""

    paragraphs: tuple[str, ...]
    bullets: bool = False


@dataclass(frozen=True)
class Reading:
    """A figure with its value in words. Its definition and the address that asks for it again stand in a footnote."""

    label: str
    value: str
    unit: str = ""
    definition: str = ""
    address: str = ""

    @classmethod
    def of(cls, bound: Bound, language: str, definition: str = "") -> Reading:
        """A bound value of the catalogue, said in a language."""
        unit = unit_words(bound.unit, bound.value, language) if bound.unit else ""
        return cls(bound.label, bound.words(language), unit, definition, bound.address)

    @property
    def note(self) -> str:
        return " ".join(part for part in (self.definition, self.address) if part)


@dataclass(frozen=True)
class Readings:
    items: tuple[Reading, ...]


@dataclass(frozen=True)
class Grid:
    """A table, such as the answers to an evaluation. ``numbers`` are its columns of numbers, counted from nought."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    note: str = ""
    numbers: tuple[int, ...] = ()
    total_row: bool = False


@dataclass(frozen=True)
class ToFillIn:
    """What the record cannot say and an officer must: an empty field that shows that it is empty."""

    prompt: str
    lines: int = 3


Block = Words | Readings | Grid | ToFillIn | Roll


@dataclass(frozen=True)
class Part:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class EventReport:
    """The whole report. ``on`` is the day its figures are as of; ``facts`` stand in a table under the title.

    ``kind`` is the label of what sort of paper it is: another account of parts and tables is printed the same way.
    """

    brand: Brand
    event: str
    on: date
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    under: tuple[str, ...] = ()
    check: Check | None = None
    language: str = "en"
    kind: str = "event_report"


# --- PDF -------------------------------------------------------------------------------------------------------


def pdf(report: EventReport) -> Printed:
    said, names = report.language, Names()
    content = frame(
        report.brand, said, f"{label(report.kind, said)}: {report.event}", ("to_fill_in", "address"),
        kind=label(report.kind, said),
        event=report.event,
        under=list(report.under),
        facts=[fact.plain(names) for fact in report.facts],
        parts=[
            {"heading": part.heading, "blocks": [_plain(block, names, said) for block in part.blocks]}
            for part in report.parts
        ],
        check=report.check.plain(said) if report.check else None,
        page=label("page_of", said, page="{page}", pages="{pages}"),
    )  # fmt: skip
    with press("event_report.typ") as ready:
        return ready.pdf(content, report.brand, names, report.on)


@singledispatch
def _plain(block: object, names: Names, language: str) -> Plain:
    raise TypeError(f"A report of an event cannot show {type(block).__name__}; add it to papers/accounts.py.")


@_plain.register
def _(block: Words, names: Names, language: str) -> Plain:
    return {"kind": "words", "paragraphs": list(block.paragraphs), "bullets": block.bullets}


@_plain.register
def _(block: Readings, names: Names, language: str) -> Plain:
    return {"kind": "readings", "items": [vars(item) for item in block.items]}


@_plain.register
def _(block: Grid, names: Names, language: str) -> Plain:
    return {"kind": "grid", **vars(block)}


@_plain.register
def _(block: ToFillIn, names: Names, language: str) -> Plain:
    return {"kind": "to_fill_in", "prompt": block.prompt, "lines": block.lines}


@_plain.register
def _(block: Roll, names: Names, language: str) -> Plain:
    return {"kind": "roll", "sections": block.plain(names, language)}


# --- DOCX ------------------------------------------------------------------------------------------------------


def docx(report: EventReport) -> bytes:
    said = report.language
    word = Word(report.brand, said, f"{label(report.kind, said)}: {report.event}", report.on)
    word.head(label(report.kind, said), report.event, report.under)
    word.pairs(
        (fact.label, fact.value.text if isinstance(fact.value, Name) else fact.value) for fact in report.facts
    )
    for part in report.parts:
        word.heading(part.heading, 1)
        for block in part.blocks:
            _written(block, word)
    if report.check:
        word.small(f"{label('check_at', said)} {report.check.address}")
    return word.saved()


@singledispatch
def _written(block: object, word: Word) -> None:
    raise TypeError(
        f"A report of an event cannot write {type(block).__name__}; add it to papers/accounts.py."
    )


@_written.register
def _(block: Words, word: Word) -> None:
    for words in block.paragraphs:
        (word.bullet if block.bullets else word.paragraph)(words)


@_written.register
def _(block: Readings, word: Word) -> None:
    word.readings((item.value, item.unit, item.label, item.note) for item in block.items)


@_written.register
def _(block: Grid, word: Word) -> None:
    word.grid(
        block.header, block.rows, caption=block.caption, note=block.note, numbers=block.numbers,
        total_row=block.total_row,
    )  # fmt: skip


@_written.register
def _(block: ToFillIn, word: Word) -> None:
    word.to_fill_in(block.prompt, label("to_fill_in", word.language))


@_written.register
def _(block: Roll, word: Word) -> None:
    block.written(word, 2)
