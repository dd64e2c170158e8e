"""Files as offices send them, written for a test."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter


def workbook(path: Path, sheets: dict[str, list[list[Any]]], *, merged: dict[str, str] | None = None) -> Path:
    """An XLSX file: a text that begins with ``=`` is a formula, a date is a date cell."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        page.write_formula(number, place, cell, None, "computed")
                    elif isinstance(cell, str):
                        page.write_string(number, place, cell)
                    elif cell is not None:
                        page.write(number, place, cell)
            for where in (merged or {}).get(name, "").split():
                page.merge_range(where, rows[3][3])
    return path


def folder(
    path: Path, sheets: dict[str, list[list[str]]], *, encoding: str = "utf-8", separator: str = ","
) -> Path:
    """A folder with a CSV file a sheet."""
    path.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        lines = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
        (path / f"{name}.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path
