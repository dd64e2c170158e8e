"""Blocks that stand as cards: quotes, products, groups and chains."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn

from colonnade.renderers.document import Chain, Group, Groups, Product, Products, Quote, Quotes, Run, Step
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, RULE, TINT, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, lowered, noted
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, factor_for, height_of, lines_of, write
from colonnade.values.languages import RIGHT_TO_LEFT, known

_MARK: Final = 0.9
"""Inches kept for the quotation mark before the words."""
_POINT: Final = 0.32
"""How far an arrow's point reaches, in heights of the arrow."""


def _tiles(page: Page, box: Box, count: int, most: int, gap: float = 0.25) -> list[Box]:
    """So many tiles in rows of at most ``most``, in reading order."""
    rows = max(ceil(count / most), 1)
    abreast = max(ceil(count / rows), 1)
    strips = box.rows((1,) * rows, gap)
    return [cell for strip in strips for cell in page.columns(strip, (1,) * abreast, gap)][:count]


# --- quotes -------------------------------------------------------------------------------------------


@draw.register
def _(block: Quotes, page: Page, box: Box) -> None:
    most = 2 if len(block.quotes) in (2, 4) else 3
    rows = ceil(len(block.quotes) / most) or 1
    wide = _tiles(page, box, len(block.quotes), most, 0.35)[0].w if block.quotes else box.w
    needed = max((_quote_height(quote, wide, page.language) for quote in block.quotes), default=0)
    high = min(max(needed, 2.4) * rows + 0.35 * (rows - 1), box.h)
    cells = _tiles(page, lowered(box, high), len(block.quotes), most, 0.35)
    pairs = list(zip(block.quotes, cells, strict=True))
    factor = min((_quote_factor(quote, cell, page.language) for quote, cell in pairs), default=1.0)
    for quote, cell in pairs:
        _quote(page, cell, quote, factor)


def _quote_lines(quote: Quote, language: str) -> tuple[list[Line], list[Line]]:
    """The words, and under them whose they are."""
    who = [Line.of(quote.name, size=14, bold=True, colour=DEEP, language=language)] if quote.name else []
    who.append(Line.of(quote.attribution, size=12, colour=MUTED, language=language))
    return [Line.of(quote.text, size=24, language=language)], who


def _quote_height(quote: Quote, wide: float, language: str) -> float:
    words, who = _quote_lines(quote, language)
    return height_of(words, wide - _MARK - 0.3, language) + height_of(who, wide - _MARK - 0.3, language) + 0.9


def _quote_factor(quote: Quote, box: Box, language: str) -> float:
    """How much smaller these words must be; all quotes then take the smallest, to look alike."""
    words, who = _quote_lines(quote, language)
    wide = box.w - _MARK - 0.3
    return factor_for(words, wide, box.h - height_of(who, wide, language) - 0.68, language)


def _quote(page: Page, box: Box, quote: Quote, factor: float) -> None:
    """The words in their own language and direction; whose they are under them."""
    language = known(quote.language) if quote.language else page.language
    mirrored = language in RIGHT_TO_LEFT
    page.ornament("Card", box, WASH)
    edge = Box(box.x, box.y, 0.07, box.h)
    page.ornament("Bar", edge.flipped_in(box) if mirrored else edge, BRAND)
    mark = Box(box.x + 0.25, box.y + 0.08, 0.9, 0.75)
    sign = page.text("Quotation mark", mark.flipped_in(box) if mirrored else mark,
                     [Line.of("“", size=54, bold=True, colour=TINT, language=language)])  # fmt: skip
    sign.name = "Quotation mark"
    inner = Box(box.x + _MARK, box.y + 0.25, box.w - _MARK - 0.3, box.h - 0.45)
    inner = inner.flipped_in(box) if mirrored else inner
    text, who = _quote_lines(quote, language)
    foot = min(height_of(who, inner.w, language) + 0.05, inner.h * 0.4)
    words = Box(inner.x, inner.y, inner.w, inner.h - foot - 0.2)
    page.text(f"Quote {quote.code}".strip(), words, [line.at(factor) for line in text])
    page.text(f"Speaker of quote {quote.code}".strip(), inner.foot(foot), who, anchor="bottom")


# --- products -----------------------------------------------------------------------------------------


@draw.register
def _(block: Products, page: Page, box: Box) -> None:
    """The counts by kind in a line above, the products as tiles."""
    box = noted(page, box, block.note)
    if block.counts:
        for number, cell in zip(
            block.counts, page.columns(box.top(0.62), (1,) * len(block.counts), 0.25), strict=True
        ):
            shape = page.panel(f"Count: {number.label}", cell, fill=WASH)
            runs: tuple[Run, ...] = (number, f"  {number.label}") if number.label else (number,)
            write(page, shape, [Line(runs, Look(20))], anchor="middle", margin=(0.15, 0.03))
        box = box.below(0.85)
    count = len(block.products)
    if not count:
        return
    most = 3 if count <= 6 else 4 if count <= 16 else 5
    rows = ceil(count / most)
    box = box.top(min(box.h, rows * 1.5))
    cells = _tiles(page, box, count, most, 0.18)
    factor = min(
        factor_for(_product_lines(product), cell.w - 0.4, cell.h - 0.12, page.language)
        for product, cell in zip(block.products, cells, strict=True)
    )
    for product, cell in zip(block.products, cells, strict=True):
        _product(page, cell, product, factor)


