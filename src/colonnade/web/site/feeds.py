"""Feeds of news and of all that is new: Atom for old readers, JSON Feed for new ones, the same items in both."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import escape as escaped
from xml.sax.saxutils import quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.web.caching import shared
from colonnade.web.figures.words import language
from colonnade.web.site.addresses import in_tongue
from colonnade.web.site.lists import Line, newest, noon, stories
from colonnade.web.the_office import office_of

MOST = 30

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def escape(words: str) -> str:
    return escaped(_NOT_IN_XML.sub("", words))


FEEDS = {"news": stories, "all": newest}


@require_safe
@shared
def feed(request: HttpRequest, name: str, suffix: str) -> HttpResponse:
    if name not in FEEDS or suffix not in ("json", "atom"):
        raise Http404
    lines = FEEDS[name](most=MOST)
    office = office_of(request)
    title = f"{office.name if office else 'Colonnade'}: {_('News and stories') if name == 'news' else _('Everything new')}"
    told = [(line, request.build_absolute_uri(in_tongue(line.url or "/"))) for line in lines]
    write = as_json if suffix == "json" else as_atom
    return write(request, title, told)


def as_json(request: HttpRequest, title: str, told: list[tuple[Line, str]]) -> HttpResponse:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": request.build_absolute_uri("/"),
        "feed_url": request.build_absolute_uri(),
        "language": language(),
        "items": [
            {"id": f"urn:colonnade:{line.ref}", "url": url, "title": line.title, "language": line.language,
             "content_text": line.more or line.when, "date_published": noon(line.on)}
            for line, url in told if line.on
        ],
    }  # fmt: skip
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/feed+json")


def as_atom(request: HttpRequest, title: str, told: list[tuple[Line, str]]) -> HttpResponse:
    dated = [(line, url) for line, url in told if line.on]
    updated = noon(max(line.on for line, _url in dated if line.on)) if dated else "1970-01-01T00:00:00Z"
    entries = "".join(
        f'<entry xml:lang="{line.language}"><id>urn:colonnade:{escape(line.ref)}</id><title>{escape(line.title)}</title>'
        f"<updated>{noon(line.on)}</updated><link href={quoteattr(url)}/><summary>{escape(line.more or line.when)}</summary></entry>"
        for line, url in dated
        if line.on
    )
    here = quoteattr(request.build_absolute_uri())
    said = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language()}">'
        f"<id>{escape(request.build_absolute_uri(request.path))}</id><title>{escape(title)}</title><updated>{updated}</updated>"
        f"<author><name>{escape(title.partition(':')[0])}</name></author>"
        f'<link rel="self" type="application/atom+xml" href={here}/>{entries}</feed>'
    )
    return HttpResponse(said, content_type="application/atom+xml; charset=utf-8")


URLS = [
    path("feeds/<slug:name>.<slug:suffix>", feed, name="feed"),
]
