"""The workbook to fill in: instructions, a sheet for every kind of record, drop-downs, and two rows that show how."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from django.db.models import Model
from xlsxwriter.utility import xl_col_to_name

from colonnade.records.intake.cells import shown
from colonnade.records.intake.going_out import rows_of
from colonnade.records.intake.kinds import Choice, Currency, Day, Number, Ref, Text, When, Whole, YesNo
from colonnade.records.intake.sheets import Column, Sheet

ROWS: Final = 5_000
"""Rows under the headings that have drop-downs."""
LISTS: Final = "Lists"
INK, PAPER, PALE, GREY = "#1F3A5F", "#FFFFFF", "#DCE6F1", "#6B7280"
_TABS: Final = {
    "records": "#6B7280", "partners": "#8A6D3B", "people": "#8A6D3B", "office": "#1F3A5F", "programme": "#2E7D6B",
    "capacity": "#B4532A", "research": "#5B4B8A", "outreach": "#A23B6A", "money": "#7A7A00", "figures": "#333333",
}  # fmt: skip
_HOW: Final = (
    ("Fill in",
     "Fill in the sheets that you need, in any order. A dark heading is of a column that every row needs; "
     "the others may stay empty. Rest the pointer on a heading to read what belongs under it."),
    ("Codes",
     "Codes hold the sheets together: give every person, organisation and event a short code, and name it "
     "by that code elsewhere. Several codes or countries in one cell stand between semicolons."),
    ("Examples",
     "The two grey rows of each sheet are examples. Their codes begin with EXAMPLE- and the import leaves "
     "them out; delete them or let them stand."),
    ("Dates",
     "Write dates as 9 April 2014, or April 2014, or 2014, as your source gives them. A date such as "
     "04/09/2014 can be two days: you will be asked which."),
    ("Not known",
     "An empty cell says nothing. Write - where something is not known, and 0 where it is nought."),
    ("Values",
     "Write values, not formulas, and do not merge cells."),
    ("Import",
     "Bring the file in with “colonnade import FILE”, or at the desk. You are first told what was "
     "understood and all that is wrong; nothing is written until you say so. You may import the same file "
     "again as often as you like."),
)  # fmt: skip


def template(sheets: Sequence[Sheet], *, filled: bool = False) -> bytes:
    """The whole workbook as a file; ``filled`` with the record instead of the examples."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        _Template(book, sheets, filled=filled).write()
    return out.getvalue()


