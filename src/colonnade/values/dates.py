"""Dates that are honest about what is known: a day, a month or only a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Precision = Literal["day", "month", "year"]
PRECISIONS: Final[tuple[Precision, ...]] = ("day", "month", "year")

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class NotADate(ValueError):
    """The text is not a date in ISO form (2014, 2014-06 or 2014-06-05)."""


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as its source gives it: ``2014-06-05``, ``2014-06`` or ``2014``.

    ``first_day`` is the earliest day it can be: the clock by which a record
    falls into a period. ``last_day`` is the latest.
    """

    first_day: date
    precision: Precision = "day"

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ISO 8601 of reduced precision; raises NotADate with what was read."""
        match = _ISO.fullmatch(text.strip())
        if not match:
            raise NotADate(f"“{text}” is not a date. Write 2014-06-05, 2014-06 or 2014.")
        year, month, day = match.groups()
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            raise NotADate(f"“{text}” is not in the calendar ({error}).") from error
        return cls(first, "day" if day else "month" if month else "year")

    @property
    def last_day(self) -> date:
        if self.precision == "year":
            return date(self.first_day.year, 12, 31)
        if self.precision == "month":
            year, month = self.first_day.year, self.first_day.month
            return date(year, month, monthrange(year, month)[1])
        return self.first_day

    def __str__(self) -> str:
        return self.first_day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]
