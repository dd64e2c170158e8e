"""The personal link of a peer reviewer to what they are asked to review."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from colonnade.records.signed import Links, whole
from colonnade.research.models import PeerReviewer

_LINKS: Final = Links(PeerReviewer, "colonnade.research.review")

token_of = _LINKS.token_of


def reviewer_from(token: str) -> PeerReviewer | None:
    """The reviewer that a link leads to; None where it was not made here, is closed, or leads to somebody who was erased."""
    rows = PeerReviewer.objects.select_related(
        "round__study__activity", "round__draft", "person", "organisation"
    )
    held = _LINKS.held(token, rows)
    return None if held is None or (held.person and held.person.erased_on) else held


def address_of(reviewer: PeerReviewer, language: str) -> str:
    """The whole address, as it stands in a letter."""
    return whole(reverse("review", args=(token_of(reviewer),)), language)
