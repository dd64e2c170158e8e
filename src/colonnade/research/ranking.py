"""How judged submissions stand to one another: by their weighted mean, ties as ties, nobody before enough have judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, pstdev


@dataclass(frozen=True)
class Standing:
    """A submission's place. ``rank`` and ``mean`` are None until as many have judged as the call asks.

    ``least`` and ``most`` are the reviewers' own means. ``even`` is the mean with severe and mild reviewers brought to
    one measure, ``even_rank`` the place by it: shown beside, never instead.
    """

    count: int
    needed: int
    mean: Fraction | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    rank: int | None = None
    tied: bool = False
    even: float | None = None
    even_rank: int | None = None

    @property
    def spread(self) -> Fraction | None:
        return None if self.most is None or self.least is None else self.most - self.least


def weighted(values: Mapping[str, int], weights: Mapping[str, int]) -> Fraction:
    """One reviewer's mean over the criteria, each with its weight.

    >>> weighted({"use": 5, "proof": 2}, {"use": 2, "proof": 1})
    Fraction(4, 1)
    """
    return Fraction(sum(weights[name] * values[name] for name in weights), sum(weights.values()))


def ranked(totals: Mapping[int, Sequence[tuple[int, Fraction]]], *, needed: int) -> dict[int, Standing]:
    """The place of each submission, from the reviewers who have judged it and their means.

    >>> told = ranked({1: [(7, Fraction(4)), (8, Fraction(5))], 2: [(7, Fraction(3))]}, needed=2)
    >>> told[1].rank, told[2].rank, told[2].count
    (1, None, 1)
    """
    even = _evened(totals)
    full = {one: told for one, told in totals.items() if len(told) >= needed}
    means = {
        one: sum((value for _judge, value in told), Fraction(0)) / len(told) for one, told in full.items()
    }
    evens = {one: round(fmean(even[one, judge] for judge, _value in told), 9) for one, told in full.items()}
    ranks, even_ranks = _places(means), _places(evens)
    shared = {rank for rank, number in Counter(ranks.values()).items() if number > 1}
    found = {}
    for one, told in totals.items():
        if one not in full:
            found[one] = Standing(len(told), needed)
            continue
        values = [value for _judge, value in told]
        found[one] = Standing(
            len(told), needed, means[one], min(values), max(values), ranks[one], ranks[one] in shared, evens[one],
            even_ranks[one],
        )  # fmt: skip
    return found


def _places(values: Mapping[int, Fraction] | Mapping[int, float]) -> dict[int, int]:
    """1, 2, 2, 4: those that are equal share a place, and the next one is as many further."""
    places: dict[int, int] = {}
    ordered = sorted(values, key=lambda one: (-values[one], one))
    for number, one in enumerate(ordered, 1):
        same = number > 1 and values[ordered[number - 2]] == values[one]
        places[one] = places[ordered[number - 2]] if same else number
    return places


def _evened(totals: Mapping[int, Sequence[tuple[int, Fraction]]]) -> dict[tuple[int, int], float]:
    """Each mean as it would be if its reviewer were as mild, and spread their scores as far, as all of them together.

    Of a reviewer who scored everything alike only the mildness is taken away.
    """
    by_judge: dict[int, list[float]] = {}
    for told in totals.values():
        for judge, value in told:
            by_judge.setdefault(judge, []).append(float(value))
    every = [value for values in by_judge.values() for value in values]
    if not every:
        return {}
    middle, wide = fmean(every), pstdev(every)
    found = {}
    for one, told in totals.items():
        for judge, value in told:
            own = by_judge[judge]
            spread = pstdev(own)
            away = float(value) - fmean(own)
            found[one, judge] = middle + (away / spread * wide if spread else away)
    return found
