"""When several people have each said a word about one thing: what is agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

NEEDED: Final = 2
"""How many must say the same."""


def agreed(words: Iterable[str]) -> str:
    """What two agree on; empty where no two do, ``divided`` where two pairs say different things.

    >>> agreed(["select"]), agreed(["select", "decline", "select"])
    ('', 'select')
    >>> agreed(["select", "decline", "select", "decline"])
    'divided'
    """
    counts = [(word, number) for word, number in Counter(words).items() if number >= NEEDED]
    return "" if not counts else counts[0][0] if len(counts) == 1 else "divided"
