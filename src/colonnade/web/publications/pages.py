"""The public pages of publications: the list, and each one with its languages, files and citations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.figures.catalogue.research import published_in, studies_in
from colonnade.figures.measure import Measurer
from colonnade.figures.models import OpeningFigure
from colonnade.places.queries import country_names
from colonnade.records.queries import standing
from colonnade.research.models import Contribution, Cover
from colonnade.research.queries import (
    HeldFile,
    Publication,
    Version,
    chosen,
    covers,
    publications,
    shown_products,
    titles_and_products,
)
from colonnade.values.words import date_words, number_words, period_words
from colonnade.web.caching import shared
from colonnade.web.figures.words import language
from colonnade.web.publications import citing, structured
from colonnade.web.publications.browsing import asked_for, choices, narrowed
from colonnade.web.publications.files import address as file_address
from colonnade.web.publications.words import (
    dir_of,
    format_words,
    kind_words,
    lang_of,
    language_words,
    licence_words,
    own_name,
    series_words,
    size_words,
    status_words,
    what_words,
    when_words,
)

ON_A_PAGE: Final = 20
GAP_HELD: Final = 600
"""Seconds for which the comparison of titles and products is held: it reads every study and product."""
TITLES: Final = "research.studies"
PRODUCTS: Final = "research.products"


@dataclass(frozen=True)
class Picture:
    """A cover as a page shows it: each size in two formats."""

    alt: str
    width: int
    height: int
    small_avif: str
    small_webp: str
    large_avif: str
    large_webp: str


def picture(publication: Publication, cover: Cover | None) -> Picture | None:
    if cover is None:
        return None

    def at(size: str, end: str) -> str:
        return reverse("publication_cover", args=(publication.code, cover.pk, size, end))

    return Picture(
        cover.alt, cover.width, cover.height, at("small", "avif"), at("small", "webp"), at("large", "avif"),
        at("large", "webp"),
    )  # fmt: skip


@dataclass(frozen=True)
class InLanguage:
    """Words of a version with what tells a browser how to read them; ``said`` names the language where it is not the reader's."""

    title: str
    lang: str
    dir: str
    said: str


def in_language(publication: Publication, version: Version | None) -> InLanguage:
    if version is None:
        return InLanguage(publication.title, "", "auto", "")
    other = version.language.split("-")[0] != language()
    return InLanguage(
        version.title,
        lang_of(version.language),
        dir_of(version.language),
        language_words(version.language) if other else "",
    )


# --- the list ----------------------------------------------------------------------------------------------------


@require_safe
@shared
def catalogue(request: HttpRequest) -> HttpResponse:
    """Publications, newest first, by year, kind, language, series, country and theme."""
    asked = asked_for(request.GET)
    if asked is None:
        raise Http404
    found = narrowed(asked)
    number = request.GET.get("page", "1")
    pages = Paginator(found, ON_A_PAGE)
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= pages.num_pages:
        raise Http404
    page = pages.page(int(number))
    told = publications(found.filter(pk__in=[row.pk for row in page.object_list.only("pk")]))
    shown = [(one, chosen(one.versions, language())) for one in told]
    pictures = covers(version.pk for _one, version in shown if version)
    asked_words = dict(asked)
    if request.GET.get("lang"):
        asked_words["lang"] = request.GET["lang"]
    return render(
        request,
        "publications/list.html",
        {
            "lines": [line(one, version, pictures) for one, version in shown],
            "total": pages.count,
            "total_words": number_words(pages.count, language()),
            "page": page,
            "query": urlencode(asked_words),
            "choices": choices(asked),
            "asked": asked,
            "gap": "" if asked or page.number > 1 else titles_beside_products(),
        },
    )


def line(publication: Publication, version: Version | None, pictures: dict[int, Cover]) -> dict[str, Any]:
    """A publication as one line of a list."""
    return {
        "publication": publication,
        "title": in_language(publication, version),
        "kind": kind_words(publication.kind),
        "when": when_words(publication),
        "series": series_words(publication),
        "people": [one.name for one in publication.people if one.role != Contribution.Role.TRANSLATOR],
        "languages": [(lang_of(one.language), own_name(one.language) or language_words(one.language))
                      for one in publication.versions],
        "picture": picture(publication, pictures.get(version.pk)) if version else None,
    }  # fmt: skip


def titles_beside_products() -> dict[str, Any] | str:
    """Why the number of titles is not the number of products, for the years that the office reported as a whole, or all."""
    key = f"publications:gap:{language()}"
    held = cache.get(key)
    if held is None:
        held = _compare() or ""
        cache.set(key, held, GAP_HELD)
    return held


