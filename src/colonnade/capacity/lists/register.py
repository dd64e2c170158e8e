"""Registers of trainings: not who came, but when, how long and how many; often several tables on one sheet."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from colonnade.capacity.intake import EVENTS, HEAD_COUNTS
from colonnade.capacity.lists.questions import NONE, Answers, Question, fingerprint
from colonnade.capacity.models import Event
from colonnade.records.intake.blocks import Block, Loose, blocks
from colonnade.records.intake.cells import Fault, Raw, folded, shown, tidy
from colonnade.records.intake.days import read_date
from colonnade.records.intake.fills import Filled, fills
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.opening import Opened

_WHAT: Final = {
    "on": r"date|day|held on|jour|fecha|дата|日期|날짜|التاريخ",
    "hours": r"len(gth)?( hours)?|length ?\(hours\)|hours|duration.*|durée.*|duración.*",
    "people": r"attendees|attendance|participants|number( of participants)?|people|.+\|.+",
    "led_by": r"delivered by|trainer|facilitator|instructor|speaker|animateur|facilitador",
    "title": r"title|topic|session|course|titre|título",
}
CANCELLED: Final = "cancelled"
_CANCELLED: Final = re.compile(r"cancel\w*|annul\w*|отмен\w*|取消|취소|ملغ\w*", re.IGNORECASE)
OLD: Final = 50
"""Years that a date may lie before the others of its register and still be meant."""


@dataclass(frozen=True)
class Taught:
    """One session of a register: a day, its length, and how many came, in the parts that the register tells apart."""

    table: str
    sheet: str
    row: int
    on: date | None
    hours: Decimal | None = None
    people: int | None = None
    parts: tuple[int, ...] = ()
    led_by: str = ""
    title: str = ""
    cancelled: bool = False
    flags: tuple[str, ...] = ()


@dataclass
class Register:
    """The sessions of every table, and what is open about them."""

    sessions: list[Taught] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def tables(self) -> dict[str, list[Taught]]:
        found: dict[str, list[Taught]] = {}
        for session in self.sessions:
            found.setdefault(session.table, []).append(session)
        return found

    @property
    def held(self) -> list[Taught]:
        return [session for session in self.sessions if not session.cancelled]

    @property
    def open(self) -> list[Question]:
        return [question for question in self.questions if question.open]


def columns_of(block: Block) -> dict[str, int]:
    """Where a register's columns stand; nothing where the table is no register."""
    found: dict[str, int] = {}
    for at, heading in enumerate(block.headings):
        for name, words in _WHAT.items():
            if name not in found and re.fullmatch(words, folded(heading)):
                found[name] = at
                break
    return found if {"on", "people"} <= found.keys() else {}


def is_register(book: Opened) -> bool:
    """Does the file count sessions and name nobody?"""
    found = [columns_of(block) for table in book.tables if not table.hidden for block in blocks(table)[0]]
    return bool(found) and any(found) and bool(found[0])


def read_register(
    book: Opened, content: bytes, findings: Findings, answers: Answers | None = None
) -> Register:
    """The sessions of all tables of a file. A fill is read, and asked about where no legend says what it means."""
    register, painted = Register(), fills(content)
    for table in book.tables:
        if table.hidden:
            continue
        tables, loose = blocks(table)
        known = [(block, columns_of(block)) for block in tables]
        if not any(columns for _block, columns in known):
            findings.add(
                table.name,
                _("“%(sheet)s” holds no table of sessions, and was not used.") % {"sheet": table.name},
                severity="note",
            )
            continue
        for remark in loose:
            findings.add(
                table.name, _("“%(text)s” stands beside the tables; it was read as a legend.") % {"text": remark.text},
                row=remark.row, value=remark.text, severity="note",
            )  # fmt: skip
        for block, columns in known:
            if columns:
                _Reader(
                    register, block, columns, findings, answers or {}, painted.get(table.name, {}), loose
                ).read()
    return register


