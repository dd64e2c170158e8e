"""The order of names in a reader's own alphabet.

Enough for names of countries and people on a page: letters with marks stand by the letters they are made of, Spanish ñ after n,
the forms of alif as one, and Chinese by pronunciation as far as the national standard orders its characters so.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from colonnade.values.languages import known

_LETTERS: Final = str.maketrans(
    {"ё": "е", "Ё": "Е", "ى": "ي", "ة": "ه", "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"}
)


@lru_cache(maxsize=4096)
def alphabetical(name: str, language: str) -> tuple[object, ...]:
    """What names are sorted by in a language."""
    language = known(language)
    if language == "zh":
        # The first level of GB 2312, which has nearly every character of a name, is in the order of pronunciation.
        return (name.encode("gb18030", "replace"),)
    if language == "es":
        name = name.replace("ñ", "n\uffff").replace("Ñ", "N\uffff")
    if language == "ko":
        return (name,)
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    bare = "".join(mark for mark in plain if unicodedata.category(mark) != "Mn")
    words = "".join(mark if mark.isalnum() or mark == "\uffff" else " " for mark in bare.casefold())
    return (" ".join(words.split()), name)
