"""The list of studies by year, and the public page of each, with what it hands to search engines."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.figures.catalogue import CATALOGUE
from colonnade.office.models import Office
from colonnade.programme.models import Activity
from colonnade.research.models import Contributor, Phase, Product
from colonnade.research.queries import PublicStudy, StudyLine, listed_studies, public_study
from colonnade.research.queries.facts import BEGUN
from colonnade.research.queries.public import counted_in
from colonnade.research.rules.studies import PhaseState, phase_state
from colonnade.values.period import Period
from colonnade.values.words import NOT_KNOWN, date_words, period_words, span_words
from colonnade.web.caching import shared
from colonnade.web.events.pages import language

STOPPED = (Activity.State.POSTPONED, Activity.State.CANCELLED)


def years_words(line: StudyLine) -> str:
    """When work went on: 2009–2010; or between which years a report lists the title; or not known."""
    if line.years:
        return period_words(Period.of_years(line.years[0], line.years[-1]), language())
    held = line.study
    if held.listed_from and held.listed_to:
        years = period_words(Period.of_years(held.listed_from, held.listed_to), language())
        return _("listed in %(years)s") % {"years": years}
    return NOT_KNOWN


@require_safe
@shared
def studies(request: HttpRequest) -> HttpResponse:
    """Every study the office shows, by the latest year of work on it; narrowed to a theme or a country."""
    lines = listed_studies(language())
    theme, country = request.GET.get("theme", ""), request.GET.get("country", "")
    themes = dict(pair for line in lines for pair in line.themes)
    countries = dict(pair for line in lines for pair in line.countries)
    if (theme and theme not in themes) or (country and country not in countries):
        raise Http404
    shown = [
        line
        for line in lines
        if (not theme or theme in dict(line.themes)) and (not country or country in dict(line.countries))
    ]
    years = [
        (str(year) if year else _("Year not known"), [_told(line) for line in held])
        for year, held in groupby(shown, key=lambda line: line.year)
    ]
    context = {
        "years": years, "count": len(shown), "theme": theme, "country": country,
        "themes": sorted(themes.items(), key=lambda pair: pair[1]),
        "countries": sorted(countries.items(), key=lambda pair: pair[1]),
    }  # fmt: skip
    return render(request, "studies/list.html", context)


def _told(line: StudyLine) -> dict[str, Any]:
    return {
        "study": line.study,
        "years": years_words(line),
        "countries": [name for _code, name in line.countries],
        "stopped": line.study.activity.get_state_display() if line.study.activity.state in STOPPED else "",
    }


@require_safe
@shared
def study_page(request: HttpRequest, code: str) -> HttpResponse:
    """All that the public may know of a study: what it is about, its phases, who made it, and what came out of it."""
    told = public_study(code, language())
    if told is None:
        raise Http404
    activity = told.study.activity
    context = {
        "study": told.study,
        "line": told.line,
        "years": years_words(told.line),
        "state": activity.get_state_display(),
        "stopped": activity.state in STOPPED,
        "phases": [_phase(phase) for phase in told.phases],
        "contributors": _by_role(told.contributors),
        "products": [
            (one, date_words(one.published, language()) if one.published else "", product_url(one.code))
            for one in told.products
        ],
        "figures": figures_of(told.line),
        "said": structured(request, told),
    }
    return render(request, "studies/study.html", context)


def _phase(phase: Phase) -> dict[str, Any]:
    """A phase by its dates: as it was where that is known, otherwise as planned, and said so."""
    state = phase_state(phase)
    planned = state == PhaseState.PLANNED
    first, last = (phase.planned_starts, phase.planned_ends) if planned else (phase.starts, phase.ends)
    known = first or last
    when = span_words(known, last if first else None, language()) if known else NOT_KNOWN
    return {"phase": phase, "when": when, "state": state.label}


def _by_role(contributors: list[Contributor]) -> list[tuple[str, list[Contributor]]]:
    """Authors, editors, translators, each in the order of the title page."""
    names = {
        Contributor.Role.AUTHOR: _("Authors"),
        Contributor.Role.EDITOR: _("Editors"),
        Contributor.Role.TRANSLATOR: _("Translators"),
    }
    held = [(role, [one for one in contributors if one.role == role]) for role in names]
    return [(names[role], ones) for role, ones in held if ones]


def product_url(code: str) -> str:
    """The public page of a publication, where this site has one."""
    try:
        return reverse("publication", args=(code,))
    except NoReverseMatch:
        return ""


def figures_of(line: StudyLine) -> list[tuple[str, str, str]]:
    """The figures in which the study counts: label, address, and the years."""
    days, activity = counted_in(line), line.study.activity
    if days is None or activity.state not in BEGUN or activity.standing != Activity.Standing.CONFIRMED:
        return []
    period = Period(*days)
    keys = ["research.studies", *(["research.countries_covered"] if line.countries else [])]
    years = period_words(period, language())
    return [
        (str(CATALOGUE[key].label), f"{reverse('figure', args=(key,))}?period={period}", years)
        for key in keys
    ]


def structured(request: HttpRequest, told: PublicStudy) -> SafeString:
    """The study in schema.org's words, as a block of data in the page. Only who is named on the page is named in it."""
    if not hasattr(request, "_the_office"):
        request._the_office = Office.objects.order_by("pk").first()  # type: ignore[attr-defined]
    office = request._the_office  # type: ignore[attr-defined]
    study = told.study
    members = [
        {"@type": "Organization" if one.is_institution else "Person", "name": str(one)}
        for one in told.contributors
    ]
    reports = [_report(request, one) for one in told.products]
    said = {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "name": study.activity.title,
        "url": request.build_absolute_uri(reverse("study_page", args=(study.code,))),
        "identifier": study.code,
        "description": study.summary,
        "foundingDate": str(told.line.years[0]) if told.line.years else "",
        "keywords": [name for _code, name in told.line.themes],
        "areaServed": [{"@type": "Country", "name": name} for _code, name in told.line.countries],
        "parentOrganization": {"@type": "Organization", "name": office.name} if office else None,
        "member": members,
        "subjectOf": reports,
    }
    data = {name: value for name, value in said.items() if value not in (None, "", [])}
    # json_script escapes what could end the block; schema.org's readers look for its own type.
    return mark_safe(json_script(data).replace('type="application/json"', 'type="application/ld+json"', 1))


def _report(request: HttpRequest, product: Product) -> dict[str, str]:
    url = product_url(product.code)
    said = {
        "@type": "Report", "name": product.title, "datePublished": str(product.published or ""), "isbn": product.isbn_online or product.isbn_print,
        "identifier": product.symbol or product.code, "url": request.build_absolute_uri(url) if url else "",
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


URLS = [
    path("studies/", studies, name="studies"),
    path("studies/<str:code>/", study_page, name="study_page"),
]
