"""The figures of capacity development: events, missions and study tours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colonnade.capacity.queries import EventFact
from colonnade.figures.definition import Contribution, Dimension, Figure, Row
from colonnade.figures.dimensions import (
    COUNTRY,
    GROUP,
    HOST,
    KIND,
    MISSION_KIND,
    MODALITY,
    PILLAR,
    REGION,
    ROLE,
    SECTOR,
    SEX,
    THEME,
    YEAR,
)
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.units import (
    DAYS,
    EVENTS,
    MISSIONS,
    Unit,
)

EVENT_DIMENSIONS = (YEAR, KIND, PILLAR, THEME, HOST)
PERSON_DIMENSIONS = (*EVENT_DIMENSIONS, SEX, SECTOR, MODALITY, ROLE, COUNTRY, REGION, GROUP)


class OfEvents(Figure):
    """A figure whose rows are events that took place and began in the period."""

    dimensions: ClassVar[tuple[Dimension, ...]] = EVENT_DIMENSIONS
    clock = "the first day of the event"

    def events(self, record: Reading, scope: Scope) -> list[EventFact]:
        """Events that began in the period and took place; one inside another is not added to it."""
        return record.keep(
            ("events", scope.period, self.additive), lambda: _held(record, scope, self.additive)
        )

    def contribution(self, event: EventFact) -> Contribution | None:
        """What one event brings; None where the record does not say."""
        raise NotImplementedError

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for event in self.events(record, scope):
            brought = self.contribution(event)
            yield self.row(event, brought if brought is not None else 0, unknown=brought is None)

    def row(self, event: EventFact, contribution: Contribution, shares: Mapping[str, Contribution] | None = None,
            *, unknown: bool = False, caveat: str = "") -> Row:  # fmt: skip
        return Row(
            event.ref, event.title, event.on, contribution, shares or {}, event.belongs, event.source,
            unknown=unknown, caveat=caveat or _soft_date(event),
        )  # fmt: skip


def _held(record: Reading, scope: Scope, alone: bool) -> list[EventFact]:
    held = {event.code for event in record.events if event.happened}
    return [
        event for event in record.events
        if event.happened and event.starts.first_day in scope.period and not (alone and held.intersection(event.inside))
    ]  # fmt: skip


def _soft_date(event: EventFact) -> str:
    if event.starts.precision == "year":
        return f"{event.code} is dated by its year only."
    return ""


class EventsHeld(OfEvents):
    """Trainings, workshops and conferences that took place and began in the period.

    Only confirmed events count: one that was announced, or in which the office's role is not documented, does
    not. An event inside another counts with it, not beside it.
    """

    key = "capacity.events_held"
    label = _("Events")
    unit = EVENTS

    def contribution(self, event: EventFact) -> int:
        return 1


class EventDays(OfEvents):
    """Calendar days from the first to the last day of each event held.

    An event whose days are not known counts for none, and is told.
    """

    key = "capacity.event_days"
    label = _("Event days")
    unit = DAYS

    def contribution(self, event: EventFact) -> int | None:
        if event.ends is None or "day" not in (event.starts.precision, event.ends.precision):
            return None
        return (event.ends.last_day - event.starts.first_day).days + 1


class SeatsPlanned(OfEvents):
    """Seats that events planned, announced or held in the period were to offer.

    An event put off or called off offers none; one inside another counts with it, not beside it.
    """

    key = "capacity.seats_planned"
    label = _("Seats planned")
    unit = Unit("seats", "seat", "seats")

    def events(self, record: Reading, scope: Scope) -> list[EventFact]:
        offered = [event for event in record.events if event.happened or event.ahead]
        codes = {event.code for event in offered if event.seats is not None}
        return [
            event for event in offered
            if event.starts.first_day in scope.period and not codes.intersection(event.inside)
        ]  # fmt: skip

    def contribution(self, event: EventFact) -> int | None:
        return event.seats


class Certificates(OfEvents):
    """Certificates of participation or completion that were issued for events of the period and are valid today.

    One that was revoked, or replaced by another, does not count; the other does.
    """

    key = "capacity.certificates"
    label = _("Valid certificates")
    unit = Unit("certificates", "certificate", "certificates")

    def contribution(self, event: EventFact) -> int:
        return event.certificates


class Contributors(OfEvents):
    """Speakers, moderators, organisers, interpreters and support who were present, one by one at each event.

    They stand beside the participations, not among them: roles that an event counts as taking part are left out here.
    """

    key = "capacity.contributors"
    label = _("Speakers and other contributors")
    unit = Unit("contributions", "contribution", "contributions")
    dimensions: ClassVar[tuple[Dimension, ...]] = (*EVENT_DIMENSIONS, ROLE)

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        wanted = scope.narrowed.get("role")
        for event in self.events(record, scope):
            counted = event.parts.get("role", {})
            told = {role: number - counted.get(role, 0) for role, number in event.beside.items()}
            shares = {role: number for role, number in told.items() if number and wanted in (None, role)}
            # No name at all is held of an event counted by heads: who spoke there is not known.
            unknown = event.from_head_count and not event.beside
            yield self.row(event, sum(shares.values()), shares if by == "role" else {}, unknown=unknown)


class MissionsAndTours(Figure):
    """Advisory missions to governments and study tours of their officials that took place in the period."""

    key = "capacity.missions_and_tours"
    label = _("Advisory services and study tours")
    unit = MISSIONS
    dimensions = (YEAR, MISSION_KIND, HOST)
    clock = "the first day of the mission or tour"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for mission in record.missions:
            if mission.starts.first_day in scope.period:
                facets = {"year": (str(mission.starts.first_day.year),), "mission_kind": (mission.kind,),
                          "host": (mission.host,) if mission.host else ()}  # fmt: skip
                yield Row(mission.ref, mission.title, str(mission.starts), 1, {}, facets, mission.source)
