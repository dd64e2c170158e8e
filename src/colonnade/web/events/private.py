"""Pages that are somebody's own, reached by a signed link: kept by nobody on the way, found by no search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from colonnade.capacity.links import from_token
from colonnade.capacity.models import Registration


def kept_private(response: HttpResponse) -> HttpResponse:
    """Not kept in any cache, not listed by any search, and its address not told to where it leads."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response.keeps_no_cookie = True  # read by LanguageByAddress
    return response


def registration_of(token: str) -> Registration | None:
    """The registration that a link leads to; None where it is closed, or its person was erased."""
    registration = from_token(Registration, token)
    return None if registration is None or registration.participation.person.erased_on else registration


def gone(request: HttpRequest, words: str) -> HttpResponse:
    """Said to whoever comes by a link that was closed, or was never ours."""
    return kept_private(render(request, "events/gone.html", {"words": words}, status=404))
