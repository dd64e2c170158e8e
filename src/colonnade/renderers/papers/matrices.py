"""A table as a workbook to go on working in: its head stays in sight, its words are wrapped, its amounts are numbers.

Nothing that was typed runs as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import xlsxwriter

from colonnade.renderers.document import Brand
from colonnade.renderers.xlsx_sheets import Sheet, Style
from colonnade.values.languages import direction
from colonnade.values.numbers import Amount


@dataclass(frozen=True)
class Matrix:
    """One sheet: title, what stands under it, the heads with the width of their columns, and the rows."""

    brand: Brand
    name: str
    title: str
    on: date
    header: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str | Amount, ...], ...]
    under: Iterable[str] = ()
    language: str = "en"


def xlsx(matrix: Matrix) -> bytes:
    """The same matrix gives the same bytes: the file's date is that of the paper."""
    file = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        made = datetime.combine(matrix.on, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": matrix.title, "author": matrix.brand.office, "created": made})
        style = Style(book, matrix.brand.colour, direction(matrix.language) == "rtl")
        sheet = Sheet(book.add_worksheet(matrix.name[:31]), style, matrix.brand.office)
        sheet.widths(*(width for _name, width in matrix.header))
        sheet.title(matrix.title)
        for words in matrix.under:
            sheet.note(words)
        numbers = {place for row in matrix.rows for place, cell in enumerate(row) if isinstance(cell, Amount)}
        sheet.header([name for name, _width in matrix.header], len(matrix.rows), numbers)
        for row in matrix.rows:
            sheet.begin()
            for cell in row:
                if isinstance(cell, Amount):
                    paid = cell.rounded()
                    sheet.number(paid.value, max(0, -int(paid.value.as_tuple().exponent)))
                else:
                    sheet.text(cell)
    return file.getvalue()
