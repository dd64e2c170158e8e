"""Cells that say what a number is of: its period, and the parts it is narrowed to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from colonnade.records.intake.cells import Fault, Raw, shown, western
from colonnade.records.intake.days import NO_ORDER, DayOrder
from colonnade.records.intake.kinds import Kind, several
from colonnade.values.period import NotAPeriod, Period


@dataclass(frozen=True)
class Span(Kind):
    """A period: a year, years, a quarter, a month or two days. It fills its first and its last day."""

    first: str = "first_day"
    last: str = "last_day"
    words: ClassVar[str] = "period: 2014, 2006-2013, 2014-Q2, 2014-06 or 2014-04-09/2014-05-01"

    def fields(self, name: str) -> tuple[str, ...]:
        return self.first, self.last

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        try:
            period = Period.parse(western(shown(cell)))
        except NotAPeriod as error:
            raise Fault(
                f"“{shown(cell)}” is not a period.",
                "Write 2014, 2006-2013, 2014-Q2, 2014-06 or 2014-04-09/2014-05-01.",
            ) from error
        return period.first, period.last

    def show(self, *values: Any) -> Raw:
        return str(Period(*values))


class Parts(Kind):
    """What narrows a figure: dimensions with their values, ``kind=national_training; purpose=thematic``."""

    words: ClassVar[str] = "pairs such as kind=national_training; purpose=thematic"

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        pairs = [re.fullmatch(r"([a-z][a-z_.]*)\s*=\s*(\S.*)", part) for part in several(shown(cell))]
        if not all(pairs):
            raise Fault(
                f"“{shown(cell)}” is not a list of pairs.", "Write kind=national_training; purpose=thematic."
            )
        return ({pair[1]: pair[2] for pair in pairs if pair},)

    def show(self, *values: Any) -> Raw:
        return "; ".join(f"{name}={value}" for name, value in values[0].items()) or None
