"""Periods: what a figure is asked for. Both ends are included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from colonnade.values.dates import PartialDate

_YEARS: Final = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
_QUARTER: Final = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)


class NotAPeriod(ValueError):
    """The text is not a period, or it ends before it begins."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``first`` to ``last``, both included.

    Written ``2014``, ``2006-2013``, ``2014-Q2``, ``2014-06`` or
    ``2014-04-09/2014-05-01``.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise NotAPeriod(f"A period cannot end ({self.last}) before it begins ({self.first}).")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_years(cls, first: int, last: int) -> Period:
        return cls(date(first, 1, 1), date(last, 12, 31))

    @classmethod
    def parse(cls, text: str) -> Period:
        try:
            return cls._parsed(text.strip())
        except NotAPeriod:
            raise
        except ValueError as error:  # no date, or a year that no calendar has
            raise NotAPeriod(
                f"“{text.strip()}” is not a period. Write 2014, 2006-2013, 2014-Q2, 2014-06 or 2014-04-09/2014-05-01."
            ) from error

    @classmethod
    def _parsed(cls, text: str) -> Period:
        if match := _YEARS.fullmatch(text):
            return cls.of_years(int(match[1]), int(match[2]))
        if match := _QUARTER.fullmatch(text):
            first_month = 3 * int(match[2]) - 2
            first = date(int(match[1]), first_month, 1)
            return cls(first, PartialDate.parse(f"{match[1]}-{first_month + 2:02d}").last_day)
        begin, _, end = text.partition("/")
        return cls(PartialDate.parse(begin).first_day, PartialDate.parse(end or begin).last_day)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def covers(self, other: Period) -> bool:
        """Is every day of the other one of ours?"""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    @property
    def years(self) -> tuple[int, ...]:
        """Every calendar year the period touches."""
        return tuple(range(self.first.year, self.last.year + 1))

    @property
    def whole_years(self) -> bool:
        return (self.first.month, self.first.day) == (1, 1) and (self.last.month, self.last.day) == (12, 31)

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before this one begins."""
        if self.whole_years:
            span = self.last.year - self.first.year + 1
            return Period.of_years(self.first.year - span, self.first.year - 1)
        length = self.last - self.first
        last = self.first - timedelta(days=1)
        return Period(last - length, last)

    def __str__(self) -> str:
        if self.whole_years:
            first, last = self.first.year, self.last.year
            return f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"
        for precision in ("month", "day"):
            begin = PartialDate(self.first, precision)
            if begin.last_day == self.last and begin.first_day == self.first.replace(
                day=1 if precision == "month" else self.first.day
            ):
                return str(begin)
        return f"{self.first}/{self.last}"
