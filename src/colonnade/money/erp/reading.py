"""The rows of an export: each day, number and amount as the file means it, or a finding that says what is wrong. Nothing is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from django.utils.translation import gettext as _

from colonnade.money.erp.layouts import Proposal
from colonnade.money.models import Fund
from colonnade.money.queries import ErpRow
from colonnade.records.intake.blocks import Block
from colonnade.records.intake.cells import Fault, Raw, shown, tidy, western
from colonnade.records.intake.days import NO_ORDER, DayOrder, read_date
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.numbers import read_number
from colonnade.values.words import date_words

MOST: Final = 200_000
"""Rows of one export that are read."""

Decimals = Literal["", "point", "comma"]
_TOTAL: Final = re.compile(
    r"\b(sub)?totals?\b|\bbalance\b|\bsolde\b|\bsaldo\b|brought forward|carried forward|итого|остаток|合计|余额|합계|잔액|الرصيد|المجموع",
    re.IGNORECASE,
)
_PLAIN: Final = {
    "point": re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"),
    "comma": re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
}
_LONGEST: Final = {"document": 80, "reference": 120, "text": 250, "class_code": 60, "fund_code": 60}


@dataclass(frozen=True)
class Choices:
    """What a file cannot say itself: how its dates and decimals are written, and which of its funds is meant."""

    dates: DayOrder = NO_ORDER
    decimals: Decimals = ""
    fund_code: str = ""


@dataclass
class Read:
    """What was read of a file: its rows, and how many of each fund it has."""

    rows: list[ErpRow] = field(default_factory=list)
    funds: Counter[str] = field(default_factory=Counter)
    others: int = 0


def read_amount(cell: Raw, places: int, decimals: Decimals = "") -> Decimal:
    """An amount with its sign before it, behind it or as brackets. ``1.234`` is asked about, unless the file was said to be one way."""
    if not isinstance(cell, str):
        return read_number(cell, places)
    text = re.sub(r"\s", "", western(cell))
    if bracketed := re.fullmatch(r"\((.*)\)|([^-].*)-", text):
        text = f"-{bracketed[1] or bracketed[2]}"
    if not decimals:
        return read_number(text, places)
    if not _PLAIN[decimals].fullmatch(text):
        raise Fault(
            _("“%(amount)s” is no amount of a file whose decimals stand after a %(mark)s.")
            % {"amount": tidy(cell), "mark": _("point") if decimals == "point" else _("comma")},
            _("Correct the cell, or say how decimals are written in this file."),
        )
    # With its mark told, a number is no more asked about: three decimals are three, which a currency of two has not.
    text = text.replace("," if decimals == "point" else ".", "").replace(",", ".")
    return _cents(Decimal(text), places, cell)


def _cents(amount: Decimal, places: int, cell: str) -> Decimal:
    if amount != amount.quantize(Decimal(1).scaleb(-places)):
        raise Fault(
            _("“%(amount)s” has more decimals than the currency.") % {"amount": tidy(cell)},
            _("Correct the cell, or say how decimals are written in this file."),
        )
    return amount


def read_rows(block: Block, proposal: Proposal, fund: Fund, findings: Findings, choices: Choices) -> Read:
    """Every row of a table that is of the fund."""
    return _Reader(block, proposal, fund, findings, choices).read()


class _Reader:
    def __init__(
        self, block: Block, proposal: Proposal, fund: Fund, findings: Findings, choices: Choices
    ) -> None:
        self.block, self.place, self.fund = block, proposal.place, fund
        self.findings, self.choices, self.name = findings, choices, block.table.name
        self.heading = {target: proposal.headings[at] for target, at in self.place.items()}
        unit = fund.amount(0).unit
        self.places = max(0, -int(unit.as_tuple().exponent))
        self.days: dict[str, date | Fault] = {}
        self.today = date.today()
        self.found = Read()

    def read(self) -> Read:
        for count, (number, cells) in enumerate(self.block.rows(), start=1):
            if count > MOST:
                self.findings.add(
                    self.name, _("The export has more than %(most)s rows.") % {"most": f"{MOST:,}"},
                    _("Bring it in year by year."),
                )  # fmt: skip
                break
            self._row(number, cells)
        return self.found

    def _row(self, number: int, cells: Sequence[Raw]) -> None:
        words = {name: tidy(shown(self._cell(cells, name)))[:longest] for name, longest in _LONGEST.items()}
        if self._is_total(cells):
            self.findings.note(
                self.name, number, "", " ".join(shown(cell) for cell in cells if cell is not None)[:200],
                _("A line of a total or a balance was left out."),
            )  # fmt: skip
            return
        if self._formula(number):
            return
        if "fund_code" in self.place and not self._of_the_fund(number, words["fund_code"]):
            return
        self._currency(number, cells)
        on, amount = self._day(number, cells), self._amount(number, cells)
        if on is not None and amount == 0:
            self.findings.note(self.name, number, "", "0", _("A line of nought was left out."))
        elif on is not None and amount is not None:
            self.found.rows.append(ErpRow(number, on, amount, **words))

    def _of_the_fund(self, number: int, code: str) -> bool:
        if not code:
            self._fault(
                number, "fund_code", "", Fault(_("The row has no fund."), _("Write it, or take the row out."))
            )
            return False
        self.found.funds[code] += 1
        if self.choices.fund_code and code != self.choices.fund_code:
            self.found.others += 1
            return False
        return True

    def _cell(self, cells: Sequence[Raw], name: str) -> Raw:
        at = self.place.get(name)
        return cells[at] if at is not None and at < len(cells) else None

    def _formula(self, number: int) -> bool:
        """A formula's result is what a spreadsheet last thought of it: it is refused where it would be read."""
        wrong = [
            name
            for name, at in self.place.items()
            if (number, self.block.columns[at] + 1) in self.block.table.formulas
        ]
        for name in wrong:
            self.findings.add(
                self.name, _("The cell holds a formula."), _("Copy the column and paste its values over it."), row=number,
                column=self.heading[name],
            )  # fmt: skip
        return bool(wrong)

    def _is_total(self, cells: Sequence[Raw]) -> bool:
        """No line: without a day or without an amount, and a word such as “total” in it."""
        amounts = [self._cell(cells, name) for name in ("amount_in", "amount_out", "debit", "credit")]
        if self._cell(cells, "on") is not None and any(cell is not None for cell in amounts):
            return False
        return any(isinstance(cell, str) and _TOTAL.search(cell) for cell in cells)

    def _currency(self, number: int, cells: Sequence[Raw]) -> None:
        told = tidy(shown(self._cell(cells, "currency"))).upper()
        if told and told != self.fund.currency:
            self._fault(number, "currency", told, Fault(
                _("The row is in %(currency)s, and the fund in %(own)s.") % {"currency": told, "own": self.fund.currency},
                _("Choose the column of the amount in the fund's currency, and its currency; or take the row out."),
            ))  # fmt: skip

    def _day(self, number: int, cells: Sequence[Raw]) -> date | None:
        cell = self._cell(cells, "on")
        if cell is None:
            self._fault(
                number, "on", "", Fault(_("The row has no date."), _("Write it, or take the row out."))
            )
            return None
        typed = shown(cell)
        if typed not in self.days:
            self.days[typed] = self._read_day(cell)
        found = self.days[typed]
        if isinstance(found, Fault):
            self._fault(number, "on", typed, found)
            return None
        return found

    def _read_day(self, cell: Raw) -> date | Fault:
        try:
            day = read_date(cell, self.choices.dates)
        except Fault as fault:
            return fault
        if day.precision != "day":
            return Fault(_("“%(cell)s” gives no day.") % {"cell": shown(cell)}, _("Write the full date."))
        if day.first_day > self.today:
            told = date_words(day.first_day)
            return Fault(
                _("%(day)s is yet to come.") % {"day": told}, _("Check the year, or wait for the day.")
            )
        return day.first_day

    def _amount(self, number: int, cells: Sequence[Raw]) -> Decimal | None:
        """By what it does to the balance: in above nought, out below."""
        found: Decimal | None = None
        for name, sign in (("amount_in", 1), ("amount_out", -1), ("credit", 1), ("debit", -1)):
            cell = self._cell(cells, name)
            if cell is None:
                continue
            try:
                amount = sign * read_amount(cell, self.places, self.choices.decimals)
            except Fault as fault:
                self._fault(number, name, shown(cell), fault)
                return None
            found = amount if found is None else found + amount
        if found is None:
            names = [name for name in ("amount_in", "amount_out", "debit", "credit") if name in self.place]
            self._fault(
                number, names[0], "", Fault(_("The row has no amount."), _("Write it, or take the row out."))
            )
        return found

    def _fault(self, number: int, name: str, value: str, fault: Fault) -> None:
        self.findings.fault(self.name, number, self.heading.get(name, ""), value, fault)
