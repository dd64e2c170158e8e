"""Which rate holds on a day; what support costs come to; which class a ticket is in; what is left on a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from colonnade.money.models import AgreementCharge, Fund, LineTally, Rate, RequestStep, Scheme
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount, divided, exact

UN_RATE: Final = "UNORE"
DOLLAR: Final = "USD"

OLDEST: Final[dict[str, int]] = {UN_RATE: 42, "M-avg": 62, "A-avg": 366, "spot": 100}
"""Kinds of rate, best first, each with the days after which it holds no more.

A UN rate is for a month and may be entered late; a month's mean serves the month after it, and one month more where
the series has a gap; a year's mean serves the year after it; a single day's rate bridges a quarter.
"""

LOOK_BACK: Final = max(OLDEST.values())


def in_force(rates: Iterable[Rate], day: date) -> Rate | None:
    """Of rates of one currency, the latest of the best kind that is not after the day and not too old.

    A mean is dated on the last day of its month or year: it is not known earlier, so it is not used earlier.
    """
    held = [rate for rate in rates if rate.kind in OLDEST and 0 <= (day - rate.on).days <= OLDEST[rate.kind]]
    if not held:
        return None
    best = min((rate.kind for rate in held), key=list(OLDEST).index)
    return max((rate for rate in held if rate.kind == best), key=lambda rate: rate.on)


# --- support costs -------------------------------------------------------------------------------------------

STANDARD: Final = Decimal(13)
"""Per cent of direct expenditure, as the General Assembly set it in 1980."""


def support_costs(direct: Amount, percent: Decimal) -> Amount:
    """What direct expenditure carries, not yet rounded: 13 per cent of 884,955.75, never of a million."""
    return direct.per_cent(percent)


def direct_of(gross: Amount, percent: Decimal) -> tuple[Amount, Amount]:
    """A gross envelope as direct cost and support costs, which come to it to the cent."""
    direct = Amount(divided(gross.value, 1 + exact(percent).scaleb(-2)), gross.currency).rounded()
    return direct, gross - direct


def charge_on(charges: Iterable[AgreementCharge], kind: str, day: date) -> Decimal:
    """The per cent that an agreement is charged on a day: the latest of its kind that holds, nought where none does."""
    held = [charge for charge in charges if charge.kind == kind and charge.holds_on(day)]
    latest = max(held, key=lambda charge: charge.valid_from or date.min, default=None)
    return latest.percent if latest else Decimal(0)


# --- budgets over time ---------------------------------------------------------------------------------------


def spread(amount: Amount, first: date, last: date, start: date, end: date) -> Amount:
    """What of an amount foreseen from ``first`` to ``last`` falls between ``start`` and ``end``, day by day.

    It is worked out as what has fallen through the end less what had before the start, each to the smallest unit: so the
    parts of any division of the time come to the whole, and no cent is lost or made.
    """
    whole = (last - first).days + 1

    def through(day: date) -> Decimal:
        gone = min(max((day - first).days + 1, 0), whole)
        if gone in (0, whole):
            return amount.value if gone else Decimal(0)
        return Amount(divided(amount.value * gone, Decimal(whole)), amount.currency).rounded().value

    return Amount(through(end) - through(start - timedelta(days=1)), amount.currency)


# --- classes -------------------------------------------------------------------------------------------------

SUPPORT_CLASS: Final = "PSC"
UNSDG_SUPPORT_CLASS: Final = "UNSDG-8"
EXCHANGE_CLASS, LEVY_CLASS, REFUND_CLASS = "EXCHANGE", "LEVY", "REFUND"

TRAVELLERS: Final = ("staff", "consultant", "speaker", "expert", "participant")
PURPOSES: Final = ("mission", "workshop", "expert_group", "study_tour")


def class_of_travel(traveller: str, purpose: str, scheme: str = "secretariat") -> str:
    """The class of a ticket, by who travels and why: of staff, of a speaker and of a participant they are three.

    Staff never hide inside workshops. Whoever speaks, advises or sits in an expert group is paid as an expert;
    participants of workshops, seminars and study tours are grants. In the harmonised scheme travel is travel,
    and what is given to participants is a transfer.
    """
    if traveller not in TRAVELLERS or purpose not in PURPOSES:
        raise Refused(
            f"Say who travels ({', '.join(TRAVELLERS)}) and what for ({', '.join(PURPOSES)}): the class follows from it."
        )
    if traveller == "staff":
        secretariat, harmonised = "115", "UNSDG-5"
    elif traveller in ("consultant", "speaker", "expert") or purpose == "expert_group":
        secretariat, harmonised = "105", "UNSDG-1"
    else:
        secretariat, harmonised = "145", "UNSDG-6"
    return secretariat if scheme == Scheme.SECRETARIAT else harmonised


# --- lines and people ----------------------------------------------------------------------------------------


def left_on(tally: LineTally, fund: Fund) -> Amount:
    """What may still be bound or spent on a line: its limit, the fund's tolerance and what two people allowed beyond."""
    tolerance = fund.amount(tally.limit).per_cent(fund.tolerance).rounded()
    return fund.amount(tally.limit + tally.beyond - tally.committed - tally.spent) + tolerance


def counts_as(step: RequestStep) -> set[str]:
    """Everything one person of a step may be known as: the account, its full name, the officer outside."""
    if step.officer:
        return {f"name {_same(step.officer)}"}
    names = {f"account {step.by_id}", f"name {_same(step.by.get_full_name())}", f"name {_same(str(step.by))}"}
    if step.delegation and step.delegation.given_by_id:
        names |= {f"account {step.delegation.given_by_id}"}
    return names - {"name "}


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
