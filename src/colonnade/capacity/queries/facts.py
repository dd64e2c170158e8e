"""What the room knows of its events, missions and participations, in the form figures count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, F, QuerySet
from pyroaring import BitMap

from colonnade.capacity.models import (
    Certificate,
    Event,
    HeadCount,
    Mission,
    Participation,
    Tally,
    TallySet,
)
from colonnade.capacity.tallying import NAMED, PRESENT, counted
from colonnade.capacity.tallying import wrong_tallies as wrong_tallies
from colonnade.people.models import Sex
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.values.dates import PartialDate

HAPPENED = (Activity.State.HELD, Activity.State.CLOSED, Activity.State.RUNNING)
"""The states of an activity that took place, or is taking place."""

AHEAD = (Activity.State.PLANNED, Activity.State.ANNOUNCED)
"""The states of an activity that is to take place; one put off or called off is not."""


@dataclass(frozen=True, slots=True)
class HeadCountFact:
    """The head count of an event that figures may use."""

    people: int | None
    women: int | None
    countries: int | None
    qualifier: str


@dataclass(frozen=True)
class EventFact:
    """One event as figures see it: its activity, its tally and its head count. ``inside`` names the events it is part of.

    ``size`` is the number of participations by the event's own choice of source, or None where that source is
    not held.
    """

    pk: int
    code: str
    title: str
    starts: PartialDate
    ends: PartialDate | None
    kind: str
    pillar: str
    host: str
    themes: tuple[str, ...]
    happened: bool
    ahead: bool
    inside: tuple[str, ...]
    from_head_count: bool
    registered: int
    counted: int
    days: int
    completed: int
    parts: Mapping[str, Mapping[str, int]]
    head_count: HeadCountFact | None
    named: frozenset[str]
    institutions_named: frozenset[str]
    certificates: int
    closed: bool
    seats: int | None
    source: str
    activity: str

    # Every figure asks every event for these, and there may be thousands: each is worked out once.

    @cached_property
    def ref(self) -> str:
        return f"capacity/event/{self.code}"

    @cached_property
    def on(self) -> str:
        return str(self.starts)

    @cached_property
    def belongs(self) -> Mapping[str, tuple[str, ...]]:
        """What the event belongs to as a whole, dimension by dimension."""
        return {
            "year": (str(self.starts.first_day.year),), "kind": (self.kind,), "pillar": (self.pillar,),
            "host": (self.host,) if self.host else (), "theme": self.themes,
        }  # fmt: skip

    @property
    def size(self) -> int | None:
        if self.from_head_count:
            return self.head_count.people if self.head_count else None
        return self.counted if self.registered or self.closed else None

    @property
    def women(self) -> int | None:
        if self.from_head_count:
            return self.head_count.women if self.head_count else None
        told = self.parts.get("sex", {})
        return None if told and set(told) == {str(Sex.NOT_RECORDED)} else told.get(str(Sex.FEMALE), 0)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries known to have been represented, by a name or without one."""
        return self.named | frozenset(code for code in self.parts.get("country", {}) if code)

    @cached_property
    def institutions(self) -> frozenset[str]:
        """The institutions known to have been represented, by a name or without one."""
        return self.institutions_named | frozenset(self.parts.get(NAMED, {}))

    @property
    def beside(self) -> Mapping[str, int]:
        """Those who attended, by role: speakers and organisers stand beside those whose presence counts."""
        told: Mapping[str, int] = self.parts.get(PRESENT, {})
        return told

    @property
    def countries_stated(self) -> int:
        """How many countries the head count's source says there were; 0 where it does not."""
        return (self.head_count.countries or 0) if self.head_count else 0

    @property
    def gap(self) -> int | None:
        """The head count less the names held: what the other source of the same fact says."""
        if self.head_count is None or self.head_count.people is None:
            return None
        return self.head_count.people - self.counted


