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
    """A span that somebody signed, and whether its lines still are what they saw."""

    first: date
    last: date
    stands: bool


def reconciled(fund: Fund, period: Period) -> Reconciled:
    """Is every day of the period that has a line, here or there, in a span that is signed off and has not changed since?"""
    told = SignedDays([fund], period).told(period).get(fund.code, "")
    return Reconciled(not told, told)


def still_signed(reconciliation: Reconciliation) -> bool:
    """Is a reconciliation signed off, and as it was then? A line posted or brought in later ends it."""
    fund = reconciliation.fund
    span = Period(reconciliation.first_day, reconciliation.last_day)
    return any(
        (signed.first, signed.last, signed.stands) == (span.first, span.last, True)
        for signed in SignedDays([fund], span).signed(fund, span)
    )


class SignedDays:
    """Lines here and there by day, and what was signed over them: of some funds or of all, within a period or of all days;
    five queries at most, for as many periods as are asked."""

    def __init__(self, funds: Iterable[Fund] | None = None, within: Period | None = None) -> None:
        self.funds = list(Fund.objects.filter(withdrawn_on=None) if funds is None else funds)
        of: dict[str, Any] = {"fund__in": [fund.pk for fund in self.funds]}
        on = of | ({"on__range": (within.first, within.last)} if within else {})
        self.ours: dict[int, Sums] = defaultdict(dict)
        self.theirs: dict[int, Sums] = defaultdict(dict)
        self._add(self.ours, Receipt.objects.filter(**on).exclude(kind=Receipt.Kind.OPENING), "value", 1)
        self._add(self.ours, Expense.objects.filter(**on), "value", -1)
        self._add(self.theirs, ErpLine.objects.filter(**on, erp_import__taken_back=None), "amount", 1)
        self.steps: dict[int, list[tuple[Reconciliation, ReconciliationStep]]] = defaultdict(list)
        held = Reconciliation.objects.filter(withdrawn_on=None, **of)
        if within:
            held = held.filter(first_day__lte=within.last, last_day__gte=within.first)
        spans = list(held.order_by("first_day"))
        steps = last_steps(spans) if spans else {}
        for span in spans:
            step = steps.get(span.pk)
            if step is not None and step.act == ReconciliationStep.Act.SIGN:
                self.steps[span.fund_id].append((span, step))

    def signed(self, fund: Fund, period: Period) -> list[_Signed]:
        """What was signed over days of a period. Of a part of its days it stands where all its lines are in that part."""
        return [
            _Signed(span.first_day, span.last_day, self._as_signed(span, step, period))
            for span, step in self.steps[fund.pk]
            if span.first_day <= period.last and span.last_day >= period.first
        ]

    def told(self, period: Period) -> dict[str, str]:
        """What a report on each fund's days prints; a fund that is reconciled is not among them."""
        told = {}
        for fund in self.funds:
            gaps, changed = _gaps(period, self.used(fund.pk), self.signed(fund, period))
            if gaps:
                spans = "; ".join(_span(first, last) for first, last in gaps)
                words = _("Not reconciled with the system of record: %(days)s.") % {"days": spans}
                if changed:
                    words += " " + _("It was signed off, and lines came since.")
                told[fund.code] = words
        return told

    @staticmethod
    def _add(into: dict[int, Sums], rows: Any, field: str, sign: int) -> None:
        for row in rows.order_by().values("fund", "on").annotate(lines=Count("pk"), total=Sum(field)):
            lines, total = into[row["fund"]].get(row["on"], (0, Decimal(0)))
            into[row["fund"]][row["on"]] = lines + row["lines"], total + sign * row["total"]

    def _as_signed(self, span: Reconciliation, step: ReconciliationStep, period: Period) -> bool:
        first, last = max(span.first_day, period.first), min(span.last_day, period.last)
        found = []
        for sums in (self.ours[span.fund_id], self.theirs[span.fund_id]):
            inside = [held for day, held in sums.items() if first <= day <= last]
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
    return gaps, any(not span.stands and period.covers(Period(span.first, span.last)) for span in signed)


def _span(first: date, last: date) -> str:
    language = get_language() or "en"
    return " – ".join(dict.fromkeys(date_words(day, language) for day in (first, last)))
