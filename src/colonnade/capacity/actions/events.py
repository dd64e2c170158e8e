"""Planning an event: from its kind's defaults or from an earlier event, step by step through its stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from colonnade.capacity.actions.participations import promote_waiting, tally_events
from colonnade.capacity.actions.seats import settle_seats
from colonnade.capacity.models import ChecklistItem, Event, EventRules, Session, Stage
from colonnade.capacity.rules import (
    OVER,
    REASON_NEEDED,
    STATE_OF,
    closing_of,
    defaults_for,
    next_stages,
    stage_of,
)
from colonnade.programme.models import Activity, ActivityPartner
from colonnade.records.errors import Refused, refuse_unsound
from colonnade.records.queries import standing

RULES = tuple(field.name for field in EventRules._meta.fields)
"""The fields that a kind of event decides and each event may decide for itself."""


@transaction.atomic
def plan_event(*, activity: Activity, code: str = "", **facts: object) -> Event:
    """Begin an event on an activity, with what its kind of event begins with; ``facts`` go before that.

    Seats, rules, deadlines and checklist come from the kind's defaults, where the office has written them.
    """
    if Event.objects.filter(activity=activity).exists():
        raise Refused(f"{activity.code} has an event already. Open that one instead.")
    event = Event(activity=activity, code=code or activity.code)
    event.stage = stage_of(event)
    held = defaults_for(event)
    if held:
        for name in RULES:
            setattr(event, name, getattr(held, name))
        event.seats_planned = held.seats
    for name, value in facts.items():
        setattr(event, name, value)
    event.full_clean()
    event.save()
    follow_kind(event=event)
    tally_events([event.pk])
    return event


@transaction.atomic
def follow_kind(*, event: Event) -> None:
    """Give a new event the deadlines and the checklist of its kind, where it has none of its own."""
    held, activity = defaults_for(event), event.activity
    if held is None:
        return
    if activity.starts_on and activity.starts_precision == "day":
        set_deadlines(event, held.nominations_close_before, held.registration_closes_before)
        event.save()
    if not event.checklist.exists():
        for order, item in enumerate(held.checklist):
            ChecklistItem.objects.create(event=event, title=item["title"], days=item["days"], order=order)


def set_deadlines(event: Event, nominations: int, registration: int) -> None:
    """The deadlines so many days before the first day, where the event has none of its own."""
    day = event.activity.starts_on
    if event.nominations_close_at is None:
        event.nominations_close_at = closing_of(day, nominations, event.zone)
    if event.registration_closes_at is None:
        event.registration_closes_at = closing_of(day, registration, event.zone)


@transaction.atomic
def copy_event(*, event: Event, code: str, title: str = "", starts_on: date | None = None) -> Event:
    """Begin a new event like an earlier one: rules, questions, sessions, checklist and partners; nobody who took part.

    Days and hours move with the first day; without one, sessions and deadlines are left out.
    """
    old = event.activity
    shift = starts_on - old.starts_on if starts_on and old.starts_on else None
    activity = Activity(
        code=code, title=title or old.title, kind=old.kind, state=Activity.State.IDEA, standing=old.standing, place=old.place,
        host_country=old.host_country, priority=old.priority, starts_on=starts_on,
        ends_on=old.ends_on + shift if shift is not None and old.ends_on else None,
        note=f"Begun as a copy of {event.code}.",
    )  # fmt: skip
    refuse_unsound(activity)
    activity.save()
    activity.themes.set(old.themes.all())
    activity.target_groups.set(old.target_groups.all())
    for part in ActivityPartner.objects.filter(activity=old):
        ActivityPartner.objects.create(activity=activity, organisation=part.organisation, role=part.role)
    kept = (
        "counts_from",
        "seats_planned",
        "summary",
        "audience",
        "format",
        "venue",
        "languages",
        "contact",
        "time_zone",
    )
    new = Event(
        activity=activity,
        code=code,
        stage=Stage.IDEA,
        **{name: getattr(event, name) for name in (*RULES, *kept)},
    )
    if shift is not None:
        for name in ("registration_opens_at", "registration_closes_at", "nominations_close_at"):
            moment = getattr(event, name)
            setattr(new, name, moved(moment, shift, event) if moment else None)
    refuse_unsound(new)
    new.save()
    for question in event.questions.all():
        question.pk, question.event = None, new
        question.save(force_insert=True)
    for item in event.checklist.all():
        ChecklistItem.objects.create(event=new, title=item.title, days=item.days, order=item.order)
    if shift is not None:
        for number, session in enumerate(standing(event.sessions), 1):
            Session.objects.create(
                code=f"{code}-S{number:02d}", event=new, title=session.title, text=session.text, room=session.room,
                taken=session.taken, starts_at=moved(session.starts_at, shift, event),
                ends_at=moved(session.ends_at, shift, event),
            )  # fmt: skip
    tally_events([new.pk])
    return new


def moved(moment: datetime, shift: timedelta, event: Event) -> datetime:
    """The same hour by the event's own clock, some days later or earlier: summer time does not move a session."""
    return (moment.astimezone(event.zone).replace(tzinfo=None) + shift).replace(tzinfo=event.zone)


