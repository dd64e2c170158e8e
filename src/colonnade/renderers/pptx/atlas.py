"""Maps as vector shapes in one group, which can be taken apart and recoloured in the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml

from colonnade.renderers import maps
from colonnade.renderers.document import Map, Place, Run
from colonnade.renderers.pptx import grid, measure
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.colours import MUTED
from colonnade.renderers.pptx.drawing import draw, note_height, noted, scale_in
from colonnade.renderers.pptx.outlines import cut, framed
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, clean, height_of

_SPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_DOT: Final = 0.15
_MAP: Final = 0.7
"""The map's share of the width."""
_LARGEST: Final = 16.0
_SMALLEST: Final = 12.0


@dataclass(frozen=True)
class Unlisted(Map):
    """A map whose countries are too many to stand beside it; they follow on the next slide."""


@dataclass(frozen=True)
class Names(Map):
    """The countries of a map by name, without the map."""


@draw.register
def _(block: Map, page: Page, box: Box) -> None:
    """The marked countries on the brand's colour, their list beside, the disclaimer below."""
    box = noted(page, box, block.disclaimer, 9)
    box = noted(page, box, block.note)
    side, chart = page.columns(box, (1 - _MAP, _MAP), 0.3)
    _list(page, _headed(page, side, block), block, 2)
    _world(page, chart, block)


@draw.register
def _(block: Unlisted, page: Page, box: Box) -> None:
    box = noted(page, box, block.disclaimer, 9)
    _world(page, _headed(page, box, block), block)


@draw.register
def _(block: Names, page: Page, box: Box) -> None:
    box = noted(page, box, block.note)
    _list(page, _headed(page, box, block), block, 5)


@scale_in.register
def _(block: Names, page: Page, box: Box) -> float:
    box = box.below(_heading_height(block, page, box) + (0.4 if block.note else 0))
    return 1.0 if _listed(block, page, box, 5) else 0.5


def listed_beside(block: Map, page: Page, box: Box) -> bool:
    """Do all names stand beside the map in legible type?"""
    for note, size in ((block.disclaimer, 9), (block.note, 10)):
        box = box.top(box.h - note_height(box, note, page.language, size)) if note else box
    side = page.columns(box, (1 - _MAP, _MAP), 0.3)[0]
    return _listed(block, page, side.below(_heading_height(block, page, side)), 2) is not None


def _heading(block: Map) -> list[Line]:
    lines: list[Line] = []
    if block.title:
        lines.append(Line.of(block.title, size=18, bold=True))
    if block.total:
        words: tuple[Run, ...] = (
            (block.total, f" {block.total.label.lower()}") if block.total.label else (block.total,)
        )
        lines.append(Line(words, Look(16, MUTED, space=2)))
    return lines


def _heading_height(block: Map, page: Page, box: Box) -> float:
    lines = _heading(block)
    return height_of(lines, box.w, page.language) + 0.2 if lines else 0.0


def _headed(page: Page, box: Box, block: Map) -> Box:
    """The map's title and total; what is left below them."""
    high = _heading_height(block, page, box)
    if high:
        page.text("Heading of the map", box.top(high - 0.15), _heading(block))
    return box.below(high)


# --- the list -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Listed:
    """The countries in columns, at the largest type that fits."""

    columns: tuple[tuple[Place, ...], ...]
    size: float


