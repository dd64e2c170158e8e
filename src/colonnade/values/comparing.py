"""Text as it is compared and sorted: without case and accents; and whether there is anything to read."""

from __future__ import annotations

import unicodedata


def folded(text: object) -> str:
    """Small letters without accents.

    >>> folded("Côte d’Ivoire")
    "cote d'ivoire"
    """
    plain = str(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    return "".join(mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark))


_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by the tables, and blank on every screen and paper."""


def has_letter(text: object) -> bool:
    """Is there a letter in it that can be seen? A name has one, in whatever script.

    >>> has_letter("李"), has_letter("\\u200b"), has_letter("\\u3164 –")
    (True, False, False)
    """
    return any(
        unicodedata.category(character)[0] == "L" and character not in _FILLERS for character in str(text)
    )
