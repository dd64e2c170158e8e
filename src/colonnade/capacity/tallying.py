"""What an event's rows come to: the tally that actions keep, and by which it is verified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import models
from django.db.models import Q, QuerySet
from pyroaring import BitMap

from colonnade.capacity.models import Event, Participation, Role, Tally, TallySet
from colonnade.capacity.rules import NOT_ACCEPTED
from colonnade.records.queries import standing

TALLIED = ("sex", "sector", "modality", "country", "role")
"""What a participation is told apart by in every event's tally; ``country`` is the country represented."""

NAMED = "organisation"
"""Institutions are kept in a tally by code and number only: a set of persons for each would be larger than the rows."""

PRESENT = "present"
"""Everybody who attended, in any role, by role: those who do not count are told apart from those who do."""

CONFERENCE = "international_conference"
"""The code of the kind of activity where observers count too."""

AT_ONCE = 200
"""Events whose rows are read together."""


def default_roles(kind: str) -> list[str]:
    """Which roles count where an event does not say: observers too at conferences, participants only elsewhere."""
    roles = [Role.PARTICIPANT, Role.OBSERVER] if kind == CONFERENCE else [Role.PARTICIPANT]
    return [str(role) for role in roles]


def counted(participations: QuerySet[Participation]) -> QuerySet[Participation]:
    """Those who attended in one of their event's counted roles and were not withdrawn."""
    conference = Q(event__activity__kind__code=CONFERENCE)
    roles = Q(event__counted_roles=[]) & (
        Q(conference, role__in=default_roles(CONFERENCE)) | Q(~conference, role__in=default_roles(""))
    )
    for names in Event.objects.order_by().values_list("counted_roles", flat=True).distinct():
        if names:
            roles |= Q(event__counted_roles=names, role__in=names)
    return standing(participations).filter(roles, status=Participation.Status.ATTENDED)


def counts_of(events: Sequence[int]) -> dict[int, Count]:
    """The count of each event, from its rows: read once."""
    held = {pk: Count() for pk in events}
    names = ("sex", "sector", "modality", "country__code", "role")
    all_rows = standing(Participation.objects.filter(event__in=events)).order_by()
    for event, person, days, completed, organisation, *parts in (
        counted(all_rows)
        .values_list("event_id", "person_id", "days", "completed", "organisation__code", *names)
        .iterator(chunk_size=20_000)
    ):
        held[event].add(person, days or 0, completed, organisation, [part or "" for part in parts])
    there = all_rows.filter(status=Participation.Status.ATTENDED).values_list("event_id", "role")
    for event, role, number in there.annotate(number=models.Count("pk")):
        held[event].others[role] = number
    for event in all_rows.exclude(
        status__in=NOT_ACCEPTED).values_list("event_id", flat=True).iterator(chunk_size=20_000):  # fmt: skip
        held[event].registered += 1
    return held


def wrong_tallies() -> list[str]:
    """The codes of events whose tally, or a set of its persons, differs from their rows; empty when all is well."""
    keys = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    wrong: list[int] = []
    for start in range(0, len(keys), AT_ONCE):
        wrong += _differing(keys[start : start + AT_ONCE])
    return sorted(code for pk, code in Event.objects.values_list("pk", "code") if pk in set(wrong))


def _differing(events: Sequence[int]) -> list[int]:
    kept = {tally.event_id: _told(tally) for tally in Tally.objects.filter(event__in=events)}
    sets: dict[int, dict[tuple[str, str], BitMap]] = defaultdict(dict)
    for row in TallySet.objects.filter(event__in=events):
        sets[row.event_id][row.dimension, row.part] = BitMap.deserialize(bytes(row.persons))
    wrong = []
    for pk, count in counts_of(events).items():
        right = {(row.dimension, row.part): BitMap.deserialize(row.persons) for row in count.sets(pk)}
        if kept.get(pk, _told(Count().tally(pk))) != _told(count.tally(pk)) or sets[pk] != right:
            wrong.append(pk)
    return wrong


def _told(tally: Tally) -> tuple[object, ...]:
    persons = BitMap.deserialize(bytes(tally.persons)) if tally.persons else BitMap()
    parts = {name: parts for name, parts in tally.parts.items() if parts}
    return (tally.registered, tally.counted, tally.days, tally.completed, parts, persons)


class Count:
    """The running count of one event."""

    def __init__(self) -> None:
        self.registered = self.counted = self.days = self.completed = 0
        self.persons = BitMap()
        self.parts: dict[str, dict[str, BitMap]] = {name: defaultdict(BitMap) for name in TALLIED}
        self.institutions: dict[str, int] = defaultdict(int)
        self.others: dict[str, int] = {}

    def add(
        self, person: int, days: int, completed: bool, organisation: str | None, parts: list[str]
    ) -> None:
        self.counted += 1
        self.days += days
        self.completed += completed
        self.persons.add(person)
        if organisation:
            self.institutions[organisation] += 1
        for name, part in zip(TALLIED, parts, strict=True):
            self.parts[name][part].add(person)

    def tally(self, event: int) -> Tally:
        told = {name: {part: len(held) for part, held in parts.items()} for name, parts in self.parts.items()}
        told |= {NAMED: dict(self.institutions), PRESENT: self.others}
        return Tally(
            event_id=event, registered=self.registered, counted=self.counted, days=self.days,
            completed=self.completed, parts=told, persons=self.persons.serialize(),
        )  # fmt: skip

    def sets(self, event: int) -> list[TallySet]:
        return [
            TallySet(event_id=event, dimension=name, part=part, persons=held.serialize())
            for name, parts in self.parts.items()
            for part, held in parts.items()
        ]
