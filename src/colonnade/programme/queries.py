"""The programme as reports read it: a year's plan, its priorities, chains, partners and milestones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from colonnade.programme.models import (
    Activity,
    ActivityPartner,
    Chain,
    ChainStep,
    Milestone,
    Partnership,
    Priority,
    Strategy,
)
from colonnade.records.queries import standing
from colonnade.values.period import Period


def plan_of(period: Period) -> QuerySet[Activity]:
    """The activities of a period with a date, of every state: what is planned, what was held, what fell away."""
    rows = standing(Activity.objects).filter(starts_on__range=(period.first, period.last))
    return rows.exclude(standing=Activity.Standing.CONTEXT).select_related("kind__pillar", "host_country")


def priorities_of(year: int) -> list[tuple[Priority, list[Strategy]]]:
    """The year's priorities, each with its strategies: two queries."""
    lines: dict[int, list[Strategy]] = {}
    for line in standing(Strategy.objects).filter(priority__year=year).order_by("order", "code"):
        lines.setdefault(line.priority_id, []).append(line)
    return [(p, lines.get(p.pk, [])) for p in standing(Priority.objects).filter(year=year)]


def chain_steps(code: str) -> list[ChainStep]:
    """The steps of a chain in order, with their activities."""
    steps = ChainStep.objects.filter(chain__code=code, chain__withdrawn_on=None, activity__withdrawn_on=None)
    return list(steps.select_related("chain", "activity__kind", "activity__host_country").order_by("order"))


def chains_touching(period: Period) -> QuerySet[Chain]:
    """Chains with an activity in the period."""
    within = Q(steps__activity__starts_on__range=(period.first, period.last))
    return standing(Chain.objects).filter(within).distinct()


def partnerships_of(year: int) -> QuerySet[Partnership]:
    """The partners of a year, international first."""
    return standing(Partnership.objects).filter(year=year).select_related("organisation__country")


@dataclass(frozen=True, slots=True)
class PartnerFact:
    """An activity that took place, or a year, with the countries of the organisations that were partners in it."""

    ref: str
    title: str
    on: str
    when: date
    countries: frozenset[str]


def partner_facts() -> list[PartnerFact]:
    """Partners of confirmed activities that took place, and of years, whose country is known: two queries."""
    took_place = (Activity.State.RUNNING, Activity.State.HELD, Activity.State.CLOSED)
    parts = ActivityPartner.objects.filter(
        activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED, activity__state__in=took_place,
        activity__starts_on__isnull=False, organisation__withdrawn_on=None, organisation__country__isnull=False,
    ).select_related("activity", "organisation__country").order_by("activity__starts_on", "activity__code")  # fmt: skip
    countries: dict[Activity, set[str]] = defaultdict(set)
    for part in parts:
        countries[part.activity].add(part.organisation.country.code)
    facts = [
        PartnerFact(f"programme/activity/{a.code}", a.title, str(a.starts), a.starts_on, frozenset(held))
        for a, held in countries.items()
    ]
    years = standing(Partnership.objects).filter(
        organisation__withdrawn_on=None, organisation__country__isnull=False
    )
    for partnership in years.select_related("organisation__country").order_by("year", "code"):
        first = date(partnership.year, 1, 1)
        code = partnership.organisation.country.code
        facts.append(
            PartnerFact(partnership.ref, str(partnership), str(partnership.year), first, frozenset({code}))
        )
    return facts


def partners_in(country: str) -> list[tuple[str, list[ActivityPartner], list[Partnership]]]:
    """The organisations of a country that were partners: their names with the activities and the years; two queries."""
    here = {"organisation__country__code": country, "organisation__withdrawn_on": None}
    parts = ActivityPartner.objects.filter(
        activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED, **here
    )
    found: dict[str, tuple[list[ActivityPartner], list[Partnership]]] = defaultdict(lambda: ([], []))
    for part in parts.select_related("activity", "organisation").order_by(
        "organisation__name", "activity__starts_on"
    ):
        found[part.organisation.name][0].append(part)
    years = standing(Partnership.objects).filter(**here).select_related("organisation")
    for partnership in years.order_by("organisation__name", "year"):
        found[partnership.organisation.name][1].append(partnership)
    return [(name, *held) for name, held in sorted(found.items())]


def milestones_from(day: date) -> QuerySet[Milestone]:
    """What is to be reached on the day or later."""
    return standing(Milestone.objects).filter(on__gte=day)
