"""What a figure can be worth: a whole number, a value with decimals that somebody else worked out, an amount of money, a span, a share or a mean, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision, list_currencies


class MixedCurrencies(ValueError):
    """Two amounts in different currencies were added or compared."""


class UnknownCurrency(ValueError):
    """The code is not a currency of ISO 4217."""


@dataclass(frozen=True, order=True)
class Bounds:
    """A count that is known only to lie between two numbers, both included.

    Ninety-four countries at conferences and seventy at workshops are between
    94 and 175 countries, never 164.
    """

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"A span cannot run from {self.low} down to {self.high}.")

    def __str__(self) -> str:
        return f"between {self.low} and {self.high}"


@dataclass(frozen=True)
class Amount:
    """Money in one currency. Adding another currency is refused, not converted."""

    value: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in list_currencies():
            raise UnknownCurrency(
                f"“{self.currency}” is not a currency code of ISO 4217, such as USD or KRW."
            )

    def __add__(self, other: Amount) -> Amount:
        if other.currency != self.currency:
            raise MixedCurrencies(
                f"{self.currency} and {other.currency} cannot be added. Ask for one currency, "
                "or convert one at a rate with its date first."
            )
        return Amount(self.value + other.value, self.currency)

    def rounded(self) -> Amount:
        """To the currency's own smallest unit: cents for USD, whole won for KRW."""
        places = get_currency_precision(self.currency)
        return Amount(self.value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), self.currency)

    def at(self, rate: Decimal, currency: str) -> Amount:
        """In another currency, with ``rate`` units of ours for one of theirs; not yet rounded."""
        return Amount(self.value / rate, currency)

    def __str__(self) -> str:
        return f"{self.currency} {self.rounded().value:,}"


@dataclass(frozen=True)
class Ratio:
    """A share, or a mean, with what was divided by what: 31 of 50; 540 points over 31 pairs.

    It is never added to another: the two are worked out anew from what is divided. ``of`` is nought only where
    a record says nothing.
    """

    top: int | Decimal
    of: int
    share: bool = True

    @property
    def exact(self) -> Fraction:
        """What it comes to: of a share between 0 and 1, of a mean in its own unit."""
        return Fraction(self.top) / self.of

    @property
    def rounded(self) -> Decimal:
        """Per cent of a share, or the mean, to one decimal, for programs and for the length of a bar."""
        exact = self.exact * (100 if self.share else 1)
        return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __str__(self) -> str:
        return f"{self.top}/{self.of}" if self.of else "–"


Number = int | Decimal | Amount | Bounds | Ratio | None
"""None is “not known”; it is never printed as zero. A ``Decimal`` is printed with as many decimals as it has."""
