"""The archive: what the office did, year by year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from colonnade.capacity.queries import public_events
from colonnade.figures.models import Edition
from colonnade.outreach.models import Story
from colonnade.records.queries import standing
from colonnade.research.models import Phase
from colonnade.research.queries import issued_products, published_cases
from colonnade.web.caching import shared
from colonnade.web.site.lists import LISTS
from colonnade.web.site.search import HEADINGS

ORDER = (("events", "event"), ("studies", "study"), ("publications", "publication"), ("cases", "case"), ("stories", "story"), ("reports", "report"))  # fmt: skip
"""The lists of a year, each with the kind whose heading stands over it."""


def years() -> list[int]:
    """The years of which the site shows something, newest first. Six questions."""
    found = set(public_events().order_by().values_list("activity__starts_on__year", flat=True))
    found |= set(issued_products().filter(own=True).values_list("published_on__year", flat=True))
    found |= set(published_cases().order_by().values_list("published_on__year", flat=True))
    found |= set(Story.objects.live().public().filter(alias_of=None).values_list("on__year", flat=True))
    found |= set(Edition.objects.filter(public=True).values_list("as_of__year", flat=True))
    for first, last in standing(Phase.objects).values_list("starts_on__year", "ends_on__year"):
        if last:
            found |= set(range(first or last, last + 1))
    return sorted(found - {None}, reverse=True)


@require_safe
@shared
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "site/archive.html", {"years": years()})


@require_safe
@shared
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Events, studies, publications, cases, stories and reports of a year."""
    held = years()
    if year not in held:
        raise Http404
    parts = [(HEADINGS[kind], lines) for name, kind in ORDER if (lines := LISTS[name](year=year))]
    return render(request, "site/archive.html", {"years": held, "year": year, "parts": parts})


URLS = [
    path("archive/", index, name="archive"),
    path("archive/<int:year>/", year, name="archive_year"),
]
