"""Organisational charts: posts as cards, joined by connectors that follow a card when it is moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from colonnade.renderers.document import Node, Tree
from colonnade.renderers.labels import label
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, TINT, WASH
from colonnade.renderers.pptx.drawing import captioned, draw
from colonnade.renderers.pptx.page import Page, decorative
from colonnade.renderers.pptx.text import Line, fitted, write

_HANG: Final = 0.16
"""How far, in widths of a card, posts that hang under one another stand in from their head."""
_ABREAST: Final = 10
_TOP, _LEFT, _BOTTOM, _RIGHT = range(4)
"""Where a connector can be fastened to a card, as the format numbers them."""


@dataclass(frozen=True)
class Seat:
    """A post with its place: columns from the left and levels from the top, and how it is joined to its head."""

    node: Node
    column: float
    level: float
    head: int | None
    hanging: bool = False


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
    leaves = all(not child.children for child in children)
    if not children:
        return 1.0
    if leaves and head is not None and len(children) > 1:
        for order, child in enumerate(children, 1):
            placed.append(Seat(child, left + _HANG, level + order, index, hanging=True))
        return 1.0 + _HANG
    if leaves and len(children) > _ABREAST:
        width = _staggered(children, left, level, index, placed)
    else:
        width = 0.0
        for child in children:
            width += _seat(child, left + width, level + 1, index, placed)
    reports = [seat.column for seat in placed[index + 1 :] if seat.head == index]
    placed[index] = Seat(node, (min(reports) + max(reports)) / 2, level, head)
    return max(width, 1.0)


def _staggered(
    children: tuple[Node, ...], left: float, level: float, index: int, placed: list[Seat]
) -> float:
    """Many posts under one head in two rows, the lower half a card aside: its lines pass between the upper cards."""
    upper = -(-len(children) // 2)
    for order, child in enumerate(children):
        lower = order >= upper
        placed.append(Seat(child, left + (order - upper + 0.5 if lower else order), level + 1 + lower, index))
    return upper + 0.5


@draw.register
def _(block: Tree, page: Page, box: Box) -> None:
    box = captioned(page, box, block.caption)
    placed = seats(block.roots)
    if not placed:
        return
    cells = _cells(placed, box)
    if page.rtl:
        cells = [cell.flipped_in(box) for cell in cells]
    group = page.slide.shapes.add_group_shape()
    group.name = f"Organisational chart: {block.caption or page.title}"
    page.say(group, block.alt)
    scale = min(
        (_scale(seat.node, cell, page) for seat, cell in zip(placed, cells, strict=True)), default=1.0
    )
    cards = [
        _card(page, group, cell, seat.node, seat.level == 0, scale)
        for seat, cell in zip(placed, cells, strict=True)
    ]
    for seat, card in zip(placed, cards, strict=True):
        if seat.head is not None:
            _join(page, group, cards[seat.head], card, seat, placed[seat.head])


def _cells(placed: list[Seat], box: Box) -> list[Box]:
    """Columns and levels as inches: cards as large as the room allows, the whole in the middle."""
    wide = max(seat.column for seat in placed) + 1
    deep = max(seat.level for seat in placed) + 1
    step_x = min(box.w / wide, 2.9)
    step_y = min((box.h + 0.35) / deep, 1.65 if step_x > 1.7 else 2.1)
    card_w, card_h = (
        step_x - min(0.22, step_x * 0.12),
        min(step_y - min(0.38, step_y * 0.3), 1.15 if step_x > 1.7 else 1.6),
    )
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
    lines = [Line.of(node.title, size=15, bold=True, colour=on, align="center")]
    holder = label("vacant", page.language) if node.vacant else node.holder
    under = "  ·  ".join(filter(None, (holder, node.note)))
    if under:
        lines.append(
            Line.of(under, size=13, colour=GROUND if head else MUTED, italic=node.vacant, align="center")
        )
    return lines


def _scale(node: Node, cell: Box, page: Page) -> float:
    """How much smaller this card's words must be; all cards then take the smallest, to look alike."""
    lines = _lines(node, page, False)
    return fitted(lines, cell.w - 0.16, cell.h - 0.08, page.language)[0].look.size / lines[0].look.size


