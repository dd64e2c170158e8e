"""The public pages of countries: the list, the page of each, its place on the map and its brief."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Publisher
from colonnade.office.models import Office
from colonnade.places.models import Country
from colonnade.places.queries import country_called
from colonnade.renderers import drawings
from colonnade.values.words import date_words, period_words
from colonnade.web.caching import shared
from colonnade.web.countries.brief import answer_with_brief, place_words
from colonnade.web.countries.composing import Asked
from colonnade.web.countries.listing import listing
from colonnade.web.countries.locator import locator
from colonnade.web.countries.profile import Profile, words_on_names
from colonnade.web.figures.words import language

PLAIN_COLOUR = "#1F4E79"
LEAST_USUAL = 5
CHART_WIDTH = 560.0
LINES_SHOWN = 12
"""Lines of a section that are open at once; the others unfold."""


def the_office(request: HttpRequest) -> Office | None:
    """The office, read once a page, as its templates read it."""
    if not hasattr(request, "_the_office"):
        request._the_office = Office.objects.order_by("pk").first()  # type: ignore[attr-defined]
    held: Office | None = request._the_office  # type: ignore[attr-defined]
    return held


def day_of(asked: QueryDict, today: date) -> tuple[date, str]:
    """The day that an address asks for, and what is wrong with it; today where it asks for none."""
    told = asked.get("as_of", "").strip()
    if not told:
        return today, ""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        day = date.min
    if not 1945 <= day.year <= today.year + 10:
        return today, _("“%(day)s” is not a day that can be asked for. Write it as 2014-04-09.") % {
            "day": told
        }
    return day, ""


@require_safe
@shared
def index(request: HttpRequest) -> HttpResponse:
    """Every country and area, those the office has worked with first."""
    office, today = the_office(request), timezone.localdate()
    day, problem = day_of(request.GET, today)
    publisher = Publisher(
        Measurer(as_of=today, language=language()), office.small_cell if office else LEAST_USUAL
    )
    told = listing(request.GET, publisher, day, today, language())
    context = {
        "list": told, "problem": problem, "day": day, "as_of": date_words(day, language()), "another_day": day != today,
        "groups": dict(told.groups), "names_words": words_on_names(office),
    }  # fmt: skip
    return render(request, "countries/index.html", context)


@require_safe
@shared
def page(request: HttpRequest, code: str) -> HttpResponse:
    """A country whole, as at a day."""
    country = called(code)
    if country.code != code:
        return HttpResponsePermanentRedirect(_there(request, country))
    profile, problem = profile_of(request, country)
    context = context_of(profile) | {"problem": problem, "there": _there(request, country)}
    return render(request, "countries/country.html", context)


def called(code: str) -> Country:
    country = country_called(code)
    if country is None:
        raise Http404
    return country


def _there(request: HttpRequest, country: Country) -> str:
    """The one stable address of a country, with what else was asked."""
    asked = request.GET.urlencode()
    return f"{reverse('country', args=(country.code,))}{f'?{asked}' if asked else ''}"


def profile_of(request: HttpRequest, country: Country, user: Any = None) -> tuple[Profile, str]:
    """The country for this reader, and what is wrong with the day asked for."""
    office, today = the_office(request), timezone.localdate()
    day, problem = day_of(request.GET, today)
    least = 0 if user else office.small_cell if office else LEAST_USUAL
    return Profile(Asked(country, day, today, language(), least, user), office), problem


def context_of(profile: Profile) -> dict[str, Any]:
    """What the public page and the desk's are filled with."""
    asked, office = profile.asked, profile.office
    measured = profile.measured
    drawn = ""
    if measured and measured.chart:
        drawn = drawings.chart(
            measured.chart, asked.language, office.colour if office else PLAIN_COLOUR, CHART_WIDTH
        )
    sections = profile.sections
    code = profile.country.code
    return {
        "place_url": reverse("country_place", args=(code,)), "brief_url": reverse("country_brief", args=(code,)),
        "place_alt": place_words(profile), "country": profile.country, "profile": profile, "sections": sections, "measured": measured, "chart": drawn,
        "day": asked.day, "as_of": date_words(asked.day, asked.language), "another_day": asked.day != asked.today,
        "today": date_words(asked.today, asked.language), "period": period_words(asked.period, asked.language),
        "withholds": any(count.withheld for section in sections for count in section.counts), "least": asked.least,
        "shown": LINES_SHOWN, "slice": f":{LINES_SHOWN}", "rest": f"{LINES_SHOWN}:",
    }  # fmt: skip


@require_safe
@shared
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The picture of where a country is, as a file of its own that comes only when it is looked at."""
    country, office = called(code), the_office(request)
    drawn = locator(country.code, office.colour if office else PLAIN_COLOUR)
    if not drawn:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_safe
def brief(request: HttpRequest, code: str) -> HttpResponse:
    """The country on two pages at most, to be printed."""
    country = called(code)
    if country.code != code:
        return HttpResponsePermanentRedirect(f"{reverse('country_brief', args=(country.code,))}")
    profile, problem = profile_of(request, country)
    if problem:
        return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
    return answer_with_brief(request, profile)


URLS = [
    path("", index, name="countries"),
    path("<str:code>/", page, name="country"),
    path("<str:code>/place.svg", place, name="country_place"),
    path("<str:code>/brief.pdf", brief, name="country_brief"),
]
