"""Which pages of the site are found, and by which words. A line for each kind; persons are not among them.

Each kind reads its rows by a fixed number of questions. What its page does not show the public, no word here repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import Model, Prefetch, Q
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from wagtail.models import Page

from colonnade.capacity.models import Event
from colonnade.capacity.queries import public_events
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.models import Edition
from colonnade.outreach.models import Stories, Story, WrittenPage
from colonnade.partners.models import Organisation, OrganisationName
from colonnade.places.models import Country, CountryName
from colonnade.programme.models import Activity, ActivityPartner, Partnership
from colonnade.records.queries import standing
from colonnade.research.models import Case, CaseText, Contribution, LanguageVersion, Product, Study
from colonnade.research.queries import issued_products, public_studies, publications, published_cases
from colonnade.values.languages import LANGUAGES, known
from colonnade.web.site.addresses import public


@dataclass(frozen=True)
class Told:
    """A public page in one language: what it is called, where it stands, what else it may be found by."""

    ref: str
    kind: str
    language: str
    title: str
    address: str
    words: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of page that is found. ``follows`` are the kinds of row whose changes it must follow."""

    name: str
    told: Callable[[], Iterable[Told]]
    follows: tuple[type[Model], ...]


def pages() -> Iterator[Told]:
    """What was written, in each language in which it was."""
    for kind in (WrittenPage, Stories, Story):
        for page in kind.objects.live().public().filter(alias_of=None).select_related("locale"):
            path = page.relative_url(None) if page.get_url_parts() else None
            if path:
                name = "story" if isinstance(page, Story) else "page"
                yield Told(f"page/{page.translation_key}", name, known(page.language), page.title, path,
                           f"{page.summary} {text_of(page.body)}", getattr(page, "on", None))  # fmt: skip


def text_of(body: Any) -> str:
    """The words of a written page that stand in it; what it names in the record is found there."""
    said = []
    for block in body:
        if block.block_type in ("heading", "text"):
            said.append(strip_tags(str(block.value).replace("<", " <")))
        elif block.block_type == "picture":
            said.append(f"{block.value['alt']} {block.value['caption']}")
    return " ".join(said)


def events() -> Iterator[Told]:
    for event in public_events():
        held = event.activity
        yield Told(event.ref, "event", "en", held.title, reverse("event_page", args=(event.code,)),
                   f"{event.code} {held.kind} {held.place} {event.host_name} {event.summary} {event.audience}",
                   held.starts_on)  # fmt: skip


def studies() -> Iterator[Told]:
    for study in public_studies():
        yield Told(study.ref, "study", "en", study.activity.title, reverse("study_page", args=(study.code,)),
                   f"{study.code} {study.group}", study.activity.starts_on)  # fmt: skip


def products() -> Iterator[Told]:
    """Publications by the title of each language version, under the one address that shows them all."""
    for held in publications(issued_products()):
        address = reverse("publication", args=(held.code,))
        on = held.published.first_day if held.published else None
        more = " ".join(filter(None, (
            held.code, held.symbol, held.isbn_print, held.isbn_online, held.doi, held.series, *held.themes,
            *(one.name for one in held.people),
        )))  # fmt: skip
        told = [(known(one.language), one.title, one.abstract) for one in held.versions] or [
            ("en", held.title, "")
        ]
        for language, title, abstract in told:
            yield Told(f"research/product/{held.code}", "publication", language, title, address, f"{more} {abstract}", on)  # fmt: skip


def cases() -> Iterator[Told]:
    """Cases of good practice, in each language in which they were written."""
    for held in published_cases().select_related("country").prefetch_related("texts"):
        address = reverse("case_page", args=(held.code,))
        more = f"{held.code} {held.organisation_name} {held.country or ''} {held.category}"
        for text in (held, *held.texts.all()):
            words = f"{more} {text.problem} {text.done} {text.results} {text.lessons}"
            yield Told(held.ref, "case", known(text.language), text.title, address, words, held.published_on)


def countries() -> Iterator[Told]:
    """Every country the record speaks of, by every name it has or had, in seven languages."""
    spoken = standing(Activity.objects)
    codes = set(spoken.values_list("host_country", flat=True)) | set(
        spoken.values_list("countries_covered", flat=True)
    )
    names = Prefetch("names", CountryName.objects.all())
    for country in Country.objects.filter(pk__in=codes - {None}).prefetch_related(names):
        address = public("countries", country.code) or f"{reverse('map')}#{country.code}"
        for language in LANGUAGES:
            if title := getattr(country, f"name_{language}"):
                former = " ".join(name.name for name in country.names.all() if name.language == language)
                yield Told(country.ref, "country", language, title, address,
                           f"{former} {country.code} {country.formal_en if language == 'en' else ''}")  # fmt: skip


def partners() -> Iterator[Told]:
    """Organisations that have, or had, a part in an activity or a year's plan; by every name they bore."""
    address = public("partners")
    if not address:
        return
    part = Q(pk__in=ActivityPartner.objects.filter(activity__withdrawn_on=None).values("organisation"))
    part |= Q(pk__in=standing(Partnership.objects).values("organisation"))
    names = Prefetch("names", OrganisationName.objects.all())
    for one in standing(Organisation.objects).filter(part).prefetch_related(names):
        more = " ".join(name.name for name in one.names.all())
        yield Told(one.ref, "partner", "en", one.name, public("partners", one.code) or address,
                   f"{one.short_name} {more}")  # fmt: skip


def reports() -> Iterator[Told]:
    for edition in Edition.objects.filter(public=True).defer("document"):
        yield Told(f"figures/edition/{edition.code}", "report", known(edition.language), edition.title,
                   reverse("edition", args=(edition.code,)), f"{edition.code} {edition.first_day.year} {edition.last_day.year}",
                   edition.frozen_at.date())  # fmt: skip


def figures() -> Iterator[Told]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for key, figure in CATALOGUE.items():
                more = (
                    f"{key.replace('.', ' ').replace('_', ' ')} {figure.definition if code == 'en' else ''}"
                )
                yield Told(f"figure/{key}", "figure", known(code), str(figure.label), reverse("figure", args=(key,)), more)  # fmt: skip


KINDS: Final = (
    Kind("page", pages, (Page,)),
    Kind("event", events, (Event, Activity)),
    Kind("publication", products, (Product, LanguageVersion, Contribution)),
    Kind("case", cases, (Case, CaseText)),
    Kind("study", studies, (Study, Activity)),
    Kind("country", countries, (Country, CountryName, Activity)),
    Kind("partner", partners, (Organisation, OrganisationName, ActivityPartner, Partnership)),
    Kind("report", reports, (Edition,)),
    Kind("figure", figures, ()),
)
"""Every kind of page that a search finds, and no other."""
