"""A native table that fits its box: columns by what stands in them, type as large as the rows allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from colonnade.renderers.document import Bound
from colonnade.renderers.pptx import measure
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.page import Page, place
from colonnade.renderers.pptx.text import Line, fill, height_of

PAD: Final = 0.08
"""Inches left and right of the words of a cell."""
_BREAKS: Final = 0.75
"""Type is made so much smaller before a figure of several words may take two lines."""
_PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_A: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

Cells = Sequence[Sequence[Sequence[Line]]]


@dataclass(frozen=True)
class Fit:
    """The factor by which the type is made smaller, the widths and the heights that follow."""

    factor: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def _widths(cells: Cells, room: float, language: str) -> tuple[float, ...]:
    """What each column wants; when that is too much, no less than its longest word, and shares of the rest."""
    columns = list(zip(*cells, strict=True))
    least = [max((_longest(cell, language) for cell in column), default=0) + 2 * PAD for column in columns]
    # A figure of several words (“between 94 and 175”) stays on its line where there is room for it.
    whole = [max((_unbroken(cell, language) for cell in column), default=0) + 2 * PAD for column in columns]
    least = whole if sum(whole) <= room else least
    wish = [max((_wish(cell, language) for cell in column), default=0) + 2 * PAD for column in columns]
    even = _even_widths(columns, least, wish, room)
    if even:
        return even
    if sum(wish) <= room:
        return (
            tuple(width * room / sum(wish) for width in wish)
            if sum(wish)
            else (room / len(wish),) * len(wish)
        )
    if sum(least) >= room:
        return tuple(width * room / sum(least) for width in least)
    extra = [max(want - need, 0.0) ** 0.7 for want, need in zip(wish, least, strict=True)]
    share = (room - sum(least)) / (sum(extra) or 1)
    return tuple(need + part * share for need, part in zip(least, extra, strict=True))


def _even_widths(
    columns: Sequence[Sequence[Sequence[Line]]], least: list[float], wish: list[float], room: float
) -> tuple[float, ...]:
    """A heading column and then numbers only: the numbers' columns are of one width, if that does for all of them."""
    numbers = [
        all(line.look.align == "digits" for cell in column[1:] for line in cell) for column in columns[1:]
    ]
    if len(numbers) < 2 or not all(numbers):
        return ()
    first = max(least[0], min(wish[0], room * 0.4), room * 0.16)
    each = (room - first) / len(numbers)
    return (first, *(each,) * len(numbers)) if each >= max(least[1:]) else ()


def _unbroken(cell: Sequence[Line], language: str) -> float:
    """The width of the figures that stand alone on their line; of other words the longest."""
    alone = [line for line in cell if _is_figure(line)]
    return max(_wish(alone, language), _longest(cell, language))


def _breaks_figures(cells: Cells, widths: tuple[float, ...], language: str) -> bool:
    return any(
        _unbroken([line for line in cell if _is_figure(line)], language) > width - 2 * PAD + 0.001
        for row in cells
        for cell, width in zip(row, widths, strict=True)
    )


def _is_figure(line: Line) -> bool:
    return bool(line.runs) and all(isinstance(run, Bound) for run in line.runs)


def _longest(cell: Sequence[Line], language: str) -> float:
    return max(
        (measure.longest_word(line.words(language), line.look.size, True) for line in cell), default=0.0
    )


def _wish(cell: Sequence[Line], language: str) -> float:
    return max((measure.width(line.words(language), line.look.size, True) for line in cell), default=0.0)


def fit(
    cells: Cells,
    box: Box,
    language: str,
    *,
    widths: tuple[float, ...] = (),
    pad: float = 0.05,
    breathe: float = 1.45,
    most: float = 1.0,
) -> Fit:
    """The largest type, up to ``most``, at which all rows stand in the box; rows then stretch a little, not to the floor."""
    factor = most
    while True:
        tried = [[[line.at(factor) for line in cell] for cell in row] for row in cells]
        wide = widths or _widths(tried, box.w, language)
        heights = [
            max(
                (height_of(cell, width - 2 * PAD, language) for cell, width in zip(row, wide, strict=True)),
                default=0.0,
            )
            + 2 * pad * max(factor, 0.5)
            for row in tried
        ]
        broken = factor > _BREAKS and not widths and _breaks_figures(tried, wide, language)
        if (sum(heights) <= box.h and not broken) or factor <= 0.3:
            heights = _even(heights, box.h)
            stretch = min(breathe, box.h / sum(heights)) if heights else 1.0
            return Fit(factor, wide, tuple(high * max(stretch, 1.0) for high in heights))
        factor -= 0.03


def _even(heights: list[float], room: float) -> list[float]:
    """Rows under the header of one height, where they differ little and there is room for it."""
    if len(heights) < 3 or max(heights[1:]) > 2.2 * min(heights[1:]):
        return heights
    even = [heights[0], *[max(heights[1:])] * (len(heights) - 1)]
    return even if sum(even) <= room else heights


def natural(cells: Cells, width: float, language: str, pad: float = 0.05, breathe: float = 1.3) -> float:
    """The height the rows would take at full size, with some air."""
    heights = fit(cells, Box(0, 0, width, 100), language, pad=pad, breathe=1.0).heights
    return sum(heights) * breathe


def add(page: Page, name: str, box: Box, cells: Cells, fitted: Fit) -> Any:
    """The table itself, filled; the first row is its header. Columns run as the language does."""
    frame = page.slide.shapes.add_table(
        len(cells), len(cells[0]), *place(Box(box.x, box.y, sum(fitted.widths), 0.1))
    )
    frame.name = name
    table = frame.table
    table.horz_banding = False
    table.first_col = True
    properties = table._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = _PLAIN_STYLE
    if page.rtl:
        properties.set("rtl", "1")
    for column, width in zip(table.columns, fitted.widths, strict=True):
        column.width = emu(width)
    for row, height in zip(table.rows, fitted.heights, strict=True):
        row.height = emu(height)
    for r, row in enumerate(cells):
        for c, lines in enumerate(row):
            cell = table.cell(r, c)
            cell.margin_left = cell.margin_right = emu(PAD)
            cell.margin_top = cell.margin_bottom = emu(0.01)
            fill(
                page, frame, cell.text_frame, [line.at(fitted.factor) for line in lines], f"r{r + 1}c{c + 1}"
            )
            if not lines:
                cell.text_frame.paragraphs[0]._p.get_or_add_endParaRPr().set("sz", "700")
    frame.height = emu(sum(fitted.heights))
    return frame


def paint(cell: Any, colour: Any) -> None:
    cell.fill.solid()
    cell.fill.fore_color.theme_color = colour


def border(cell: Any, edges: str, colour: str = "accent6", points: float = 0.75) -> None:
    """Lines on the named edges (of “LRTB”), in a colour of the theme; the order is the format's."""
    properties = cell._tc.get_or_add_tcPr()
    for position, edge in enumerate(edge for edge in "LRTB" if edge in edges):
        line = parse_xml(
            f'<a:ln{edge} {_A} w="{round(points * 12700)}" cap="flat"><a:solidFill><a:schemeClr val="{colour}"/>'
            f"</a:solidFill></a:ln{edge}>"
        )
        properties.insert(position, line)
