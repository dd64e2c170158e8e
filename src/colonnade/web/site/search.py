"""Finding: the words of every public page in one small table, asked in the same way on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import Case, F, IntegerField, Max, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import PageLogEntry

from colonnade.figures.models import Edition
from colonnade.values.languages import LANGUAGES, direction
from colonnade.web.caching import shared
from colonnade.web.figures.words import language
from colonnade.web.models import SearchDocument
from colonnade.web.site.documents import KINDS, Told
from colonnade.web.site.tokens import asked_words, words_of

MOST = 200
"""Versions that one search looks at: whoever finds more narrows the question."""
SHOWN = 20
"""Of each kind."""
LONGEST = 200
"""Characters of a question that are read."""

HEADINGS = {
    "page": _("Pages"),
    "story": _("News and stories"),
    "event": _("Events"),
    "publication": _("Publications"),
    "study": _("Studies"),
    "case": _("Good practices"),
    "country": _("Countries and areas"),
    "partner": _("Partners"),
    "report": _("Reports"),
    "figure": _("Figures"),
}
"""The kinds of what is found, in the order in which they are shown."""


# Keeping the table -------------------------------------------------------------------------------------------


SAID = ["kind", "title", "address", "on", "named", "words"]


@transaction.atomic
def index() -> int:
    """Bring the table to what the record says now; how many versions of pages were added, changed or taken out."""
    held = {(row.ref, row.language): row for row in SearchDocument.objects.all()}
    changed = 0
    for kind in KINDS:
        new, other = [], []
        for told in kind.told():
            wanted = document_of(told)
            row = held.pop((told.ref, told.language), None)
            if row is None:
                new.append(wanted)
            elif _said(row) != _said(wanted):
                wanted.pk = row.pk
                other.append(wanted)
        # Another worker may be at it: what it has written already is brought up to date, not written twice.
        SearchDocument.objects.bulk_create(
            new, batch_size=500, update_conflicts=True, unique_fields=["ref", "language"], update_fields=SAID
        )
        SearchDocument.objects.bulk_update(other, SAID, batch_size=200)
        changed += len(new) + len(other)
    SearchDocument.objects.filter(pk__in=[row.pk for row in held.values()]).delete()
    return changed + len(held)


def document_of(told: Told) -> SearchDocument:
    named = words_of(told.title)
    return SearchDocument(
        ref=told.ref, kind=told.kind, language=told.language, title=told.title[:400], address=told.address, on=told.on,
        named=_spaced(named), words=_spaced(dict.fromkeys([*named, *words_of(told.words)])),
    )  # fmt: skip


def _spaced(words: Iterable[str]) -> str:
    """Between spaces, so that the beginning of a word is told from its middle."""
    return f" {' '.join(words)} "


def _said(row: SearchDocument) -> tuple:
    return (row.kind, row.title, row.address, row.on, row.words)


def mark() -> tuple:
    """What changes when anything that is found may have: the last line of each history, and the day."""
    followed = dict.fromkeys(model for kind in KINDS for model in kind.follows)
    lines = [
        model.history.aggregate(last=Max("history_id"))["last"]
        for model in followed
        if hasattr(model, "history")
    ]
    written = PageLogEntry.objects.aggregate(last=Max("pk"))["last"]
    editions = Edition.objects.filter(public=True).aggregate(last=Max("pk"))["last"]
    return (timezone.localdate(), written, editions, *lines)


# Asking it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A page that was found, in the version that fits the question and, of these, the reader's language first."""

    title: str
    address: str
    kind: str
    language: str
    languages: tuple[str, ...]

    @property
    def language_name(self) -> str:
        return LANGUAGES[self.language]

    @property
    def direction(self) -> str:
        return direction(self.language)


def find(text: str, reader: str) -> list[Found]:
    """The pages in which every word of the question begins a word, the best first. One question to the database."""
    words = asked_words(text[:LONGEST])
    if not words:
        return []
    inside, named = Q(), Q()
    for word in words:
        inside &= Q(words__contains=f" {word}")
        named &= Q(named__contains=f" {word}")
    by_name = Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = SearchDocument.objects.filter(inside).order_by(
        by_name, F("on").desc(nulls_last=True), "title", "pk"
    )
    versions: dict[str, list[SearchDocument]] = {}
    for row in rows.defer("words", "named")[:MOST]:
        versions.setdefault(row.ref, []).append(row)
    return [_found(rows, reader) for rows in versions.values()]


def _found(rows: list[SearchDocument], reader: str) -> Found:
    best = next((row for row in rows if row.language == reader), rows[0])
    return Found(
        best.title, best.address, best.kind, best.language, tuple(sorted({row.language for row in rows}))
    )


@require_safe
@shared
def page(request: HttpRequest) -> HttpResponse:
    """Search over what is written and what is recorded; results by kind, each in its language."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found = find(text, language())
    order = list(HEADINGS)
    groups = [
        (HEADINGS[kind], hits[:SHOWN], max(0, len(hits) - SHOWN))
        for kind, rows in groupby(
            sorted(found, key=lambda one: order.index(one.kind)), key=lambda one: one.kind
        )
        for hits in [list(rows)]
    ]
    said = ngettext_lazy("%(count)d page", "%(count)d pages", "count") % {"count": len(found)}
    return render(
        request, "site/search.html", {"text": text, "groups": groups, "count": len(found), "said": said}
    )


URLS = [path("search/", page, name="search")]
