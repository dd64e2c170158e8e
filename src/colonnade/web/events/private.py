"""Pages that are somebody's own, reached by a signed link: kept by nobody on the way, found by no search."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from colonnade.capacity.links import key_of
from colonnade.capacity.models import Registration


def kept_private(response: HttpResponse) -> HttpResponse:
    """Not kept in any cache, not listed by any search, and its address not told to where it leads."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def registration_of(
    token: str, read: Callable[[int, int], Registration | None] | None = None
) -> Registration | None:
    """The registration that a link leads to, with what its pages show; None where it is closed, or its person was erased.

    ``read`` brings what a page needs that must be quick, by the key and the version of the link.
    """
    told = key_of(Registration, token)
    held = (read or _whole)(*told) if told else None
    return None if held is None or held.participation.person.erased_on else held


def _whole(key: int, version: int) -> Registration | None:
    related = ("participation__person", "participation__event__activity", "participation__country")
    rows = Registration.objects.select_related(*related).filter(pk=key, link_version=version)
    return rows.order_by().first()


def gone(request: HttpRequest, words: str) -> HttpResponse:
    """Said to whoever comes by a link that was closed, or was never ours."""
    return kept_private(render(request, "events/gone.html", {"words": words}, status=404))
