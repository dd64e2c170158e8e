"""Words from left to right within a page from right to left: a date or a name must not come apart there.

In “New York, 9 أبريل 2014” the 9 would be drawn into “New York”, which stands to its left; so each stretch of
Latin words, and each range of numbers, is set apart as a unit with a direction of its own.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from colonnade.values.languages import direction

_LETTER: Final = r"[A-Za-z\u00c0-\u024f]"
_NUMBER: Final = r"[0-9]+(?:[.,:/–-][0-9]+)*"
_INSIDE: Final = r"[^()·\u0590-\u08ff\ufb1d-\ufefc]"
_BRACKET: Final = r"\([^()\u0590-\u08ff]*\)"
_WORDS: Final = (
    rf"{_LETTER}(?:(?:{_INSIDE}|{_BRACKET})*(?:{_LETTER}|{_BRACKET}))?(?::?[ \u00a0–-]{{0,2}}{_NUMBER})*"
)

LEFT_TO_RIGHT: Final = rf"(?:{_NUMBER}[.):]?[ \u00a0]?){{0,2}}{_WORDS}[.?!”’\"']*|[0-9]+(?:[–-][0-9]+)+"
"""What is set apart: Latin words with the numbers and brackets that belong to them; a range of numbers.

A pattern for Python and for the layout engine of print alike.
"""

_ARABIC: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")

_DAY: Final = re.compile(r"(?<= )(?=[0-9]{1,2} [\u0590-\u08ff])")

_TAG: Final = re.compile(r"(<[^>]*>)")
_STRETCH: Final = re.compile(LEFT_TO_RIGHT)
_APART: Final = ("style", "script", "title", "svg", "code", "data", "bdi")
"""Elements whose text stays as it is: nobody reads it in a line, or it has a direction already."""


def stands_apart(words: str, language: str) -> bool:
    """Is a whole sentence without a word of the page's script? It is then one stretch, figures and all."""
    return direction(language) == "rtl" and not _ARABIC.search(words)


def with_days_marked(text: str, language: str) -> str:
    """A day of a month belongs to the Arabic month after it, not to a name before it: a mark stands between."""
    return text if direction(language) == "ltr" else _DAY.sub("\u200f", text)


def isolated(html: str, language: str) -> str:
    """A page's HTML with each such stretch in a ``bdi``; every text passes here, so no block can forget it."""
    if direction(language) == "ltr":
        return html
    written, within = [], 0
    for piece in _TAG.split(html):
        name = re.match(r"</?(\w+)", piece)
        if name and name[1] in _APART:
            within += -1 if piece.startswith("</") else 0 if piece.endswith("/>") else 1
        written.append(piece if name or within else _set_apart(with_days_marked(piece, language)))
    return "".join(written)


def _set_apart(text: str) -> str:
    words, pieces, end = unescape(text), [], 0
    for match in _STRETCH.finditer(words):
        pieces += [escape(words[end : match.start()]), f'<bdi dir="ltr">{escape(match[0])}</bdi>']
        end = match.end()
    return "".join([*pieces, escape(words[end:])])
