"""Which groups a country is in on which day, and what it is called: read once, asked many times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """A time in a group, both days included. ``contested``: after the last day it is in doubt whether it ended."""

    iso3: str
    group: str
    first: date | None
    last: date | None
    contested: bool = False
    note: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, order=True)
class GroupChange:
    """A country enters a group, or is out of it, from a day on."""

    day: date
    iso3: str
    group: str
    entered: bool
    contested: bool = False
    note: str = ""


@dataclass(frozen=True)
class GroupsOn:
    """The groups of every country on one day, and those of which it is in doubt whether the country has left."""

    day: date
    groups: dict[str, frozenset[str]]
    contested: dict[str, frozenset[str]]


@dataclass(frozen=True)
class GroupCalendar:
    """Every membership of every group, for as many countries and days as are asked."""

    spans: tuple[Span, ...]
    _by_country: dict[str, list[Span]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_country: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            by_country[span.iso3].append(span)
        object.__setattr__(self, "_by_country", dict(by_country))

    def groups(self, iso3: str, day: date) -> frozenset[str]:
        """The groups that the country is in on that day."""
        return frozenset(span.group for span in self._of(iso3) if span.holds_on(day))

    def doubtful(self, iso3: str, day: date) -> frozenset[str]:
        """The groups that the country is not in on that day by what is held, though this may be wrong.

        Its leaving was decided and is disputed or may be deferred, or the list is not held further.
        """
        after = {s.group for s in self._of(iso3) if s.contested and s.last is not None and s.last < day}
        return frozenset(after) - self.groups(iso3, day) if after else frozenset()

    def contested(self, iso3: str, group: str, day: date) -> bool:
        """Is it in doubt whether the country is out of the group on that day?"""
        return group in self.doubtful(iso3, day)

    def members(self, group: str, day: date) -> frozenset[str]:
        return frozenset(span.iso3 for span in self.spans if span.group == group and span.holds_on(day))

    def on(self, day: date) -> GroupsOn:
        """Countries in no group are left out."""
        groups = {iso3: self.groups(iso3, day) for iso3 in self._by_country}
        doubts = {iso3: self.doubtful(iso3, day) for iso3 in self._by_country}
        return GroupsOn(day, {k: v for k, v in groups.items() if v}, {k: v for k, v in doubts.items() if v})

    def changes(self, since: date | None = None, until: date | None = None) -> list[GroupChange]:
        """Who entered and who left, in order of days; ends that are contested say so."""
        wanted = (change for span in self.spans for change in _changes(span))
        return sorted(
            c for c in wanted if (since is None or since <= c.day) and (until is None or c.day <= until)
        )

    def _of(self, iso3: str) -> Iterable[Span]:
        return self._by_country.get(iso3, ())


def _changes(span: Span) -> Iterable[GroupChange]:
    if span.first:
        yield GroupChange(span.first, span.iso3, span.group, entered=True, note=span.note)
    if span.last:
        out = span.last + timedelta(days=1)
        yield GroupChange(out, span.iso3, span.group, False, span.contested, span.note)
