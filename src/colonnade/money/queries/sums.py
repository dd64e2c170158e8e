"""What the lines of a fund come to between two days: whole months by their tallies, the days at both ends by the lines themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Sum

from colonnade.money.models import Agreement, Expense, Fund, LedgerTally, Receipt

OWN: Final[dict[type[Receipt | Expense], tuple[str, ...]]] = {
    Receipt: ("kind", "agreement"),
    Expense: ("kind", "agreement", "budget_class", "percent"),
}
"""What lines of either kind are told apart by. A receipt has no class and carries no support costs."""

CAME: Final = frozenset(Receipt.Kind.values)
"""Kinds of lines that add to the balance; every other takes from it."""

Sums = dict[tuple[Any, ...], Decimal]


def sums(fund: Fund, *by: str, first: date | None = None, last: date | None = None,
         agreement: Agreement | None = None) -> Sums:  # fmt: skip
    """What came and went, by kind and by what else is asked. Without a day, from the beginning or through the end."""
    by, narrowed = ("kind", *by), {"agreement": agreement} if agreement else {}
    found: Sums = defaultdict(Decimal)
    # The months that lie whole within the span; none where it lies within one month.
    after = _month(last + timedelta(days=1)) if last else None
    begin = _month(first + timedelta(days=31 - first.day + 1)) if first and first.day > 1 else first
    if first and after and begin and begin >= after:
        ends = [(first, last)]
    else:
        held = LedgerTally.objects.filter(fund=fund, **narrowed)
        held = held.filter(month__gte=begin) if begin else held
        held = held.filter(month__lt=after) if after else held
        for row in held.values(*by).annotate(total=Sum("value")).order_by():
            found[tuple(row[name] for name in by)] += row["total"]
        ends = [(first, begin - timedelta(days=1))] if first and begin and begin > first else []
        ends += [(after, last)] if after and last and after <= last else []
    for one, other in ends:
        for key, total in _of_lines(fund, one, other, by, narrowed):
            found[key] += total
    return found


def _month(day: date) -> date:
    return day.replace(day=1)


def _of_lines(fund: Fund, first: date | None, last: date | None, by: tuple[str, ...], narrowed: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Decimal]]:  # fmt: skip
    for model, own in OWN.items():
        rows = model.objects.filter(fund=fund, on__range=(first, last), **narrowed)
        asked = [name for name in by if name in own]
        for row in rows.values(*asked).annotate(total=Sum("value")).order_by():
            yield tuple(row.get(name) for name in by), row["total"]


def net(found: Sums) -> Decimal:
    """What came in less what went out: the kind stands first in every key."""
    return sum((total if key[0] in CAME else -total for key, total in found.items()), Decimal(0))


def tallied(fund: Fund) -> dict[tuple[Any, ...], tuple[Decimal, int]]:
    """Every tally as the lines themselves would have it: by month, kind, agreement, class and support costs."""
    fresh: dict[tuple[Any, ...], tuple[Decimal, int]] = {}
    names = ("kind", "agreement", "budget_class", "percent")
    for model, own in OWN.items():
        # By day and not by month: a day is a column, a month is worked out line by line.
        rows = model.objects.filter(fund=fund).values("on", *own)
        for row in rows.annotate(total=Sum("value"), number=Count("pk")).order_by():
            key = (
                _month(row["on"]),
                *(row.get(name, Decimal(0) if name == "percent" else None) for name in names),
            )
            value, number = fresh.get(key, (Decimal(0), 0))
            fresh[key] = (value + row["total"], number + row["number"])
    return fresh
