"""Blocks made of words: text, a statement, large numbers."""

from __future__ import annotations

from colonnade.renderers.document import Bound, Numbers, Statement, Text
from colonnade.renderers.labels import label
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, INK, MUTED, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, natural_height
from colonnade.renderers.pptx.page import Page, place
from colonnade.renderers.pptx.text import Line, Look, height_of, lines_of, write

_TEXT = Look(22)
_ABREAST = 5


@draw.register
def _(block: Text, page: Page, box: Box) -> None:
    """In the layout's own placeholder where it is free, so that the outline shows it."""
    lines = lines_of(block.paragraphs, _TEXT)
    if page.body is None:
        page.text("Text", box, lines)
        return
    shape, page.body = page.body, None
    shape.left, shape.top, shape.width, shape.height = place(box)
    shape.name = "Text"
    write(page, shape, lines)


@natural_height.register
def _(block: Text, page: Page, width: float) -> float | None:
    return height_of(lines_of(block.paragraphs, _TEXT), width, page.language) + 0.1


@draw.register
def _(block: Statement, page: Page, box: Box) -> None:
    """The heading large, the sentences under it, a bar of the brand's colour before them."""
    inner = page.turned(Box(box.x + 0.45, box.y, min(box.w - 0.45, 10.6), box.h), box)
    lines = [Line.of(block.heading, size=36, bold=True, colour=DEEP)] if block.heading else []
    lines += [
        Line(line.runs, Look(24, INK, line.look.bold, space=14 if lines else 0), line.level)
        for line in lines_of(block.paragraphs, Look(24))
    ]
    high = min(height_of(lines, inner.w, page.language) + 0.2, box.h)
    inner = Box(inner.x, box.y + (box.h - high) * 0.38, inner.w, high)
    page.ornament("Bar", page.turned(Box(box.x, inner.y, 0.09, high), box), BRAND)
    page.text("Statement", inner, lines, anchor="middle")


@draw.register
def _(block: Numbers, page: Page, box: Box) -> None:
    """Side by side, at most five in a row."""
    if block.caption:
        box = captioned(page, box, block.caption)
    rows = -(-len(block.items) // _ABREAST) or 1
    abreast = -(-len(block.items) // rows) or 1
    high = min(box.h, rows * 2.1)
    for number, strip in enumerate(Box(box.x, box.y, box.w, high).rows((1,) * rows, 0.25)):
        items = block.items[number * abreast : (number + 1) * abreast]
        for item, cell in zip(items, page.columns(strip, (1,) * abreast, 0.3), strict=False):
            _big_number(page, cell, item)


def _big_number(page: Page, box: Box, item: Bound) -> None:
    shape = page.panel(f"Figure: {item.label or item.key}", box, fill=WASH)
    page.ornament("Bar", page.turned(Box(box.x, box.y, 0.07, box.h), box), BRAND)
    long = len(item.words(page.language)) > 12
    lines = [Line((item,), Look(30 if long else 44))]
    if item.label:
        lines.append(Line.of(item.label, size=15, colour=INK, space=2))
    if item.reported:
        lines.append(Line.of(label("as_reported", page.language), size=11, colour=MUTED, italic=True))
    write(page, shape, lines, anchor="middle", margin=(0.25, 0.08))


@natural_height.register
def _(block: Numbers, page: Page, width: float) -> float | None:
    rows = -(-len(block.items) // _ABREAST) or 1
    return rows * 1.5 + (rows - 1) * 0.25 + (0.42 if block.caption else 0)
