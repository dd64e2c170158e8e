"""An amount told in another currency, with the rates it was told at: rate, day and publisher travel with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from colonnade.values.numbers import Amount, divided


@dataclass(frozen=True)
class Quotation:
    """Units of a currency for one US dollar, on a day, by somebody: what a conversion remembers of a rate."""

    currency: str
    per_usd: Decimal
    on: date
    source: str
    told: str

    def __str__(self) -> str:
        return f"{self.per_usd.normalize():,f} {self.currency} for 1 USD, {self.told}"


@dataclass(frozen=True)
class Conversion:
    """One amount in another currency. ``quotations`` are the rates used, none where the currency is the same."""

    amount: Amount
    into: Amount
    quotations: tuple[Quotation, ...] = ()

    @classmethod
    def at(cls, amount: Amount, currency: str, quotations: tuple[Quotation, ...]) -> Conversion:
        """Through the US dollar, at the rate of either currency that is not the dollar; to the smallest unit."""
        if amount.currency == currency:
            return cls(amount, amount.rounded())
        rates = {quotation.currency: quotation.per_usd for quotation in quotations}
        value = amount.value * rates.get(currency, Decimal(1))
        into = Amount(divided(value, rates.get(amount.currency, Decimal(1))), currency)
        return cls(amount, into.rounded(), quotations)

    @property
    def told(self) -> str:
        """The rates in words: what must stand beside every converted amount."""
        return "; ".join(map(str, self.quotations))

    def per_usd(self, currency: str) -> Decimal:
        """The rate used of one of its currencies; one for the dollar, and where nothing was converted."""
        return next((held.per_usd for held in self.quotations if held.currency == currency), Decimal(1))

    def __str__(self) -> str:
        return f"{self.amount} = {self.into} (at {self.told})" if self.quotations else str(self.into)
