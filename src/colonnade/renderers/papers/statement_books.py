"""The statement as a workbook: what is given are numbers, what follows from them are formulas with the same values behind them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from colonnade.renderers.labels import label
from colonnade.renderers.papers.statements import BEFORE, SmallTable, StatementPaper
from colonnade.renderers.xlsx_sheets import Sheet, Style
from colonnade.values.currencies import exponent
from colonnade.values.languages import direction
from colonnade.values.numbers import Amount

AMOUNTS = "E"
"""The column in which the account stands; before it what was spent, paid back and is bound."""


def xlsx(paper: StatementPaper) -> bytes:
    """The same statement gives the same bytes: the file's date is that of the paper."""
    file = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        made = datetime.combine(paper.on, time(), UTC).replace(tzinfo=None)
        book.set_properties(
            {"title": paper.title, "author": paper.brand.office, "comments": paper.word("provisional"), "created": made}
        )  # fmt: skip
        style = Style(book, paper.brand.colour, direction(paper.language) == "rtl")
        _Book(book, style, paper).write()
    return file.getvalue()


class _Book:
    def __init__(self, book: Any, style: Style, paper: StatementPaper) -> None:
        self.book, self.style, self.paper = book, style, paper
        self.places = exponent(paper.currency)
        self.row: dict[str, int] = {}

    def sheet(self, key: str) -> Sheet:
        mark = self.paper.word("provisional")
        return Sheet(
            self.book.add_worksheet(self.paper.word(key)[:31]),
            self.style,
            f"{self.paper.brand.office} · {mark}",
        )

    def write(self) -> None:
        self._account(self.sheet("statement_of_account"))
        for key, table in (("agreements", self.paper.agreements), ("beside", self.paper.beside), ("rates", self.paper.rates)):  # fmt: skip
            if table and table.rows:
                self._table(self.sheet(f"st_sheet_{key}"), table)
        notes = self.sheet("notes")
        notes.widths(110)
        notes.title(self.paper.word("notes"))
        for words in (*self.paper.remarks, *self.paper.notes):
            notes.row((words,))

    # --- the account --------------------------------------------------------------------------------------------------

    def _account(self, sheet: Sheet) -> None:
        paper = self.paper
        sheet.on_one_page()
        sheet.widths(56, 17, 17, 17, 20)
        sheet.title(paper.name)
        sheet.note(f"{paper.word('statement_of_account')} · {paper.period}")
        sheet.begin()
        sheet.text(paper.word("provisional"), bold=True, font_color="#A3141B", text_wrap=False)
        for words in paper.remarks:
            sheet.note(words)
        for fact in paper.facts:
            sheet.begin()
            sheet.text(fact.label, font_color="#5C5C5C")
            sheet.text(str(fact.value), text_wrap=False)
        sheet.skip()
        amounts = label("amounts_in", paper.language, currency=paper.currency)
        sheet.heads([paper.word("st_account"), "", "", "", amounts], [4])
        for key in BEFORE:
            self._given(sheet, key)
        self._worked(sheet, "available", f"SUM({self._span('opening', 'exchange')})", strong=True)
        self._classes(sheet)
        self._given(sheet, "support")
        self._worked(sheet, "expenditure", f"{self._at('direct')}+{self._at('support')}", strong=True)
        self._given(sheet, "returned")
        self._worked(
            sheet, "closing", f"{self._at('available')}-{self._at('expenditure')}-{self._at('returned')}", strong=True
        )  # fmt: skip
        self._memo(sheet)

    def _at(self, key: str, column: str = AMOUNTS) -> str:
        return f"{column}{self.row[key]}"

    def _span(self, first: str, last: str, column: str = AMOUNTS) -> str:
        return f"{column}{self.row[first]}:{column}{self.row[last]}"

    def _begin(self, sheet: Sheet, key: str, words: str, blanks: int, style: dict[str, Any]) -> None:
        sheet.begin()
        self.row[key] = sheet.line + 1
        sheet.text(words, **style)
        for _ in range(blanks):
            sheet.text("", **style)

    def _given(self, sheet: Sheet, key: str) -> None:
        self._begin(sheet, key, self.paper.word(f"st_{key}"), 3, {})
        sheet.number(self.paper.amounts[key].rounded().value, self.places)

    def _worked(self, sheet: Sheet, key: str, formula: str, *, strong: bool = False) -> None:
        style = sheet.total_style() if strong else {}
        self._begin(sheet, key, self.paper.word(f"st_{key}"), 3, style)
        sheet.formula(formula, self.paper.amounts[key].rounded().value, self.places, **style)

    def _classes(self, sheet: Sheet) -> None:
        paper = self.paper
        sheet.heads(
            [paper.word(f"st_{key}") for key in ("class", "spent", "paid_back", "committed", "net")],
            range(1, 5),
        )
        for at, one in enumerate(paper.classes):
            self._begin(sheet, f"class {at}", one.name, 0, {})
            for amount in (one.spent, one.paid_back, one.committed):
                sheet.number(amount.rounded().value, self.places)
            row = self.row[f"class {at}"]
            sheet.formula(f"B{row}-C{row}", one.net.rounded().value, self.places)
        style = sheet.total_style()
        self._begin(sheet, "direct", paper.word("st_direct"), 0, style)
        for column, key in zip("BCDE", ("spent", "paid_back", "committed", "direct"), strict=True):
            value = paper.amounts[key].rounded().value
            if paper.classes:
                sheet.formula(f"SUM({self._span('class 0', f'class {len(paper.classes) - 1}', column)})", value, self.places, **style)  # fmt: skip
            else:
                sheet.number(value, self.places, **style)

    def _memo(self, sheet: Sheet) -> None:
        sheet.skip()
        sheet.heads([self.paper.word("st_memo"), "", "", "", ""], ())
        self._worked(sheet, "committed", self._at("direct", "D"))
        self._worked(sheet, "uncommitted", f"{self._at('closing')}-{self._at('committed')}")
        for key in ("contributed_to_date", "levied_to_date", "returned_to_date"):
            self._given(sheet, key)
        given, levied, returned = (
            self._at(f"{key}_to_date") for key in ("contributed", "levied", "returned")
        )
        self._worked(sheet, "funded", f"{given}-{levied}-{returned}")
        self._given(sheet, "spent_to_date")
        self._begin(sheet, "delivery", self.paper.word("st_delivery"), 3, {})
        funded, spent, rate = self._at("funded"), self._at("spent_to_date"), self.paper.delivery
        shown: Decimal | str = "" if rate is None else rate.scaleb(-2)
        sheet.formula(f'IF({funded}>0,ROUND({spent}/{funded},3),"")', shown, 1, per_cent=True)

    # --- beside it ----------------------------------------------------------------------------------------------------

    def _table(self, sheet: Sheet, table: SmallTable) -> None:
        numbers = [
            at
            for at in range(len(table.header))
            if any(isinstance(row[at], Amount | int) for row in table.rows)
        ]
        sheet.widths(*(20 if at in numbers else 52 if at == 1 else 26 for at in range(len(table.header))))
        sheet.title(table.title)
        sheet.header(list(table.header), len(table.rows), numbers)
        for row in table.rows:
            sheet.begin()
            for held in row:
                if isinstance(held, Amount):
                    sheet.number(held.rounded().value, exponent(held.currency))
                elif isinstance(held, int):
                    sheet.number(held)
                else:
                    sheet.text(held or "")
