"""Personal links: how somebody without an account comes back to what is theirs. How they are signed: ``records.signed``."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db.models import Model
from django.urls import reverse

from colonnade.capacity.models import FocalPoint, Registration
from colonnade.records.signed import Links, whole

M = TypeVar("M", bound=Model)

LINKS: Final[dict[type[Model], Links[Any]]] = {
    FocalPoint: Links(FocalPoint, "colonnade.capacity.nomination"),
    Registration: Links(Registration, "colonnade.capacity.registration"),
}


def token_of(record: FocalPoint | Registration) -> str:
    """What stands in the address of somebody's own page."""
    return LINKS[type(record)].token_of(record)


def key_of(model: type[Model], token: str) -> tuple[int, int] | None:
    """The key and the version that a token carries; None for one that was not made here."""
    return LINKS[model].key_of(token)


def from_token(model: type[M], token: str) -> M | None:
    """The record that a link leads to; None where it was not made here, or is closed."""
    held: M | None = LINKS[model].held(token)
    return held


def address(name: str, *args: object, language: str = "") -> str:
    """A whole address of a public page, as it stands in a letter, in the language of whoever follows it."""
    return whole(reverse(name, args=args), language)


def personal_address(registration: Registration, part: str = "", language: str = "") -> str:
    """The whole address of the person's own page, or of a part of it (``passport/``)."""
    return whole(f"/registration/{token_of(registration)}/{part}", language)
