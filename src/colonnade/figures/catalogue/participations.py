"""The figures of who took part, counted as participations: they divide by sex, sector, modality and country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colonnade.capacity.queries import Cell, EventFact, cells
from colonnade.capacity.tallying import TALLIED
from colonnade.figures.catalogue.capacity import EVENT_DIMENSIONS, PERSON_DIMENSIONS, OfEvents
from colonnade.figures.definition import NOT_RECORDED, Dimension, Figure, Row
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.units import (
    PARTICIPATIONS,
    Unit,
)


class OfParticipations(OfEvents):
    """A count of participations: an event's contribution divides over sex, sector, modality and country."""

    dimensions: ClassVar[tuple[Dimension, ...]] = PERSON_DIMENSIONS

    def total(self, event: EventFact) -> int | None:
        """The event's own contribution, by its declared source."""
        raise NotImplementedError

    def tallied(self, event: EventFact, dimension: str) -> Mapping[str, int] | None:
        """The contribution by the parts of a tallied dimension; None where no tally says."""
        return None

    def of_cell(self, cell: Cell) -> int:
        raise NotImplementedError

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        events = self.events(record, scope)
        cuts = cuts_of(self, scope, by)
        if not cuts:
            for event in events:
                total = self.total(event)
                yield self.row(event, total or 0, unknown=total is None)
            return
        divided = self._divide(record, events, [tallied_by(cut) for cut in cuts])
        for event in events:
            yield self._narrowed(record, event, scope, by, cuts, divided.get(event.pk, {}))

    def _divide(
        self, record: Reading, events: Sequence[EventFact], dimensions: Sequence[str]
    ) -> dict[int, dict[tuple[str, ...], int]]:
        """Each event's contribution by the combinations of the tallied dimensions asked for."""
        names = list(dict.fromkeys(dimensions))
        found: dict[int, dict[tuple[str, ...], int]] = {}
        for event in events:
            if event.from_head_count:
                total = self.total(event) or 0
                found[event.pk] = {(NOT_RECORDED,) * len(names): total}
            elif len(names) == 1 and (told := self.tallied(event, names[0])) is not None:
                found[event.pk] = {(part,): number for part, number in told.items()}
        missing = [event.pk for event in events if event.pk not in found]
        if missing:
            key = ("cells", tuple(missing), tuple(names))
            for pk, parts in record.keep(key, lambda: cells(missing, names)).items():
                found[pk] = {combination: self.of_cell(cell) for combination, cell in parts.items()}
        return {pk: _spread(parts, names, dimensions) for pk, parts in found.items()}

    def _narrowed(self, record: Reading, event: EventFact, scope: Scope, by: str | None, cuts: Sequence[str],
                  divided: Mapping[tuple[str, ...], int]) -> Row:  # fmt: skip
        contribution, caveat = 0, ""
        shares: dict[str, int] = {}
        for combination, number in divided.items():
            parts = {
                cut: parts_of(record, event, cut, value) for cut, value in zip(cuts, combination, strict=True)
            }
            if not all(part in parts[name] for name, part in scope.parts if name in parts):
                continue
            contribution += number
            for part in parts.get(by or "", ()):
                shares[part] = shares.get(part, 0) + number
            if "group" in cuts and number:
                caveat = doubt_of(record, event, combination[cuts.index("group")]) or caveat
        unknown = self.total(event) is None or _silent(scope, cuts, divided)
        return self.row(event, contribution, shares, unknown=unknown, caveat=caveat)


def cuts_of(figure: Figure, scope: Scope, by: str | None) -> list[str]:
    """The dimensions that divide a participation count in this question: those narrowed to, and the one asked for."""
    asked = [name for name, _part in scope.parts] + ([by] if by else [])
    return [name for name in dict.fromkeys(asked) if not figure.dimension(name).whole]


def _silent(scope: Scope, cuts: Sequence[str], divided: Mapping[tuple[str, ...], int]) -> bool:
    """Does the event say nothing of what is asked, such as how many of 120 were women? That is not nought."""
    asked = [cuts.index(name) for name, part in scope.parts if name in cuts and part != NOT_RECORDED]
    return any(divided.values()) and any(
        all(told[place] in (NOT_RECORDED, "") for told in divided) for place in asked
    )


