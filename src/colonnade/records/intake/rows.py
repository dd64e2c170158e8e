"""Rows become drafts: every cell is read by its column's kind, and everything wrong with it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db.models import Field, Model

from colonnade.records.intake.books import Merged
from colonnade.records.intake.cells import NOT_KNOWN, Fault, Raw, folded, shown, tidy, western
from colonnade.records.intake.days import DayOrder
from colonnade.records.intake.drafts import SILENT, Draft, Part, default, parts_of
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.kinds import Address, Choice, Day, Kind, Number, Text, When, Whole
from colonnade.records.intake.sheets import EXAMPLE, Column, Sheet
from colonnade.records.models import validate_code
from colonnade.values.dates import PartialDate

# In a column of words, “none” and “nd” may be a name; these are not.
_IN_TEXT: Final = frozenset({"n/a", "N/A", "NA", "n.a.", "N.A.", "-", "–", "—", "#N/A"})
_LONGEST: Final = 20
"""More letters than any mark for “not known” has, spaces around it included."""
_SPANS: Final = (
    ("starts_on", "ends_on"), ("signed_on", "ends_on"), ("valid_from", "valid_to"), ("listed_from", "listed_to"),
    ("consent_on", "consent_withdrawn_on"), ("planned_starts_on", "planned_ends_on"),
)  # fmt: skip
Tick = Callable[[int], None]


@dataclass
class Reader:
    """Reads the rows of one sheet. ``addresses`` gathers web addresses that stand for a source."""

    understood: Understood
    sheet: Sheet
    findings: Findings
    order: DayOrder
    held: dict[str, Any]
    addresses: dict[str, str]
    kinds: dict[str, Kind] = field(init=False)
    parts: tuple[Part, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = {column.name: column.kind.ready(self.held) for column in self.sheet.columns}
        self.parts = parts_of(self.understood, self.kinds)
        self.checks = {column.name: _checks(self._model(column), column) for column in self.sheet.columns}
        table = self.understood.table
        body = [merged for merged in table.merged if merged.last_row >= self.understood.heading_row]
        self.merged: tuple[Merged, ...] = tuple(body)
        for merged in body:
            self.findings.add(
                table.name, f"The cells {merged.name} are merged, so that only one of them has a value.",
                "Unmerge them, and write the value in each row.", row=merged.first_row, value=merged.name,
            )  # fmt: skip

    def _model(self, column: Column) -> type[Model]:
        return self.sheet.base.model if column.on_base and self.sheet.base else self.sheet.model

    def read(self, tick: Tick) -> None:
        """All rows of the sheet, as drafts in its parts."""
        seen: dict[tuple[Any, ...], int] = {}
        for number, cells in enumerate(self.understood.table.rows(), start=1):
            tick(1)
            if number <= self.understood.heading_row or not any(_filled(cell) for cell in cells):
                continue
            if any(isinstance(cell, str) and cell.lstrip().startswith(EXAMPLE) for cell in cells):
                self.understood.examples += 1
                continue
            self.understood.rows += 1
            self._row(number, cells, seen)

    def _row(self, number: int, cells: Sequence[Raw], seen: dict[tuple[Any, ...], int]) -> None:
        values: dict[str, tuple[Any, ...]] = {}
        faulty = False
        for place, column in self.understood.columns.items():
            cell = cells[place] if place < len(cells) else None
            try:
                if (read := self._cell(number, place, column, cell)) is not None:
                    values[column.name] = read
            except Fault as fault:
                faulty = True
                if fault.what:
                    self.findings.fault(self.understood.name, number, column.heading, shown(cell), fault)
        faulty |= self._source(number, values)
        faulty |= self._spans(number, values)
        faulty |= self._particular(number, values)
        faulty |= self._again(number, values, seen)
        self.understood.faulty += faulty
        for part in self.parts:
            part.drafts.append(Draft(number, tuple(self._values(part, values))))

    def _cell(self, number: int, place: int, column: Column, cell: Raw) -> tuple[Any, ...] | None:
        """What a cell says; None where it is empty. A Fault without words was told elsewhere."""
        where = (number, place + 1)
        if where in self.understood.table.formulas:
            raise Fault("The cell holds a formula.", "Copy the column and paste its values over it.")
        if any(where in merged for merged in self.merged):
            raise Fault("", "")
        if not _filled(cell):
            if column.required:
                raise Fault(f"{column.heading} is missing.", f"Every row needs it: {column.kind.about()}.")
            return None
        self._remark(number, column, cell)
        kind = self.kinds[column.name]
        if self._not_known(kind, cell):
            if column.required:
                raise Fault(f"“{shown(cell)}” says that {column.heading} is not known, and every row needs it.",
                            f"Write it: {column.kind.about()}.")  # fmt: skip
            self.findings.note(self.understood.name, number, column.heading, shown(cell),
                               f"“{shown(cell).strip()}” was read as “not known”.")  # fmt: skip
            # As in a new record of which nothing is said.
            return tuple(default(self._model(column), name) for name in column.fields)
        read = kind.read(cell, self.order)
        for check in self.checks[column.name]:
            check(read[0])
        return read

    def _remark(self, number: int, column: Column, cell: Raw) -> None:
        """Tell what is put right without asking: spaces that nobody sees, digits of another script."""
        if not isinstance(cell, str) or (cell.isascii() and cell.isalnum()):
            return
        kind, name = column.kind, self.understood.name
        if tidy(cell, lines=True) != cell.replace("\r\n", "\n"):
            self.findings.note(name, number, column.heading, cell, "Spaces that nobody sees were taken away.")
        if isinstance(kind, When | Day | Whole | Number) and western(cell) != cell:
            self.findings.note(
                name, number, column.heading, cell, "Digits of another script were read as 0 to 9."
            )

    def _not_known(self, kind: Kind, cell: Raw) -> bool:
        if not isinstance(cell, str) or len(cell) > _LONGEST:
            return False
        mark = tidy(cell)
        if isinstance(kind, Choice) and folded(mark) in kind.known:
            return False
        if isinstance(kind, Text):
            return mark in _IN_TEXT
        return mark.casefold() in NOT_KNOWN and not (kind.marks_are_words and mark.casefold() == "na")

    def _source(self, number: int, values: dict[str, tuple[Any, ...]]) -> bool:
        """A web address beside no code becomes a source of its own."""
        address = values.pop("source_address", None)
        if not address or not address[0]:
            return False
        if "source" in values:
            self.findings.add(
                self.understood.name, "The row gives both a source and an address.",
                "Keep one: the address belongs on the sheet Sources.", row=number, column="Source address", value=address[0],
            )  # fmt: skip
            return True
        digest = hashlib.sha256(address[0].encode()).hexdigest()[:10]
        values["source"] = (self.addresses.setdefault(address[0], f"WEB-{digest}"),)
        return False

    def _spans(self, number: int, values: Mapping[str, tuple[Any, ...]]) -> bool:
        """An end that lies before its beginning."""
        wrong = False
        for first, last in _SPANS:
            if first in values and last in values and _last(values[last]) < _first(values[first]):
                column = self.sheet.column(last)
                self.findings.add(
                    self.understood.name, f"{column.heading} is before {self.sheet.column(first).heading}.",
                    "One of the two is wrong.", row=number, column=column.heading,
                    value=shown(column.kind.show(*values[last])),
                )  # fmt: skip
                wrong = True
        return wrong

    def _particular(self, number: int, values: Mapping[str, tuple[Any, ...]]) -> bool:
        """What only this kind of record asks for."""
        flat = {name: read[0] for name, read in values.items()}
        wrong = False
        for check in self.sheet.checks:
            for name, fault in check(flat):
                column = self.sheet.column(name)
                self.findings.fault(
                    self.understood.name, number, column.heading, shown(flat.get(name)), fault
                )
                wrong = True
        return wrong

    def _again(
        self, number: int, values: Mapping[str, tuple[Any, ...]], seen: dict[tuple[Any, ...], int]
    ) -> bool:
        """The same record twice in the sheet."""
        key = tuple(values.get(name, (SILENT,))[0] for name in self.sheet.key)
        if SILENT in key[:1]:
            return False
        first = seen.setdefault(key, number)
        if first == number:
            return False
        column = self.sheet.column(self.sheet.key[0])
        told = " / ".join(str(part) for part in key if part is not SILENT)
        self.findings.add(
            self.understood.name, f"“{told}” stands in row {first} already.",
            "Give this row its own code, or delete one of the two." if self.sheet.key == ("code",) else "Delete one of the two.",
            row=number, column=column.heading, value=told,
        )  # fmt: skip
        return True

    def _values(self, part: Part, values: Mapping[str, tuple[Any, ...]]) -> Iterator[Any]:
        done = set()
        for column in part.columns:
            if column.name not in done:
                done.add(column.name)
                yield from values.get(column.name, (SILENT,) * len(column.fields))


def _filled(cell: Raw) -> bool:
    if isinstance(cell, str):
        return cell[:1].isalnum() or bool(tidy(cell))
    return cell is not None


def _first(read: tuple[Any, ...]) -> Any:
    return read[0] if read[0] is not None else date.min


def _last(read: tuple[Any, ...]) -> Any:
    """The last possible day of a date; of a year written as a number, itself."""
    if read[0] is None:
        return date.max
    return PartialDate(*read).last_day if len(read) == 2 else read[0]


def _checks(model: type[Model], column: Column) -> list[Callable[[Any], None]]:
    """What the record's own field asks for, in words of ours."""
    if not isinstance(column.kind, Text) or isinstance(column.kind, Address):
        return []
    held: Field[Any, Any] = model._meta.get_field(column.fields[0])  # type: ignore[assignment]
    checks: list[Callable[[Any], None]] = []
    for validator in held.validators:
        if isinstance(validator, MaxLengthValidator):
            checks.append(partial(_fits, most=held.max_length or 0))
        elif validator is not validate_code:
            checks.append(partial(_valid, validator=validator))
    return checks


def _fits(text: str, most: int) -> None:
    if len(text) > most:
        raise Fault(
            f"The text is {len(text)} characters long; at most {most} fit.",
            "Shorten it; the rest can go to the note.",
        )


def _valid(text: str, validator: Callable[[Any], None]) -> None:
    if not text:
        return
    try:
        validator(text)
    except ValidationError as error:
        do = (
            "Write it from https:// on."
            if isinstance(validator, URLValidator)
            else "Write it as the column asks."
        )
        raise Fault(" ".join(f"“{text}”: {message}" for message in error.messages), do) from error
