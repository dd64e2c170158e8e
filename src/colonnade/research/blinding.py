"""Blind judging: what of a submission would say who sent it is struck out before a reviewer reads it.

Names, institution, addresses and, where the call says so, the country are struck in every text, whatever their case and
accents, and so is every e-mail, web address and telephone number. What no machine can know (the name of a town or of a
system) is added by somebody at the desk, who sees the pages as a reviewer does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from colonnade.places.models import Country
from colonnade.research.models import Submission
from colonnade.values.comparing import folded

STRUCK: Final = "█████"
ADDRESS: Final = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|int|gov|gob|gouv|go|co|ac|edu|info|io)(?:\.[a-z]{2})?\b(?:/\S*)?"
    r"|\+\d[\d\s().-]{6,}\d",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"[,;()/|·]|\s[–—-]\s")
_SMALL: Final = frozenset(
    ("of", "the", "and", "for", "in", "on", "a", "an", "de", "la", "le", "les", "des", "du", "et", "y", "del", "e", "da", "do")
)  # fmt: skip


def identifying(submission: Submission) -> list[str]:
    """Every word that says who sent a submission: longest first, so that a name is struck before its parts."""
    names = [
        submission.contact_name,
        submission.nominee,
        submission.person.full_name if submission.person else "",
    ]
    told = {*names, submission.email, submission.organisation_name}
    told |= {part for name in names for part in name.split()}
    for name in (submission.organisation_name, submission.nominee):
        told |= set(_PARTS.split(name)) | {name.split("@")[0] for name in [submission.email]}
    told |= set(submission.hidden_words.splitlines())
    if submission.call.hides_country and submission.country:
        told |= set(names_of(submission.country))
    kept = {" ".join(word.split()).strip(".’'\"") for word in told}
    return sorted((word for word in kept if len(word) > 1), key=lambda word: (-len(word), word))


def acronyms(submission: Submission) -> list[str]:
    """The initials by which an institution calls itself, in capitals; and the codes of the country."""
    told = set()
    for name in (submission.organisation_name, submission.nominee):
        words = re.findall(r"[^\W\d_]+", name)
        for kept in (words, [word for word in words if word.lower() not in _SMALL]):
            initials = "".join(word[0] for word in kept).upper()
            if len(initials) > 2:
                told.add(initials)
    if submission.call.hides_country and submission.country:
        told.add(submission.country.code)
    return sorted(told)


def names_of(country: Country) -> Iterable[str]:
    """Every name of a country that the record knows, in any language and at any time."""
    fields = ("name_en", "name_fr", "name_es", "name_ru", "name_zh", "name_ar", "name_ko", "formal_en")
    return [*(getattr(country, name) for name in fields), *(held.name for held in country.names.all())]


class Blind:
    """Strikes the words of one submission out of any text."""

    def __init__(self, submission: Submission, more: Sequence[str] = ()) -> None:
        self.words = [*identifying(submission), *more]
        patterns = [_pattern(word) for word in self.words]
        self._words = re.compile("|".join(filter(None, patterns)) or r"(?!)")
        capitals = "|".join(map(re.escape, acronyms(submission)))
        self._capitals = re.compile(rf"(?<!\w)(?:{capitals})(?!\w)") if capitals else re.compile(r"(?!)")

    def __call__(self, text: str) -> str:
        """The text with a black bar in the place of each."""
        if not text:
            return ""
        text = ADDRESS.sub(STRUCK, text)
        plain, places = _plain(text)
        spans = [(places[m.start()], places[m.end() - 1] + 1) for m in self._words.finditer(plain)]
        spans += [m.span() for m in self._capitals.finditer(text)]
        return _struck(text, spans)

    def finds(self, text: str) -> bool:
        """Is there anything in a text that would have to be struck?"""
        return self(text) != text


def _struck(text: str, spans: list[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            at = max(at, end)
            continue
        out += [text[at:start], STRUCK]
        at = end
    return "".join([*out, text[at:]])


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return " " if character.isspace() else folded(character)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its letters the place in the text it stands for."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for mark in _folded(character):
            if mark == " " and plain and plain[-1] == " ":
                places[-1] = place
                continue
            plain.append(mark)
            places.append(place)
    return "".join(plain), places


def _pattern(word: str) -> str:
    """A word by itself; in scripts that join words, or put endings and articles to them, wherever it stands."""
    plain = _plain(word)[0].strip()
    if len(plain) < 2:
        return ""
    bounded = all(ord(letter) < 0x590 for letter in plain if letter.isalpha())
    if bounded and len(plain) < 3 and " " not in plain and plain.isascii() and plain in _SMALL:
        return ""
    told = re.escape(plain)
    return rf"(?<!\w){told}(?!\w)" if bounded else told
