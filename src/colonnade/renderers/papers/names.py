"""Names of persons on paper: as the person writes it, in any script, and never a failure for the batch.

Our fonts draw Latin, Greek, Cyrillic, Devanagari, Arabic, Chinese, Japanese and Korean. For another script the name in
Latin letters takes its place where one is given; where none is, the place stays empty, to be written by hand. Both are
told to whoever asked for the paper. A name is never transcribed here: only its bearer knows how it is written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from colonnade.renderers import pdf_fonts
from colonnade.renderers.labels import label

_ONE_WEIGHT: Final = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff]")
"""Chinese, Japanese and Korean: our faces for them have one weight, bold is made of an outline."""

_DIRECTIONS: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Marks of direction, pasted in with a name: the layout gives a name its direction itself."""


@dataclass(frozen=True)
class Name:
    """A person's name as its bearer wants it printed. ``latin`` is the same name in Latin letters, where it is known.

    An erased person has none: an empty line is printed. ``family`` is the part that a list may print in capitals: what the person gave as family name, never a guess.
    """

    text: str
    latin: str = ""
    family: str = ""

    def in_capitals(self) -> Name:
        """The family name in capitals, where one is recorded and stands in the name: ``Ana María LÓPEZ``."""
        if not self.family:
            return self
        whole = re.compile(rf"(?<!\w){re.escape(_kept(self.family))}(?!\w)")
        text, latin = (
            whole.sub(lambda found: found[0].upper(), _kept(part)) for part in (self.text, self.latin)
        )
        return Name(text, latin, self.family)


@dataclass(frozen=True)
class Replaced:
    """A name that could not be drawn: what stands in its place (nothing: an empty line), and for want of which characters."""

    given: str
    printed: str
    missing: str

    def sentence(self, language: str) -> str:
        key = "name_replaced" if self.printed else "name_left_empty"
        return label(key, language, given=self.given, printed=self.printed, missing=self.missing)


@dataclass
class Names:
    """Names on their way to one paper. ``replaced`` is what has to be told when it is printed."""

    replaced: list[Replaced] = field(default_factory=list)

    def __call__(self, name: Name) -> dict[str, Any]:
        """The name as the layout sets it: whether from the right, and whether readers aloud need it spelt apart."""
        text, missing = _drawable(_kept(name.text))
        if missing:
            latin = _kept(name.latin)
            text = latin if latin and not _drawable(latin)[1] else ""
            self.replaced.append(Replaced(_kept(name.text), text, missing))
        return {
            "text": text,
            "dir": _direction(text),
            "plain": _is_plain(text),
            "one_weight": bool(_ONE_WEIGHT.search(text)),
        }


def _kept(text: str) -> str:
    """The name in composed letters, without what nobody sees, and with one space where there were several."""
    text = pdf_fonts.INVISIBLE.sub("", _DIRECTIONS.sub("", unicodedata.normalize("NFC", text)))
    if not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        return ""
    return " ".join(text.split())


def _drawable(text: str) -> tuple[str, str]:
    """The name, and its characters for which no font of ours will do."""
    missing = " ".join(
        dict.fromkeys(
            character for cluster in _clusters(text) if not _has_font(cluster) for character in cluster
        )
    )
    return text, missing


def _clusters(text: str) -> list[str]:
    """Each letter with the marks that stand on it."""
    found: list[str] = []
    for character in text:
        on_the_last = unicodedata.category(character) in ("Mn", "Mc", "Me") or character in "\u200c\u200d"
        if found and on_the_last:
            found[-1] += character
        else:
            found.append(character)
    return found


@lru_cache(maxsize=8192)
def _has_font(cluster: str) -> bool:
    return any(font.issuperset(cluster) for font in pdf_fonts.drawn())


def _direction(text: str) -> str:
    """The direction of its first letter."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def _is_plain(text: str) -> bool:
    """Is every character one glyph in the order of writing? Then the letters of the file can be copied as they are.

    Arabic is drawn as bare letters and dots apart, Devanagari in syllables: what a reader copies or hears from such
    glyphs is not the name, so the layout gives it as the description of what is drawn.
    """
    return all(
        unicodedata.category(character)[0] != "M"
        and unicodedata.category(character) != "Cf"
        and unicodedata.bidirectional(character) not in ("R", "AL")
        for character in text
    )