def tallied_by(cut: str) -> str:
    """Groups and regions are looked up by the country represented."""
    return cut if cut in TALLIED else "country"


def _spread(
    parts: Mapping[tuple[str, ...], int], names: Sequence[str], dimensions: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """The same numbers with a column for each cut: region and group share the country's."""
    if list(dimensions) == list(names):
        return dict(parts)
    places = [names.index(dimension) for dimension in dimensions]
    return {tuple(combination[place] for place in places): number for combination, number in parts.items()}


def parts_of(record: Reading, event: EventFact, cut: str, value: str) -> tuple[str, ...]:
    """The parts of a dimension that a tallied value falls in, as at the event's first day."""
    if cut == "group":
        return tuple(sorted(record.calendar.groups(value, event.starts.first_day))) if value else ()
    if cut == "region":
        return (record.regions.get(value, NOT_RECORDED),)
    return (value or NOT_RECORDED,)


def doubt_of(record: Reading, event: EventFact, country: str) -> str:
    """A country whose place in a group is disputed at the event, in a sentence; empty where none is."""
    groups = record.calendar.doubtful(country, event.starts.first_day) if country else ()
    return (
        f"Whether {country} is in {', '.join(sorted(groups))} at {event.code} is disputed." if groups else ""
    )


class Participations(OfParticipations):
    """One person at one event, present in a role that counts.

    Each event declares whether the names held or a head count is its source. Somebody who came to
    three events is three participations. Events whose source is not held count for nothing, and are told.
    """

    key = "capacity.participations"
    label = _("Participations")
    unit = PARTICIPATIONS

    def total(self, event: EventFact) -> int | None:
        return event.size

    def tallied(self, event: EventFact, dimension: str) -> Mapping[str, int]:
        return event.parts.get(dimension, {})

    def of_cell(self, cell: Cell) -> int:
        return cell.participations

    def _divide(
        self, record: Reading, events: Sequence[EventFact], dimensions: Sequence[str]
    ) -> dict[int, dict[tuple[str, ...], int]]:
        found = super()._divide(record, events, dimensions)
        if list(dimensions) == ["sex"]:
            for event in events:
                if event.from_head_count and event.women is not None and event.size is not None:
                    found[event.pk] = {("female",): event.women, (NOT_RECORDED,): event.size - event.women}
        return found

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        unknown = sum(row.unknown for row in counted)
        return f"participants known for {len(counted) - unknown} of {len(counted)} events" if counted else ""


class Women(Participations):
    """Participations of women, as they said themselves.

    Sex is never inferred from a title or a name. Where it was not recorded, nobody is counted: the number
    is at least this many.
    """

    key = "capacity.women"
    label = _("Participations of women")
    unit = PARTICIPATIONS
    dimensions: ClassVar[tuple[Dimension, ...]] = EVENT_DIMENSIONS

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for event in self.events(record, scope):
            unknown = event.women is None or (not event.from_head_count and event.size is None)
            yield self.row(event, event.women or 0, unknown=unknown)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        unknown = sum(row.unknown for row in counted)
        return f"sex recorded at {len(counted) - unknown} of {len(counted)} events" if counted else ""


class Registrations(OfParticipations):
    """Names accepted for an event, whether or not they came; cancelled ones do not count."""

    key = "capacity.registrations"
    label = _("Registrations")
    unit = Unit("registrations", "registration", "registrations")
    dimensions: ClassVar[tuple[Dimension, ...]] = EVENT_DIMENSIONS

    def total(self, event: EventFact) -> int:
        return event.registered


class ParticipantDays(OfParticipations):
    """Days attended, summed over participations whose days are recorded."""

    key = "capacity.participant_days"
    label = _("Participant-days")
    unit = Unit("participant-days", "participant-day", "participant-days")

    def total(self, event: EventFact) -> int:
        return event.days

    def of_cell(self, cell: Cell) -> int:
        return cell.days


class Completions(OfParticipations):
    """Participations that met the event's own criteria for completing it."""

    key = "capacity.completions"
    label = _("Completions")
    unit = Unit("completions", "completion", "completions")

    def total(self, event: EventFact) -> int:
        return event.completed

    def of_cell(self, cell: Cell) -> int:
        return cell.completed
