"""The figures of capacity development: events, who took part, and which countries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from colonnade.capacity.queries import TALLIED, Cell, EventFact, cells, persons_by_part, persons_counted
from colonnade.figures.definition import (
    NOT_RECORDED, CannotBreakDown, Contribution, Dimension, Distinct, Figure, Row, union_of,
)  # fmt: skip
from colonnade.figures.dimensions import (
    COUNTRY, GROUP, HOST, KIND, MISSION_KIND, MODALITY, PILLAR, REGION, SECTOR, SEX, THEME, YEAR,
)  # fmt: skip
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.units import (
    COUNTRIES, COUNTRY_PARTICIPATIONS, DAYS, EVENTS, MISSIONS, PARTICIPATIONS, PEOPLE, Unit,
)  # fmt: skip

EVENT_DIMENSIONS = (YEAR, KIND, PILLAR, THEME, HOST)
PERSON_DIMENSIONS = (*EVENT_DIMENSIONS, SEX, SECTOR, MODALITY, COUNTRY, REGION, GROUP)


class _OfEvents(Figure):
    """A figure whose rows are events that took place and began in the period."""

    dimensions = EVENT_DIMENSIONS
    clock = "the first day of the event"

    def events(self, record: Reading, scope: Scope) -> list[EventFact]:
        """Events that began in the period and took place; one inside another is not added to it."""
        held = {event.code for event in record.events if event.happened}
        return [
            event for event in record.events
            if event.happened and event.starts.first_day in scope.period
            and not (self.additive and event.inside in held)
        ]  # fmt: skip

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
            event.ref, event.title, str(event.starts), contribution, shares or {}, facets_of(event), event.source,
            unknown=unknown, caveat=caveat or _soft_date(event),
        )  # fmt: skip


def facets_of(event: EventFact) -> dict[str, tuple[str, ...]]:
    """The parts an event belongs to as a whole."""
    return {
        "year": (str(event.starts.first_day.year),), "kind": (event.kind,), "pillar": (event.pillar,),
        "host": (event.host,) if event.host else (), "theme": event.themes,
    }  # fmt: skip


def _soft_date(event: EventFact) -> str:
    if event.starts.precision == "year":
        return f"{event.code} is dated by its year only."
    return ""


class EventsHeld(_OfEvents):
    """Trainings, workshops and conferences that took place and began in the period.

    Only confirmed events count: one that was announced, or in which the office's role is not documented, does
    not. An event inside another counts with it, not beside it.
    """

    key = "capacity.events_held"
    label = _("Events")
    unit = EVENTS

    def contribution(self, event: EventFact) -> int:
        return 1


class EventDays(_OfEvents):
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


class SeatsPlanned(_OfEvents):
    """Seats that events planned, announced or held in the period were to offer."""

    key = "capacity.seats_planned"
    label = _("Seats planned")
    unit = Unit("seats", "seat", "seats")

    def events(self, record: Reading, scope: Scope) -> list[EventFact]:
        return [event for event in record.events if event.starts.first_day in scope.period]

    def contribution(self, event: EventFact) -> int | None:
        return event.seats


# --- participations: counts that divide by who took part -------------------------------------------------


class _OfParticipations(_OfEvents):
    """A count of participations: an event's contribution divides over sex, sector, modality and country."""

    dimensions = PERSON_DIMENSIONS

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
        cuts = _cuts(self, scope, by)
        if not cuts:
            for event in events:
                total = self.total(event)
                yield self.row(event, total or 0, unknown=total is None)
            return
        divided = self._divide(record, events, [_tallied(cut) for cut in cuts])
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
        contribution, shares, caveat = 0, {}, ""
        for combination, number in divided.items():
            parts = {
                cut: parts_of(record, event, cut, value) for cut, value in zip(cuts, combination, strict=True)
            }
            if not all(part in parts[name] for name, part in scope.parts if name in parts):
                continue
            contribution += number
            for part in parts[by] if by in parts else ():
                shares[part] = shares.get(part, 0) + number
            if "group" in cuts and number:
                caveat = _doubt(record, event, combination[cuts.index("group")]) or caveat
        return self.row(event, contribution, shares, unknown=self.total(event) is None, caveat=caveat)


def _cuts(figure: Figure, scope: Scope, by: str | None) -> list[str]:
    """The dimensions that divide a participation count in this question: those narrowed to, and the one asked for."""
    asked = [name for name, _part in scope.parts] + ([by] if by else [])
    return [name for name in dict.fromkeys(asked) if not figure.dimension(name).whole]