class _Template:
    """The workbook being written; its formats are made once."""

    def __init__(self, book: xlsxwriter.Workbook, sheets: Sequence[Sheet], *, filled: bool) -> None:
        self.book, self.sheets, self.filled = book, sheets, filled
        base: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
        heading = base | {
            "bold": True,
            "text_wrap": True,
            "border": 1,
            "border_color": PAPER,
            "bg_color": PALE,
            "font_color": INK,
        }
        self.heading = book.add_format(heading)
        self.needed = book.add_format(heading | {"bg_color": INK, "font_color": PAPER})
        self.example = book.add_format(
            base | {"italic": True, "indent": 1, "font_color": GREY, "num_format": "@"}
        )
        self.typed = book.add_format({"num_format": "@"})
        self.plain = book.add_format(base)
        self.words = book.add_format(base | {"text_wrap": True, "valign": "top"})
        self.head = book.add_format(base | {"bold": True, "valign": "top", "font_color": INK})
        self.title = book.add_format(base | {"bold": True, "font_size": 20, "font_color": INK})
        self.under = book.add_format(
            base | {"bold": True, "font_size": 13, "font_color": INK, "bottom": 1, "bottom_color": INK}
        )
        self.link = book.add_format(base | {"font_color": INK, "underline": 1, "valign": "top"})
        self.lists: dict[tuple[str, ...], str] = {}
        written: dict[type[Model], list[Sheet]] = {}
        for sheet in sheets:
            for model in {sheet.model, sheet.base.model if sheet.base else sheet.model}:
                written.setdefault(model, []).append(sheet)
        self.home = {model: held[0] for model, held in written.items() if len(held) == 1}

    def write(self) -> None:
        self._instructions()
        for sheet in self.sheets:
            self._sheet(sheet)
        self._lists()

    def _instructions(self) -> None:
        page = self.book.add_worksheet("Instructions")
        page.hide_gridlines(2)
        page.set_tab_color(INK)
        page.set_column(0, 0, 3)
        page.set_column(1, 1, 27)
        page.set_column(2, 2, 92)
        page.set_row(1, 34)
        page.write_string(1, 1, "The office's record", self.title)
        row = 3
        for head, words in _HOW:
            page.write_string(row, 1, head, self.head)
            page.write_string(row, 2, words, self.words)
            page.set_row(row, 18 * (1 + len(words) // 95))
            row += 1
        row += 1
        page.write_string(row, 1, "needed", self.needed)
        page.write_string(row, 2, "A dark heading: every row needs this column.", self.plain)
        page.write_string(row + 1, 1, "may stay empty", self.heading)
        page.write_string(
            row + 1, 2, "A pale heading: leave the cell empty where there is nothing to say.", self.plain
        )
        row += 3
        page.write_string(row, 1, "Sheets", self.under)
        page.write_string(row, 2, "", self.under)
        for sheet in self.sheets:
            row += 1
            page.write_url(row, 1, f"internal:'{sheet.name}'!A1", self.link, string=sheet.name)
            page.write_string(row, 2, sheet.about, self.words)
            page.set_row(row, 33 if len(sheet.about) > 108 else 18)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        page.set_tab_color(_TABS.get(sheet.model._meta.app_label, INK))
        page.freeze_panes(1, 1)
        page.set_row(0, 32)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for place, column in enumerate(sheet.columns):
            page.set_column(
                place, place, _width(column), None if isinstance(column.kind, Whole | Number) else self.typed
            )
            page.write_string(0, place, column.heading, self.needed if column.required else self.heading)
            page.write_comment(
                0,
                place,
                _comment(column),
                {"x_scale": 2.2, "y_scale": 1.3, "font_size": 10, "author": "Colonnade"},
            )
            self._drop_down(page, place, column)
        self._rows(page, sheet)

    def _rows(self, page: Any, sheet: Sheet) -> None:
        """The record's own rows, or the examples."""
        if not self.filled:
            for number, example in enumerate(sheet.examples, start=1):
                for place, column in enumerate(sheet.columns):
                    page.write_string(number, place, example.get(column.name, ""), self.example)
            return
        for number, cells in enumerate(rows_of(sheet, self.sheets), start=1):
            for place, cell in enumerate(cells):
                if isinstance(cell, int) and not isinstance(cell, bool):
                    page.write_number(number, place, cell)
                elif cell is not None:
                    # As a text whatever it begins with: nothing that somebody typed is run as a formula.
                    page.write_string(number, place, shown(cell), self.typed)

    def _drop_down(self, page: Any, place: int, column: Column) -> None:
        options = tuple(column.kind.options())
        if options:
            source = f"={self._named(options)}"
        elif isinstance(column.kind, Ref) and not column.kind.many and column.kind.model in self.home:
            home = self.home[column.kind.model]
            code = xl_col_to_name(next(n for n, held in enumerate(home.columns) if held.name == "code"))
            source = f"='{home.name}'!${code}$2:${code}${ROWS}"
        else:
            return
        # The drop-down helps and does not forbid: a value or an old name is understood as well.
        page.data_validation(
            1, place, ROWS, place, {"validate": "list", "source": source, "show_error": False}
        )

    def _named(self, options: tuple[str, ...]) -> str:
        """A list of words on the hidden sheet, under a name."""
        if options not in self.lists:
            self.lists[options] = f"list_{len(self.lists) + 1}"
        return self.lists[options]

    def _lists(self) -> None:
        page = self.book.add_worksheet(LISTS)
        page.hide()
        for place, (options, name) in enumerate(self.lists.items()):
            page.write_column(0, place, options)
            column = xl_col_to_name(place)
            self.book.define_name(name, f"={LISTS}!${column}$1:${column}${len(options)}")


def _comment(column: Column) -> str:
    needed = "Every row needs it. " if column.required else ""
    return f"{column.heading}\n{needed}{column.help}\nWrite: {column.kind.about()}.".replace("\n\n", "\n")


def _width(column: Column) -> int:
    kind = column.kind
    if column.name in ("title", "text", "name", "full_name", "address", "source_address"):
        return 44
    if isinstance(kind, Text):
        return 40 if kind.long else 17 if kind.code else 22
    if isinstance(kind, Whole | Number | YesNo | Currency):
        return 13
    if isinstance(kind, When | Day):
        return 16
    return 24 if isinstance(kind, Choice) else 26 if isinstance(kind, Ref) and kind.many else 19