def _product(page: Page, box: Box, product: Product, factor: float) -> None:
    shape = page.panel(f"Product: {product.title}", box, fill=GROUND, line=RULE)
    page.ornament("Bar", page.turned(Box(box.x, box.y, 0.07, box.h), box), BRAND)
    write(page, shape, _product_lines(product), anchor="middle", margin=(0.2, 0.06), factor=factor)


def _product_lines(product: Product) -> list[Line]:
    over = "  ·  ".join(filter(None, (product.kind, product.year)))
    under = "  ·  ".join(filter(None, (product.state, product.identifier)))
    lines = [Line.of(over, size=11, bold=True, colour=BRAND)] if over else []
    lines.append(Line.of(product.title, size=15, bold=True, space=1))
    lines += [Line.of(under, size=11, colour=MUTED, space=1)] if under else []
    return lines


# --- groups -------------------------------------------------------------------------------------------


@draw.register
def _(block: Groups, page: Page, box: Box) -> None:
    """Columns with a heading on the brand's colour."""
    box = captioned(page, box, block.caption)
    cells = _tiles(page, box, len(block.groups), 4 if len(block.groups) != 5 else 5, 0.3)
    heads = _head_height(block.groups, cells, page)
    factor = min(
        (_factor(page, group, cell, heads) for group, cell in zip(block.groups, cells, strict=True)),
        default=1,
    )
    deepest = max(
        (
            _group_height(page, group, cell, heads, factor)
            for group, cell in zip(block.groups, cells, strict=True)
        ),
        default=0,
    )
    one_row = len({cell.y for cell in cells}) <= 1
    for group, cell in zip(block.groups, cells, strict=True):
        _group(page, cell.top(max(deepest, 2.2)) if one_row else cell, group, heads, factor)


def _head_height(groups: Sequence[Group], cells: Sequence[Box], page: Page) -> float:
    tall = [
        height_of([Line.of(group.heading, size=18, bold=True)], cell.w - 0.4, page.language)
        for group, cell in zip(groups, cells, strict=True)
    ]
    return min(max(tall, default=0.4), 0.95) + 0.2


def _items(group: Group, factor: float) -> list[Line]:
    lines = [line.at(factor) for line in lines_of(group.items, Look(20))]
    return (
        [*lines, Line.of(group.note, size=max(11 * factor, 8), colour=MUTED, space=6)]
        if group.note
        else lines
    )


def _factor(page: Page, group: Group, box: Box, head: float) -> float:
    """How much smaller the items of a group must be; all groups then take the smallest, to look alike."""
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
    write(page, items, _items(group, factor), margin=(0.2, 0.15))


# --- chain --------------------------------------------------------------------------------------------


@draw.register
def _(block: Chain, page: Page, box: Box) -> None:
    """Arrows with the kind of each step, a card under each; from the right in languages read so."""
    box = captioned(page, box, block.title, size=18)
    box = box.below(0.12) if block.title else box
    if not block.steps:
        return
    gap = 0.12
    cells = _tiles(page, box, len(block.steps), 5, gap)
    if len({cell.y for cell in cells}) == 1:
        cells = _tiles(page, lowered(box, _chain_height(block, cells, page)), len(block.steps), 5, gap)
    arrow = 0.85 if cells[0].h > 2.2 else 0.6
    rooms = [(cell.w - 2 * _POINT * arrow - 0.1, arrow - 0.06) for cell in cells]
    names = min(
        factor_for([_kind_line(step)], wide, high, page.language)
        for step, (wide, high) in zip(block.steps, rooms, strict=True)
    )
    factor = min(
        factor_for(_step_lines(step), cell.w - 0.62, cell.h - arrow - 0.55, page.language)
        for step, cell in zip(block.steps, cells, strict=True)
    )
    for number, (step, cell) in enumerate(zip(block.steps, cells, strict=True)):
        kind = MSO_SHAPE.PENTAGON if number == 0 else MSO_SHAPE.CHEVRON
        shape = page.panel(f"Step: {step.kind}", cell.top(arrow), fill=BRAND, kind=kind)
        _arrow(page, shape, step, names)
        if number == 0:
            page.say(shape, block.alt)
        below = cell.below(arrow + 0.15)
        card = page.panel(
            f"Card: {step.title}",
            page.turned(Box(below.x, below.y, below.w - 0.22, below.h), below),
            fill=WASH,
        )
        write(page, card, _step_lines(step), margin=(0.2, 0.18), factor=factor)


def _chain_height(block: Chain, cells: Sequence[Box], page: Page) -> float:
    """An arrow and the tallest card, at full size."""
    tallest = max(
        height_of(_step_lines(step), cell.w - 0.62, page.language)
        for step, cell in zip(block.steps, cells, strict=True)
    )
    return tallest + 1.5


def _arrow(page: Page, arrow: Any, step: Step, factor: float) -> None:
    """The kind of the step on an arrow that points the way the language is read."""
    arrow.adjustments[0] = _POINT
    if page.rtl:
        arrow._element.spPr.find(qn("a:xfrm")).set("flipH", "1")
    write(page, arrow, [_kind_line(step)], anchor="middle", margin=(0.02, 0.03), factor=factor)


def _kind_line(step: Step) -> Line:
    return Line.of(step.kind, size=17, bold=True, colour=GROUND, align="center")


def _step_lines(step: Step) -> list[Line]:
    when = "  ·  ".join(filter(None, (step.when, step.where)))
    lines = [Line.of(step.title, size=19, bold=True)]
    lines += [Line.of(when, size=15, colour=DEEP, space=5)] if when else []
    lines += [Line(step.runs, Look(15, INK, space=8))] if step.runs else []
    lines += [Line.of(step.state, size=13, italic=True, colour=MUTED, space=8)] if step.state else []
    return lines
