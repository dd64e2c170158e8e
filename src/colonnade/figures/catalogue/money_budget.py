"""The figures of what is meant to be: budgets, what donors have promised and not paid, agreements that end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Final

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import NOT_RECORDED, Dimension, Figure, Row
from colonnade.figures.dimensions import (
    ACTIVITY,
    BUDGET_CLASS,
    FUND,
    HARMONISED,
    HOST,
    PILLAR,
    YEAR,
)
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.money.queries import PlanFact, agreements_ending, in_force, overdue
from colonnade.values.numbers import Amount
from colonnade.values.period import Period
from colonnade.values.units import AGREEMENTS, MONEY

OF_A_LINE: Final = tuple(
    Dimension(dimension.key, dimension.label, whole=False)
    for dimension in (YEAR, BUDGET_CLASS, HARMONISED, PILLAR, ACTIVITY, HOST)
)
"""A budget is one record; its lines, and their days, fall in these parts."""


class Budgeted(Figure):
    """What the budgets of the office's own funds foresee for the period, in the currency of the fund: of each fund the latest
    version that was approved by the as-of date. Of a line that lasts longer than the period, its days in the period count.
    """

    key = "money.budgeted"
    label = _("Budgeted")
    unit = MONEY
    rows_public = False
    public_by = ("year", "fund")
    dimensions = (FUND, *OF_A_LINE)
    clock = "the days of the line; the version as approved by the as-of date"
    original: ClassVar[bool] = False

    def shown(self, amount: Amount, record: Reading, scope: Scope) -> tuple[Amount, str]:
        """The amount as this figure shows it, and what a reader must be told of it."""
        return amount, ""

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        plans = record.keep(
            ("budgets in force", scope.as_of, self.original),
            lambda: in_force(record.plans, scope.as_of, original=self.original),
        )
        budgets: dict[str, list[tuple[str, Amount]]] = defaultdict(list)
        held: dict[str, PlanFact] = {}
        for line in plans:
            for year, amount in _by_year(line, scope.period) if not line.beside else ():
                if _wanted(line, year, scope):
                    budgets[line.version].append((_part(line, year, by), amount))
                    held[line.version] = line
        for version, parts in budgets.items():
            yield self._row(held[version], parts, record, scope)

    def _row(self, line: PlanFact, parts: Sequence[tuple[str, Amount]], record: Reading, scope: Scope) -> Row:
        shares: dict[str, Amount] = {}
        told = ""
        for part, amount in parts:
            shown, told = self.shown(amount, record, scope)
            shares[part] = shares[part] + shown if part in shares else shown
        whole = list(shares.values())
        total = sum(whole[1:], whole[0])
        return Row(line.ref, f"{line.fund} · {line.version}", line.approved.isoformat(), total, dict(shares),
                   {"fund": (line.fund,)}, line.source, caveat=told)  # fmt: skip


def _by_year(line: PlanFact, period: Period) -> Iterable[tuple[int, Amount]]:
    """What of a line falls in each year of the period; nothing where it lies outside."""
    for year in period.years:
        first, last = max(period.first, date(year, 1, 1)), min(period.last, date(year, 12, 31))
        if line.first <= last and first <= line.last:
            yield year, line.within(first, last)


def _part(line: PlanFact, year: int, by: str | None) -> str:
    return str(year) if by == "year" else str(getattr(line, by)) or NOT_RECORDED if by else ""


def _wanted(line: PlanFact, year: int, scope: Scope) -> bool:
    return all(_part(line, year, name) == part for name, part in scope.parts)


class BudgetedInDollars(Budgeted):
    """What the budgets of the office's own funds foresee for the period, in US dollars at the rate that holds on the as-of date:
    of each fund the latest version that was approved by then. The rates are told beside it."""

    key = "money.budgeted_usd"
    label = _("Budgeted, in US dollars")

    def shown(self, amount: Amount, record: Reading, scope: Scope) -> tuple[Amount, str]:
        made = record.rates_of_plans.conversion(amount, "USD", scope.as_of)
        return made.into, f"At {made.told}." if made.told else ""


class BudgetedAtFirst(Budgeted):
    """What the original budgets of the office's own funds foresaw for the period, before any revision, in the currency of the
    fund. Of a line that lasts longer than the period, its days in the period count."""

    key = "money.budgeted_at_first"
    label = _("Original budget")
    original = True


class Receivable(Figure):
    """Instalments of agreements that were due by the last day of the period and had not come by then, in the currency of the
    agreement. What came for an instalment settles it; what came for none settles the earliest. An instalment on a condition is in it,
    and the condition is told."""

    key = "money.receivable"
    label = _("Due and not received")
    unit = MONEY
    rows_public = False
    public_by = ("fund",)
    dimensions = (FUND,)
    clock = "the last day of the period"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        day = scope.period.last
        for promise in record.promises:
            late = [] if promise.beside else overdue(promise.dues(day), day)
            if late:
                conditions = [f"On a condition: {due.condition}." for due in late if due.condition]
                other = [f"{amount} came under {promise.code} and settles nothing due in {promise.currency}."
                         for on, amount in promise.elsewise if on <= day]  # fmt: skip
                total = sum((due.outstanding for due in late[1:]), late[0].outstanding)
                yield Row(promise.ref, promise.title, late[0].on.isoformat(), total, {}, {"fund": (promise.fund,)},
                          promise.source, caveat=" ".join(dict.fromkeys([*conditions, *other])))  # fmt: skip


class AgreementsEnding(Figure):
    """Agreements that bring money whose last day is in the period."""

    key = "money.agreements_ending"
    label = _("Agreements that end")
    unit = AGREEMENTS
    rows_public = False
    dimensions = (YEAR, FUND)
    clock = "the last day of the agreement"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        period = scope.period
        held = record.keep(
            ("agreements ending", period),
            lambda: list(agreements_ending(period.first, period.last).select_related("source")),
        )
        for agreement in held:
            if agreement.ends_on:
                facets = {"year": (str(agreement.ends_on.year),), "fund": (agreement.fund.code,)}
                source = " ".join(
                    filter(
                        None, (agreement.source.title if agreement.source else "", agreement.source_detail)
                    )
                )
                yield Row(
                    agreement.ref, agreement.title, agreement.ends_on.isoformat(), 1, {}, facets, source
                )
