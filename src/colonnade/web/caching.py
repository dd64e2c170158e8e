"""Pages that are the same for every visitor: how long they may be kept, and by whom."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

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


_LEADING = re.compile(r'(<a\b[^>]*?\shref=")(/(?!desk/|accounts/|documents/|media/|static/)[^"#]*)(#[^"]*)?"')
_ASKING = re.compile(r'(<form\b(?=[^>]*method="get")[^>]*>)((?:(?!</form>).)*)', re.DOTALL)


def led_on(request: HttpRequest, response: HttpResponse) -> None:
    """What leads on from a page leads on in the language its address asks for: visitors keep no cookie that could."""
    asked = request.GET.get("lang", "")
    if not asked or asked != get_language() or not response.get("Content-Type", "").startswith("text/html"):
        return

    def further(link: re.Match[str]) -> str:
        before, address, part = link.groups()
        if "lang=" not in address:
            address += f"{'&amp;' if '?' in address else '?'}lang={asked}"
        return f'{before}{address}{part or ""}"'

    html = _LEADING.sub(further, response.content.decode(response.charset))
    field = f'<input type="hidden" name="lang" value="{asked}">'
    response.content = _ASKING.sub(
        lambda form: form[0] if 'name="lang"' in form[2] else form[1] + field + form[2], html
    )


def small(view: View) -> View:
    """A public page that is compressed for whoever brings no cookie: there is no secret in it whose length could tell."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        whole = response.status_code == 200 and not response.streaming
        if whole:
            led_on(request, response)
        plain = whole and not request.COOKIES
        return packed(request, response) if plain else response

    return answer


def shared(view: View) -> View:
    """A page that is the same for every visitor: kept by proxies for a while, and not sent again where it has not changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and not response.is_rendered:  # a written page is rendered late
            response.render()
        if response.status_code != 200 or response.streaming:
            return response
        led_on(request, response)
        tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
        signed_in = request.COOKIES.keys() & {"sessionid"}
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache" if signed_in else f"public, max-age={SHARED_FOR}"
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        if request.headers.get("If-None-Match") == tag:
            same = HttpResponseNotModified()
            for name in ("ETag", "Cache-Control", "Vary"):
                same[name] = response[name]
            return same
        # Who brings no cookie gets what everybody gets: there is no secret in it whose length could tell.
        return response if request.COOKIES else packed(request, response)

    return answer
