"""Text as it is compared and sorted: without case and accents."""

from __future__ import annotations

import unicodedata


def folded(text: object) -> str:
    """Small letters without accents.

    >>> folded("Côte d’Ivoire")
    "cote d'ivoire"
    """
    plain = str(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    return "".join(mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark))
