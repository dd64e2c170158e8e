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
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.research.models import Product, Study
from colonnade.values.languages import direction, known
from colonnade.values.words import date_words
from colonnade.web.events.pages import place_words, when_words
from colonnade.web.figures.words import language
from colonnade.web.site.addresses import public


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
    rows = standing(Product.objects).filter(state=Product.State.PUBLISHED, own=True)
    if year:
        rows = rows.filter(published_on__year=year)
    else:
        rows = rows.exclude(published_on=None)
    return [
        Line(row.ref, "publication", row.title, date_words(row.published, language()) if row.published else "",
             public("publications", row.code), "en", row.published_on, str(row.get_kind_display()))
        for row in rows.order_by("-published_on", "code")[:most]
    ]  # fmt: skip


def studies(*, year: int | None = None, most: int | None = None) -> list[Line]:
    """Studies on which work went on; of a year, those with a phase in it."""
    shown = (Activity.State.RUNNING, Activity.State.HELD, Activity.State.CLOSED)
    rows = standing(Study.objects).filter(
        activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED, activity__state__in=shown
    )
    if year:
        begun = Q(phases__starts_on__year__lte=year) | Q(phases__starts_on=None, phases__ends_on__year=year)
        rows = rows.filter(begun, phases__ends_on__year__gte=year, phases__withdrawn_on=None).distinct()
    return [
        Line(row.ref, "study", row.activity.title, "", public("studies", row.code), "en", None, row.group)
        for row in rows.select_related("activity").order_by("order", "code")[:most]
    ]


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
    "events": events, "publications": publications, "studies": studies, "stories": stories, "reports": reports,
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
    kinds: Iterable[Lister] = (stories, publications, reports, announced)
    told = [line for kind in kinds for line in kind(most=most) if line.on]
    return sorted(told, key=lambda line: (str(line.on), line.ref), reverse=True)[:most]


def noon(day: date) -> str:
    """A day as the moment a feed asks for."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone()).isoformat()
