"""The figures of research: studies, products, and the countries they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import NOT_RECORDED, Distinct, Figure, Row
from colonnade.figures.dimensions import (
    ABOUT,
    COVERED,
    KIND,
    LANGUAGE,
    PRODUCT_KIND,
    REGION,
    SERIES,
    STATE,
    THEME,
    YEAR,
)
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.research.models import NOT_STATED
from colonnade.research.queries import ProductFact, StudyFact, titles_and_products
from colonnade.research.rules.products import ISSUED
from colonnade.values.period import Period
from colonnade.values.units import COUNTRIES, PRODUCTS, STUDIES


def studies_in(record: Reading, period: Period) -> list[tuple[StudyFact, tuple[int, ...]]]:
    """Studies with a phase in the period, with the years of it in which one ran.

    A study that is planned, or was put off or called off, is none on which work went on. A title without a dated phase belongs to the period that contains the years of the report that lists it.
    """
    found = []
    for study in record.studies:
        if not study.begun:
            continue
        years = tuple(year for year in study.years if Period.year(year).overlaps(period))
        listed = not study.years and study.listed and period.covers(Period.of_years(*study.listed))
        if years or listed:
            found.append((study, years))
    return found


class Studies(Figure):
    """Studies on which work is known to have gone on in the period, by their titles.

    Studies that are planned, or were put off or called off, do not count.

    A study of several phases or years is one. A title whose years no source gives counts in the period of the
    report that lists it, and in no single year.
    """

    key = "research.studies"
    label = _("Studies")
    unit = STUDIES
    dimensions = (YEAR, KIND, THEME, ABOUT)
    clock = "the years in which a phase of the study ran"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for study, years in studies_in(record, scope.period):
            first = (str(years[0]),) if years else (NOT_RECORDED,)
            on = str(years[0]) if years else str(Period.of_years(*study.listed)) if study.listed else ""
            facets = {"year": first, "kind": (study.kind,), "theme": study.themes,
                      "covered": tuple(sorted(study.covered))}  # fmt: skip
            caveat = (
                "" if years else "Some titles are listed without a year; they count in the period as a whole."
            )
            yield Row(study.ref, study.title, on, 1, {}, facets, study.source, caveat=caveat)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        dated = sum(row.facets["year"] != (NOT_RECORDED,) for row in counted)
        return f"years known for {dated} of {len(counted)} studies" if counted else ""


def languages_of(product: ProductFact) -> tuple[str, ...]:
    """The languages a product came out in, as far as they are known."""
    known = {version.language for version in product.versions} - {NOT_STATED}
    return tuple(sorted(known)) or (NOT_RECORDED,)


def product_row(product: ProductFact) -> Row:
    """A published product as a row of a figure."""
    year = str(product.published.first_day.year) if product.published else NOT_RECORDED
    facets = {"year": (year,), "product_kind": (product.kind,), "state": (product.state,),
              "covered": tuple(sorted(product.covered)), "series": (product.series_code or NOT_RECORDED,),
              "language": languages_of(product)}  # fmt: skip
    return Row(product.ref, product.title, str(product.published or ""), 1, {}, facets, product.source)


def published_in(record: Reading, period: Period) -> list[ProductFact]:
    """The office's own products published in the period. One without a date is in no period."""
    return [
        product for product in record.products
        if product.own and product.state in ISSUED
        and product.published and product.published.first_day in period
    ]  # fmt: skip


class Products(Figure):
    """The office's own products published in the period: reports, profiles, papers.

    Drafts and plans do not count, nor do products of others to which the office contributed, nor what was withdrawn
    from publication. One that was superseded came out no less, and in several languages it is one.
    """

    key = "research.products"
    label = _("Products")
    unit = PRODUCTS
    dimensions = (YEAR, PRODUCT_KIND, STATE, ABOUT, SERIES, LANGUAGE)
    clock = "the date of publication"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        return [product_row(product) for product in published_in(record, scope.period)]

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        """Of the whole, why it is not the number of titles."""
        told = super().caveats(record, scope, rows)
        if scope.parts or not rows:
            return told
        studies = [study for study, _years in studies_in(record, scope.period)]
        gap = titles_and_products(studies, published_in(record, scope.period)).words
        return (*told, gap) if gap else told


class CountriesCovered(Figure):
    """Different countries that the studies and products of the period are about, each counted once.

    A country that is studied need not have asked for it, nor sent anybody.
    """

    key = "research.countries_covered"
    label = _("Countries covered by research")
    unit = COUNTRIES
    additive = False
    dimensions = (YEAR, COVERED, REGION)
    clock = "the years of the study, or the date of the product"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for study, years in studies_in(record, scope.period):
            if study.covered:
                year = str(years[0]) if years else NOT_RECORDED
                on = str(years[0]) if years else str(Period.of_years(*study.listed)) if study.listed else ""
                yield self._row(
                    record, scope, by, study.ref, study.title, on, year, study.covered, study.source
                )
        for product in published_in(record, scope.period):
            if product.covered:
                on = str(product.published)
                yield self._row(
                    record, scope, by, product.ref, product.title, on, on[:4], product.covered, product.source
                )

    def _row(self, record: Reading, scope: Scope, by: str | None, ref: str, title: str, on: str, year: str,
             covered: frozenset[str], source: str) -> Row:  # fmt: skip
        wanted = dict(scope.parts)
        kept = frozenset(
            country for country in covered
            if wanted.get("covered", country) == country
            and wanted.get("region") in (None, record.regions.get(country, NOT_RECORDED))
        )  # fmt: skip
        shares: dict[str, set[str]] = {}
        for country in kept:
            part = country if by == "covered" else record.regions.get(country, NOT_RECORDED)
            shares.setdefault(part, set()).add(country)
        told = (
            {part: Distinct(frozenset(held)) for part, held in shares.items()}
            if by in ("covered", "region")
            else {}
        )
        return Row(ref, title, on, Distinct(kept), told, {"year": (year,)}, source)
