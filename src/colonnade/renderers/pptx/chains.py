"""Activities that build on one another, as arrows with a card under each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn

from colonnade.renderers.document import Chain, Step
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.cards import tiles
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, lowered, scale_in
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, factor_for, height_of, write

_POINT: Final = 0.32
"""How far an arrow's point reaches, in heights of the arrow."""
_GAP: Final = 0.12
_HEAD: Final = 0.48
_UNDER: Final = 0.12
_SIDES: Final = 0.52
"""Inches of a card's width that its words do not use: margins, and the room under the arrow's point."""


@dataclass(frozen=True)
class _Flow:
    """Where the steps stand, how high the arrows are, and how much smaller the words of the cards must be."""

    cells: list[Box]
    arrow: float
    scale: float


def _flow(block: Chain, page: Page, box: Box) -> _Flow:
    """All in one row up to five; the cards no higher than their words at full size need."""
    cells = tiles(page, box, len(block.steps), 5, _GAP)
    arrow = 0.7 if cells[0].h > 2.2 else 0.55
    pairs = list(zip(block.steps, cells, strict=True))
    scale = min(
        factor_for(_step_lines(step), cell.w - _SIDES, cell.h - arrow - _UNDER - 0.28, page.language)
        for step, cell in pairs
    )
    if len({cell.y for cell in cells}) == 1:
        tallest = max(
            height_of([line.at(scale) for line in _step_lines(step)], cell.w - _SIDES, page.language)
            for step, cell in pairs
        )
        high = arrow + _UNDER + max(tallest + 0.45, 1.2)
        cells = tiles(page, lowered(box, high), len(block.steps), 5, _GAP)
    return _Flow(cells, arrow, scale)


@scale_in.register
def _(block: Chain, page: Page, box: Box) -> float:
    return _flow(block, page, box.below(_HEAD) if block.title else box).scale if block.steps else 1.0


@draw.register
def _(block: Chain, page: Page, box: Box) -> None:
    """From the right in languages read so."""
    if block.title:
        captioned(page, box, block.title, size=18)
        box = box.below(_HEAD)
    if not block.steps:
        return
    flow = _flow(block, page, box)
    scale = page.scale(block, flow.scale)
    names = min(
        factor_for(
            [_kind_line(step)], cell.w - 2 * _POINT * flow.arrow - 0.1, flow.arrow - 0.06, page.language
        )
        for step, cell in zip(block.steps, flow.cells, strict=True)
    )
    for number, (step, cell) in enumerate(zip(block.steps, flow.cells, strict=True)):
        kind = MSO_SHAPE.PENTAGON if number == 0 else MSO_SHAPE.CHEVRON
        shape = page.panel(f"Step: {step.kind}", cell.top(flow.arrow), fill=BRAND, kind=kind)
        _arrow(page, shape, step, names)
        if number == 0:
            page.say(shape, block.alt)
        below = cell.below(flow.arrow + _UNDER)
        place = page.turned(Box(below.x, below.y, below.w - 0.2, below.h), below)
        card = page.panel(f"Card: {step.title}", place, fill=WASH)
        write(page, card, _step_lines(step), margin=(0.16, 0.14), factor=scale)


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
    lines = [Line.of(step.title, size=18, bold=True)]
    lines += [Line.of(when, size=15, colour=DEEP, space=4)] if when else []
    lines += [Line(step.runs, Look(15, INK, space=6))] if step.runs else []
    lines += [Line.of(step.state, size=14, italic=True, colour=MUTED, space=6)] if step.state else []
    return lines
