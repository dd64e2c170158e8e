"""The agreements that end, with what each still holds and what must be done before its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from colonnade.money.models import Agreement, Commitment, CommitmentChange, Expense, LineTally, Receipt
from colonnade.money.queries.receivable import promises
from colonnade.records.queries import standing
from colonnade.values.numbers import Amount

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Ending:
    """An agreement as at a day: in its fund's currency, but what donors owe under it, which is in its own."""

    agreement: Agreement
    days: int
    received: Amount
    spent: Amount
    left: Amount
    open: Amount
    allotted: Amount
    owed: Amount
    charge: Amount

    @property
    def over(self) -> bool:
        return self.days < 0


def agreements_ending(first: date, last: date) -> QuerySet[Agreement]:
    """Standing agreements whose last day is between two days."""
    held = standing(Agreement.objects).filter(fund__withdrawn_on=None, ends_on__range=(first, last))
    return held.select_related("fund", "partner").order_by("ends_on", "code")


def endings(day: date, until: date) -> list[Ending]:
    """What ends between two days, and what ended before and still holds money or binds any. A fixed number of queries."""
    agreements = list(agreements_ending(date.min, until))
    books = _Books(agreements, day)
    told = [books.of(agreement) for agreement in agreements]
    return [one for one in told if not one.over or one.left.value or one.open.value or one.allotted.value]


class _Books:
    """The sums of several agreements through a day, each read once for all of them."""

    def __init__(self, agreements: list[Agreement], day: date) -> None:
        self.day = day
        through: dict[str, Any] = {"on__lte": day}
        mine = {"agreement__in": agreements}
        self.received = _sums(Receipt.objects.filter(**mine, **through), "agreement")
        spent = Expense.objects.filter(**mine, **through)
        self.spent = _sums(spent.filter(kind__in=(Expense.Kind.ACTUAL, Expense.Kind.SUPPORT)), "agreement")
        self.gone = _sums(spent, "agreement")
        self.charged = _sums(spent.filter(kind=Expense.Kind.SUPPORT), "agreement")
        self.earned = _earned(spent.filter(kind=Expense.Kind.ACTUAL))
        line = "line__allotment__agreement"
        self.open = _less(
            _sums(Commitment.objects.filter(**{f"{line}__in": agreements}, **through), line),
            _sums(CommitmentChange.objects.filter(**{f"commitment__{line}__in": agreements}, **through), f"commitment__{line}"),
            _sums(spent.exclude(commitment=None), "agreement"),
        )  # fmt: skip
        self.lines: dict[int, Amount] = {}
        for tally in LineTally.objects.filter(**{f"{line}__in": agreements}).select_related(
            "line__allotment__fund"
        ):
            allotment = tally.line.allotment
            still = allotment.fund.amount(tally.limit - tally.committed - tally.spent)
            before = self.lines.get(allotment.agreement_id or 0)
            self.lines[allotment.agreement_id or 0] = before + still if before else still
        self.promises = {promise.code: promise for promise in promises()} if agreements else {}

    def of(self, agreement: Agreement) -> Ending:
        key, fund = agreement.pk, agreement.fund
        received = fund.amount(self.received.get(key, NOUGHT))
        promise = self.promises.get(agreement.code)
        dues = promise.dues(self.day) if promise else []
        owed = sum((due.outstanding for due in dues), Amount(NOUGHT, agreement.currency or fund.currency))
        earned = fund.amount(self.earned.get(key, NOUGHT)).rounded()
        return Ending(
            agreement=agreement, days=(agreement.ends_on - self.day).days, received=received,  # type: ignore[operator]  # only those that end are asked
            spent=fund.amount(self.spent.get(key, NOUGHT)), left=received - fund.amount(self.gone.get(key, NOUGHT)),
            open=fund.amount(self.open.get(key, NOUGHT)), allotted=self.lines.get(key, fund.amount(0)), owed=owed,
            charge=earned - fund.amount(self.charged.get(key, NOUGHT)),
        )  # fmt: skip


def _sums(rows: QuerySet[Any], name: str) -> dict[int, Decimal]:
    return {
        key: total or NOUGHT for key, total in rows.order_by().values_list(name).annotate(total=Sum("value"))
    }


def _earned(rows: QuerySet[Any]) -> dict[int, Decimal]:
    """Support costs that direct expenditure carries, by agreement, not yet rounded."""
    found: dict[int, Decimal] = {}
    for key, percent, total in (
        rows.order_by().values_list("agreement", "percent").annotate(total=Sum("value"))
    ):
        found[key] = found.get(key, NOUGHT) + (total or NOUGHT) * percent.scaleb(-2)
    return found


def _less(
    bound: dict[int, Decimal], changed: dict[int, Decimal], spent: dict[int, Decimal]
) -> dict[int, Decimal]:
    return {
        key: bound.get(key, NOUGHT) + changed.get(key, NOUGHT) - spent.get(key, NOUGHT)
        for key in {*bound, *changed, *spent}
    }
