"""Blocks that stand as cards: products and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from colonnade.renderers.document import Group, Groups, Product, Products, Run
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, GROUND, MUTED, RULE, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, natural_height, note_height, noted, scale_in
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, factor_for, height_of, lines_of, write


def tiles(page: Page, box: Box, count: int, most: int, gap: float = 0.25) -> list[Box]:
    """So many tiles in rows of at most ``most``, in reading order."""
    rows = max(ceil(count / most), 1)
    abreast = max(ceil(count / rows), 1)
    strips = box.rows((1,) * rows, gap)
    return [cell for strip in strips for cell in page.columns(strip, (1,) * abreast, gap)][:count]


# --- products -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Grid:
    """Tiles of one size, and how much smaller their type must be."""

    cells: list[Box]
    scale: float


_TITLE: Final = 15.0
_COUNTS: Final = 0.85
"""Inches that the counts by kind take above the tiles."""


def _grid(block: Products, page: Page, box: Box) -> _Grid:
    """So many abreast that the type is largest; of equals the fewest rows."""
    count = len(block.products)
    grids = []
    for most in (3, 4, 5, 2) if count > 2 else (2,):
        rows = ceil(count / most)
        cells = tiles(page, box.top(min(box.h, rows * 1.5)), count, most, 0.18)
        scale = min(
            factor_for(_product_lines(product), cell.w - 0.4, cell.h - 0.12, page.language)
            for product, cell in zip(block.products, cells, strict=True)
        )
        grids.append(_Grid(cells, scale))
    return max(grids, key=lambda grid: grid.scale)


def _grid_room(block: Products, page: Page, box: Box) -> Box:
    """What is left for the tiles between the counts and the small print."""
    if block.note:
        box = Box(box.x, box.y, box.w, box.h - note_height(box, block.note, page.language))
    return box.below(_COUNTS) if block.counts else box


@draw.register
def _(block: Products, page: Page, box: Box) -> None:
    """The counts by kind in a line above, the products as tiles."""
    room = _grid_room(block, page, box)
    noted(page, box, block.note)
    if block.counts:
        strips = page.columns(box.top(0.62), (1,) * len(block.counts), 0.25)
        for number, cell in zip(block.counts, strips, strict=True):
            shape = page.panel(f"Count: {number.label}", cell, fill=WASH)
            runs: tuple[Run, ...] = (number, f"  {number.label}") if number.label else (number,)
            write(page, shape, [Line(runs, Look(20))], anchor="middle", margin=(0.15, 0.03))
    if not block.products:
        return
    grid = _grid(block, page, room)
    factor = page.scale(block, grid.scale)
    for product, cell in zip(block.products, grid.cells, strict=True):
        _product(page, cell, product, factor)


@scale_in.register
def _(block: Products, page: Page, box: Box) -> float:
    return _grid(block, page, _grid_room(block, page, box)).scale if block.products else 1.0


@natural_height.register
def _(block: Products, page: Page, width: float) -> float | None:
    """Tiles for titles of three lines."""
    rows = ceil(len(block.products) / (3 if len(block.products) <= 6 else 4))
    return rows * 1.4 + (_COUNTS if block.counts else 0) + (0.4 if block.note else 0)


def _product(page: Page, box: Box, product: Product, factor: float) -> None:
    shape = page.panel(f"Product: {product.title}", box, fill=GROUND, line=RULE)
    page.ornament("Bar", page.turned(Box(box.x, box.y, 0.07, box.h), box), BRAND)
    write(page, shape, _product_lines(product), anchor="middle", margin=(0.2, 0.06), factor=factor)


def _product_lines(product: Product) -> list[Line]:
    over = "  ·  ".join(filter(None, (product.kind, product.year)))
    under = "  ·  ".join(filter(None, (product.state, product.identifier)))
    lines = [Line.of(over, size=11, bold=True, colour=BRAND)] if over else []
    lines.append(Line.of(product.title, size=_TITLE, bold=True, space=1))
    lines += [Line.of(under, size=11, colour=MUTED, space=1)] if under else []
    return lines


# --- groups ---------------------------------------------------------------------------------------------


_ITEM: Final = 20.0


@draw.register
def _(block: Groups, page: Page, box: Box) -> None:
    """Columns with a heading on the brand's colour."""
    box = captioned(page, box, block.caption)
    if not block.groups:
        return
    cells = _columns(block, page, box)
    heads = _head_height(block.groups, cells, page)
    factor = page.scale(block, _groups_scale(block, page, cells, heads))
    pairs = list(zip(block.groups, cells, strict=True))
    deepest = max(_group_height(page, group, cell, heads, factor) for group, cell in pairs)
    if len({cell.y for cell in cells}) == 1:
        pairs = [(group, cell.top(max(deepest, 2.2))) for group, cell in pairs]
    for group, cell in pairs:
        _group(page, cell, group, heads, factor)


@scale_in.register
def _(block: Groups, page: Page, box: Box) -> float:
    if not block.groups:
        return 1.0
    box = box.below(0.42) if block.caption else box
    cells = _columns(block, page, box)
    return _groups_scale(block, page, cells, _head_height(block.groups, cells, page))


def _columns(block: Groups, page: Page, box: Box) -> list[Box]:
    return tiles(page, box, len(block.groups), 4 if len(block.groups) != 5 else 5, 0.3)


def _groups_scale(block: Groups, page: Page, cells: Sequence[Box], heads: float) -> float:
    """How much smaller the items must be; all groups take the smallest, to look alike."""
    return min(_factor(page, group, cell, heads) for group, cell in zip(block.groups, cells, strict=True))


def _head_height(groups: Sequence[Group], cells: Sequence[Box], page: Page) -> float:
    tall = [
        height_of([Line.of(group.heading, size=18, bold=True)], cell.w - 0.4, page.language)
        for group, cell in zip(groups, cells, strict=True)
    ]
    return min(max(tall, default=0.4), 0.95) + 0.2


def _items(group: Group, factor: float) -> list[Line]:
    lines = [line.at(factor) for line in lines_of(group.items, Look(_ITEM))]
    note = [Line.of(group.note, size=max(12 * factor, 10), colour=MUTED, space=6)] if group.note else []
    return [*lines, *note]


def _factor(page: Page, group: Group, box: Box, head: float) -> float:
    factor = 1.0
    while factor > 0.4 and height_of(_items(group, factor), box.w - 0.4, page.language) > box.h - head - 0.3:
        factor -= 0.05
    return factor


def _group_height(page: Page, group: Group, box: Box, head: float, factor: float) -> float:
    return min(head + height_of(_items(group, factor), box.w - 0.4, page.language) + 0.45, box.h)


def _group(page: Page, box: Box, group: Group, head: float, factor: float) -> None:
    title = page.panel(f"Group: {group.heading}", box.top(head), fill=BRAND)
    heading = [Line.of(group.heading, size=18, bold=True, colour=GROUND)]
    write(page, title, heading, anchor="middle", margin=(0.2, 0.05))
    items = page.panel(f"Items of {group.heading}", box.below(head), fill=WASH)
    write(page, items, _items(group, factor), margin=(0.2, 0.15), factor=1.0)
