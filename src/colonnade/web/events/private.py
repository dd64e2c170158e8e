"""Pages that are somebody's own, reached by a signed link: kept by nobody on the way, found by no search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def kept_private(response: HttpResponse) -> HttpResponse:
    """Not kept in any cache, not listed by any search, and its address not told to where it leads."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def gone(request: HttpRequest, words: str) -> HttpResponse:
    """Said to whoever comes by a link that was closed, or was never ours."""
    return kept_private(render(request, "events/gone.html", {"words": words}, status=404))
