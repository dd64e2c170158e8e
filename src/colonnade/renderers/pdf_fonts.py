"""The fonts of printed files: Noto for Latin, Cyrillic, Arabic, Chinese and Korean, as installed packages.

System fonts are left out, so that a report printed on two machines is the same report.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
import typst

_FOLDERS: Final = (
    fontpkg_noto_sans.ROOT / "files",
    fontpkg_noto_sans_arabic.ROOT / "files",
    pylopdf_fonts_zh_cn.sans_path().parent,
    pylopdf_fonts_ko.sans_path().parent,
)

INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufe00-\ufe0f]")
"""Controls and variation marks: no reader sees them, and tagged PDF forbids some of them."""


@lru_cache(maxsize=1)
def shared() -> typst.Fonts:
    """One set for the life of the process: looking for fonts costs more than printing a letter."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in _FOLDERS],
    )


@lru_cache(maxsize=1)
def drawn() -> tuple[frozenset[str], ...]:
    """The characters of each of our fonts: a letter and the marks on it are only drawn from one font together."""
    files = (file for folder in _FOLDERS for file in sorted(folder.glob("*Sans*.[ot]tf")))
    # Not characters, though fonts map them: the two ends of each plane, and “nothing”.
    return tuple(
        frozenset(chr(code) for code in _characters(file) if code and code & 0xFFFE != 0xFFFE)
        for file in files
    )


@lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Every character that some font of ours can draw."""
    return frozenset({"\n", "\t"}.union(*drawn()))


def spelt_out(character: str) -> str:
    """A character no font has, by its name: a reader can still tell which one it was."""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}')}]"


def _characters(file: Path) -> set[int]:
    """The code points of a font: segments of a format 4 table in ``cmap``, groups of a format 12 one."""
    data = file.read_bytes()
    cmap = _table(data, b"cmap")
    codes: set[int] = set()
    for number in range(_u16(data, cmap + 2)):
        start = cmap + int.from_bytes(data[cmap + 8 + 8 * number :][:4], "big")
        kind = _u16(data, start)
        if kind == 12:
            groups = int.from_bytes(data[start + 12 : start + 16], "big")
            for first, last, _ in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * groups]):
                codes.update(range(first, last + 1))
        elif kind == 4:
            size = _u16(data, start + 6)
            lasts = struct.unpack_from(f">{size // 2}H", data, start + 14)
            firsts = struct.unpack_from(f">{size // 2}H", data, start + 16 + size)
            for first, last in zip(firsts, lasts, strict=True):
                codes.update(range(first, last + 1))
    return codes


def _table(data: bytes, name: bytes) -> int:
    for number in range(_u16(data, 4)):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == name:
            return int(start)
    raise ValueError(f"The font has no table {name.decode()}; is the font package complete?")


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")
