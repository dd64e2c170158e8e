"""A map of the world with the report's countries shaded, and dots where a shape is too small to see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from colonnade.renderers import maps
from colonnade.renderers.document import Map, Place
from colonnade.renderers.drawings import colours
from colonnade.renderers.drawings.charts import extent, printed
from colonnade.renderers.drawings.svg import WIDTH, Canvas, lines, measure, tag
from colonnade.renderers.labels import unit_words
from colonnade.values.numbers import Amount
from colonnade.values.words import NOT_KNOWN, number_words

CLASSES: Final = 4
NAMED: Final = 12
DOT: Final = 4.0
SEA_BELOW: Final = 18.0  # the sea south of the land, where nothing stands

Box = tuple[float, float, float, float]


def map(block: Map, language: str, brand_colour: str, land_at: str = "", width: float = WIDTH) -> str:
    """The map as SVG. East is at the right in every language: a map is not mirrored.

    A page holds the outlines once (``land``) for all its maps and names their id here; without, the drawing stands alone.
    """
    canvas = _Unmirrored(language, width)
    world = maps.world()
    scale = canvas.width / world.width
    height = world.height * scale
    shades = _shades(block, brand_colour)
    marked = "".join(
        _outline(place.iso3, shades.colours[place.iso3], land_at, world)
        for place in _large_first(block, world)
    )
    shapes = (tag("use", href=f"#{land_at}") if land_at else _land()) + tag(
        "g", marked, stroke=colours.PAPER, stroke_width=1.0
    )
    canvas.parts.append(tag("g", shapes, transform=f"scale({number_of(scale)})", stroke_linejoin="round"))
    dots = [place for place in block.places if place.iso3 in world.points and world.too_small(place.iso3)]
    for place in dots:
        x, y = world.points[place.iso3]
        colour = shades.colours[place.iso3]
        canvas.circle(x * scale, y * scale, DOT, colour, stroke=colours.PAPER, stroke_width=1.0)
    if len(block.places) <= NAMED:
        _names(canvas, block, world, scale, [place.iso3 for place in dots])
    bottom = _legend(canvas, shades, height + SEA_BELOW, language)
    return canvas.svg(bottom, block.title, block.alt)


def _outline(iso3: str, colour: str, land_at: str, world: maps.World) -> str:
    """A State in its colour: its own path, or the one that the page holds already."""
    if not land_at:
        return tag("path", d=maps.path(world.shapes[iso3]), fill=colour)
    return "" if world.too_small(iso3) else tag("use", href=f"#{land_at}-{iso3}", fill=colour)


def land(id_: str, *blocks: Map) -> str:
    """The outlines of the world, coarse and not shown, for these maps of the same page: each State they mark by itself."""
    world = maps.world()
    marked = {place.iso3 for block in blocks for place in block.places if not world.too_small(place.iso3)}
    paths = [tag("path", d="".join(maps.coarse(iso3) for iso3 in world.shapes if iso3 not in marked))]
    paths += [tag("path", id=f"{id_}-{iso3}", d=maps.coarse(iso3)) for iso3 in world.shapes if iso3 in marked]
    outlines = tag("g", "".join(paths), id=id_, fill=colours.LAND, stroke=colours.PAPER, stroke_width=0.7)
    return tag("svg", tag("defs", outlines), width="0", height="0", aria_hidden="true", display="block")


class _Unmirrored(Canvas):
    @property
    def mirrored(self) -> bool:
        return False


def number_of(scale: float) -> str:
    return f"{scale:.4f}".rstrip("0")


@lru_cache(maxsize=1)
def _land() -> str:
    """All the world in one grey: the same for every map, so written once."""
    outlines = "".join(tag("path", d=maps.path(polygons)) for polygons in maps.world().shapes.values())
    return tag("g", outlines, fill=colours.LAND, stroke=colours.PAPER, stroke_width=0.7)


def _large_first(block: Map, world: maps.World) -> list[Place]:
    order = {iso3: i for i, iso3 in enumerate(world.shapes)}
    return sorted((place for place in block.places if place.iso3 in order), key=lambda p: order[p.iso3])


# --- shades ----------------------------------------------------------------------------------


class _Shades:
    """Which colour each country has, and what the colours mean."""

    def __init__(self) -> None:
        self.colours: dict[str, str] = {}
        self.meaning: list[tuple[str, float, float]] = []
        self.unit = ""
        self.currency = ""


def _shades(block: Map, brand_colour: str) -> _Shades:
    """Up to four steps of the office's colour; grey for a country without a value among some that have one."""
    shades = _Shades()
    values = sorted({extent(place.value.value)[1] for place in block.places if place.value is not None})
    groups = _groups(values)
    steps = colours.steps(brand_colour, max(len(groups), 1))
    for group, colour in zip(groups, steps, strict=False):
        shades.meaning.append((colour, group[0], group[-1]))
    for place in block.places:
        shades.colours[place.iso3] = colours.PLAIN if groups else steps[0]
        if place.value is not None:
            shades.unit = place.value.unit
            value = place.value.value
            shades.currency = value.currency if isinstance(value, Amount) else shades.currency
            height = extent(value)[1]
            shades.colours[place.iso3] = next(c for c, low, high in shades.meaning if low <= height <= high)
    return shades


