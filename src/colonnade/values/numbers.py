"""What a figure can be worth: a whole number, a value with decimals that somebody else worked out, an amount of money, a span, a share or a mean, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import list_currencies

from colonnade.values.currencies import exponent


class MixedCurrencies(ValueError):
    """Two amounts in different currencies were added or compared."""


class UnknownCurrency(ValueError):
    """The code is not a currency of ISO 4217."""


class NotExact(TypeError):
    """Money was given as a binary fraction, which cannot hold a cent."""


def exact(value: object) -> Decimal:
    """A decimal or whole number as it is; anything else is refused, a binary fraction above all.

    >>> exact(5)
    Decimal('5')
    """
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise NotExact(f"{value!r} is not an exact number: give a decimal, such as Decimal('0.10').")


def divided(top: Decimal, by: Decimal) -> Decimal:
    """The one division of money: both sides must be exact, so that no binary fraction comes of it."""
    return exact(top) / exact(by)


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
    """Money in one currency. Adding, subtracting or comparing another currency is refused, not converted."""

    value: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in list_currencies():
            raise UnknownCurrency(
                f"“{self.currency}” is not a currency code of ISO 4217, such as USD or KRW."
            )
        object.__setattr__(self, "value", exact(self.value))

    def _of(self, other: Amount, done: str) -> Decimal:
        """The other's value where it is of the same currency; refused with what to do where it is not."""
        if not isinstance(other, Amount):
            raise TypeError(f"{self} and {other!r} cannot be {done}: give an amount with its currency.")
        if other.currency != self.currency:
            raise MixedCurrencies(
                f"{self.currency} and {other.currency} cannot be {done}. Ask for one currency, "
                "or convert one at a rate with its date first."
            )
        return other.value

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + self._of(other, "added"), self.currency)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.value - self._of(other, "subtracted"), self.currency)

    def __neg__(self) -> Amount:
        return Amount(-self.value, self.currency)

    def __abs__(self) -> Amount:
        return Amount(abs(self.value), self.currency)

    def __lt__(self, other: Amount) -> bool:
        return self.value < self._of(other, "compared")

    def __le__(self, other: Amount) -> bool:
        return self.value <= self._of(other, "compared")

    def __gt__(self, other: Amount) -> bool:
        return self.value > self._of(other, "compared")

    def __ge__(self, other: Amount) -> bool:
        return self.value >= self._of(other, "compared")

    @property
    def unit(self) -> Decimal:
        """The currency's smallest unit: a cent of USD, a whole won."""
        return Decimal(1).scaleb(-exponent(self.currency))

    @property
    def whole(self) -> bool:
        """Can it be paid: is it a whole number of the currency's smallest unit?"""
        return self.value == self.rounded().value

    def rounded(self) -> Amount:
        """To the currency's own smallest unit: cents for USD, whole won for KRW."""
        return Amount(self.value.quantize(self.unit, ROUND_HALF_UP), self.currency)

    def per_cent(self, percent: Decimal) -> Amount:
        """A percentage of it, not yet rounded."""
        return Amount(self.value * exact(percent).scaleb(-2), self.currency)

    def at(self, rate: Decimal, currency: str) -> Amount:
        """In another currency, with ``rate`` units of ours for one of theirs; not yet rounded."""
        return Amount(divided(self.value, rate), currency)

    def allocate(self, weights: Sequence[Decimal | int]) -> list[Amount]:
        """Divided in proportion, to the smallest unit, so that the parts come to the whole: the largest remainder
        gets the next unit, the earlier of two that are equal.

        >>> [str(part) for part in Amount(Decimal(100), "USD").allocate([1, 1, 1])]
        ['USD 33.34', 'USD 33.33', 'USD 33.33']
        """
        shares = [exact(weight) for weight in weights]
        total = sum(shares, Decimal(0))
        if total <= 0 or min(shares) < 0:
            raise ValueError(
                "An amount is divided by shares of which none is negative and one is not nought."
            )
        if not self.whole:
            raise ValueError(f"{self.value} {self.currency} cannot be paid: round it before it is divided.")
        full = [Fraction(self.value) * Fraction(Fraction(share), Fraction(total)) for share in shares]
        units = [_towards_nought(part, self.unit) for part in full]
        left = self.value - sum(units, Decimal(0))
        step = self.unit.copy_sign(left)
        order = sorted(range(len(full)), key=lambda n: (-abs(full[n] - Fraction(units[n])), n))
        for place in order[: int(abs(left).scaleb(exponent(self.currency)))]:
            units[place] += step
        return [Amount(part, self.currency) for part in units]

    def __str__(self) -> str:
        return f"{self.currency} {self.rounded().value:,}"


def _towards_nought(part: Fraction, unit: Decimal) -> Decimal:
    """The part without what is smaller than the unit."""
    whole = abs(part.numerator) * int(Decimal(1).scaleb(-unit.adjusted())) // part.denominator
    return (Decimal(whole) * unit).copy_sign(part.numerator).quantize(unit, ROUND_DOWN)


@dataclass(frozen=True)
class Ratio:
    """A share, or a mean, with what was divided by what: 31 of 50; 540 points over 31 pairs.

    It is never added to another: the two are worked out anew from what is divided. ``of`` is nought only where
    a record says nothing. With a ``currency`` it is of money: a mean divides an amount by a count (what an event cost),
    a share divides smallest units of the currency by smallest units (what was spent of what came in).
    """

    top: int | Decimal
    of: int
    share: bool = True
    currency: str = ""

    @property
    def exact(self) -> Fraction:
        """What it comes to: of a share between 0 and 1, of a mean in its own unit."""
        return Fraction(Fraction(self.top), self.of)

    @property
    def rounded(self) -> Decimal:
        """Per cent of a share, or the mean, to one decimal, for programs and for the length of a bar; of money to the cent."""
        exact = self.exact * (100 if self.share else 1)
        value = divided(Decimal(exact.numerator), Decimal(exact.denominator))
        if self.currency and not self.share:
            return Amount(value, self.currency).rounded().value
        return value.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def amounts(self) -> tuple[Amount, Amount]:
        """A share of money as what was divided by what."""
        smallest = exponent(self.currency)
        held = (Amount(exact(part).scaleb(-smallest), self.currency) for part in (self.top, self.of))
        return next(held), next(held)

    @classmethod
    def of_amounts(cls, top: Amount, of: Amount) -> Ratio:
        """A share of money: both in one currency, and whole numbers of its smallest unit."""
        top._of(of, "divided")
        smallest = exponent(of.currency)
        units = [int(part.rounded().value.scaleb(smallest)) for part in (top, of)]
        return cls(units[0], units[1], share=True, currency=of.currency)

    def __str__(self) -> str:
        of = f"{self.top}/{self.of}" if self.of else "–"
        return f"{of} {self.currency}".strip()


Number = int | Decimal | Amount | Bounds | Ratio | None
"""None is “not known”; it is never printed as zero. A ``Decimal`` is printed with as many decimals as it has."""
