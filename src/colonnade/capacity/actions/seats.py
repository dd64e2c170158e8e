"""Seats: the one place where one is taken and given back, so that no event is ever oversold.

A seat is taken by raising the count only where it is below its limit. The database does both in one step and keeps
the row until the transaction ends, so that of two who want the last seat one gets it, whatever the way they came by.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from colonnade.capacity.models import Event, Participation, Seats
from colonnade.capacity.queries.registration import seats_taken
from colonnade.capacity.rules import SEATED, SEATED_ROLES
from colonnade.records.composed import Change
from colonnade.records.queries import standing

FREE = Q(limit=None) | Q(taken__lt=F("limit"))

_raise_all = Change(lambda event: Seats.objects.filter(FREE, event=event, country=None), taken=F("taken") + 1)
_raise_one = Change(
    lambda event, country: Seats.objects.filter(FREE, event=event, country=country), 2, taken=F("taken") + 1
)


@transaction.atomic(savepoint=False)
def take_seat(participation: Participation) -> bool:
    """Take one of the event's seats, and one of its country's; False where either is full, and then neither is taken.

    Called in the transaction that gives the person the seat, as late in it as can be. Who speaks or organises takes none.
    """
    if participation.role not in SEATED_ROLES:
        return True
    # All seats before the country's, always: two transactions in the same order never wait for each other in a ring.
    if not _raise(participation, None):
        return False
    country = participation.country_id
    if country is None or _raise(participation, country):
        return True
    _lower(participation, None)
    return False


@transaction.atomic
def release_seat(participation: Participation) -> None:
    """Give back the seat of somebody who held one. The caller knows that they did, and changes their status with it."""
    if participation.role not in SEATED_ROLES:
        return
    _lower(participation, None)
    if participation.country_id is not None:
        _lower(participation, participation.country_id)


def hold_seats(event: int) -> None:
    """Hold the count of all seats until the act is over: before the tally, always, also for who takes no seat."""
    list(Seats.objects.select_for_update().filter(event=event, country=None).values_list("pk"))


def _raise(participation: Participation, country: int | None) -> bool:
    raised = (
        _raise_all.make(participation.event_id)
        if country is None
        else _raise_one.make(participation.event_id, country)
    )
    if raised:
        return True
    row = Seats.objects.filter(event=participation.event_id, country=country)
    if row.exists():
        return False
    _begin(participation, country)
    return bool(row.filter(FREE).update(taken=F("taken") + 1))


def _begin(participation: Participation, country: int | None) -> None:
    """The row of a count that nobody needed so far, with those who hold seats already. Another may make it first."""
    event = Event.objects.get(pk=participation.event_id)
    holders = standing(Participation.objects).filter(
        event=event,
        status__in=SEATED,
        role__in=SEATED_ROLES,
        **({} if country is None else {"country": country}),
    )
    limit = event.seats_planned if country is None else event.seats_per_country
    taken = holders.exclude(pk=participation.pk).count()
    Seats.objects.bulk_create(
        [Seats(event=event, country_id=country, taken=taken, limit=limit)], ignore_conflicts=True
    )


def _lower(participation: Participation, country: int | None) -> None:
    Seats.objects.filter(event=participation.event_id, country=country, taken__gt=0).update(
        taken=F("taken") - 1
    )


@transaction.atomic
def settle_seats(events: Iterable[int]) -> None:
    """Bring counts and limits of seats to what the participations and the events say.

    The counts are locked before the participations are read: who registers meanwhile waits, and is added afterwards.
    """
    limits = {
        pk: (seats, each)
        for pk, seats, each in Event.objects.filter(pk__in=list(events)).values_list(
            "pk", "seats_planned", "seats_per_country"
        )
    }
    rows = [Seats(event_id=pk, limit=seats) for pk, (seats, _each) in limits.items()]
    Seats.objects.bulk_create(rows, ignore_conflicts=True)
    held = list(
        Seats.objects.select_for_update()
        .filter(event__in=limits)
        .order_by("event_id", F("country_id").asc(nulls_first=True))
    )
    right = seats_taken(limits)
    known = {(row.event_id, row.country_id) for row in held}
    changed = []
    for row in held:
        seats, each = limits[row.event_id]
        told = (right[row.event_id, row.country_id], seats if row.country_id is None else each)
        if (row.taken, row.limit) != told:
            row.taken, row.limit = told
            changed.append(row)
    Seats.objects.bulk_update(changed, ["taken", "limit"], batch_size=500)
    missing = [
        Seats(event_id=pk, country_id=country, taken=taken, limit=limits[pk][1])
        for (pk, country), taken in right.items()
        if (pk, country) not in known and limits[pk][1] is not None
    ]
    Seats.objects.bulk_create(missing, ignore_conflicts=True, batch_size=500)
