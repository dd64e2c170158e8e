"""Where the blocks of a slide stand."""

from __future__ import annotations

from typing import Final

from colonnade.renderers.document import (
    Block,
    Chart,
    Map,
    Numbers,
    Slide,
    Statement,
    Table,
    Text,
    Timeline,
    Tree,
)
from colonnade.renderers.pptx.box import BODY, Box
from colonnade.renderers.pptx.drawing import natural_height
from colonnade.renderers.pptx.page import Page

GAP: Final = 0.3
_WIDE: Final = (Map, Tree, Timeline)


def body_of(slide: Slide) -> Box:
    """The room for blocks: a little more where no subtitle stands under the title."""
    return BODY if slide.subtitle else Box(BODY.x, BODY.y - 0.15, BODY.w, BODY.h + 0.15)


def arranged(blocks: tuple[Block, ...], page: Page, box: Box) -> list[tuple[Block, Box]]:
    """Blocks with their boxes. Large numbers stand on top; a chart stands beside words; the rest one under the other."""
    if not blocks:
        return []
    if len(blocks) > 1 and isinstance(blocks[0], Numbers):
        high = min(natural_height(blocks[0], page, box.w) or 1.5, box.h * 0.45)
        return [(blocks[0], box.top(high)), *arranged(blocks[1:], page, box.below(high + GAP))]
    shares = _beside(blocks)
    if shares:
        return list(zip(blocks, page.columns(box, shares, 0.4), strict=True))
    return _stacked(blocks, page, box)


def _beside(blocks: tuple[Block, ...]) -> tuple[float, ...]:
    """The shares of two blocks that stand side by side, or nothing where they do not."""
    if len(blocks) != 2 or any(isinstance(block, _WIDE) for block in blocks):
        return ()
    kinds = [isinstance(block, Chart) for block in blocks]
    if all(kinds):
        return (1, 1)
    if any(kinds):
        other = blocks[kinds.index(False)]
        if isinstance(other, Text) or (isinstance(other, Table) and len(other.header) <= 3):
            return (1.5, 1) if kinds[0] else (1, 1.5)
        return ()
    return (1, 1) if all(isinstance(block, Text) for block in blocks) else ()


def _stacked(blocks: tuple[Block, ...], page: Page, box: Box) -> list[tuple[Block, Box]]:
    """Each with the height it would like; those without a wish share the rest; too much is made smaller alike."""
    if len(blocks) == 1:
        # A block alone may use all the room.
        return [(blocks[0], box)]
    heights = _heights(blocks, page, box)
    gap = GAP
    if all(isinstance(block, Statement) for block in blocks):
        # Statements alone on a slide spread over it.
        spare = box.h - GAP * (len(blocks) - 1) - sum(heights)
        gap += min(max(spare, 0) / (len(blocks) + 1), 0.4)
        box = box.below(max(box.h - sum(heights) - gap * (len(blocks) - 1), 0) * 0.38)
    boxes, y = [], box.y
    for block, high in zip(blocks, heights, strict=True):
        boxes.append((block, Box(box.x, y, box.w, high)))
        y += high + gap
    return boxes


def _heights(blocks: tuple[Block, ...], page: Page, box: Box) -> list[float]:
    wishes = [natural_height(block, page, box.w) for block in blocks]
    room = box.h - GAP * (len(blocks) - 1)
    if all(isinstance(block, Statement) for block in blocks):
        # They take type of one size, the largest with which all stand on the slide.
        page.scales[Statement] = 1.0
        while sum(filter(None, wishes)) > room and page.scales[Statement] > 0.4:
            page.scales[Statement] -= 0.03
            wishes = [natural_height(block, page, box.w) for block in blocks]
    open_ones = wishes.count(None)
    wished = sum(wish for wish in wishes if wish is not None)
    share = max((room - wished) / open_ones, min(2.2, room / len(blocks))) if open_ones else 0.0
    heights = [share if wish is None else wish for wish in wishes]
    return [high * room / sum(heights) for high in heights] if sum(heights) > room else heights
