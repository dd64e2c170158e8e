"""What search engines are told: which pages there are, in which languages, and where they need not look."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from colonnade.values.languages import known
from colonnade.web.caching import shared
from colonnade.web.models import MenuEntry, SearchDocument
from colonnade.web.site.addresses import in_tongue, public

AT_MOST = 40_000
"""Addresses in one file; the format allows 50,000."""

WRITTEN = ("page", "story")
"""Kinds that exist only in the languages in which they were written; a page of the record is read in all seven."""


@require_safe
@shared
def robots(request: HttpRequest) -> HttpResponse:
    closed = (
        "/desk/",
        "/accounts/",
        "/registration/",
        "/embed/",
        "/review/",
        "/donor/",
        "/newsletter/",
        "/search/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@shared
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that a search finds, each with its languages. Two questions, one of them the table's."""
    codes = [code for code, _name in settings.LANGUAGES]
    tags = {known(code): code for code in codes}
    found: dict[str, list[str]] = {"/": codes}
    found |= {path: codes for section in MenuEntry.Section.values if (path := public(section))}
    rows = SearchDocument.objects.exclude(address__contains="#").order_by("pk")
    for kind, language, address in rows.values_list("kind", "language", "address")[: AT_MOST * len(codes)]:
        if kind not in WRITTEN:
            found[address] = codes
        elif tags[language] not in found.setdefault(address, []):
            found[address].append(tags[language])
    entries = "".join(_entry(request, path, held) for path, held in list(found.items())[:AT_MOST])
    said = (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{entries}</urlset>'
    )
    return HttpResponse(said, content_type="application/xml; charset=utf-8")


def _entry(request: HttpRequest, path: str, codes: Iterable[str]) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(request.build_absolute_uri(in_tongue(path, code)))}"/>'
        for code in codes
    )
    return f"<url><loc>{escape(request.build_absolute_uri(path))}</loc>{others}</url>\n"


URLS = [path("robots.txt", robots, name="robots"), path("sitemap.xml", sitemap, name="sitemap")]
