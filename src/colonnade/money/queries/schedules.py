"""What is due under an agreement and when, what has come of it, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from colonnade.money.models import Agreement, Fund, Instalment, Receipt
from colonnade.money.queries.rates import rate_book
from colonnade.records.queries import standing
from colonnade.values.numbers import Amount


class Due(StrEnum):
    """Where an instalment stands on a day."""

    RECEIVED = "received"
    TO_COME = "to come"
    DUE = "due"
    OVERDUE = "overdue"


GRACE = 30
"""Days after which what is due is overdue: a transfer takes its time."""


@dataclass(frozen=True)
class DueLine:
    """One instalment: what was agreed, what has come of it, and where it stands."""

    instalment: Instalment
    agreed: Amount
    received: Amount
    state: Due

    @property
    def outstanding(self) -> Amount:
        return self.agreed - self.received


def schedule_of(agreement: Agreement, day: date) -> list[DueLine]:
    """The instalments of an agreement as they stand on a day, in its currency.

    A receipt pays the instalment it names; one that names none pays the earliest that are open. What is beyond all of
    them pays none.
    """
    return _schedules([agreement], day)[agreement.pk]


def overdue_on(day: date, fund: Fund | None = None) -> list[DueLine]:
    """Everything that is due or overdue on a day, the oldest first; of one fund or of all."""
    held = standing(Agreement.objects).filter(instalments__due_on__lte=day).distinct()
    held = held.filter(fund=fund) if fund else held
    found = [line for lines in _schedules(held.select_related("fund"), day).values() for line in lines]
    waits = [line for line in found if line.state in (Due.DUE, Due.OVERDUE)]
    return sorted(waits, key=lambda line: (line.instalment.due_on, line.instalment.pk))


def _schedules(agreements: Iterable[Agreement], day: date) -> dict[int, list[DueLine]]:
    """All at once, by a fixed number of queries."""
    held = {agreement.pk: agreement for agreement in agreements}
    due: dict[int, list[Instalment]] = {key: [] for key in held}
    for instalment in Instalment.objects.filter(agreement__in=held).order_by("due_on", "pk"):
        instalment.agreement = held[instalment.agreement_id]
        due[instalment.agreement_id].append(instalment)
    came: dict[int, list[Receipt]] = {key: [] for key in held}
    receipts = Receipt.objects.filter(agreement__in=held, on__lte=day, kind=Receipt.Kind.CONTRIBUTION)
    for receipt in receipts.select_related("fund").order_by("on", "pk"):
        came[receipt.agreement_id].append(receipt)
    return {key: _lines(held[key], due[key], came[key], day) for key in held}


def _lines(agreement: Agreement, due: list[Instalment], came: list[Receipt], day: date) -> list[DueLine]:
    currency = agreement.currency or agreement.fund.currency
    paid = dict.fromkeys((one.pk for one in due), Decimal(0))
    free = Decimal(0)
    for receipt in came:
        worth = _in(currency, receipt)
        if receipt.instalment_id in paid:
            paid[receipt.instalment_id] += worth
        else:
            free += worth
    lines = []
    for one in due:
        more = min(max(one.amount - paid[one.pk], Decimal(0)), max(free, Decimal(0)))
        free -= more
        received = paid[one.pk] + more
        lines.append(
            DueLine(one, Amount(one.amount, currency), Amount(received, currency), _state(one, received, day))
        )
    return lines


def _in(currency: str, receipt: Receipt) -> Decimal:
    """What a receipt was in the agreement's currency: as it was paid, or as the fund keeps it, or at the rate of its day."""
    if receipt.currency == currency:
        return receipt.amount
    if receipt.fund.currency == currency:
        return receipt.value
    book = rate_book({currency, receipt.currency})
    return book.conversion(receipt.paid, currency, receipt.on).into.value


def _state(one: Instalment, received: Decimal, day: date) -> Due:
    if received >= one.amount:
        return Due.RECEIVED
    late = (day - one.due_on).days
    return Due.TO_COME if late < 0 else Due.DUE if late <= GRACE else Due.OVERDUE
