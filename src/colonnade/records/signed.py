"""Signed words: how an address names a record to its holder alone, and nothing secret is kept.

A token carries the key of a record and the version of its links. Raising the version closes every older link. Each kind
of link has a salt of its own, so that one is never taken for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


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


@dataclass(frozen=True)
class Links(Generic[M]):
    """The personal links to the records of one kind, each of which has a ``link_version``."""

    model: type[M]
    salt: str

    def token_of(self, record: Any) -> str:
        """What stands in the address of somebody's own page."""
        return signed(self.salt, record.pk, record.link_version)

    def key_of(self, token: str) -> tuple[int, int] | None:
        """The key and the version that a token carries; None for one that was not made here."""
        return read_signed(self.salt, token)

    def held(self, token: str, rows: QuerySet[M] | None = None) -> M | None:
        """The record that a link leads to, among these rows; None where it was not made here, or is closed."""
        told = self.key_of(token)
        among = self.model._default_manager.all() if rows is None else rows
        return among.filter(pk=told[0], link_version=told[1]).order_by().first() if told else None


def whole(path: str, language: str = "") -> str:
    """A path as a whole address, as it stands in a letter, in the language of whoever follows it."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}{f'?lang={language}' if language else ''}"
