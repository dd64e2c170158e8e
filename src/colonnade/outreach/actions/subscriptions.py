"""Having the newsletter, and having it no more: asked for by anybody, confirmed by the mailbox, ended by whoever has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from colonnade.office.models import Theme
from colonnade.outreach import letters
from colonnade.outreach.actions.tallying import recount
from colonnade.outreach.mailboxes import mailbox_of, mailboxes_of
from colonnade.outreach.models import Recipient, Subscription
from colonnade.people.actions import withdraw_consent
from colonnade.people.models import Consent, Message, Person
from colonnade.people.outbox import take_out
from colonnade.people.queries import present
from colonnade.records.errors import Refused
from colonnade.values.languages import known

State = Subscription.State

BOUNCED_KEPT: Final = timedelta(days=180)
"""How long an address is kept whose letters come back, for its person to mend it."""


@transaction.atomic
def ask_for_newsletter(*, address: str, language: str) -> None:
    """Somebody typed an address into the public form: the mailbox is asked, and nobody else is told anything.

    Whether it is new, asked already or subscribed, one letter goes to it, at most three a day. To one that complained
    none goes. The answer is the same, so nobody learns here who is subscribed.
    """
    address, language = _checked(address), known(language)
    held = _standing(address)
    if held is None:
        if _blocked(address):
            return
        held = _written(address, language, Subscription.Origin.FORM, letters.wording(language))
    if held.state == State.CONFIRMED:
        letters.has_it_already(held)
        return
    held.address = held.address or address  # forgotten, where letters came back for long
    held.asked_at = timezone.now()
    held.save(update_fields=["address", "asked_at"])
    letters.ask_to_confirm(held)


@transaction.atomic
def confirm_subscription(*, subscription: Subscription) -> Subscription:
    """The mailbox said yes. Once more is once; a wish that has ended is not brought back by its old letter."""
    held = _locked(subscription)
    if held.state == State.CONFIRMED:
        return held
    if held.state not in (State.ASKED, State.BOUNCED):
        raise Refused("This wish has ended. To have the newsletter, ask for it again.")
    held.confirmed_at = held.confirmed_at or timezone.now()
    held.state, held.soft_bounces, held.ended_at, held.ended_because = State.CONFIRMED, 0, None, ""
    held.person = held.person or known_person(held.address)
    held.save()
    return held


@transaction.atomic
def subscribe_by_consent(*, consent: Consent, proved: bool) -> Subscription | None:
    """Take up a consent to the mailing list given at a registration; None where there is nothing to take up.

    The consent is whole by itself: a tick of its own, its words, language, day and channel are kept. What it does not
    show is that the mailbox is the person's. Where that is ``proved`` (they came to the event to which they had been
    written there, or the office holds their signature) nothing more is asked; otherwise the mailbox is, once.
    """
    consent = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)
    person = consent.person
    usable = person.email and not (person.erased_on or person.restricted_on or person.merged_into_id)
    if consent.purpose != Consent.Purpose.MAILING_LIST or consent.withdrawn_at or not usable:
        return None
    held = _standing(person.email)
    if held is not None:
        if held.state == State.ASKED and proved:
            held.consent, held.person, held.wording = consent, person, consent.wording
            held.version, held.origin = consent.version, Subscription.Origin.CONSENT
            held.save()
            return confirm_subscription(subscription=held)
        return None
    ended = _ended(person.email)
    if any(
        row.state == State.BLOCKED or (row.ended_at and row.ended_at >= consent.given_at) for row in ended
    ):
        return None
    held = _written(
        person.email, known(consent.language), Subscription.Origin.CONSENT, consent.wording,
        version=consent.version, person=person, consent=consent,
    )  # fmt: skip
    if proved and not ended:
        return confirm_subscription(subscription=held)
    letters.ask_to_confirm(held)
    return held


@transaction.atomic
def choose(*, subscription: Subscription, language: str, themes: Iterable[Theme]) -> Subscription:
    """What a subscriber wishes to have: in which language, about which themes; none chosen means all."""
    held = _locked(subscription)
    if held.state not in Subscription.STANDING:
        raise Refused("This subscription has ended.")
    held.language = known(language)
    held.save(update_fields=["language"])
    held.themes.set(themes)
    return held


@transaction.atomic
def ask_new_address(*, subscription: Subscription, address: str) -> None:
    """A subscriber wishes to be written to elsewhere: that mailbox is asked; until it says yes nothing changes."""
    held, address = _locked(subscription), _checked(address)
    if held.state not in (State.CONFIRMED, State.BOUNCED):
        raise Refused("This subscription has ended.")
    if _blocked(address):
        return
    held.new_address = address
    held.save(update_fields=["new_address"])
    letters.confirm_new_address(held)


@transaction.atomic
def confirm_new_address(*, subscription: Subscription) -> Subscription:
    """The new mailbox said yes. Where it is subscribed already, the wish for the old one has done its work and ends."""
    held = _locked(subscription)
    if not held.new_address or held.state not in (State.CONFIRMED, State.BOUNCED):
        raise Refused("This link has done its work, or the subscription has ended.")
    other = _standing(held.new_address)
    if other is not None and other.pk != held.pk:
        _end(held, State.LEFT, "another address")
        return confirm_subscription(subscription=other)
    held.address, held.mailbox, held.new_address = held.new_address, mailbox_of(held.new_address), ""
    held.state, held.soft_bounces, held.ended_at, held.ended_because = State.CONFIRMED, 0, None, ""
    held.link_version += 1
    held.save()
    take_out(letters=Message.objects.filter(ref=held.ref))
    return held


@transaction.atomic
def leave_newsletter(*, subscription: Subscription, because: str = "own wish") -> None:
    """Somebody wants it no more: nothing that waits is sent, the address is forgotten, a hash of it is kept.

    A consent to the mailing list that they gave at a registration is taken back with it. Leaving twice is leaving once.
    """
    held = _locked(subscription)
    if held.state not in Subscription.STANDING:
        return
    _take_consents_back(held)
    _end(held, State.LEFT, because)


@transaction.atomic
def complain(*, subscription: Subscription) -> None:
    """Somebody called the newsletter unwanted: it ends, and no form brings a letter to them again."""
    held = _locked(subscription)
    if held.state == State.BLOCKED:
        return
    _take_consents_back(held)
    _end(held, State.BLOCKED, "complaint")


@transaction.atomic
def stop_as_bounced(*, subscription: Subscription, because: str) -> None:
    """Letters come back: none is written any more. The address is kept for a while, for its person alone to mend."""
    held = _locked(subscription)
    if held.state == State.CONFIRMED:
        held.state, held.ended_at, held.ended_because = State.BOUNCED, timezone.now(), because[:60]
        held.save(update_fields=["state", "ended_at", "ended_because"])
        _stop_letters(held, "letters come back")


@transaction.atomic
def follow_consents() -> int:
    """End what rests on a consent that was taken back elsewhere; how many."""
    over = Subscription.objects.filter(state__in=Subscription.STANDING, consent__withdrawn_at__isnull=False)
    rows = list(over.order_by("pk"))
    for row in rows:
        _end(_locked(row), State.LEFT, "consent withdrawn")
    return len(rows)


@transaction.atomic
def forget_subscriptions(person: Person) -> Sequence[str]:
    """At an erasure: every wish of the person ends, also one under an address that is known to be theirs alone."""
    mine = Q(person=person) | Q(consent__person=person)
    if person.email and not present().filter(email__iexact=person.email).exclude(pk=person.pk).exists():
        mine |= Q(mailbox__in=mailboxes_of(person.email), person=None)
    rows = list(Subscription.objects.select_for_update(of=("self",)).filter(mine).order_by("pk"))
    for row in rows:
        _end(row, row.state if row.state in (State.LEFT, State.BLOCKED) else State.LEFT, "erased")
    return ["outreach.subscription.address"] if rows else []


@transaction.atomic
def forget_unconfirmed(*, now: datetime | None = None) -> int:
    """Forget addresses that nobody confirmed within the days, and those whose letters have come back for long; how many.

    One that a consent brought is ended instead of deleted, so that the same consent does not ask again.
    """
    now = now or timezone.now()
    old = Subscription.objects.filter(state=State.ASKED, asked_at__lt=now - letters.UNCONFIRMED)
    ended = list(old.filter(consent__isnull=False))
    for row in ended:
        _end(row, State.LEFT, "not confirmed")
    deleted = list(old.filter(consent=None))
    take_out(letters=Message.objects.filter(ref__in=[row.ref for row in deleted]))
    for row in deleted:
        row.delete()
    silent = Subscription.objects.filter(state=State.BOUNCED, ended_at__lt=now - BOUNCED_KEPT)
    silent = silent.exclude(address="")
    take_out(letters=Message.objects.filter(ref__in=[row.ref for row in silent]))
    emptied = silent.update(address="", new_address="", person=None)
    # What was asked of a new mailbox is no reason to keep its address for longer than any other that was asked.
    asked = Message.objects.filter(
        ref__startswith="outreach/subscription/", made_at__gt=now - letters.UNCONFIRMED
    )
    stale = Subscription.objects.exclude(new_address="").exclude(
        code__in=[ref.rpartition("/")[2] for ref in asked.values_list("ref", flat=True)]
    )
    return len(ended) + len(deleted) + emptied + stale.update(new_address="")


# --- what these share ----------------------------------------------------------------------------------------------


def known_person(address: str) -> Person | None:
    """The one person of the record with this address; none where several share it. Nobody is made a person by an address."""
    found = list(present().filter(email__iexact=address)[:2])
    return found[0] if len(found) == 1 else None


def _checked(address: str) -> str:
    try:
        validate_email(address := address.strip())
    except ValidationError as error:
        raise Refused("Write an e-mail address, such as name@example.org.") from error
    return address


def _standing(address: str) -> Subscription | None:
    rows = Subscription.objects.select_for_update(of=("self",))
    return rows.filter(mailbox__in=mailboxes_of(address), state__in=Subscription.STANDING).first()


def _ended(address: str) -> list[Subscription]:
    rows = Subscription.objects.filter(mailbox__in=mailboxes_of(address))
    return list(rows.filter(state__in=(State.LEFT, State.BLOCKED)))


def _blocked(address: str) -> bool:
    return any(row.state == State.BLOCKED for row in _ended(address))


def _locked(subscription: Subscription) -> Subscription:
    return Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)


def _written(address: str, language: str, origin: Any, words: str, **more: Any) -> Subscription:
    """A new wish; where two came at the same moment, the first."""
    new = Subscription(
        code=f"SB-{uuid4().hex[:12]}", mailbox=mailbox_of(address), address=address, language=language,
        origin=origin, wording=words, asked_at=timezone.now(), **more,
    )  # fmt: skip
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        held = _standing(address)
        if held is None:
            raise
        return held
    return new


def _take_consents_back(held: Subscription) -> None:
    if held.person_id:
        given = Consent.objects.filter(
            person=held.person_id, purpose=Consent.Purpose.MAILING_LIST, withdrawn_at=None
        )
        for consent in given:
            withdraw_consent(consent=consent)


def _end(held: Subscription, state: Any, because: str) -> None:
    """Forget whose it was: of the address a hash stays, of the wish its days and words."""
    held.state, held.ended_because, held.ended_at = state, because, held.ended_at or timezone.now()
    held.address = held.new_address = ""
    held.person = held.consent = None
    held.link_version += state != State.LEFT  # a link to leave says the same when it is followed again
    held.save()
    held.themes.clear()
    _stop_letters(held, because)
    _note_after_which(held)


def _stop_letters(held: Subscription, because: str) -> None:
    """Send nothing that waits. What has left, or is in a sender's hand at this moment, is noted as sent before it is taken out."""
    mine = Recipient.objects.filter(subscription=held)
    open_ones = list(
        mine.filter(state__in=(Recipient.State.FIXED, Recipient.State.WRITTEN)).select_related("message")
    )
    for one in open_ones:
        letter = one.message
        if letter and letter.state in (Message.State.SENT, Message.State.SENDING):
            one.state, one.sent_at = Recipient.State.SENT, letter.sent_at or timezone.now()
        else:
            one.state, one.because = Recipient.State.NOT_WRITTEN, because[:60]
        one.message = None
        one.save(update_fields=["state", "sent_at", "because", "message"])
    mine.update(domain="")
    take_out(letters=Message.objects.filter(ref=held.ref))
    for issue in {one.issue_id for one in open_ones}:
        recount(issue)


def _note_after_which(held: Subscription) -> None:
    """Leaving is told of the last newsletter they got: of an office that is left after each, it is the newsletter's doing."""
    if held.confirmed_at is None:
        return
    last = Recipient.objects.filter(subscription=held, state=Recipient.State.SENT, left_at=None).last()
    if last is not None:
        last.left_at = held.ended_at
        last.save(update_fields=["left_at"])
        recount(last.issue_id)
