"""The signed link of a donor: the key and the ``link_version``, signed; nothing secret is kept in the record."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from colonnade.money.models import DonorLink
from colonnade.records.signed import read_signed, signed, whole

_SALT: Final = "colonnade.money.donor"


def token_of(link: DonorLink) -> str:
    """What stands in the address of a donor's own page."""
    return signed(_SALT, link.pk, link.link_version)


def link_from(token: str, today: date | None = None) -> DonorLink | None:
    """The link that an address leads to; None where it was not made here, is closed, has ended, or its fund is withdrawn."""
    told = read_signed(_SALT, token)
    if told is None:
        return None
    rows = DonorLink.objects.filter(
        pk=told[0], link_version=told[1], closed_on=None, withdrawn_on=None, fund__withdrawn_on=None,
        ends_on__gte=today or date.today(),
    )  # fmt: skip
    return rows.select_related("fund__donor", "agreement").order_by().first()


def address_of(link: DonorLink, language: str = "") -> str:
    """The whole address, to be handed to whom it is for."""
    return whole(reverse("donor", args=(token_of(link),)), language)
