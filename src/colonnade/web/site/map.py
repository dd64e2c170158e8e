"""Where the office has worked: points on a neutral map, and beside it the list that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from math import sqrt
from typing import Any, Final

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.figures.definition import NOT_RECORDED, UNDIVIDED
from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Publisher, Withheld
from colonnade.figures.scope import Scope
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.renderers import maps
from colonnade.renderers.drawings import colours
from colonnade.values.numbers import Bounds
from colonnade.values.period import Period
from colonnade.values.words import number_words, period_words
from colonnade.web.caching import shared
from colonnade.web.figures.pages import least_of
from colonnade.web.figures.words import language
from colonnade.web.site.addresses import public
from colonnade.web.the_office import PLAIN_COLOUR, office_of

COUNTED: Final = (("capacity.events_held", "host"), ("capacity.missions_and_tours", "host"), ("research.countries_covered", "covered"))  # fmt: skip
"""What puts a country on the map: an event or a mission there, or a study or product about it."""

LEAST_DOT, LARGEST_DOT = 5.0, 14.0


@dataclass(frozen=True)
class Place:
    """A country in which, or about which, the office has worked, with each count and where its rows are."""

    code: str
    name: str
    counts: tuple[tuple[str, str], ...]
    events: int
    url: str


@require_safe
@shared
def page(request: HttpRequest) -> HttpResponse:
    """The map with its list. Three figures told apart by country, so that each count can be checked."""
    today = timezone.localdate()
    period = whole_time(today)
    office = office_of(request)
    publisher = Publisher(Measurer(as_of=today, language=language()), least_of(office))
    heads: list[str] = []
    counts: dict[str, list[Any]] = {}
    for place, (key, by) in enumerate(COUNTED):
        scope = Scope.of(period, today)
        told = publisher.publish(key, scope, by=by)
        heads.append(str(told.figure.label))
        for part in told.parts or ():
            if part.part in (NOT_RECORDED, UNDIVIDED, ""):
                continue
            line = counts.setdefault(part.part, [("", ""), ("", ""), ("", ""), 0])
            address = scope.narrow(by, part.part).address(key).partition("?")[2]
            shown = "" if isinstance(part.value, Withheld) else number_words(part.value, language())
            line[place] = (shown, f"{reverse('figure', args=(key,))}?{address}")
            if place == 0 and not isinstance(part.value, Withheld):
                line[3] = _size(part.value)
    names = publisher.measurer.words.of("host")
    places = sorted(
        (Place(code, names.get(code, code), tuple(line[:3]), line[3], public("countries", code)) for code, line in counts.items()),
        key=lambda one: one.name,
    )  # fmt: skip
    context = {
        "heads": heads,
        "places": places,
        "drawing": drawing(places, office.colour if office else PLAIN_COLOUR),
        "period": period_words(period, language()),
        "disclaimer": office.map_disclaimer if office else "",
    }
    return render(request, "site/map.html", context)


def whole_time(today: date) -> Period:
    """From the first year of which the record holds an activity to this one."""
    first = standing(Activity.objects).aggregate(first=Min("starts_on"))["first"]
    return Period.of_years(min(first.year, today.year) if first else today.year, today.year)


def _size(value: object) -> int:
    return value.low if isinstance(value, Bounds) else int(value or 0)  # type: ignore[call-overload]


def drawing(places: list[Place], colour: str) -> SafeString:
    """The map as one picture without script or link: land in one grey, no line between States, a dot for each country."""
    world = maps.world()
    most = max((place.events for place in places), default=1) or 1
    dots = []
    for place in sorted(places, key=lambda one: -one.events):
        if place.code in world.points:
            x, y = world.points[place.code]
            radius = LEAST_DOT + (LARGEST_DOT - LEAST_DOT) * sqrt(place.events / most)
            dots.append(
                f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}"><title>{escape(place.name)}</title></circle>'
            )
    alt = escape(
        _("Map of the world with a dot for each country of the list below: %(number)d.")
        % {"number": len(dots)}
    )
    seen = colours.seen(colour)
    return mark_safe(  # every word is escaped above, the rest is ours
        f'<svg viewBox="0 0 {world.width:.0f} {world.height:.0f}" role="img" aria-label="{alt}">'
        f'<path d="{land()}" fill="{colours.LAND}"/>'
        f'<g fill="{seen}" fill-opacity=".75" stroke="#fff" stroke-width="1.5">{"".join(dots)}</g></svg>'
    )


@lru_cache(maxsize=1)
def land() -> str:
    """The outlines of the world as one coarse path; small islands have their dots."""
    return "".join(map(maps.coarse, maps.world().shapes))


URLS = [path("map/", page, name="map")]
