"""What a video platform's report says, taken into attendance after somebody looked at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from colonnade.capacity.actions.attendance import Mark, Marked, admit_at_the_door, mark_attendance
from colonnade.capacity.models import Attendance, AttendanceMark, Event
from colonnade.capacity.platforms import Login, Visitor, minutes_in, was_there
from colonnade.capacity.presence import ONLINE_FROM
from colonnade.capacity.queries.attendance import columns_of
from colonnade.people.models import Account
from colonnade.records.errors import Refused

_NUMBERS = UUID("6f0d4c1e-5a0b-4b57-9d64-0a4f6a3a6f10")
"""Under which the number of a mark is worked out from the report: the same report gives the same marks."""


@dataclass(frozen=True)
class FromReport:
    """What became of a report: its marks, who was added to the list, and how many were in the room already."""

    marked: Marked
    added: int = 0
    in_room: int = 0


@transaction.atomic
def mark_from_report(
    *, event: Event, sha256: str, visitors: Sequence[Visitor], who: Mapping[str, int | str],
    threshold: int = ONLINE_FROM, by: Account | None = None,
) -> FromReport:  # fmt: skip
    """Take in a report. ``who`` says for each visitor's key the participation, “new” for somebody to add; others are left out.

    Whoever was long enough in a session was present online; who was not, was absent there with their minutes. Nothing is
    said of a session to which somebody did not come, nor of who was in the room already.
    """
    if not 1 <= threshold <= 100:
        raise Refused("The share of a session's minutes is a number from 1 to 100.")
    stays: dict[int, list[Login]] = defaultdict(list)
    added = 0
    for visitor in visitors:
        meant = who.get(visitor.key)
        if meant == "new":
            number = uuid5(_NUMBERS, f"{event.pk}:{visitor.key}")
            held = admit_at_the_door(event=event, name=visitor.name, email=visitor.email, number=number)
            meant, added = held.pk, added + 1
        if isinstance(meant, int):
            stays[meant] += visitor.logins
    there = Attendance.objects.filter(participation__in=list(stays), present=True, online=False)
    in_room = set(there.values_list("session_id", "participation_id"))
    now, columns = timezone.now(), columns_of(event)
    marks: list[Mark] = []
    kept = 0
    for participation, logins in stays.items():
        for column in columns:
            minutes = minutes_in(logins, column)
            if not minutes:
                continue
            if (column.pk, participation) in in_room:
                kept += 1
                continue
            present = was_there(minutes, column, threshold)
            number = uuid5(_NUMBERS, f"{sha256}:{column.pk}:{participation}:{present}:{minutes}")
            marks.append(
                Mark(
                    column.pk, participation, present, now, str(AttendanceMark.Way.PLATFORM), number, minutes
                )
            )
    marked = mark_attendance(event=event, marks=marks, by=by)
    return FromReport(marked, added, kept)
