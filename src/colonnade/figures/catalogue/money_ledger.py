"""The figures of the ledger: received, allotted, committed, spent and the balance, line by line, each in its own currency or in dollars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from colonnade.figures.definition import Figure, Row
from colonnade.figures.dimensions import ACTIVITY, BUDGET_CLASS, FUND, HARMONISED, HOST, PILLAR, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.money.queries import LedgerFact
from colonnade.values.conversions import Conversion
from colonnade.values.numbers import Amount
from colonnade.values.period import Period
from colonnade.values.units import MONEY

PAID = "paid"
"""Beside the parts of a line: its order or voucher, by which the public's view is guarded."""

OF_WHAT = (YEAR, FUND, BUDGET_CLASS, HARMONISED, PILLAR, ACTIVITY, HOST)


class _OfTheLedger(Figure):
    """Lines of the ledger of one kind, in the currency of their fund."""

    unit = MONEY
    rows_public = False
    public_by: ClassVar[tuple[str, ...] | None] = ("year", "fund", "budget_class", "pillar")
    clock = "the date of the posting"
    beside: ClassVar[bool] = False
    """Of a counterpart's funds, which stand beside the office's own."""
    reconciled: ClassVar[bool] = True
    """Is it about money that moved, which the system of record has too?"""

    def brings(self, fact: LedgerFact) -> Amount | None:
        """What a line brings to this figure; None where it is none of its lines."""
        raise NotImplementedError  # each figure says its own

    def belongs(self, fact: LedgerFact, scope: Scope) -> bool:
        return fact.on in scope.period

    def shown(self, amount: Amount, fact: LedgerFact, record: Reading) -> tuple[Amount, str]:
        """The amount as this figure shows it, and what a reader must be told of it."""
        return amount, ""

    def days(self, record: Reading, scope: Scope) -> Period:
        """The days whose lines it counts."""
        return scope.period

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        """With what is not reconciled with the system of record, fund by fund."""
        told = super().caveats(record, scope, rows)
        funds = {fund for row in rows for fund in row.facets.get("fund", ())} if self.reconciled else set()
        words = record.unreconciled(self.days(record, scope)) if funds else {}
        return (*told, *(f"{fund}: {words[fund]}" for fund in sorted(funds & words.keys())))

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for fact in record.ledger:
            brought = self.brings(fact) if fact.beside == self.beside and self.belongs(fact, scope) else None
            if brought is not None:
                amount, caveat = self.shown(brought, fact, record)
                yield Row(
                    fact.ref,
                    fact.label,
                    fact.on.isoformat(),
                    amount,
                    {},
                    _facets(fact),
                    fact.source,
                    caveat=caveat,
                )


def _facets(fact: LedgerFact) -> dict[str, tuple[str, ...]]:
    """The parts a line belongs to; what it does not say is not recorded."""
    told = {
        "year": str(fact.on.year), "fund": fact.fund, "budget_class": fact.budget_class, "harmonised": fact.harmonised,
        "activity": fact.activity, "pillar": fact.pillar, "host": fact.host, PAID: fact.paid if fact.kind != "support" else "",
    }  # fmt: skip
    return {name: (part,) for name, part in told.items() if part}


class _InDollars(_OfTheLedger):
    """The same in US dollars, each line at the rate that holds on its own day."""

    def shown(self, amount: Amount, fact: LedgerFact, record: Reading) -> tuple[Amount, str]:
        made = in_dollars(record, amount, fact.on)
        return made.into, f"At {made.told}." if made.told else ""


def in_dollars(record: Reading, amount: Amount, day: date) -> Conversion:
    """An amount at the rate of a day, all rates read once."""
    return record.rates.conversion(amount, "USD", day)


class Received(_OfTheLedger):
    """Money received in the period: contributions and interest, in the currency of the fund, at the rate of the day of receipt.

    A balance brought into the ledger, exchange differences and what a counterpart gives are not in it.
    """

    key = "money.received"
    label = pgettext_lazy("money", "Received")
    dimensions = (YEAR, FUND)

    def brings(self, fact: LedgerFact) -> Amount | None:
        return fact.amount if fact.what == "receipt" and fact.kind != "opening" else None


class Allotted(_OfTheLedger):
    """Authority to commit that was issued in the period, less what lapsed, in the currency of the fund.

    Support costs are not allotted: they come on top.
    """

    reconciled = False
    key = "money.allotted"
    label = _("Allotted")
    dimensions = (YEAR, FUND, BUDGET_CLASS, HARMONISED)
    public_by = ("year", "fund")

    def brings(self, fact: LedgerFact) -> Amount | None:
        return fact.amount if fact.what in ("allotment", "allotmentchange") else None


