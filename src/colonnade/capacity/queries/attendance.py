"""What the room's pages ask about attendance: the grid, what does not fit together, what is late, what devices carry."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from colonnade.capacity.models import (
    Attendance,
    AttendanceClosing,
    AttendanceMark,
    CheckInDevice,
    Event,
    HeadCount,
    Participation,
    Session,
    Tally,
)
from colonnade.capacity.presence import local_day
from colonnade.capacity.rules import SEATED
from colonnade.capacity.sheetcodes import sheet_code
from colonnade.records.queries import standing


@dataclass(frozen=True)
class Column:
    """A session of the grid. ``number`` is its place in the programme, as the sheet and the grid show it."""

    pk: int
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    day: date
    half: int
    """The half-day it lies in, counted through the event from 1."""


@dataclass(frozen=True)
class Line:
    """A person of the grid. ``seated`` is False for who was marked and has no seat: waiting, not selected, cancelled."""

    pk: int
    code: str
    name: str
    latin: str
    family: str
    country: str
    country_code: str
    organisation: str
    role: str
    status: str
    sex: str
    seated: bool


@dataclass(frozen=True)
class Grid:
    """People by sessions, and who was where: ``marks`` maps (session, person) to present or absent."""

    event: Event
    columns: list[Column]
    lines: list[Line]
    marks: Mapping[tuple[int, int], Attendance] = field(default_factory=dict)

    def present(self, session: int) -> int:
        return sum(mark.present for (held, _who), mark in self.marks.items() if held == session)

    def by_country(self) -> list[tuple[str, int, int]]:
        """For each country: its people on the list, and how many were present at least once."""
        there = {who for (_session, who), mark in self.marks.items() if mark.present}
        listed: Counter[str] = Counter()
        came: Counter[str] = Counter()
        for line in self.lines:
            listed[line.country] += 1
            came[line.country] += line.pk in there
        return [(name, listed[name], came[name]) for name in sorted(listed)]

    def state(self, line: Line) -> str:
        """One mark for each session: 1 present, 0 absent, a full stop where nobody said."""
        held = (self.marks.get((column.pk, line.pk)) for column in self.columns)
        return "".join("." if mark is None else str(int(mark.present)) for mark in held)


def attendance_grid(event: Event) -> Grid:
    """The grid of an event: who has a seat, and whoever was marked without one. Three queries, whatever the size."""
    marks = {
        (row.session_id, row.participation_id): row
        for row in Attendance.objects.filter(session__event=event).defer("id")
    }
    marked = {who for _session, who in marks}
    names = ("pk", "person__full_name", "person__name_latin", "person__family_name", "country__name_en",
             "country__code", "organisation__name", "role", "status", "sex")  # fmt: skip
    rows = standing(Participation.objects).filter(event=event).order_by().values_list(*names)
    lines = [
        Line(pk, sheet_code(pk), name, latin, family, country or "", code or "", organisation or "", role, status, sex, status in SEATED)
        for pk, name, latin, family, country, code, organisation, role, status, sex in rows
        if status in SEATED or pk in marked
    ]  # fmt: skip
    lines.sort(key=lambda line: ((line.latin or line.name).casefold(), line.pk))
    return Grid(event, columns_of(event), lines, marks)


def columns_of(event: Event) -> list[Column]:
    """The sessions at which attendance is taken, in the order of the programme; one query."""
    made: list[Column] = []
    halves: dict[tuple[date, bool], int] = {}
    taken = standing(Session.objects).filter(event=event, taken=True).order_by("starts_at", "pk")
    for number, session in enumerate(taken, 1):
        starts = session.starts_at.astimezone(event.zone)
        day = local_day(session.starts_at, event.zone)
        half = halves.setdefault((day, starts.hour >= 13), len(halves) + 1)
        made.append(
            Column(
                session.pk, number, session.title, starts, session.ends_at.astimezone(event.zone), day, half
            )
        )
    return made  # fmt: skip


@dataclass(frozen=True)
class Gaps:
    """What does not fit together, in numbers: before attendance is closed each is looked at."""

    listed: int
    present: int
    unmarked: int
    """On the list with a seat, and never marked: absent once attendance is closed."""
    without_seat: list[Line]
    sessions_unmarked: list[Column]


def gaps(grid: Grid) -> Gaps:
    """Worked out from the grid; no query."""
    there = {who for (_session, who), mark in grid.marks.items() if mark.present}
    marked = {who for _session, who in grid.marks}
    sessions = {session for session, _who in grid.marks}
    return Gaps(
        listed=sum(line.seated for line in grid.lines),
        present=len(there),
        unmarked=sum(line.seated and line.pk not in marked for line in grid.lines),
        without_seat=[line for line in grid.lines if not line.seated and line.pk in there],
        sessions_unmarked=[column for column in grid.columns if column.pk not in sessions],
    )


@dataclass(frozen=True)
class CountedPeople:
    """The two sources of one fact: how many names count, and each head count with what it has more or less."""

    names: int
    counts: list[tuple[HeadCount, int | None]]
    used: HeadCount | None


def counted_people(event: Event) -> CountedPeople:
    """Head counts beside the names that count; two queries."""
    tally = Tally.objects.filter(event=event).first()
    names = tally.counted if tally else 0
    held = list(standing(HeadCount.objects).filter(event=event).select_related("source"))
    counts = [(one, None if one.people is None else one.people - names) for one in held]
    return CountedPeople(names, counts, next((one for one in held if one.used), None))


def late_marks(event: Event) -> QuerySet[AttendanceMark]:
    """Marks that came after attendance was closed and wait for somebody to accept them."""
    return AttendanceMark.objects.filter(session__event=event, late=True, accepted_at=None).select_related(
        "participation__person", "session", "member", "device"
    )


def changed_since(
    event: Event, since: datetime | None
) -> tuple[list[tuple[int, int, bool]], datetime | None]:
    """What others marked since a moment: session, person, present; and the moment up to which this tells.

    Those who mark one event come one after the other, so nothing that is written later has an earlier moment.
    """
    marks = AttendanceMark.objects.filter(session__event=event).exclude(late=True, accepted_at=None)
    if since:
        marks = marks.filter(Q(received_at__gte=since) | Q(accepted_at__gte=since))
    rows = list(marks.values_list("session_id", "participation_id", "received_at", "accepted_at"))
    if not rows:
        return [], since
    moment = max(max(received, accepted or received) for _session, _who, received, accepted in rows)
    pairs = {(session, who) for session, who, _received, _accepted in rows}
    held = Attendance.objects.filter(
        participation__event=event, session__in={session for session, _who in pairs}
    )
    told = [
        (session, who, present)
        for session, who, present in held.values_list("session_id", "participation_id", "present")
        if (session, who) in pairs
    ]
    return told, moment


def devices_of(event: Event) -> QuerySet[CheckInDevice]:
    """The devices that were given the event's list, with how many marks came from each."""
    return (
        CheckInDevice.objects.filter(event=event)
        .select_related("given_by", "carries")
        .annotate(brought=Count("marks"))
        .order_by("pk")
    )


