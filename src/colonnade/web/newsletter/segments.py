"""To whom an issue goes: what rooms that do not know each other know of subscribers, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from colonnade.capacity.models import Event, Participation
from colonnade.outreach.actions import subscribe_by_consent
from colonnade.outreach.models import Subscription
from colonnade.people.models import Consent, Person
from colonnade.people.queries import usable
from colonnade.places.queries import members_on
from colonnade.records.queries import standing

_THERE = (Participation.Status.ATTENDED,)


def persons_in(segment: Mapping[str, Sequence[str]], day: date) -> QuerySet[Person] | None:
    """Whom the record knows to be in a segment by where they came from and what they took part in; None where it asks neither."""
    groups, kinds = segment.get("groups"), segment.get("kinds")
    if not groups and not kinds:
        return None
    attended = standing(Participation.objects).filter(status__in=_THERE, event__withdrawn_on=None)
    persons = usable()
    if kinds:
        persons = persons.filter(
            pk__in=attended.filter(event__activity__kind__code__in=kinds).values("person")
        )
    if groups:
        members: set[int] = set()
        for group in groups:
            members.update(members_on(group, day).values_list("pk", flat=True))
        persons = persons.filter(pk__in=attended.filter(country__in=members).values("person"))
    return persons


def take_up_consents(go_on: Callable[[], bool] = lambda: True) -> int:
    """Take up the consents to the mailing list that nobody has taken up; how many were.

    The mailbox is taken for the person's where they came to the event they had registered for with it, or where the
    consent is on paper or came by mail from it. Whoever registered and has not come yet waits until the event is over;
    whoever did not come is asked by a letter.
    """
    waiting = Consent.objects.filter(
        purpose=Consent.Purpose.MAILING_LIST, withdrawn_at=None, person__in=usable().exclude(email="")
    ).exclude(pk__in=Subscription.objects.exclude(consent=None).values("consent"))
    waiting = waiting.exclude(
        person__in=Subscription.objects.filter(state=Subscription.State.CONFIRMED)
        .exclude(person=None)
        .values("person")
    )
    done = 0
    for consent in waiting.select_related("person").order_by("pk"):
        if not go_on():
            break
        proved = _proved(consent)
        if proved is not None and subscribe_by_consent(consent=consent, proved=proved):
            done += 1
    return done


def _proved(consent: Consent) -> bool | None:
    """Is the mailbox known to be the person's? None where it is too early to say."""
    if consent.channel in (Consent.Channel.PAPER, Consent.Channel.MAIL):
        return True
    room, _slash, code = consent.ref.rpartition("/")
    if room != "capacity/event":
        return False
    event = Event.objects.select_related("activity").filter(code=code).first()
    if event is None:
        return False
    rows = standing(Participation.objects).filter(event=event, person=consent.person)
    if rows.filter(status__in=_THERE).exists():
        return True
    ends = event.activity.ends or event.activity.starts
    over = ends is not None and ends.last_day < timezone.localdate()
    return False if over or not rows.exists() else None
