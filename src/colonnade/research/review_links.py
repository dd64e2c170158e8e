"""The signed link of a peer reviewer: the key and the ``link_version``, signed; nothing secret is kept in the record."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from colonnade.research.models import PeerReviewer

_signer: Final = Signer(salt="colonnade.research.review")


def token_of(reviewer: PeerReviewer) -> str:
    """What stands in the address of a reviewer's own page."""
    return _signer.sign(f"{reviewer.pk}.{reviewer.link_version}")


def reviewer_from(token: str) -> PeerReviewer | None:
    """The reviewer that a link leads to; None where it was not made here, is closed, or leads to somebody who was erased."""
    try:
        key, version = map(int, _signer.unsign(token).split("."))
    except (BadSignature, ValueError):
        return None
    rows = PeerReviewer.objects.select_related(
        "round__study__activity", "round__draft", "person", "organisation"
    )
    held = rows.filter(pk=key, link_version=version).order_by().first()
    return None if held is None or (held.person and held.person.erased_on) else held


def address_of(reviewer: PeerReviewer, language: str) -> str:
    """The whole address, as it stands in a letter."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('review', args=(token_of(reviewer),))}?lang={language}"
