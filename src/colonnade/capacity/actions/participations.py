"""Who takes part: recorded, withdrawn, closed, and told in the tally by every action that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from colonnade.capacity.actions.seats import hold_seats, release_seat, settle_seats, take_seat
from colonnade.capacity.models import (
    Event,
    HeadCount,
    Participation,
    Registration,
    Seats,
    Stage,
    Tally,
    TallySet,
)
from colonnade.capacity.notices import told_of_change
from colonnade.capacity.queries.registration import waiting_list
from colonnade.capacity.rules import NOT_ACCEPTED, OVER, holds_seat, stage_of
from colonnade.capacity.tallying import counts_of
from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.records.actions import withdraw
from colonnade.records.composed import Change, Given
from colonnade.records.errors import Refused
from colonnade.records.models import Source
from colonnade.records.queries import standing

BEFORE_IT_BEGINS = (Stage.ANNOUNCED, Stage.REGISTRATION_OPEN, Stage.REGISTRATION_CLOSED)
"""While an event is at these stages, a seat that becomes free is given on."""


class EventFull(Refused):
    """Every seat is taken, or every seat of somebody's country."""


class AlreadyTakingPart(Refused):
    """The person stands at the event already; a person takes part in an event once."""


@transaction.atomic
def record_participation(
    *, event: Event, person: Person, country: Country | None = None, code: str = "", **facts: object
) -> Participation:
    """Record that a person took part in an event, as they were then, and keep its tally.

    ``facts`` are the participation's own: role, sector, sex, function, modality, status, days, completed.
    """
    participation = record_presence(event=event, person=person, country=country, code=code, **facts)
    refuse_oversold(participation)
    return participation


@transaction.atomic
def record_presence(
    *, event: Event, person: Person, country: Country | None = None, code: str = "", **facts: object
) -> Participation:
    """Record somebody who came, also where more come than there are seats: the count says what is true."""
    held = standing(Participation.objects).filter(event=event, person=person).first()
    if held:
        raise AlreadyTakingPart(
            f"{person} stands at {event.code} already ({held.code}). Correct that participation instead."
        )
    participation = Participation(
        event=event, person=person, country=country, code=code or f"{event.code}-{person.pk}", **facts
    )
    participation.full_clean()
    participation.save()
    tally_events([event.pk])
    return participation


def refuse_oversold(participation: Participation, *, sits: bool = False) -> None:
    """Take back, with its transaction, a registration by hand for which there was no seat.

    Asked after the counts were settled, while their rows are held. That somebody was there is a fact, and counts also
    where more came than there were seats. Who ``sits`` at the event already needs a seat of their country only.
    """
    if participation.status != Participation.Status.REGISTERED or not holds_seat(participation):
        return
    rows = Seats.objects.filter(event=participation.event_id, taken__gt=F("limit"))
    if rows.filter(_needed(participation, sits)).exists():
        raise EventFull(no_seat(participation, sits=sits))


def refuse_oversold_events(participations: Iterable[Participation]) -> None:
    """Take back, with its transaction, a list by which more stand as registered than there are seats.

    Of an event that runs or has taken place it is recorded who was on its list, seats or not.
    """
    held = [
        one for one in participations if one.status == Participation.Status.REGISTERED and holds_seat(one)
    ]
    wanted = {(one.event_id, country) for one in held for country in (None, one.country_id)}
    over = Seats.objects.filter(event__in={one.event_id for one in held}, taken__gt=F("limit"))
    for row in over.select_related("event__activity", "country").order_by("pk"):
        if (row.event_id, row.country_id) in wanted and stage_of(row.event) not in (Stage.RUNNING, *OVER):
            raise EventFull(
                _("%(code)s has %(limit)s seats, and %(taken)s people would stand as registered.")
                % {"code": f"{row.event.code} ({row.country})" if row.country else row.event.code,
                   "limit": row.limit, "taken": row.taken}
            )  # fmt: skip


def _needed(participation: Participation, sits: bool) -> Q:
    """The counts in which somebody needs a seat: all, and their country's; only their country's who sits already."""
    of_country = Q(country=participation.country_id) if participation.country_id else Q(pk=None)
    return of_country if sits else of_country | Q(country=None)


@transaction.atomic
def withdraw_participation(*, participation: Participation, because: str) -> Participation:
    """Take a participation out of every count, keep it with its reason; its seat goes to whoever waits."""
    held = withdraw(record=participation, because=because)
    tally_events([participation.event_id])
    promote_waiting(event=participation.event)
    return held  # type: ignore[return-value]


@transaction.atomic
def change_status(*, participation: Participation, to: str, because: str = "") -> Participation:
    """Bring somebody to another state at the event, with the tally and the seat that belong to it.

    Where a seat is needed and none is left, ``EventFull`` says so and nothing is changed.
    """
    held = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("event__activity")
        .get(pk=participation.pk)
    )
    before, sat = held.status, holds_seat(held)
    held.status = to
    held._change_reason = because[:100]
    held.save(update_fields=["status"])
    # In the order of every act that changes them: the row, the seats, the tally.
    if Participation.Status.ATTENDED in (before, to):
        tally_events([held.event_id])
        return held
    if holds_seat(held) and not sat and not take_seat(held):
        raise EventFull(no_seat(held))
    if sat and not holds_seat(held):
        release_seat(held)
    if held.withdrawn_on is None:
        hold_seats(held.event_id)
        tell_registered(held.event_id, (to not in NOT_ACCEPTED) - (before not in NOT_ACCEPTED))
    return held


def refuse_full(participation: Participation, *, sits: bool = False) -> None:
    """Say before it is written that there is no seat for somebody who is entered as registered by hand.

    Who ``sits`` at the event already needs a seat of their country only.
    """
    rows = Seats.objects.filter(event=participation.event_id, taken__gte=F("limit"))
    if rows.filter(_needed(participation, sits)).exists():
        raise EventFull(no_seat(participation, sits=sits))


