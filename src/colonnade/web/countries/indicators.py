"""What others measure of a country: editions side by side, with source and terms, and a drawing of the first series."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from colonnade.figures.scope import Scope
from colonnade.places.models import Indicator, IndicatorValue
from colonnade.places.queries import Revision, indicators_of, printed
from colonnade.renderers.document import Bound, Chart, Series
from colonnade.values.period import Period
from colonnade.values.words import date_words, number_words
from colonnade.web.countries.composing import Asked

VALUE, RANK = "places.indicator_value", "places.indicator_rank"


@dataclass(frozen=True)
class Cell:
    """A number of the publisher's, with the way to its figure; None of it where the country was not assessed."""

    words: str
    url: str = ""
    bound: Bound | None = None


@dataclass(frozen=True)
class Column:
    """A series, or the ranks in it."""

    label: str
    title: str


@dataclass(frozen=True)
class Measured:
    """All that others measure of a country: a row an edition, and what must be said with it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    chart: Chart | None
    sources: tuple[str, ...]
    revisions: tuple[str, ...]

    @property
    def latest(self) -> tuple[tuple[Column, Cell], ...]:
        """The latest edition, column by column."""
        return tuple(zip(self.columns, self.rows[-1][1], strict=True)) if self.rows else ()

    @property
    def downwards(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """The latest edition first, as a page tells it."""
        return tuple(reversed(self.rows))


def measured(asked: Asked) -> Measured | None:
    """The editions up to the page's day; None where the office has loaded none."""
    held = [
        (indicator, [value for value in values if value.year <= asked.day.year], revisions)
        for indicator, values, revisions in indicators_of(asked.country)
    ]
    held = [(indicator, values, revisions) for indicator, values, revisions in held if values]
    if not held:
        return None
    columns: list[Column] = []
    cells: dict[int, list[Cell]] = {year: [] for year in sorted({v.year for _i, vs, _r in held for v in vs})}
    for indicator, values, _revised in held:
        by_year = {value.year: value for value in values}
        name = indicator.short_name or indicator.code
        columns.append(Column(name, indicator.name))
        ranked = any(value.rank for value in values)
        if ranked:
            columns.append(Column(_("Rank"), f"{_('Rank')}, {name}"))
        for year, row in cells.items():
            value = by_year.get(year)
            row.append(
                cell(asked, VALUE, indicator, value, printed(value.value, indicator) if value else None)
            )
            if ranked:
                row.append(cell(asked, RANK, indicator, value, value.rank if value else None))
    return Measured(
        tuple(columns), tuple((str(year), tuple(row)) for year, row in cells.items()), chart(asked, *held[0][:2]),
        sources_words([indicator for indicator, _values, _revised in held]),
        tuple(revision_words(asked, indicator, one) for indicator, _values, revised in held for one in revised),
    )  # fmt: skip


def cell(
    asked: Asked, key: str, indicator: Indicator, value: IndicatorValue | None, number: Decimal | int | None
) -> Cell:
    """One number, bound to the figure that tells it again."""
    if value is None or number is None:
        return Cell("–")
    bound = bound_of(asked, key, indicator, value.year, number)
    page = "desk_figures:figure" if asked.staff else "figure"
    url = f"{reverse(page, args=(key,))}?{bound.address.partition('?')[2]}"
    return Cell(number_words(number, asked.language), url, bound)


def bound_of(asked: Asked, key: str, indicator: Indicator, year: int, number: Decimal | int | None) -> Bound:
    parts = {"indicator": indicator.code, "assessed": asked.country.code}
    scope = Scope.of(Period.year(year), asked.today, parts)
    name = indicator.short_name or indicator.name
    return Bound(scope.address(key), number, "rank" if key == RANK else "index", f"{name}, {year}")


def chart(asked: Asked, indicator: Indicator, values: list[IndicatorValue]) -> Chart | None:
    """The values of the first series over its editions. Ranks are not drawn: how many were ranked differs."""
    told = [value for value in values if value.value is not None]
    if len(told) < 2:
        return None
    bounds = tuple(bound_of(asked, VALUE, indicator, v.year, printed(v.value, indicator)) for v in told)
    years = tuple(str(value.year) for value in told)
    said = "; ".join(
        f"{year}: {bound.words(asked.language)}" for year, bound in zip(years, bounds, strict=True)
    )
    name = indicator.short_name or indicator.name
    title = f"{name}, {indicator.unit}" if indicator.unit else name
    return Chart("column", years, (Series(name, bounds),), title, f"{title}. {said}")


def sources_words(indicators: list[Indicator]) -> tuple[str, ...]:
    """Who publishes the series, where they are found and on what terms: series of one publisher and one source together."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for indicator in indicators:
        title = indicator.source.title if indicator.source else ""
        key = (indicator.publisher, title, indicator.licence.rstrip("."))
        told.setdefault(key, []).append(f"{indicator.short_name or indicator.code}: {indicator.name}")
    return tuple(
        f"{'; '.join(names)}. {'. '.join(filter(None, (', '.join(filter(None, (publisher, title))), licence)))}."
        for (publisher, title, licence), names in told.items()
    )


def revision_words(asked: Asked, indicator: Indicator, one: Revision) -> str:
    """What a value was until it was revised."""
    old = printed(one.value, indicator)
    was = number_words(old, asked.language)
    if one.rank:
        was = f"{was}, {_('rank %(rank)s') % {'rank': number_words(one.rank, asked.language)}}"
    return _("%(name)s, edition of %(year)d: until %(day)s the record said %(was)s.") % {
        "name": indicator.short_name or indicator.code, "year": one.year, "day": date_words(one.on, asked.language),
        "was": was,
    }  # fmt: skip
