"""Which slides must go on to a second: type is made smaller only so far, then what does not fit goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from colonnade.renderers.document import (
    Block,
    Chain,
    Document,
    Group,
    Groups,
    Map,
    Matrix,
    Paragraph,
    Products,
    Quotes,
    Slide,
    Statement,
    Table,
    Text,
    Timeline,
    Tree,
)
from colonnade.renderers.labels import label
from colonnade.renderers.pptx.arrange import GAP, arranged, body_of
from colonnade.renderers.pptx.atlas import Names, Unlisted, listed_beside
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.drawing import natural_height, scale_in
from colonnade.renderers.pptx.page import Page

_LEAST: Final[dict[type, float]] = {
    Table: 0.62, Matrix: 0.74, Text: 0.63, Statement: 0.6, Quotes: 0.69, Products: 0.7, Groups: 0.6,
    Chain: 0.68, Timeline: 0.71, Tree: 0.7, Names: 0.9,
}  # fmt: skip
"""How much smaller the type of each kind may become: to eleven points or so for cards, fourteen for sentences."""
_MOST: Final[dict[type, int]] = {Table: 18, Matrix: 28, Products: 20, Chain: 10, Quotes: 6}
_ENTRIES: Final = {Quotes: "quotes", Products: "products", Chain: "steps", Matrix: "rows", Table: "rows"}


def continued(slide: Slide, document: Document) -> tuple[Slide, ...]:
    """The slide, or as many as it needs: what does not fit goes on under the same title."""
    if not slide.blocks:
        return (slide,)
    groups = _groups(slide.blocks, Page(document, None, slide.heading), body_of(slide))
    part = " ".join(filter(None, (slide.part, label("continued", document.language))))
    on = replace(slide, part=part, notes=())
    return (replace(slide, blocks=groups[0]), *(replace(on, blocks=group) for group in groups[1:]))


def _groups(blocks: tuple[Block, ...], page: Page, body: Box) -> list[tuple[Block, ...]]:
    """The blocks of each slide. What goes on begins, if it can, under what stands before it."""
    groups: list[tuple[Block, ...]] = []
    open_group: tuple[Block, ...] = ()
    for block in blocks:
        if _fits((*open_group, block), page, body):
            open_group = (*open_group, block)
            continue
        left = body.below(sum((natural_height(b, page, body.w) or 2.2) + GAP for b in open_group))
        first, *rest = _parts(block, page, left if left.h > body.h * 0.5 else body)
        if open_group and not _fits((*open_group, first), page, body):
            groups.append(open_group)
            first, *rest = _parts(block, page, body)
            open_group = ()
        for part in rest:
            groups.append((*open_group, first))
            open_group, first = (), part
        open_group = (*open_group, first)
    return [*groups, open_group]


def _fits(blocks: tuple[Block, ...], page: Page, body: Box) -> bool:
    return all(
        _count(block) <= _MOST.get(type(block), 10**6)
        and (
            not isinstance(block, Map)
            or isinstance(block, Unlisted | Names)
            or listed_beside(block, page, box)
        )
        and scale_in(block, page, box) >= _LEAST.get(type(block), 0.0)
        for block, box in arranged(blocks, page, body)
    )


def _parts(block: Block, page: Page, box: Box) -> list[Block]:
    """As few parts as are needed to read them; where one entry is too long for any slide, as few as help."""
    count = _count(block)
    best: tuple[float, list[Block]] = (-1.0, [block])
    for number in range(-(-count // _MOST.get(type(block), 10**6)), count + 1):
        parts = _cut(block, max(number, 1))
        if all(_fits((part,), page, box) for part in parts):
            return parts
        smallest = min(scale_in(part, page, box) for part in parts)
        if smallest > best[0] + 0.02:
            best = (smallest, parts)
    return best[1]


def _count(block: Block) -> int:
    """Into how many parts the block could be cut."""
    if name := _ENTRIES.get(type(block)):
        return len(getattr(block, name))
    match block:
        case Text():
            return len(block.paragraphs)
        case Timeline():
            return len(block.moments)
        case Tree():
            return len(_reports(block))
        case Groups():
            return len(block.groups) if len(block.groups) > 1 else sum(len(g.items) for g in block.groups)
        case Map():
            return len(block.places)
    return 1


def _cut(block: Block, number: int) -> list[Block]:
    """The block in so many parts of nearly the same length."""
    if number <= 1:
        return [block]
    match block:
        case Table():
            return [
                replace(block, rows=rows, total_row=block.total_row and rows[-1] is block.rows[-1])
                for rows in _shared(block.rows, number)
            ]
        case Products():
            parts = [replace(block, products=part) for part in _shared(block.products, number)]
            return [parts[0], *(replace(part, counts=()) for part in parts[1:])]
        case Text():
            return [Text(part) for part in _shared(block.paragraphs, number, _words)]
        case Groups():
            return _cut_groups(block, number)
        case Timeline():
            by_date = sorted(block.moments, key=lambda moment: moment.when.first_day)
            return [replace(block, moments=part) for part in _shared(by_date, number)]
        case Tree():
            return [_with_reports(block, part) for part in _shared(_reports(block), number)]
        case Map():
            names = [
                Names(part, block.title, block.alt, "", None, block.note)
                for part in _shared(block.places, number - 1)
            ]
            return [
                Unlisted(block.places, block.title, block.alt, block.disclaimer, block.total, block.note),
                *names,
            ]
    name = _ENTRIES[type(block)]
    return [replace(block, **{name: part}) for part in _shared(getattr(block, name), number)]


def _shared(entries: Iterable[Any], number: int, weight: Callable[[Any], float] = lambda _: 1.0) -> list[Any]:
    """The entries in order, in so many parts of nearly the same weight."""
    everything = tuple(entries)
    share = sum(map(weight, everything)) / number
    parts: list[list[Any]] = [[]]
    carried = 0.0
    for entry in everything:
        if parts[-1] and len(parts) < number and carried + weight(entry) / 2 > share * len(parts):
            parts.append([])
        parts[-1].append(entry)
        carried += weight(entry)
    return [tuple(part) for part in parts]


def _words(paragraph: Paragraph) -> float:
    """Letters, a figure as ten; and what the last line leaves empty."""
    return 40 + sum(len(run) if isinstance(run, str) else 10 for run in paragraph.runs)


def _cut_groups(block: Groups, number: int) -> list[Block]:
    """Whole groups where there are several; a group alone goes on under its own heading."""
    if len(block.groups) > 1:
        return [replace(block, groups=part) for part in _shared(block.groups, number)]
    [group] = block.groups
    return [
        replace(block, groups=(Group(group.heading, part, group.note),))
        for part in _shared(group.items, number)
    ]


def _reports(tree: Tree) -> tuple[Any, ...]:
    """What a chart is cut by: those under its one head, or its heads."""
    return tree.roots[0].children if len(tree.roots) == 1 else tree.roots


def _with_reports(tree: Tree, part: tuple[Any, ...]) -> Tree:
    return replace(tree, roots=(replace(tree.roots[0], children=part),) if len(tree.roots) == 1 else part)
