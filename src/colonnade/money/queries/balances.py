"""What a fund has: cash, authority, lines, open commitments, and its account from opening to closing balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from colonnade.money.models import (
    Agreement,
    Allotment,
    AllotmentLine,
    BudgetClass,
    Commitment,
    CommitmentChange,
    Expense,
    Fund,
    LedgerTally,
    LineTally,
    Override,
)
from colonnade.money.queries.sums import net, sums
from colonnade.money.rules import left_on
from colonnade.values.numbers import Amount

Kind: Any = Expense.Kind
NOUGHT = Decimal(0)


def total(rows: QuerySet, field: str = "value") -> Decimal:
    """The exact sum of a column; nought of nothing."""
    return rows.aggregate(total=Sum(field))["total"] or NOUGHT


def cash_of(fund: Fund) -> Amount:
    """What came in and is there to be allotted: receipts less levies, returns to donors and exchange losses."""
    spent = (Kind.ACTUAL, Kind.SUPPORT)
    return fund.amount(net({key: value for key, value in sums(fund).items() if key[0] not in spent}))


def authority_of(fund: Fund) -> Amount:
    """What is allotted, with the support costs on top of it."""
    limits = (
        LineTally.objects.filter(line__allotment__fund=fund)
        .values("line__allotment", "line__allotment__percent")
        .annotate(total=Sum("limit"))
    )
    held = fund.amount(0)
    for row in limits:
        direct = fund.amount(row["total"])
        held = held + (direct + direct.per_cent(row["line__allotment__percent"])).rounded()
    return held


def room_of(fund: Fund) -> Amount:
    """What may still be allotted: cash less the reserve, less what is allotted, with what two people allowed beyond."""
    allowed = fund.overrides.filter(rule=Override.Rule.CEILING).exclude(agreed_by=None)
    return (
        cash_of(fund) - fund.amount(fund.reserve) + fund.amount(total(allowed, "amount")) - authority_of(fund)
    )


def open_of(commitment: Commitment) -> Amount:
    """What of a commitment is still bound."""
    changed = total(CommitmentChange.objects.filter(commitment=commitment))
    spent = total(Expense.objects.filter(commitment=commitment))
    return commitment.fund.amount(commitment.value + changed - spent)


def liquidated(commitment: Commitment) -> bool:
    return commitment.changes.filter(kind=CommitmentChange.Kind.LIQUIDATED).exists()


def support_due(agreement: Agreement, through: date) -> Amount:
    """Support costs earned by the direct expenditure of an agreement through a day and not yet charged.

    The percentage of every line is summed before it is rounded, so that what is left of a cent is carried on.
    """
    fund, charged = agreement.fund, NOUGHT
    earned = Amount(NOUGHT, fund.currency)
    for (kind, percent), value in sums(fund, "percent", last=through, agreement=agreement).items():
        if kind == Kind.ACTUAL:
            earned = earned + fund.amount(value).per_cent(percent)
        elif kind == Kind.SUPPORT:
            charged += value
    return earned.rounded() - fund.amount(charged)


@dataclass(frozen=True)
class ClassLine:
    """One class of a fund: what it was given, what is bound, what is spent and what is left to commit."""

    budget_class: BudgetClass
    allotted: Amount
    committed: Amount
    spent: Amount
    left: Amount


def lines_of(fund: Fund) -> list[tuple[AllotmentLine, LineTally]]:
    """Every line of a fund with its tally, the newest allotment first."""
    rows = (
        LineTally.objects.filter(line__allotment__fund=fund)
        .select_related("line__allotment", "line__budget_class")
        .order_by("-line__allotment__valid_from", "-line__allotment__pk", "line__budget_class__order")
    )
    return [(row.line, row) for row in rows]


def classes_of(fund: Fund) -> list[ClassLine]:
    """The balance of a fund by class, over all its allotments."""
    found: dict[int, ClassLine] = {}
    for line, tally in lines_of(fund):
        held = (tally.limit, tally.committed, tally.spent)
        allotted, committed, spent = (fund.amount(value) for value in held)
        left = left_on(tally, fund)
        before = found.get(line.budget_class_id)
        if before:
            allotted, committed = before.allotted + allotted, before.committed + committed
            spent, left = before.spent + spent, before.left + left
        found[line.budget_class_id] = ClassLine(line.budget_class, allotted, committed, spent, left)
    return sorted(found.values(), key=lambda line: (line.budget_class.order, line.budget_class.code))


@dataclass(frozen=True)
class FundAccount:
    """A fund from one day to another: what it began with, what came in, what went out, what it ends with."""

    fund: Fund
    first: date
    last: date
    opening: Amount
    contributions: Amount
    interest: Amount
    exchange: Amount
    levies: Amount
    refunds: Amount
    spent: Sequence[tuple[BudgetClass, Amount]]
    support: Amount

    @property
    def direct(self) -> Amount:
        return sum((amount for _class, amount in self.spent), self.fund.amount(0))

    @property
    def gone(self) -> Amount:
        """What left the fund without being spent."""
        return self.levies + self.refunds

    @property
    def available(self) -> Amount:
        return self.opening + self.contributions + self.interest + self.exchange - self.levies - self.refunds

    @property
    def closing(self) -> Amount:
        """Each row once, by its kind."""
        return self.available - self.direct - self.support


def of_agreement(rows: QuerySet, agreement: Agreement | None) -> QuerySet:
    """The lines of one agreement, or of all and of none."""
    return rows if agreement is None else rows.filter(agreement=agreement)


def balance_on(fund: Fund, day: date, agreement: Agreement | None = None) -> Amount:
    """Everything that came in through a day, less everything that went out."""
    return fund.amount(net(sums(fund, last=day, agreement=agreement)))


def account_of(fund: Fund, first: date, last: date, agreement: Agreement | None = None) -> FundAccount:
    """The account of a span of days. A balance brought into the ledger opens it, whenever in the span it was posted."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    by_class: dict[int, Decimal] = defaultdict(Decimal)
    for (kind, budget_class), value in sums(
        fund, "budget_class", first=first, last=last, agreement=agreement
    ).items():
        held[kind] += value
        if kind == Kind.ACTUAL:
            by_class[budget_class] += value
    classes = BudgetClass.objects.in_bulk(by_class)
    spent = sorted(
        ((classes[key], fund.amount(value)) for key, value in by_class.items()),
        key=lambda pair: (pair[0].order, pair[0].code),
    )

    def amount(kind: str) -> Amount:
        return fund.amount(held[kind])

    return FundAccount(
        fund=fund,
        first=first,
        last=last,
        opening=balance_on(fund, first - timedelta(days=1), agreement) + amount("opening"),
        contributions=amount("contribution"),
        interest=amount("interest"),
        exchange=-amount(Kind.EXCHANGE),
        levies=amount(Kind.LEVY),
        refunds=amount(Kind.REFUND),
        spent=spent,
        support=amount(Kind.SUPPORT),
    )


def years_of(fund: Fund) -> list[int]:
    """The years in which anything came or went."""
    return sorted({month.year for month in LedgerTally.objects.filter(fund=fund).dates("month", "year")})


def agreements_charged(fund: Fund) -> list[Agreement]:
    """The agreements of a fund that spent or were charged anything."""
    used = LedgerTally.objects.filter(fund=fund, kind__in=(Kind.ACTUAL, Kind.SUPPORT)).values("agreement")
    return list(Agreement.objects.filter(pk__in=used, fund=fund).select_related("fund").order_by("pk"))


def allotments_on(fund: Fund, day: date) -> QuerySet[Allotment]:
    return Allotment.objects.filter(fund=fund, valid_from__lte=day, valid_to__gte=day)
