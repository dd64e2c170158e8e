"""Pages that are the same for every visitor: how long they may be kept, and by whom."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

SHARED_FOR = 300
"""Seconds for which a proxy or a browser may show a public page without asking again."""

View = Callable[..., HttpResponse]


def takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page compressed. Only where nothing secret stands beside what the address says: see decision 10."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if takes_gzip(request):
        response.content = gzip.compress(response.content, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


def small(view: View) -> View:
    """A public page that is compressed for whoever brings no cookie: there is no secret in it whose length could tell."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        plain = response.status_code == 200 and not response.streaming and not request.COOKIES
        return packed(request, response) if plain else response

    return answer


def shared(view: View) -> View:
    """A page that is the same for every visitor: kept by proxies for a while, and not sent again where it has not changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.keeps_no_cookie = True  # type: ignore[attr-defined]  # read by LanguageByAddress
        if hasattr(response, "render") and not response.is_rendered:  # a written page is rendered late
            response.render()
        if response.status_code != 200 or response.streaming:
            return response
        tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
        signed_in = request.COOKIES.keys() & {"sessionid"}
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache" if signed_in else f"public, max-age={SHARED_FOR}"
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        if request.headers.get("If-None-Match") == tag:
            same = HttpResponseNotModified()
            same.keeps_no_cookie = True  # type: ignore[attr-defined]
            for name in ("ETag", "Cache-Control", "Vary"):
                same[name] = response[name]
            return same
        # Who brings no cookie gets what everybody gets: there is no secret in it whose length could tell.
        return response if request.COOKIES else packed(request, response)

    return answer
