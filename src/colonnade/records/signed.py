"""Signed words: how an address names a record to its holder alone, and nothing secret is kept.

A token carries the key of a record and the version of its links. Raising the version closes every older link. Each kind
of link has a salt of its own, so that one is never taken for another.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer


def signed(salt: str, key: int, version: int) -> str:
    """What stands in the address of somebody's own page."""
    return Signer(salt=salt).sign(f"{key}.{version}")


def read_signed(salt: str, token: str) -> tuple[int, int] | None:
    """The key and the version that a token carries; None for one that was not made here."""
    try:
        key, version = Signer(salt=salt).unsign(token).split(".")
        return int(key), int(version)
    except (BadSignature, ValueError):
        return None


def whole(path: str, language: str = "") -> str:
    """A path as a whole address, as it stands in a letter, in the language of whoever follows it."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}{f'?lang={language}' if language else ''}"
