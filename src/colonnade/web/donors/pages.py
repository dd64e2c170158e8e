"""A donor's page: the statements of its own fund, the latest one read here by class, each to take along as PDF or workbook.

It needs no account, no script and no cookie: the signed address is the key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Final

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.money.links import link_from
from colonnade.money.models import DonorLink, DonorStatement
from colonnade.money.queries import Statement, statement_for, statements_for
from colonnade.money.queries.certified import certified_days
from colonnade.records.errors import Refused
from colonnade.renderers.papers.statements import told
from colonnade.reports.statements import MEDIA, class_name, printed
from colonnade.values.languages import known
from colonnade.values.words import date_words, period_words
from colonnade.web.caching import packed
from colonnade.web.events.private import gone, kept_private
from colonnade.web.events.visitors import WITHIN, Brake, address_of, for_visitors

MOST_ASKED: Final = 120
"""So many pages and files from one network in ten minutes, over all links: a file costs more than a page, and a token is long to guess."""
asked = Brake(most=MOST_ASKED, within=WITHIN)
ALL_LINKS: Final = -2
KEPT_FOR: Final = 24 * 3600

View = Callable[..., HttpResponse]


def by_donor(view: View) -> View:
    """A page opened by a donor's link, which opens the statements of its own fund and nothing else."""

    @for_visitors
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        network = address_of(request)
        if not asked.allows(ALL_LINKS, network):
            words = _("Very much was asked for from your network in the last minutes. Please wait ten minutes, and try again.")  # fmt: skip
            return kept_private(render(request, "events/gone.html", {"words": words}, status=429))
        asked.note(ALL_LINKS, network)
        link = link_from(token)
        if link is None:
            return gone(
                request, _("This link does not lead to a statement any more. Please ask the office for a new one.")
            )  # fmt: skip
        return kept_private(view(request, link, **kwargs))

    return answer


@by_donor
def donor(request: HttpRequest, link: DonorLink) -> HttpResponse:
    """The list of statements, and the latest one that stands, by class."""
    language = known(get_language() or "en")
    held = statements_for(link)
    replaced = {one.supersedes_id for one in held}
    certified = certified_days(held)
    lines = [_line(one, language, one.pk in replaced, certified.get(one.pk)) for one in held]
    latest = next((line for line in lines if not line["replaced"]), None)
    told_of = {
        "link": link, "fund": link.agreement or link.fund, "ends": date_words(link.ends_on, language), "lines": lines,
        "latest": latest and _shown(latest["statement"], language), "language": get_language(),
    }  # fmt: skip
    return packed(request, render(request, "donors/statements.html", told_of))


def _line(one: DonorStatement, language: str, replaced: bool, certified: date | None) -> dict[str, Any]:
    return {
        "statement": one, "code": one.code, "period": period_words(one.period, language),
        "issued": date_words(one.issued_on, language), "replaced": replaced,
        "certified": date_words(certified, language) if certified else "",
    }  # fmt: skip


def _shown(one: DonorStatement, language: str) -> dict[str, Any]:
    """One statement by its classes: the same numbers as in its files."""
    held = Statement.from_plain(one.content["statement"])
    return {
        "period": period_words(one.period, language), "currency": held.currency,
        "classes": [
            (f"{line.code} {class_name(line.name)}", told(line.net, language))
            for line in held.classes
        ],
        "bound": told(held.committed, language) if held.committed.value else "",
        "said": held.unreconciled.get(language, ""),
        **{key: told(getattr(held, key), language)
           for key in ("opening", "contributions", "available", "support", "expenditure", "returned", "closing")},
        "beyond": told(held.levy + held.interest + held.exchange, language),
    }  # fmt: skip


@by_donor
def statement_file(request: HttpRequest, link: DonorLink, code: str, suffix: str) -> HttpResponse:
    """One statement of its own as a file; any other is not found."""
    one = statement_for(link, code)
    if one is None:
        raise Http404
    return file_of(one, suffix, known(request.GET.get("lang") or get_language() or "en"))


def file_of(one: DonorStatement, suffix: str, language: str) -> HttpResponse:
    """An issued statement as a download, printed once a day and language: it never changes."""
    key = f"statement:{one.seal}:{language}:{suffix}"
    made = cache.get(key)
    if made is None:
        try:
            made = printed(one, suffix, language)
        except Refused as refusal:
            return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
        cache.set(key, made, KEPT_FOR)
    response = HttpResponse(made, content_type=MEDIA[suffix])
    response["Content-Disposition"] = f'attachment; filename="{one.code}-{language}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response


URLS = [
    path("donor/<str:token>/", donor, name="donor"),
    *(
        path(
            f"donor/<str:token>/<str:code>.{suffix}",
            statement_file,
            {"suffix": suffix},
            name=f"donor_{suffix}",
        )
        for suffix in MEDIA
    ),
]
