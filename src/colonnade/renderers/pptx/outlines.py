"""What part of the world a map shows, and the outlines cut at its edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from colonnade.renderers.maps import Point, Polygon, World
from colonnade.renderers.pptx.box import Box

_PART: Final = 0.62
"""Countries that lie within this share of the world's width are one part of it."""
_LEAST: Final = 0.36
"""No map shows less than this share of the world's width: a reader must see where it is."""
_MARGIN: Final = 0.12
_SPECK: Final = 0.06
"""An island smaller than this share of its country does not stretch the frame (Alaska does not count as one)."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of the plane of ``maps.World``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        return self.right - self.left

    @property
    def high(self) -> float:
        return self.bottom - self.top

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def framed(world: World, countries: Sequence[str], box: Box) -> Frame:
    """Around the countries where they all lie in one part of the world, in the box's proportions; else the world."""
    whole = Frame(0, 0, world.width, world.height)
    points = [point for iso3 in countries for point in _extent(world, iso3)]
    if not points:
        return whole
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if wide > world.width * _PART:
        return whole
    wide = max(wide * (1 + 2 * _MARGIN), world.width * _LEAST)
    high = max(high * (1 + 2 * _MARGIN), world.width * _LEAST / 2)
    ratio = box.w / box.h
    wide, high = max(wide, high * ratio), max(high, wide / ratio)
    if wide > world.width * 0.85:
        return whole
    left, right = _within((min(xs) + max(xs)) / 2, wide, world.width)
    top, bottom = _within((min(ys) + max(ys)) / 2, high, world.height)
    return Frame(left, top, right, bottom)


def _within(middle: float, length: float, whole: float) -> tuple[float, float]:
    """The stretch around the middle, moved to lie within the world."""
    if length >= whole:
        return 0, whole
    start = min(max(middle - length / 2, 0), whole - length)
    return start, start + length


def _extent(world: World, iso3: str) -> list[Point]:
    """The corners of the country's larger parts, or its point."""
    if iso3 not in world.shapes:
        return [world.points[iso3]] if iso3 in world.points else []
    sized = [(_box(ring), ring) for ring in world.shapes[iso3]]
    largest = max(_size(box) for box, _ in sized)
    return [corner for box, _ in sized if _size(box) >= largest * _SPECK for corner in box]


def _box(ring: Polygon) -> tuple[Point, Point]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs), min(ys)), (max(xs), max(ys))


def _size(box: tuple[Point, Point]) -> float:
    (left, top), (right, bottom) = box
    return (right - left) * (bottom - top)


def cut(ring: Polygon, frame: Frame) -> Polygon:
    """The part of the outline inside the frame; empty where none is."""
    (left, top), (right, bottom) = _box(ring)
    if frame.holds((left, top)) and frame.holds((right, bottom)):
        return ring
    if right < frame.left or left > frame.right or bottom < frame.top or top > frame.bottom:
        return ()
    points: Sequence[Point] = ring
    for axis, edge, sign in (
        (0, frame.left, 1),
        (0, frame.right, -1),
        (1, frame.top, 1),
        (1, frame.bottom, -1),
    ):
        points = _cut_at(points, axis, edge, sign)
    return tuple(points) if len(points) > 2 else ()


def _cut_at(points: Sequence[Point], axis: int, edge: float, sign: int) -> list[Point]:
    """What lies on the inner side of one edge, closed along it."""
    kept: list[Point] = []
    for place, point in enumerate(points):
        before = points[place - 1]
        inside, was_inside = (sign * (p[axis] - edge) >= 0 for p in (point, before))
        if inside != was_inside:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            kept.append(
                (before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share)
            )
        if inside:
            kept.append(point)
    return kept