def _tallied(cut: str) -> str:
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


def _doubt(record: Reading, event: EventFact, country: str) -> str:
    """A country whose place in a group is disputed at the event, in a sentence; empty where none is."""
    groups = record.calendar.doubtful(country, event.starts.first_day) if country else ()
    return (
        f"Whether {country} is in {', '.join(sorted(groups))} at {event.code} is disputed." if groups else ""
    )


class Participations(_OfParticipations):
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

    def _divide(self, record: Reading, events: Sequence[EventFact], dimensions: Sequence[str]):  # type: ignore[no-untyped-def]
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
    dimensions = EVENT_DIMENSIONS

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for event in self.events(record, scope):
            unknown = event.women is None or (not event.from_head_count and event.size is None)
            yield self.row(event, event.women or 0, unknown=unknown)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        unknown = sum(row.unknown for row in counted)
        return f"sex recorded at {len(counted) - unknown} of {len(counted)} events" if counted else ""


class Registrations(_OfParticipations):
    """Names accepted for an event, whether or not they came; cancelled ones do not count."""

    key = "capacity.registrations"
    label = _("Registrations")
    unit = Unit("registrations", "registration", "registrations")
    dimensions = EVENT_DIMENSIONS

    def total(self, event: EventFact) -> int:
        return event.registered


class ParticipantDays(_OfParticipations):
    """Days attended, summed over participations whose days are recorded."""

    key = "capacity.participant_days"
    label = _("Participant-days")
    unit = Unit("participant-days", "participant-day", "participant-days")

    def total(self, event: EventFact) -> int:
        return event.days

    def of_cell(self, cell: Cell) -> int:
        return cell.days


class Completions(_OfParticipations):
    """Participations that met the event's own criteria for completing it."""

    key = "capacity.completions"
    label = _("Completions")
    unit = Unit("completions", "completion", "completions")

    def total(self, event: EventFact) -> int:
        return event.completed

    def of_cell(self, cell: Cell) -> int:
        return cell.completed


# --- distinct things -------------------------------------------------------------------------------------


class UniqueParticipants(_OfEvents):
    """Different people who took part in at least one event of the period, each counted once.

    Where an event has a head count only, its people are not known by name: the number
    then lies between two bounds.
    """

    key = "capacity.unique_participants"
    label = _("People")
    unit = PEOPLE
    additive = False
    dimensions = PERSON_DIMENSIONS

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        events = self.events(record, scope)
        cuts = _cuts(self, scope, by)
        if not cuts:
            persons = record.keep("persons", lambda: persons_counted([e.pk for e in record.events]))
            for event in events:
                yield self._row(event, persons.get(event.pk, BitMap()), {})
            return
        sets = self._sets(record, events, cuts)
        for event in events:
            yield self._narrowed(record, event, scope, by, cuts, sets.get(event.pk, {}))

    def _sets(
        self, record: Reading, events: Sequence[EventFact], cuts: Sequence[str]
    ) -> dict[int, dict[tuple[str, ...], BitMap]]:
        names = [_tallied(cut) for cut in cuts]
        pks = [event.pk for event in events]
        if len(set(names)) == 1:
            kept = record.keep(
                ("sets", names[0]), lambda: persons_by_part([e.pk for e in record.events], names[0])
            )
            return {pk: {(part,) * len(names): held for part, held in kept.get(pk, {}).items()} for pk in pks}
        wanted = list(dict.fromkeys(names))
        told = record.keep(("cells", tuple(pks), tuple(wanted)), lambda: cells(pks, wanted))
        places = [wanted.index(name) for name in names]
        return {
            pk: {
                tuple(combination[place] for place in places): cell.persons
                for combination, cell in parts.items()
            }
            for pk, parts in told.items()
        }

    def _narrowed(self, record: Reading, event: EventFact, scope: Scope, by: str | None, cuts: Sequence[str],
                  sets: Mapping[tuple[str, ...], BitMap]) -> Row:  # fmt: skip
        everybody, shares = BitMap(), {}
        for combination, held in sets.items():
            parts = {
                cut: parts_of(record, event, cut, value) for cut, value in zip(cuts, combination, strict=True)
            }
            if all(part in parts[name] for name, part in scope.parts if name in parts):
                everybody |= held
                for part in parts[by] if by in parts else ():
                    shares[part] = shares.get(part, BitMap()) | held
        told: dict[str, Contribution] = {part: Distinct(held) for part, held in shares.items()}
        narrowed = any(name in cuts for name, _part in scope.parts)
        if event.from_head_count and by in cuts and not narrowed:
            told[NOT_RECORDED] = Distinct(BitMap(), event.size or 0)
        return self._row(event, everybody, told, narrowed=narrowed)

    def _row(
        self, event: EventFact, persons: BitMap, shares: Mapping[str, Contribution], *, narrowed: bool = False
    ) -> Row:
        """An event's people; of those that a head count gives without names, any may be in the part asked for."""
        unnamed = event.size or 0 if event.from_head_count else 0
        brought = Distinct(persons, possible=unnamed) if narrowed else Distinct(persons, stated=unnamed)
        return self.row(event, brought, shares, unknown=event.size is None)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        with_names = sum(
            bool(len(row.contribution.keys)) for row in counted if isinstance(row.contribution, Distinct)
        )
        return f"names held for {with_names} of {len(counted)} events" if counted else ""


