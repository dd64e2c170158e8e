"""The public pages that are not a figure or a report: the office, and what the record rests on."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Published, Publisher
from colonnade.figures.queries import AT_A_GLANCE, latest_edition
from colonnade.figures.scope import Scope
from colonnade.office.models import Office
from colonnade.office.queries import first_statement, pillars_on
from colonnade.outreach.models import Home
from colonnade.records.models import Source
from colonnade.values.languages import direction, known
from colonnade.values.period import Period
from colonnade.values.words import period_words
from colonnade.web.caching import small
from colonnade.web.figures.asking import usual_beside
from colonnade.web.figures.pages import least_of
from colonnade.web.figures.words import shown_words, unit_after
from colonnade.web.site.lists import stories
from colonnade.web.telling import Told
from colonnade.web.the_office import office_of

STATEMENTS = ("vision", "mission", "way-forward")
"""Of the kinds of statement an office makes, the first it has is what its public page says."""

SOURCES_SHOWN = 200
NEWS_SHOWN = 3


@require_safe
@small
def home(request: HttpRequest) -> HttpResponse:
    """Who the office is, what it does, the year's figures and its latest report."""
    today, language = date.today(), known(get_language() or "en")
    edition = latest_edition(public_only=True)
    period, as_of = usual_beside(edition)
    least = least_of(office_of(request))
    return render(
        request,
        "home.html",
        {
            "statement": first_statement(today, STATEMENTS),
            "pillars": pillars_on(today),
            "figures": glance(period, as_of, language, least),
            "period": period_words(period, language),
            "edition": edition if edition and (url := edition_url(edition.code)) else None,
            "edition_url": url if edition else "",
            "introduction": (written := introduction()),
            "written_dir": direction(written.locale.language_code[:2]) if written else "",
            "news": stories(most=NEWS_SHOWN),
        },
    )


def introduction() -> Home | None:
    """What somebody wrote for the first page, in the reader's language or the first in which there is any."""
    held = Home.objects.live().filter(alias_of=None).select_related("locale").order_by("pk")
    found = {known(page.locale.language_code): page for page in held if page.introduction}
    return found.get(known(get_language() or "en")) or next(iter(found.values()), None)


def glance(period: Period, as_of: date, language: str, least: int) -> list[Told]:
    """The period's figures that say something, small counts of persons withheld as on their own pages."""
    publisher = Publisher(Measurer(as_of=as_of, language=language), least)
    told = [publisher.publish(key, Scope.of(period, as_of)) for key in AT_A_GLANCE]
    return [_told(published, publisher.least) for published in told if published.value not in (0, None)]


def _told(published: Published, least: int) -> Told:
    key, query = published.address.split("?", 1)
    return Told(
        str(published.figure.label),
        shown_words(published.value, least),
        unit_after(published.figure.unit.code, published.value),
        f"{reverse('figure', args=(key,))}?{query}",
        published.reported,
    )


def edition_url(code: str) -> str:
    """The public page of an edition, where there is one."""
    try:
        return reverse("edition", args=(code,))
    except NoReverseMatch:
        return ""


@require_safe
@small
def about(request: HttpRequest) -> HttpResponse:
    """What the record rests on: the sources it cites, and those of the data that come with the product."""
    sources = Source.objects.exclude(kind=Source.Kind.STATEMENT)
    context = {"sources": sources[:SOURCES_SHOWN], "total": sources.count(), "shipped": shipped_sources()}
    return render(request, "about.html", context)


def shipped_sources() -> list[tuple[str, str]]:
    """Each kind of data that comes with the product and where it is from, as its own list of sources says."""
    text = files("colonnade.reference").joinpath("SOURCES.md").read_text(encoding="utf-8")
    parts = [part.strip().partition("\n") for part in text.split("\n## ")]
    told = [
        (name.strip("# /"), " ".join(words.split("\n\n")[1 if words.startswith("\n\n") else 0].split()))
        for name, _line, words in parts
        if words.strip()
    ]
    return [(name, words.replace("`", "")) for name, words in told]


@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """The office's logo: the one file of the office's folder that everybody may see."""
    office = Office.objects.exclude(logo="").first()
    if office is None:
        raise Http404
    response = FileResponse(office.logo.open("rb"))
    # A drawing can carry a script; shown as a picture it stays asleep, opened by itself it must too.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "public, max-age=3600"
    return response
