"""An issue of the newsletter: written by one, approved by another, fixed, stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from colonnade.outreach.actions.tallying import recount
from colonnade.outreach.mailboxes import domain_of
from colonnade.outreach.models import (
    NewsletterIssue,
    NewsletterText,
    Recipient,
    SubscriberCount,
    Subscription,
)
from colonnade.outreach.queries.newsletter import subscribers
from colonnade.outreach.rules.newsletter import KINDS, LEAVE, sealed, without_marks
from colonnade.people.models import Message, Person
from colonnade.people.outbox import take_out
from colonnade.people.queries import present
from colonnade.records.errors import Refused
from colonnade.values.languages import LANGUAGES

State = NewsletterIssue.State

LARGEST: Final = 30_000
"""Bytes of one letter, text and HTML together: read on a slow telephone, and shown whole by mail programs that cut longer ones."""


@dataclass(frozen=True)
class Frozen:
    """An issue in one language as it is to be frozen."""

    language: str
    subject: str
    text: str
    html: str


@transaction.atomic
def compose_newsletter(
    *,
    issue: NewsletterIssue,
    by: str,
    subjects: Mapping[str, str],
    blocks: Sequence[Mapping[str, Any]],
    languages: Sequence[str],
    segment: Mapping[str, Sequence[str]],
) -> NewsletterIssue:
    """Keep what an issue says and to whom it goes. An edit after it was submitted or approved makes it a draft again."""
    held = _open(issue)
    if strange := [code for code in languages if code not in LANGUAGES]:
        raise Refused(f"“{strange[0]}” is none of the languages an office writes in.")
    if strange := [str(block.get("kind")) for block in blocks if block.get("kind") not in KINDS]:
        raise Refused(f"There is no kind of block “{strange[0]}”.")
    held.subjects = {
        code: without_marks(words).strip()[:250] for code, words in subjects.items() if words.strip()
    }
    held.blocks = [_block(block) for block in blocks]
    held.languages = list(dict.fromkeys(languages)) or ["en"]
    held.segment = {name: sorted(set(parts)) for name, parts in sorted(segment.items()) if parts}
    if _seal(held) == held.seal:
        return held
    held.written_by, held.seal = by, _seal(held)
    _reopen(held)
    held.save()
    return held


@transaction.atomic
def submit_newsletter(*, issue: NewsletterIssue, by: str) -> NewsletterIssue:
    """Say that it is ready: somebody else now looks at it."""
    held = _open(issue)
    if held.state != State.DRAFT:
        raise Refused(f"{held.code} is {held.get_state_display()} already.")
    if not held.subjects.get(held.languages[0] if held.languages else "en"):
        raise Refused("Write a subject in the first language: other languages fall back to it.")
    if not held.blocks:
        raise Refused("The newsletter has no block yet: there is nothing to send.")
    held.state, held.submitted_by = State.SUBMITTED, by
    held.save(update_fields=["state", "submitted_by"])
    return held


@transaction.atomic
def return_newsletter(*, issue: NewsletterIssue) -> NewsletterIssue:
    """Give it back to whoever writes it."""
    held = _open(issue)
    _reopen(held)
    held.save()
    return held


@transaction.atomic
def approve_newsletter(*, issue: NewsletterIssue, by: str, texts: Sequence[Frozen]) -> NewsletterIssue:
    """Approve what somebody else wrote, and freeze it in every language: what was approved is what is sent.

    Figures keep the day on which they were frozen. Each text has the mark of the link by which one leaves, and is light.
    """
    held = _open(issue)
    if held.state != State.SUBMITTED:
        raise Refused(f"{held.code} is {held.get_state_display()}; what waits for approval can be approved.")
    if held.seal != issue.seal:
        raise Refused(f"{held.code} was changed meanwhile: look at it again.")
    if by in (held.written_by, held.submitted_by):
        raise Refused("Somebody who neither wrote nor submitted it approves a newsletter.")
    for each in texts:
        if LEAVE not in each.text or LEAVE not in each.html:
            raise Refused(
                f"The text in {LANGUAGES[each.language]} has no link to leave by, and cannot be sent."
            )
        if (weight := len((each.text + each.html).encode())) > LARGEST:
            raise Refused(
                f"In {LANGUAGES[each.language]} it weighs {weight // 1000} KB; {LARGEST // 1000} KB are the most. "
                "Leave out blocks, or shorten them."
            )
    held.texts.all().delete()
    NewsletterText.objects.bulk_create(
        NewsletterText(issue=held, language=t.language, subject=t.subject[:250], text=t.text, html=t.html)
        for t in texts
    )
    held.state, held.approved_by, held.approved_at = State.APPROVED, by, timezone.now()
    held.save(update_fields=["state", "approved_by", "approved_at"])
    return held


@transaction.atomic
def fix_recipients(*, issue: NewsletterIssue, persons: Any = None) -> int:
    """Fix to whom an approved issue goes, each mailbox once, in one step; the worker then writes to them. How many.

    ``persons`` are those the record knows to be in its segment, where it names groups of countries or kinds of event.
    """
    held = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if held.state != State.APPROVED or held.seal != _seal(held):
        raise Refused("A newsletter is sent when it was approved, and not changed since.")
    _link_known_persons()
    _forgive()
    held.fixed_at, held.sent_on, held.state = timezone.now(), timezone.localdate(), State.SENDING
    held.save(update_fields=["fixed_at", "sent_on", "state"])
    rows = subscribers(held.segment, persons).values_list("pk", "language", "address")
    recipients = [
        Recipient(issue=held, subscription_id=pk, language=language, domain=domain_of(address))
        for pk, language, address in rows.iterator(chunk_size=2000)
    ]
    if not recipients:
        raise Refused("Nobody is subscribed who belongs to this segment.")
    Recipient.objects.bulk_create(recipients, batch_size=500)
    recount(held.pk)
    return len(recipients)


@transaction.atomic
def stop_newsletter(*, issue: NewsletterIssue) -> NewsletterIssue:
    """Send no more of it: who was not written to yet is not; what has left has left."""
    held = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if held.state != State.SENDING:
        raise Refused(f"{held.code} is {held.get_state_display()}; what is being sent can be stopped.")
    untouched = held.recipients.filter(state=Recipient.State.WRITTEN, message__tries=0)
    letters = list(untouched.values_list("message_id", flat=True))
    untouched.update(state=Recipient.State.FIXED, message=None)
    take_out(letters=Message.objects.filter(pk__in=letters))
    held.recipients.filter(state=Recipient.State.FIXED).update(
        state=Recipient.State.NOT_WRITTEN, because="stopped"
    )
    held.state = State.STOPPED
    held.save(update_fields=["state"])
    recount(held.pk)
    return held


@transaction.atomic
def count_subscribers(*, day: Any) -> int:
    """Keep how many are subscribed at the end of a day, for each language in which that changed; how many lines were new."""
    rows = Subscription.objects.filter(confirmed_at__date__lte=day).exclude(ended_at__date__lte=day)
    now = dict(rows.order_by().values_list("language").annotate(Count("pk")))
    last: dict[str, int] = {}
    for count in SubscriberCount.objects.filter(on__lte=day, withdrawn_on=None).order_by("on"):
        last[count.language] = count.number
    new = 0
    for language in sorted({*now, *last}):
        number = now.get(language, 0)
        if (
            number != last.get(language, 0)
            and not SubscriberCount.objects.filter(on=day, language=language).exists()
        ):
            SubscriberCount.objects.create(
                code=f"SC-{day:%Y%m%d}-{language}", on=day, language=language, number=number
            )
            new += 1
    return new


# --- what these share ----------------------------------------------------------------------------------------------


def _open(issue: NewsletterIssue) -> NewsletterIssue:
    held = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if held.withdrawn_on:
        raise Refused(f"{held.code} was withdrawn on {held.withdrawn_on}.")
    if not held.is_open:
        raise Refused(f"{held.code} was sent and is not changed any more. Begin a new one.")
    return held


def _reopen(held: NewsletterIssue) -> None:
    held.state, held.submitted_by, held.approved_by, held.approved_at = State.DRAFT, "", "", None
    held.texts.all().delete()


def _seal(held: NewsletterIssue) -> str:
    return sealed(held.subjects, held.blocks, held.languages, held.segment)


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    def words(name: str) -> dict[str, str]:
        told = block.get(name) or {}
        return {code: without_marks(text).strip() for code, text in told.items() if text.strip()}

    return {
        "kind": block["kind"], "heading": words("heading"), "words": words("words"),
        "refs": [str(ref) for ref in block.get("refs") or () if str(ref).strip()],
    }  # fmt: skip


def _link_known_persons() -> None:
    """Beside each confirmed address the one person of the record who has it: who is restricted or erased is not written to."""
    alone = Subscription.objects.filter(state=Subscription.State.CONFIRMED, person=None)
    addresses = {address.casefold(): pk for pk, address in alone.values_list("pk", "address")}
    found: dict[str, list[int]] = {}
    if addresses:
        for pk, email in present(Person.objects.exclude(email="")).values_list("pk", Lower("email")):
            if email.casefold() in addresses:
                found.setdefault(email.casefold(), []).append(pk)
    for email, persons in found.items():
        if len(persons) == 1:
            alone.filter(pk=addresses[email]).update(person=persons[0])


def _forgive() -> None:
    """Letters put back count in a row: one that did not come back ends the row."""
    last = Recipient.objects.filter(subscription=OuterRef("pk")).order_by("-pk")
    rows = Subscription.objects.filter(soft_bounces__gt=0).annotate(
        last_state=Subquery(last.values("state")[:1]), last_bounce=Subquery(last.values("bounce")[:1])
    )
    well = rows.filter(last_state=Recipient.State.SENT, last_bounce="").values_list("pk", flat=True)
    Subscription.objects.filter(pk__in=list(well)).update(soft_bounces=0)
