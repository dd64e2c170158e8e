"""Blocks made of words: text, a statement, large numbers."""

from __future__ import annotations

from colonnade.renderers.document import Bound, Numbers, Statement, Text
from colonnade.renderers.labels import label
from colonnade.renderers.pptx import measure
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, INK, MUTED, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, natural_height, scale_in
from colonnade.renderers.pptx.page import Page, place
from colonnade.renderers.pptx.text import Line, Look, factor_for, height_of, lines_of, write

_TEXT = Look(22)
_ABREAST = 5
_NUMBER = 44.0


@draw.register
def _(block: Text, page: Page, box: Box) -> None:
    """In the layout's own placeholder where it is free, so that the outline shows it."""
    lines = lines_of(block.paragraphs, _TEXT)
    factor = page.scale(block, scale_in(block, page, box))
    if page.body is None:
        page.text("Text", box, [line.at(factor) for line in lines])
        return
    shape, page.body = page.body, None
    shape.left, shape.top, shape.width, shape.height = place(box)
    shape.name = "Text"
    write(page, shape, lines, factor=factor)


@scale_in.register
def _(block: Text, page: Page, box: Box) -> float:
    return factor_for(lines_of(block.paragraphs, _TEXT), box.w, box.h, page.language)


@natural_height.register
def _(block: Text, page: Page, width: float) -> float | None:
    return height_of(lines_of(block.paragraphs, _TEXT), width, page.language) + 0.1


@draw.register
def _(block: Statement, page: Page, box: Box) -> None:
    """The heading large, the sentences under it, a bar of the brand's colour before them."""
    factor = page.scale(block, scale_in(block, page, box))
    lines = [line.at(factor) for line in _statement(block)]
    wide = _statement_width(box.w)
    high = min(height_of(lines, wide, page.language) + 0.2, box.h)
    top = box.y + (box.h - high) * 0.38
    page.ornament("Bar", page.turned(Box(box.x, top, 0.09, high), box), BRAND)
    shape = page.text("Statement", page.turned(Box(box.x + 0.45, top, wide, high), box), [])
    write(page, shape, lines, anchor="middle", factor=1.0)


def _statement(block: Statement) -> list[Line]:
    heading = [Line.of(block.heading, size=32, bold=True, colour=DEEP)] if block.heading else []
    return heading + [
        Line(line.runs, Look(24, INK, line.look.bold, space=10 if heading or place else 0), line.level)
        for place, line in enumerate(lines_of(block.paragraphs, Look(24)))
    ]


def _statement_width(wide: float) -> float:
    """Beside the bar, and not so wide that the eye loses the line."""
    return min(wide - 0.45, 11.0)


@scale_in.register
def _(block: Statement, page: Page, box: Box) -> float:
    return factor_for(_statement(block), _statement_width(box.w), box.h - 0.2, page.language)


@natural_height.register
def _(block: Statement, page: Page, width: float) -> float | None:
    lines = [line.at(page.scale(block, 1.0)) for line in _statement(block)]
    return height_of(lines, _statement_width(width), page.language) + 0.25


@draw.register
def _(block: Numbers, page: Page, box: Box) -> None:
    """Side by side, at most five in a row."""
    if block.caption:
        box = captioned(page, box, block.caption)
    rows = -(-len(block.items) // _ABREAST) or 1
    abreast = -(-len(block.items) // rows) or 1
    high = min(box.h, rows * 2.1)
    wide = (box.w - 0.3 * (abreast - 1)) / abreast - 0.5
    size = min((_number_size(item, wide, page.language) for item in block.items), default=_NUMBER)
    for number, strip in enumerate(Box(box.x, box.y, box.w, high).rows((1,) * rows, 0.25)):
        items = block.items[number * abreast : (number + 1) * abreast]
        for item, cell in zip(items, page.columns(strip, (1,) * abreast, 0.3), strict=False):
            _big_number(page, cell, item, size)


def _number_size(item: Bound, room: float, language: str) -> float:
    """At which it stands on one line, within reason: all large numbers of a slide take the smallest."""
    return max(min(_NUMBER, _NUMBER * room / measure.width(item.words(language), _NUMBER, True)), 21.0) // 1


def _big_number(page: Page, box: Box, item: Bound, size: float) -> None:
    shape = page.panel(f"Figure: {item.label or item.key}", box, fill=WASH)
    page.ornament("Bar", page.turned(Box(box.x, box.y, 0.07, box.h), box), BRAND)
    lines = [Line((item,), Look(size))]
    if item.label:
        lines.append(Line.of(item.label, size=16, colour=INK, space=2))
    if item.reported:
        lines.append(Line.of(label("as_reported", page.language), size=12, colour=MUTED, italic=True))
    write(page, shape, lines, anchor="middle", margin=(0.25, 0.08))


@natural_height.register
def _(block: Numbers, page: Page, width: float) -> float | None:
    rows = -(-len(block.items) // _ABREAST) or 1
    return rows * 1.5 + (rows - 1) * 0.25 + (0.42 if block.caption else 0)
