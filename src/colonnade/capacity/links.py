"""Signed links: how somebody without an account comes back to what is theirs.

A link carries the key of the record and its ``link_version``, signed; nothing secret is kept. Raising the version
closes every older link. Each kind of link has its own salt, so that one is never taken for another.
"""

from __future__ import annotations

from typing import Final, TypeVar

from django.db.models import Model
from django.urls import reverse

from colonnade.capacity.models import FocalPoint, Registration
from colonnade.records.signed import read_signed, signed, whole

M = TypeVar("M", bound=Model)

SALTS: Final[dict[type[Model], str]] = {
    FocalPoint: "colonnade.capacity.nomination",
    Registration: "colonnade.capacity.registration",
}


def token_of(record: FocalPoint | Registration) -> str:
    """What stands in the address of somebody's own page."""
    return signed(SALTS[type(record)], record.pk, record.link_version)


def key_of(model: type[Model], token: str) -> tuple[int, int] | None:
    """The key and the version that a token carries; None for one that was not made here."""
    return read_signed(SALTS[model], token)


def from_token(model: type[M], token: str) -> M | None:
    """The record that a link leads to; None where it was not made here, or is closed."""
    told = key_of(model, token)
    return model._default_manager.filter(pk=told[0], link_version=told[1]).first() if told else None


def address(name: str, *args: object, language: str = "") -> str:
    """A whole address of a public page, as it stands in a letter, in the language of whoever follows it."""
    return whole(reverse(name, args=args), language)


def personal_address(registration: Registration, part: str = "", language: str = "") -> str:
    """The whole address of the person's own page, or of a part of it (``passport/``)."""
    return whole(f"/registration/{token_of(registration)}/{part}", language)
