"""Words as a search compares them, in any script: folded, and where a script writes no spaces, in pairs of signs.

Plain Python. The same folding is done to a page once and to a question each time, so it must never differ between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

LONGEST: Final = 40
"""Letters of a word that are compared; longer ones are no words."""

_WITHOUT_SPACES: Final = (
    "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Han, kana and Hangul: Korean has spaces, but writes its particles into the word."""

_RUN: Final = re.compile(rf"[{_WITHOUT_SPACES}]+|[^\W_{_WITHOUT_SPACES}]+")
_PAIRED: Final = re.compile(rf"[{_WITHOUT_SPACES}]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_LETTERS: Final = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ی": "ي", "ـ": "", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})  # fmt: skip
_ARTICLES: Final = ("وال", "بال", "كال", "فال", "لل", "ال")
"""How Arabic writes “the” into the word, alone or with “and”, “in”, “as”, “so”, “for”."""

_APOSTROPHES: Final = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_HAMZA_SEATS: Final = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": ""})


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Without case, accents and the vowels over Arabic letters; digits of every script as 0 to 9; Hangul whole."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = text.translate(_HAMZA_SEATS)
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(mark for mark in apart if unicodedata.category(mark) not in ("Mn", "Cf"))
    bare = unicodedata.normalize("NFC", bare).translate(_LETTERS)
    return "".join(str(unicodedata.digit(mark)) if mark.isdigit() else mark for mark in bare)


def words_of(text: str) -> list[str]:
    """The words a text is found by, each once, in order.

    >>> words_of("L’intégrité")
    ['l', 'integrite']
    >>> words_of("الحكومة")
    ['الحكومه', 'حكومه']
    >>> words_of("公共行政")
    ['公共', '共行', '行政', '政']
    """
    return list(dict.fromkeys(word for run in _runs(text) for word in _of_run(run)))


def asked_words(text: str, most: int = 8) -> list[str]:
    """The beginnings of words that a question asks for; all of them must stand in what is found.

    >>> asked_words("الحكومة والإدارة")
    ['حكومه', 'اداره']
    >>> asked_words("公共行政")
    ['公共', '共行', '行政']
    """
    asked: list[str] = []
    for run in _runs(text):
        if _PAIRED.match(run):
            asked += _pairs(run) or [run]
        else:
            asked.append(_without_article(run))
    return list(dict.fromkeys(asked))[:most]


def _runs(text: str) -> Iterator[str]:
    for match in _RUN.finditer(_APOSTROPHES.sub(" ", folded(text))):
        yield match[0] if _PAIRED.match(match[0]) else match[0][:LONGEST]


def _of_run(run: str) -> list[str]:
    if _PAIRED.match(run):
        return [*_pairs(run), run[-1]]
    bare = _without_article(run)
    return [run] if bare == run else [run, bare]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _without_article(word: str) -> str:
    if _ARABIC.match(word):
        for article in _ARTICLES:
            if word.startswith(article) and len(word) >= len(article) + 3:
                return word.removeprefix(article)
    return word
