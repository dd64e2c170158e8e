"""A month's United Nations rates as a file: the template that goes out, and what comes back filled in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from colonnade.money.actions import UnRate
from colonnade.records.errors import Refused
from colonnade.records.intake.books import Table
from colonnade.records.intake.cells import Fault, Raw, folded, shown, tidy
from colonnade.records.intake.kinds import Day, Number
from colonnade.records.intake.opening import open_book

HEADINGS = ("Currency", "From", "Units for one US dollar")
KNOWN = {
    "currency": "currency", "code": "currency", "currency code": "currency", "iso code": "currency",
    "from": "on", "date": "on", "effective date": "on", "effective from": "on", "valid from": "on",
    "units for one us dollar": "per_usd", "units for 1 usd": "per_usd", "rate": "per_usd", "exchange rate": "per_usd",
    "operational rate": "per_usd",
}  # fmt: skip
"""What each column is called in the template, and in lists as they are published."""
LOOKED_THROUGH = 30
"""Rows in which the headings are looked for: a published list has a title above them."""


def template(currencies: Sequence[str], month: date) -> bytes:
    """A workbook with a row for each currency the office uses; what stays empty is left out when it comes back."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Rates")
        head = book.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "border": 1})
        typed = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, (words, width) in enumerate(zip(HEADINGS, (12, 14, 26), strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, words, head)
        page.freeze_panes(1, 0)
        for row, currency in enumerate(currencies or ("EUR",), start=1):
            page.write_string(row, 0, currency)
            page.write_datetime(row, 1, month.replace(day=1), typed)
    return out.getvalue()


def read(file: Any) -> tuple[list[UnRate], list[str]]:
    """The rates of a file, and every row that cannot be read, in a sentence. A row without a rate is left out."""
    tables = open_book(file, KNOWN, name=file.name).tables
    found = next(((table, *headed) for table in tables if (headed := _headings(table))), None)
    if found is None:
        raise Refused(
            _("The columns are not found. Use the template, or call them: %(names)s.")
            % {"names": ", ".join(HEADINGS)}
        )
    table, at, columns = found
    rates, wrong = [], []
    for number, cells in enumerate(table.rows(), start=1):
        if number <= at:
            continue
        row = {name: cells[column] if column < len(cells) else None for name, column in columns.items()}
        if not tidy(shown(row["per_usd"])):
            continue
        place = _("Row %(number)s") % {"number": number}
        try:
            rates.append(_rate(place, row))
        except Fault as fault:
            wrong.append(f"{place}: {fault.what} {fault.do}".strip())
    return rates, wrong


def _headings(table: Table) -> tuple[int, dict[str, int]] | None:
    for number, cells in enumerate(table.rows(), start=1):
        columns = {KNOWN[folded(cell)]: place for place, cell in enumerate(cells) if folded(cell) in KNOWN}
        if len(columns) == len(HEADINGS):
            return number, columns
        if number >= LOOKED_THROUGH:
            break
    return None


def _rate(place: str, held: dict[str, Raw]) -> UnRate:
    (on,), (per_usd,) = Day("first").read(held["on"]), Number(8).read(held["per_usd"])
    return UnRate(place, tidy(shown(held["currency"])), on, per_usd or Decimal(0))
