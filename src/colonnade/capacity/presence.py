"""What attendance comes to: who took part, for how many days, who completed, and how, by the event's own rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from colonnade.capacity.models import Attendance, AttendanceMark, Event, Modality, Participation, Session
from colonnade.capacity.rules import SEATED
from colonnade.records.queries import standing

Status = Participation.Status

ONLINE_FROM = 50
"""Per cent of a session's minutes from which somebody online was present, where nobody says otherwise."""


@dataclass(frozen=True)
class Rule:
    """The event's rule, and the sessions it is applied to: those at which attendance is taken."""

    attended_share: int
    completed_share: int
    days: Mapping[int, date]
    """The day of each session by the event's own clock."""
    closed: bool

    @property
    def sessions(self) -> int:
        return len(self.days)


@dataclass(frozen=True)
class Reckoned:
    """What one person's attendance comes to."""

    status: str
    days: int
    completed: bool
    modality: str


def rule_of(event: Event) -> Rule:
    """The rule of an event; one query."""
    taken = standing(Session.objects).filter(event=event, taken=True).values_list("pk", "starts_at")
    return Rule(
        event.attended_share, event.completed_share, {pk: local_day(at, event.zone) for pk, at in taken},
        event.attendance_closed_on is not None,
    )  # fmt: skip


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def met(share: int, present: int, sessions: int) -> bool:
    """Is a share of the sessions reached? One session is the least, whatever the share."""
    return present > 0 and present * 100 >= share * sessions


def reckon(participation: Participation, held: Collection[Attendance], rule: Rule) -> Reckoned:
    """What somebody's attendance comes to. Without a seat the status stays: a person says whether they are admitted.

    While attendance is open, nobody is absent: whoever has not met the rule yet is registered.
    """
    there = [one for one in held if one.present and one.session_id in rule.days]
    status = participation.status
    if status in SEATED:
        if met(rule.attended_share, len(there), rule.sessions):
            status = Status.ATTENDED
        else:
            status = Status.ABSENT if rule.closed else Status.REGISTERED
    days = len({rule.days[one.session_id] for one in there})
    completed = met(rule.completed_share, len(there), rule.sessions)
    return Reckoned(status, days, completed, modality_of(there, participation.modality))


def modality_of(there: Iterable[Attendance], before: str) -> str:
    """In person, online or both, from how each presence is known; unchanged where there was none."""
    ways = {one.online for one in there}
    if not ways:
        return before
    if len(ways) == 2:
        return str(Modality.MIXED)
    return str(Modality.ONLINE if ways == {True} else Modality.IN_PERSON)


def latest(marks: Iterable[AttendanceMark]) -> dict[tuple[int, int], AttendanceMark]:
    """The mark that holds for each session and person: the latest made, whatever the order they came in."""
    held: dict[tuple[int, int], AttendanceMark] = {}
    for mark in marks:
        key = (mark.session_id, mark.participation_id)
        if key not in held or _rank(mark) > _rank(held[key]):
            held[key] = mark
    return held


def _rank(mark: AttendanceMark) -> tuple[datetime, UUID]:
    return (mark.made_at, mark.number)


def is_online(mark: AttendanceMark, event: Event) -> bool:
    """Was this presence online? What a video platform says, and everything at an event that is online."""
    return mark.way == AttendanceMark.Way.PLATFORM or event.format == Event.Format.ONLINE


def counts(mark: AttendanceMark) -> bool:
    """A late mark says nothing until it is accepted."""
    return not mark.late or mark.accepted_at is not None
