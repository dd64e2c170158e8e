"""Which rate holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from colonnade.money.models import Rate

UN_RATE: Final = "UNORE"
DOLLAR: Final = "USD"

OLDEST: Final[dict[str, int]] = {UN_RATE: 42, "M-avg": 62, "A-avg": 366, "spot": 100}
"""Kinds of rate, best first, each with the days after which it holds no more.

A UN rate is for a month and may be entered late; a month's mean serves the month after it, and one month more where
the series has a gap; a year's mean serves the year after it; a single day's rate bridges a quarter.
"""

LOOK_BACK: Final = max(OLDEST.values())


def in_force(rates: Iterable[Rate], day: date) -> Rate | None:
    """Of rates of one currency, the latest of the best kind that is not after the day and not too old.

    A mean is dated on the last day of its month or year: it is not known earlier, so it is not used earlier.
    """
    held = [rate for rate in rates if rate.kind in OLDEST and 0 <= (day - rate.on).days <= OLDEST[rate.kind]]
    if not held:
        return None
    best = min((rate.kind for rate in held), key=list(OLDEST).index)
    return max((rate for rate in held if rate.kind == best), key=lambda rate: rate.on)
