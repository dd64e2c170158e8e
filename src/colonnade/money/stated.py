"""A statement whole, in numbers and names: what is printed, kept when it is issued, and read back years later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from colonnade.values.numbers import Amount, divided

NOUGHT: Final = Decimal(0)
ACCOUNT: Final = (
    "opening", "contributions", "levy", "interest", "exchange", "available", "direct", "support", "expenditure",
    "returned", "closing",
)  # fmt: skip
"""The lines of the account in their order; the classes stand before ``direct``, each as ``class:145``."""
CLASS: Final = "class:"


@dataclass(frozen=True)
class StatementClass:
    """A class of cost: what was spent, what suppliers paid back of it, and what is bound on the last day, as a memo."""

    code: str
    name: str
    spent: Amount
    paid_back: Amount
    committed: Amount

    @property
    def net(self) -> Amount:
        return self.spent - self.paid_back


@dataclass(frozen=True)
class Promised:
    """What an agreement promises, in its own currency: signed, received, and due by the last day. None is not known."""

    code: str
    title: str
    currency: str
    signed: Decimal
    received: Decimal | None
    due: Decimal | None

    @property
    def receivable(self) -> Decimal | None:
        return None if self.received is None else max(self.signed - self.received, NOUGHT)


@dataclass(frozen=True)
class RateUsed:
    """A rate at which lines of the period were kept, with what they came to in both currencies."""

    currency: str
    told: str
    lines: int
    amount: Decimal
    value: Decimal


@dataclass(frozen=True)
class Beside:
    """What stands beside the statement, never in it: a gift in kind, or a counterpart's fund, in a currency of its own."""

    what: str
    title: str
    currency: str
    amount: Decimal
    received: Decimal | None = None
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class ToDate:
    """Everything until the last day, from which what was made available and how much of it is spent are told."""

    contributed: Amount
    levied: Amount
    returned: Amount
    spent: Amount

    @property
    def funded(self) -> Amount:
        """The net funded amount: what was given, less the levy on it and what went back."""
        return self.contributed - self.levied - self.returned

    @property
    def delivery(self) -> Decimal | None:
        """The delivery rate: expenditure in per cent of the net funded amount; None where nothing was made available."""
        if self.funded.value <= 0:
            return None
        return divided(self.spent.value * 100, self.funded.value).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Statement:
    """A statement whole, in numbers and names. ``levy`` and losses by exchange are below nought; what was spent is above."""

    fund: str
    name: str
    donor: str
    agreement: str
    agreement_title: str
    first: date
    last: date
    opening: Amount
    contributions: Amount
    levy: Amount
    interest: Amount
    exchange: Amount
    classes: tuple[StatementClass, ...]
    support: Amount
    returned: Amount
    support_due: Amount
    percents: tuple[Decimal, ...]
    to_date: ToDate
    promised: tuple[Promised, ...]
    rates: tuple[RateUsed, ...]
    beside: tuple[Beside, ...]
    closed: bool
    unreconciled: Mapping[str, str]

    @property
    def currency(self) -> str:
        return self.opening.currency

    def _sum(self, amounts: Iterable[Amount]) -> Amount:
        return sum(amounts, Amount(NOUGHT, self.currency))

    @property
    def available(self) -> Amount:
        return self.opening + self.contributions + self.levy + self.interest + self.exchange

    @property
    def direct(self) -> Amount:
        return self._sum(one.net for one in self.classes)

    @property
    def committed(self) -> Amount:
        return self._sum(one.committed for one in self.classes)

    @property
    def expenditure(self) -> Amount:
        return self.direct + self.support

    @property
    def closing(self) -> Amount:
        return self.available - self.expenditure - self.returned

    @property
    def values(self) -> dict[str, Amount]:
        """Every line of the account by its key, in the order in which they stand."""
        told: dict[str, Amount] = {}
        for key in ACCOUNT:
            if key == "direct":
                told |= {f"{CLASS}{one.code}": one.net for one in self.classes}
            told[key] = getattr(self, key)
        return told

    # --- as it is kept --------------------------------------------------------------------------------------------

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it: days and amounts as words."""
        amounts = (
            "opening",
            "contributions",
            "levy",
            "interest",
            "exchange",
            "support",
            "returned",
            "support_due",
        )
        return {
            "fund": self.fund, "name": self.name, "donor": self.donor, "agreement": self.agreement,
            "agreement_title": self.agreement_title, "first": self.first.isoformat(), "last": self.last.isoformat(),
            "currency": self.currency, "amounts": {name: _told(getattr(self, name)) for name in amounts},
            "classes": [
                {"code": one.code, "name": one.name, "spent": _told(one.spent), "paid_back": _told(one.paid_back),
                 "committed": _told(one.committed)}
                for one in self.classes
            ],
            "percents": [_told(one) for one in self.percents],
            "to_date": {name: _told(getattr(self.to_date, name)) for name in ("contributed", "levied", "returned", "spent")},
            "promised": [_row(one) for one in self.promised], "rates": [_row(one) for one in self.rates],
            "beside": [_row(one) for one in self.beside], "closed": self.closed, "unreconciled": dict(self.unreconciled),
        }  # fmt: skip

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Statement:
        """The statement that was kept, as it was."""

        def amount(words: str) -> Amount:
            return Amount(Decimal(words), kept["currency"])

        told: dict[str, Any] = {
            name: kept[name]
            for name in ("fund", "name", "donor", "agreement", "agreement_title", "closed", "unreconciled")
        }
        told |= {name: amount(words) for name, words in kept["amounts"].items()}
        return cls(
            **told,
            first=date.fromisoformat(kept["first"]),
            last=date.fromisoformat(kept["last"]),
            classes=tuple(
                StatementClass(one["code"], one["name"], *(amount(one[name]) for name in ("spent", "paid_back", "committed")))
                for one in kept["classes"]
            ),
            percents=tuple(map(Decimal, kept["percents"])),
            to_date=ToDate(**{name: amount(words) for name, words in kept["to_date"].items()}),
            promised=tuple(_back(Promised, one, "signed", "received", "due") for one in kept["promised"]),
            rates=tuple(_back(RateUsed, one, "amount", "value") for one in kept["rates"]),
            beside=tuple(_back(Beside, one, "amount", "received") for one in kept["beside"]),
        )  # fmt: skip


def _told(value: Amount | Decimal) -> str:
    return f"{value.value if isinstance(value, Amount) else value:f}"


def _row(one: Any) -> dict[str, Any]:
    return {name: _told(held) if isinstance(held, Decimal) else held for name, held in vars(one).items()}


def _back(kind: Any, kept: Mapping[str, Any], *decimals: str) -> Any:
    return kind(**{name: Decimal(held) if name in decimals and held is not None else held for name, held in kept.items()})  # fmt: skip
