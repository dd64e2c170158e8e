"""How much room words take, so that none leaves its box.

Widths are those of Noto Sans, which the deck names. Where it is not installed a program takes
a narrower font, so that what fits here fits there.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
from PIL import ImageFont

LINE: Final = 1.37
"""Height of a line of Noto Sans, in sizes of the type."""
TALL_LINE: Final = 1.55
"""The same for scripts that stand taller: Arabic, Chinese, Korean."""
_BOLD: Final = 1.07
_CAUTION: Final = 1.03
_JOINED: Final = 0.9
"""Arabic letters are measured as they stand alone; joined in a word they are narrower."""
_EM: Final = 1000


@lru_cache(maxsize=2)
def _font(arabic: bool) -> ImageFont.FreeTypeFont:
    package, name = (
        (fontpkg_noto_sans_arabic, "NotoSansArabic[wdth,wght].ttf")
        if arabic
        else (fontpkg_noto_sans, "NotoSans[wdth,wght].ttf")
    )
    return ImageFont.truetype(Path(package.ROOT) / "files" / name, _EM, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _advance(char: str) -> float:
    """Of one character, in sizes of the type. Marks written over another take no room."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if "\u0600" <= char <= "\u08ff":
        return float(_font(True).getlength(char)) / _EM * _JOINED
    return float(_font(False).getlength(char)) / _EM


@lru_cache(maxsize=16384)
def is_tall(text: str) -> bool:
    return any("\u0600" <= char <= "\u08ff" or unicodedata.east_asian_width(char) in "WF" for char in text)


@lru_cache(maxsize=16384)
def _ems(text: str) -> float:
    """Of the whole text, in sizes of the type. Sizes are tried out, so that the same text is asked for often."""
    return sum(map(_advance, text))


def width(text: str, size: float, bold: bool = False) -> float:
    """Inches that the text takes on one line at that size in points."""
    return _ems(text) * size / 72 * _CAUTION * (_BOLD if bold else 1.0)


def height(lines: int, size: float, text: str = "") -> float:
    """Inches that so many lines of it take."""
    return lines * size / 72 * (TALL_LINE if is_tall(text) else LINE)


@lru_cache(maxsize=65536)
def lines(text: str, size: float, room: float, bold: bool = False) -> int:
    """On how many lines the text stands in a column of ``room`` inches."""
    return sum(_wrapped(part, size, max(room, 0.05), bold) for part in text.split("\n"))


def _wrapped(text: str, size: float, room: float, bold: bool) -> int:
    count, used = 1, 0.0
    for word in _words(text):
        wide = width(word, size, bold)
        if used and used + width(word.rstrip(), size, bold) > room:
            count, used = count + 1, 0.0
        if wide > room:
            count += int(wide / room)
            wide %= room
        used += wide
    return count


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """Where a line may break: after a space or hyphen, and between characters of Chinese and Korean."""
    words: list[str] = []
    open_word = ""
    for char in text:
        open_word += char
        if char in " -–—/\u200b" or unicodedata.east_asian_width(char) in "WF":
            words.append(open_word)
            open_word = ""
    return (*words, open_word) if open_word else tuple(words)


@lru_cache(maxsize=16384)
def longest_word(text: str, size: float, bold: bool = False) -> float:
    """Inches of the longest part that cannot be broken: a column narrower than this tears a word."""
    return max((width(word.rstrip(), size, bold) for word in _words(text)), default=0.0)
