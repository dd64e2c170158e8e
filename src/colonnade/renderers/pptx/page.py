"""One slide while it is drawn: what it knows of its document, and what stands where on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from colonnade.renderers.document import Bound, Document
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.text import Line, clean, write
from colonnade.values.languages import RIGHT_TO_LEFT

_DECORATIVE: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


@dataclass
class Page:
    """The slide in hand. Shapes are made through it, so that each has a name and each figure its place."""

    document: Document
    slide: Any
    title: str = ""
    body: Any = None
    """The layout's placeholder for text, until a block of text takes it."""
    marks: dict[int, list[tuple[str, Bound]]] = field(default_factory=dict)
    alts: dict[int, str] = field(default_factory=dict)
    shapes: dict[int, Any] = field(default_factory=dict)
    scales: dict[type, float] = field(default_factory=dict)
    """For kinds of block that stand on the slide more than once: one size of type for all of them."""

    @property
    def language(self) -> str:
        return self.document.language

    @property
    def rtl(self) -> bool:
        return self.document.language in RIGHT_TO_LEFT

    def scale(self, block: object, own: float) -> float:
        """The block's own scale, or the smaller one of its fellows on the slide."""
        return min(own, self.scales.get(type(block), 1.0))

    def columns(self, box: Box, shares: Sequence[float], gap: float = 0.3) -> tuple[Box, ...]:
        """Side by side in reading order: from the right where the language is read so."""
        boxes = box.columns(tuple(shares), gap)
        return tuple(part.flipped_in(box) for part in boxes) if self.rtl else boxes

    def turned(self, box: Box, outer: Box) -> Box:
        """The box where the reader expects it: mirrored where the language is read from the right."""
        return box.flipped_in(outer) if self.rtl else box

    def text(self, name: str, box: Box, lines: Sequence[Line], *, anchor: str = "top") -> Any:
        """Words without a frame."""
        shape = self.slide.shapes.add_textbox(*place(box))
        shape.name = name
        write(self, shape, lines, anchor=anchor)
        return shape

    def panel(
        self, name: str, box: Box, *, fill: Any = None, line: Any = None, kind: Any = MSO_SHAPE.RECTANGLE,
        weight: float = 0.75, within: Any = None,
    ) -> Any:  # fmt: skip
        """A filled or outlined shape, flat: no shadow, no style of the program's own."""
        shape = (within or self.slide.shapes).add_shape(kind, *place(box))
        shape.name = name
        return flat(shape, fill, line, weight)

    def ornament(self, name: str, box: Box, fill: Any, kind: Any = MSO_SHAPE.RECTANGLE) -> Any:
        """A shape that says nothing: a screen reader passes over it."""
        return decorative(self.panel(name, box, fill=fill, kind=kind))

    def rule(
        self,
        name: str,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: Any,
        weight: float = 1.0,
    ) -> Any:
        """A straight line that says nothing by itself."""
        line = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(emu, (*start, *end)))
        line.name = name
        _without_style(line)
        line.line.color.theme_color = colour
        line.line.width = Pt(weight)
        return decorative(line)

    def mark(self, shape: Any, where: str, bound: Bound) -> None:
        """This shape prints that figure at that place in it."""
        self.shapes[shape.shape_id] = shape
        self.marks.setdefault(shape.shape_id, []).append((where, bound))

    def say(self, shape: Any, alt: str) -> None:
        """What a reader hears who cannot see the shape."""
        self.shapes[shape.shape_id] = shape
        self.alts[shape.shape_id] = clean(alt)

    def describe(self) -> None:
        """Write into each shape its alternative text and the places of its figures."""
        for shape_id, shape in self.shapes.items():
            lines = [self.alts[shape_id]] if shape_id in self.alts else []
            for where, bound in self.marks.get(shape_id, []):
                lines.append(f"{where} {clean(bound.address)} = {bound.words(self.language)}")
            shape._element._nvXxPr.cNvPr.set("descr", "\n".join(lines))

    @property
    def figures(self) -> tuple[Bound, ...]:
        """Every figure printed on the slide, once, in order."""
        bounds = (bound for marks in self.marks.values() for _, bound in marks)
        return tuple({bound.address: bound for bound in bounds}.values())


def place(box: Box) -> tuple[Any, ...]:
    return emu(box.x), emu(box.y), emu(box.w), emu(box.h)


def flat(shape: Any, fill: Any, line: Any, weight: float = 0.75) -> Any:
    _without_style(shape)
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.theme_color = fill
    if line is None:
        shape.line.fill.background()
    else:
        shape.line.color.theme_color = line
        shape.line.width = Pt(weight)
    return shape


def _without_style(shape: Any) -> None:
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def decorative(shape: Any) -> Any:
    shape._element._nvXxPr.cNvPr.append(parse_xml(_DECORATIVE))
    return shape
