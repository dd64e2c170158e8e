"""A fund's budget against what was committed and spent of it, summed by the database, whatever the number of lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, Sum

from colonnade.money.models import Commitment, CommitmentChange, Expense, Fund
from colonnade.money.queries.plans import PlanFact, in_force, plan_facts
from colonnade.values.numbers import Amount, Ratio

BY: Final[dict[str, tuple[str, str]]] = {
    "activity": ("activity__code", "activity"),
    "pillar": ("activity__kind__pillar__code", "pillar"),
    "budget_class": ("budget_class__code", "budget_class"),
    "host": ("activity__host_country__code", "host"),
}
"""What a budget may be told apart by: the column of a line of the ledger, and the word of a line of the budget."""

SPENT: Final = (Expense.Kind.ACTUAL, Expense.Kind.SUPPORT)


@dataclass(frozen=True)
class Against:
    """A part of a budget: as first approved, as it is now, what is bound, what is spent. ``part`` is empty where none is said."""

    part: str
    original: Amount
    revised: Amount
    committed: Amount
    spent: Amount

    @property
    def left(self) -> Amount:
        """What the budget leaves, once all that is bound is spent: below nought where it is passed."""
        return self.revised - self.committed - self.spent

    @property
    def share(self) -> Ratio | None:
        """What was spent of the budget; nothing where there is none."""
        return Ratio.of_amounts(self.spent, self.revised) if self.revised.value else None

    def __add__(self, other: Against) -> Against:
        return Against("", self.original + other.original, self.revised + other.revised,
                       self.committed + other.committed, self.spent + other.spent)  # fmt: skip


def against_budget(fund: Fund, by: str, first: date, last: date, as_of: date) -> list[Against]:
    """The parts of a fund's budget between two days: the budget as approved by ``as_of``, the ledger through ``last``.

    Of a line of the budget that lasts longer, its days between the two count. Six queries.
    """
    column, word = BY[by]
    plans = plan_facts(fund)
    sums = {
        "original": _planned(in_force(plans, as_of, original=True), word, first, last),
        "revised": _planned(in_force(plans, as_of), word, first, last),
        "committed": _committed(fund, column, last),
        "spent": _sums(Expense.objects.filter(fund=fund, kind__in=SPENT, on__range=(first, last)), column, "value"),
    }  # fmt: skip
    parts = sorted({part for held in sums.values() for part, value in held.items() if value})
    nought = Decimal(0)
    return [
        Against(part, **{name: fund.amount(held.get(part, nought)) for name, held in sums.items()})
        for part in parts
    ]


def _planned(plans: list[PlanFact], word: str, first: date, last: date) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in plans:
        found[getattr(line, word)] += line.within(first, last).value
    return found


def _committed(fund: Fund, column: str, last: date) -> dict[str, Decimal]:
    """What is open at the end of a day: bound, as it was changed, less what was spent of it."""
    of_line = column if column != "budget_class__code" else f"line__{column}"
    bound = _sums(Commitment.objects.filter(fund=fund, on__lte=last), of_line, "value")
    changed = _sums(
        CommitmentChange.objects.filter(fund=fund, on__lte=last), f"commitment__{of_line}", "value"
    )
    spent = _sums(Expense.objects.filter(fund=fund, on__lte=last).exclude(commitment=None), column, "value")
    return {
        part: bound.get(part, Decimal(0)) + changed.get(part, Decimal(0)) - spent.get(part, Decimal(0))
        for part in {*bound, *changed, *spent}
    }


def _sums(rows: QuerySet[Any], column: str, field: str) -> dict[str, Decimal]:
    held = rows.order_by().values_list(column).annotate(total=Sum(field))
    return {part or "": total or Decimal(0) for part, total in held}
