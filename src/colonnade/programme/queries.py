"""The programme as reports read it: a year's plan, its priorities, chains, partners and milestones."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from colonnade.programme.models import Activity, Chain, ChainStep, Milestone, Partnership, Priority, Strategy
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


def milestones_from(day: date) -> QuerySet[Milestone]:
    """What is to be reached on the day or later."""
    return standing(Milestone.objects).filter(on__gte=day)
