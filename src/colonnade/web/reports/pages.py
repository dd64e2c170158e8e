"""The public pages of reports: the list, the latest edition of each, every edition, and their files."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.utils.safestring import mark_safe
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from colonnade.figures.models import Edition
from colonnade.figures.queries import latest_edition
from colonnade.renderers import html
from colonnade.renderers.document import Bound
from colonnade.renderers.drawings import colours
from colonnade.values.languages import direction, known
from colonnade.values.words import date_words, period_words
from colonnade.web.caching import small
from colonnade.web.figures.pages import least_count
from colonnade.web.figures.words import language
from colonnade.web.reports.printing import document_for, format_of, formats, printed
from colonnade.web.security import allow_style

FOR_EVER = 365 * 24 * 3600
PAGES_KEPT = 16


@require_safe
@small
def index(request: HttpRequest) -> HttpResponse:
    """Every public edition, newest first, report by report."""
    editions = Edition.objects.filter(public=True).defer("document").select_related("superseded_by")
    reports: dict[str, list[dict[str, object]]] = {}
    for edition in editions:
        reports.setdefault(edition.report, []).append(told(edition))
    return render(request, "reports/index.html", {"reports": list(reports.items()), "formats": formats()})


def told(edition: Edition) -> dict[str, object]:
    """An edition as a list tells it."""
    return {
        "edition": edition,
        "period": period_words(edition.period, language()),
        "as_of": date_words(edition.as_of, language()),
        "published": date_words(edition.frozen_at.date(), language()),
        "later": later(edition),
    }


def later(edition: Edition) -> Edition | None:
    """The edition that supersedes this one, where the public may see it."""
    found: Edition | None = getattr(edition, "superseded_by", None)
    return found if found and found.public else None


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The latest edition of a report, under an address that stays."""
    edition = latest_edition(code, public_only=True)
    edition = (
        edition or Edition.objects.filter(report=code, public=True).order_by("-frozen_at", "-pk").first()
    )
    if edition is None:
        raise Http404
    return show(request, edition)


@require_safe
def edition_page(request: HttpRequest, code: str) -> HttpResponse:
    """One edition, as it was published."""
    return show(request, get_object_or_404(Edition.objects.filter(public=True), code=code))


@conditional_page
@vary_on_headers("Cookie", "Accept-Language")
@small
def show(request: HttpRequest, edition: Edition) -> HttpResponse:
    """An edition as a page. Its numbers never change; the frame around them may, so browsers ask whether it did."""
    fragment, brand = _fragment(edition.pk, edition.frozen_at.isoformat(), least_count())
    style = f".report{{--brand:{brand}}}{html.css()}"
    allow_style(request, style)
    context = told(edition) | {
        "fragment": mark_safe(fragment),  # the renderer escapes every word it is given
        "style": mark_safe(style), "formats": formats(), "dir": direction(known(edition.language)),
    }  # fmt: skip
    response = render(request, "reports/edition.html", context)
    patch_cache_control(response, no_cache=True)
    return response


@lru_cache(maxsize=PAGES_KEPT)
def _fragment(pk: int, frozen: str, least: int) -> tuple[str, str]:
    """The report as HTML and its colour, made once: an edition never changes."""
    document = document_for(Edition.objects.get(pk=pk), least)
    return html.fragment(document, check_page), colours.seen(document.brand.colour, 4.5)


def check_page(bound: Bound) -> str:
    """Where a number of a report is checked: the figure's page, asked the very question of the report."""
    return f"{reverse('figure', args=(bound.key,))}?{bound.address.partition('?')[2]}"


@require_safe
def file(request: HttpRequest, code: str, suffix: str) -> HttpResponse:
    """An edition in one format, as everybody may have it."""
    edition = get_object_or_404(Edition.objects.filter(public=True).defer("document"), code=code)
    return hand_out(request, edition, suffix, least=least_count())


def hand_out(request: HttpRequest, edition: Edition, suffix: str, *, least: int) -> HttpResponse:
    """A printed file with its fingerprint: whoever has it already is told so and gets nothing twice."""
    made = format_of(suffix)
    if made is None:
        raise Http404
    path = printed(edition, made, least=least)
    content = path.read_bytes()
    etag = quote_etag(sha256(content).hexdigest()[:32])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=made.MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{edition.code}.{made.SUFFIX}"'
    response["ETag"] = etag
    if least:
        patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response
