"""The figures of money that slide 1.5 needs: what the office has a year, each in its own currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Figure, Row
from colonnade.figures.dimensions import FUND
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.money.models import AnnualBudget
from colonnade.money.queries import convert
from colonnade.values.numbers import Amount
from colonnade.values.units import MONEY


class _AnnualBudget(Figure):
    """What the funds of one purpose give a year, in their own currency, on the as-of date."""

    unit = MONEY
    dimensions = (FUND,)
    clock = "the as-of date"
    purpose: ClassVar[str]

    def amount(self, budget: AnnualBudget, scope: Scope) -> tuple[Amount | None, str]:
        """The budget's amount as this figure shows it, and what a reader must be told of it."""
        return budget.a_year, ""

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for budget in record.budgets(scope.as_of):
            if budget.purpose == self.purpose:
                source = " ".join(
                    filter(None, (budget.source.title if budget.source else "", budget.source_detail))
                )
                facets = {"fund": (budget.fund.code,)}
                amount, caveat = self.amount(budget, scope)
                if amount is not None:
                    day = scope.as_of.isoformat()
                    yield Row(budget.ref, str(budget.fund), day, amount, {}, facets, source, caveat=caveat)


class ProjectBudget(_AnnualBudget):
    """The project budget a year that holds on the as-of date, in the fund's own currency.

    Funds in different currencies are not added: ask for one fund, or for each.
    """

    key = "money.project_budget"
    label = _("Project budget a year")
    purpose = str(AnnualBudget.Purpose.PROJECT)


class OperatingBudget(_AnnualBudget):
    """The operating budget a year that holds on the as-of date, in the currency in which it is given.

    A counterpart's money stands beside the trust fund's, never inside it.
    """

    key = "money.operating_budget"
    label = _("Operating budget a year")
    purpose = str(AnnualBudget.Purpose.OPERATING)


class OperatingBudgetInDollars(OperatingBudget):
    """The operating budget a year in US dollars, at the rate that holds on the as-of date.

    The rate, its date and its publisher are told beside the number: the United Nations operational rate where one
    was entered, else the mean of the last full month.
    """

    key = "money.operating_budget_usd"
    label = _("Operating budget a year, in US dollars")

    def amount(self, budget: AnnualBudget, scope: Scope) -> tuple[Amount | None, str]:
        converted, rates = convert(budget.a_year, "USD", scope.as_of)
        return converted.rounded(), f"At {'; '.join(map(str, rates))}." if rates else ""


class OperatingBudgetStated(OperatingBudget):
    """The operating budget a year in US dollars as its source states it, where the source does.

    A source that gives no rate and no date is repeated, not repaired; the implied rate is told beside the number.
    """

    key = "money.operating_budget_stated_usd"
    label = _("Operating budget a year, in US dollars as stated")

    def amount(self, budget: AnnualBudget, scope: Scope) -> tuple[Amount | None, str]:
        if not budget.stated_usd:
            return None, ""
        implied = (budget.amount / budget.stated_usd).quantize(Decimal("0.01"))
        told = (
            f"The source gives no rate and no date; it implies {implied:,} {budget.fund.currency} for 1 USD."
        )
        return Amount(budget.stated_usd, "USD"), told
