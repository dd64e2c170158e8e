"""The figures of calls and cases: what was sent, what was eligible, from where, and what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import NOT_RECORDED, Dimension, Distinct, Figure, Row
from colonnade.figures.dimensions import CALL, COUNTRY, REGION, THEME, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.research.queries import CallFact
from colonnade.values.units import CASES, COUNTRIES, SUBMISSIONS


def kept_of(counts: Mapping[str, int], record: Reading, scope: Scope) -> dict[str, int]:
    """What of the counts by country belongs to the country or region asked for."""
    wanted = dict(scope.parts)
    return {
        country: number
        for country, number in counts.items()
        if wanted.get("country") in (None, country or NOT_RECORDED)
        and wanted.get("region") in (None, record.regions.get(country, NOT_RECORDED))
    }


def shared(counts: Mapping[str, int], record: Reading, by: str | None) -> dict[str, int]:
    """The counts by country as parts of the dimension asked for."""
    told: dict[str, int] = {}
    for country, number in counts.items() if by in ("country", "region") else ():
        part = (country or NOT_RECORDED) if by == "country" else record.regions.get(country, NOT_RECORDED)
        told[part] = told.get(part, 0) + number
    return told


class OfCalls(Figure):
    """What is counted call by call, in the year in which the call closed."""

    unit = SUBMISSIONS
    dimensions: ClassVar[tuple[Dimension, ...]] = (YEAR, CALL, COUNTRY, REGION)
    clock = "the day on which the call closed"

    def counts(self, call: CallFact) -> Mapping[str, int]:
        return call.sent

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for call in record.calls:
            if call.closed not in scope.period:
                continue
            kept = kept_of(self.counts(call), record, scope)
            if kept:
                facets = {"year": (str(call.closed.year),), "call": (call.code,)}
                told = shared(kept, record, by)
                yield Row(
                    call.ref, call.title, str(call.closed), sum(kept.values()), told, facets, call.source
                )


class Submissions(OfCalls):
    """Submissions sent in answer to calls that closed in the period.

    Drafts that were never sent do not count, nor what its sender took back. What was found not eligible or a duplicate does.
    """

    key = "research.submissions"
    label = _("Submissions to calls")


class Eligible(OfCalls):
    """Submissions to calls that closed in the period and were found eligible, whether or not they were selected."""

    key = "research.submissions_eligible"
    label = _("Eligible submissions")

    def counts(self, call: CallFact) -> Mapping[str, int]:
        return call.eligible


class CountriesSubmitting(Figure):
    """Different countries from which something was sent in answer to calls that closed in the period, each counted once.

    The country that whoever sent it represents, or whose institution did the work. Those that represent none do not count.
    """

    key = "research.countries_submitting"
    label = _("Countries that answered calls")
    unit = COUNTRIES
    additive = False
    dimensions = (YEAR, CALL, COUNTRY, REGION)
    clock = "the day on which the call closed"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for call in record.calls:
            if call.closed not in scope.period:
                continue
            kept = {country for country in kept_of(call.sent, record, scope) if country}
            if not kept:
                continue
            shares: dict[str, set[str]] = {}
            for country in kept if by in ("country", "region") else ():
                part = country if by == "country" else record.regions.get(country, NOT_RECORDED)
                shares.setdefault(part, set()).add(country)
            told = {part: Distinct(frozenset(held)) for part, held in shares.items()}
            facets = {"year": (str(call.closed.year),), "call": (call.code,)}
            yield Row(
                call.ref, call.title, str(call.closed), Distinct(frozenset(kept)), told, facets, call.source
            )


class Cases(Figure):
    """Cases of good practice, and winners of awards, that the office published in the period."""

    key = "research.cases"
    label = _("Cases published")
    unit = CASES
    dimensions = (YEAR, CALL, THEME, COUNTRY, REGION)
    clock = "the day of publication"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for case in record.cases:
            kept = kept_of({case.country: 1}, record, scope)
            if case.published in scope.period and kept:
                facets = {
                    "year": (str(case.published.year),), "call": (case.call or NOT_RECORDED,), "theme": case.themes,
                }  # fmt: skip
                told = shared(kept, record, by)
                yield Row(case.ref, case.title, str(case.published), 1, told, facets, case.source)
