"""An organisational chart: posts as boxes, an empty one with a broken outline."""

from __future__ import annotations

from typing import Final

from colonnade.renderers.document import Node, Tree
from colonnade.renderers.drawings import colours
from colonnade.renderers.drawings.colours import INK, MUTED
from colonnade.renderers.drawings.svg import WIDTH, Canvas, lines
from colonnade.renderers.labels import label

BOX: Final = 116.0
GAP: Final = 10.0
DROP: Final = 26.0
INDENT: Final = 22.0
MOST_ABREAST: Final = 6


def tree(block: Tree, language: str, brand_colour: str, width: float = WIDTH) -> str:
    """From the top down; where a level has more boxes than fit, they are listed with indents."""
    colour = colours.seen(brand_colour, 4.5)
    if sum(map(_leaves, block.roots)) <= MOST_ABREAST:
        picture = _Tree(Canvas(language, width), colour)
        return picture.spread(block)
    picture = _Tree(Canvas(language, width), colour)
    y = 4.0
    for root in block.roots:
        y = picture.listed(root, 0, y)
    return picture.canvas.svg(y, block.caption, block.alt)


def _leaves(node: Node) -> int:
    return sum(map(_leaves, node.children)) or 1


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, node.children), default=0)


class _Tree:
    def __init__(self, canvas: Canvas, colour: str) -> None:
        self.canvas = canvas
        self.colour = colour

    def spread(self, block: Tree) -> str:
        across = sum(map(_leaves, block.roots))
        self.canvas.width = max(self.canvas.width, across * (BOX + GAP) - GAP + 2)
        x = (self.canvas.width - (across * (BOX + GAP) - GAP)) / 2
        tops = self._tops(block)
        for root in block.roots:
            self._spread(root, x, 0, tops)
            x += _leaves(root) * (BOX + GAP)
        return self.canvas.svg(tops[-1] - DROP + 2, block.caption, block.alt)

    def _tops(self, block: Tree) -> list[float]:
        """Where each level begins: under the highest box of the level above."""
        tops, level = [2.0], list(block.roots)
        while level:
            tops.append(tops[-1] + max(self._height(node, BOX) for node in level) + DROP)
            level = [child for node in level for child in node.children]
        return tops

    def _spread(self, node: Node, x: float, level: int, tops: list[float]) -> float:
        """The node over the middle of those who report to it; its own middle."""
        at, middles = x, []
        for child in node.children:
            middles.append(self._spread(child, at, level + 1, tops))
            at += _leaves(child) * (BOX + GAP)
        middle = (middles[0] + middles[-1]) / 2 if middles else x + BOX / 2
        foot = tops[level] + self._height(node, BOX)
        if middles:
            bend = tops[level + 1] - DROP / 2
            self.canvas.line(middle, foot, middle, bend, MUTED, 1.2)
            self.canvas.line(middles[0], bend, middles[-1], bend, MUTED, 1.2)
            for under in middles:
                self.canvas.line(under, bend, under, tops[level + 1], MUTED, 1.2)
        self._box(node, middle - BOX / 2, tops[level], BOX, level == 0)
        return middle

    def listed(self, node: Node, level: int, y: float) -> float:
        x = 1 + level * INDENT
        width = min(self.canvas.width - x - 1, 330.0)
        height = self._height(node, width)
        self._box(node, x, y, width, level == 0)
        below = y + height + 8
        for child in node.children:
            middle = below + self._height(child, min(self.canvas.width - x - INDENT - 1, 330.0)) / 2
            self.canvas.polyline([(x + 10, y + height), (x + 10, middle), (x + INDENT, middle)], MUTED, 1.2)
            below = self.listed(child, level + 1, below)
        return below

    def _words(self, node: Node, width: float) -> list[tuple[str, float, bool]]:
        """Title, then who holds the post, then its grade."""
        room = width - 14
        holder = label("vacant", self.canvas.language) if node.vacant else node.holder
        title = [(line, 12.0, True) for line in lines(node.title, room, 12, 3, bold=True)]
        held = [(line, 12.0, False) for line in lines(holder, room, 12, 2)]
        return title + held + [(line, 11.0, False) for line in lines(node.note, room, 11, 2)]

    def _height(self, node: Node, width: float) -> float:
        return sum(size * 1.3 for _, size, _ in self._words(node, width)) + 14

    def _box(self, node: Node, x: float, y: float, width: float, head: bool) -> None:
        fill = colours.PAPER if node.vacant else colours.mixed(self.colour, colours.PAPER, 0.9)
        fill = self.colour if head and not node.vacant else fill
        ink = colours.PAPER if fill == self.colour else INK
        self.canvas.rect(
            x, y, width, self._height(node, width), fill, rx=4, stroke=self.colour, stroke_width=1.2,
            stroke_dasharray="4 3" if node.vacant else None,
        )  # fmt: skip
        at = y + 18
        for words, size, bold in self._words(node, width):
            self.canvas.text(x + width / 2, at, words, size, "middle", ink, bold)
            at += size * 1.3