def _card(page: Page, group: Any, box: Box, node: Node, head: bool, scale: float) -> Any:
    solid = head and not node.vacant
    fill, line = (BRAND, None) if solid else (GROUND, DEEP) if node.vacant else (WASH, TINT)
    card = page.panel(f"Post: {node.title}", box, fill=fill, line=line, weight=1, within=group.shapes)
    if node.vacant:
        card.line.dash_style = MSO_LINE.DASH
    # A head may be set larger than those under it, but not by much.
    factor = min(_scale(node, box, page), scale * 1.4) if head else scale
    lines = [line.at(factor) for line in _lines(node, page, solid)]
    write(page, card, lines, anchor="middle", margin=(0.06, 0.03))
    return card


def _join(page: Page, group: Any, head: Any, card: Any, seat: Seat, above: Seat) -> None:
    """An elbow from the head's foot to the card's top; for hanging posts along the side."""
    middle_of_head, middle_of_card = head.left + head.width // 2, card.left + card.width // 2
    straight = not seat.hanging and abs(middle_of_head - middle_of_card) < 2000
    kind = MSO_CONNECTOR.STRAIGHT if straight else MSO_CONNECTOR.ELBOW
    line = page.slide.shapes.add_connector(kind, 0, 0, 0, 0)
    side = _RIGHT if page.rtl else _LEFT
    line.begin_connect(head, side if seat.hanging else _BOTTOM)
    line.end_connect(card, side if seat.hanging else _TOP)
    line.name = "Reporting line"
    line.line.color.theme_color = MUTED
    line.line.width = Pt(1.25)
    if seat.node.vacant:
        line.line.dash_style = MSO_LINE.DASH
    style = line._element.find(qn("p:style"))
    if style is not None:
        line._element.remove(style)
    if seat.hanging:
        _elbow_aside(line, head, card, page.rtl)
    elif not straight:
        _elbow_down(line, head, card, seat.level - above.level)
    decorative(line)


def _elbow_down(line: Any, head: Any, card: Any, levels: float) -> None:
    """Down, across at the height of the first row's lines, down: a connector turned by a quarter."""
    x0, y0 = head.left + head.width // 2, head.top + head.height
    x1, y1 = card.left + card.width // 2, card.top
    high, wide = y1 - y0, abs(x1 - x0)
    first_gap = high if levels <= 1 else high - round((card.top - head.top) / levels) * (levels - 1)
    # Turned by 90 degrees the frame is drawn around the same middle with its sides exchanged.
    left, top = (x0 + x1) // 2 - high // 2, (y0 + y1) // 2 - wide // 2
    flip = ' flipH="1"' if x1 > x0 else ""
    turn = "16200000" if x1 > x0 else "5400000"
    _frame(line, f' rot="{turn}"{flip}', left, top, high, wide, round(first_gap / 2 / max(high, 1) * 100000))


def _elbow_aside(line: Any, head: Any, card: Any, mirrored: bool) -> None:
    """Out from the side of the head, down, and in to the side of the card."""
    x0 = head.left + (head.width if mirrored else 0)
    x1 = card.left + (card.width if mirrored else 0)
    y0, y1 = head.top + head.height // 2, card.top + card.height // 2
    wide = max(abs(x1 - x0), 1)
    flip = ' rot="10800000" flipV="1"' if mirrored else ""
    _frame(line, flip, min(x0, x1), y0, wide, y1 - y0, -round(emu(0.11) / wide * 100000))


def _frame(line: Any, turn: str, left: int, top: int, wide: int, high: int, bend: int) -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    properties = line._element.spPr
    for tag in ("a:xfrm", "a:prstGeom"):
        properties.remove(properties.find(qn(tag)))
    frame = parse_xml(
        f'<a:xfrm {space}{turn}><a:off x="{round(left)}" y="{round(top)}"/>'
        f'<a:ext cx="{round(wide)}" cy="{round(high)}"/></a:xfrm>'
    )
    shape = parse_xml(
        f'<a:prstGeom {space} prst="bentConnector3"><a:avLst><a:gd name="adj1" fmla="val {bend}"/></a:avLst></a:prstGeom>'
    )
    properties.insert(0, frame)
    properties.insert(1, shape)