class Committed(_OfTheLedger):
    """Commitments that are open on the last day of the period: what was bound until then, with its changes, less what was spent of it."""

    reconciled = False
    key = "money.committed"
    label = _("Committed and not yet spent")
    clock = "the last day of the period"
    dimensions = OF_WHAT[1:]

    def belongs(self, fact: LedgerFact, scope: Scope) -> bool:
        return fact.on <= scope.period.last

    def brings(self, fact: LedgerFact) -> Amount | None:
        if fact.what == "settled":
            return -fact.amount
        return fact.amount if fact.what in ("commitment", "commitmentchange") else None


class Spent(_OfTheLedger):
    """What was spent in the period: direct expenditure and the support costs charged on it, less what suppliers paid back,
    in the currency of the fund. Levies, exchange differences and returns to donors are not expenditure."""

    key = "money.spent"
    label = _("Spent")
    dimensions = OF_WHAT

    def brings(self, fact: LedgerFact) -> Amount | None:
        return fact.amount if _spent(fact) else None


def _spent(fact: LedgerFact) -> bool:
    return fact.what in ("expense", "settled") and fact.kind in ("actual", "support")


class Balance(_OfTheLedger):
    """What the funds hold on the last day of the period: everything received until then with the balance brought in, less
    everything spent, charged and returned, each line once, in the currency of the fund. Commitments are not deducted."""

    key = "money.balance"
    label = _("Balance")
    clock = "the last day of the period"
    dimensions = (FUND,)

    def days(self, record: Reading, scope: Scope) -> Period:
        last = scope.period.last
        return Period(min((fact.on for fact in record.ledger if fact.on <= last), default=last), last)

    def belongs(self, fact: LedgerFact, scope: Scope) -> bool:
        return fact.on <= scope.period.last

    def brings(self, fact: LedgerFact) -> Amount | None:
        if fact.what in ("expense", "settled"):
            return -fact.amount
        return fact.amount if fact.what == "receipt" else None


class ReceivedInDollars(Received, _InDollars):
    """Money received in the period, in US dollars, each receipt at the rate that holds on its own day; the rates are told beside it."""

    key = "money.received_usd"
    label = _("Received, in US dollars")


class SpentInDollars(Spent, _InDollars):
    """What was spent in the period, in US dollars, each line at the rate that holds on its own day; the rates are told beside it."""

    key = "money.spent_usd"
    label = _("Spent, in US dollars")


class AllottedInDollars(Allotted, _InDollars):
    """Authority to commit that was issued in the period, less what lapsed, in US dollars, each line at the rate that holds on its
    own day; the rates are told beside it."""

    key = "money.allotted_usd"
    label = _("Allotted, in US dollars")


class _InDollarsAtTheEnd(_OfTheLedger):
    """What stands at the end of the period, in US dollars at the rate of its last day."""

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for row in super().rows(record, scope, by):
            if isinstance(row.contribution, Amount):
                made = in_dollars(record, row.contribution, scope.period.last)
                yield replace(row, contribution=made.into, caveat=f"At {made.told}." if made.told else "")


class CommittedInDollars(_InDollarsAtTheEnd, Committed):
    """Commitments that are open on the last day of the period, in US dollars, every line at the rate that holds on that last day."""

    key = "money.committed_usd"
    label = _("Committed and not yet spent, in US dollars")


class BalanceInDollars(_InDollarsAtTheEnd, Balance):
    """What the funds hold on the last day of the period, in US dollars, every line at the rate that holds on that last day."""

    key = "money.balance_usd"
    label = _("Balance, in US dollars")


class CounterpartSpent(Spent):
    """What was spent in the period of the counterpart's funds, in their own currency. It stands beside the office's funds, is not
    certified by the United Nations and carries no support costs."""

    reconciled = False
    key = "money.counterpart_spent"
    label = _("Spent of the counterpart's funds")
    beside = True


class InKind(Figure):
    """What partners gave in kind that began in the period: goods, services, premises and people, each at its valuation in the
    currency of that. It is no cash and stands in no balance."""

    key = "money.in_kind"
    label = _("Received in kind")
    unit = MONEY
    dimensions = (YEAR, PILLAR, ACTIVITY, HOST)
    clock = "the first day on which it was given"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for gift in record.in_kind:
            if gift.valid_from and gift.valid_from in scope.period:
                activity = gift.activity
                facets = {"year": (str(gift.valid_from.year),)}
                if activity:
                    facets |= {"activity": (activity.code,), "pillar": (activity.kind.pillar.code,)}
                    facets |= {"host": (activity.host_country.code,)} if activity.host_country else {}
                source = " ".join(
                    filter(None, (gift.source.title if gift.source else "", gift.source_detail))
                )
                method = f"Valued by {gift.get_method_display()}."
                yield Row(gift.ref, str(gift.get_kind_display()), gift.valid_from.isoformat(), Amount(gift.valuation, gift.currency), {},
                          facets, source, caveat=method)  # fmt: skip
