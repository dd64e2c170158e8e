"""The figures of distinct people and countries at events: never summed, counted on the union."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from colonnade.capacity.queries import EventFact, cells, persons_by_part, persons_counted
from colonnade.figures.catalogue.capacity import EVENT_DIMENSIONS, PERSON_DIMENSIONS, OfEvents
from colonnade.figures.catalogue.participations import cuts_of, doubt_of, parts_of, tallied_by
from colonnade.figures.definition import (
    NOT_RECORDED,
    Contribution,
    Dimension,
    Distinct,
    Doubts,
    Row,
    union_of,
)
from colonnade.figures.dimensions import (
    COUNTRY,
    GROUP,
    REGION,
)
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.units import (
    COUNTRIES,
    COUNTRY_PARTICIPATIONS,
    INSTITUTIONS,
    PEOPLE,
)


class UniqueParticipants(OfEvents):
    """Different people who took part in at least one event of the period, each counted once.

    Where an event has a head count only, its people are not known by name; and two persons of the record who may be one
    are counted as two until somebody has decided: the number then lies between two bounds.
    """

    key = "capacity.unique_participants"
    label = _("People")
    unit = PEOPLE
    additive = False
    dimensions: ClassVar[tuple[Dimension, ...]] = PERSON_DIMENSIONS

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        events = self.events(record, scope)
        cuts = cuts_of(self, scope, by)
        if not cuts:
            persons = record.keep("persons", lambda: persons_counted([e.pk for e in record.events]))
            for event in events:
                yield self._row(record, event, persons.get(event.pk, BitMap()), {})
            return
        sets = self._sets(record, events, cuts)
        for event in events:
            yield self._narrowed(record, event, scope, by, cuts, sets.get(event.pk, {}))

    def _sets(
        self, record: Reading, events: Sequence[EventFact], cuts: Sequence[str]
    ) -> dict[int, dict[tuple[str, ...], BitMap]]:
        names = [tallied_by(cut) for cut in cuts]
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
        everybody = BitMap()
        shares: dict[str, BitMap] = {}
        for combination, held in sets.items():
            parts = {
                cut: parts_of(record, event, cut, value) for cut, value in zip(cuts, combination, strict=True)
            }
            if all(part in parts[name] for name, part in scope.parts if name in parts):
                everybody |= held
                for part in parts.get(by or "", ()):
                    shares[part] = shares.get(part, BitMap()) | held
        doubts = doubts_of(record)
        told: dict[str, Contribution] = {part: Distinct(held, doubts=doubts) for part, held in shares.items()}
        narrowed = any(name in cuts for name, _part in scope.parts)
        if event.from_head_count and by in cuts and not narrowed:
            told[NOT_RECORDED] = Distinct(BitMap(), event.size or 0)
        return self._row(record, event, everybody, told, narrowed=narrowed)

    def _row(self, record: Reading, event: EventFact, persons: BitMap, shares: Mapping[str, Contribution], *,
             narrowed: bool = False) -> Row:  # fmt: skip
        """An event's people; of those that a head count gives without names, any may be in the part asked for."""
        unnamed = event.size or 0 if event.from_head_count else 0
        doubts = doubts_of(record)
        brought = (
            Distinct(persons, possible=unnamed, doubts=doubts)
            if narrowed
            else Distinct(persons, stated=unnamed, doubts=doubts)
        )
        return self.row(event, brought, shares, unknown=event.size is None)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        with_names = sum(
            bool(len(row.contribution.keys)) for row in counted if isinstance(row.contribution, Distinct)
        )
        return f"names held for {with_names} of {len(counted)} events" if counted else ""

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        told = super().caveats(record, scope, rows)
        doubts = doubts_of(record)
        held = union_of(row.contribution.keys for row in rows if isinstance(row.contribution, Distinct))
        fewer = doubts.fewer(held) if doubts else 0
        if not fewer:
            return told
        pairs = "1 of them may be" if fewer == 1 else f"{fewer} of them may be"
        return (*told, f"{pairs} the same person as another; it is not decided yet.")


def doubts_of(record: Reading) -> Doubts | None:
    """The persons who may be one, once for all rows of a reading; None where all is decided."""
    held = record.persons_in_doubt
    return record.keep("doubts", lambda: Doubts(held)) if held else None


class CountryParticipations(OfEvents):
    """Countries at each event, summed over events: a country at three events is three."""

    key = "capacity.country_participations"
    label = _("Country participations")
    unit = COUNTRY_PARTICIPATIONS
    dimensions: ClassVar[tuple[Dimension, ...]] = (*EVENT_DIMENSIONS, COUNTRY)

    def contribution(self, event: EventFact) -> int | None:
        size = max(len(event.countries), event.countries_stated)
        return size or None

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        """Narrowed to a country, the events at which it was represented: one each, as far as an event names its countries."""
        wanted = scope.narrowed.get("country")
        if wanted is None and by != "country":
            yield from super().rows(record, scope, by)
            return
        for event in self.events(record, scope):
            size = self.contribution(event)
            named = event.countries if wanted is None else event.countries & {wanted}
            shares: dict[str, Contribution] = dict.fromkeys(named, 1)
            unnamed = 0 if wanted else (size or 0) - len(named)
            if unnamed:
                shares[NOT_RECORDED] = unnamed
            if named or unnamed or (wanted is None and size is None):
                yield self.row(
                    event, len(named) + unnamed, shares if by == "country" else {}, unknown=size is None
                )


class CountriesRepresented(OfEvents):
    """Different countries represented at the events of the period, each counted once.

    The country is the one a participant represents, not nationality or residence. Where a source gives only
    how many countries came, not which, the number lies between two bounds.
    """

    key = "capacity.countries_represented"
    label = _("Countries represented")
    unit = COUNTRIES
    additive = False
    dimensions: ClassVar[tuple[Dimension, ...]] = (*EVENT_DIMENSIONS, REGION, GROUP)

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        cuts = cuts_of(self, scope, by)
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
            doubts = [doubt_of(record, event, country) for country in sorted(kept)] if "group" in cuts else []
            caveat = " ".join(filter(None, doubts))
            brought = Distinct(kept, event.countries_stated)
            if narrowed and size == len(event.countries):
                brought = Distinct(kept)
            elif narrowed:
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
    wanted = [(name, part) for name, part in scope.parts if name in cuts]
    for country in countries:
        parts = {cut: parts_of(record, event, cut, country) for cut in cuts}
        if not wanted or all(part in parts[name] for name, part in wanted):
            kept.add(country)
            for part in parts.get(by or "", ()):
                shares.setdefault(part, set()).add(country)
    return frozenset(kept), {part: Distinct(frozenset(held)) for part, held in shares.items()}


class CountriesHosting(OfEvents):
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


class InstitutionsReached(OfEvents):
    """Different institutions from which somebody took part in an event of the period, each counted once.

    An institution counts by the names held and by what the event says of it where no name is held. Where an event has
    a head count only and names none, they are not known.
    """

    key = "capacity.institutions"
    label = _("Institutions reached")
    unit = INSTITUTIONS
    additive = False

    def contribution(self, event: EventFact) -> Distinct | None:
        if not event.institutions and event.from_head_count:
            return None
        return Distinct(event.institutions)

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for event in self.events(record, scope):
            reached = self.contribution(event)
            yield self.row(event, reached or Distinct(frozenset()), unknown=reached is None)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        named = sum(bool(row.contribution.keys) for row in counted if isinstance(row.contribution, Distinct))
        return f"institutions known for {named} of {len(counted)} events" if counted else ""
