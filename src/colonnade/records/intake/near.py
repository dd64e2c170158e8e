"""“Did you mean”: the nearest of the words that would have been understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from colonnade.records.intake.cells import folded


def nearest(word: str, known: Iterable[str], limit: int = 3, cutoff: float = 0.72) -> list[str]:
    """The known words nearest to one that is not known, nearest first, whatever their case."""
    by_fold = {folded(each): each for each in known}
    return [
        by_fold[match] for match in get_close_matches(folded(word), list(by_fold), n=limit, cutoff=cutoff)
    ]


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    """A question naming what is near, or what to do where nothing is."""
    near = nearest(word, known if len(known) <= 20_000 else list(known)[:20_000])
    if not near:
        return otherwise
    quoted = [f"“{each}”" for each in near]
    return f"Did you mean {' or '.join(', '.join(quoted).rsplit(', ', 1))}?"
