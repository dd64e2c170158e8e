"""The sample office as one workbook, such as an office would fill in: ``colonnade template --sample FILE.xlsx``.

The CSVs are the truth; the workbook is made of them, with the headings that the template prints.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import xlsxwriter

from colonnade.records.intake.sheets import Sheet, folded
from colonnade.sample import FOLDER

# As in the template: a dark heading is of a column that every row needs.
_HEADING: Final = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}


def rows_of(sheet: Sheet, folder: Path = FOLDER) -> Iterator[dict[str, str]]:
    """The rows of one sheet by the short names of its columns; none where the sample has no such sheet."""
    path = next((path for path in folder.glob("*.csv") if folded(path.stem) == folded(sheet.name)), None)
    if path is not None:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def workbook(sheets: Sequence[Sheet], folder: Path = FOLDER) -> bytes:
    """Every sheet that the sample fills, in the order of the template, cells as text."""
    held = BytesIO()
    # Nothing of the machine or the moment goes into the file; addresses stay text, so that a cell is what it says.
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_urls": False}) as book:
        required = book.add_format({**_HEADING, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
        heading = book.add_format({**_HEADING, "bg_color": "#DCE6F1", "font_color": "#1F3A5F"})
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        for sheet in sheets:
            rows = list(rows_of(sheet, folder))
            if not rows:
                continue
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            page.set_row(0, 32)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            for place, name in enumerate(rows[0]):
                column = sheet.column(name)
                page.set_column(place, place, _width(name, rows), text)
                page.write_string(0, place, column.heading, required if column.required else heading)
            for number, row in enumerate(rows, start=1):
                for place, cell in enumerate(row.values()):
                    if cell:
                        page.write_string(number, place, cell, text)
    return held.getvalue()


def _width(name: str, rows: Sequence[dict[str, str]]) -> int:
    """Wide enough for most cells, and never so wide that the next column is out of sight."""
    lengths = sorted(len(row[name]) for row in rows if row[name])
    return max(12, min(lengths[len(lengths) * 9 // 10] + 2, 60)) if lengths else 12
