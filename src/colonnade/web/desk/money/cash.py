"""The cash-flow plan of a fund: month by month, until it runs out."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from colonnade.money.queries import CashPlan, Month, cash_plan
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words
from colonnade.web.desk.money.page import MoneyPage, Row
from colonnade.web.desk.money.words import plains
from colonnade.web.figures.words import language

SPANS = (6, 12, 24, 36)


class CashPage(MoneyPage):
    """What is there, what is due, what must be paid, and in which month there is too little."""

    name, stem = "cash", "cash-flow"
    template_name = "desk/money/cash.html"

    @cached_property
    def months(self) -> int:
        return self.asked_months(SPANS)

    @cached_property
    def plan(self) -> CashPlan | None:
        return cash_plan(self.fund, self.today, self.months) if self.fund else None

    def told(self) -> dict[str, Any]:
        plan = self.plan
        if plan is None:
            return {}
        return {
            "spans": SPANS, "months": self.months, "short": plan.short is not None, "verdict": self.verdict(plan),
            "notes": self.notes(plan), "rows": [(month_words(month), self._cells(month), month.closing.value < 0) for month in plan.months],
            "file": self.file_address(),
        }  # fmt: skip

    def verdict(self, plan: CashPlan) -> str:
        """When the cash runs out, in one sentence."""
        if plan.short:
            return _("Cash runs out in %(month)s: %(amount)s is missing at its end.") % {
                "month": month_words(plan.short), "amount": -plan.short.closing,
            }  # fmt: skip
        return _("Cash lasts through %(month)s, when %(amount)s is left.") % {
            "month": month_words(plan.months[-1]), "amount": plan.months[-1].closing,
        }  # fmt: skip

    def notes(self, plan: CashPlan) -> list[str]:
        """What a careful reader must know of the plan."""
        said = []
        late = plan.months[0].late
        if late.value:
            said.append(
                _("%(amount)s was due before today and has not come; it is expected this month.")
                % {"amount": late}
            )
        if plan.fund.reserve and plan.low and plan.low is not plan.short:
            said.append(_("The reserve of %(amount)s is touched in %(month)s.") % {
                "amount": plan.fund.amount(plan.fund.reserve), "month": month_words(plan.low)})  # fmt: skip
        said += [_("Not counted: %(words)s") % {"words": words} for words in plan.told]
        said.append(
            _("Each month pays what the budget foresees for its days; where commitments whose allotment ends come to more, it pays "
              "those. Commitments open today (%(amount)s) are paid first, as a part of it. Support costs count where the budget "
              "has a line for them.") % {"amount": plan.open}
        )  # fmt: skip
        return said

    def _cells(self, month: Month) -> list[str]:
        return plains(month.opening, month.due, -month.committed, -month.planned, month.closing)

    def table(self) -> tuple[list[tuple[str, int]], list[Row], list[str]]:
        heads = [(_("Month"), 24), (_("Opening balance"), 18), (_("Instalments due"), 18), (_("Commitments"), 18),
                 (_("Planned beyond them"), 20), (_("Closing balance"), 18)]  # fmt: skip
        plan: CashPlan = self.plan  # type: ignore[assignment]  # asked for where there is a fund
        rows: list[Row] = [
            (month_words(month), month.opening, month.due, -month.committed, -month.planned, month.closing)
            for month in plan.months
        ]
        return heads, rows, [f"{plan.fund}, {plan.fund.currency}", self.verdict(plan), *self.notes(plan)]


def month_words(month: Month) -> str:
    return date_words(PartialDate(month.first.replace(day=1), "month"), language())
