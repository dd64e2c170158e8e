"""Organisational charts: posts as cards, joined by connectors that follow a card when it is moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from colonnade.renderers.document import Node, Tree
from colonnade.renderers.labels import label
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, TINT, WASH
from colonnade.renderers.pptx.drawing import captioned, draw, lowered, scale_in
from colonnade.renderers.pptx.page import Page, decorative
from colonnade.renderers.pptx.text import Line, factor_for, write

_HANG: Final = 0.16
"""How far, in widths of a card, posts that hang under one another stand in from their head."""
_LOOP: Final = 0.11
"""Inches that a line along the side stands out."""
_READABLE: Final = 0.8
_TOP, _LEFT, _BOTTOM, _RIGHT = range(4)
"""Where a connector can be fastened to a card, as the format numbers them."""


Side = Literal["top", "start", "trunk"]


@dataclass(frozen=True)
class Seat:
    """A post with its place: columns from the left and levels from the top, and how it is joined to its head.

    ``side`` is where its reporting line comes in: from above; along the side, where posts hang under one
    another; or from the trunk between two columns.
    """

    node: Node
    column: float
    level: float
    head: int | None
    side: Side = "top"


def seats(roots: tuple[Node, ...]) -> list[Seat]:
    """Every post with its place. Heads stand over the middle of those who report to them."""
    placed: list[Seat] = []
    left = 0.0
    for root in roots:
        left += _seat(root, left, 0, None, placed)
    return placed


def _seat(node: Node, left: float, level: float, head: int | None, placed: list[Seat]) -> float:
    """Place a post and all under it; give the columns they take."""
    index = len(placed)
    placed.append(Seat(node, left, level, head))
    children = node.children
    if not children:
        return 1.0
    if head is not None and len(children) > 1 and _are_leaves(children):
        for order, child in enumerate(children, 1):
            placed.append(Seat(child, left + _HANG, level + order, index, "start"))
        return 1.0 + _HANG
    width = 0.0
    for child in children:
        width += _seat(child, left + width, level + 1, index, placed)
    reports = [seat.column for seat in placed[index + 1 :] if seat.head == index]
    placed[index] = Seat(node, (min(reports) + max(reports)) / 2, level, head)
    return max(width, 1.0)


def _are_leaves(nodes: tuple[Node, ...]) -> bool:
    return all(not node.children for node in nodes)


@draw.register
def _(block: Tree, page: Page, box: Box) -> None:
    box = captioned(page, box, block.caption)
    if not block.roots:
        return
    placed, cells, scale = _seated(block, page, box)
    scale = page.scale(block, scale)
    if page.rtl:
        cells = [cell.flipped_in(box) for cell in cells]
    group = page.slide.shapes.add_group_shape()
    group.name = f"Organisational chart: {block.caption or page.title}"
    page.say(group, block.alt)
    cards = [
        _card(page, group, cell, seat.node, seat.level == 0, scale)
        for seat, cell in zip(placed, cells, strict=True)
    ]
    for seat, card in zip(placed, cards, strict=True):
        if seat.head is not None:
            _join(page, group, cards[seat.head], card, seat)


Plan = tuple[list[Seat], list[Box]]


def _seated(block: Tree, page: Page, box: Box) -> tuple[list[Seat], list[Box], float]:
    """Posts, their cards and how much smaller the type must be.

    The usual chart where it can be read; many posts under one head in two columns below it.
    """
    placed = seats(block.roots)
    plans: list[Plan] = [(placed, _cells(placed, box))]
    if len(block.roots) == 1 and len(block.roots[0].children) > 3 and _are_leaves(block.roots[0].children):
        plans.append(_two_columns(block.roots[0], box))
    scales = [min(_scale(s.node, c, page) for s, c in zip(*plan, strict=True)) for plan in plans]
    best = 0 if scales[0] >= _READABLE else scales.index(max(scales))
    return *plans[best], scales[best]


def _two_columns(head: Node, box: Box) -> Plan:
    """The head on top, a trunk down from it, its posts to both sides."""
    each = -(-len(head.children) // 2)
    high = min(1.0, box.h * 0.2)
    step = min((box.h - high - 0.12) / each, 1.1)
    box = lowered(box, high + 0.2 + step * each)
    outer = box.inset(max((box.w - 10.8) / 2, 0))
    placed = [Seat(head, 0.5, 0, None)]
    cells = [Box(box.x + (box.w - 4.0) / 2, box.y, 4.0, high)]
    columns = outer.columns((1, 1), 0.8)
    for order, child in enumerate(head.children):
        column, row = divmod(order, each)
        placed.append(Seat(child, column, row + 1, 0, "trunk"))
        cell = columns[column]
        cells.append(Box(cell.x, box.y + high + 0.2 + row * step, cell.w, step - min(0.16, step * 0.2)))
    return placed, cells


@scale_in.register
def _(block: Tree, page: Page, box: Box) -> float:
    return _seated(block, page, box.below(0.42) if block.caption else box)[2] if block.roots else 1.0


def _cells(placed: list[Seat], box: Box) -> list[Box]:
    """Columns and levels as inches: cards as large as the room allows, the whole in the middle."""
    wide = max(seat.column for seat in placed) + 1
    deep = max(seat.level for seat in placed) + 1
    step_x = min(box.w / wide, 2.9)
    step_y = min((box.h + 0.42) / deep, 1.9)
    card_w, card_h = step_x - min(0.22, step_x * 0.12), step_y - min(0.42, step_y * 0.3)
    box = lowered(box, step_y * deep - 0.42)
    left = box.x + (box.w - step_x * wide + (step_x - card_w)) / 2
    # A head alone above many narrow cards is itself wide and low.
    alone = sum(seat.level == 0 for seat in placed) == 1
    head = Box(0, 0, max(card_w, min(2.9, box.w)), min(card_h, 1.0)) if alone else Box(0, 0, card_w, card_h)
    lift = card_h - head.h
    cells = []
    for seat in placed:
        x, y = left + seat.column * step_x, box.y + seat.level * step_y
        if seat.level == 0:
            cells.append(Box(x + (card_w - head.w) / 2, y, head.w, head.h))
        else:
            cells.append(Box(x, y - lift, card_w, card_h))
    return cells


def _lines(node: Node, page: Page, head: bool) -> list[Line]:
    on = GROUND if head else INK
    lines = [Line.of(node.title, size=16, bold=True, colour=on, align="center")]
    holder = label("vacant", page.language) if node.vacant else node.holder
    under = "  ·  ".join(filter(None, (holder, node.note)))
    if under:
        lines.append(
            Line.of(under, size=13, colour=GROUND if head else MUTED, italic=node.vacant, align="center")
        )
    return lines


def _scale(node: Node, cell: Box, page: Page) -> float:
    """How much smaller this card's words must be; all cards then take the smallest, to look alike."""
    return factor_for(_lines(node, page, False), cell.w - 0.16, cell.h - 0.1, page.language)


