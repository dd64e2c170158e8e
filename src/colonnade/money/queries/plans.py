"""Budgets as figures and pages read them: the lines of approved versions, and which version holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from colonnade.money.models import BudgetLine, BudgetVersion, ClassMapping, Fund
from colonnade.money.queries.facts import BESIDE
from colonnade.money.rules import spread
from colonnade.values.numbers import Amount


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A line of an approved budget: how much for what, from when to when, and of which version of which fund."""

    version: str
    number: int
    approved: date
    fund: str
    beside: bool
    first: date
    last: date
    amount: Amount
    budget_class: str
    harmonised: str
    activity: str
    pillar: str
    host: str
    source: str

    @property
    def ref(self) -> str:
        """The version on whose page the line stands: a budget is approved as a whole."""
        return f"money/{BudgetVersion._meta.model_name}/{self.version}"

    def within(self, start: date, end: date) -> Amount:
        return spread(self.amount, self.first, self.last, start, end)


_COLUMNS: Final = (
    "version__code", "version__number", "version__approved_on", "version__fund__code", "version__fund__kind",
    "version__fund__currency", "first_day", "last_day", "amount", "budget_class__code", "activity__code",
    "activity__kind__pillar__code", "activity__host_country__code", "version__source__title",
)  # fmt: skip


def plan_facts(fund: Fund | None = None) -> list[PlanFact]:
    """Every line of every approved budget of one fund, or of all; two queries."""
    told_in = dict(ClassMapping.objects.values_list("one__code", "other__code"))
    lines: QuerySet[Any] = BudgetLine.objects.filter(
        version__withdrawn_on=None, version__fund__withdrawn_on=None, version__approved_on__isnull=False
    )
    lines = lines.filter(version__fund=fund) if fund else lines
    return [
        PlanFact(
            version, number, approved, code, kind in BESIDE, first, last, Amount(amount, currency), own,
            told_in.get(own, own), activity or "", pillar or "", host or "", source or "",
        )
        for version, number, approved, code, kind, currency, first, last, amount, own, activity, pillar, host, source
        in lines.order_by("version__fund__code", "version__number", "pk").values_list(*_COLUMNS)
    ]  # fmt: skip


def in_force(plans: Iterable[PlanFact], day: date, *, original: bool = False) -> list[PlanFact]:
    """Of each fund, the lines of the latest version that was approved by the day; or of its first, the original."""
    known = [line for line in plans if line.approved <= day]
    best: dict[str, int] = {}
    for line in known:
        held = best.setdefault(line.fund, line.number)
        best[line.fund] = min(held, line.number) if original else max(held, line.number)
    return [line for line in known if line.number == best[line.fund]]
