"""What places are asked: groups, names and regions as at a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import Q, QuerySet

from colonnade.places.calendar import GroupCalendar, GroupChange, GroupsOn, Span
from colonnade.places.models import Country, CountryName, GroupMembership, Indicator, IndicatorValue
from colonnade.records.queries import standing, valid_on
from colonnade.values.languages import known

__all__ = [
    "GroupCalendar",
    "GroupChange",
    "GroupsOn",
    "IndicatorFact",
    "Revision",
    "country_called",
    "country_names",
    "group_calendar",
    "group_changes",
    "groups_by_country_on",
    "groups_on",
    "indicator_facts",
    "indicators_of",
    "members_on",
    "memberships_of",
    "name_on",
    "names_of",
    "regions_by_country",
]


def members_on(group: str, day: date) -> QuerySet[Country]:
    """The countries in a group on a day."""
    held = valid_on(_memberships().filter(group__code=group), day)
    return standing(Country.objects).filter(pk__in=held.values("country"))


def groups_on(country: str, day: date) -> frozenset[str]:
    """The codes of the groups a country is in on a day."""
    held = valid_on(_memberships().filter(country__code=country), day)
    return frozenset(held.values_list("group__code", flat=True))


def group_calendar() -> GroupCalendar:
    """Every membership there is, by one query: for anything that asks about more than one country or day."""
    columns = ("country__code", "group__code", "valid_from", "valid_to", "contested", "note")
    spans = tuple(Span(*row) for row in _memberships().order_by("pk").values_list(*columns))
    return GroupCalendar(spans)


def groups_by_country_on(day: date) -> GroupsOn:
    """The groups of every country on a day, with those in doubt, by one query."""
    return group_calendar().on(day)


def group_changes(since: date | None = None, until: date | None = None) -> list[GroupChange]:
    """Who entered which group and who left, in order of days."""
    return group_calendar().changes(since, until)


def country_names(language: str, day: date) -> dict[str, str]:
    """The short name of every country or area on a day, by its code; two queries.

    English names have a history. In the other languages only today's are held.
    """
    language = known(language)
    columns = ("code", f"name_{language}", "name_en")
    names = {code: name or english for code, name, english in Country.objects.values_list(*columns)}
    dated = valid_on(CountryName.objects.filter(language=language), day)
    return names | dict(dated.values_list("country__code", "name"))


def name_on(country: Country, day: date, language: str = "en") -> str:
    """What a country was called on a day; one query."""
    language = known(language)
    dated = valid_on(CountryName.objects.filter(country=country, language=language), day).first()
    return dated.name if dated else getattr(country, f"name_{language}") or country.name_en


def regions_by_country(level: Literal["region", "subregion"] = "region") -> dict[str, str]:
    """The M49 code of the region of each country or area. Antarctica is in none."""
    pairs = Country.objects.exclude(**{level: None}).values_list("code", f"{level}__m49")
    return dict(pairs)


def country_called(word: str) -> Country | None:
    """The country of an address: by its code, or by another of its codes (ISO alpha-2, M49); one query."""
    told = word.upper()
    held = standing(Country.objects).filter(Q(code=told) | Q(iso2=told) | Q(m49=told))
    return held.select_related("region", "subregion", "source").first()


def names_of(country: Country) -> list[CountryName]:
    """The names a country bore, with their days, the earliest first; one query."""
    return sorted(country.names.all(), key=lambda name: (name.language, name.valid_from or date.min))


def memberships_of(country: Country) -> list[GroupMembership]:
    """A country's times in groups, group by group; one query."""
    held = _memberships().filter(country=country).select_related("group")
    order = {"LDC": 0, "LLDC": 1, "SIDS": 2}
    return sorted(held, key=lambda m: (order.get(m.group.code, 9), m.group.code, m.valid_from or date.min))


# --- what others measure ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What an indicator says of a country in one edition, with as many decimals as it is printed with."""

    code: str
    indicator: str
    label: str
    country: str
    year: int
    value: Decimal | None
    rank: int | None
    source: str

    @property
    def ref(self) -> str:
        return f"places/indicatorvalue/{self.code}"


def indicator_facts(years: tuple[int, int], indicator: str = "", country: str = "") -> list[IndicatorFact]:
    """The standing values of some years, of one indicator and of one country where they are named; one query."""
    held = standing(IndicatorValue.objects).filter(indicator__withdrawn_on=None, year__range=years)
    if indicator:
        held = held.filter(indicator__code=indicator)
    if country:
        held = held.filter(country__code=country)
    rows = held.select_related("indicator__source", "country", "source").order_by(
        "indicator__order", "indicator__code", "country__code", "year"
    )
    return [
        IndicatorFact(
            v.code, v.indicator.code, f"{v.indicator.short_name or v.indicator.name}, {v.country.name_en}, {v.year}",
            v.country.code, v.year, printed(v.value, v.indicator), v.rank, _source(v),
        )
        for v in rows
    ]  # fmt: skip


def printed(value: Decimal | None, indicator: Indicator) -> Decimal | None:
    """A value with as many decimals as its indicator is printed with."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-indicator.decimals))


def _source(value: IndicatorValue) -> str:
    source = value.source or value.indicator.source
    return (source.address or source.title) if source else value.indicator.publisher


@dataclass(frozen=True, slots=True)
class Revision:
    """What a value was before its publisher, or the office, wrote another over it, and the day of that."""

    year: int
    on: date
    value: Decimal | None
    rank: int | None


def indicators_of(country: Country) -> list[tuple[Indicator, list[IndicatorValue], list[Revision]]]:
    """Each indicator that says something of a country, its editions in order, and what was revised; two queries."""
    held = standing(IndicatorValue.objects).filter(country=country, indicator__withdrawn_on=None)
    values: dict[Indicator, list[IndicatorValue]] = defaultdict(list)
    for value in held.select_related("indicator__source", "source").order_by(
        "indicator__order", "indicator__code", "year"
    ):
        values[value.indicator].append(value)
    revised: dict[int, list[Revision]] = defaultdict(list)
    if values:
        for code, lines in _histories(country).items():
            shown = code in {value.pk for rows in values.values() for value in rows}
            for before, after in zip(lines, lines[1:], strict=False):
                if shown and (before.value, before.rank) != (after.value, after.rank):
                    told = Revision(after.year, after.history_date.date(), before.value, before.rank)
                    revised[after.indicator_id].append(told)
    return [(indicator, rows, revised[indicator.pk]) for indicator, rows in values.items()]


def _histories(country: Country) -> dict[int, list]:
    lines: dict[int, list] = defaultdict(list)
    for line in IndicatorValue.history.filter(country=country).order_by("history_date", "history_id"):
        lines[line.id].append(line)
    return lines


def _memberships() -> QuerySet[GroupMembership]:
    """Without those of a group or a country that was withdrawn."""
    return GroupMembership.objects.filter(group__withdrawn_on=None, country__withdrawn_on=None)
