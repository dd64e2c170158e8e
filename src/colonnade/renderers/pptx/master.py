"""The office's master: 16:9, six layouts with real placeholders, made by code and shipped as a file.

``python -m colonnade.renderers.pptx.make_master`` writes ``layouts/master.pptx`` anew. An office that
wants another look opens that file in its presentation program and changes it; what the renderer
needs are the names of the layouts and the numbers of the placeholders below.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from colonnade.renderers.pptx.box import SLIDE_HEIGHT, SLIDE_WIDTH, Box, emu
from colonnade.renderers.pptx.colours import theme_colours
from colonnade.renderers.pptx.package import recoloured, sealed

COVER, AGENDA, SECTION, CONTENT, TEXT, CLOSING = (
    "Cover",
    "Agenda",
    "Section",
    "Content",
    "Content with text",
    "Closing",
)
TITLE, BODY_TEXT, DATE, FOOTER, NUMBER = 0, 1, 10, 11, 12
SUBTITLE, PRESENTER, PLACE, OFFICE = 13, 14, 15, 16

FILE: Final = Path(__file__).resolve().parent.parent / "layouts" / "master.pptx"
_SPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LOGO: Final = {COVER: Box(0.9, 0.62, 2.4, 0.85), CLOSING: Box(0.9, 0.62, 2.4, 0.85)}
"""Where the logo goes, if there is one; on the cover the office's name then stands beside it."""

_TITLE_BOX: Final = Box(0.65, 0.24, SLIDE_WIDTH - 1.3, 0.82)
_SUB_BOX: Final = Box(0.65, 1.06, SLIDE_WIDTH - 1.3, 0.36)


