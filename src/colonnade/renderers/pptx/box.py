"""Places on a slide, in inches, and how they are divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pptx.util import Emu

SLIDE_WIDTH: Final = 13.333
SLIDE_HEIGHT: Final = 7.5


def emu(inches: float) -> Emu:
    return Emu(round(inches * 914400))


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide: left, top, width and height in inches."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def inset(self, dx: float, dy: float = 0.0) -> Box:
        return Box(self.x + dx, self.y + dy, max(self.w - 2 * dx, 0.05), max(self.h - 2 * dy, 0.05))

    def top(self, height: float) -> Box:
        return Box(self.x, self.y, self.w, min(height, self.h))

    def below(self, height: float) -> Box:
        """What is left under a strip of that height."""
        return Box(self.x, self.y + height, self.w, max(self.h - height, 0.05))

    def foot(self, height: float) -> Box:
        return Box(self.x, self.bottom - height, self.w, height)

    def columns(self, shares: tuple[float, ...], gap: float) -> tuple[Box, ...]:
        """Side by side from the left, in proportion to the shares."""
        free = self.w - gap * (len(shares) - 1)
        boxes, x = [], self.x
        for share in shares:
            width = free * share / sum(shares)
            boxes.append(Box(x, self.y, width, self.h))
            x += width + gap
        return tuple(boxes)

    def rows(self, shares: tuple[float, ...], gap: float) -> tuple[Box, ...]:
        """One under the other, in proportion to the shares."""
        free = self.h - gap * (len(shares) - 1)
        boxes, y = [], self.y
        for share in shares:
            height = free * share / sum(shares)
            boxes.append(Box(self.x, y, self.w, height))
            y += height + gap
        return tuple(boxes)

    def flipped_in(self, outer: Box) -> Box:
        """The same box as seen in a mirror held to the outer one: for languages read from the right."""
        return Box(outer.x + outer.right - self.right, self.y, self.w, self.h)


SLIDE: Final = Box(0, 0, SLIDE_WIDTH, SLIDE_HEIGHT)
BODY: Final = Box(0.65, 1.5, SLIDE_WIDTH - 1.3, 5.2)
"""Where blocks stand on a content slide: under the title, over the footer, inside the margins."""
