"""The file as it came, with a reason beside every row at fault: what to mend can be mended where it stands."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from colonnade.records.intake.cells import Raw, shown
from colonnade.records.intake.findings import Finding
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.plan import Plan

COMMENTS: Final = 2_000
"""Cells that carry their finding as a comment too; the column of reasons has them all."""
_FILL: Final = {"problem": "#F8C9C4", "question": "#FCE8A9", "note": "#DCE6F1"}
_INK: Final = {"problem": "#9B1C10", "question": "#7A5B00", "note": "#1F3A5F"}
_STRONGEST: Final = ("problem", "question", "note")


def with_reasons(plan: Plan) -> bytes:
    """A workbook: all findings on the first sheet, then every sheet of the file with its column of reasons."""
    out = io.BytesIO()
    # Row after row straight to the disc, so that a sheet of any length fits; and every text stays a text.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        _Copy(book, plan).write()
    return out.getvalue()


class _Copy:
    def __init__(self, book: xlsxwriter.Workbook, plan: Plan) -> None:
        self.book, self.plan, self.comments = book, plan, 0
        self.head = book.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.fill = {each: book.add_format({"bg_color": colour}) for each, colour in _FILL.items()}
        self.fill_day = {
            each: book.add_format({"bg_color": colour, "num_format": "yyyy-mm-dd"})
            for each, colour in _FILL.items()
        }
        self.reason = {
            each: book.add_format({"font_color": colour, "text_wrap": True, "valign": "top"})
            for each, colour in _INK.items()
        }
        self.names: dict[str, str] = {}
        self.at: dict[str, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
        for finding in plan.findings:
            self.at[finding.sheet][finding.row or 0].append(finding)
        for each in plan.book.tables:
            self.names[each.name] = self._name(each.name)

    def _name(self, name: str) -> str:
        """A sheet's name as a workbook allows it."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Sheet"
        taken = {each.casefold() for each in self.names.values()} | {"findings"}
        number = 2
        while plain.casefold() in taken:
            plain, number = f"{plain[:27]} {number}", number + 1
        return plain

    def write(self) -> None:
        self._findings()
        for understood in self.plan.understood:
            if understood.table in self.plan.book.tables:
                self._table(understood)

    def _findings(self) -> None:
        page = self.book.add_worksheet("Findings")
        page.freeze_panes(1, 0)
        for place, (heading, width) in enumerate(
            (
                ("Sheet", 24),
                ("Row", 7),
                ("Column", 22),
                ("Value", 28),
                ("", 10),
                ("What", 60),
                ("What to do", 70),
            )
        ):
            page.set_column(place, place, width)
            page.write_string(0, place, heading, self.head)
        for row, finding in enumerate(self.plan.findings, start=1):
            page.write_string(row, 0, finding.sheet)
            if finding.row:
                page.write_number(row, 1, finding.row)
            for place, words in enumerate((finding.column, finding.value), start=2):
                page.write_string(row, place, words)
            page.write_string(row, 4, finding.severity, self.fill[finding.severity])
            page.write_string(row, 5, finding.what, self.wrapped)
            page.write_string(row, 6, finding.do, self.wrapped)

    def _table(self, understood: Understood) -> None:
        table, by_row = understood.table, self.at[understood.name]
        page = self.book.add_worksheet(self.names[table.name])
        page.freeze_panes(understood.heading_row or 1, 1)
        page.set_column(0, table.last_column, 18)
        page.set_column(table.last_column, table.last_column, 90)
        if understood.sheet is not None and not understood.readable:
            for number, finding in enumerate(by_row[0]):
                page.write_string(number, 0, finding.sentence, self.reason[finding.severity])
            return
        place_of = {column.heading: place for place, column in understood.columns.items()}
        for number, cells in enumerate(table.rows(), start=1):
            found = by_row.get(number, [])
            worst: dict[int, Finding] = {}
            for finding in sorted(found, key=lambda each: _STRONGEST.index(each.severity), reverse=True):
                if (place := self._place(finding, cells, place_of)) is not None:
                    worst[place] = finding
            for place, cell in enumerate(cells):
                plain = self.bold if number == understood.heading_row else None
                self._cell(page, number - 1, place, cell, worst.get(place), plain)
            for place in worst.keys() - set(range(len(cells))):
                self._cell(page, number - 1, place, None, worst[place])
            if number == understood.heading_row:
                page.write_string(number - 1, table.last_column, "Reason", self.head)
            elif found:
                strongest = min(found, key=lambda each: _STRONGEST.index(each.severity))
                reasons = " · ".join(f"{each.column}: {each.sentence}".removeprefix(": ") for each in found)
                page.write_string(number - 1, table.last_column, reasons, self.reason[strongest.severity])

    def _place(self, finding: Finding, cells: list[Raw], place_of: dict[str, int]) -> int | None:
        if finding.column in place_of:
            return place_of[finding.column]
        headings = [shown(cell).strip() for cell in cells]
        return headings.index(finding.column) if finding.column and finding.column in headings else None

    def _cell(
        self, page: Any, row: int, place: int, cell: Raw, finding: Finding | None, plain: Any = None
    ) -> None:
        fill = self.fill[finding.severity] if finding else plain
        if isinstance(cell, bool):
            page.write_boolean(row, place, cell, fill)
        elif isinstance(cell, int | float):
            page.write_number(row, place, cell, fill)
        elif isinstance(cell, datetime | date):
            page.write_datetime(row, place, cell, self.fill_day[finding.severity] if finding else self.day)
        elif cell is not None:
            page.write_string(row, place, shown(cell)[:32_767], fill)
        elif finding:
            page.write_blank(row, place, None, fill)
        if finding and self.comments < COMMENTS:
            self.comments += 1
            page.write_comment(row, place, finding.sentence, {"x_scale": 2.5, "y_scale": 1.2})
