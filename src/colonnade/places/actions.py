"""What is done to places: the shipped tables are put into the record, and never over what an officer wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from colonnade.places.agreement import Loaded, Tally, agree
from colonnade.places.models import Country, CountryGroup, CountryName, GroupMembership, Indicator, Region
from colonnade.places.shipped import Row, day, rows
from colonnade.records.models import Source

Progress = Callable[[str], None]

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


@transaction.atomic
def load_reference(*, progress: Progress | None = None) -> Loaded:
    """Put the shipped sources, regions, countries, names, groups and names of indicators into the record.

    May be run at any time, as after an upgrade: what is there already stays, what the
    new release corrects is corrected, and what an officer edited is kept and reported.
    """
    tell = progress or (lambda _: None)
    tally = Tally()
    for what, load in (
        ("sources", _sources),
        ("regions", _regions),
        ("countries and areas", _countries),
        ("names over time", _names),
        ("country groups", _groups),
        ("memberships of groups", _memberships),
        ("indicators", _indicators),
    ):
        tell(what)
        load(tally)
    return tally.loaded()


def _sources(tally: Tally) -> None:
    wanted = {(row["code"],): [{**row, "published_on": day(row["published_on"])}] for row in rows("sources")}
    agree(Source, ("code",), wanted, tally)


def _regions(tally: Tally) -> None:
    """Level by level, so that each finds the one it is part of."""
    table = rows("m49_regions")
    for level in ("world", "region", "subregion", "intermediate"):
        held = {region.m49: region.pk for region in Region.objects.all()}
        wanted = {
            (row["m49"],): [
                {"m49": row["m49"], "level": level, "parent_id": held.get(row["parent_m49"])}
                | {f"name_{language}": row[f"name_{language}"] for language in LANGUAGES}
            ]
            for row in table
            if row["level"] == level
        }
        agree(Region, ("m49",), wanted, tally)


def _countries(tally: Tally) -> None:
    regions = {region.m49: region.pk for region in Region.objects.all()}
    source = Source.objects.get(code="UNSD-M49")
    wanted = {(row["iso3"],): [_country(row, regions, source)] for row in rows("countries")}
    agree(Country, ("code",), wanted, tally)


def _country(row: Row, regions: dict[str, int], source: Source) -> dict[str, Any]:
    """Names are the United Nations' own, but for Korean, which is customary."""
    same = ("iso2", "m49", "name_ko", "formal_en", "un_status", *(f"name_{code}" for code in LANGUAGES))
    return {column: row[column] for column in same} | {
        "code": row["iso3"],
        "region_id": regions.get(row["region_code"]),
        "subregion_id": regions.get(row["subregion_code"]),
        "un_since": day(row["un_since"]),
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        "source_id": source.pk,
    }


def _names(tally: Tally) -> None:
    countries = _by_code(Country)
    wanted: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows("country_names_history"):
        key = (countries[row["iso3"]], row["language"])
        wanted.setdefault(key, []).append(
            {"country_id": key[0], "valid_from": day(row["valid_from"]), "valid_to": day(row["valid_to"])}
            | {column: row[column] for column in ("language", "name", "precision", "source", "note")}
        )
    agree(CountryName, ("country_id", "language"), wanted, tally)


def _groups(tally: Tally) -> None:
    sources = _by_code(Source)
    wanted = {
        (row["code"],): [
            {column: row[column] for column in ("code", "name", "authority", "note")}
            | {"source_id": sources[row["source"]]}
        ]
        for row in rows("groups_kept")
    }
    agree(CountryGroup, ("code",), wanted, tally)


def _memberships(tally: Tally) -> None:
    countries, groups = _by_code(Country), _by_code(CountryGroup)
    same = ("subgroup", "from_precision", "to_precision", "status", "source", "note")
    wanted: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows("groups"):
        key = (countries[row["iso3"]], groups[row["group"]])
        wanted.setdefault(key, []).append(
            {column: row[column] for column in same}
            | {
                "country_id": key[0],
                "group_id": key[1],
                "valid_from": day(row["valid_from"]),
                "valid_to": day(row["valid_to"]),
                "contested": row["contested"] == "yes",
            }
        )
    agree(GroupMembership, ("country_id", "group_id"), wanted, tally)


def _indicators(tally: Tally) -> None:
    """The series by name. Their values are their publisher's, and are loaded by the office."""
    sources = _by_code(Source)
    same = ("code", "name", "short_name", "unit", "publisher", "licence", "note")
    wanted = {
        (row["code"],): [
            {column: row[column] for column in same}
            | {
                "decimals": int(row["decimals"]),
                "order": int(row["order"]),
                "source_id": sources[row["source"]],
            }
        ]
        for row in rows("indicators")
    }
    agree(Indicator, ("code",), wanted, tally)


def _by_code(model: type[Country] | type[CountryGroup] | type[Source]) -> dict[str, int]:
    return dict(model._default_manager.values_list("code", "pk"))
