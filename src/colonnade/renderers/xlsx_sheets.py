"""A sheet written from the top down, a row at a time, and the few styles of a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any, Final

from babel.numbers import get_currency_precision

from colonnade.renderers.document import Bound
from colonnade.renderers.drawings.colours import LINE, MUTED, mixed, seen
from colonnade.renderers.drawings.svg import measure
from colonnade.values.numbers import Amount

A4: Final = 9
LINE_HEIGHT: Final = 15.5


class Style:
    """Formats, made once: Excel counts them."""

    def __init__(self, book: Any, colour: str, right_to_left: bool) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.colour = seen(colour, 4.5)
        self.right_to_left = right_to_left

    def __call__(self, **more: Any) -> Any:
        """Text at the top of its cell, wrapped; ``more`` says what else."""
        plain = {
            "valign": "top",
            "text_wrap": True,
            "font_size": 11,
            "reading_order": 2 if self.right_to_left else 0,
        }
        wanted = plain | more
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def head(self, align: str) -> Any:
        more = {"bg_color": self.colour, "border": 1, "border_color": LINE}
        return self(
            bold=True,
            font_color="#FFFFFF",
            valign="vcenter",
            align=align,
            indent=int(align == "right"),
            **more,
        )

    def total(self) -> dict[str, Any]:
        return {"bold": True, "bg_color": mixed(self.colour, "#FFFFFF", 0.9)}


class Sheet:
    """One worksheet. Every cell goes in by its kind: text, number, date or link."""

    def __init__(self, sheet: Any, style: Style, office: str) -> None:
        self._sheet = sheet
        self._style = style
        self._line = 0
        self._next = 0
        self._lines = 1
        self._widths: tuple[float, ...] = ()
        self.name: str = sheet.get_name()
        if style.right_to_left:
            sheet.right_to_left()
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{office.replace('&', '&&')}&C&A&R&P / &N")
        sheet.hide_gridlines(2)

    @property
    def line(self) -> int:
        """The row that is being written, from 0."""
        return self._line - 1

    @property
    def colour(self) -> str:
        return self._style.colour

    def on_one_page(self) -> None:
        """Printed upright on one page, as an account is."""
        self._sheet.set_portrait()
        self._sheet.fit_to_pages(1, 1)

    def widths(self, *characters: float) -> None:
        self._widths = characters
        for column, width in enumerate(characters):
            self._sheet.set_column(column, column, width)

    def begin(self) -> None:
        """The next row."""
        self._line += 1
        self._next = 0
        self._lines = 1

    def skip(self) -> None:
        self._line += 1

    def _place(self) -> tuple[int, int]:
        self._next += 1
        return self._line - 1, self._next - 1

    def _make_room(self, words: str, column: int) -> None:
        """A row as high as its longest cell: not every program works that out when it opens a file."""
        width = self._widths[column] if column < len(self._widths) else 9.0
        needed = sum(max(ceil(measure(line, 1.9) / width), 1) for line in words.splitlines())
        if needed > self._lines:
            self._lines = needed
            self._sheet.set_row(self.line, LINE_HEIGHT * needed)

    # --- cells --------------------------------------------------------------------------------

    def text(self, words: str, comment: str = "", **style: Any) -> None:
        line, column = self._place()
        if not words:  # an empty cell, not a text without letters: formulas tell them apart
            self._sheet.write_blank(line, column, None, self._style(**style))
            return
        self._sheet.write_string(line, column, words, self._style(**style))
        if style.get("text_wrap", True):
            self._make_room(words, column)
        if comment:
            self._sheet.write_comment(line, column, comment, {"x_scale": 3, "author": "", "font_size": 9})

    def number(
        self,
        number: int | Decimal | str,
        places: int = 0,
        star: bool = False,
        comment: str = "",
        **style: Any,
    ) -> None:
        """A number to calculate with; the star of a reported one is its format and not its value."""
        if isinstance(number, str):
            self.text(number, comment, **style)
            return
        line, column = self._place()
        pattern = "#,##0" + ("." + "0" * places if places else "") + ('"*"' if star else "")
        self._sheet.write_number(
            line, column, number, self._style(num_format=pattern, align="right", indent=1, **style)
        )
        if comment:
            self._sheet.write_comment(line, column, comment, {"x_scale": 3, "author": "", "font_size": 9})

    def formula(
        self, formula: str, value: Decimal | str, places: int = 0, per_cent: bool = False, **style: Any
    ) -> None:
        """A formula of ours, with what it comes to: a program that does not calculate shows that."""
        line, column = self._place()
        pattern = (
            ("0" if per_cent else "#,##0")
            + ("." + "0" * places if places else "")
            + ("%" if per_cent else "")
        )
        self._sheet.write_formula(
            line,
            column,
            f"={formula}",
            self._style(num_format=pattern, align="right", indent=1, **style),
            value,
        )

    def value(self, bound: Bound, language: str, star: bool = True, **style: Any) -> None:
        """A figure's value with its address behind it: a number, or words where it is a span, a share of so many, or not known."""
        more: dict[str, Any] = {"comment": bound.address, **style}
        starred = star and bound.reported
        if isinstance(bound.value, Amount):
            amount = bound.value.rounded()
            self.number(amount.value, get_currency_precision(amount.currency), starred, **more)
        elif isinstance(bound.value, int):
            self.number(bound.value, 0, starred, **more)
        else:
            self.text(bound.words(language), align="right", indent=1, **more)

    def date(self, words: str) -> None:
        """A day as a date; a month, a year or a period stays words."""
        try:
            day = date.fromisoformat(words)
        except ValueError:
            self.text(words)
            return
        line, column = self._place()
        # Excel's calendar begins in 1900.
        if day.year < 1900:
            self._sheet.write_string(line, column, words, self._style())
        else:
            self._sheet.write_datetime(line, column, day, self._style(num_format="yyyy-mm-dd", align="left"))

    def link(self, sheet: str, words: str, row: int = 0) -> None:
        """To a row of another sheet of this workbook."""
        line, column = self._place()
        style = self._style(font_color=self._style.colour, underline=1)
        self._sheet.write_url(line, column, f"internal:'{sheet}'!A{row + 1}", style, string=words)

    # --- rows ---------------------------------------------------------------------------------

    def row(self, cells: tuple[str, ...], first_bold: bool = False) -> None:
        self.begin()
        for i, words in enumerate(cells):
            if first_bold and i == 0:
                self.text(words, bold=True)
            else:
                self.text(words)

    def title(self, words: str) -> None:
        self.begin()
        self.text(words, bold=True, font_size=16, font_color=self._style.colour, text_wrap=False)
        self._sheet.set_row(self.line, 26)

    def heading(self, words: str) -> None:
        self.begin()
        self.text(words, bold=True, font_size=12, text_wrap=False)

    def note(self, words: str) -> None:
        if words:
            self.begin()
            self.text(words, font_color=MUTED, text_wrap=False)

    def header(self, names: list[str], filtered: int, numbers: Iterable[int] = ()) -> None:
        """The heads of the columns: they stay in sight, and can be filtered where rows follow."""
        self.heads(names, numbers)
        self._sheet.freeze_panes(self.line + 1, 1)
        self._sheet.repeat_rows(self.line)
        if filtered:
            self._sheet.autofilter(self.line, 0, self.line + filtered, len(names) - 1)

    def heads(self, names: list[str], numbers: Iterable[int] = ()) -> None:
        """The heads of the columns of a table, wherever on the sheet it begins."""
        self.begin()
        to_the_right = set(numbers)
        for name in names:
            line, column = self._place()
            align = (
                "right" if column in to_the_right else "left" if not self._style.right_to_left else "right"
            )
            self._sheet.write_string(line, column, name, self._style.head(align))
            self._make_room(name, column)

    def total_style(self) -> dict[str, Any]:
        return self._style.total()

    def chart(self, chart: Any, column: int) -> None:
        self._sheet.insert_chart(1, column, chart)
