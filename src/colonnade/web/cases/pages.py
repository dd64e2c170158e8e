"""Cases in public: found by country, theme, year and words; read in the languages they have; taken as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.office.models import Theme
from colonnade.places.queries import country_names, name_on
from colonnade.records.uploads import MEDIA_TYPES
from colonnade.research.models import Case, CaseText
from colonnade.research.queries import found_cases, named_with, published_cases, words_in
from colonnade.values.languages import LANGUAGES, direction, known
from colonnade.web.caching import shared
from colonnade.web.lines import as_csv

SIZE = 30
PARTS = ("problem", "done", "results", "lessons")


def _asked(request: HttpRequest) -> dict[str, str]:
    """How the address narrows the list."""
    names = {"country": 3, "theme": 60, "year": 4, "call": 60, "q": 100}
    told = {name: request.GET.get(name, "").strip()[:most].replace("\0", "") for name, most in names.items()}
    return {("words" if name == "q" else name): value for name, value in told.items()}


@require_safe
@shared
def cases(request: HttpRequest) -> HttpResponse:
    """Published cases by year; those of an award stand under its categories."""
    asked, language = _asked(request), known(get_language() or "en")
    everything = published_cases()
    award = request.GET.get("award", "").strip()[:200].replace("\0", "")
    rows = found_cases(everything, **asked)
    if award:
        rows = rows.filter(call__award=award).order_by("-year", "category", "title", "pk")
    page = Paginator(rows.select_related("country", "call").prefetch_related("texts"), SIZE).get_page(
        request.GET.get("page")
    )
    names = country_names(language, date.today())
    lines = [
        (one, *words_in(one, language), names.get(one.country.code, "") if one.country else "")
        for one in page
    ]
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "cases/cases.html",
        {
            "years": [
                (year, [(category, list(rows)) for category, rows in groupby(held, key=lambda line: line[0].category if award else "")])
                for year, held in groupby(lines, key=lambda line: line[0].year)
            ],
            "page": page,
            "address": kept.urlencode(),
            "asked": asked,
            "award": award,
            "narrowed": bool(award) or any(asked.values()),
            "countries": sorted(
                {(code, names.get(code, code)) for code in everything.order_by().values_list("country__code", flat=True).distinct() if code},
                key=lambda pair: pair[1],
            ),
            "themes": Theme.objects.filter(cases__in=everything.order_by().values("pk")).distinct().order_by("name"),
            "all_years": everything.order_by("-year").values_list("year", flat=True).distinct(),
            "awards": everything.exclude(call=None).exclude(call__award="").order_by("call__award").values_list("call__award", flat=True).distinct(),
        },
    )  # fmt: skip


def _public(code: str) -> Case:
    rows = (
        published_cases().select_related("country", "call", "submission").prefetch_related("texts", "themes")
    )
    return get_object_or_404(rows, code=code)


@require_safe
@shared
def case(request: HttpRequest, code: str) -> HttpResponse:
    """A case: what the problem was, what was done, what came of it; in the reader's language where there is one."""
    held = _public(code)
    language = known(request.GET.get("text", "") or get_language() or "en")
    words, _found = words_in(held, language)
    labels = {name: str(Case._meta.get_field(name).verbose_name) for name in PARTS}
    versions = [
        (held.language, _("original")),
        *((text.language, text.get_status_display()) for text in held.texts.all()),
    ]
    return render(
        request,
        "cases/case.html",
        {
            "case": held,
            "words": words,
            "lang": words.language,
            "dir": direction(words.language),
            "wanted": language,
            "parts": [(labels[name], getattr(words, name)) for name in PARTS if getattr(words, name)],
            "status": words.get_status_display() if isinstance(words, CaseText) else "",
            "versions": [(code, LANGUAGES.get(code, code), status) for code, status in versions],
            "country": name_on(held.country, date.today(), get_language() or "en") if held.country else "",
            "contact": named_with(held),
            "sources": [_source(line) for line in held.sources.splitlines() if line.strip()],
        },
    )


def _source(line: str) -> tuple[str, str]:
    """The words of a source, and its address where it is one that leads into the web."""
    address = next((word for word in line.split() if word.startswith(("https://", "http://"))), "")
    return line.replace(address, "").strip(" ,;") if address else line.strip(), address


@require_safe
def case_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The picture of a case."""
    held = _public(code)
    kind = (
        MEDIA_TYPES.get(held.picture.name.rpartition(".")[2].lower().replace("jpeg", "jpg"), "")
        if held.picture
        else ""
    )
    if not kind.startswith("image/"):
        raise Http404
    response = FileResponse(held.picture.open("rb"), content_type=kind)
    response["Cache-Control"] = "public, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# As data ----------------------------------------------------------------------------------------------------

COLUMNS = (
    "code", "address", "year", "call", "category", "language", "title", "country", "institution", "themes", "problem", "done",
    "results", "lessons", "sources", "licence", "published_on", "languages",
)  # fmt: skip


def facts_of(held: Case, request: HttpRequest) -> dict[str, Any]:
    """A case as data: everything its page says, and every language it has."""
    return {
        "code": held.code,
        "address": request.build_absolute_uri(reverse("case_page", args=(held.code,))),
        "year": held.year,
        "call": held.call.code if held.call else None,
        "category": held.category,
        "language": held.language,
        "title": held.title,
        "country": held.country.code if held.country else None,
        "institution": held.organisation_name,
        "themes": [theme.code for theme in held.themes.all()],
        **{name: getattr(held, name) for name in PARTS},
        "sources": held.sources,
        "licence": held.licence,
        "published_on": held.published_on.isoformat() if held.published_on else None,
        "languages": [
            {"language": text.language, "status": text.status, "title": text.title, **{name: getattr(text, name) for name in PARTS}}
            for text in held.texts.all()
        ],
    }  # fmt: skip


def _rows(request: HttpRequest) -> Iterator[dict[str, Any]]:
    rows: QuerySet[Case] = found_cases(published_cases(), **_asked(request))
    rows = rows.select_related("country", "call").prefetch_related("texts", "themes")
    for held in rows.iterator(chunk_size=500):
        yield facts_of(held, request)


@require_safe
def cases_json(request: HttpRequest) -> HttpResponse:
    """Published cases, narrowed as the page is, written while they are read."""

    def told() -> Iterator[str]:
        yield '{"cases": ['
        for number, facts in enumerate(_rows(request)):
            yield (",\n" if number else "\n") + json.dumps(facts, ensure_ascii=False)
        yield "\n]}\n"

    return _data(StreamingHttpResponse(told(), content_type="application/json; charset=utf-8"))


@require_safe
def cases_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table; no cell is run by a spreadsheet."""

    def rows() -> Iterator[list[str]]:
        yield list(COLUMNS)
        for facts in _rows(request):
            told = facts | {
                "themes": " ".join(facts["themes"]), "languages": " ".join(one["language"] for one in facts["languages"]),
            }  # fmt: skip
            yield ["" if told[name] is None else str(told[name]) for name in COLUMNS]

    response = StreamingHttpResponse(as_csv(rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return _data(response)


def _data(response: HttpResponse) -> HttpResponse:
    """Anybody's programme may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response


URLS = [
    path("cases/", cases, name="cases"),
    path("cases.json", cases_json, name="cases_json"),
    path("cases.csv", cases_csv, name="cases_csv"),
    path("cases/<str:code>/", case, name="case_page"),
    path("cases/<str:code>/picture/", case_picture, name="case_picture"),
]
