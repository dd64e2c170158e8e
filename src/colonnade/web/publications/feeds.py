"""New publications as feeds: Atom for every reader, JSON Feed 1.1 for programs. An item's id is never another's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import Any, Final

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from lxml import etree

from colonnade.office.models import Office
from colonnade.research.queries import Publication, Version, chosen, issued_products, publications
from colonnade.values.dates import PartialDate
from colonnade.web.caching import shared
from colonnade.web.figures.words import language
from colonnade.web.publications.citing import creators
from colonnade.web.publications.datacite import printable
from colonnade.web.publications.words import kind_words, lang_of, series_words, when_words

SHOWN: Final = 40
ATOM: Final = "http://www.w3.org/2005/Atom"


def _newest() -> list[tuple[Publication, Version]]:
    """The newest publications, each in the reader's language or the one it has."""
    newest = issued_products().filter(published_on__isnull=False).order_by("-published_on", "-code")[:SHOWN]
    keys = list(newest.values_list("pk", flat=True))
    told = publications(issued_products().filter(pk__in=keys).order_by(F("published_on").desc(), "-code"))
    return [(one, version) for one in told if (version := chosen(one.versions, language()))]


def _title() -> str:
    office = Office.objects.order_by("pk").first()
    return _("Publications: %(office)s") % {"office": office.name if office else "Colonnade"}


def _words(publication: Publication, version: Version) -> str:
    told = [
        kind_words(publication.kind), series_words(publication), publication.symbol, when_words(publication),
        version.abstract,
    ]  # fmt: skip
    return " · ".join(filter(None, told))


def _moment(publication: Publication, version: Version) -> str:
    """When it last changed for a reader: the day its newest language or file came out."""
    days = [publication.published, *(one.released for one in publication.versions)]
    moments = [_begin(day) for day in days if day]
    moments += [file.added_at for one in publication.versions for file in one.files]
    return max(moments).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _begin(day: PartialDate) -> datetime:
    return datetime.combine(day.first_day, time(), UTC)


def _published(publication: Publication) -> str:
    return _begin(publication.published).strftime("%Y-%m-%dT%H:%M:%SZ") if publication.published else ""


def _page(request: HttpRequest, publication: Publication) -> str:
    return request.build_absolute_uri(reverse("publication", args=(publication.code,)))


@require_safe
@shared
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed, version 1.1."""
    items = [
        _told({
            "id": f"urn:colonnade:publication:{one.code}", "url": _page(request, one), "title": version.title,
            "content_text": _words(one, version), "language": lang_of(version.language),
            "date_published": _published(one), "date_modified": _moment(one, version),
            "authors": [{"name": who.name} for who in creators(one)], "tags": list(one.themes),
        })
        for one, version in _newest()
    ]  # fmt: skip
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "home_page_url": request.build_absolute_uri(reverse("publications")),
        "feed_url": request.build_absolute_uri(),
        "language": language(),
        "items": items,
    }
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/feed+json")


def _told(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value not in ("", [])}


@require_safe
@shared
def atom_feed(request: HttpRequest) -> HttpResponse:
    """Atom (RFC 4287)."""
    newest = _newest()
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", language())
    here = request.build_absolute_uri()
    _put(feed, "id", request.build_absolute_uri(reverse("publications_atom")))
    _put(feed, "title", _title())
    _put(feed, "updated", max((_moment(*one) for one in newest), default="1970-01-01T00:00:00Z"))
    _put(feed, "link", rel="self", type="application/atom+xml", href=here)
    _put(
        feed,
        "link",
        rel="alternate",
        type="text/html",
        href=request.build_absolute_uri(reverse("publications")),
    )
    for publication, version in newest:
        _entry(feed, _page(request, publication), publication, version)
    body = etree.tostring(feed, encoding="UTF-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entry(feed: etree._Element, page: str, publication: Publication, version: Version) -> None:
    entry = _put(feed, "entry")
    if lang_of(version.language):
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", version.language)
    _put(entry, "id", f"urn:colonnade:publication:{publication.code}")
    _put(entry, "title", version.title)
    _put(entry, "updated", _moment(publication, version))
    _put(entry, "published", _published(publication))
    for who in creators(publication) or []:
        _put(_put(entry, "author"), "name", who.name)
    if not creators(publication):
        _put(_put(entry, "author"), "name", _title())
    _put(entry, "link", rel="alternate", type="text/html", href=page)
    for theme in publication.themes:
        _put(entry, "category", term=theme)
    _put(entry, "summary", _words(publication, version))


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = printable(text) or None
    return made


URLS = [
    path("publications/feed.json", json_feed, name="publications_feed"),
    path("publications/feed.atom", atom_feed, name="publications_atom"),
]
