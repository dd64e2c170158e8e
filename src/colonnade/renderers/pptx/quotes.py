"""Words of people, as cards: all in one size, the largest at which each stands in its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from colonnade.renderers.document import Quote, Quotes
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, MUTED, TINT, WASH
from colonnade.renderers.pptx.drawing import draw, lowered, scale_in
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, height_of
from colonnade.values.languages import RIGHT_TO_LEFT, known

_SIZE: Final = 18.0
_MARK: Final = 0.62
"""Inches kept for the quotation mark before the words."""
_EDGE: Final = 0.16
_GAP: Final = 0.18
_ASIDE: Final = 3.1
"""Inches for whose the words are, where that stands beside them."""


@dataclass(frozen=True)
class _Layout:
    """Cards in rows: how many abreast, whether the speaker stands beside, the type, the heights of the rows."""

    abreast: int
    aside: bool
    scale: float
    heights: tuple[float, ...]


def _words(quote: Quote, language: str, scale: float) -> list[Line]:
    return [Line.of(quote.text, size=_SIZE, language=language).at(scale)]


def _who(quote: Quote, language: str) -> list[Line]:
    lines = [Line.of(quote.name, size=14, bold=True, colour=DEEP, language=language)] if quote.name else []
    attribution = Line.of(quote.attribution, size=12, colour=MUTED, language=language)
    return [*lines, attribution] if quote.attribution else lines


def _language(quote: Quote, page: Page) -> str:
    return known(quote.language) if quote.language else page.language


def _height(quote: Quote, wide: float, aside: bool, language: str, scale: float) -> float:
    """Of a card: words over their speaker, or beside."""
    room = wide - _MARK - _EDGE
    if aside:
        words = height_of(_words(quote, language, scale), room - _ASIDE - _EDGE, language)
        return max(words, height_of(_who(quote, language), _ASIDE, language)) + 2 * _EDGE
    words = height_of(_words(quote, language, scale), room, language)
    return words + 0.1 + height_of(_who(quote, language), room, language) + 2 * _EDGE


def _laid_out(quotes: Sequence[Quote], page: Page, box: Box) -> _Layout:
    """The arrangement with the largest type; of equals the first, which reads best."""
    choices = [(min(len(quotes), most), False) for most in (2, 3, 1)] if len(quotes) > 1 else [(1, False)]
    layouts = [_layout(quotes, page, box, abreast, aside) for abreast, aside in [*choices, (1, True)]]
    return max(layouts, key=lambda layout: layout.scale)


def _layout(quotes: Sequence[Quote], page: Page, box: Box, abreast: int, aside: bool) -> _Layout:
    wide = (box.w - _GAP * (abreast - 1)) / abreast
    rows = [quotes[start : start + abreast] for start in range(0, len(quotes), abreast)]
    scale = 1.0
    while True:
        heights = tuple(
            max(_height(quote, wide, aside, _language(quote, page), scale) for quote in row) for row in rows
        )
        spare = box.h - sum(heights) - _GAP * (len(rows) - 1)
        if spare >= 0 or scale <= 0.4:
            air = min(max(spare, 0) / len(rows), 0.35)
            return _Layout(abreast, aside, scale, tuple(height + air for height in heights))
        scale -= 0.025


@scale_in.register
def _(block: Quotes, page: Page, box: Box) -> float:
    return _laid_out(block.quotes, page, box).scale if block.quotes else 1.0


@draw.register
def _(block: Quotes, page: Page, box: Box) -> None:
    if not block.quotes:
        return
    layout = _laid_out(block.quotes, page, box)
    scale = page.scale(block, layout.scale)
    box = lowered(box, sum(layout.heights) + _GAP * (len(layout.heights) - 1))
    y = box.y
    for row, height in enumerate(layout.heights):
        strip = Box(box.x, y, box.w, height)
        some = block.quotes[row * layout.abreast : (row + 1) * layout.abreast]
        for quote, cell in zip(some, page.columns(strip, (1,) * layout.abreast, _GAP), strict=False):
            _card(page, cell, quote, scale, layout.aside)
        y += height + _GAP


def _card(page: Page, box: Box, quote: Quote, scale: float, aside: bool) -> None:
    """The words in their own language and direction; whose they are under or beside them."""
    language = _language(quote, page)

    def turned(part: Box) -> Box:
        return part.flipped_in(box) if language in RIGHT_TO_LEFT else part

    page.ornament("Card", box, WASH)
    page.ornament("Bar", turned(Box(box.x, box.y, 0.07, box.h)), BRAND)
    mark = [Line.of("“", size=40, bold=True, colour=TINT, language=language)]
    page.text("Quotation mark", turned(Box(box.x + 0.18, box.y + 0.04, 0.42, 0.7)), mark)
    inner = Box(box.x + _MARK, box.y + _EDGE, box.w - _MARK - _EDGE, box.h - 2 * _EDGE)
    who = _who(quote, language)
    if aside:
        words = Box(inner.x, inner.y, inner.w - _ASIDE - _EDGE, inner.h)
        speaker = Box(inner.right - _ASIDE, inner.y, _ASIDE, inner.h)
    else:
        foot = height_of(who, inner.w, language)
        words = Box(inner.x, inner.y, inner.w, inner.h - foot - 0.1)
        speaker = inner.foot(foot)
    page.text(
        f"Quote {quote.code}".strip(),
        turned(words),
        _words(quote, language, scale),
        anchor="middle" if aside else "top",
    )
    anchor = "middle" if aside else "bottom"
    page.text(f"Speaker of quote {quote.code}".strip(), turned(speaker), who, anchor=anchor)
