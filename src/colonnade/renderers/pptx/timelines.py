"""Moments in time: a line with cards for a few; many are a plan by month."""

from __future__ import annotations

from typing import Final

from pptx.enum.shapes import MSO_SHAPE

from colonnade.renderers.document import Moment, Timeline
from colonnade.renderers.pptx import plans
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, GROUND, INK, TINT, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, lowered, scale_in
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.plans import when_words
from colonnade.renderers.pptx.text import Line, factor_for, height_of, write

_FEW: Final = 6
_DATES: Final = 0.85
"""Inches over the line, for the dates."""
_UNDER: Final = 0.38
_HIGHEST: Final = 3.6
_INSIDE: Final = 0.45
"""Inches of a card's width that its words do not use."""


@draw.register
def _(block: Timeline, page: Page, box: Box) -> None:
    box = captioned(page, box, block.caption)
    if not block.moments:
        return
    if _is_line(block):
        _line(page, box, block)
    else:
        plans.plan(page, box, block)


@scale_in.register
def _(block: Timeline, page: Page, box: Box) -> float:
    box = box.below(0.42) if block.caption else box
    if not block.moments:
        return 1.0
    return _line_scale(page, box, block) if _is_line(block) else plans.plan_scale(page, box, block)


def _is_line(block: Timeline) -> bool:
    return len(block.moments) <= _FEW and not any(moment.lane for moment in block.moments)


def _line_scale(page: Page, box: Box, block: Timeline) -> float:
    wide = page.columns(box, (1,) * len(block.moments), 0.3)[0].w - _INSIDE
    high = min(box.h - _DATES - _UNDER, _HIGHEST) - 0.4
    return min(factor_for(_card_lines(moment), wide, high, page.language) for moment in block.moments)


def _line(page: Page, box: Box, block: Timeline) -> None:
    """Dates over the line, cards under it, one marker each; in order, not to scale."""
    factor = page.scale(block, _line_scale(page, box, block))
    wide = page.columns(box, (1,) * len(block.moments), 0.3)[0].w - _INSIDE
    tallest = max(
        height_of([p.at(factor) for p in _card_lines(m)], wide, page.language) for m in block.moments
    )
    high = min(max(tallest + 0.55, 1.5), box.h - _DATES - _UNDER)
    box = lowered(box, _DATES + _UNDER + high)
    level = box.y + _DATES + 0.1
    page.rule("Line of time", (box.x, level), (box.right, level), TINT, 3)
    for number, (moment, cell) in enumerate(
        zip(block.moments, page.columns(box, (1,) * len(block.moments), 0.3), strict=True)
    ):
        for name, inset, size, fill in (("Marker", 0.0, 0.28, BRAND), ("Marker", 0.08, 0.12, GROUND)):
            dot = page.turned(Box(cell.x + inset, level - size / 2, size, size), cell)
            page.ornament(name, dot, fill, MSO_SHAPE.OVAL)
        date_line = Line.of(when_words(moment, page.language), size=22, bold=True, colour=BRAND)
        room = Box(cell.x, box.y, cell.w, _DATES - 0.15)
        stamp = page.text(f"Date: {moment.title}", room, [date_line], anchor="bottom")
        if number == 0:
            page.say(stamp, block.alt)
        card = page.panel(
            f"Moment: {moment.title}", Box(cell.x, level + _UNDER - 0.1, cell.w, high), fill=WASH
        )
        write(page, card, _card_lines(moment), margin=(0.2, 0.2), factor=factor)


def _card_lines(moment: Moment) -> list[Line]:
    lines = [Line.of(moment.title, size=22, bold=True)]
    return [*lines, Line.of(moment.text, size=18, colour=INK, space=8)] if moment.text else lines
