"""What comes back: a letter refused at the door, a message that it could not be delivered, a complaint."""

from __future__ import annotations

from typing import Final, Literal

from django.db import transaction

from colonnade.outreach.actions.subscriptions import complain, stop_as_bounced
from colonnade.outreach.actions.tallying import recount
from colonnade.outreach.models import Recipient, Subscription
from colonnade.outreach.rules.bounces import Kind, Returned, kind_of

Noted = Literal["hard", "soft", "complaint", "known", "unknown"]

MOST_SOFT: Final = 3
"""After so many newsletters in a row that were put back, none is written any more."""
_WEIGHT: Final = {"": 0, "soft": 1, "hard": 2, "complaint": 3}


@transaction.atomic
def note_returned(*, returned: Returned) -> Noted:
    """What a message that came back means for whom it is about; told twice it counts once. By the mark nobody can guess."""
    recipient = Recipient.objects.filter(mark=returned.mark).first()
    if recipient is None:
        return "unknown"
    return _note(recipient, returned.kind)


@transaction.atomic
def note_refusal(*, recipient: Recipient, status: str) -> None:
    """The server refused the address at the door, with this status."""
    if kind := kind_of(status):
        _note(recipient, kind)


def _note(recipient: Recipient, kind: Kind) -> Noted:
    held = Recipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
    if _WEIGHT[held.bounce] >= _WEIGHT[kind]:
        return "known"
    held.bounce = Recipient.Bounce(kind)
    held.save(update_fields=["bounce"])
    recount(held.issue_id)
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=held.subscription_id)
    if kind == "complaint":
        complain(subscription=subscription)
    elif kind == "hard":
        stop_as_bounced(subscription=subscription, because="no such mailbox")
    else:
        subscription.soft_bounces += 1
        subscription.save(update_fields=["soft_bounces"])
        if subscription.soft_bounces >= MOST_SOFT:
            stop_as_bounced(subscription=subscription, because=f"put back {MOST_SOFT} times")
    return kind
