"""The world on a plane: the outlines and points from which every format draws its maps.

Made once by ``make_maps`` and shipped; see ``reference/SOURCES.md`` for where it comes from
and how it differs from its source. Lines on it are for orientation and state no position.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import dist
from typing import Final

Point = tuple[float, float]
Polygon = tuple[Point, ...]

SMALLEST_SEEN: Final = 12.0
"""Square units of a map 1000 wide (some 14,000 square kilometres): below it a State is a dot."""

UNSEEN: Final = 0.8
"""Units of a map 1000 wide by which a line may be off on a page, where a map is some 640 points wide."""


@dataclass(frozen=True)
class World:
    """Equal Earth, y downwards, from (0, 0) to (width, height); Antarctica is left out.

    ``shapes`` has outer rings only, largest State first: painted in that order, a State that
    lies within another (Lesotho, San Marino) comes on top of it. ``points`` has all areas of
    the M49 standard, also those without a shape (Tuvalu).
    """

    width: float
    height: float
    shapes: dict[str, tuple[Polygon, ...]]
    points: dict[str, Point]

    def too_small(self, iso3: str) -> bool:
        """Would nobody see the shape on a page? Then a dot is drawn on its point."""
        return iso3 not in self.shapes or _area(self.shapes[iso3][0]) < SMALLEST_SEEN


@lru_cache(maxsize=1)
def world() -> World:
    plain = json.loads(files("colonnade").joinpath("reference/geometry/world.json").read_text("utf-8"))
    return World(
        plain["width"],
        plain["height"],
        {iso3: tuple(_polygon(steps) for steps in rings) for iso3, rings in plain["shapes"].items()},
        {iso3: _polygon(steps)[0] for iso3, steps in plain["points"].items()},
    )


def too_small(iso3: str) -> bool:
    return world().too_small(iso3)


def path(polygons: tuple[Polygon, ...]) -> str:
    """The outlines as the ``d`` of an SVG path, written as short steps."""
    parts = []
    for polygon in polygons:
        if len(polygon) < 2:  # an islet of one point has no outline; its dot is drawn
            continue
        tenths = [(round(x * 10), round(y * 10)) for x, y in polygon]
        x, y = tenths[0]
        steps = [f"M{_tenth(x)} {_tenth(y)}l"]
        for px, py in tenths[1:]:
            steps.append(f"{_tenth(px - x)} {_tenth(py - y)} ")
            x, y = px, py
        parts.append("".join(steps).rstrip().replace(" -", "-") + "z")
    return "".join(parts)


@cache
def coarse(iso3: str) -> str:
    """A State's outlines for a page, a fifth of the bytes of ``path``: whole units, no corner that moves a line by less
    than ``UNSEEN``, and nothing that nobody would see. Empty where all of it is left to a dot."""
    parts = []
    for polygon in world().shapes[iso3]:
        steps = list(dict.fromkeys((round(x), round(y)) for x, y in _straightened(polygon)))
        if len(steps) > 2 and _area(polygon) >= SMALLEST_SEEN:
            (x, y), rest = steps[0], steps[1:]
            said = [f"M{x} {y}l"]
            for px, py in rest:
                said.append(f"{px - x} {py - y} ")
                x, y = px, py
            parts.append("".join(said).rstrip().replace(" -", "-") + "z")
    return "".join(parts)


def _straightened(ring: Polygon) -> Polygon:
    """A ring without its small corners, by the way of Douglas and Peucker from its first point to the one furthest off."""
    far = max(range(len(ring)), key=lambda place: dist(ring[0], ring[place]))
    return (*_between(ring[: far + 1])[:-1], *_between((*ring[far:], ring[0]))[:-1])


def _between(points: Polygon) -> Polygon:
    if len(points) < 3:
        return points
    offs = [_off(point, points[0], points[-1]) for point in points[1:-1]]
    place = max(range(len(offs)), key=offs.__getitem__)
    if offs[place] <= UNSEEN:
        return (points[0], points[-1])
    return (*_between(points[: place + 2])[:-1], *_between(points[place + 1 :]))


def _off(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the straight line between two others."""
    length = dist(first, last)
    along = sum((p - a) * (b - a) for p, a, b in zip(point, first, last, strict=True)) / (length**2 or 1)
    part = min(1.0, max(0.0, along))
    return dist(point, (first[0] + part * (last[0] - first[0]), first[1] + part * (last[1] - first[1])))


def _tenth(tenths: int) -> str:
    whole = f"{tenths / 10:g}"
    return whole.replace("0.", ".", 1) if whole.startswith(("0.", "-0.")) else whole


def _polygon(steps: list[int]) -> Polygon:
    x = y = 0
    points = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 10, y / 10))
    return tuple(points)


def _area(polygon: Polygon) -> float:
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2
