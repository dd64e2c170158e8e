"""For an office whose site is elsewhere: figures and lists in a frame, by oEmbed, and as plain data.

Nothing here sets a cookie or runs a script. Which sites may frame a page is for the office to say; data may be read by anybody.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, path, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from colonnade.web.caching import shared
from colonnade.web.security import allow_frames
from colonnade.web.site.addresses import in_tongue
from colonnade.web.site.figures import placed
from colonnade.web.site.lists import LISTS
from colonnade.web.the_office import office_of

WIDTH, HEIGHT = 480, 320
MOST, USUAL = 20, 5


def for_everybody(response: HttpResponse) -> HttpResponse:
    """Data of the public that a page of any site may read."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@xframe_options_exempt
@shared
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One number with what it is, and the way to its rows."""
    told = placed(key, request.GET.get("period", ""))
    if told is None:
        raise Http404
    allow_frames(request, settings.EMBED_ORIGINS)
    return render(request, "site/embed.html", {"title": told.label, "figure": told})


@require_safe
@xframe_options_exempt
@shared
def lines(request: HttpRequest, kind: str) -> HttpResponse:
    """One list, a line each."""
    if kind not in LISTS:
        raise Http404
    allow_frames(request, settings.EMBED_ORIGINS)
    title = dict(names())[kind]
    return render(request, "site/embed.html", {"title": title, "lines": LISTS[kind](most=_most(request))})


def names() -> list[tuple[str, str]]:
    return [
        ("events", _("Events to come")), ("publications", _("Latest publications")), ("stories", _("News and stories")),
        ("studies", _("Studies")), ("reports", _("Reports")),
    ]  # fmt: skip


def _most(request: HttpRequest) -> int:
    asked = request.GET.get("most", "")
    return min(max(int(asked), 1), MOST) if asked.isdecimal() and len(asked) < 4 else USUAL


@require_safe
@shared
def lines_json(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list for programs."""
    if kind not in LISTS:
        raise Http404
    said = [
        {"ref": line.ref, "title": line.title, "language": line.language, "when": line.when, "about": line.more,
         "date": line.on.isoformat() if line.on else None, "url": request.build_absolute_uri(line.url) if line.url else None}
        for line in LISTS[kind](most=_most(request))
    ]  # fmt: skip
    return for_everybody(JsonResponse({"items": said}, json_dumps_params={"ensure_ascii": False}))


EMBEDDED = {"events": "events", "reports": "reports", "publications": "publications", "studies": "studies"}
"""Pages of lists, by the name of their address, with the list that stands for them elsewhere."""


@require_safe
@shared
def oembed(request: HttpRequest) -> HttpResponse:
    """How a page of ours is shown on another site, for programs that ask by its address (oEmbed 1.0)."""
    if request.GET.get("format", "json") != "json":
        return for_everybody(JsonResponse({"error": _("Only JSON is answered here.")}, status=501))
    if not settings.EMBED_ORIGINS:
        said = _("This office has named no site that may show its pages.")
        return for_everybody(JsonResponse({"error": said}, status=404))
    found = _embedded(request, request.GET.get("url", ""))
    if found is None:
        said = _("There is nothing to embed at this address.")
        return for_everybody(JsonResponse({"error": said}, status=404))
    title, address = found
    width, height = (
        _within(request, name, usual) for name, usual in (("maxwidth", WIDTH), ("maxheight", HEIGHT))
    )
    office = office_of(request)
    html = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="allow-popups allow-top-navigation-by-user-activation"></iframe>',
        request.build_absolute_uri(address), title, width, height,
    )  # fmt: skip
    said = {
        "version": "1.0", "type": "rich", "title": title, "html": html, "width": width, "height": height,
        "provider_name": office.name if office else "Colonnade", "provider_url": request.build_absolute_uri("/"),
        "cache_age": 3600,
    }  # fmt: skip
    return for_everybody(JsonResponse(said, json_dumps_params={"ensure_ascii": False}))


def _within(request: HttpRequest, name: str, usual: int) -> int:
    asked = request.GET.get(name, "")
    return min(usual, int(asked)) if asked.isdecimal() and 0 < len(asked) < 6 else usual


def _embedded(request: HttpRequest, address: str) -> tuple[str, str] | None:
    """What stands for a page of ours elsewhere: its title, and the address of the frame."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path) if parts.netloc in ("", request.get_host()) else None
    except (ValueError, Resolver404):
        return None
    if match is None:
        return None
    if match.url_name in ("figure", "embed_figure"):
        key = match.kwargs["key"]
        period = next((part[7:] for part in parts.query.split("&") if part.startswith("period=")), "")
        told = placed(key, period)
        frame = reverse("embed_figure", args=(key,)) + (f"?period={period}" if period else "")
        return (told.label, in_tongue(frame)) if told else None
    kind = (
        match.kwargs.get("kind", "")
        if match.url_name == "embed_list"
        else EMBEDDED.get(match.url_name or "", "")
    )
    return (dict(names())[kind], in_tongue(reverse("embed_list", args=(kind,)))) if kind in LISTS else None


URLS = [
    path("embed/figure/<str:key>/", figure, name="embed_figure"),
    path("embed/list/<slug:kind>.json", lines_json, name="embed_list_json"),
    path("embed/list/<slug:kind>/", lines, name="embed_list"),
    path("oembed/", oembed, name="oembed"),
]
