"""Make the world map that ships with the house, from the shapes of Natural Earth.

    python -m colonnade.renderers.make_maps SOURCE_DIR

SOURCE_DIR holds ``countries-50m.json`` (TopoJSON) and ``centroids.csv``. The map is drawn
once, here: joined as the United Nations shows States, made simple without opening gaps
between neighbours, laid flat in Equal Earth, and written as small whole numbers.
"""

from __future__ import annotations

import csv
import heapq
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

Point = tuple[float, float]
Ring = list[Point]

WIDTH: Final = 1000.0
UNITS_A_STEP: Final = 10  # coordinates are kept to a tenth
CENTRE: Final = 11.0
SEAM: Final = -169.5  # through the Bering Strait, so that no land is cut
SMALLEST_BEND: Final = 0.32  # triangles below this area (of a map 1000 wide) are straightened
SMALLEST_ISLAND: Final = 0.3
LEFT_OUT: Final = frozenset({"ATA"})

# A point inside a land that the source counts with one State, and whose it is here: Crimea, of
# Ukraine by General Assembly resolution 68/262, and lands that M49 lists by themselves.
MOVED: Final[tuple[tuple[str, str, Point], ...]] = (
    ("RUS", "UKR", (34.2, 45.25)),
    ("FRA", "GUF", (-53.1, 3.9)),
    ("FRA", "REU", (55.54, -21.13)),
    ("FRA", "MTQ", (-61.0, 14.65)),
    ("FRA", "GLP", (-61.67, 16.15)),
    ("FRA", "MYT", (45.15, -12.8)),
    ("NOR", "SJM", (16.0, 78.6)),
    ("NOR", "SJM", (22.5, 79.8)),
    ("NOR", "SJM", (22.5, 77.8)),
)

# Where the largest island is far from where the people and the capital are; and Antarctica, which
# is not drawn, as a dot at the foot of the map.
POINTS_BY_HAND: Final[dict[str, Point]] = {"KIR": (173.0, 1.42), "SJM": (16.0, 78.6), "ATA": (0.0, -56.3)}

OUTLINE: Final = Path(__file__).parents[1] / "reference" / "geometry" / "world.json"


def unrolled(lon: float) -> float:
    """Degrees east of the middle of the map, continuous across the date line."""
    return lon - CENTRE + (360 if lon < SEAM else 0)


def near(lon_before: float | None, lon: float) -> float:
    """The same meridian, written so that the step to it is the short one: 180 after 179, not -180."""
    if lon_before is not None and abs(lon - lon_before) > 180:
        lon += 360 if lon < lon_before else -360
    return round(lon, 6)


def equal_earth(lon: float, lat: float) -> Point:
    """Šavrič, Patterson and Jenny's projection: areas true, shapes calm; y grows downwards."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2 = theta * theta
    slope = 1.340264 + 3 * -0.081106 * t2 + t2**3 * (7 * 0.000893 + 9 * 0.003796 * t2)
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(theta) / (3 * slope)
    y = theta * (1.340264 + -0.081106 * t2 + t2**3 * (0.000893 + 0.003796 * t2))
    return x, -y


SCALE: Final = WIDTH / (2 * equal_earth(180, 0)[0])


def flat(point: Point) -> Point:
    x, y = equal_earth(*point)
    return x * SCALE + WIDTH / 2, y * SCALE


def area(ring: Ring) -> float:
    """Signed: neighbours on the other side of a line have the other sign."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs in degrees, each unrolled whole, so that none jumps across the map."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        degrees: Ring = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            degrees.append((near(degrees[-1][0] if degrees else None, x * sx + tx), round(y * sy + ty, 6)))
        beyond = sum(lon for lon, _ in degrees) / len(degrees) < SEAM
        arcs.append([(round(lon - CENTRE + 360 * beyond, 6), lat) for lon, lat in degrees])
    return arcs


def on_date_line(point: Point) -> bool:
    return abs(point[0] - (180 - CENTRE)) < 1e-5