def closings_of(event: Event) -> QuerySet[AttendanceClosing]:
    """Who closed attendance and when, and why it was opened again."""
    return AttendanceClosing.objects.filter(event=event).select_related("closed_by", "reopened_by")


def without_seat(event: Event) -> QuerySet[Participation]:
    """Who stands at the event without a seat, and may be admitted at the door."""
    return (
        standing(Participation.objects)
        .filter(event=event)
        .exclude(status__in=SEATED)
        .select_related("person", "country")
        .order_by("person__full_name")
    )


def same_name(event: Event, participation: Participation) -> Participation | None:
    """Somebody else of exactly this name at the event: perhaps the same person, written down twice."""
    others = standing(Participation.objects).filter(event=event).exclude(pk=participation.pk)
    name = participation.person.full_name
    held = others.filter(Q(person__full_name__iexact=name) | Q(person__name_latin__iexact=name))
    return held.select_related("person").first()


def carried_list(event: Event) -> dict[str, Any]:
    """What a device needs to take attendance, and nothing more: no address, no telephone, no sex."""
    grid = attendance_grid(event)
    there: dict[int, list[int]] = defaultdict(list)
    for (session, who), mark in sorted(grid.marks.items()):
        if mark.present:
            there[who].append(session)
    return {
        "event": event.activity.title,
        "sessions": [
            [column.pk, column.number, column.title, column.starts_at.strftime("%Y-%m-%d %H:%M"),
             column.ends_at.strftime("%H:%M")]
            for column in grid.columns
        ],
        "people": [
            [line.pk, line.code, line.name, line.latin, line.country or line.organisation]
            for line in grid.lines if line.seated
        ],
        "present": {str(who): sessions for who, sessions in there.items()},
    }  # fmt: skip