def _compare() -> dict[str, Any] | None:
    openings = list(standing(OpeningFigure.objects).filter(figure__in=(TITLES, PRODUCTS)).order_by("code"))
    if not openings:
        return None
    period = openings[0].period
    measurer = Measurer(as_of=date.today(), language=language())
    titles, products = measurer.measure(TITLES, period), measurer.measure(PRODUCTS, period)
    kinds = measurer.measure(PRODUCTS, period, by="product_kind")
    return {
        "period": period_words(period, language()),
        "titles": number_words(titles.value, language()),
        "products": number_words(products.value, language()),
        "kinds": [(part.label, number_words(part.value, language())) for part in kinds.parts],
        "words": titles_and_products(
            [study for study, _years in studies_in(measurer.record, period)], published_in(measurer.record, period)
        ).words,
        "resting": products.completeness,
        "notes": [opening.note for opening in openings if opening.note and opening.period == period],
        "figures": [
            (str(one.figure.label), f"{reverse('figure', args=(one.figure.key,))}?{urlencode({'period': str(period)})}")
            for one in (titles, products)
        ],
    }  # fmt: skip


# --- one ---------------------------------------------------------------------------------------------------------


def found(code: str) -> Publication:
    """A publication that has a page."""
    held = publications(shown_products().filter(code=code))
    if not held:
        raise Http404
    return held[0]


@require_safe
@shared
def publication(request: HttpRequest, code: str) -> HttpResponse:
    """A publication in the reader's language, with every other it is in; of one that was withdrawn only that."""
    held = found(code)
    version = chosen(held.versions, language())
    context: dict[str, Any] = {
        "publication": held,
        "title": in_language(held, version),
        "kind": kind_words(held.kind),
        "when": when_words(held),
    }
    if not held.issued:
        return render(request, "publications/withdrawn.html", context, status=410)
    pictures = covers(one.pk for one in held.versions)
    address = request.build_absolute_uri(reverse("publication", args=(held.code,)))
    files = [(file, file_address(held, version, file)) for file in version.files] if version else []
    cover = picture(held, pictures.get(version.pk)) if version else None
    names = country_names(language(), held.published.first_day if held.published else date.today())
    context |= {
        "version": version,
        "address": address,
        "picture": cover,
        "series": series_words(held),
        "people": _people(held),
        "abstract": version.abstract if version else "",
        "facts": facts(held, version),
        "languages": [told_version(held, one) for one in held.versions],
        "countries": sorted(names.get(country, country) for country in held.countries),
        "cites": citations(held, version, address) if version else [],
        "cited_as": urlencode({"version": version.language}) if version else "",
        "said": structured.block(structured.described(
            held, version, address, [(file, request.build_absolute_uri(at)) for file, at in files],
            request.build_absolute_uri(cover.large_webp) if cover else "",
        )) if version else "",
    }  # fmt: skip
    return render(request, "publications/publication.html", context)


def _people(publication: Publication) -> list[tuple[str, list[str]]]:
    """Who is printed on it, role by role."""
    told = []
    for role in Contribution.Role.values:
        names = [one.name for one in publication.people if one.role == role]
        if names:
            words = {
                Contribution.Role.AUTHOR: _("Written by"),
                Contribution.Role.EDITOR: _("Edited by"),
                Contribution.Role.TRANSLATOR: _("Translated by"),
            }[role]
            told.append((words, names))
    return told


def facts(publication: Publication, version: Version | None) -> list[tuple[str, str, str]]:
    """What a librarian asks: words, the fact, and an address where it leads somewhere."""
    isbns = ((_("ISBN (print)"), publication.isbn_print), (_("ISBN (online)"), publication.isbn_online))
    told = [
        (_("Document symbol"), publication.symbol, ""),
        (_("Sales number"), publication.sales_number, ""),
        (_("Job number"), publication.job_number, ""),
        *((words, number, "") for words, number in isbns),
        (_("ISSN (print)"), publication.issn, ""),
        (_("ISSN (online)"), publication.eissn, ""),
        ("DOI", publication.doi, f"https://doi.org/{publication.doi}"),
        (_("Place and publisher"), ", ".join(filter(None, (publication.place, publication.publisher))), ""),
        (_("Licence"), licence_words(publication.licence), publication.licence_address),
    ]
    return [(str(words), fact, address) for words, fact, address in told if fact]


def told_version(publication: Publication, version: Version) -> dict[str, Any]:
    """A language version as its page tells it."""
    released = date_words(version.released, language()) if version.released else ""
    return {
        "version": version,
        "anchor": version.language,
        "language": language_words(version.language),
        "own_name": own_name(version.language),
        "lang": lang_of(version.language),
        "dir": dir_of(version.language),
        "status": status_words(version.status),
        "released": "" if version.released == publication.published else released,
        "isbn": version.isbn,
        "files": [told_file(publication, version, file) for file in version.files],
    }


def told_file(publication: Publication, version: Version, file: HeldFile) -> dict[str, Any]:
    return {
        "file": file,
        "what": what_words(file.what),
        "format": format_words(file),
        "size": size_words(file.bytes),
        "pages": number_words(file.pages, language()) if file.pages else "",
        "address": file_address(publication, version, file),
    }


def citations(publication: Publication, version: Version, address: str) -> list[tuple[str, SafeString]]:
    """The citation in two manners."""
    return [
        (
            _("Footnote of a United Nations document"),
            citing.cited(publication, version, address, citing.UN_FOOTNOTE),
        ),
        (_("Harvard"), citing.cited(publication, version, address, citing.HARVARD)),
    ]


URLS = [
    path("publications/", catalogue, name="publications"),
    path("publications/<str:code>/", publication, name="publication"),
]
