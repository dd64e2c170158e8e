"""Tables and the matrix of titles by years, both native."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR

from colonnade.renderers.document import Bound, Cell, Matrix, Table
from colonnade.renderers.pptx import grid, measure
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, natural_height, note_height, scale_in
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look

FILLED: Final = "●"
_SIZE: Final = 18.0
_LEGEND: Final = 0.34


@draw.register
def _(block: Table, page: Page, box: Box) -> None:
    """The header on the brand's colour, numbers to the right, totals set off by weight and ground."""
    box = captioned(page, box, block.caption, block.note)
    cells = _cells(block)
    fitted = grid.fit(cells, box, page.language, most=page.scale(block, 1.0))
    frame = grid.add(page, f"Table: {block.caption or page.title}", box, cells, fitted)
    page.say(frame, block.caption or page.title)
    table = frame.table
    table.last_row, table.last_col = block.total_row, block.total_column
    last_row, last_column = len(cells) - 1, len(cells[0]) - 1
    for r in range(len(cells)):
        for c in range(len(cells[0])):
            total = (block.total_row and r == last_row) or (block.total_column and c == last_column)
            _dress(table.cell(r, c), header=r == 0, total=total, closing=block.total_row and r == last_row)


def _dress(cell: Any, *, header: bool, total: bool, closing: bool) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    grid.paint(cell, BRAND if header else WASH if total else GROUND)
    if closing:
        grid.border(cell, "TB", "accent1", 1.5)
    elif not header:
        grid.border(cell, "B")


@natural_height.register
def _(block: Table, page: Page, width: float) -> float | None:
    extra = (0.42 if block.caption else 0) + (0.35 if block.note else 0)
    return grid.natural(_cells(block), width, page.language) + extra


@scale_in.register
def _(block: Table, page: Page, box: Box) -> float:
    taken = (0.42 if block.caption else 0) + (
        note_height(box, block.note, page.language) if block.note else 0
    )
    return grid.fit(_cells(block), box.below(taken), page.language).factor


