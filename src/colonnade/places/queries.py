"""What places are asked: groups, names and regions as at a day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.db.models import QuerySet

from colonnade.places.calendar import GroupCalendar, GroupChange, GroupsOn, Span
from colonnade.places.models import Country, CountryName, GroupMembership
from colonnade.records.queries import standing, valid_on
from colonnade.values.languages import known

__all__ = [
    "GroupCalendar",
    "GroupChange",
    "GroupsOn",
    "country_names",
    "group_calendar",
    "group_changes",
    "groups_by_country_on",
    "groups_on",
    "members_on",
    "name_on",
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


def _memberships() -> QuerySet[GroupMembership]:
    """Without those of a group or a country that was withdrawn."""
    return GroupMembership.objects.filter(group__withdrawn_on=None, country__withdrawn_on=None)
