"""Seats: taken as the last step of an act and never beyond the limit, given back with the act that frees them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from colonnade.capacity.models import Event, Seats
from colonnade.capacity.queries.registration import seats_taken
from colonnade.records.errors import Refused

ROOM = Q(limit=None) | Q(taken__lt=F("limit"))
"""The rows in which one more seat may be taken."""


class EventFull(Refused):
    """Every seat of the event is taken."""


class CountryFull(EventFull):
    """The seats of one country are taken; another country's may be free."""


def take_seat(*, event: Event, country: int | None) -> None:
    """Take a seat, or refuse; the last step of a transaction, for everybody who registers waits for this row.

    The country's row before that of all, always in this order, so that two who want both never wait for each other.
    """
    if event.seats_per_country is not None and country is not None:
        wanted = Seats.objects.filter(event=event, country=country)
        if not wanted.filter(ROOM).update(taken=F("taken") + 1) and not _first_of(event, country):
            raise CountryFull(_("All seats for the country are taken."))
    if not Seats.objects.filter(ROOM, event=event, country=None).update(taken=F("taken") + 1):
        raise EventFull(_("All seats are taken."))


def _first_of(event: Event, country: int) -> int:
    """The first seat of a country that has no row yet; 0 where it has one and it is full."""
    row = Seats(event=event, country_id=country, limit=event.seats_per_country)
    Seats.objects.bulk_create([row], ignore_conflicts=True)
    return Seats.objects.filter(ROOM, event=event, country=country).update(taken=F("taken") + 1)


def free_seat(*, event: Event, country: int | None) -> None:
    """Give a seat back."""
    taken = Seats.objects.filter(event=event, taken__gt=0)
    if country is not None:
        taken.filter(country=country).update(taken=F("taken") - 1)
    taken.filter(country=None).update(taken=F("taken") - 1)


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
        .order_by("event", F("country").asc(nulls_last=True))
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
