"""The file as a package: the theme's colours and fonts, the reading direction, bytes that do not depend on the clock."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any, Final

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from colonnade.renderers.pptx.box import SLIDE_WIDTH, emu

_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_EAST_ASIAN: Final = {"zh": "Noto Sans CJK SC", "ko": "Noto Sans CJK KR"}
_TIME: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def recoloured(presentation: Any, colours: dict[str, str], language: str = "en") -> None:
    """Put the brand's colours and our fonts into every theme of the deck (slides and notes)."""
    for part in presentation.part.package.iter_parts():
        if not part.content_type.endswith(".theme+xml"):
            continue
        theme = parse_xml(part.blob)
        scheme = theme.find(f".//{qn('a:clrScheme')}")
        scheme.set("name", "Office")
        for slot in scheme:
            for old in list(slot):
                slot.remove(old)
            slot.append(slot.makeelement(qn("a:srgbClr"), {"val": colours[slot.tag.rpartition("}")[2]]}))
        for font in (*theme.iter(qn("a:majorFont")), *theme.iter(qn("a:minorFont"))):
            _fonts(font, language)
        part._blob = _xml(theme)


def _fonts(font: Any, language: str) -> None:
    faces = {
        "latin": "Noto Sans",
        "ea": _EAST_ASIAN.get(language, "Noto Sans CJK SC"),
        "cs": "Noto Sans Arabic",
    }
    for script in font.findall(qn("a:font")):
        font.remove(script)
    for name, face in faces.items():
        font.find(qn(f"a:{name}")).set("typeface", face)


def _xml(element: Any) -> bytes:
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def mirrored(presentation: Any) -> None:
    """Turn master and layouts round, for languages read from the right."""
    master = presentation.slide_masters[0]
    for thing in (master, *presentation.slide_layouts):
        for shape in thing.shapes:
            shape.left = emu(SLIDE_WIDTH) - shape.left - shape.width
            for level in shape._element.iter(qn("a:lvl1pPr")):
                level.set("algn", {"l": "r", "r": "l"}.get(level.get("algn", "l"), "ctr"))
                level.set("rtl", "1")
    for style in master._element.find(qn("p:txStyles")):
        for level in style:
            if level.get("algn", "l") == "l":
                level.set("algn", "r")
            level.set("rtl", "1")


def sealed(data: bytes, on: date | None = None) -> bytes:
    """The same package with fixed times, workbooks inside charts too: one document, one file."""
    result = io.BytesIO()
    stamp = f"{(on or date(1980, 1, 1)).isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = sealed(content, on)
            elif name == "docProps/core.xml":
                content = _TIME.sub(lambda match: match[1] + stamp, content)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return result.getvalue()
