"""Whether days of a fund are reconciled with the system of record, and what a report prints where they are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from colonnade.money.models import ErpLine, Expense, Fund, Receipt, Reconciliation, ReconciliationStep
from colonnade.money.queries.reconciliation import last_steps
from colonnade.values.period import Period
from colonnade.values.words import date_words

DAY: Final = timedelta(days=1)
Sums = dict[date, tuple[int, Decimal]]


@dataclass(frozen=True)
class Reconciled:
    """Is a span reconciled? ``words`` are for the report that rests on it; empty where it is."""

    done: bool
    words: str = ""


@dataclass(frozen=True)
class _Signed:
    """A span that somebody signed: whether its lines within the period still are what they saw, and whether it lies in it whole."""

    first: date
    last: date
    stands: bool
    whole: bool


def reconciled(fund: Fund, period: Period) -> Reconciled:
    """Is every day of the period that has a line, here or there, in a span that is signed off and has not changed since?"""
    told = unreconciled(period, [fund]).get(fund.code, "")
    return Reconciled(not told, told)


def still_signed(reconciliation: Reconciliation) -> bool:
    """Is a reconciliation signed off, and as it was then? A line posted or brought in later ends it."""
    fund = reconciliation.fund
    span = Period(reconciliation.first_day, reconciliation.last_day)
    return any(
        (signed.first, signed.last, signed.stands) == (span.first, span.last, True)
        for signed in _Days([fund], span).signed[fund.pk]
    )


def unreconciled(period: Period, funds: Iterable[Fund] | None = None) -> dict[str, str]:
    """What a report on each fund's days prints; a fund that is reconciled is not among them. Five queries at most."""
    asked = list(Fund.objects.filter(withdrawn_on=None) if funds is None else funds)
    days = _Days(asked, period)
    told = {}
    for fund in asked:
        signed = days.signed[fund.pk]
        gaps, changed = _gaps(period, days.used(fund.pk), signed)
        if gaps:
            spans = "; ".join(_span(first, last) for first, last in gaps)
            words = _("Not reconciled with the system of record: %(days)s.") % {"days": spans}
            if changed:
                words += " " + _("It was signed off, and lines came since.")
            told[fund.code] = words
    return told


class _Days:
    """Lines here and there by day, and what was signed over them."""

    def __init__(self, funds: list[Fund], period: Period) -> None:
        self.period, keys = period, [fund.pk for fund in funds]
        within: dict[str, Any] = {"fund__in": keys, "on__range": (period.first, period.last)}
        self.ours: dict[int, Sums] = defaultdict(dict)
        self.theirs: dict[int, Sums] = defaultdict(dict)
        self._add(self.ours, Receipt.objects.filter(**within).exclude(kind=Receipt.Kind.OPENING), "value", 1)
        self._add(self.ours, Expense.objects.filter(**within), "value", -1)
        self._add(self.theirs, ErpLine.objects.filter(**within, erp_import__taken_back=None), "amount", 1)
        self.signed: dict[int, list[_Signed]] = defaultdict(list)
        spans = list(
            Reconciliation.objects.filter(
                fund__in=keys, withdrawn_on=None, first_day__lte=period.last, last_day__gte=period.first
            ).order_by("first_day")
        )
        steps = last_steps(spans) if spans else {}
        for span in spans:
            step = steps.get(span.pk)
            if step is not None and step.act == ReconciliationStep.Act.SIGN:
                stands = self._as_signed(span, step)
                whole = period.covers(Period(span.first_day, span.last_day))
                self.signed[span.fund_id].append(_Signed(span.first_day, span.last_day, stands, whole))

    @staticmethod
    def _add(into: dict[int, Sums], rows: Any, field: str, sign: int) -> None:
        for row in rows.order_by().values("fund", "on").annotate(lines=Count("pk"), total=Sum(field)):
            lines, total = into[row["fund"]].get(row["on"], (0, Decimal(0)))
            into[row["fund"]][row["on"]] = lines + row["lines"], total + sign * row["total"]

    def _as_signed(self, span: Reconciliation, step: ReconciliationStep) -> bool:
        found = []
        for sums in (self.ours[span.fund_id], self.theirs[span.fund_id]):
            inside = [held for day, held in sums.items() if span.first_day <= day <= span.last_day]
            found += [
                sum(lines for lines, _total in inside),
                sum((total for _lines, total in inside), Decimal(0)),
            ]
        return found == [step.ledger_lines, step.ledger_total, step.erp_lines, step.erp_total]

    def used(self, fund: int) -> list[date]:
        """The days with a line, here or there."""
        return sorted(self.ours[fund].keys() | self.theirs[fund].keys())


def _gaps(period: Period, days: list[date], signed: list[_Signed]) -> tuple[list[tuple[date, date]], bool]:
    """The spans between standing signatures in which there are lines; and whether one of them was signed before."""
    standing = [span for span in signed if span.stands]
    edges = [
        period.first,
        *(edge for span in standing for edge in (span.first - DAY, span.last + DAY)),
        period.last,
    ]
    spans = [(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True) if first <= last]
    gaps = [(first, last) for first, last in spans if any(first <= day <= last for day in days)]
    return gaps, any(span.whole and not span.stands for span in signed)


def _span(first: date, last: date) -> str:
    language = get_language() or "en"
    return " – ".join(dict.fromkeys(date_words(day, language) for day in (first, last)))
