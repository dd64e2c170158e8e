"""One drawing for each kind of block. The families register theirs; an unknown block is an error, not a gap."""

from __future__ import annotations

from functools import singledispatch

from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import MUTED
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, height_of


@singledispatch
def draw(block: object, page: Page, box: Box) -> None:
    """Draw the block inside the box."""
    raise TypeError(f"Slides cannot show {type(block).__name__} yet: add a drawing for it beside the others.")


@singledispatch
def natural_height(block: object, page: Page, width: float) -> float | None:
    """Inches that the block would like to have; None where it takes what is left."""
    return None


@singledispatch
def scale_in(block: object, page: Page, box: Box) -> float:
    """How much smaller than its own size the block's type must be to stand in the box; 1 where it need not be."""
    return 1.0


def captioned(page: Page, box: Box, caption: str, note: str = "", size: float = 14.0) -> Box:
    """Print the caption over and the small print under; give the room between them."""
    if caption:
        line = Line.of(caption, size=size, bold=True)
        page.text("Caption", box.top(0.36), [line], anchor="top")
        box = box.below(0.42)
    return noted(page, box, note)


def noted(page: Page, box: Box, note: str, size: float = 10.0) -> Box:
    """Print the small print at the foot of the box; give the room above it."""
    if not note:
        return box
    high = note_height(box, note, page.language, size)
    page.text("Note", box.foot(high - 0.1), [Line.of(note, size=size, colour=MUTED)], anchor="bottom")
    return Box(box.x, box.y, box.w, box.h - high)


def note_height(box: Box, note: str, language: str, size: float = 10.0) -> float:
    """Inches that the small print takes, with the air above it."""
    return min(height_of([Line.of(note, size=size)], box.w, language) + 0.13, 1.0)


def lowered(box: Box, height: float) -> Box:
    """So much of the box, a little above its middle: a few cards alone on a slide look lost under the title."""
    free = max(box.h - height, 0.0)
    return Box(box.x, box.y + free * 0.38, box.w, min(height, box.h))
