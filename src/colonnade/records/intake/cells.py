"""Cells as people type them: stray spaces, digits of other scripts, and the marks that stand for “nothing”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Final

Raw = str | int | float | bool | date | datetime | None
"""What a file holds in one cell, after its format has been undone."""

NOT_KNOWN: Final = frozenset(
    {"-", "–", "—", "n/a", "na", "n.a.", "n. a.", "n.d.", "nd", "none", "null", "unknown", "not known", "not available",
     "s/d", "s.o.", "н/д", "нет данных", "無", "无", "不详", "未知", "غير متوفر", "غير معروف", "없음", "미상", "#n/a"}
)  # fmt: skip
"""Marks that say “not known”, which is neither empty nor nought."""

_UNSEEN: Final = re.compile("[\u200b\u2060\ufeff\u00ad]")
# Joiners and direction marks mean something inside a word, nothing at its ends.
_ENDS: Final = " \t\r\n\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u061c"
_SPACES: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t ]+")


class Fault(Exception):
    """A cell cannot be taken as it is: what is wrong, what to do, and whether it is a question of meaning."""

    def __init__(self, what: str, do: str, *, question: bool = False) -> None:
        super().__init__(what)
        self.what, self.do, self.question = what, do, question


def tidy(text: str, *, lines: bool = False) -> str:
    """The text without spaces that nobody sees, in one Unicode form; ``lines`` keeps its line breaks."""
    if text.isalnum() and text.isascii():
        return text
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    text = text.strip(_ENDS)
    if "\r" in text or "\n" in text:
        kept = [_SPACES.sub(" ", line).strip(_ENDS) for line in text.replace("\r\n", "\n").split("\n")]
        return "\n".join(kept) if lines else " ".join(filter(None, kept))
    return _SPACES.sub(" ", text) if "  " in text or "\t" in text or not text.isascii() else text


def western(text: str) -> str:
    """Digits of any script as 0 to 9, and full-width marks as plain ones."""
    if text.isascii():
        return text
    plain = "".join(
        str(unicodedata.digit(mark)) if unicodedata.category(mark) == "Nd" else mark for mark in text
    )
    return plain.translate(_MARKS)


_MARKS: Final = str.maketrans({"،": ",", "٬": ",", "٫": ".", "，": ",", "．": ".", "／": "/", "－": "-", "−": "-", "‐": "-", "‑": "-"})  # fmt: skip


def shown(value: Raw) -> str:
    """A cell as its owner sees it, for findings and for columns of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == datetime.min.time()
            else value.isoformat(" ", "minutes")
        )
    return str(value)


def listing(words: Iterable[str], limit: int = 12) -> str:
    """A few words in a row, and how many were left out."""
    held = list(words)
    more = f" and {len(held) - limit} more" if len(held) > limit else ""
    return ", ".join(held[:limit]) + more


@lru_cache(maxsize=16_384)
def folded(words: str | int | float | bool | date | None) -> str:
    """A heading, a sheet's name or a choice with case, spaces, underscores and marks of obligation taken away."""
    return re.sub(r"[\s_\-–.*:]+", " ", tidy(str(words or "")).casefold()).strip()