@transaction.atomic
def move_event(*, event: Event, to: str, because: str = "") -> Event:
    """Take an event to another stage, and its activity to the state that belongs to it.

    Putting off and calling off need a reason, which stays with the activity. Calendars learn of the change.
    """
    held = (
        Event.objects.select_for_update(no_key=True, of=("self",)).select_related("activity").get(pk=event.pk)
    )
    now = stage_of(held)
    if to not in next_stages(held):
        ways = ", ".join(str(Stage(stage).label) for stage in next_stages(held)) or "nowhere"
        raise Refused(
            f"{held.code} is at “{Stage(now).label}” and cannot go to “{Stage(to).label}” from there. It can go to: {ways}."
        )
    if to in REASON_NEEDED and not because.strip():
        raise Refused(f"Say why {held.code} is {Stage(to).label}: the reason is printed with it.")
    if to == Stage.REGISTRATION_OPEN and held.entry == "none":
        raise Refused(
            f"{held.code} says that nobody comes by this site. Choose how one comes to take part first."
        )
    if (
        to in OVER - {Stage.CANCELLED}
        and held.activity.starts_on
        and held.activity.starts_on > timezone.localdate(timezone=held.zone)
    ):
        raise Refused(
            f"{held.code} begins on {held.activity.starts_on}: it cannot be {Stage(to).label} before that."
        )
    held.stage = to
    held.sequence += 1
    held.save()
    activity = held.activity
    activity.state = STATE_OF[to]
    activity.state_reason = because.strip() or ("" if to not in REASON_NEEDED else activity.state_reason)
    activity.save()
    settle_seats([held.pk])
    promote_waiting(event=held)
    return held


@transaction.atomic
def add_sessions(*, event: Event, sessions: Iterable[dict]) -> list[Session]:
    """Add parts to an event's programme: title, starts_at, ends_at, and where known room, text and taken."""
    held = Session.objects.filter(event=event).count()
    made = []
    for number, facts in enumerate(sessions, held + 1):
        session = Session(event=event, code=f"{event.code}-S{number:02d}", **facts)
        session.full_clean()
        session.save()
        made.append(session)
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
    return made


@transaction.atomic
def do_item(*, item: ChecklistItem, on: date | None = None, undo: bool = False) -> ChecklistItem:
    """Tick a thing of the checklist as done, or take the tick back."""
    item.done_on = None if undo else on or timezone.localdate()
    item.save(update_fields=["done_on"])
    return item


@transaction.atomic
def settle_event(*, event: Event, moved: bool = False) -> None:
    """After an event's facts were changed by hand: its tally and seats; calendars learn what moved.

    Seats that were added go to those who wait.
    """
    if moved:
        Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
    tally_events([event.pk])
    promote_waiting(event=event)