def simplified(arc: Ring) -> Ring:
    """Visvalingam's way: take out the flattest corner until none is flat enough.

    Arcs, not countries, are simplified, so two neighbours keep one border.
    """
    plane = [flat(point) for point in arc]
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    kept = set(range(len(arc)))
    fewest = 5 if arc[0] == arc[-1] else 2

    def bend(i: int) -> float:
        return abs(area([plane[before[i]], plane[i], plane[after[i]]]))

    queue = [(bend(i), i) for i in range(1, len(arc) - 1) if not on_date_line(arc[i])]
    heapq.heapify(queue)
    while queue and len(kept) > fewest:
        size, i = heapq.heappop(queue)
        if i not in kept or size != bend(i):
            continue
        if size > SMALLEST_BEND:
            break
        kept.remove(i)
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(arc) - 1 and not on_date_line(arc[j]):
                heapq.heappush(queue, (bend(j), j))
    return [arc[i] for i in sorted(kept)]


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    """A closed ring (first point not repeated) from arc numbers; ~n is arc n read backwards."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring[:-1] if ring[0] == ring[-1] else ring


def contains(ring: Ring, point: Point) -> bool:
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


def owner(iso3: str, polygon: list[Ring]) -> str:
    for source, target, (lon, lat) in MOVED:
        if iso3 == source and contains(polygon[0], (unrolled(lon), lat)):
            return target
    return iso3


def rings_by_state(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """The rings of each State or area, under the code by which the United Nations shows it."""
    arcs = [simplified(arc) for arc in decoded_arcs(topology)]
    states: dict[str, list[Ring]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        properties = geometry["properties"]
        iso3 = properties.get("un_iso3") or properties["iso3"]
        if not iso3 or iso3 in LEFT_OUT or "arcs" not in geometry:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for numbers in polygons:
            polygon = [ring_of(indices, arcs) for indices in numbers]
            states[owner(iso3, polygon)].extend(polygon)
    return states


def joined(rings: list[Ring]) -> list[Ring]:
    """One outline where parts of a State touch: lines that are walked both ways fall out.

    So do lines on the date line, where the source cuts Chukotka and Fiji in two.
    """
    steps = [(a, b) for ring in rings for a, b in zip(ring, ring[1:] + ring[:1], strict=True) if a != b]
    both_ways = set(steps) & {(b, a) for a, b in steps}
    onward: dict[Point, list[Point]] = defaultdict(list)
    for a, b in steps:
        if (a, b) not in both_ways and not (on_date_line(a) and on_date_line(b)):
            onward[a].append(b)
    found = []
    while onward:
        start = point = next(iter(onward))
        ring = []
        while point in onward:
            ring.append(point)
            following = onward[point].pop()
            if not onward[point]:
                del onward[point]
            point = following
            if point == start:
                break
        found.append(ring)
    return found


def outlines(rings: list[Ring]) -> list[Ring]:
    """The State on the plane: outer rings only, largest first, without specks.

    Holes are left out: what lies in one is another State, painted later because it is smaller.
    """
    plane = [[flat(point) for point in ring] for ring in joined(rings)]
    plane = sorted((ring for ring in plane if len(ring) > 2), key=lambda ring: -abs(area(ring)))
    outer = [ring for ring in plane if area(ring) * area(plane[0]) > 0]
    return [ring for i, ring in enumerate(outer) if i == 0 or abs(area(ring)) >= SMALLEST_ISLAND]


def steps_of(ring: Ring, top: float) -> list[int]:
    """A ring as whole tenths: the first point, then the step to each next one."""
    tenths = [(round(x * UNITS_A_STEP), round((y - top) * UNITS_A_STEP)) for x, y in ring]
    steps: list[int] = []
    here = (0, 0)
    for point in tenths:
        if point != here or not steps:
            steps += [point[0] - here[0], point[1] - here[1]]
            here = point
    return steps


def world(topology: dict[str, Any], centroids: list[dict[str, str]]) -> dict[str, Any]:
    drawn = {iso3: outlines(rings) for iso3, rings in rings_by_state(topology).items()}
    states = {iso3: rings for iso3, rings in drawn.items() if rings}  # Monaco is only a point here
    heights = [y for rings in states.values() for ring in rings for _, y in ring]
    top, bottom = min(heights) - 2, max(heights) + 2
    points = {
        row["iso3"]: POINTS_BY_HAND.get(row["iso3"], (float(row["lon"]), float(row["lat"])))
        for row in centroids
    }
    largest_first = sorted(states, key=lambda iso3: -abs(area(states[iso3][0])))
    return {
        "width": WIDTH,
        "height": math.ceil(bottom - top),
        "shapes": {iso3: [steps_of(ring, top) for ring in states[iso3]] for iso3 in largest_first},
        "points": {
            iso3: steps_of([flat((unrolled(lon), lat))], top) for iso3, (lon, lat) in sorted(points.items())
        },
    }


def main(source: Path) -> None:
    topology = json.loads((source / "countries-50m.json").read_text(encoding="utf-8"))
    with (source / "centroids.csv").open(encoding="utf-8", newline="") as file:
        centroids = list(csv.DictReader(file))
    OUTLINE.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(world(topology, centroids), separators=(",", ":"))
    OUTLINE.write_text(text + "\n", encoding="utf-8")
    print(f"{OUTLINE.name}: {len(text):,} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
