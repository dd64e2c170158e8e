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
from colonnade.money.models import AnnualBudget, Fund
from colonnade.money.queries import convert
from colonnade.money.rules import charge_on, direct_of
from colonnade.records.queries import standing
from colonnade.values.numbers import Amount
from colonnade.values.units import MONEY
from colonnade.values.words import number_words


class _AnnualBudget(Figure):
    """What the funds of one purpose give a year, in their own currency, on the as-of date."""

    unit = MONEY
    dimensions = (FUND,)
    clock = "the as-of date"
    purpose: ClassVar[str]

    def amount(self, budget: AnnualBudget, scope: Scope) -> tuple[Amount | None, str]:
        """The budget's amount as this figure shows it, and what a reader must be told of it."""
        return budget.a_year, basis_of(budget, scope)

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


def basis_of(budget: AnnualBudget, scope: Scope) -> str:
    """Gross or net, in a sentence; of a gross one how much is direct cost, where its agreements agree on the rate."""
    amount, fund = number_words(budget.a_year), budget.fund
    if budget.basis == AnnualBudget.Basis.GROSS:
        rates = {
            charge_on(agreement.charges.all(), "support", scope.as_of)
            for agreement in standing(fund.agreements.all()).prefetch_related("charges")
        }
        if len(rates) != 1 or not (percent := rates.pop()):
            return f"{amount} a year is gross: support costs are in it."
        direct, support = map(number_words, direct_of(budget.a_year, percent))
        return f"{amount} a year is gross: {direct} of direct cost and {support} of support costs, at {percent} per cent of direct cost."
    if budget.basis == AnnualBudget.Basis.NET:
        return f"{amount} a year is net: support costs come on top."
    if budget.basis == AnnualBudget.Basis.NONE or fund.kind == Fund.Kind.COUNTERPART:
        return f"{amount} a year carries no support costs of the organisation."
    return f"The source does not say whether {amount} a year is gross or net of support costs."


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
