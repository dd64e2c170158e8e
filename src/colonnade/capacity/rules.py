"""What holds for every event: which step follows which, who holds a seat, which names are registrations."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from colonnade.capacity.models import Event, EventDefaults, Participation, Role, Stage
from colonnade.programme.models import Activity

Status, State = Participation.Status, Activity.State

STATE_OF: Final[dict[str, str]] = {
    str(Stage.IDEA): str(State.IDEA),
    str(Stage.CONCEPT): str(State.IDEA),
    str(Stage.APPROVED): str(State.PLANNED),
    str(Stage.ANNOUNCED): str(State.ANNOUNCED),
    str(Stage.REGISTRATION_OPEN): str(State.ANNOUNCED),
    str(Stage.REGISTRATION_CLOSED): str(State.ANNOUNCED),
    str(Stage.RUNNING): str(State.RUNNING),
    str(Stage.HELD): str(State.HELD),
    str(Stage.REPORTING): str(State.HELD),
    str(Stage.CLOSED): str(State.CLOSED),
    str(Stage.POSTPONED): str(State.POSTPONED),
    str(Stage.CANCELLED): str(State.CANCELLED),
}
"""The state of the activity at each stage of its event: the one is kept with the other."""

ORDER: Final[tuple[str, ...]] = tuple(
    str(stage)
    for stage in (
        Stage.IDEA,
        Stage.CONCEPT,
        Stage.APPROVED,
        Stage.ANNOUNCED,
        Stage.REGISTRATION_OPEN,
        Stage.REGISTRATION_CLOSED,
        Stage.RUNNING,
        Stage.HELD,
        Stage.REPORTING,
        Stage.CLOSED,
    )
)
"""The way of an event that nothing stops."""

REASON_NEEDED: Final = frozenset({Stage.POSTPONED, Stage.CANCELLED})
"""A committee asks why: these keep their reason."""

OVER: Final = frozenset({Stage.HELD, Stage.REPORTING, Stage.CLOSED, Stage.CANCELLED})

NOT_ACCEPTED: Final = (Status.APPLIED, Status.WAITING, Status.DECLINED, Status.CANCELLED)
"""Names that are not registrations: no seat was given to them, or they gave it back."""

SEATED: Final = (Status.REGISTERED, Status.ATTENDED, Status.ABSENT)
"""Who holds a seat: whoever was accepted, also when they did not come."""

SEATED_ROLES: Final = (Role.PARTICIPANT, Role.OBSERVER)
"""Speakers, organisers and interpreters take no participant's seat."""


def stage_of(event: Event) -> str:
    """The stage, or what the activity's state says of an event that was never moved."""
    if event.stage:
        return event.stage
    wanted = event.activity.state
    return next((stage for stage, state in STATE_OF.items() if state == wanted), str(Stage.IDEA))


def next_stages(event: Event) -> tuple[str, ...]:
    """Where an event may go from here: on, one step back, put off or called off; a postponed one is planned anew."""
    now = stage_of(event)
    if now == Stage.CANCELLED:
        return ()
    if now == Stage.POSTPONED:
        return (str(Stage.APPROVED), str(Stage.ANNOUNCED), str(Stage.CANCELLED))
    place = ORDER.index(now)
    near = (*ORDER[place + 1 : place + 4], *ORDER[max(0, place - 1) : place])
    return near if now in OVER else (*near, str(Stage.POSTPONED), str(Stage.CANCELLED))


def holds_seat(participation: Participation) -> bool:
    """Does this person take one of the event's seats?"""
    return (
        participation.withdrawn_on is None
        and participation.status in SEATED
        and participation.role in SEATED_ROLES
    )


def closing_of(day: date, before: int, zone: ZoneInfo) -> datetime:
    """The end of the day that lies so many days before the first day, by the event's own clock."""
    return datetime.combine(day - timedelta(days=before) + timedelta(days=1), time(), zone) - timedelta(
        seconds=1
    )


def takes_registrations(event: Event, now: datetime) -> str:
    """Why the public form is not open at this moment, in one word: empty where it is.

    ``not_offered``, ``not_yet``, ``over``, ``called_off``. By the event's own deadlines, to the second.
    """
    stage = stage_of(event)
    if not event.public or event.entry not in ("open", "both"):
        return "not_offered"
    if stage in (Stage.CANCELLED, Stage.POSTPONED):
        return "called_off"
    if event.registration_opens_at and now < event.registration_opens_at:
        return "not_yet"
    if event.registration_closes_at and now > event.registration_closes_at:
        return "over"
    # The day that was announced opens the form by itself; nobody has to move the stage that night.
    if stage == Stage.REGISTRATION_OPEN or (stage == Stage.ANNOUNCED and event.registration_opens_at):
        return ""
    return "over" if stage in (Stage.REGISTRATION_CLOSED, Stage.RUNNING, *OVER) else "not_yet"


def takes_nominations(event: Event, now: datetime) -> str:
    """Why focal points cannot nominate at this moment, in one word: empty where they can.

    ``not_offered``, ``over``, ``called_off``. By the event's own deadline, to the second.
    """
    stage = stage_of(event)
    if event.entry not in ("nomination", "both"):
        return "not_offered"
    if stage in (Stage.CANCELLED, Stage.POSTPONED):
        return "called_off"
    if stage in OVER or stage == Stage.RUNNING:
        return "over"
    return "over" if event.nominations_close_at and now > event.nominations_close_at else ""


def defaults_for(event: Event) -> EventDefaults | None:
    """What the event's kind begins with, where the office has said so."""
    return EventDefaults.objects.filter(kind=event.activity.kind_id, withdrawn_on=None).first()
