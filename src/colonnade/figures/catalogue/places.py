"""The figures of countries: those the office worked with, and what others measure of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colonnade.figures.catalogue.capacity import OfEvents
from colonnade.figures.catalogue.research import published_in, studies_in
from colonnade.figures.definition import NOT_RECORDED, Dimension, Distinct, Figure, Row
from colonnade.figures.dimensions import ASSESSED, INDICATOR, RELATION, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.places.queries import IndicatorFact
from colonnade.values.period import Period
from colonnade.values.units import COUNTRIES, INDEX, RANK

Brought = dict[str, frozenset[str]]
"""The countries that a record brings, by how they were worked with."""


class CountriesWorkedWith(OfEvents):
    """Different countries that hosted an activity of the period, were represented at one, were covered by its studies,
    products and missions, or have an organisation that was a partner in it, each counted once.

    A country that did all four is one; the four numbers beside it are therefore never added.
    """

    key = "places.countries_worked_with"
    label = _("Countries worked with")
    unit = COUNTRIES
    additive = False
    dimensions: ClassVar[tuple[Dimension, ...]] = (YEAR, RELATION)
    clock = "the first day of the event or mission, the years of the study, the date of the product, the year of the partner"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        wanted, everywhere = scope.narrowed.get("relation"), frozenset(record.regions)
        for ref, label, on, brought, stated, source in self._brought(record, scope):
            kept = {
                relation: held for relation, held in brought.items() if held and wanted in (None, relation)
            }
            unnamed = stated if wanted in (None, "represented") else 0
            if not kept and not unnamed:
                continue
            shares = {
                relation: Distinct(held, unnamed, 0, everywhere)
                if relation == "represented"
                else Distinct(held)
                for relation, held in kept.items()
            }
            if unnamed and "represented" not in shares:
                shares["represented"] = Distinct(frozenset(), unnamed, 0, everywhere)
            union = frozenset[str]().union(*kept.values())
            # A host that is not among those named may or may not be one of those only counted.
            besides = len(union - brought.get("represented", frozenset())) if unnamed else 0
            facets = {"year": (on[:4] if on else NOT_RECORDED,)}
            yield Row(
                ref,
                label,
                on,
                Distinct(union, unnamed, besides, everywhere if unnamed else frozenset()),
                shares if by == "relation" else {},
                facets,
                source,
            )

    def _brought(self, record: Reading, scope: Scope) -> Iterator[tuple[str, str, str, Brought, int, str]]:
        for event in self.events(record, scope):
            host = frozenset({event.host} if event.host else ())
            stated = event.countries_stated
            yield (
                event.ref,
                event.title,
                event.on,
                {"host": host, "represented": event.countries},
                stated,
                event.source,
            )
        for mission in record.missions:
            if mission.starts.first_day in scope.period:
                host = frozenset({mission.host} if mission.host else ())
                told = {"host": host, "covered": mission.covered}
                yield mission.ref, mission.title, str(mission.starts), told, 0, mission.source
        for study, years in studies_in(record, scope.period):
            on = str(years[0]) if years else str(Period.of_years(*study.listed)) if study.listed else ""
            yield study.ref, study.title, on, {"covered": study.covered}, 0, study.source
        for product in published_in(record, scope.period):
            yield (
                product.ref,
                product.title,
                str(product.published),
                {"covered": product.covered},
                0,
                product.source,
            )
        for partner in record.partners:
            if partner.when in scope.period:
                yield partner.ref, partner.title, partner.on, {"partner": partner.countries}, 0, ""


class OfIndicators(Figure):
    """A number that somebody else works out for a country, edition by edition: taken over as it is."""

    additive = False
    taken_over = True
    dimensions: ClassVar[tuple[Dimension, ...]] = (YEAR, INDICATOR, ASSESSED)
    clock = "the year of the edition"

    def taken(self, fact: IndicatorFact) -> Decimal | int | None:
        raise NotImplementedError  # each kind says its own

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        asked = scope.narrowed
        years = (scope.period.first.year, scope.period.last.year)
        for fact in record.indicators(years, asked.get("indicator", ""), asked.get("assessed", "")):
            if Period.year(fact.year).first in scope.period:
                number = self.taken(fact)
                facets = {
                    "year": (str(fact.year),),
                    "indicator": (fact.indicator,),
                    "assessed": (fact.country,),
                }
                yield Row(
                    fact.ref, fact.label, str(fact.year), number if number is not None else 0, {}, facets, fact.source,
                    unknown=number is None,
                )  # fmt: skip

    def completeness(self, rows: Sequence[Row]) -> str:
        told = [row for row in rows if not row.unknown]
        if len(told) < 2:
            return ""
        return f"{len(told)} values of the publisher: ask for one indicator, one country and one edition"


class IndicatorValue(OfIndicators):
    """What an index or a rate of another publisher says of one country in one edition, as it was published.

    Two editions may be worked out differently: the publisher says whether they can be compared.
    """

    key = "places.indicator_value"
    label = _("Value of an indicator")
    unit = INDEX

    def taken(self, fact: IndicatorFact) -> Decimal | None:
        return fact.value


class IndicatorRank(OfIndicators):
    """The place of one country among those assessed in one edition of an index, as its publisher printed it.

    A rank depends on how many countries were assessed and on how the others did; the mean of two ranks means nothing.
    """

    key = "places.indicator_rank"
    label = _("Rank in an indicator")
    unit = RANK

    def taken(self, fact: IndicatorFact) -> int | None:
        return fact.rank
