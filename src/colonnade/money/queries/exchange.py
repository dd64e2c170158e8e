"""What rates did to money already in the books: balances in other currencies at a day's rate, and lines at a rate that came late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum

from colonnade.money.models import Commitment, Expense, Fund, Receipt
from colonnade.money.queries.rates import conversion, rate_book
from colonnade.records.errors import Refused
from colonnade.values.conversions import Conversion
from colonnade.values.numbers import Amount

Row = Receipt | Expense | Commitment


@dataclass(frozen=True)
class Revaluation:
    """Money held in another currency: what the books carry it at, what it is worth at the rate of a day, the difference.

    A difference below nought is a loss. ``at`` remembers the rates.
    """

    carried: Amount
    at: Conversion

    @property
    def held(self) -> Amount:
        return self.at.amount

    @property
    def difference(self) -> Amount:
        return self.at.into - self.carried

    @property
    def because(self) -> str:
        """The sum in words, as it stands with the line that is posted of it."""
        return f"{self.held}: carried at {self.carried}, worth {self.at.into} at {self.at.told}"


def revaluations(fund: Fund, day: date) -> list[Revaluation]:
    """What each balance of a fund in another currency gained or lost through a day; refused where a rate is missing.

    What came in that currency less what was paid in it is held. A difference posted before is nought in the currency
    itself, so that the next one begins where it left off.
    """
    found = []
    for currency in fund.currencies_held:
        held, carried = _balance(fund, currency, day)
        if held or carried:
            at = conversion(Amount(held, currency), fund.currency, day)
            found.append(Revaluation(fund.amount(carried), at))
    return found


def _balance(fund: Fund, currency: str, day: date) -> tuple[Decimal, Decimal]:
    """What is held of a currency, and what the books carry it at."""
    totals = []
    for model in (Receipt, Expense):
        rows = model.objects.filter(fund=fund, currency=currency, on__lte=day)
        told = rows.aggregate(amount=Sum("amount"), value=Sum("value"))
        totals.append((told["amount"] or Decimal(0), told["value"] or Decimal(0)))
    (came, worth), (went, cost) = totals
    return came - went, worth - cost


# --- late rates ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Differing:
    """A line that stands at the rates of its posting and would now be posted at others. Nothing is changed by knowing it."""

    row: Row
    now: Conversion

    @property
    def before(self) -> Amount:
        return self.row.fund.amount(self.row.value)

    @property
    def difference(self) -> Amount:
        return self.now.into - self.before


def differing(*, currencies: Sequence[str] = (), fund: Fund | None = None) -> Iterator[Differing]:
    """The lines whose day now has another rate than the one they keep, the newest first; of some currencies or of all.

    Left out is what keeps a rate by right: what was reversed and what reverses, refunds at the rate of their expense,
    and expenses at the rate at which their order was bound, whose difference is posted beside them.
    """
    rows = [row for model in (Receipt, Expense, Commitment) for row in _converted(model, currencies, fund)]
    book = rate_book({code for row in rows for code in (row.currency, row.fund.currency)})
    for row in sorted(rows, key=lambda row: (row.on, row.code), reverse=True):
        try:
            now = book.conversion(row.paid, row.fund.currency, row.on)
        except Refused:
            continue  # no rate holds on its day any more: it keeps the one it has
        kept = (row.rate, row.fund_rate)
        if kept != (now.per_usd(row.currency), now.per_usd(row.fund.currency)):
            yield Differing(row, now)


def _converted(model: type[Row], currencies: Sequence[str], fund: Fund | None) -> list[Any]:
    rows = (
        model.objects.exclude(currency=F("fund__currency"))
        .filter(fund__withdrawn_on=None)
        .select_related("fund")
    )
    if fund:
        rows = rows.filter(fund=fund)
    if currencies:
        rows = rows.filter(Q(currency__in=currencies) | Q(fund__currency__in=currencies))
    if model is Commitment:
        return list(rows)
    rows = rows.filter(reverses=None, reversed_by=None)
    if model is Expense:
        rows = rows.filter(refunds=None, differences=None).exclude(kind=Expense.Kind.EXCHANGE)
    return list(rows)