def _card(page: Page, group: Any, box: Box, node: Node, head: bool, scale: float) -> Any:
    solid = head and not node.vacant
    fill, line = (BRAND, None) if solid else (GROUND, DEEP) if node.vacant else (WASH, TINT)
    card = page.panel(f"Post: {node.title}", box, fill=fill, line=line, weight=1, within=group.shapes)
    if node.vacant:
        card.line.dash_style = MSO_LINE.DASH
    # A head may be set larger than those under it, but not by much.
    factor = min(_scale(node, box, page), scale * 1.4) if head else scale
    lines = [line.at(factor) for line in _lines(node, page, solid)]
    write(page, card, lines, anchor="middle", margin=(0.06, 0.03), factor=1.0)
    return card


def _join(page: Page, group: Any, head: Any, card: Any, seat: Seat) -> None:
    """An elbow from the head's foot to the card's top; for posts under one another along the side."""
    middle_of_head, middle_of_card = head.left + head.width // 2, card.left + card.width // 2
    straight = seat.side == "top" and abs(middle_of_head - middle_of_card) < 2000
    line = page.slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT if straight else MSO_CONNECTOR.ELBOW, 0, 0, 0, 0
    )
    hung = _RIGHT if page.rtl else _LEFT
    inner = _LEFT if middle_of_card > middle_of_head else _RIGHT
    line.begin_connect(head, hung if seat.side == "start" else _BOTTOM)
    line.end_connect(card, {"top": _TOP, "start": hung, "trunk": inner}[seat.side])
    line.name = "Reporting line"
    line.line.color.theme_color = MUTED
    line.line.width = Pt(1.25)
    if seat.node.vacant:
        line.line.dash_style = MSO_LINE.DASH
    style = line._element.find(qn("p:style"))
    if style is not None:
        line._element.remove(style)
    if seat.side == "start":
        _elbow_aside(line, head, card, not page.rtl)
    elif seat.side == "trunk":
        inner_edge = card.left + (0 if inner == _LEFT else card.width)
        _elbow_down(line, head, (inner_edge, card.top + card.height // 2), None)
    elif not straight:
        _elbow_down(line, head, (middle_of_card, card.top), 50000)
    decorative(line)


def _elbow_down(line: Any, head: Any, end: tuple[int, int], bend: int | None) -> None:
    """Down from the head's foot and across; with a bend on the way, across there and down again.

    Turned by a quarter: the frame is drawn around the same middle with its sides exchanged.
    """
    x0, y0 = head.left + head.width // 2, head.top + head.height
    x1, y1 = end
    high, wide = y1 - y0, abs(x1 - x0)
    left, top = (x0 + x1) // 2 - high // 2, (y0 + y1) // 2 - wide // 2
    flip = ' flipH="1"' if x1 > x0 else ""
    turn = "16200000" if x1 > x0 else "5400000"
    _frame(line, f' rot="{turn}"{flip}', left, top, high, wide, bend)


def _elbow_aside(line: Any, head: Any, card: Any, on_the_left: bool) -> None:
    """Out from the side of the head, down, and in to the same side of the card."""
    x0 = head.left + (0 if on_the_left else head.width)
    x1 = card.left + (0 if on_the_left else card.width)
    y0, y1 = head.top + head.height // 2, card.top + card.height // 2
    wide = max(abs(x1 - x0), 1)
    flip = "" if on_the_left else ' flipH="1"'
    _frame(line, flip, min(x0, x1), y0, wide, y1 - y0, -round(emu(_LOOP) / wide * 100000))


def _frame(line: Any, turn: str, left: int, top: int, wide: int, high: int, bend: int | None) -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    properties = line._element.spPr
    for tag in ("a:xfrm", "a:prstGeom"):
        properties.remove(properties.find(qn(tag)))
    frame = parse_xml(
        f'<a:xfrm {space}{turn}><a:off x="{round(left)}" y="{round(top)}"/>'
        f'<a:ext cx="{round(wide)}" cy="{round(high)}"/></a:xfrm>'
    )
    kind = "bentConnector2" if bend is None else "bentConnector3"
    guide = "" if bend is None else f'<a:gd name="adj1" fmla="val {bend}"/>'
    shape = parse_xml(f'<a:prstGeom {space} prst="{kind}"><a:avLst>{guide}</a:avLst></a:prstGeom>')
    properties.insert(0, frame)
    properties.insert(1, shape)