def built() -> bytes:
    """The master from the library's blank presentation: the same bytes every time."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = emu(SLIDE_WIDTH), emu(SLIDE_HEIGHT)
    master = presentation.slide_masters[0]
    layouts = list(presentation.slide_layouts)
    drawn = {
        COVER: _cover,
        AGENDA: _agenda,
        SECTION: _section,
        CONTENT: _content,
        TEXT: _text,
        CLOSING: _closing,
    }
    for layout in layouts[len(drawn) :]:
        presentation.slide_layouts.remove(layout)
    for layout, (name, draw) in zip(layouts, drawn.items(), strict=False):
        _layout(layout, name, draw())
    _master(master)
    _without_thumbnail(presentation)
    file = io.BytesIO()
    presentation.core_properties.title = "Master"
    presentation.core_properties.author = ""
    presentation.core_properties.last_modified_by = ""
    recoloured(presentation, theme_colours("#1F4E79"))
    presentation.save(file)
    return sealed(file.getvalue())


def _without_thumbnail(presentation: Any) -> None:
    package = presentation.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(key)


# --- the parts of a layout ---------------------------------------------------------------------------


def _replace_shapes(thing: Any, shapes: list[str]) -> None:
    tree = thing.shapes._spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for number, shape in enumerate(shapes, 2):
        tree.append(parse_xml(shape.replace("ID#", str(number))))


def _layout(layout: Any, name: str, shapes: list[str]) -> None:
    layout.name = name
    element = layout._element
    for attribute in ("type", "preserve", "userDrawn"):
        element.attrib.pop(attribute, None)
    element.set("preserve", "1")
    if name in (COVER, SECTION, CLOSING):
        element.set("showMasterSp", "0")
    _replace_shapes(layout, shapes)


def _frame(box: Box) -> str:
    return f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext cx="{emu(box.w)}" cy="{emu(box.h)}"/></a:xfrm>'


def _bar(name: str, box: Box, colour: str) -> str:
    """A decorative shape of the layout."""
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="ID#" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _holder(
    name: str, kind: str, idx: int, box: Box, *, size: int = 18, bold: bool = False, colour: str = "tx1",
    anchor: str = "t", align: str = "l", prompt: str = "", field: str = "",
) -> str:  # fmt: skip
    """A placeholder: its place, and how the words in it are set."""
    of_kind = f' type="{kind}"' if kind else ""
    number = f' idx="{idx}"' if idx else ""
    run = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="{field}"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>' if field else f'<a:r><a:rPr lang="en-GB"/><a:t>{prompt or name}</a:t></a:r>'  # fmt: skip
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="ID#" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{of_kind}{number}/></p:nvPr></p:nvSpPr><p:spPr>{_frame(box)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr>'
        f"</a:lvl1pPr></a:lstStyle><a:p>{run}</a:p></p:txBody></p:sp>"
    )


def _cover_footers() -> list[str]:
    """Beside the ornament; a cover has no number."""
    y = SLIDE_HEIGHT - 0.5
    how: dict[str, Any] = {"size": 10, "colour": "accent4", "anchor": "ctr"}
    return [
        _holder("Footer", "ftr", FOOTER, Box(0.9, y, 4.3, 0.28), **how),
        _holder("As of", "dt", DATE, Box(5.3, y, 3.8, 0.28), align="r", **how),
    ]


def _footers(colour: str = "accent4") -> list[str]:
    y = SLIDE_HEIGHT - 0.5
    return [
        _holder("Footer", "ftr", FOOTER, Box(0.65, y, 6.6, 0.28), size=10, colour=colour, anchor="ctr"),
        _holder("As of", "dt", DATE, Box(7.35, y, 4.4, 0.28), size=10, colour=colour, anchor="ctr", align="r"),
        _holder("Slide number", "sldNum", NUMBER, Box(11.95, y, SLIDE_WIDTH - 0.65 - 11.95, 0.28), size=11, bold=True,
                colour=colour, anchor="ctr", align="r", field="slidenum"),
    ]  # fmt: skip


def _title(box: Box = _TITLE_BOX, **how: Any) -> str:
    settings: dict[str, Any] = {"size": 30, "bold": True, "anchor": "b"} | how
    return _holder("Title", "title", TITLE, box, **settings)


# --- the six layouts -----------------------------------------------------------------------------------


def _columns(x: float, colours: tuple[str, ...]) -> list[str]:
    """The ornament of cover, section and closing: columns under a beam."""
    width, gap = 0.36, 0.3
    beam = Box(x, 1.35, len(colours) * (width + gap) - gap, 0.22)
    bars = [_bar("Beam", beam, colours[0])]
    for number, colour in enumerate(colours):
        bars.append(_bar("Column", Box(x + number * (width + gap), 1.79, width, SLIDE_HEIGHT - 1.79), colour))
    return bars


def _cover() -> list[str]:
    wide = 7.9
    return [
        _bar("Ground", Box(9.45, 0, SLIDE_WIDTH - 9.45, SLIDE_HEIGHT), "accent1"),
        *_columns(10.12, ("accent5", "accent2", "accent5", "accent2")),
        _holder(
            "Office",
            "body",
            OFFICE,
            Box(0.9, 0.62, wide, 0.85),
            size=16,
            bold=True,
            colour="accent1",
            anchor="ctr",
        ),
        _holder(
            "Session and body",
            "body",
            SUBTITLE,
            Box(0.9, 1.85, wide, 0.8),
            size=18,
            colour="accent4",
            anchor="b",
        ),
        _title(Box(0.9, 2.8, wide, 1.75), size=46, anchor="t", colour="tx2"),
        _bar("Bar", Box(0.9, 4.8, 1.3, 0.07), "accent1"),
        _holder("Presenter", "body", PRESENTER, Box(0.9, 5.05, wide, 0.95), size=18, anchor="t"),
        _holder(
            "Place and date", "body", PLACE, Box(0.9, 6.1, wide, 0.4), size=16, colour="accent4", anchor="t"
        ),
        *_cover_footers(),
    ]


def _section() -> list[str]:
    return [
        _bar("Ground", Box(0, 0, SLIDE_WIDTH, SLIDE_HEIGHT), "accent1"),
        _bar("Edge", Box(0, 0, 0.35, SLIDE_HEIGHT), "tx2"),
        _holder(
            "Number",
            "body",
            SUBTITLE,
            Box(1.1, 1.55, 4.0, 1.7),
            size=96,
            bold=True,
            colour="accent5",
            anchor="b",
        ),
        _bar("Bar", Box(1.1, 3.5, 1.3, 0.06), "bg1"),
        _title(Box(1.1, 3.75, 11.1, 1.7), size=42, colour="bg1", anchor="t"),
        *_footers("bg1"),
    ]


def _plain() -> list[str]:
    sub = _holder("Subtitle", "body", SUBTITLE, _SUB_BOX, size=16, colour="accent4", anchor="t")
    return [_title(), sub, *_footers()]


def _agenda() -> list[str]:
    return [_title(), *_footers()]


def _content() -> list[str]:
    return _plain()


def _text() -> list[str]:
    return [*_plain(), _holder("Text", "", BODY_TEXT, Box(0.65, 1.5, SLIDE_WIDTH - 1.3, 5.2), size=20)]


def _closing() -> list[str]:
    return [
        _bar("Ground", Box(9.45, 0, SLIDE_WIDTH - 9.45, SLIDE_HEIGHT), "accent1"),
        *_columns(10.12, ("accent5", "accent2", "accent5", "accent2")),
        _title(Box(0.9, 2.3, 7.9, 2.0), size=40, colour="tx2", anchor="b"),
        _bar("Bar", Box(0.9, 4.55, 1.3, 0.07), "accent1"),
        _holder("Subtitle", "body", SUBTITLE, Box(0.9, 4.8, 7.9, 1.2), size=18, colour="accent4"),
        *_cover_footers(),
    ]


def _master(master: Any) -> None:
    """What all layouts share: the accent beside the title, the rule over the footer."""
    _replace_shapes(
        master,
        [
            _bar("Accent", Box(0, 0.5, 0.3, 0.5), "accent1"),
            _bar("Rule", Box(0.65, SLIDE_HEIGHT - 0.58, SLIDE_WIDTH - 1.3, 0.012), "accent6"),
            _title(),
            _holder("Text", "body", BODY_TEXT, Box(0.65, 1.5, SLIDE_WIDTH - 1.3, 5.2), size=20),
            *_footers(),
        ],
    )
    for style in master._element.find(qn("p:txStyles")):
        for level in style:
            for run in level.iter(qn("a:defRPr")):
                run.set("lang", "en-GB")
