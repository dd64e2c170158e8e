"""What is new and what there is, in short lines: for written pages, feeds, embeds and the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from colonnade.capacity.queries import public_events
from colonnade.figures.models import Edition
from colonnade.outreach.models import Story
from colonnade.research.models import Product
from colonnade.research.queries import chosen, issued_products, public_studies, published_cases, words_in
from colonnade.research.queries import publications as published
from colonnade.values.languages import direction, known
from colonnade.values.words import date_words
from colonnade.web.events.pages import place_words, when_words
from colonnade.web.figures.words import language


@dataclass(frozen=True)
class Line:
    """One of a list: what it is, when, where it stands, and in which language its words are."""

    ref: str
    kind: str
    title: str
    when: str
    url: str
    language: str
    on: date | None = None
    more: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language)


def stories(*, year: int | None = None, most: int | None = None) -> list[Line]:
    """News and stories, newest first, each once: in the reader's language where it was written in it. Two questions."""
    rows = Story.objects.live().public().filter(alias_of=None).select_related("locale")
    if year:
        rows = rows.filter(on__year=year)
    each: dict[object, Story] = {}
    for story in rows.order_by("-on", "locale_id", "pk"):
        held = each.get(story.translation_key)
        if held is None or known(story.language) == language():
            each[story.translation_key] = story
    told = sorted(each.values(), key=lambda story: story.on, reverse=True)[:most]
    return [
        Line(f"story/{story.translation_key}", "story", story.title, date_words(story.on, language()), story.get_url() or "/",
             known(story.language), story.on, story.summary)
        for story in told
    ]  # fmt: skip


def events(*, year: int | None = None, most: int | None = None) -> list[Line]:
    """Events to come, the nearest first; of a year, all in order."""
    rows = public_events(language())
    if year:
        rows = rows.filter(activity__starts_on__year=year)
    else:
        today = timezone.localdate()
        open_end = Q(activity__ends_on=None, activity__starts_on__gte=today)
        rows = rows.filter(Q(activity__ends_on__gte=today) | open_end)
    return [
        Line(event.ref, "event", event.activity.title, when_words(event), reverse("event_page", args=(event.code,)), "en",
             event.activity.starts_on, place_words(event))
        for event in rows[:most]
    ]  # fmt: skip


def publications(*, year: int | None = None, most: int | None = None) -> list[Line]:
    """The office's own publications, newest first, each in the reader's language where it came out in it."""
    rows = issued_products().filter(own=True)
    rows = rows.filter(published_on__year=year) if year else rows.exclude(published_on=None)
    told = []
    for held in published(rows.order_by("-published_on", "code")[:most]):
        version = chosen(held.versions, language())
        told.append(
            Line(f"research/product/{held.code}", "publication", version.title if version else held.title,
                 date_words(held.published, language()) if held.published else "", reverse("publication", args=(held.code,)),
                 known(version.language) if version else "en", held.published.first_day if held.published else None,
                 str(Product.Kind(held.kind).label))
        )  # fmt: skip
    return told


def studies(*, year: int | None = None, most: int | None = None) -> list[Line]:
    """Studies on which work went on; of a year, those with a phase in it."""
    rows = public_studies()
    if year:
        begun = Q(phases__starts_on__year__lte=year) | Q(phases__starts_on=None, phases__ends_on__year=year)
        rows = rows.filter(begun, phases__ends_on__year__gte=year, phases__withdrawn_on=None).distinct()
    return [
        Line(row.ref, "study", row.activity.title, "", reverse("study_page", args=(row.code,)), "en", None, row.group)
        for row in rows.order_by("order", "code")[:most]
    ]  # fmt: skip


def cases(*, year: int | None = None, most: int | None = None) -> list[Line]:
    """Cases of good practice, the newest collection first, in the reader's language where they were written in it."""
    rows = published_cases().select_related("country").prefetch_related("texts")
    if year:
        rows = rows.filter(published_on__year=year)
    told = []
    for held in rows[:most]:
        words, _in_it = words_in(held, language())
        more = " · ".join(filter(None, (str(held.country or ""), held.organisation_name)))
        told.append(
            Line(held.ref, "case", words.title, date_words(held.published_on, language()),
                 reverse("case_page", args=(held.code,)), known(words.language), held.published_on, more)
        )  # fmt: skip
    return told


def reports(*, year: int | None = None, most: int | None = None) -> list[Line]:
    rows = Edition.objects.filter(public=True).defer("document").order_by("-as_of", "-pk")
    if year:
        rows = rows.filter(as_of__year=year)
    return [
        Line(f"figures/edition/{row.code}", "report", row.title, date_words(row.as_of, language()),
             reverse("edition", args=(row.code,)), known(row.language), row.as_of)
        for row in rows[:most]
    ]  # fmt: skip


Lister = Callable[..., list[Line]]

LISTS: Final[dict[str, Lister]] = {
    "events": events, "publications": publications, "studies": studies, "cases": cases, "stories": stories,
    "reports": reports,
}  # fmt: skip
"""The lists a written page, an embed and the archive may show; the keys are those of ``outreach.blocks.LISTS``."""


def announced(*, most: int) -> list[Line]:
    """Events to come, by the day on which what is said of them last changed."""
    told = [
        Line(event.ref, "event", event.activity.title, when_words(event), reverse("event_page", args=(event.code,)), "en",
             event.changed_at.date(), " · ".join(filter(None, (when_words(event), place_words(event)))))
        for event in public_events(language()).filter(activity__starts_on__gte=timezone.localdate())
    ]  # fmt: skip
    return sorted(told, key=lambda line: str(line.on), reverse=True)[:most]


def newest(*, most: int) -> list[Line]:
    """Everything new on the site, by its date: stories, publications, reports, and events announced."""
    kinds: Iterable[Lister] = (stories, publications, cases, reports, announced)
    told = [line for kind in kinds for line in kind(most=most) if line.on]
    return sorted(told, key=lambda line: (str(line.on), line.ref), reverse=True)[:most]


def noon(day: date) -> str:
    """A day as the moment a feed asks for."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone()).isoformat()
