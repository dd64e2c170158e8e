"""The annex as a workbook: every number a number, with the rows behind it one click away.

Text is only ever written as text: a title that begins with an equals sign stays a title.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from babel.numbers import get_currency_precision

from colonnade.renderers.document import Account, Bound, Chart, Document, Map, Slide, Table
from colonnade.renderers.labels import label, unit_name
from colonnade.renderers.xlsx_reading import read_bounds
from colonnade.renderers.xlsx_sheets import Sheet, Style
from colonnade.renderers.xlsx_tables import write_block
from colonnade.values.languages import direction, known
from colonnade.values.numbers import Amount, Bounds, Ratio
from colonnade.values.words import date_words

__all__ = ["MEDIA_TYPE", "SUFFIX", "read_bounds", "render"]

SUFFIX: Final = "xlsx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_NAME: Final = 31
_REFUSED_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")


def render(document: Document) -> bytes:
    """The same document gives the same bytes: the file's date is the report's."""
    file = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        made = datetime.combine(document.as_of, datetime.min.time(), UTC).replace(tzinfo=None)
        book.set_properties(
            {
                "title": document.title,
                "author": document.brand.office,
                "comments": document.printed_from,
                "created": made,
            }
        )
        _Workbook(book, document).write()
    return file.getvalue()


class _Workbook:
    """One workbook in the making: it knows its sheets' names, so that they can point at each other."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book = book
        self.document = document
        self.language = known(document.language)
        self.style = Style(book, document.brand.colour, direction(self.language) == "rtl")
        self.names: set[str] = set()

    def word(self, key: str) -> str:
        return label(key, self.language)

    def sheet(self, name: str) -> Sheet:
        return Sheet(self.book.add_worksheet(self._unique(name)), self.style, self.document.brand.office)

    def _unique(self, name: str) -> str:
        """A name Excel takes: at most 31 characters, none of its own signs, no two alike."""
        clean = _REFUSED_IN_NAMES.sub(" ", name).strip() or "-"
        found, number = clean[:LONGEST_NAME].strip(), 1
        while found.casefold() in self.names:
            number += 1
            tail = f" {number}"
            found = clean[: LONGEST_NAME - len(tail)].strip() + tail
        self.names.add(found.casefold())
        return found

    def write(self) -> None:
        self._read_me()
        figures = self.sheet(self.word("figures"))
        for slide in self.document.slides:
            self._tables(slide)
        self._definitions()
        accounts = self._all_accounts()
        rows = [self._rows(i, account, figures) for i, account in enumerate(accounts)]
        self._figures(figures, accounts, rows)
        self._sources()

    def _all_accounts(self) -> list[Account]:
        """One for every number of the report; a number that came without rows is listed too."""
        known_addresses = {account.bound.address for account in self.document.accounts}
        rest = {b.address: b for b in self.document.bounds() if b.address not in known_addresses}
        return [*self.document.accounts, *(Account(bound, "") for bound in rest.values())]

    # --- sheets -----------------------------------------------------------------------------

    def _read_me(self) -> None:
        document, sheet = self.document, self.sheet(self.word("read_me"))
        sheet.widths(22, 90)
        sheet.title(document.title)
        edition = self.word("live") if document.edition == "live" else document.edition
        facts = (
            ("office", document.brand.office),
            ("edition", edition),
            ("period", document.period),
            ("as_of", date_words(document.as_of, self.language)),
            ("printed_from", document.printed_from),
            ("address", document.address),
        )
        for key, words in facts:
            if words:
                sheet.row(
                    (self.word("source") if key == "address" else self.word(key), words), first_bold=True
                )
        sheet.skip()
        sheet.heading(self.word("how_to_read"))
        for key in ("read_value", "read_rows", "read_address"):
            sheet.row(("", self.word(key)))
        sheet.row(("*", f"{self.word('as_reported')}: {self.word('reported_note')}"))
        for note in document.notes:
            sheet.row((self.word("notes"), note))

    def _figures(self, sheet: Sheet, accounts: list[Account], rows: list[str]) -> None:
        keys = ("figure", "in_print", "value", "low", "high", "unit", "currency", "scope", "as_reported", "completeness",
                "notes", "rows", "address")  # fmt: skip
        sheet.widths(32, 18, 15, 9, 9, 16, 9, 26, 11, 34, 34, 20, 44)
        sheet.header([self.word(key) for key in keys], filtered=len(accounts), numbers=range(2, 5))
        for account, name in zip(accounts, rows, strict=True):
            self._figure(sheet, account, name)

    def _figure(self, sheet: Sheet, account: Account, rows: str) -> None:
        """One line: the value as a number, a span as its two limits, the address beside and behind it."""
        bound = account.bound
        limits = (bound.value.low, bound.value.high) if isinstance(bound.value, Bounds) else ("", "")
        sheet.begin()
        sheet.text(bound.label or bound.key)
        if isinstance(bound.value, int | Amount):
            sheet.text(bound.words(self.language))
            sheet.value(bound, self.language, star=False)
        elif isinstance(bound.value, Decimal):
            sheet.text(bound.words(self.language))
            sheet.number(bound.value, max(0, -int(bound.value.as_tuple().exponent)), comment=bound.address)
        elif isinstance(bound.value, Ratio):
            sheet.text(bound.words(self.language))
            places = max(0, -int(bound.value.rounded.as_tuple().exponent))
            sheet.number(bound.value.rounded, places, comment=bound.address)
        else:
            sheet.text(bound.words(self.language), comment=bound.address)
            sheet.text("")
        for limit in limits:
            sheet.number(limit)
        sheet.text("" if isinstance(bound.value, Amount) else unit_name(bound.unit, self.language))
        sheet.text(bound.value.currency if isinstance(bound.value, Amount | Ratio) else "")
        sheet.text(account.scope)
        sheet.text("*" if bound.reported else "")
        sheet.text(account.completeness)
        sheet.text("\n".join(account.caveats))
        if rows:
            sheet.link(rows, rows)
        else:
            sheet.text("")
        sheet.text(bound.address)

    def _rows(self, index: int, account: Account, figures: Sheet) -> str:
        """The rows of one figure on a sheet of their own; its name, or nothing where there are no rows."""
        if not account.trail:
            return ""
        title = account.bound.label or account.bound.key
        sheet = self.sheet(f"{self.word('rows')} {index + 1} {title}")
        sheet.widths(52, 14, 16, 60, 44)
        sheet.title(f"{title}: {account.bound.words(self.language)}")
        sheet.begin()
        sheet.link(figures.name, self.word("back_to_figures"), row=index + 1)
        sheet.note(account.bound.address)
        sheet.note(account.completeness)
        keys = ("record", "date", "contribution", "source", "reference")
        sheet.header([self.word(key) for key in keys], filtered=len(account.trail), numbers=[2])
        for line in account.trail:
            sheet.begin()
            sheet.text(line.label)
            sheet.date(line.on)
            if isinstance(line.contribution, int | Decimal):
                sheet.number(line.contribution, places=_places(account.bound))
            else:
                sheet.text(line.contribution)
            sheet.text(line.source)
            sheet.text(line.ref)
        return sheet.name

    def _tables(self, slide: Slide) -> None:
        for block in slide.blocks:
            if isinstance(block, Table | Chart | Map):
                number = " ".join(filter(None, (slide.number, slide.part)))
                sheet = self.sheet(f"{self.word('slide')} {number}" if number else slide.title)
                write_block(sheet, block, slide, self.language, self.book)

    def _definitions(self) -> None:
        sheet = self.sheet(self.word("definitions"))
        sheet.widths(34, 90, 20, 44, 34)
        keys = ("figure", "definition", "unit", "adds_up", "reference")
        sheet.header([self.word(key) for key in keys], filtered=len(self.document.definitions))
        for item in self.document.definitions:
            sheet.row(
                (item.label, item.definition, unit_name(item.unit, self.language), item.additivity, item.key)
            )

    def _sources(self) -> None:
        sheet = self.sheet(self.word("sources"))
        sheet.widths(120)
        sheet.header([self.word("sources")], filtered=0)
        for source in self.document.sources:
            sheet.row((source,))


def _places(bound: Bound) -> int:
    """How many decimals a contribution has: those of its currency; a count has none."""
    return get_currency_precision(bound.value.currency) if isinstance(bound.value, Amount) else 0
