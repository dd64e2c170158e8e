"""The picture that stands where a public page is shared: drawn from the record, for every kind of page in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.models import Edition
from colonnade.figures.scope import Scope
from colonnade.outreach.models import Story
from colonnade.places.models import Country
from colonnade.places.queries import name_on
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.research.models import Product, Study
from colonnade.values.words import date_words, period_words
from colonnade.web.drawn import drawn
from colonnade.web.figures.asking import usual
from colonnade.web.figures.pages import least_count
from colonnade.web.figures.words import language, shown_words, unit_after
from colonnade.web.site.figures import published

Words = tuple[str, str, str, str]
"""Title, what stands below it, where, and the kind over it."""


def _story(code: str) -> Words | None:
    story = Story.objects.live().public().filter(pk=int(code) if code.isdecimal() else 0).first()
    return (
        (story.title, date_words(story.on, language()), "", str(story.get_kind_display())) if story else None
    )


def _publication(code: str) -> Words | None:
    held = standing(Product.objects).filter(code=code, state=Product.State.PUBLISHED).first()
    when = date_words(held.published, language()) if held and held.published else ""
    return (held.title, when, held.series, str(held.get_kind_display())) if held else None


def _study(code: str) -> Words | None:
    shown = {"activity__withdrawn_on": None, "activity__standing": Activity.Standing.CONFIRMED}
    held = standing(Study.objects).filter(code=code, **shown).select_related("activity").first()
    when = date_words(held.activity.starts, language()) if held and held.activity.starts else ""
    return (held.activity.title, when, held.group, _("Study")) if held else None


def _country(code: str) -> Words | None:
    held = Country.objects.filter(code=code).first()
    return (
        (name_on(held, timezone.localdate(), language()), _("Country and office"), "", "") if held else None
    )


def _report(code: str) -> Words | None:
    held = Edition.objects.filter(code=code, public=True).defer("document").first()
    return (held.title, period_words(held.period, language()), "", _("Report")) if held else None


def _figure(code: str) -> Words | None:
    if code not in CATALOGUE:
        return None
    told = published(code, Scope.of(*usual(public=True)))
    if told is None:
        return None
    words = f"{shown_words(told.value, least_count())} {unit_after(told.figure.unit.code, told.value)}"
    return str(told.figure.label), words.strip(), period_words(told.scope.period, language()), _("Figure")


KINDS: Final[dict[str, Callable[[str], Words | None]]] = {
    "story": _story, "publication": _publication, "study": _study, "country": _country, "report": _report, "figure": _figure,
}  # fmt: skip
"""Every kind of public page whose picture is drawn here; an event's says also whether one can still come."""


@require_safe
def picture(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    words = KINDS[kind](code) if kind in KINDS else None
    if words is None:
        raise Http404
    return drawn(*words)


def picture_of(kind: str, code: object) -> str:
    """The address of the picture of a page."""
    return reverse("share_picture", args=(kind, str(code)))


URLS = [path("share/<slug:kind>/<str:code>.png", picture, name="share_picture")]