def _cells(block: Table) -> list[list[list[Line]]]:
    """Header and rows as lines to print; every row as long as the longest."""
    wide = max([len(block.header), *map(len, block.rows)])
    rows = [[*row, *[Cell(())] * (wide - len(row))] for row in block.rows]
    digits = [bool(c) and bool(rows) and all(_is_number(row[c]) for row in rows) for c in range(wide)]
    header = [
        [Line((text,), Look(_SIZE * 0.9, GROUND, True, align="digits" if right else "start"))] if text else []
        for text, right in zip([*block.header, *[""] * (wide - len(block.header))], digits, strict=True)
    ]
    body = [
        [
            _cell(
                cell,
                digits[c],
                (block.total_row and r == len(rows) - 1) or (block.total_column and c == wide - 1),
                c == 0,
            )
            for c, cell in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    return [header, *body]


def _cell(cell: Cell, digits: bool, total: bool, first: bool) -> list[Line]:
    align: Any = "digits" if digits else "start"
    colour = BRAND if total else INK
    lines = (
        [Line(cell.runs, Look(_SIZE, INK, bold=total or first, align=align, figure=colour, plain=True))]
        if cell.runs
        else []
    )
    if cell.note:
        lines.append(Line((cell.note,), Look(_SIZE * 0.66, MUTED, align=align)))
    return lines


def _is_number(cell: Cell) -> bool:
    """Is it a figure alone, or digits, or empty? Then its column stands to the right."""
    if any(isinstance(run, Bound) for run in cell.runs):
        return all(isinstance(run, Bound) or not set(run) - set(" ()%*") for run in cell.runs)
    words = "".join(run for run in cell.runs if isinstance(run, str))
    return not set(words) - set("0123456789.,\N{NO-BREAK SPACE} –-%()")


# --- matrix -------------------------------------------------------------------------------------------


@draw.register
def _(block: Matrix, page: Page, box: Box) -> None:
    """A row a title, a column a year; filled cells carry a mark, so that colour is not needed to read them."""
    box = captioned(page, box, block.caption)
    box = _legend(page, box, block)
    grouped = any(row.group for row in block.rows)
    cells = _matrix_cells(block, grouped)
    fitted = _matrix_fit(block, page, box, cells)
    frame = grid.add(page, f"Matrix: {block.caption or page.title}", box, cells, fitted)
    page.say(frame, f"{block.caption or page.title}. {FILLED} {block.legend}")
    first = 2 if grouped else 1
    for r in range(len(cells)):
        for c in range(len(cells[0])):
            cell = frame.table.cell(r, c)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            on = r > 0 and c >= first and block.rows[r - 1].filled[c - first]
            grid.paint(cell, DEEP if r == 0 else BRAND if on else WASH if grouped and c == 0 else GROUND)
            if c >= first:
                cell.margin_left = cell.margin_right = 0
            grid.border(cell, "LRB" if c >= first else "B")
    if grouped:
        _merge_groups(frame.table, block)


def _matrix_fit(block: Matrix, page: Page, box: Box, cells: list[list[list[Line]]]) -> grid.Fit:
    widths = _matrix_widths(block, any(row.group for row in block.rows), box.w)
    most = page.scale(block, 1.0)
    return grid.fit(cells, box, page.language, widths=widths, pad=0.045, breathe=2.0, most=most)


@scale_in.register
def _(block: Matrix, page: Page, box: Box) -> float:
    cells = _matrix_cells(block, any(row.group for row in block.rows))
    return _matrix_fit(block, page, box.below(_LEGEND + (0.42 if block.caption else 0)), cells).factor


def _legend(page: Page, box: Box, block: Matrix) -> Box:
    runs = [Line((f"{FILLED} {block.legend}",), Look(12, MUTED))]
    if block.count:
        words = f"  ·  {block.count.label}: " if block.count.label else "  ·  "
        runs = [Line((f"{FILLED} {block.legend}{words}", block.count), Look(12, MUTED))]
    page.text("Legend", box.foot(0.26), runs, anchor="bottom")
    return Box(box.x, box.y, box.w, box.h - _LEGEND)


def _matrix_cells(block: Matrix, grouped: bool) -> list[list[list[Line]]]:
    header: list[list[Line]] = [[], []] if grouped else [[]]
    header += [[Line((column,), Look(13, GROUND, True, align="center"))] for column in block.columns]
    rows: list[list[list[Line]]] = [header]
    before: str | None = None
    for row in block.rows:
        words = f"{row.label} ({row.note})" if row.note else row.label
        cells: list[list[Line]] = [[Line((words,), Look(14))]]
        if grouped:
            # The words of a merged cell stand in its first row; the others stay empty.
            new = row.group != before
            cells.insert(0, [Line((row.group,), Look(13, DEEP, True))] if new and row.group else [])
            before = row.group
        cells += [[Line((FILLED,), Look(11, GROUND, align="center"))] if on else [] for on in row.filled]
        rows.append(cells)
    return rows


def _matrix_widths(block: Matrix, grouped: bool, room: float) -> tuple[float, ...]:
    """Years as narrow as their heading allows, up to an inch; the group a sixth; the title the rest."""
    count, many = max(len(block.columns), 1), len(block.rows) > 8
    widest = max((measure.width(column, 10.5 if many else 13, True) for column in block.columns), default=0.4)
    need = max(widest + 2 * grid.PAD + 0.02, room * (0.3 if many else 0.42) / count)
    year = max(min(need, room * 0.55 / count, 0.85), 0.2)
    side = (min(1.9, room * 0.17),) if grouped else ()
    return (*side, room - sum(side) - year * len(block.columns), *(year,) * len(block.columns))


def _merge_groups(table: Any, block: Matrix) -> None:
    row = 1
    for _, members in groupby(block.rows, key=lambda entry: entry.group):
        count = len(list(members))
        if count > 1:
            table.cell(row, 0).merge(table.cell(row + count - 1, 0))
        row += count
