"""The few words of SVG that the drawings are made of, and how text is measured and broken."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from html import escape
from typing import Final

from colonnade.renderers.drawings.colours import INK
from colonnade.values.languages import direction, known

WIDTH: Final = 480.0
"""Wide enough for a year by quarters, narrow enough that its text can be read on a phone."""

FONTS: Final = "Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, Noto Sans CJK KR, sans-serif"

_NARROW: Final = frozenset("iljtfrI.,:;'’!|()[]-·  ")
_WIDE: Final = frozenset("mwMWQO@%—")
_RIGHT_TO_LEFT_MARK: Final = "\N{RIGHT-TO-LEFT MARK}"


def number(value: float) -> str:
    return f"{round(value, 1):g}"


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """One element; ``stroke_width=1`` is written ``stroke-width="1"``, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, float) else escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def measure(words: str, size: float, bold: bool = False) -> float:
    """About how wide the words are in Noto Sans; a little generous, so that nothing touches."""
    ems = 0.0
    for char in words:
        if unicodedata.combining(char):
            continue
        if unicodedata.east_asian_width(char) in "WF":
            ems += 1.0
        elif char in _NARROW:
            ems += 0.34
        elif char in _WIDE:
            ems += 0.9
        else:
            ems += 0.66 if char.isupper() else 0.57
    return ems * size * (1.06 if bold else 1.0)


def lines(words: str, width: float, size: float, most: int = 3, bold: bool = False) -> list[str]:
    """The words broken to the width; what does not fit in ``most`` lines ends with an ellipsis."""
    broken: list[str] = []
    for word in _pieces(words, width, size, bold):
        joined = f"{broken[-1]}{word}".strip() if broken else word.strip()
        if broken and measure(joined, size, bold) <= width:
            broken[-1] += word
        else:
            broken.append(word.lstrip())
    broken = [line.strip() for line in broken if line.strip()]
    if len(broken) <= most:
        return broken
    last = broken[most - 1]
    while last and measure(last + "…", size, bold) > width:
        last = last[:-1]
    return [*broken[: most - 1], last.rstrip(" ,;:") + "…"]


def _pieces(words: str, width: float, size: float, bold: bool) -> list[str]:
    """Words with the space before them; Chinese and over-long words may break anywhere."""
    pieces = []
    for word in words.split():
        if measure(word, size, bold) <= width and not any("\u3000" <= c <= "\u9fff" for c in word):
            pieces.append(" " + word)
            continue
        part = " "
        for char in word:
            if measure(part + char, size, bold) > width or "\u3000" <= char <= "\u9fff":
                pieces.append(part)
                part = ""
            part += char
        pieces.append(part)
    return [piece for piece in pieces if piece]


def right_to_left_words(words: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)


@dataclass
class Canvas:
    """A drawing in the making. Coordinates are those of a left-to-right reader;
    for Arabic everything is mirrored as it is drawn, words stay words."""

    language: str
    width: float = WIDTH
    parts: list[str] = field(default_factory=list)

    @property
    def mirrored(self) -> bool:
        return direction(known(self.language)) == "rtl"

    def x(self, x: float, width: float = 0.0) -> float:
        return self.width - x - width if self.mirrored else x

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: object) -> None:
        self.parts.append(
            tag(
                "rect",
                x=self.x(x, width),
                y=float(y),
                width=float(width),
                height=float(height),
                fill=fill,
                **more,
            )
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1.0, **more: object
    ) -> None:
        ends = {"x1": self.x(x1), "y1": float(y1), "x2": self.x(x2), "y2": float(y2)}
        self.parts.append(tag("line", **ends, stroke=stroke, stroke_width=width, **more))

    def polyline(
        self, points: list[tuple[float, float]], stroke: str, width: float = 2.0, **more: object
    ) -> None:
        written = " ".join(f"{number(self.x(x))},{number(y)}" for x, y in points)
        self.parts.append(
            tag(
                "polyline",
                points=written,
                fill="none",
                stroke=stroke,
                stroke_width=width,
                stroke_linejoin="round",
                **more,
            )
        )

    def polygon(self, points: list[tuple[float, float]], fill: str) -> None:
        written = " ".join(f"{number(self.x(x))},{number(y)}" for x, y in points)
        self.parts.append(tag("polygon", points=written, fill=fill))

    def circle(self, x: float, y: float, radius: float, fill: str, **more: object) -> None:
        self.parts.append(tag("circle", cx=self.x(x), cy=float(y), r=float(radius), fill=fill, **more))

    def text(
        self, x: float, y: float, words: str, size: float = 12.0, anchor: str = "start",
        fill: str = INK, bold: bool = False, halo: str = "",
    ) -> None:  # fmt: skip
        """Words with their baseline at ``y``. A halo keeps them readable on a map."""
        if self.mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        if right_to_left_words(words):
            words = f"{_RIGHT_TO_LEFT_MARK}{words}{_RIGHT_TO_LEFT_MARK}"
        common = {
            "x": self.x(x), "y": float(y), "font_size": float(size), "text_anchor": anchor,
            "font_weight": "700" if bold else None,
        }  # fmt: skip
        if halo:
            stroke = {"fill": halo, "stroke": halo, "stroke_width": 3.0, "stroke_linejoin": "round"}
            self.parts.append(tag("text", escape(words), **common, **stroke, aria_hidden="true"))
        self.parts.append(tag("text", escape(words), **common, fill=fill))

    def paragraph(
        self, x: float, y: float, words: list[str], size: float = 12.0, anchor: str = "start",
        fill: str = INK, bold: bool = False,
    ) -> float:  # fmt: skip
        """Lines under each other; the baseline of the line that would follow."""
        for line in words:
            self.text(x, y, line, size, anchor, fill, bold)
            y += size * 1.3
        return y

    def svg(self, height: float, title: str, description: str) -> str:
        """The whole drawing. It names itself to those who hear pages and not see them."""
        head = tag("title", escape(title)) if title else ""
        body = head + tag("desc", escape(description)) + "".join(self.parts)
        return tag(
            "svg", body, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(self.width)} {number(height)}",
            width=self.width, height=float(height), role="img", aria_label=description or title or None,
            direction="ltr", font_family=FONTS,
        )  # fmt: skip
