"""Signed links of subscribers: to confirm, to see and change what they wished, to leave.

A link carries the key of the subscription and its ``link_version``, signed under a salt for each purpose: a link by which
one leaves opens nothing else. Nothing secret is kept.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from colonnade.outreach.mailboxes import mailboxes_of
from colonnade.outreach.models import Subscription

PURPOSES: Final = frozenset({"confirm", "own", "leave", "address"})


def _signer(purpose: str) -> Signer:
    if purpose not in PURPOSES:
        raise ValueError(purpose)
    return Signer(salt=f"colonnade.outreach.newsletter.{purpose}")


def token_of(subscription: Subscription, purpose: str) -> str:
    """What stands in the address of a page of one subscriber. One to a new address holds for that address alone."""
    told = f"{subscription.pk}.{subscription.link_version}"
    if purpose == "address":
        told += f".{mailboxes_of(subscription.new_address)[0][:16]}"
    return _signer(purpose).sign(told)


def from_token(token: str, purpose: str) -> Subscription | None:
    """The subscription that a link leads to; None where it was not made here, or is closed."""
    try:
        key, version, *rest = _signer(purpose).unsign(token).split(".")
        numbers = int(key), int(version)
    except (BadSignature, ValueError):
        return None
    held = Subscription.objects.filter(pk=numbers[0], link_version=numbers[1]).first()
    if held and purpose == "address":
        known = [mailbox[:16] for mailbox in mailboxes_of(held.new_address)] if held.new_address else []
        return held if rest and rest[0] in known else None
    return held


def address(subscription: Subscription, purpose: str, language: str = "") -> str:
    """The whole address of a page of one subscriber, as it stands in a letter."""
    place = reverse(f"newsletter_{purpose}", args=(token_of(subscription, purpose),))
    return f"{settings.WAGTAILADMIN_BASE_URL}{place}{f'?lang={language}' if language else ''}"
