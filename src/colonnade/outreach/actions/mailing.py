"""A fixed issue becomes letters: a few a minute into the outbox, and what became of each back to its recipient.

Each step is one transaction. Killed at any point, it goes on where it was: a recipient is written to in the step in which
their letter is written, or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from colonnade.outreach.actions.bounces import note_refusal
from colonnade.outreach.actions.tallying import recount
from colonnade.outreach.links import address
from colonnade.outreach.models import NewsletterIssue, NewsletterText, Recipient, Subscription
from colonnade.outreach.rules.newsletter import LEAVE, OWN
from colonnade.people.mail import mark_of
from colonnade.people.models import Message
from colonnade.people.outbox import not_written_to, post, take_out

State = Recipient.State

MINUTE: Final = timedelta(minutes=1)
AT_ONCE: Final = 200
"""Letters written in one transaction, so that no other writer waits for long."""


@dataclass(frozen=True)
class Mailed:
    """What one turn did: letters written into the outbox, and letters whose end was noted."""

    written: int = 0
    noted: int = 0


def mail_newsletters(
    *, go_on: Callable[[], bool] = lambda: True, clock: Callable[[], datetime] = timezone.now
) -> Mailed:
    """Note what became of letters, and write as many more as the pace allows. Several may do so at once, and be killed."""
    written = noted = 0
    sending = NewsletterIssue.objects.filter(state=NewsletterIssue.State.SENDING).order_by("fixed_at", "pk")
    ended = NewsletterIssue.objects.filter(
        state=NewsletterIssue.State.STOPPED, recipients__state=State.WRITTEN
    ).distinct()
    for issue in [*sending, *ended]:
        while go_on() and (some := _note_ends(issue)):
            noted += some
        while go_on() and (some := _write_some(issue, clock())):
            written += some
        _finish(issue)
    return Mailed(written, noted)


@transaction.atomic
def _write_some(issue: NewsletterIssue, now: datetime) -> int:
    """Write to the next recipients, as far as the pace allows; how many were dealt with."""
    # Whoever holds the issue writes; another worker has other things to do meanwhile.
    rows = NewsletterIssue.objects.select_for_update(skip_locked=True, of=("self",))
    if not rows.filter(pk=issue.pk, state=NewsletterIssue.State.SENDING).exists():
        return 0
    pace = _Pace(now)
    if not pace.left:
        return 0
    waiting = issue.recipients.filter(state=State.FIXED).exclude(domain__in=pace.full).order_by("pk")
    chosen = [pk for pk, domain in waiting.values_list("pk", "domain")[: AT_ONCE * 5] if pace.takes(domain)]
    held = (
        Recipient.objects.select_for_update(of=("self", "subscription"))
        .select_related("subscription__person", "subscription__consent")
        .filter(pk__in=chosen, state=State.FIXED)
        .order_by("pk")
    )
    texts = {text.language: text for text in issue.texts.all()}
    done = 0
    for recipient in held:
        if why := _why_not(recipient.subscription):
            recipient.state, recipient.because = State.NOT_WRITTEN, why
        else:
            message = _post(issue, recipient, texts[recipient.language])
            recipient.state, recipient.message, recipient.mark = State.WRITTEN, message, mark_of(message)
            recipient.written_at = now
        recipient.save(update_fields=["state", "because", "message", "mark", "written_at"])
        done += 1
    return done


class _Pace:
    """How many more letters may be written now, in all and to each domain: by what the last minute wrote and what still waits.

    Letters that nobody has tried to send yet hold back the next ones, so that a server that was away is not met by all of
    them at once; to a domain that puts letters off, no more than a minute's are written before it takes some.
    """

    def __init__(self, now: datetime) -> None:
        recent = Recipient.objects.filter(written_at__gt=now - MINUTE).order_by()
        waiting = Recipient.objects.filter(state=State.WRITTEN).order_by()
        untried = waiting.filter(message__tries=0).count()
        self.left = min(settings.NEWSLETTER_PER_MINUTE - max(recent.count(), untried), AT_ONCE)
        self.domains = Counter(_by_domain(recent)) | Counter(_by_domain(waiting))
        self.full = [
            domain for domain, number in self.domains.items() if number >= settings.NEWSLETTER_PER_DOMAIN
        ]
        self.left = max(0, self.left)

    def takes(self, domain: str) -> bool:
        if not self.left or self.domains[domain] >= settings.NEWSLETTER_PER_DOMAIN:
            return False
        self.left -= 1
        self.domains[domain] += 1
        return True


def _by_domain(rows) -> Mapping[str, int]:
    return dict(rows.values_list("domain").annotate(Count("pk")))


def _why_not(subscription: Subscription) -> str:
    """What happened since the recipients were fixed, that forbids to write; empty where nothing did."""
    if subscription.state != Subscription.State.CONFIRMED or not subscription.address:
        return subscription.ended_because or "not subscribed any more"
    if subscription.consent and subscription.consent.withdrawn_at:
        return "consent withdrawn"
    return "erased or restricted" if not_written_to(subscription.person) else ""


def _post(issue: NewsletterIssue, recipient: Recipient, text: NewsletterText) -> Message:
    held = recipient.subscription
    leave, own = address(held, "leave"), address(held, "own")
    return post(
        key=f"newsletter/{issue.code}/{held.code}", to_address=held.address, subject=text.subject,
        body=_with_links(text.text, leave, own), html=_with_links(text.html, leave, own), language=text.language,
        person=held.person, ref=held.ref, headers=list_headers(leave),
    )  # fmt: skip


def list_headers(leave: str) -> dict[str, str]:
    """By which a mail program offers to leave with one press (RFC 8058), and sorts the newsletter (RFC 2919)."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return {
        "List-Id": f"<newsletter.{domain}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _with_links(text: str, leave: str, own: str) -> str:
    return text.replace(LEAVE, leave).replace(OWN, own)


