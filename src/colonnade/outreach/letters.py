"""The few letters a subscriber gets beside the newsletter itself, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _

from colonnade.office.queries import the_office
from colonnade.outreach.links import address
from colonnade.outreach.models import Subscription
from colonnade.people.models import Message
from colonnade.people.outbox import post

MOST_A_DAY: Final = 3
"""So many of these letters to one mailbox in a day, whoever asks for them: a form that anybody may send floods nobody."""


@contextmanager
def speaking(language: str) -> Iterator[str]:
    """The words of the pages in a language of the record (``zh``); gives the name that pages have for it (``zh-hans``)."""
    name = site_language(language)
    with override(name):
        yield name


def site_language(language: str) -> str:
    """The name that the public pages give a language: ``zh`` is ``zh-hans`` there."""
    return get_supported_language_variant(language)


def wording(language: str) -> str:
    """What somebody agrees to by confirming, in their language."""
    with speaking(language):
        return _(
            "The office may send its newsletter to this address, until I say that I want it no more, which I can do at any time."
        )


def ask_to_confirm(subscription: Subscription) -> Message | None:
    """The letter without which nobody is subscribed: a link to a page with a button."""
    with speaking(subscription.language) as name:
        office = _office()
        return _write(
            subscription, subscription.address, _("Please confirm: newsletter of %(office)s") % {"office": office},
            _("Somebody, probably you, asked for the newsletter of %(office)s for this address.") % {"office": office},
            _("To have it, open this page and press the button:") + "\n" + address(subscription, "confirm", name),
            _("If it was not you, do nothing: you will not be written to again, and the address is deleted after %(days)d days.")
            % {"days": UNCONFIRMED.days},
        )  # fmt: skip


def has_it_already(subscription: Subscription) -> Message | None:
    """What somebody is told who asks once more. The page that took the address says the same to everybody."""
    with speaking(subscription.language) as name:
        office = _office()
        return _write(
            subscription, subscription.address, _("You have the newsletter of %(office)s") % {"office": office},
            _("Somebody, probably you, asked for the newsletter of %(office)s for this address. It is subscribed already.")
            % {"office": office},
            _("On your page you choose language and themes, change the address, or leave:") + "\n" + address(subscription, "own", name),
        )  # fmt: skip


def confirm_new_address(subscription: Subscription) -> Message | None:
    """To the new address: the old one stays until somebody there has said yes."""
    with speaking(subscription.language) as name:
        office = _office()
        return _write(
            subscription, subscription.new_address, _("Please confirm your new address: newsletter of %(office)s") % {"office": office},
            _("Somebody, probably you, wishes to have the newsletter of %(office)s at this address from now on.") % {"office": office},
            _("To have it here, open this page and press the button:") + "\n" + address(subscription, "address", name),
            _("If it was not you, do nothing."),
        )  # fmt: skip


UNCONFIRMED: Final = timedelta(days=14)
"""How long an address is kept that nobody has confirmed."""


def _office() -> str:
    office = the_office()
    return office.name or office.short_name


def _write(subscription: Subscription, to: str, subject: str, *words: str) -> Message | None:
    since = timezone.now() - timedelta(days=1)
    if Message.objects.filter(ref=subscription.ref, made_at__gt=since).count() >= MOST_A_DAY:
        return None
    return post(
        key=f"{subscription.ref}/{uuid4()}", to_address=to, subject=subject, body="\n\n".join(words),
        language=subscription.language, person=subscription.person, ref=subscription.ref,
    )  # fmt: skip
