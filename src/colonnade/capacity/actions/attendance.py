"""Attendance: marked once however often it is sent, settled by the event's rule, closed by approval, late when late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from colonnade.capacity.actions.participations import record_presence, tally_events
from colonnade.capacity.models import (
    Attendance,
    AttendanceClosing,
    AttendanceMark,
    CheckInDevice,
    Event,
    Participation,
    Session,
)
from colonnade.capacity.presence import counts, is_online, latest, reckon, rule_of
from colonnade.capacity.rules import SEATED
from colonnade.people.models import Account, Person
from colonnade.places.models import Country
from colonnade.records.errors import Refused, refuse_unsound
from colonnade.records.queries import standing
from colonnade.values.comparing import has_letter

Way, Status = AttendanceMark.Way, Participation.Status

SETTLED = ["completed", "days", "modality", "status"]
"""The fields of a participation that attendance decides."""


@dataclass(frozen=True)
class Mark:
    """One act of saying that somebody was, or was not, at a session. ``number`` is its own, given where it was made."""

    session: int
    participation: int
    present: bool
    made_at: datetime
    way: str = str(Way.GRID)
    number: UUID = field(default_factory=uuid4)
    minutes: int | None = None


@dataclass(frozen=True)
class Marked:
    """What became of marks: ``new`` were kept, ``known`` were here already, ``late`` of the new came after closing.

    ``refused`` names each mark that was not kept, and why.
    """

    new: int = 0
    known: int = 0
    late: int = 0
    refused: tuple[tuple[Mark, str], ...] = ()

    def __add__(self, other: Marked) -> Marked:
        return Marked(
            self.new + other.new,
            self.known + other.known,
            self.late + other.late,
            self.refused + other.refused,
        )


@transaction.atomic
def mark_attendance(
    *, event: Event, marks: Iterable[Mark], by: Account | None = None, device: CheckInDevice | None = None
) -> Marked:
    """Keep marks, each exactly once, and bring attendance, participations and tally to what they say.

    The latest made holds, whatever order they come in; of two made at once, the one with the greater number. What a
    clock that is ahead says was made in the future was made now. Marks that come after closing are kept as late.
    """
    held = _locked(event)
    good, refused = _checked(held, marks, device)
    numbers = [mark.number for mark in good]
    known = set(AttendanceMark.objects.filter(number__in=numbers).values_list("number", flat=True))
    now, late = timezone.now(), held.attendance_closed_on is not None
    fresh = {mark.number: mark for mark in good if mark.number not in known}
    AttendanceMark.objects.bulk_create(
        [
            AttendanceMark(
                number=mark.number, session_id=mark.session, participation_id=mark.participation, present=mark.present,
                minutes=mark.minutes, way=mark.way, made_at=min(mark.made_at, now), device=device, member=by, late=late,
            )
            for mark in fresh.values()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )  # fmt: skip
    if fresh and not late:
        _follow(held, {(mark.session, mark.participation) for mark in fresh.values()})
    return Marked(len(fresh), len(good) - len(fresh), len(fresh) if late else 0, tuple(refused))


def _locked(event: Event) -> Event:
    """The event, held for this transaction: those who mark at the same moment come one after the other."""
    return Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)


def _checked(
    event: Event, marks: Iterable[Mark], device: CheckInDevice | None
) -> tuple[list[Mark], list[tuple[Mark, str]]]:
    sessions = set(standing(Session.objects).filter(event=event).values_list("pk", flat=True))
    people = set(standing(Participation.objects).filter(event=event).values_list("pk", flat=True))
    lost = device.lost_on if device else None
    good: list[Mark] = []
    refused: list[tuple[Mark, str]] = []
    for mark in marks:
        if mark.session not in sessions:
            refused.append((mark, f"It is for a session that {event.code} does not have, or has withdrawn."))
        elif mark.participation not in people:
            refused.append((mark, f"It is for somebody who does not stand on the list of {event.code}."))
        elif lost and mark.made_at > lost:
            refused.append((mark, f"It was made after “{device}” was declared lost."))
        else:
            good.append(mark)
    return good, refused


def _follow(event: Event, pairs: Collection[tuple[int, int]]) -> None:
    """Attendance, participations and tally after marks for these sessions and people."""
    people = {participation for _session, participation in pairs}
    _attendance_of(event, people, {session for session, _participation in pairs})
    _settle(event, people)


def _attendance_of(event: Event, people: Collection[int], sessions: Collection[int]) -> None:
    """What the marks say, written down: one row for each session and person that was ever marked."""
    marks = AttendanceMark.objects.filter(session__in=sessions, participation__event=event)
    if len(people) < 500:
        marks = marks.filter(participation__in=people)
    holding = latest(mark for mark in marks if counts(mark))
    Attendance.objects.bulk_create(
        [
            Attendance(
                session_id=session, participation_id=participation, present=mark.present, minutes=mark.minutes,
                online=is_online(mark, event), marked_at=mark.made_at,
            )
            for (session, participation), mark in sorted(holding.items())
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["session", "participation"],
        update_fields=["present", "minutes", "online", "marked_at"],
    )  # fmt: skip


def _settle(event: Event, people: Collection[int] | None) -> int:
    """Bring participations to what attendance comes to (all of the event's that are to be, if none are named).

    Whoever was never marked keeps what was entered by hand, until attendance is closed with somebody marked.
    """
    rule = rule_of(event)
    held: dict[int, list[Attendance]] = defaultdict(list)
    for row in Attendance.objects.filter(participation__event=event):
        held[row.participation_id].append(row)
    wanted = standing(Participation.objects).filter(event=event)
    if people is not None:
        wanted = wanted.filter(pk__in=people) if len(people) < 500 else wanted
    changed = []
    for one in wanted:
        if one.pk not in held and not (rule.closed and held and one.status in SEATED):
            continue
        told = reckon(one, held.get(one.pk, ()), rule)
        now = (told.completed, told.days, told.modality, told.status)
        if now != (one.completed, one.days, one.modality, one.status):
            one.completed, one.days, one.modality, one.status = now
            changed.append(one)
    if changed:
        bulk_update_with_history(
            changed, Participation, SETTLED, batch_size=200, default_change_reason="attendance"
        )
        tally_events([event.pk])
    return len(changed)


@transaction.atomic
def settle_attendance(*, event: Event) -> int:
    """Work out again, from the marks, who took part, for how many days, who completed and how; how many changed.

    For when a session was added, moved or withdrawn, or the event's rule changed.
    """
    return _settle(_locked(event), None)


@transaction.atomic
def close_attendance(*, event: Event, by: Account | None = None, on: date | None = None) -> Event:
    """Say that everybody who took part is on the list: what comes later is late, and is said so.

    It approves what others entered: whoever marked somebody by hand cannot close it.
    """
    held = _locked(event)
    if held.attendance_closed_on:
        raise Refused(f"The attendance of {held.code} was closed on {held.attendance_closed_on}.")
    _not_ones_own(
        AttendanceMark.objects.filter(session__event=held), by, f"close the attendance of {held.code}"
    )
    held.attendance_closed_on = on or timezone.localdate(timezone=held.zone)
    held.save(update_fields=["attendance_closed_on"])
    AttendanceClosing.objects.create(event=held, closed_by=by)
    _settle(held, None)
    return held


def _not_ones_own(marks: QuerySet[AttendanceMark], by: Account | None, what: str) -> None:
    """Two people: one enters, another approves."""
    own = marks.filter(member=by).count() if by else 0
    if own:
        raise Refused(
            f"You entered {own} of these marks yourself. Another member of staff with this right must {what}."
        )


@transaction.atomic
def reopen_attendance(*, event: Event, because: str, by: Account | None = None) -> Event:
    """Open attendance that was closed too early, with the reason. Late marks still wait to be accepted."""
    held = _locked(event)
    if not held.attendance_closed_on:
        raise Refused(f"The attendance of {held.code} is open.")
    if not because.strip():
        raise Refused(f"Say why the attendance of {held.code} is opened again: the reason is kept.")
    held.attendance_closed_on = None
    held.save(update_fields=["attendance_closed_on"])
    AttendanceClosing.objects.filter(event=held, reopened_at=None).update(
        reopened_at=timezone.now(), reopened_by=by, reopened_because=because.strip()
    )
    _no_longer_absent(held)
    _settle(held, None)
    return held


def _no_longer_absent(event: Event) -> None:
    """While attendance is open nobody is absent who was never marked: they are registered again."""
    marked = Attendance.objects.filter(participation__event=event)
    if not marked.exists():
        return
    absent = list(
        standing(Participation.objects)
        .filter(event=event, status=Status.ABSENT)
        .exclude(pk__in=marked.values("participation"))
    )
    for one in absent:
        one.status = Status.REGISTERED
    if absent:
        bulk_update_with_history(
            absent, Participation, ["status"], batch_size=200, default_change_reason="attendance opened again"
        )
        tally_events([event.pk])


@transaction.atomic
def accept_late_marks(*, event: Event, numbers: Sequence[UUID], by: Account | None = None) -> int:
    """Let late marks count, after a look at them; how many were accepted. Nobody accepts what they entered themselves."""
    held = _locked(event)
    waiting = AttendanceMark.objects.filter(
        session__event=held, number__in=numbers, late=True, accepted_at=None
    )
    _not_ones_own(waiting, by, "accept them")
    pairs = set(waiting.values_list("session_id", "participation_id"))
    accepted = waiting.update(accepted_at=timezone.now(), accepted_by=by)
    if pairs:
        _follow(held, pairs)
    return accepted


@transaction.atomic
def admit_at_the_door(
    *, event: Event, name: str = "", country: Country | None = None, participation: Participation | None = None,
    number: UUID | None = None, email: str = "", **facts: object,
) -> Participation:  # fmt: skip
    """Put somebody who came onto the list: a new person by name, or one who stands there without a seat.

    A full event keeps nobody out who stands in the room.
    ``number`` is given where it was written down, without a network too: sent again, it is the same person.
    """
    if participation is not None:
        return _admitted(_locked(event), participation)
    _locked(event)
    number = number or uuid4()
    code = f"{event.code[:44]}-W{number.hex[:12].upper()}"
    known = Participation.objects.filter(event=event, code=code).first()
    if known:
        return known
    if not has_letter(name):
        raise Refused("Write the name of whoever came, in any script.")
    person = Person(code=f"P-W{number.hex[:12].upper()}", full_name=" ".join(name.split()), email=email)
    refuse_unsound(person)
    person.save()
    facts = {"status": Status.REGISTERED, "note": "Came without registration."} | facts
    return record_presence(event=event, person=person, country=country, code=code, **facts)


def _admitted(event: Event, participation: Participation) -> Participation:
    """A seat for somebody who waited, was not selected or had cancelled, and came."""
    held = Participation.objects.get(pk=participation.pk, event=event)
    if held.status not in SEATED:
        held.status = Status.REGISTERED
        held.save(update_fields=["status"])
        _settle(event, {held.pk})
        tally_events([event.pk])
    return held