@transaction.atomic
def _note_ends(issue: NewsletterIssue) -> int:
    """Note on recipients how their letters ended, and take the letters out of the outbox: their words stand with the issue."""
    over = (Message.State.SENT, Message.State.FAILED, Message.State.CANCELLED)
    rows = Recipient.objects.select_for_update(skip_locked=True, of=("self",)).select_related("message")
    ended = list(
        rows.filter(issue=issue, state=State.WRITTEN, message__state__in=over).order_by("pk")[:AT_ONCE]
    )
    for recipient in ended:
        _end_of(recipient, recipient.message)
    # A letter that somebody took out of the outbox by other means was not sent.
    gone = issue.recipients.filter(state=State.WRITTEN, message=None)
    lost = gone.update(state=State.NOT_WRITTEN, because="taken out of the outbox")
    if ended or lost:
        take_out(letters=Message.objects.filter(pk__in=[one.message_id for one in ended]))
        recount(issue.pk)
    return len(ended) + lost


def _end_of(recipient: Recipient, message: Message) -> None:
    if message.state == Message.State.SENT:
        recipient.state, recipient.sent_at = State.SENT, message.sent_at
    elif message.state == Message.State.CANCELLED:
        recipient.state, recipient.because = (
            State.NOT_WRITTEN,
            "erased or restricted" if not message.to_address else "cancelled",
        )
    else:
        recipient.state = State.FAILED
        recipient.because = message.refusal or (
            "given up after days" if message.tries > 1 else "letter refused"
        )
    recipient.save(update_fields=["state", "because", "sent_at"])
    if recipient.state == State.FAILED and (message.refusal or message.tries > 1):
        note_refusal(recipient=recipient, status=message.refusal or "4.4.7")


@transaction.atomic
def _finish(issue: NewsletterIssue) -> None:
    not_ended = (State.FIXED, State.WRITTEN)
    held = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if (
        held.state == NewsletterIssue.State.SENDING
        and not held.recipients.filter(state__in=not_ended).exists()
    ):
        held.state, held.ended_at = NewsletterIssue.State.SENT, timezone.now()
        held.save(update_fields=["state", "ended_at"])