def _groups(values: list[float]) -> list[list[float]]:
    """Distinct values in at most four groups of about as many values each."""
    count = min(CLASSES, len(values))
    cuts = [round(i * len(values) / count) for i in range(count + 1)] if count else []
    return [values[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]


def _legend(canvas: Canvas, shades: _Shades, y: float, language: str) -> float:
    if not shades.meaning:
        return y
    x = 0.0
    entries = [(colour, _class_words(shades, low, high, language)) for colour, low, high in shades.meaning]
    if colours.PLAIN in shades.colours.values():
        entries.append((colours.PLAIN, NOT_KNOWN))
    for colour, words in entries:
        width = 18 + measure(words, 12) + 16
        if x and x + width > canvas.width:
            x, y = 0.0, y + 18
        canvas.rect(x, y - 10, 13, 12, colour, rx=2)
        canvas.text(x + 18, y, words)
        x += width
    return y + 8


def _class_words(shades: _Shades, low: float, high: float, language: str) -> str:
    """What one colour stands for: ``1 event``, ``2–9 events``, ``USD 500–900``."""
    words = "–".join(number_words(round(end), language) for end in dict.fromkeys((low, high)))
    if shades.currency:
        return f"{shades.currency} {words}"
    return f"{words} {unit_words(shades.unit, round(high), language)}"


# --- names -----------------------------------------------------------------------------------


def _names(canvas: Canvas, block: Map, world: maps.World, scale: float, dots: list[str]) -> None:
    """The country's name and value beside it, where there is room for them without a clash."""
    taken: list[Box] = []
    for iso3 in dots:
        x, y = world.points[iso3]
        taken.append((x * scale - DOT, y * scale - DOT, x * scale + DOT, y * scale + DOT))
    for place in block.places:
        if place.iso3 not in world.points:
            continue
        value = f" {printed(place.value, canvas.language)}" if place.value else ""
        words = lines(place.name + value, 110, 11)
        for anchor, x, y, box in _spots(world.points[place.iso3], scale, words):
            inside = box[0] >= 0 and box[2] <= canvas.width and box[1] >= 0 and box[3] <= world.height * scale
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                for i, line in enumerate(words):
                    canvas.text(x, y + i * 13, line, 11, anchor, halo=colours.PAPER)
                break


def _spots(point: maps.Point, scale: float, words: list[str]) -> Iterator[tuple[str, float, float, Box]]:
    x, y = point[0] * scale, point[1] * scale
    width, height = max(measure(line, 11) for line in words), 13.0 * len(words)
    for anchor, left, top in (
        ("start", x + 8, y - height / 2),
        ("end", x - 8 - width, y - height / 2),
        ("middle", x - width / 2, y + 7),
        ("middle", x - width / 2, y - 7 - height),
        ("start", x + 6, y + 5),
        ("end", x - 6 - width, y + 5),
        ("start", x + 6, y - 5 - height),
        ("end", x - 6 - width, y - 5 - height),
    ):
        at = {"start": left, "end": left + width, "middle": x}[anchor]
        yield anchor, at, top + 10, (left, top, left + width, top + height)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
