"""What outreach reached: a figure for each unit, for no two units are a number of one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Distinct, Figure, Row
from colonnade.figures.dimensions import CHANNEL, METHOD, OUTREACH_FORM, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.outreach.models import Reach
from colonnade.outreach.queries import ReachFact
from colonnade.values.units import (
    COPIES,
    DOWNLOADS,
    FOLLOWERS,
    IMPRESSIONS,
    IN_THE_ROOM,
    VIEWS,
    VISITS,
)
from colonnade.values.words import number_words, period_words


def facets(item: ReachFact) -> dict[str, tuple[str, ...]]:
    """The parts that one count belongs to as a whole; the days of one may lie in more years than one."""
    years = item.period.years
    return {
        "year": (str(years[0]),) if len(years) == 1 else (),
        "outreach_form": (item.form,) if item.form else (),
        "method": (item.method,),
    }


class _Flow(Figure):
    """What was counted over days, and adds up over days that do not overlap."""

    dimensions = (YEAR, OUTREACH_FORM, METHOD)
    clock = "the days of the count, which must all lie in the period"
    counted: ClassVar[str]

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for item in record.reach:
            if item.unit == self.counted and scope.period.covers(item.period):
                yield Row(item.ref, item.label, str(item.period), item.number, {}, facets(item), item.source)

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        """Counts whose days lie in the period in part only: they cannot be divided, and are told."""
        told = [
            _now("%(number)s of “%(of)s” were counted for %(period)s as a whole and are not in this number.")
            % {"number": number_words(item.number), "of": item.label, "period": period_words(item.period)}
            for item in record.reach
            if item.unit == self.counted
            and item.period.overlaps(scope.period)
            and not scope.period.covers(item.period)
        ]
        return (*super().caveats(record, scope, rows), *told)


class Visits(_Flow):
    """Visits to websites of the office counted in the period, by whoever counted them.

    One person who comes three times makes three visits. Visits are not people, and are added to nothing else.
    """

    key = "outreach.visits"
    label = _("Visits to websites")
    unit = VISITS
    counted = str(Reach.Unit.VISITS)


class Views(_Flow):
    """Views of videos, pages and posts counted in the period, as the platform that shows them counts.

    Platforms differ in what is a view to them. Views are not people, and are added to nothing else.
    """

    key = "outreach.views"
    label = _("Views")
    unit = VIEWS
    counted = str(Reach.Unit.VIEWS)


class Downloads(_Flow):
    """Downloads of outreach materials counted in the period; those of publications are no part of it.

    Nobody is followed: the same person may download twice, and a programme may too.
    """

    key = "outreach.downloads"
    label = _("Downloads of materials")
    unit = DOWNLOADS
    counted = str(Reach.Unit.DOWNLOADS)


class Impressions(_Flow):
    """How often something of the office was put before somebody's eyes in the period, as the platform counts.

    Whether anybody looked is not known. Impressions are the loosest of the units, and are added to nothing else.
    """

    key = "outreach.impressions"
    label = _("Impressions")
    unit = IMPRESSIONS
    counted = str(Reach.Unit.IMPRESSIONS)


class Copies(_Flow):
    """Copies and pieces of materials that left the office in the period: handed out, sent, laid out.

    Not how many were made: what lies in the store has reached nobody.
    """

    key = "outreach.copies"
    label = _("Copies handed out")
    unit = COPIES
    counted = str(Reach.Unit.COPIES)


class InTheRoom(_Flow):
    """People in the room at lectures, booths and other outreach of the period, each room by itself.

    Who sat in two rooms is counted in both. They are no participants of capacity development and are never added to these.
    """

    key = "outreach.in_the_room"
    label = _("People in the room")
    unit = IN_THE_ROOM
    counted = str(Reach.Unit.IN_THE_ROOM)


class Followers(Figure):
    """Followers of the office's accounts on the last day of the period: of each the latest count up to that day.

    A stock, not a flow: two days are never added. The same people may follow several accounts, so that accounts are not
    added either; of more than one, it is said between how many and how many.
    """

    key = "outreach.followers"
    label = _("Followers")
    unit = FOLLOWERS
    additive = False
    dimensions = (CHANNEL, OUTREACH_FORM, METHOD)
    clock = "the last day of the period"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        latest: dict[tuple[str, str], ReachFact] = {}
        for item in record.reach:  # in order of days
            if item.unit == Reach.Unit.FOLLOWERS and item.period.last <= scope.period.last:
                latest[item.thing, item.channel] = item
        for item in latest.values():
            held = {**facets(item), "channel": (item.channel or item.thing,)}
            day = item.period.last.isoformat()
            yield Row(
                item.ref, item.label, day, Distinct(frozenset(), stated=item.number), {}, held, item.source
            )

    def completeness(self, rows: Sequence[Row]) -> str:
        days = sorted(row.on for row in rows if not row.opening)
        if not days:
            return ""
        return f"counted on {days[0]}" if days[0] == days[-1] else f"counted between {days[0]} and {days[-1]}"
