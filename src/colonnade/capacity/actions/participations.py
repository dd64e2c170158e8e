"""Who takes part: recorded, withdrawn, closed, and told in the tally by every action that changes it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from colonnade.capacity.models import Event, HeadCount, Participation, Tally, TallySet
from colonnade.capacity.tallying import counts_of
from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.records.models import Source
from colonnade.records.queries import standing


class AlreadyTakingPart(Refused):
    """The person stands at the event already; a person takes part in an event once."""


@transaction.atomic
def record_participation(
    *, event: Event, person: Person, country: Country | None = None, code: str = "", **facts: object
) -> Participation:
    """Record that a person took part in an event, as they were then, and keep its tally.

    ``facts`` are the participation's own: role, sector, sex, function, modality, status, days, completed.
    """
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


@transaction.atomic
def withdraw_participation(*, participation: Participation, because: str) -> Participation:
    """Take a participation out of every count, keep it with its reason, and keep the tally."""
    held = withdraw(record=participation, because=because)
    tally_events([participation.event_id])
    return held  # type: ignore[return-value]


@transaction.atomic
def choose_source(*, event: Event, counts_from: str) -> Event:
    """Declare whether figures use the event's names or its head count."""
    held = Event.objects.select_for_update().get(pk=event.pk)
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
    held = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
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
    Event.objects.select_for_update(of=("self",)).get(pk=head_count.event_id)
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
    """Read the rows of some events once, and write their tallies."""
    held = counts_of(events)
    Tally.objects.filter(event__in=events).delete()
    TallySet.objects.filter(event__in=events).delete()
    Tally.objects.bulk_create([count.tally(pk) for pk, count in held.items()])
    sets = [row for pk, count in held.items() for row in count.sets(pk)]
    TallySet.objects.bulk_create(sets, batch_size=2000)
