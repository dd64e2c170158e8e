"""Rates as at a day, and amounts converted at them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from colonnade.money.models import Rate
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount

UN_RATE = "UNORE"
_BEST_FIRST = ((UN_RATE, 45), ("M-avg", 62), ("A-avg", 400), ("spot", 400))
"""Kinds of rate in the order they are preferred, each with the days it may be old."""


def rate_on(currency: str, day: date) -> Rate:
    """The rate that holds on a day: the UN operational rate where one was entered, else the last published mean."""
    for kind, days in _BEST_FIRST:
        held = Rate.objects.filter(currency=currency, kind=kind, on__lte=day, on__gte=day - timedelta(days=days))
        rate = held.order_by("-on").first()
        if rate is not None:
            return rate
    raise Refused(
        f"No rate of {currency} is held for {day}. Enter the United Nations operational rate of that month, with its source."
    )


def convert(amount: Amount, currency: str, day: date) -> tuple[Amount, tuple[Rate, ...]]:
    """An amount in another currency, through the US dollar, with the rates used; not yet rounded."""
    used: list[Rate] = []
    value = amount.value
    if amount.currency == currency:
        return amount, ()
    if amount.currency != "USD":
        used.append(rate_on(amount.currency, day))
        value = value / used[-1].per_usd
    if currency != "USD":
        used.append(rate_on(currency, day))
        value = value * used[-1].per_usd
    return Amount(Decimal(value), currency), tuple(used)
