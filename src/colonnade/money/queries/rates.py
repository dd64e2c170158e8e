"""Rates as at a day, amounts converted at them, and the agreements with a country's organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from colonnade.money.models import Agreement, Fund, Rate
from colonnade.money.rules import DOLLAR, LOOK_BACK, UN_RATE, in_force
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.conversions import Conversion
from colonnade.values.dates import PartialDate
from colonnade.values.numbers import Amount, divided
from colonnade.values.words import date_words

__all__ = [
    "UN_RATE", "RateBook", "agreements_with", "conversion", "convert", "currencies_used", "rate_book", "rate_on",
    "without_un_rate",
]  # fmt: skip


def rate_on(currency: str, day: date) -> Rate:
    """The rate that holds on a day, by one query.

    The United Nations operational rate where an officer entered one; else the mean of the last full
    month, of the last full year, or the last single day held. Refused where none of them is near enough.
    """
    held = Rate.objects.filter(currency=currency, on__lte=day, on__gte=day - timedelta(days=LOOK_BACK))
    return _of_the_dollar(day) if currency == DOLLAR else in_force(held, day) or _refuse(currency, day)


def convert(amount: Amount, currency: str, day: date) -> tuple[Amount, tuple[Rate, ...]]:
    """An amount in another currency, through the US dollar, with the rates used; not yet rounded."""
    return _convert(amount, currency, day, rate_on)


def conversion(amount: Amount, currency: str, day: date) -> Conversion:
    """The same as an object that remembers rates, days and publishers; to the smallest unit of the currency."""
    _into, rates = convert(amount, currency, day)
    return Conversion.at(amount, currency, tuple(rate.quotation for rate in rates))


def agreements_with(country: str) -> QuerySet[Agreement]:
    """The agreements to which an organisation of a country is a party, the latest first; one query."""
    held = standing(Agreement.objects).filter(partner__country__code=country).select_related("partner")
    return held.order_by("-signed_on", "code")


def currencies_used() -> list[str]:
    """The currencies of funds and agreements, and those of which a United Nations rate was entered before; no dollar."""
    used = {code for fund in standing(Fund.objects) for code in (fund.currency, *fund.currencies_held)}
    used |= set(standing(Agreement.objects).exclude(currency="").values_list("currency", flat=True))
    used |= set(Rate.objects.filter(kind=UN_RATE).values_list("currency", flat=True).distinct())
    return sorted(used - {DOLLAR})


def without_un_rate(day: date) -> list[str]:
    """Of those, the ones for which no United Nations rate of the day's month is entered: a central bank's mean stands in."""
    entered = Rate.objects.filter(kind=UN_RATE, on__range=(day.replace(day=1), day)).values_list(
        "currency", flat=True
    )
    return sorted(set(currencies_used()) - set(entered))


class RateBook:
    """The rates of some currencies, read once, for as many amounts and days as are asked."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._held: dict[str, list[Rate]] = defaultdict(list)
        for rate in rates:
            self._held[rate.currency].append(rate)
        self._found: dict[tuple[str, date], Rate | None] = {}

    def rate_on(self, currency: str, day: date) -> Rate:
        if currency == DOLLAR:
            return _of_the_dollar(day)
        asked = (currency, day)
        if asked not in self._found:
            self._found[asked] = in_force(self._held.get(currency, ()), day)
        return self._found[asked] or _refuse(currency, day)

    def convert(self, amount: Amount, currency: str, day: date) -> tuple[Amount, tuple[Rate, ...]]:
        return _convert(amount, currency, day, self.rate_on)

    def conversion(self, amount: Amount, currency: str, day: date) -> Conversion:
        _into, rates = self.convert(amount, currency, day)
        return Conversion.at(amount, currency, tuple(rate.quotation for rate in rates))


def rate_book(currencies: Iterable[str]) -> RateBook:
    """One query for a report that converts many amounts."""
    return RateBook(Rate.objects.filter(currency__in=set(currencies) - {DOLLAR}))


def _convert(
    amount: Amount, currency: str, day: date, rate_on: Callable[[str, date], Rate]
) -> tuple[Amount, tuple[Rate, ...]]:
    if amount.currency == currency:
        return amount, ()
    value, used = amount.value, []
    if amount.currency != DOLLAR:
        used.append(rate_on(amount.currency, day))
        value = divided(value, used[-1].per_usd)
    if currency != DOLLAR:
        used.append(rate_on(currency, day))
        value = value * used[-1].per_usd
    return Amount(value, currency), tuple(used)


def _of_the_dollar(day: date) -> Rate:
    return Rate(currency=DOLLAR, on=day, per_usd=Decimal(1), kind="par", source="by definition")


def _refuse(currency: str, day: date) -> Rate:
    """What is held instead, if anything, and what to do."""
    last = Rate.objects.filter(currency=currency, on__lte=day).order_by("-on").first()
    month = date_words(PartialDate(day.replace(day=1), "month"))
    told = {"currency": currency, "day": date_words(day), "last": last, "month": month}
    if last:
        raise Refused(
            _(
                "No rate of %(currency)s is held for %(day)s. The last one before it is %(last)s, which is too old. Enter the "
                "United Nations operational rate of %(month)s, with its source."
            )
            % told
        )
    raise Refused(
        _(
            "No rate of %(currency)s is held for %(day)s. Enter the United Nations operational rate of %(month)s, with its "
            "source."
        )
        % told
    )
