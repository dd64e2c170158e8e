"""Where the blocks of a slide stand, and which slides must go on to a second."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from colonnade.renderers.document import (
    Block,
    Chain,
    Chart,
    Groups,
    Map,
    Matrix,
    Numbers,
    Paragraph,
    Products,
    Quotes,
    Slide,
    Table,
    Text,
    Timeline,
    Tree,
)
from colonnade.renderers.labels import label
from colonnade.renderers.pptx.box import BODY, Box
from colonnade.renderers.pptx.drawing import natural_height
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.tables import type_factor

GAP: Final = 0.3
_MOST_ROWS: Final = 18
_SMALLEST: Final = 0.5
"""A table whose type would be smaller than half its size goes on to another slide."""
_MOST: Final = {Quotes: 6, Products: 20, Groups: 8, Chain: 10, Matrix: 28}
_FIELD: Final = {Quotes: "quotes", Products: "products", Groups: "groups", Chain: "steps", Matrix: "rows"}
_MOST_WORDS: Final = 1500
_WIDE: Final = (Map, Tree, Timeline)


def continued(slide: Slide, language: str) -> tuple[Slide, ...]:
    """The slide, or as many as it needs: a long table, list or text goes on under the same title."""
    on = replace(slide, part=" ".join(filter(None, (slide.part, label("continued", language)))), notes=())
    for place, block in enumerate(slide.blocks):
        parts = _parts(block, language)
        if len(parts) > 1:
            first = replace(slide, blocks=(*slide.blocks[:place], parts[0]))
            middle = [replace(on, blocks=(part,)) for part in parts[1:]]
            rest = slide.blocks[place + 1 :]
            return (first, *middle, *(continued(replace(on, blocks=rest), language) if rest else ()))
    return (slide,)


def _parts(block: Block, language: str) -> tuple[Block, ...]:
    if isinstance(block, Table):
        return _table_parts(block, language)
    if isinstance(block, Text):
        return _text_parts(block)
    name, most = _FIELD.get(type(block), ""), _MOST.get(type(block), 0)
    if not name or len(getattr(block, name)) <= most:
        return (block,)
    entries = getattr(block, name)
    parts = [replace(block, **{name: entries[a:b]}) for a, b in _even(len(entries), most)]
    return (
        parts[0],
        *(replace(part, counts=()) if isinstance(part, Products) else part for part in parts[1:]),
    )


def _table_parts(block: Table, language: str) -> tuple[Table, ...]:
    """As few as are needed to read it; the total stays on the last."""
    most = _MOST_ROWS
    while True:
        parts = [
            replace(block, rows=block.rows[a:b], total_row=block.total_row and b == len(block.rows))
            for a, b in _even(len(block.rows), most)
        ] or [block]
        if most <= 2 or min(type_factor(part, BODY, language) for part in parts) >= _SMALLEST:
            return tuple(parts)
        most -= 2


def _even(count: int, most: int) -> list[tuple[int, int]]:
    """Parts of nearly the same length, none above the most."""
    number = -(-count // most)
    edges = [round(count * step / number) for step in range(number + 1)]
    return list(zip(edges, edges[1:], strict=False))


def _text_parts(block: Text) -> tuple[Block, ...]:
    parts: list[list[Paragraph]] = [[]]
    length = 0
    whole = sum(map(_words, block.paragraphs))
    most = whole / -(-whole // _MOST_WORDS) if whole else 0
    for paragraph in block.paragraphs:
        words = _words(paragraph)
        if parts[-1] and length + words / 2 > most:
            parts.append([])
            length = 0
        parts[-1].append(paragraph)
        length += words
    return tuple(Text(tuple(part)) for part in parts)


def _words(paragraph: Paragraph) -> int:
    """Letters, a figure as ten; and what the last line leaves empty."""
    return 40 + sum(len(run) if isinstance(run, str) else 10 for run in paragraph.runs)


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
    wishes = [natural_height(block, page, box.w) for block in blocks]
    room = box.h - GAP * (len(blocks) - 1)
    open_ones = wishes.count(None)
    wished = sum(wish for wish in wishes if wish is not None)
    share = max((room - wished) / open_ones, min(2.2, room / len(blocks))) if open_ones else 0.0
    heights = [share if wish is None else wish for wish in wishes]
    if sum(heights) > room:
        heights = [high * room / sum(heights) for high in heights]
    boxes, y = [], box.y
    for block, high in zip(blocks, heights, strict=True):
        # A block alone may use all the room below it.
        boxes.append((block, Box(box.x, y, box.w, box.h if len(blocks) == 1 else high)))
        y += high + GAP
    return boxes