class _Reader:
    def __init__(
        self, register: Register, block: Block, columns: Mapping[str, int], findings: Findings, answers: Answers,
        painted: Filled, loose: Sequence[Loose],
    ) -> None:  # fmt: skip
        self.register, self.block, self.columns, self.findings = register, block, columns, findings
        self.answers, self.painted, self.loose = answers, painted, loose
        self.sheet, self.table = block.table.name, block.title or block.table.name

    def read(self) -> None:
        rows = [self._session(number, cells) for number, cells in self.block.rows()]
        years = Counter(row.on.year for row in rows if row.on)
        usual = years.most_common(1)[0][0] if years else 0
        self.register.sessions += [self._coloured(self._of_its_year(row, usual)) for row in rows]

    def _cell(self, cells: Sequence[Raw], name: str) -> Raw:
        return cells[self.columns[name]] if name in self.columns else None

    def _session(self, number: int, cells: Sequence[Raw]) -> Taught:
        parts, people = self._people(number, self._cell(cells, "people"))
        return Taught(
            self.table, self.sheet, number, self._day(number, self._cell(cells, "on")), self._hours(number, self._cell(cells, "hours")),
            people, parts, tidy(shown(self._cell(cells, "led_by"))), tidy(shown(self._cell(cells, "title"))),
        )  # fmt: skip

    def _day(self, number: int, cell: Raw) -> date | None:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        try:
            known = read_date(cell)
        except Fault as fault:
            self.findings.fault(self.sheet, number, self._heading("on"), shown(cell), fault)
            return None
        return known.first_day

    def _heading(self, name: str) -> str:
        return self.block.headings[self.columns[name]]

    def _hours(self, number: int, cell: Raw) -> Decimal | None:
        """1.5, “1.5 hours” and “1 hours” are hours."""
        if cell is None or (isinstance(cell, str) and not tidy(cell)):
            return None
        found = re.fullmatch(
            r"(\d+(?:[.,]\d+)?)\s*(h|hrs?|hours?|heures?|horas?)?\.?", tidy(shown(cell)), re.IGNORECASE
        )
        if not found:
            self.findings.add(
                self.sheet, _("“%(cell)s” is no number of hours.") % {"cell": shown(cell)}, _("Write it as 1.5."), row=number,
                column=self._heading("hours"), value=shown(cell),
            )  # fmt: skip
            return None
        return Decimal(found[1].replace(",", "."))

    def _people(self, number: int, cell: Raw) -> tuple[tuple[int, ...], int | None]:
        """One count, or several in one cell: “43|3|0” is 46 people in three parts."""
        text = tidy(shown(cell))
        if re.fullmatch(r"\d+(\s*\|\s*\d+)*", text):
            parts = tuple(int(part) for part in text.split("|"))
            if len(parts) > 1:
                self.findings.note(
                    self.sheet,
                    number,
                    self._heading("people"),
                    text,
                    _("Several counts in one cell were added up."),
                )
            return (parts if len(parts) > 1 else ()), sum(parts)
        self.findings.add(
            self.sheet, _("“%(cell)s” is no number of people.") % {"cell": text}, _("Write the number alone."), row=number,
            column=self._heading("people"), value=text,
        )  # fmt: skip
        return (), None

    def _of_its_year(self, row: Taught, usual: int) -> Taught:
        """A date typed without a year becomes 1900 in a spreadsheet: asked about, never moved silently."""
        if row.on is None or not usual or abs(row.on.year - usual) < OLD:
            return row
        try:
            meant = row.on.replace(year=usual)
        except ValueError:
            meant = row.on
        key = fingerprint("year", self.table, str(row.row), row.on.isoformat())
        options = ((meant.isoformat(), meant.isoformat()), (row.on.isoformat(), row.on.isoformat()))
        answer = self._ask(
            "year", key, (row.row,), f"{self.table}: {row.on.isoformat()}", options, meant.isoformat()
        )
        return replace(row, on=date.fromisoformat(answer), flags=(*row.flags, "year"))

    def _coloured(self, row: Taught) -> Taught:
        colours = {
            self.painted[row.row, place + 1]
            for place in self.block.columns
            if (row.row, place + 1) in self.painted
        }
        for colour in sorted(colours):
            legend = next((each.text for each in self.loose if self._legend(each, colour)), "")
            proposal = CANCELLED if _CANCELLED.search(legend) else ""
            options = ((CANCELLED, _("It was cancelled")), (NONE, _("It means nothing here")))
            told = _("%(table)s: filled in #%(colour)s; no legend says why")
            if legend:
                told = _("%(table)s: filled in #%(colour)s, which the legend calls “%(legend)s”")
            key = fingerprint("fill", self.sheet, self.table, colour)
            words = told % {"table": self.table, "colour": colour, "legend": legend}
            answer = self._ask("fill", key, (row.row,), words, options, proposal)
            row = replace(row, cancelled=row.cancelled or answer == CANCELLED, flags=(*row.flags, "fill"))
        return row

    def _legend(self, remark: Loose, colour: str) -> bool:
        """A remark explains a colour where its own cell, or the one beside it, has it; or where it is the only remark."""
        beside = {self.painted.get((remark.row, remark.column + step)) for step in (-1, 0, 1)}
        return colour in beside or (beside == {None} and len(self.loose) == 1)

    def _ask(self, kind: str, key: str, rows: tuple[int, ...], text: str, options: Any, proposal: str) -> str:
        held = next((each for each in self.register.questions if (each.kind, each.key) == (kind, key)), None)
        answer = self.answers.get((kind, key), "")
        answer = answer if answer in {value for value, _words in options} else ""
        question = Question(
            kind, key, (*held.rows, *rows) if held else rows, text, tuple(options), proposal, answer
        )
        if held:
            self.register.questions[self.register.questions.index(held)] = question
        else:
            self.register.questions.append(question)
        return answer or proposal


