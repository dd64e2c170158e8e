"""The list of countries and areas: by name in the reader's alphabet, with what the office did in, with and about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from colonnade.figures.dimensions import RELATIONS
from colonnade.figures.publishing import Publisher
from colonnade.figures.scope import Scope
from colonnade.places.models import Country, Region
from colonnade.places.queries import country_names, group_calendar
from colonnade.records.queries import standing
from colonnade.values.collation import alphabetical
from colonnade.web.countries.composing import Count, counted, period_of
from colonnade.web.countries.profile import GROUP_NAMES, STATUS, formal_of, region_name

GROUPS = dict(zip(("LDC", "LLDC", "SIDS", "SIDS_ASSOCIATE", "FCS"), GROUP_NAMES, strict=True))

COUNTED = (
    ("capacity.events_held", "host"),
    ("capacity.country_participations", "country"),
    ("capacity.missions_and_tours", "host"),
    ("research.studies", "covered"),
    ("research.products", "covered"),
)
"""The figures that a line of the list tells, and the dimension by which each knows its country."""


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    code: str
    name: str
    formal: str
    status: str
    region: str
    groups: tuple[str, ...]
    relations: frozenset[str]
    counts: tuple[Count, ...]
    member: bool


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to, as the address says it; what is not known there is left out."""

    region: str = ""
    group: str = ""
    worked: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], regions: Mapping[str, Any]) -> Chosen:
        region, group, worked = (asked.get(name, "") for name in ("region", "group", "worked"))
        return cls(
            region if region in regions else "", group if group in GROUPS else "",
            worked if worked in {"any", *RELATIONS} else "",
        )  # fmt: skip

    def takes(self, entry: Entry, regions: Mapping[str, str]) -> bool:
        return (
            (not self.region or self.region in (regions.get(entry.code, ""), entry.region))
            and (not self.group or self.group in entry.groups)
            and (
                not self.worked
                or self.worked in entry.relations
                or (self.worked == "any" and bool(entry.relations))
            )
        )


@dataclass(frozen=True)
class Listing:
    """The list as it was asked for: those the office worked with first, then the others."""

    chosen: Chosen
    worked: list[Entry]
    others: list[Entry]
    regions: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    relations: list[tuple[str, str]]
    total: Count
    all_members: bool

    @property
    def shown(self) -> int:
        return len(self.worked) + len(self.others)


def listing(asked: Mapping[str, str], publisher: Publisher, day: date, today: date, language: str) -> Listing:
    """The whole list by a fixed number of queries, however many countries and however much was done."""
    regions = {region.m49: region for region in Region.objects.filter(level__in=("region", "subregion"))}
    chosen = Chosen.read(asked, regions)
    names, groups = country_names(language, day), group_calendar().on(day).groups
    period = period_of(publisher.measurer.record, today)
    whole = publisher.publish("places.countries_worked_with", Scope.of(period, today))
    relations = worked_with(publisher, Scope.of(period, today))
    counts = counts_of(publisher, Scope.of(period, today))
    places = {region.pk: m49 for m49, region in regions.items()}
    entries, larger = [], {}
    for country in standing(Country.objects):
        code = country.code
        larger[code] = places.get(country.region_id, "")
        entries.append(Entry(
            code, names.get(code, country.name_en), formal_of(country),
            "" if country.un_status == "member" else _(STATUS.get(country.un_status, country.un_status)),
            places.get(country.subregion_id) or larger[code], tuple(sorted(groups.get(code, ()))),
            relations.get(code, frozenset()), tuple(counts.get(code, ())), country.un_status == "member",
        ))  # fmt: skip
    entries.sort(key=lambda entry: alphabetical(entry.name, language))
    kept = [entry for entry in entries if chosen.takes(entry, larger)]
    return Listing(
        chosen, [e for e in kept if e.relations], [e for e in kept if not e.relations],
        _regions(regions, language), [(code, _(name)) for code, name in GROUPS.items()],
        [(key, str(words)) for key, words in RELATIONS.items()],
        counted(whole, publisher.least), all(entry.member for entry in kept),
    )  # fmt: skip


def _regions(regions: Mapping[str, Region], language: str) -> list[tuple[str, str]]:
    """Each region with its sub-regions under it, in the reader's alphabet."""

    def by_name(pair: tuple[str, str]) -> Any:
        return alphabetical(pair[1], language)

    large = [(m49, region_name(r, language)) for m49, r in regions.items() if r.level == "region"]
    told = []
    for m49, name in sorted(large, key=by_name):
        told.append((m49, name))
        parts = [(k, region_name(r, language)) for k, r in regions.items()
                 if r.level == "subregion" and r.parent_id == regions[m49].pk]  # fmt: skip
        told += [(k, f"\N{EN DASH} {part}") for k, part in sorted(parts, key=by_name)]
    return told


def worked_with(publisher: Publisher, scope: Scope) -> dict[str, frozenset[str]]:
    """How the office worked with each country: hosted, represented, covered, partner."""
    measured = publisher.measurer.measure_scope("places.countries_worked_with", scope, by="relation")
    found: dict[str, set[str]] = {}
    for part in measured.parts:
        for row in part.rows:
            for code in getattr(row.contribution, "keys", ()):
                found.setdefault(str(code), set()).add(part.part)
    return {code: frozenset(held) for code, held in found.items()}


def counts_of(publisher: Publisher, scope: Scope) -> dict[str, list[Count]]:
    """The numbers of each country's line, each under the address that asks for it alone."""
    labels = {
        "capacity.events_held": _("events hosted"), "capacity.country_participations": _("attended"),
        "capacity.missions_and_tours": _("missions and tours"),
        "research.studies": _("studies"), "research.products": _("publications"),
    }  # fmt: skip
    found: dict[str, list[Count]] = {}
    for key, by in COUNTED:
        told = publisher.publish(key, scope, by=by)
        for part in told.parts or ():
            if part.value not in (0, None):
                alone = scope.narrow(by, part.part)
                one = counted(_alone(told, alone, part.value, part.reported), publisher.least, labels[key])
                found.setdefault(part.part, []).append(one)
    return found


def _alone(told: Any, scope: Scope, value: Any, reported: bool) -> Any:
    """One part of a breakdown, as if it had been asked for alone."""
    return replace(told, scope=scope, value=value, reported=reported)