def event_facts() -> list[EventFact]:
    """Every confirmed, standing, dated event: a fixed number of queries, whatever the participations."""
    head_counts = {
        row.event_id: HeadCountFact(row.people, row.women, row.countries, row.qualifier)
        for row in standing(HeadCount.objects.filter(used=True))
    }
    institutions = _codes(
        Event.institutions_named.through.objects.values_list("event_id", "organisation__code")
    )
    valid = standing(Certificate.objects).filter(
        status=Certificate.Status.VALID, participation__withdrawn_on=None
    )
    certificates = dict(valid.order_by().values_list("participation__event").annotate(number=Count("pk")))
    named = _codes(Event.countries_named.through.objects.values_list("event_id", "country__code"))
    themes = _codes(Activity.themes.through.objects.values_list("activity_id", "theme__code"))
    tallies = {row[0]: row[1:] for row in Tally.objects.values_list(
        "event_id", "registered", "counted", "days", "completed", "parts")}  # fmt: skip
    rows = list(_event_rows())
    inside = _enclosing({row["activity_id"]: row["code"] for row in rows})
    return [
        _fact(row, head_counts, named, institutions, certificates, themes, tallies.get(row["pk"]), inside)
        for row in rows
    ]


def _enclosing(events: Mapping[int, str]) -> Callable[[int], tuple[str, ...]]:
    """The codes of the events that an activity is part of, however far up: between two may stand what is no event."""
    above = dict(Activity.objects.filter(part_of__isnull=False).values_list("pk", "part_of_id"))

    def of(activity: int) -> tuple[str, ...]:
        way: list[int] = []
        while (activity := above.get(activity, 0)) and activity not in way:
            way.append(activity)
        return tuple(events[each] for each in way if each in events)

    return of


def _event_rows() -> Iterator[dict]:
    events = standing(Event.objects).filter(
        activity__withdrawn_on=None,
        activity__standing=Activity.Standing.CONFIRMED,
        activity__starts_on__isnull=False,
    )
    return events.order_by("activity__starts_on", "code").values(
        "pk", "code", "seats_planned", "counts_from", "attendance_closed_on", "activity_id", "activity__title", "activity__state",
        "activity__starts_on", "activity__starts_precision", "activity__ends_on", "activity__ends_precision",
        activity_code=F("activity__code"), kind=F("activity__kind__code"), pillar=F("activity__kind__pillar__code"), host=F("activity__host_country__code"),
        address=F("source__address"), source_title=F("source__title"),
    ).iterator(chunk_size=5000)  # fmt: skip


def _fact(row: dict, head_counts: dict, named: dict, institutions: dict, certificates: dict, themes: dict, tally: Sequence | None,
          inside: Callable[[int], tuple[str, ...]]) -> EventFact:  # fmt: skip
    registered, count, days, completed, parts = tally or (0, 0, 0, 0, {})
    ends = row["activity__ends_on"]
    return EventFact(
        pk=row["pk"], code=row["code"], title=row["activity__title"],
        starts=PartialDate(row["activity__starts_on"], row["activity__starts_precision"]),
        ends=PartialDate(ends, row["activity__ends_precision"]) if ends else None,
        kind=row["kind"], pillar=row["pillar"], host=row["host"] or "",
        themes=tuple(sorted(themes.get(row["activity_id"], ()))),
        happened=row["activity__state"] in HAPPENED, ahead=row["activity__state"] in AHEAD, inside=inside(row["activity_id"]),
        from_head_count=row["counts_from"] == Event.CountsFrom.HEAD_COUNT,
        registered=registered, counted=count, days=days, completed=completed, parts=parts,
        head_count=head_counts.get(row["pk"]), named=frozenset(named.get(row["pk"], ())),
        institutions_named=frozenset(institutions.get(row["pk"], ())), certificates=certificates.get(row["pk"], 0),
        closed=row["attendance_closed_on"] is not None, seats=row["seats_planned"], source=row["address"] or row["source_title"] or "",
        activity=row["activity_code"],
    )  # fmt: skip