def _listed(block: Map, page: Page, box: Box, most: int) -> _Listed | None:
    """The fewest columns in which the names fit, at the largest type; none where they do not."""
    for abreast in range(1, most + 1):
        each = -(-len(block.places) // abreast)
        columns = tuple(
            tuple(block.places[start : start + each]) for start in range(0, len(block.places), each or 1)
        )
        wide = (box.w - 0.2 * (abreast - 1)) / abreast
        size = _LARGEST
        while size >= _SMALLEST:
            if all(_column_height(column, wide, size, page) <= box.h for column in columns):
                return _Listed(columns, size)
            size -= 0.5
    return None


def _name(place: Place, size: float) -> Line:
    return Line.of(f"{place.name} ({place.note})" if place.note else place.name, size=size, space=2)


def _value(place: Place, size: float) -> list[Line]:
    return [Line((place.value,), Look(size, align="digits"))] if place.value else []


def _value_width(column: Sequence[Place], size: float, page: Page) -> float:
    widest = max(
        (measure.width(p.value.words(page.language), size, True) for p in column if p.value), default=0
    )
    return max(widest + 2 * grid.PAD + 0.05, 0.4) if widest else 0.0


def _column_height(column: Sequence[Place], wide: float, size: float, page: Page) -> float:
    values = _value_width(column, size, page)
    if not values:
        return height_of([_name(place, size) for place in column], wide, page.language)
    return sum(
        height_of([_name(place, size)], wide - values - 2 * grid.PAD, page.language) + 0.06
        for place in column
    )


def _list(page: Page, box: Box, block: Map, most: int) -> None:
    """The countries by name; where they have values, these stand under each other at the end of the line."""
    listed = _listed(block, page, box, most)
    if listed is None or not block.places:
        return
    cells = page.columns(box, (1,) * len(listed.columns), 0.2)
    for number, (column, cell) in enumerate(zip(listed.columns, cells, strict=True), 1):
        name = "Countries" if len(cells) == 1 else f"Countries ({number})"
        if any(place.value for place in column):
            _values(page, name, cell, column, listed.size)
        else:
            page.text(name, cell, [_name(place, listed.size) for place in column])


def _values(page: Page, name: str, box: Box, column: Sequence[Place], size: float) -> None:
    """A table without a head: the country, and its number to the right."""
    values = _value_width(column, size, page)
    cells = [[[_name(place, size)], _value(place, size)] for place in column]
    fitted = grid.fit(cells, box, page.language, widths=(box.w - values, values), pad=0.02, breathe=1.3)
    frame = grid.add(page, name, box, cells, fitted)
    page.say(frame, name)
    frame.table.first_row = False
    for row in range(len(column)):
        for place in range(2):
            cell = frame.table.cell(row, place)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.background()
            grid.border(cell, "B")


# --- the map ------------------------------------------------------------------------------------------


def _world(page: Page, box: Box, block: Map) -> None:
    """Marked countries last, so that their outlines lie on top; small States as dots."""
    world = maps.world()
    frame = framed(world, [place.iso3 for place in block.places], box)
    scale = min(box.w / frame.wide, box.h / frame.high)
    left = box.x + (box.w - frame.wide * scale) / 2 - frame.left * scale
    top = box.y + (box.h - frame.high * scale) / 2 - frame.top * scale
    group = page.slide.shapes.add_group_shape()
    group.name = f"Map: {block.title or page.title}"
    page.say(group, block.alt)
    marked = {place.iso3: place for place in block.places}
    number = group.shape_id
    tree = group._element
    for iso3, rings in world.shapes.items():
        inside = [part for ring in rings if (part := cut(ring, frame))]
        if not inside:
            continue
        number += 1
        place = marked.get(iso3)
        tree.append(
            _country(number, place.name if place else iso3, inside, scale, (left, top), place is not None)
        )
    for place in block.places:
        if world.too_small(place.iso3) and place.iso3 in world.points:
            x, y = world.points[place.iso3]
            number += 1
            tree.append(_dot(number, place.name, left + x * scale, top + y * scale))
    _span(
        tree, Box(left + frame.left * scale, top + frame.top * scale, frame.wide * scale, frame.high * scale)
    )


def _country(number: int, name: str, rings: Any, scale: float, at: tuple[float, float], marked: bool) -> Any:
    """One freeform with all the country's outlines, as written in the file: quicker than drawing it ring by ring."""
    points = [[(emu(at[0] + x * scale), emu(at[1] + y * scale)) for x, y in ring] for ring in rings]
    left, right = min(x for ring in points for x, _ in ring), max(x for ring in points for x, _ in ring)
    top, bottom = min(y for ring in points for _, y in ring), max(y for ring in points for _, y in ring)
    wide, high = max(right - left, 1), max(bottom - top, 1)
    steps = "".join(_ring([(x - left, y - top) for x, y in ring]) for ring in points)
    colour = "accent1" if marked else "accent6"
    title = clean(name).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return parse_xml(
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Country: {title}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{wide}" h="{high}">{steps}</a:path></a:pathLst></a:custGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        f'<a:ln w="3175"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln></p:spPr></p:sp>'
    )


def _ring(points: list[tuple[int, int]]) -> str:
    first, rest = points[0], points[1:]
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in rest)
    return f'<a:moveTo><a:pt x="{first[0]}" y="{first[1]}"/></a:moveTo>{lines}<a:close/>'


def _dot(number: int, name: str, x: float, y: float) -> Any:
    """A small State as a dot, as written in the file: added shape by shape, each would measure the whole group again."""
    left, top, wide = emu(x - _DOT / 2), emu(y - _DOT / 2), emu(_DOT)
    title = clean(name).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return parse_xml(
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Country: {title}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{wide}"/></a:xfrm>'
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        f'<a:ln w="12700"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln></p:spPr></p:sp>'
    )


def _span(tree: Any, box: Box) -> None:
    """The group's frame: as large inside as outside, so that nothing in it is stretched."""
    frame = tree.grpSpPr.get_or_add_xfrm()
    for child in list(frame):
        frame.remove(child)
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    for tag, x, y in (
        ("off", box.x, box.y),
        ("ext", box.w, box.h),
        ("chOff", box.x, box.y),
        ("chExt", box.w, box.h),
    ):
        names = ("cx", "cy") if tag.lower().endswith("ext") else ("x", "y")
        frame.append(parse_xml(f'<a:{tag} {space} {names[0]}="{emu(x)}" {names[1]}="{emu(y)}"/>'))
