"""Writing on shapes: paragraphs, figures inside sentences, sizes that fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from colonnade.renderers.document import Bound, Paragraph, Run
from colonnade.renderers.pptx import measure
from colonnade.renderers.pptx.box import emu
from colonnade.renderers.pptx.colours import BRAND, INK
from colonnade.values.languages import RIGHT_TO_LEFT

SMALLEST: Final = 10.0
"""Nothing that was meant larger is printed smaller: what does not fit goes on to another slide."""
TAGS: Final = {
    "en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA", "ko": "ko-KR",
}  # fmt: skip
Align = Literal["start", "center", "end", "digits"]
"""``digits`` is on the right in every language: the units of numbers stand under each other."""
_UNSAFE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCHORS: Final = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


class Page(Protocol):
    """What writing needs to know of the slide: its language, and where to note a figure."""

    @property
    def language(self) -> str: ...

    def mark(self, shape: Any, where: str, bound: Bound) -> None: ...


def clean(text: str) -> str:
    """Without the control characters that XML forbids; a line break inside a run becomes a space."""
    return (
        _UNSAFE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\n", " ").replace("\t", " ")
    )


@dataclass(frozen=True)
class Look:
    """How a line is set. ``figure`` is the colour of a figure inside it; figures are always bold,
    so that they stay runs of their own when the deck is edited, but where they stand alone (``plain``)."""

    size: float = 18.0
    colour: Any = INK
    bold: bool = False
    italic: bool = False
    align: Align = "start"
    figure: Any = BRAND
    space: float = 0.0
    plain: bool = False
    language: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph to write. ``level`` 1 and 2 are bullets."""

    runs: tuple[Run, ...]
    look: Look = Look()
    level: int = 0

    @classmethod
    def of(cls, text: str, **look: Any) -> Line:
        return cls((text,), Look(**look))

    def words(self, language: str) -> str:
        return clean("".join(run if isinstance(run, str) else run.words(language) for run in self.runs))

    def at(self, factor: float) -> Line:
        size = max(round(self.look.size * factor * 2) / 2, min(SMALLEST, self.look.size))
        return replace(self, look=replace(self.look, size=size, space=self.look.space * factor))


def lines_of(paragraphs: Sequence[Paragraph], look: Look) -> list[Line]:
    """The document's paragraphs; deeper levels smaller, strong ones bold."""
    return [
        Line(
            paragraph.runs,
            replace(
                look,
                size=look.size * (1.0, 1.0, 0.88)[min(paragraph.level, 2)],
                bold=look.bold or paragraph.strong,
                space=look.size * (0.45 if paragraph.level < 2 else 0.2) if place else 0.0,
            ),
            min(paragraph.level, 2),
        )
        for place, paragraph in enumerate(paragraphs)
    ]


def indent(level: int, size: float) -> float:
    """Inches from the edge to the words of a bullet."""
    return level * size / 72 * 1.25


def height_of(lines: Sequence[Line], room: float, language: str) -> float:
    """Inches that the lines take, one under the other, in a column of that width."""
    total = 0.0
    for line in lines:
        words, look = line.words(language), line.look
        bold = look.bold or any(isinstance(run, Bound) for run in line.runs)
        count = measure.lines(words, look.size, room - indent(line.level, look.size), bold)
        total += measure.height(count, look.size, words) + look.space / 72
    return total


def factor_for(lines: Sequence[Line], room: float, high: float, language: str) -> float:
    """How much smaller the lines must be to stand in the box: 1 where they fit as they are.

    Down to six tenths no word is torn either.
    """
    factor = 1.0
    while factor > 0.3:
        tried = [line.at(factor) for line in lines]
        torn = factor > 0.6 and any(_torn(line, room, language) for line in tried)
        if not torn and height_of(tried, room, language) <= high:
            break
        factor -= 0.04
    return factor


def _torn(line: Line, room: float, language: str) -> bool:
    longest = measure.longest_word(line.words(language), line.look.size, line.look.bold)
    return longest > room - indent(line.level, line.look.size)


