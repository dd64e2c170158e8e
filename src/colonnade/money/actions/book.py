"""The book of a fund, held by whoever posts: its numbers, its closed days, its lines. One book at a time, so none waits for another."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import F, Value
from django.utils.translation import gettext as _

from colonnade.money.models import (
    AllotmentLine,
    ExactField,
    Expense,
    Fund,
    Ledger,
    LedgerPeriod,
    LedgerTally,
    LineTally,
    Receipt,
)
from colonnade.money.queries import conversion, room_of
from colonnade.money.rules import left_on
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.conversions import Conversion
from colonnade.values.numbers import Amount, NotExact, UnknownCurrency
from colonnade.values.words import date_words

Line = TypeVar("Line", Receipt, Expense)


class Book:
    """A fund's ledger, locked for this transaction. Everything that posts to the fund goes through one, and no lock comes after it."""

    def __init__(self, fund: Fund) -> None:
        Ledger.objects.get_or_create(fund=fund)
        self.ledger = Ledger.objects.select_for_update().get(fund=fund)
        self.fund = Fund.objects.get(pk=fund.pk)
        if self.fund.withdrawn_on:
            raise Refused(
                _("%(fund)s is withdrawn: restore it before anything is posted.") % {"fund": self.fund.code}
            )

    def number(self) -> str:
        """The next number of the fund's one series."""
        self.ledger.last_number += 1
        self.ledger.save(update_fields=["last_number"])
        return f"{self.fund.code}-{self.ledger.last_number:06d}"

    def posting(
        self, *, on: date, by: Account, reference: str = "", because: str = "", **more: Any
    ) -> dict[str, Any]:
        """What every line carries, after its day was found open."""
        self.check_day(on)
        if getattr(by, "pk", None) is None:
            raise Refused(_("Say who posts: a line of the ledger carries the account that entered it."))
        return {
            "code": self.number(), "fund": self.fund, "on": on, "posted_by": by, "reference": reference.strip()[:120],
            "because": because.strip()[:300], **more,
        }  # fmt: skip

    def enter(self, model: type[Line], **columns: Any) -> Line:
        """A line that came or went, and the tally of its month."""
        made = model.objects.create(**columns)
        facts = {
            "fund": self.fund, "month": made.on.replace(day=1), "kind": made.kind, "agreement_id": made.agreement_id,
            "budget_class_id": getattr(made, "budget_class_id", None), "percent": getattr(made, "percent", 0),
        }  # fmt: skip
        more = {"value": F("value") + Value(made.value, ExactField()), "lines": F("lines") + 1}
        if not LedgerTally.objects.filter(**facts).update(**more):
            LedgerTally.objects.create(**facts, value=made.value, lines=1)
        return made

    def check_day(self, on: date) -> None:
        if on > date.today():
            raise Refused(
                _("%(day)s is yet to come. Post it on its day, or ask for a commitment.")
                % {"day": date_words(on)}
            )
        closed = self.ledger.closed_through
        if closed and on <= closed:
            raise Refused(
                _(
                    "The ledger of %(fund)s is closed through %(closed)s, so nothing is posted on %(day)s. Post it on "
                    "%(next)s or later, or ask for the period to be opened again: a second person agrees, with a reason."
                )
                % {
                    "fund": self.fund.code,
                    "closed": date_words(closed),
                    "day": date_words(on),
                    "next": date_words(closed + timedelta(days=1)),
                }  # fmt: skip
            )

    def money(self, amount: Decimal, currency: str, on: date) -> tuple[Conversion, dict[str, Any]]:
        """An amount at the rate of its day, and the columns that remember it."""
        try:
            paid = Amount(amount, currency or self.fund.currency)
        except (NotExact, UnknownCurrency) as error:
            raise Refused(str(error)) from error
        if not paid.whole:
            raise Refused(
                _("%(amount)s %(currency)s cannot be paid: the smallest unit is %(unit)s. Round it first.")
                % {"amount": amount, "currency": paid.currency, "unit": paid.unit}
            )
        made = conversion(paid, self.fund.currency, on)
        return made, {
            "amount": paid.value, "currency": paid.currency, "value": made.into.value,
            "rate": made.per_usd(paid.currency), "fund_rate": made.per_usd(self.fund.currency),
            "rate_told": made.told[:300],
        }  # fmt: skip

    def more_than_nought(self, amount: Decimal) -> None:
        if amount <= 0:
            raise Refused(
                _(
                    "%(amount)s is not more than nought. Give more; what was posted wrongly is reversed, not posted below nought."
                )
                % {"amount": amount}
            )

    # --- lines ---------------------------------------------------------------------------------------------------

    def tally(self, line: AllotmentLine) -> LineTally:
        """A line's tally as it is now; of a line of this fund."""
        held = LineTally.objects.select_related("line__allotment", "line__budget_class").get(line=line)
        if held.line.allotment.fund_id != self.fund.pk:
            raise Refused(
                _(
                    "The line %(line)s is not of the fund %(fund)s. Choose a line of an allotment of this fund."
                )
                % {"line": held.line, "fund": self.fund.code}
            )
        return held

    def check_line(self, tally: LineTally, needed: Decimal) -> None:
        """Refuse what passes a line, with what can be done about it."""
        left = left_on(tally, self.fund)
        if needed > left.value:
            raise Refused(
                _(
                    "%(line)s has %(left)s left, and this needs %(needed)s. Lower or liquidate a commitment, move an "
                    "amount here from another class, or ask for an override, with a reason, to which a second person agrees."
                )
                % {"line": tally.line, "left": left, "needed": self.fund.amount(needed)}
            )

    def move(self, tally: Any, *, limit: Decimal | int = 0, committed: Decimal | int = 0,
             spent: Decimal | int = 0, beyond: Decimal | int = 0) -> None:  # fmt: skip
        """Keep a line's tally, in the transaction that posts."""
        tally.limit += limit
        tally.committed += committed
        tally.spent += spent
        tally.beyond += beyond
        tally.save(update_fields=["limit", "committed", "spent", "beyond"])

    # --- cash ----------------------------------------------------------------------------------------------------

    def check_cash(self, less: Decimal | int = 0) -> None:
        """Refuse what would leave less cash than is allotted with its support costs. ``less`` is not yet posted."""
        room = room_of(self.fund) - self.fund.amount(less)
        if room.value < 0:
            raise Refused(
                _(
                    "%(fund)s would have %(short)s less in cash than is allotted, with support costs and the reserve. Record "
                    "the receipt first, allot less, close an allotment that has run out, or ask for an override."
                )
                % {"fund": self.fund.code, "short": -room}
            )

    @property
    def periods(self) -> Any:
        return LedgerPeriod.objects.filter(fund=self.fund)


def for_what(activity: Any, programme_wide: bool) -> dict[str, Any]:
    """One activity or the whole programme."""
    if bool(activity) == bool(programme_wide):
        raise Refused(
            _(
                "Say what it is for: one activity, or the whole programme. Split what is for several, line by line."
            )
        )
    return {"activity": activity, "programme_wide": bool(programme_wide)}


def needs(word: str, told: str) -> str:
    """A reason or a reference that must be there."""
    if not word.strip():
        raise Refused(told)
    return word.strip()
