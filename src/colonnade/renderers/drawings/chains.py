"""Activities that build on one another: a box for each, an arrow to the next."""

from __future__ import annotations

from typing import Final

from colonnade.renderers.document import Chain, Step, words_of
from colonnade.renderers.drawings import colours
from colonnade.renderers.drawings.colours import INK, MUTED
from colonnade.renderers.drawings.svg import WIDTH, Canvas, lines

ARROW: Final = 22.0
BAND: Final = 96.0


def chain(block: Chain, language: str, brand_colour: str, width: float = WIDTH) -> str:
    """Down the page: the kind at the side, what, when and where beside it."""
    colour = colours.seen(brand_colour, 4.5)
    canvas = Canvas(language, width)
    y = 2.0
    for i, step in enumerate(block.steps):
        if i:
            _arrow(canvas, y)
            y += ARROW
        y = _step(canvas, step, y, colour)
    return canvas.svg(y + 2, block.title, block.alt)


def _arrow(canvas: Canvas, y: float) -> None:
    x = BAND / 2
    canvas.line(x, y + 3, x, y + 12, MUTED, 2.0)
    canvas.polygon([(x - 6, y + 11), (x + 6, y + 11), (x, y + 19)], MUTED)


def _step(canvas: Canvas, step: Step, y: float, colour: str) -> float:
    """One box; an activity with a state of its own (planned, tentative) has a broken outline."""
    room = canvas.width - BAND - 26
    facts = " · ".join(filter(None, (step.when, step.where, step.state)))
    more = words_of(step.runs, canvas.language)
    words = [(line, 13.0, INK, True) for line in lines(step.title, room, 13, 3, bold=True)]
    words += [(line, 12.0, MUTED, False) for line in lines(facts, room, 12, 2)]
    words += [(line, 12.0, INK, False) for line in lines(more, room, 12, 3)]
    height = max(sum(size * 1.35 for _, size, _, _ in words) + 16, 44.0)
    canvas.rect(
        1, y, canvas.width - 2, height, colours.PAPER, rx=4, stroke=colour, stroke_width=1.2,
        stroke_dasharray="4 3" if step.state else None,
    )  # fmt: skip
    canvas.rect(1, y, BAND, height, colour, rx=4)
    kind = lines(step.kind, BAND - 12, 12, 3, bold=True)
    top = y + height / 2 - (len(kind) - 1) * 7.8 + 4
    canvas.paragraph(BAND / 2, top, kind, 12, "middle", colours.PAPER, bold=True)
    at = y + 20
    for line, size, ink, bold in words:
        canvas.text(BAND + 13, at, line, size, fill=ink, bold=bold)
        at += size * 1.35
    return y + height