def refuse_unselected(participation: Participation) -> None:
    """Say that nobody alone gives a seat where two members of staff select."""
    if participation.event.selection:
        raise Refused(
            _(
                "At %(code)s two members of staff select who has a seat: say it on the page “Selection” of the event."
            )
            % {"code": participation.event.code}
        )


def no_seat(participation: Participation, *, sits: bool = False) -> str:
    """Why there is no seat for somebody: none at all, or none for their country."""
    if participation.country and (sits or has_room(participation.event_id)):
        return _("All seats for %(country)s are taken.") % {"country": participation.country}
    return _("All seats are taken.")


def has_room(event: int) -> bool:
    """Is one of all seats free, as far as one can see without holding it?"""
    return Seats.objects.filter(event=event, country=None).exclude(taken__gte=F("limit")).exists()


@transaction.atomic
def promote_waiting(*, event: Event) -> list[Participation]:
    """Give the seats that are free to those who wait, in the order in which they came, and tell them.

    Not where two people select: there a list of those kept in reserve is theirs to decide. Somebody of a country whose
    seats are taken is passed over until one of them is free.
    """
    held = Event.objects.select_related("activity").get(pk=event.pk)
    if held.selection or stage_of(held) not in BEFORE_IT_BEGINS:
        return []
    promoted: list[Participation] = []
    passed: list[int] = []
    while has_room(held.pk):
        # Whom another act holds is passed over: it is being decided there.
        waiting = waiting_list(held).exclude(pk__in=passed)
        first = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            break
        with suppress(EventFull), transaction.atomic():
            promoted.append(
                change_status(
                    participation=first,
                    to=Participation.Status.REGISTERED,
                    because="a seat became free",
                )
            )
        passed.append(first.pk)
    for participation in promoted:
        tell_change(participation, "promoted")
    return promoted


def tell_change(participation: Participation, occasion: str, *words: str) -> None:
    """Write to whoever registered through the form; others are told by whoever entered them."""
    related = ("participation__person", "participation__event__activity")
    registration = Registration.objects.select_related(*related).filter(participation=participation).first()
    if registration:
        number = registration.participation.history.count()
        told_of_change(registration, f"{occasion}-{number}", *words)


_registered = Change(
    lambda event, _difference: Tally.objects.filter(event=event),
    2,
    registered=F("registered") + Given(1, models.IntegerField()),
)


def tell_registered(event: int, difference: int) -> None:
    """Keep the number of names accepted, without reading them all again."""
    if difference and not _registered.make(event, difference):
        tally_events([event])


@transaction.atomic
def choose_source(*, event: Event, counts_from: str) -> Event:
    """Declare whether figures use the event's names or its head count."""
    held = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)
    if counts_from == Event.CountsFrom.HEAD_COUNT and not standing(HeadCount.objects).filter(
        event=held, used=True
    ):
        raise Refused(f"{held.code} has no head count to count from. Enter one first, with its source.")
    held.counts_from = counts_from
    held.save(update_fields=["counts_from"])
    return held


@transaction.atomic
def record_head_count(
    *, event: Event, people: int | None, source: Source | None = None, **facts: object
) -> HeadCount:
    """Keep how many somebody counted, with their source. The first of an event is the one that figures would use."""
    held = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)
    others = HeadCount.objects.filter(event=held)
    count = HeadCount(
        event=held, code=f"{held.code}-HC{others.count() + 1}", people=people, source=source,
        used=not standing(others).filter(used=True).exists(), **facts,
    )  # fmt: skip
    if people is None and count.countries is None:
        raise Refused("A head count needs a number of people, or of countries.")
    if source is None and not count.source_detail:
        raise Refused("Say where this count comes from: who counted, or the document and its page.")
    count.full_clean()
    count.save()
    return count


@transaction.atomic
def use_head_count(*, head_count: HeadCount) -> HeadCount:
    """Of several head counts of an event, take this one where figures use the head count."""
    Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=head_count.event_id)
    for other in HeadCount.objects.filter(event=head_count.event_id, used=True).exclude(pk=head_count.pk):
        other.used = False
        other.save(update_fields=["used"])
    head_count.used = True
    head_count.save(update_fields=["used"])
    return head_count


@transaction.atomic
def tally_events(events: Iterable[int] | None = None) -> int:
    """Work out the tallies of the events again (all of them if none are named); the number of events told.

    Called by every action that touches participations, in its transaction, so that figures never
    read a tally older than the rows.
    """
    wanted = sorted(Event.objects.values_list("pk", flat=True) if events is None else set(events))
    for start in range(0, len(wanted), 200):
        _tally(wanted[start : start + 200])
    return len(wanted)


def _tally(events: list[int]) -> None:
    """Read the rows of some events once, and write their tallies and counts of seats.

    Both are locked before the rows are read, seats first: who registers meanwhile waits, and is added to what is written here.
    """
    settle_seats(events)
    Tally.objects.bulk_create([Tally(event_id=pk) for pk in events], ignore_conflicts=True)
    list(Tally.objects.select_for_update().filter(event__in=events).order_by("event_id").values_list("pk"))
    held = counts_of(events)
    Tally.objects.bulk_create(
        [count.tally(pk) for pk, count in held.items()],
        update_conflicts=True,
        unique_fields=["event"],
        update_fields=["registered", "counted", "days", "completed", "parts", "persons"],
    )
    TallySet.objects.filter(event__in=events).delete()
    sets = [row for pk, count in held.items() for row in count.sets(pk)]
    TallySet.objects.bulk_create(sets, batch_size=2000)
