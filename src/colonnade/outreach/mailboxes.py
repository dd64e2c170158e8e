"""By what a mailbox is recognised without its address being kept."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final

from django.conf import settings

SALT: Final = b"colonnade.outreach.mailbox:"


def _hashed(address: str, key: str) -> str:
    """Capitals do not tell mailboxes apart: no provider of note gives two people one address in two spellings."""
    return hmac.new(key.encode(), SALT + address.strip().casefold().encode(), sha256).hexdigest()


def mailbox_of(address: str) -> str:
    """The salted hash of an address; salted with the office's own key, so that a copy of the tables alone cannot be searched."""
    return _hashed(address, settings.SECRET_KEY)


def mailboxes_of(address: str) -> list[str]:
    """The same under each former key too: who left before the key was changed is still known."""
    return [_hashed(address, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def domain_of(address: str) -> str:
    """Where a mailbox lies: example.org."""
    return address.rpartition("@")[2].casefold()
