"""What a figure is asked for: a period, an as-of date, and what it is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlencode

from colonnade.values.period import NotAPeriod, Period

_RESERVED: Final = ("as_of", "period")


class NotAnAddress(ValueError):
    """The text does not ask for a figure in a way that can be answered."""


@dataclass(frozen=True)
class Scope:
    """``parts`` narrows the figure, dimension to part: ``{"kind": "national_training"}``.

    The period is the reported one; ``as_of`` is the day by which dated facts (posts, budgets) are
    looked up where a figure has no clock of its own. An event's own first day decides its country groups.
    """

    period: Period
    as_of: date
    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, period: Period, as_of: date, parts: Mapping[str, str] | None = None) -> Scope:
        return cls(period, as_of, tuple(sorted((parts or {}).items())))

    @property
    def narrowed(self) -> dict[str, str]:
        return dict(self.parts)

    def narrow(self, dimension: str, part: str) -> Scope:
        return replace(self, parts=tuple(sorted((self.narrowed | {dimension: part}).items())))

    def address(self, key: str) -> str:
        """The one way to ask for this number again: ``capacity.participations?as_of=...&period=...``."""
        asked = {"as_of": self.as_of.isoformat(), "period": str(self.period)} | self.narrowed
        return f"{key}?{urlencode(sorted(asked.items()), safe='/')}"


def read_address(address: str) -> tuple[str, Scope]:
    """A figure's key and scope from its address; raises NotAnAddress with what is missing."""
    key, _, query = address.partition("?")
    asked = dict(parse_qsl(query))
    try:
        period, as_of = Period.parse(asked["period"]), date.fromisoformat(asked["as_of"])
    except KeyError as error:
        raise NotAnAddress(f"“{address}” does not say {error.args[0]}=.") from error
    except (NotAPeriod, ValueError) as error:
        raise NotAnAddress(f"“{address}”: {error}") from error
    return key, Scope.of(period, as_of, {name: part for name, part in asked.items() if name not in _RESERVED})