def as_workbook(register: Register, like: Event) -> bytes:
    """The sessions as sheets of our own workbook, an event each with its head count; ``like`` lends its kind and its code."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheets = (
            (EVENTS.name, _EVENT_HEADINGS, _events(register, like)),
            (HEAD_COUNTS.name, _COUNT_HEADINGS, _counts(register, like)),
        )
        for name, headings, rows in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate((headings, *rows)):
                for place, cell in enumerate(row):
                    if cell is not None:
                        page.write(number, place, cell)
    return out.getvalue()


_EVENT_HEADINGS: Final = (
    "Code",
    "Title",
    "Kind",
    "State",
    "Starts on",
    "Figures count from",
    "Source detail",
    "Note",
)
_COUNT_HEADINGS: Final = ("Code", "Event", "People", "Used by figures", "Source detail")


def _events(register: Register, like: Event) -> Iterator[tuple[Any, ...]]:
    for number, session in enumerate(register.sessions, start=1):
        told = [
            f"{session.hours.normalize():f} hours" if session.hours else "",
            f"led by {session.led_by}" if session.led_by else "",
        ]
        counted = "the head count" if session.people is not None and not session.cancelled else None
        yield (
            _code(like, number), session.title or f"{session.table}, {session.on}", like.activity.kind.code,
            "cancelled" if session.cancelled else "held", session.on.isoformat() if session.on else None, counted,
            f"{session.sheet}, row {session.row}", "; ".join(filter(None, told)) or None,
        )  # fmt: skip


def _counts(register: Register, like: Event) -> Iterator[tuple[Any, ...]]:
    for number, session in enumerate(register.sessions, start=1):
        if session.people is not None and not session.cancelled:
            code = _code(like, number)
            yield f"{code}-HC", code, session.people, "yes", f"{session.sheet}, row {session.row}"


def _code(like: Event, number: int) -> str:
    return f"{like.code[:50]}-{number:03d}"
