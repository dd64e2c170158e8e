"""The lines of a fund's account one by one, with the balance after each; and what hangs on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum, Value

from colonnade.money.models import Expense, Fund, LedgerTally, Receipt
from colonnade.money.queries.balances import balance_on
from colonnade.values.numbers import Amount

Line = Receipt | Expense


@dataclass(frozen=True)
class AccountLine:
    """A line with what it brought to the balance, and the balance after it."""

    line: Line
    amount: Amount
    balance: Amount


@dataclass(frozen=True)
class AccountLines:
    """Some lines of a span of days in their order: the balance before the first, the lines, and how many there are in all."""

    opening: Amount
    lines: Sequence[AccountLine]
    total: int

    @property
    def closing(self) -> Amount:
        return self.lines[-1].balance if self.lines else self.opening


def lines_between(fund: Fund, first: date, last: date, *, begin: int = 0, number: int = 200) -> AccountLines:
    """What came and went between two days, by day and number; the lines before ``begin`` are in the opening balance."""
    rows = _union(fund, first, last)
    before = sum((_signed(row) for row in rows[:begin]), Decimal(0)) if begin else Decimal(0)
    opening = balance = balance_on(fund, first - timedelta(days=1)) + fund.amount(before)
    found = list(rows[begin : begin + number])
    held: dict[tuple[str, int], Line] = {}
    for model, related in ((Receipt, ("agreement",)), (Expense, ("budget_class", "activity", "agreement"))):
        name = str(model._meta.model_name)
        keys = [row[1] for row in found if row[0] == name]
        for line in model.objects.filter(pk__in=keys).select_related(
            "fund", "reverses", "corrects", *related
        ):
            held[name, line.pk] = line
    lines = []
    for row in found:
        amount = fund.amount(_signed(row))
        balance = balance + amount
        lines.append(AccountLine(held[row[0], row[1]], amount, balance))
    return AccountLines(opening, lines, _total(fund, first, last, rows))


def _union(fund: Fund, first: date, last: date) -> QuerySet[Any]:
    came, went = (
        model.objects.filter(fund=fund, on__range=(first, last))
        .annotate(noun=Value(model._meta.model_name))
        .order_by()
        .values_list("noun", "pk", "value", "on", "code")
        for model in (Receipt, Expense)
    )
    return came.union(went, all=True).order_by("on", "code")


def _signed(row: tuple[Any, ...]) -> Decimal:
    return row[2] if row[0] == Receipt._meta.model_name else -row[2]


def _total(fund: Fund, first: date, last: date, rows: QuerySet[Any]) -> int:
    """Of whole months the tallies know it."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = LedgerTally.objects.filter(fund=fund, month__range=(first, last))
        return months.aggregate(total=Sum("lines"))["total"] or 0
    return rows.count()


def hanging_on(line: Line) -> list[tuple[str, Line]]:
    """What was posted because of a line, by the field that says so: its reversal, what corrects it, refunds, differences, levies."""
    found: list[tuple[str, Line]] = []
    for name in ("reverses", "corrects", "refunds", "settles"):
        if hasattr(line, name):
            rows = type(line).objects.filter(**{name: line}).order_by("on", "pk")
            found += [(name, row) for row in rows.select_related("fund")]
    if isinstance(line, Receipt):
        levies = Expense.objects.filter(receipt=line).order_by("on", "pk")
        found += [("receipt", row) for row in levies.select_related("fund")]
    return found


def not_reversed(rows: QuerySet[Any]) -> list[Any]:
    """Of the few lines that hang on one, those that neither reverse another of them nor were reversed.

    Asked of the database in one sentence with what they hang on, SQLite takes nearly every line for an answer and reads all.
    """
    held = list(rows.order_by("pk"))
    gone = {row.reverses_id for row in held}
    return [row for row in held if row.reverses_id is None and row.pk not in gone]