class CountryParticipations(_OfEvents):
    """Countries at each event, summed over events: a country at three events is three."""

    key = "capacity.country_participations"
    label = _("Country participations")
    unit = COUNTRY_PARTICIPATIONS

    def contribution(self, event: EventFact) -> int | None:
        size = max(len(event.countries), event.countries_stated)
        return size or None


class CountriesRepresented(_OfEvents):
    """Different countries represented at the events of the period, each counted once.

    The country is the one a participant represents, not nationality or residence. Where a source gives only
    how many countries came, not which, the number lies between two bounds.
    """

    key = "capacity.countries_represented"
    label = _("Countries represented")
    unit = COUNTRIES
    additive = False
    dimensions = (*EVENT_DIMENSIONS, REGION, GROUP)

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        cuts = _cuts(self, scope, by)
        for event in self.events(record, scope):
            size = max(len(event.countries), event.countries_stated)
            if not cuts:
                yield self.row(event, Distinct(event.countries, event.countries_stated), unknown=not size)
                continue
            kept, shares = _by_country_parts(record, event, event.countries, scope, by, cuts)
            narrowed = any(name in cuts for name, _part in scope.parts)
            unnamed = 0 if narrowed else max(0, event.countries_stated - len(event.countries))
            if unnamed and by in cuts:
                shares[NOT_RECORDED] = Distinct(frozenset(), unnamed)
            doubts = [_doubt(record, event, country) for country in sorted(kept)] if "group" in cuts else []
            caveat = " ".join(filter(None, doubts))
            brought = Distinct(kept, event.countries_stated)
            if narrowed:
                brought = Distinct(kept, 0, size - len(event.countries), _candidates(record, event, scope))
            yield self.row(event, brought, shares, unknown=not size, caveat=caveat)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        named = sum(
            isinstance(r.contribution, Distinct) and not r.contribution.unnamed and not r.unknown
            for r in counted
        )
        return f"countries known by name for {named} of {len(counted)} events" if counted else ""


def _candidates(record: Reading, event: EventFact, scope: Scope) -> frozenset[str]:
    """The countries that could be meant by those an event does not name, within the parts narrowed to."""
    wanted = [(name, part) for name, part in scope.parts if name in ("group", "region")]
    return frozenset(
        country for country in record.regions
        if all(part in parts_of(record, event, name, country) for name, part in wanted)
    )  # fmt: skip


def _by_country_parts(
    record: Reading,
    event: EventFact,
    countries: Iterable[str],
    scope: Scope,
    by: str | None,
    cuts: Sequence[str],
) -> tuple[frozenset[str], dict[str, Contribution]]:
    """The countries that fall in the parts narrowed to, and by the parts of the dimension asked for."""
    kept: set[str] = set()
    shares: dict[str, set[str]] = {}
    for country in countries:
        parts = {cut: parts_of(record, event, cut, country) for cut in cuts}
        if all(part in parts[name] for name, part in scope.parts if name in parts):
            kept.add(country)
            for part in parts[by] if by in parts else ():
                shares.setdefault(part, set()).add(country)
    return frozenset(kept), {part: Distinct(frozenset(held)) for part, held in shares.items()}


class CountriesHosting(_OfEvents):
    """Different countries in which events of the period were held, each counted once."""

    key = "capacity.countries_hosting"
    label = _("Hosting countries")
    unit = COUNTRIES
    additive = False

    def contribution(self, event: EventFact) -> Distinct | None:
        return Distinct(frozenset({event.host})) if event.host else None

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for event in self.events(record, scope):
            hosted = self.contribution(event)
            yield self.row(event, hosted or Distinct(frozenset()), unknown=hosted is None)


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