def _codes(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for owner, code in pairs:
        found[owner].add(code)
    return found


@dataclass(frozen=True, slots=True)
class MissionFact:
    """An advisory mission or study tour as figures see it."""

    code: str
    title: str
    kind: str
    starts: PartialDate
    host: str
    covered: frozenset[str]
    source: str

    @property
    def ref(self) -> str:
        return f"capacity/mission/{self.code}"


def mission_facts() -> list[MissionFact]:
    """Every confirmed, standing, dated mission and study tour that took place."""
    missions = standing(Mission.objects).filter(
        activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED,
        activity__state__in=HAPPENED, activity__starts_on__isnull=False,
    )  # fmt: skip
    covered = _codes(Activity.countries_covered.through.objects.filter(
        activity__mission__isnull=False).values_list("activity_id", "country__code"))  # fmt: skip
    rows = missions.order_by("activity__starts_on", "code").values_list(
        "code", "activity__title", "kind", "activity__starts_on", "activity__starts_precision",
        "activity__host_country__code", "activity_id", "source__address",
    )  # fmt: skip
    return [
        MissionFact(
            code,
            title,
            kind,
            PartialDate(day, precision),
            host or "",
            frozenset(covered.get(pk, ())),
            source or "",
        )
        for code, title, kind, day, precision, host, pk, source in rows
    ]


# --- persons, and parts of parts: only asked for where a tally does not say ------------------------------------


def persons_counted(events: Sequence[int], dimension: str = "", part: str = "") -> dict[int, BitMap]:
    """The compact set of persons counted at each event, or of one part of them."""
    if dimension:
        rows = TallySet.objects.filter(dimension=dimension, part=part).values_list("event_id", "persons")
    else:
        rows = Tally.objects.values_list("event_id", "persons")
    wanted = set(events)
    return {pk: BitMap.deserialize(bytes(held)) for pk, held in rows if pk in wanted and held}


def persons_by_part(events: Sequence[int], dimension: str) -> dict[int, dict[str, BitMap]]:
    """The compact sets of persons of each event, part by part."""
    wanted = set(events)
    found: dict[int, dict[str, BitMap]] = defaultdict(dict)
    rows = TallySet.objects.filter(dimension=dimension).values_list("event_id", "part", "persons")
    for pk, part, held in rows:
        if pk in wanted:
            found[pk][part] = BitMap.deserialize(bytes(held))
    return found


@dataclass
class Cell:
    """The participations of one event in one combination of parts."""

    participations: int = 0
    days: int = 0
    completed: int = 0
    persons: BitMap = field(default_factory=BitMap)


def cells(events: Sequence[int], dimensions: Sequence[str]) -> dict[int, dict[tuple[str, ...], Cell]]:
    """Participations by event and combination of parts, from the rows themselves.

    Slower than a tally and grows with the participations: for combinations that no tally keeps.
    """
    names = [_COLUMNS[dimension] for dimension in dimensions]
    rows = counted(Participation.objects.filter(event__in=events)).values_list(
        "event_id", "person_id", "days", "completed", *names
    )
    found: dict[int, dict[tuple[str, ...], Cell]] = defaultdict(lambda: defaultdict(Cell))
    for event, person, days, completed, *parts in rows.iterator(chunk_size=20_000):
        cell = found[event][tuple(part or "" for part in parts)]
        cell.participations += 1
        cell.days += days or 0
        cell.completed += completed
        cell.persons.add(person)
    return found


_COLUMNS = {
    "sex": "sex",
    "sector": "sector",
    "modality": "modality",
    "country": "country__code",
    "role": "role",
}


def participations_behind(event_code: str) -> QuerySet[Participation]:
    """The rows behind an event's contribution, for those who may see names."""
    rows = counted(Participation.objects.filter(event__code=event_code))
    return rows.select_related("person", "country", "organisation").order_by("code")


def awaiting_attendance(day: date) -> QuerySet[Event]:
    """Events that ended before a day and whose attendance is not closed, where names are to be counted."""
    return standing(Event.objects).filter(
        activity__ends_on__lt=day, attendance_closed_on=None, counts_from=Event.CountsFrom.NAMES,
        activity__standing=Activity.Standing.CONFIRMED,
    ).select_related("activity")  # fmt: skip
