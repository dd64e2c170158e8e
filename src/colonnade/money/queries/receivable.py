"""What donors have promised, by instalment, and how much of it has not come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from colonnade.money.models import Agreement, Fund, Instalment, Receipt
from colonnade.money.queries.facts import BESIDE
from colonnade.money.queries.rates import rate_book
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount


@dataclass(frozen=True, slots=True)
class Came:
    """A contribution, or its reversal, in the currency of the agreement; ``instalment`` where it was said for which."""

    on: date
    value: Decimal
    instalment: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment and what of it has not come. ``key`` is the instalment's own."""

    on: date
    amount: Amount
    outstanding: Amount
    condition: str
    key: int = 0


@dataclass(slots=True)
class Promise:
    """An agreement with its instalments and what came under it. ``elsewise`` came in a currency for which no rate is held,
    and settles nothing."""

    code: str
    title: str
    fund: str
    beside: bool
    currency: str
    source: str
    instalments: list[tuple[int, date, Decimal, str]] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    elsewise: list[tuple[date, Amount]] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return f"money/{Agreement._meta.model_name}/{self.code}"

    def dues(self, day: date) -> list[Due]:
        """Every instalment with what is outstanding of it after all that came through a day.

        What came for an instalment settles that one; what is left, and what came for none, settles the earliest due.
        """
        linked: dict[int, Decimal] = defaultdict(Decimal)
        spare = Decimal(0)
        for one in self.came:
            if one.on <= day and one.instalment is None:
                spare += one.value
            elif one.on <= day:
                linked[one.instalment or 0] += one.value
        left = {}
        for key, _on, amount, _condition in self.instalments:
            left[key] = max(amount - linked[key], Decimal(0))
            spare += max(linked[key] - amount, Decimal(0))
        told = []
        for key, on, amount, condition in sorted(self.instalments, key=lambda one: (one[1], one[0])):
            taken = min(max(spare, Decimal(0)), left[key])
            spare -= taken
            still = Amount(left[key] - taken, self.currency)
            told.append(Due(on, Amount(amount, self.currency), still, condition, key))
        return told


def promises(fund: Fund | None = None, agreement: Agreement | None = None) -> list[Promise]:
    """Every standing agreement with instalments, of one fund or of all, or one agreement; three queries, and one for rates
    where something came in another currency."""
    held: Any = Agreement.objects.filter(
        withdrawn_on=None, fund__withdrawn_on=None, instalments__isnull=False
    ).distinct()
    held = held.filter(fund=fund) if fund else held
    held = held.filter(pk=agreement.pk) if agreement else held
    rows = held.order_by("code").values_list(
        "pk", "code", "title", "fund__code", "fund__kind", "fund__currency", "currency", "source__title"
    )
    found: dict[int, Promise] = {}
    own: dict[int, str] = {}
    for pk, code, title, of, kind, own[pk], currency, source in rows:
        found[pk] = Promise(code, title, of, kind in BESIDE, currency or own[pk], source or "")
    for key, of_agreement, on, amount, condition in Instalment.objects.filter(
        agreement__in=found
    ).values_list("pk", "agreement", "due_on", "amount", "condition"):
        found[of_agreement].instalments.append((key, on, amount, condition))
    _add_receipts(found, own)
    return list(found.values())


def _add_receipts(found: dict[int, Promise], own: dict[int, str]) -> None:
    """What came: as it was paid, or as the fund keeps it, or else at the rate of its day."""
    receipts = Receipt.objects.filter(agreement__in=found, kind=Receipt.Kind.CONTRIBUTION)
    others = []
    for key, instalment, on, amount, currency, value in receipts.values_list(
        "agreement", "instalment", "on", "amount", "currency", "value"
    ):
        promise = found[key]
        if currency == promise.currency:
            promise.came.append(Came(on, amount, instalment))
        elif own[key] == promise.currency:
            promise.came.append(Came(on, value, instalment))
        else:
            others.append((promise, instalment, on, Amount(amount, currency)))
    if not others:
        return
    book = rate_book(
        {name for promise, _key, _on, paid in others for name in (promise.currency, paid.currency)}
    )
    for promise, instalment, on, paid in others:
        try:
            worth = book.conversion(paid, promise.currency, on).into.value
        except Refused:
            promise.elsewise.append((on, paid))
        else:
            promise.came.append(Came(on, worth, instalment))


def overdue(dues: Iterable[Due], day: date) -> list[Due]:
    """Those that were due by a day and have not come, or not whole."""
    return [due for due in dues if due.on <= day and due.outstanding.value > 0]