def fitted(lines: Sequence[Line], room: float, high: float, language: str) -> list[Line]:
    """The lines at the largest size, not above their own, at which they stand in the box."""
    factor = factor_for(lines, room, high, language)
    return [line.at(factor) for line in lines]


def write(
    page: Page,
    shape: Any,
    lines: Sequence[Line],
    *,
    anchor: str = "top",
    margin: tuple[float, float] = (0.0, 0.0),
    factor: float | None = None,
) -> None:
    """Print the lines on a shape, no larger than fits, and note where each figure stands.

    ``factor`` is given where several shapes are to have type of one size.
    """
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = _ANCHORS[anchor]
    frame.margin_left = frame.margin_right = emu(margin[0])
    frame.margin_top = frame.margin_bottom = emu(margin[1])
    if factor is None:
        room, high = shape.width / 914400 - 2 * margin[0], shape.height / 914400 - 2 * margin[1]
        factor = factor_for(lines, room, high, page.language)
    fill(page, shape, frame, [line.at(factor) for line in lines])


def fill(page: Page, shape: Any, frame: Any, lines: Sequence[Line], place: str = "") -> None:
    """Put the lines into a text frame as they are."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _set_paragraph(paragraph, line, line.look.language or page.language)
        for order, run in enumerate(run for run in line.runs if not isinstance(run, str) or clean(run)):
            _add_run(paragraph, run, line.look, page.language)
            if isinstance(run, Bound):
                page.mark(shape, f"{place}p{number + 1}r{order + 1}", run)


def _set_paragraph(paragraph: Any, line: Line, language: str) -> None:
    look, rtl = line.look, language in RIGHT_TO_LEFT
    # Words of another script inside an Arabic deck stand at its side but run their own way.
    runs_left = rtl and (line.level > 0 or not _only_latin(line.words(language)))
    start, end = (PP_ALIGN.RIGHT, PP_ALIGN.LEFT) if rtl else (PP_ALIGN.LEFT, PP_ALIGN.RIGHT)
    paragraph.alignment = {"start": start, "center": PP_ALIGN.CENTER, "end": end, "digits": PP_ALIGN.RIGHT}[
        look.align
    ]
    paragraph.space_before = Pt(round(look.space, 1))
    paragraph.space_after = Pt(0)
    properties = paragraph._p.get_or_add_pPr()
    properties.set("rtl", "1" if runs_left else "0")
    hang = indent(1, look.size)
    properties.set("marL", str(emu(indent(line.level, look.size))))
    properties.set("indent", str(-emu(hang)) if line.level else "0")
    if line.level:
        colour = properties.makeelement(qn("a:buClr"))
        colour.append(colour.makeelement(qn("a:schemeClr"), {"val": "accent1"}))
        font = properties.makeelement(qn("a:buFont"), {"typeface": "Arial"})
        bullet = properties.makeelement(qn("a:buChar"), {"char": "■" if line.level == 1 else "–"})
        size = properties.makeelement(qn("a:buSzPct"), {"val": "70000" if line.level == 1 else "100000"})
        properties.extend((colour, size, font, bullet))
    else:
        properties.append(properties.makeelement(qn("a:buNone")))


def _only_latin(words: str) -> bool:
    """Has it letters, and none that are read from the right?"""
    kinds = {unicodedata.bidirectional(char) for char in words}
    return "L" in kinds and not kinds & {"R", "AL"}


def _add_run(paragraph: Any, run: Run, look: Look, language: str) -> None:
    piece = paragraph.add_run()
    bound = isinstance(run, Bound)
    piece.text = clean(run.words(language) if isinstance(run, Bound) else run)
    piece.font.size = Pt(look.size)
    piece.font.bold = look.bold or (bound and not look.plain)
    piece.font.italic = look.italic or None
    piece.font.color.theme_color = look.figure if bound else look.colour
    piece._r.get_or_add_rPr().set("lang", TAGS.get(look.language or language, "en-GB"))
