"""What a reader narrows the list of publications by, each with what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colonnade.office.models import Theme
from colonnade.places.queries import country_names
from colonnade.programme.models import Activity
from colonnade.research.models import NOT_STATED, LanguageVersion, Product, Series
from colonnade.research.queries import issued_products
from colonnade.web.figures.words import language
from colonnade.web.publications.words import kind_words, language_words

NARROWED_BY = ("year", "kind", "language", "series", "country", "theme")


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list: its name in the address, its words, what there is, and what is chosen."""

    name: str
    words: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def narrowed(asked: Mapping[str, str]) -> QuerySet[Product]:
    """The publications asked for, the newest first; those of which no source says the year come last."""
    found = issued_products()
    for name in NARROWED_BY:
        if value := asked.get(name):
            found = found.filter(_condition(name, value))
    return found.order_by(F("published_on").desc(nulls_last=True), "code")


def _condition(name: str, value: str) -> Q:
    if name == "year":
        return Q(published_on=None) if value == "none" else Q(published_on__year=int(value))
    if name == "language":
        held = LanguageVersion.objects.filter(withdrawn_on=None, released=True, language=value)
        return Q(pk__in=held.values("product"))
    if name == "country":
        return Q(pk__in=Product.countries.through.objects.filter(country__code=value).values("product"))
    if name == "theme":
        own = Product.themes.through.objects.filter(theme__code=value).values("product")
        studied = Activity.objects.filter(themes__code=value).values("pk")
        return Q(pk__in=own) | Q(study__activity__in=studied)
    return Q(kind=value) if name == "kind" else Q(series__code=value)


def choices(asked: Mapping[str, str]) -> list[Choice]:
    """Everything there is to narrow by; a way with one choice only is none."""
    issued = issued_products()
    keys = issued.values("pk")
    years = sorted({day.year for day in issued.dates("published_on", "year")}, reverse=True)
    undated = issued.filter(published_on=None).exists()
    kinds = set(issued.order_by().values_list("kind", flat=True).distinct())
    versions = LanguageVersion.objects.filter(withdrawn_on=None, released=True, product__in=keys)
    tongues = set(versions.order_by().values_list("language", flat=True).distinct())
    series = Series.objects.filter(products__in=keys).distinct().values_list("code", "title")
    covered = Product.countries.through.objects.filter(product__in=keys)
    codes = set(covered.values_list("country__code", flat=True).distinct())
    names = country_names(language(), date.today()) if codes else {}
    told = [
        ("year", _("Year"), [(str(year), str(year)) for year in years] + ([("none", _("not stated"))] if undated else [])),
        ("kind", _("Kind"), [(kind, kind_words(kind)) for kind in Product.Kind.values if kind in kinds]),
        ("language", _("Language"), sorted(
            ((code, capfirst(language_words(code))) for code in tongues), key=lambda one: (one[0] == NOT_STATED, one[1]))),
        ("series", _("Series"), list(series)),
        ("country", _("Country covered"), sorted(((c, names.get(c, c)) for c in codes), key=lambda one: one[1])),
        ("theme", _("Theme"), _themes(keys)),
    ]  # fmt: skip
    return [
        Choice(name, words, tuple(options), asked.get(name, ""))
        for name, words, options in told
        if len(options) > 1 or asked.get(name)
    ]


def _themes(keys) -> list[tuple[str, str]]:
    own = Product.themes.through.objects.filter(product__in=keys).values("theme")
    studied = Product.objects.filter(pk__in=keys, study__isnull=False).values("study__activity")
    of_studies = Activity.themes.through.objects.filter(activity__in=studied).values("theme")
    return list(Theme.objects.filter(Q(pk__in=own) | Q(pk__in=of_studies)).values_list("code", "name"))


def asked_for(given: Mapping[str, str]) -> dict[str, str] | None:
    """What an address narrows the list by; None where it asks for what cannot be."""
    asked = {name: value for name in NARROWED_BY if (value := given.get(name, "").strip())}
    year = asked.get("year", "none")
    return asked if year == "none" or (year.isascii() and year.isdigit() and 0 < int(year) < 10_000) else None
