"""Drawings for print: the lines as SVG, the words apart, so that the layout sets them as it sets all others.

Words inside an SVG pass the layout engine by: no bold Chinese, and Arabic letters that tagged
PDF refuses, because the engine cannot say which letters their glyphs stand for.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

_TEXT: Final = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_SIZE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class NotADrawing(ValueError):
    """The SVG is not one that ``drawings`` makes."""


def picture(svg: str, alt: str) -> dict[str, Any]:
    """The drawing without its words, its size, and each word with its place (at its baseline)."""
    size = _SIZE.search(svg)
    if not size:
        raise NotADrawing(f"The drawing “{alt}” has no viewBox that begins at 0 0.")
    words = [_word(match) for match in _TEXT.finditer(svg)]
    lines = _TEXT.sub("", svg)
    if "<text" in lines:
        raise NotADrawing(f"The drawing “{alt}” has words that are not simple lines of text.")
    return {"svg": lines, "alt": alt, "width": float(size[1]), "height": float(size[2]), "words": words}


def _word(match: re.Match[str]) -> dict[str, Any]:
    found = dict(_ATTRIBUTE.findall(match[1]))
    return {
        "text": unescape(match[2]),
        "x": float(found["x"]),
        "y": float(found["y"]),
        "size": float(found["font-size"]),
        "anchor": found.get("text-anchor", "start"),
        "bold": found.get("font-weight") == "700",
        "fill": found["fill"],
        "halo": float(found.get("stroke-width", 0)),
    }
