"""A small fund with budgets: what a test of what was meant begins with."""

from __future__ import annotations

from decimal import Decimal

from tests import make
from tests.money.a_fund import AFund, day

from colonnade.money.models import BudgetClass, BudgetLine, BudgetVersion


class ABudget(AFund):
    """A trust fund whose budgets are approved one after the other; none of them is the latest until it is approved."""

    def __init__(self, **facts):
        super().__init__(**facts)
        self.versions: list[BudgetVersion] = []

    def budget(self, approved, *lines) -> BudgetVersion:
        """Lines as class, amount, activity, and from when to when: the year where it is not said."""
        made = BudgetVersion.objects.create(
            code=make.next_code("BV"), fund=self.fund, number=len(self.versions),
            approved_on=day(approved) if approved else None,
        )  # fmt: skip
        for code, amount, activity, *span in lines:
            first, last = span or (f"{self.year}-01-01", f"{self.year}-12-31")
            BudgetLine.objects.create(
                version=made, budget_class=BudgetClass.objects.get(code=code), amount=Decimal(amount), activity=activity,
                first_day=day(first), last_day=day(last),
            )  # fmt: skip
        self.versions.append(made)
        return made
