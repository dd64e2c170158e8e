"""Maps as vector shapes in one group, which can be taken apart and recoloured in the program."""

from __future__ import annotations

from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml

from colonnade.renderers import maps
from colonnade.renderers.document import Map, Place, Run
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.colours import BRAND, GROUND, INK, MUTED
from colonnade.renderers.pptx.drawing import draw, noted
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, clean, fitted, height_of

_SPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_DOT: Final = 0.13
_SHARES: Final = ((0.21, 0.79), (0.3, 0.7), (0.4, 0.6))
"""Of the width for list and map, by the columns of the list."""


@draw.register
def _(block: Map, page: Page, box: Box) -> None:
    """The world with the marked countries on the brand's colour, their list beside, the disclaimer below."""
    box = noted(page, box, block.disclaimer, 9)
    box = noted(page, box, block.note)
    side, chart = page.columns(box, _SHARES[_abreast(block) - 1], 0.25)
    _list(page, side, block)
    _world(page, chart, block)


def _list(page: Page, box: Box, block: Map) -> None:
    """The countries by name with their values, in two columns where they are many."""
    lines: list[Line] = []
    if block.title:
        lines.append(Line.of(block.title, size=16, bold=True))
    if block.total:
        words: tuple[Run, ...] = (
            (block.total, f" {block.total.label.lower()}") if block.total.label else (block.total,)
        )
        lines.append(Line(words, Look(16, MUTED)))
    top = min(height_of(lines, box.w, page.language) + 0.1, 1.4) if lines else 0.0
    if lines:
        page.text("Heading of the map", box.top(top), lines)
    box = box.below(top + 0.08)
    entries = [_entry(place) for place in block.places]
    columns = _abreast(block)
    each = -(-len(entries) // columns) if entries else 0
    for number, cell in enumerate(page.columns(box, (1,) * columns, 0.15)):
        part = entries[number * each : (number + 1) * each]
        if part:
            name = "Countries" if columns == 1 else f"Countries ({number + 1})"
            page.text(name, cell, fitted(part, cell.w, cell.h, page.language))


def _abreast(block: Map) -> int:
    """In how many columns the countries are listed."""
    return 1 if len(block.places) <= 15 else 2 if len(block.places) <= 34 else 3


def _entry(place: Place) -> Line:
    runs: tuple[Run, ...] = (f"{place.name}  ", place.value) if place.value else (place.name,)
    if place.note:
        runs = (*runs, f" ({place.note})")
    return Line(runs, Look(15, INK, space=2))


def _world(page: Page, box: Box, block: Map) -> None:
    """Marked countries last, so that their outlines lie on top; small States as dots."""
    world = maps.world()
    scale = min(box.w / world.width, box.h / world.height)
    left = box.x + (box.w - world.width * scale) / 2
    top = box.y + (box.h - world.height * scale) / 2
    group = page.slide.shapes.add_group_shape()
    group.name = f"Map: {block.title or page.title}"
    page.say(group, block.alt)
    marked = {place.iso3: place for place in block.places}
    number = group.shape_id
    tree = group._element
    for iso3, rings in world.shapes.items():
        number += 1
        place = marked.get(iso3)
        tree.append(
            _country(number, place.name if place else iso3, rings, scale, (left, top), place is not None)
        )
    for place in block.places:
        if world.too_small(place.iso3) and place.iso3 in world.points:
            x, y = world.points[place.iso3]
            _dot(page, group, left + x * scale, top + y * scale, place.name)
    _span(tree, Box(left, top, world.width * scale, world.height * scale))


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


def _dot(page: Page, group: Any, x: float, y: float, name: str) -> None:
    box = Box(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
    page.panel(
        f"Country: {name}", box, fill=BRAND, line=GROUND, kind=MSO_SHAPE.OVAL, weight=1, within=group.shapes
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
