"""A fund's cash month by month: what is there, what is due, what must be paid, and when it runs out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from colonnade.money.models import Commitment, CommitmentChange, Expense, Fund
from colonnade.money.queries.balances import balance_on
from colonnade.money.queries.plans import in_force, plan_facts
from colonnade.money.queries.rates import conversion
from colonnade.money.queries.receivable import promises
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Month:
    """A month of the plan. ``late`` is what of the instalments was due before it and has not come.

    ``committed`` is what is paid of the commitments that are open today; ``planned`` what the budget foresees beyond them.
    """

    first: date
    last: date
    opening: Amount
    due: Amount
    late: Amount
    committed: Amount
    planned: Amount

    @property
    def closing(self) -> Amount:
        return self.opening + self.due - self.committed - self.planned


@dataclass(frozen=True)
class CashPlan:
    """The months of a fund from a day on. ``short`` is the first in which there is less than nothing, ``low`` the first
    in which the reserve is touched; ``told`` is what could not be counted, and why."""

    fund: Fund
    months: tuple[Month, ...]
    open: Amount
    told: tuple[str, ...]

    @property
    def short(self) -> Month | None:
        return next((month for month in self.months if month.closing.value < 0), None)

    @property
    def low(self) -> Month | None:
        return next((month for month in self.months if month.closing.value < self.fund.reserve), None)


def cash_plan(fund: Fund, day: date, months: int = 12) -> CashPlan:
    """The plan from a day on: instalments as they fall due, and payments by whichever of two runs ahead.

    Paid by the end of a month is what the budget foresees until then, or what is committed and must be paid by then (a
    commitment is paid before its allotment ends), whichever is more: a commitment is a part of the budget, and counts once.
    """
    ends = month_ends(day, months)
    late, due, told = _instalments(fund, day, ends)
    bound = _bound_by_end(fund, day)
    total = sum(bound.values(), NOUGHT)
    plans = in_force(plan_facts(fund), day)
    opening, paid, unpaid = balance_on(fund, day), NOUGHT, total
    made, first = [], day
    for number, last in enumerate(ends):
        foreseen = sum((line.within(day + timedelta(days=1), last).value for line in plans), NOUGHT)
        must = sum((value for end, value in bound.items() if end <= last), NOUGHT)
        out = max(foreseen, must) - paid
        paid += out
        of_bound = min(out, unpaid)
        unpaid -= of_bound
        come = fund.amount(due.get(number, NOUGHT) + (late if number == 0 else NOUGHT))
        made.append(
            Month(first, last, opening, come, fund.amount(late if number == 0 else NOUGHT),
                  fund.amount(of_bound), fund.amount(out - of_bound))
        )  # fmt: skip
        opening, first = made[-1].closing, last + timedelta(days=1)
    return CashPlan(fund, tuple(made), fund.amount(total), tuple(told))


def month_ends(day: date, months: int) -> list[date]:
    """The last day of the day's own month and of those that follow."""
    ends = []
    year, month = day.year, day.month
    for _number in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        ends.append(date(year, month, 1) - timedelta(days=1))
    return ends


def _instalments(fund: Fund, day: date, ends: list[date]) -> tuple[Decimal, dict[int, Decimal], list[str]]:
    """What is late, what falls due in which month, in the fund's currency, and what could not be told in it."""
    due: dict[int, Decimal] = defaultdict(lambda: NOUGHT)
    told: list[str] = []
    late = NOUGHT
    for promise in promises(fund):
        for one in promise.dues(day):
            if not one.outstanding.value or one.on > ends[-1]:
                continue
            try:
                value = conversion(one.outstanding, fund.currency, day).into.value
            except Refused as refusal:
                told.append(f"{promise.code}, {one.outstanding}: {refusal}")
                continue
            if one.on <= day:
                late += value
            else:
                due[next(n for n, end in enumerate(ends) if one.on <= end)] += value
    return late, due, told


def _bound_by_end(fund: Fund, day: date) -> dict[date, Decimal]:
    """What is open of commitments, by the day on which the allotment of each ends."""
    found: dict[date, Decimal] = defaultdict(lambda: NOUGHT)
    ends = "line__allotment__valid_to"
    for rows, name, field, sign in (
        (Commitment.objects.filter(fund=fund, on__lte=day), ends, "value", 1),
        (CommitmentChange.objects.filter(fund=fund, on__lte=day), f"commitment__{ends}", "value", 1),
        (Expense.objects.filter(fund=fund, on__lte=day).exclude(commitment=None), f"commitment__{ends}", "value", -1),
    ):  # fmt: skip
        for end, total in rows.order_by().values_list(name).annotate(total=Sum(field)):
            found[end] += sign * (total or NOUGHT)
    return {end: value for end, value in found.items() if value}
