"""Where a country is: a point on a piece of the shipped map. Nothing on the map is coloured, shaded or redrawn."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from colonnade.renderers import maps
from colonnade.renderers.drawings import colours

WIDTH: Final = 340.0
HEIGHT: Final = 190.0
"""How much of the map is shown around the point, in units of a map that is 1,000 wide."""
DOT: Final = 5.0


@lru_cache(maxsize=256)
def locator(iso3: str, colour: str) -> str:
    """The picture as an SVG file; empty for an area that has no point on the map."""
    world = maps.world()
    if iso3 not in world.points:
        return ""
    x, y = world.points[iso3]
    left = min(max(x - WIDTH / 2, 0.0), world.width - WIDTH)
    top = min(max(y - HEIGHT / 2, 0.0), world.height - HEIGHT)
    box = (left, top, left + WIDTH, top + HEIGHT)
    land = "".join(
        f'<path d="{maps.path(near)}"/>'
        for polygons in world.shapes.values()
        if (near := tuple(polygon for polygon in polygons if _touches(polygon, box)))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{2 * WIDTH:g}" '
        f'height="{2 * HEIGHT:g}"><g transform="translate({-left:.1f} {-top:.1f})">'
        f'<g fill="{colours.LAND}" stroke="{colours.PAPER}" stroke-width=".5">'
        f'{land}</g><circle cx="{x:g}" cy="{y:g}" r="{3 * DOT:g}" fill="{colour}" fill-opacity=".18"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{DOT:g}" fill="{colour}" stroke="{colours.PAPER}" stroke-width="1.5"/></g></svg>'
    )


def _touches(polygon: maps.Polygon, box: tuple[float, float, float, float]) -> bool:
    xs, ys = [x for x, _y in polygon], [y for _x, y in polygon]
    return min(xs) <= box[2] and max(xs) >= box[0] and min(ys) <= box[3] and max(ys) >= box[1]
