"""Blocks that stand as cards: quotes, products, groups and chains."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from pptx.enum.shapes import MSO_SHAPE

from colonnade.renderers.document import Chain, Group, Groups, Product, Products, Quote, Quotes, Run, Step
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, RULE, TINT, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, noted
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, height_of, lines_of, write
from colonnade.values.languages import RIGHT_TO_LEFT, known


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
    for quote, cell in zip(
        block.quotes, _tiles(page, box.top(high), len(block.quotes), most, 0.35), strict=True
    ):
        _quote(page, cell, quote)


def _quote_lines(quote: Quote, language: str) -> tuple[list[Line], list[Line]]:
    """The words, and under them whose they are."""
    who = [Line.of(quote.name, size=14, bold=True, colour=DEEP, language=language)] if quote.name else []
    who.append(Line.of(quote.attribution, size=12, colour=MUTED, language=language))
    return [Line.of(quote.text, size=24, language=language)], who


def _quote_height(quote: Quote, wide: float, language: str) -> float:
    words, who = _quote_lines(quote, language)
    return height_of(words, wide - 0.6, language) + height_of(who, wide - 0.6, language) + 1.4


def _quote(page: Page, box: Box, quote: Quote) -> None:
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
    inner = box.inset(0.3, 0.2)
    text, who = _quote_lines(quote, language)
    foot = min(height_of(who, inner.w, language) + 0.05, inner.h * 0.4)
    words = Box(inner.x, inner.y + 0.55, inner.w, inner.h - foot - 0.65)
    page.text(f"Quote {quote.code}".strip(), words, text)
    page.text(f"Speaker of quote {quote.code}".strip(), inner.foot(foot), who, anchor="bottom")


# --- products -----------------------------------------------------------------------------------------


@draw.register
def _(block: Products, page: Page, box: Box) -> None:
    """The counts by kind in a line above, the products as tiles."""
    box = noted(page, box, block.note)
    if block.counts:
        for count, cell in zip(
            block.counts, page.columns(box.top(0.62), (1,) * len(block.counts), 0.25), strict=True
        ):
            shape = page.panel(f"Count: {count.label}", cell, fill=WASH)
            runs: tuple[Run, ...] = (count, f"  {count.label}") if count.label else (count,)
            write(page, shape, [Line(runs, Look(20))], anchor="middle", margin=(0.15, 0.03))
        box = box.below(0.85)
    count = len(block.products)
    if not count:
        return
    most = 3 if count <= 6 else 4 if count <= 16 else 5
    rows = ceil(count / most)
    box = box.top(min(box.h, rows * 1.5))
    for product, cell in zip(block.products, _tiles(page, box, count, most, 0.18), strict=True):
        _product(page, cell, product)


def _product(page: Page, box: Box, product: Product) -> None:
    shape = page.panel(f"Product: {product.title}", box, fill=GROUND, line=RULE)
    page.ornament("Bar", page.turned(Box(box.x, box.y, 0.07, box.h), box), BRAND)
    over = "  ·  ".join(filter(None, (product.kind, product.year)))
    under = "  ·  ".join(filter(None, (product.state, product.identifier)))
    lines = [Line.of(over, size=11, bold=True, colour=BRAND)] if over else []
    lines.append(Line.of(product.title, size=15, bold=True, space=1))
    lines += [Line.of(under, size=11, colour=MUTED, space=1)] if under else []
    write(page, shape, lines, anchor="middle", margin=(0.2, 0.06))


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
    needed = max(
        height_of(_step_lines(step), cell.w - 0.62, page.language)
        for step, cell in zip(block.steps, cells, strict=True)
    )
    for number, (step, cell) in enumerate(zip(block.steps, cells, strict=True)):
        cell = cell.top(needed + 1.5)
        shape = _step(page, cell, step, first=number == 0)
        if number == 0:
            page.say(shape, block.alt)


def _step(page: Page, box: Box, step: Step, first: bool) -> Any:
    high = 0.85 if box.h > 2.2 else 0.6
    kind = MSO_SHAPE.PENTAGON if first else MSO_SHAPE.CHEVRON
    arrow = page.panel(f"Step: {step.kind}", box.top(high), fill=BRAND, kind=kind)
    arrow.adjustments[0] = 0.32
    if page.rtl:
        arrow._element.spPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm").set(
            "flipH", "1"
        )
    write(page, arrow, [Line.of(step.kind, size=17, bold=True, colour=GROUND, align="center")], anchor="middle",
          margin=(0.35, 0.03))  # fmt: skip
    card = page.turned(Box(box.x, box.y + high + 0.15, box.w - 0.22, box.h - high - 0.15), box)
    shape = page.panel(f"Card: {step.title}", card, fill=WASH)
    write(page, shape, _step_lines(step), margin=(0.2, 0.18))
    return arrow


def _step_lines(step: Step) -> list[Line]:
    when = "  ·  ".join(filter(None, (step.when, step.where)))
    lines = [Line.of(step.title, size=19, bold=True)]
    lines += [Line.of(when, size=15, colour=DEEP, space=5)] if when else []
    lines += [Line(step.runs, Look(15, INK, space=8))] if step.runs else []
    lines += [Line.of(step.state, size=13, italic=True, colour=MUTED, space=8)] if step.state else []
    return lines
