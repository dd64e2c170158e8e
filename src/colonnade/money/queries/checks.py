"""The invariants of the ledger, each asked of the rows themselves: what is wrong, in sentences; an empty list where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from colonnade.money.models import (
    AllotmentChange,
    AllotmentLine,
    BudgetClass,
    Commitment,
    CommitmentChange,
    CommitmentRequest,
    Expense,
    Fund,
    LedgerPeriod,
    LedgerTally,
    LineTally,
    Override,
    Posting,
    Receipt,
)
from colonnade.money.queries.balances import (
    account_of,
    agreements_charged,
    authority_of,
    balance_on,
    cash_of,
    room_of,
    support_due,
    total,
)
from colonnade.money.queries.reconciled import still_signed
from colonnade.money.queries.reconciliation import signed_spans
from colonnade.money.queries.sums import tallied
from colonnade.money.rules import counts_as, left_on
from colonnade.values.numbers import Amount

Kind = Expense.Kind
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Wrong:
    """One breach: the invariant, what it is about, and what is to be seen."""

    rule: str
    ref: str
    words: str

    def __str__(self) -> str:
        return f"{self.rule} {self.ref}: {self.words}"


def wrong_in(fund: Fund) -> list[Wrong]:
    """Everything that is wrong with one fund's ledger."""
    checks = (
        _tallies, _ceiling, _lines, _commitments, _classes, _balance, _support, _reversals, _people, _periods, _beside,
        _reconciled,
    )  # fmt: skip
    return [wrong for check in checks for wrong in check(fund)]


def _tallies(fund: Fund) -> Iterator[Wrong]:
    """I5: the tally of each month is what its lines come to. What is read from tallies below is the lines' own."""
    held: dict[tuple, tuple[Decimal, int]] = {}
    for tally in LedgerTally.objects.filter(fund=fund):
        key = (tally.month, tally.kind, tally.agreement_id, tally.budget_class_id, tally.percent)
        if key in held:
            yield Wrong("I5", fund.code, f"{tally.month}: {tally.kind} is tallied twice")
        held[key] = (tally.value, tally.lines)
    fresh = tallied(fund)
    for key in sorted(fresh.keys() | held.keys(), key=str):
        rows, kept = fresh.get(key, (NOUGHT, 0)), held.get(key, (NOUGHT, 0))
        if rows != kept:
            yield Wrong(
                "I5", fund.code, f"{key[0]}: the tally of {key[1]} is {kept}, its lines come to {rows}"
            )


def _ceiling(fund: Fund) -> Iterator[Wrong]:
    """I1: the lines of an allotment come to no more than it; allotments with their support costs to no more than cash."""
    for line in AllotmentLine.objects.filter(allotment__fund=fund).values(
        "allotment__code", "allotment__amount").annotate(total=Sum("amount")).order_by():  # fmt: skip
        moved = total(AllotmentChange.objects.filter(line__allotment__code=line["allotment__code"]), "amount")
        if line["total"] + moved > line["allotment__amount"]:
            yield Wrong("I1", line["allotment__code"], f"its lines come to {line['total'] + moved}")
    if room_of(fund).value < 0:
        yield Wrong("I1", fund.code, f"{authority_of(fund)} are allotted of {cash_of(fund)} in cash")


def _sums(rows: QuerySet[Any], by: str, field: str) -> dict[int, Decimal]:
    return {row[by]: row["total"] for row in rows.values(by).annotate(total=Sum(field)).order_by()}


def _lines(fund: Fund) -> Iterator[Wrong]:
    """I2: what a line binds and spent is no more than it may; and its tally says what its rows say."""
    limits = _sums(AllotmentLine.objects.filter(allotment__fund=fund), "pk", "amount")
    changed = _sums(AllotmentChange.objects.filter(fund=fund), "line", "amount")
    bound = _sums(Commitment.objects.filter(fund=fund), "line", "value")
    altered = _sums(CommitmentChange.objects.filter(fund=fund), "commitment__line", "value")
    charged = _sums(Expense.objects.filter(fund=fund).exclude(commitment=None), "line", "value")
    spent = _sums(Expense.objects.filter(fund=fund, kind=Kind.ACTUAL), "line", "value")
    allowed = _sums(
        Override.objects.filter(fund=fund, rule=Override.Rule.LINE).exclude(agreed_by=None), "line", "amount"
    )
    for tally in LineTally.objects.filter(line__allotment__fund=fund).select_related("line__allotment"):
        key = tally.line_id
        committed = bound.get(key, NOUGHT) + altered.get(key, NOUGHT) - charged.get(key, NOUGHT)
        rows = (
            limits[key] + changed.get(key, NOUGHT), committed, spent.get(key, NOUGHT), allowed.get(key, NOUGHT),
        )  # fmt: skip
        if rows != (tally.limit, tally.committed, tally.spent, tally.beyond):
            yield Wrong("I2", str(tally.line_id), f"its tally is not what its rows say: {rows}")
        fresh = LineTally(line=tally.line, limit=rows[0], committed=rows[1], spent=rows[2], beyond=rows[3])
        if left_on(fresh, fund).value < 0:
            yield Wrong("I2", tally.line.allotment.code, f"a line is passed by {-left_on(fresh, fund)}")


def _commitments(fund: Fund) -> Iterator[Wrong]:
    """I3: a commitment's expenses are within it; liquidated, nothing of it is open."""
    changed = _sums(CommitmentChange.objects.filter(fund=fund), "commitment", "value")
    spent = _sums(Expense.objects.filter(fund=fund).exclude(commitment=None), "commitment", "value")
    done = set(
        CommitmentChange.objects.filter(fund=fund, kind=CommitmentChange.Kind.LIQUIDATED).values_list(
            "commitment", flat=True
        )
    )
    for key, code, value in Commitment.objects.filter(fund=fund).values_list("pk", "code", "value"):
        still = value + changed.get(key, NOUGHT) - spent.get(key, NOUGHT)
        if still < 0:
            yield Wrong("I3", code, f"spent {-still} beyond it")
        if key in done and still:
            yield Wrong("I3", code, f"liquidated, and {still} of it is open")


def _classes(fund: Fund) -> Iterator[Wrong]:
    """I4: one class, the line's own where there is a line; one activity or the whole programme."""
    rows = Expense.objects.filter(fund=fund)
    for code in (
        rows.filter(kind=Kind.ACTUAL)
        .exclude(line__budget_class=F("budget_class"))
        .values_list("code", flat=True)
    ):
        yield Wrong("I4", code, "its class is not that of its line")
    for code in rows.filter(activity=None, programme_wide=False).values_list("code", flat=True):
        yield Wrong("I4", code, "it is for no activity, nor programme-wide")
    for code in rows.filter(programme_wide=True).exclude(activity=None).values_list("code", flat=True):
        yield Wrong("I4", code, "it is for an activity, and programme-wide")
    indirect = rows.filter(kind=Kind.ACTUAL, budget_class__in=BudgetClass.objects.filter(indirect=True))
    for code in indirect.values_list("code", flat=True):
        yield Wrong("I4", code, "support costs are entered as direct expenditure")


def _balance(fund: Fund) -> Iterator[Wrong]:
    """I5: each period closes with what the rows come to, and the next one opens with it; each row in the fund's currency
    at the rates that it remembers."""
    before: Amount | None = None
    for period in LedgerPeriod.objects.filter(fund=fund).order_by("first_day"):
        account = account_of(fund, period.first_day, period.last_day)
        brought = total(
            Receipt.objects.filter(
                fund=fund, kind=Receipt.Kind.OPENING, on__range=(period.first_day, period.last_day)
            )
        )
        if account.closing != balance_on(fund, period.last_day):
            yield Wrong(
                "I5", fund.code, f"{period.last_day}: {account.closing} by kind is not the sum of the rows"
            )
        if before is not None and account.opening - fund.amount(brought) != before:
            yield Wrong(
                "I5", fund.code, f"{period.first_day}: opens with {account.opening}, not with {before}"
            )
        before = account.closing
    unit = fund.amount(0).unit
    for model in (Receipt, Expense, Commitment):
        # The database passes over the many that were paid in the fund's own currency, and are the same in both columns.
        plain = Q(currency=fund.currency, amount=F("value"), rate=F("fund_rate"))
        if model is Expense:  # what a rate made of a balance is nought in the balance's currency
            plain |= Q(kind=Kind.EXCHANGE, amount=0)
        for row in model.objects.filter(fund=fund).exclude(plain).iterator(chunk_size=2000):
            told = abs(row.amount * row.fund_rate - row.value * row.rate)
            slack = unit * row.rate
            if row.currency == fund.currency or (told > slack and told > slack * _parts(row)):
                yield Wrong("I5", row.code, f"{row.paid} is not {row.value} at the rates kept with it")


def _parts(row: Receipt | Expense | Commitment) -> int:
    """How many roundings meet in a line: the last part of what is settled or paid back makes up for those before it."""
    if not isinstance(row, Expense):
        return 1
    if row.refunds_id:
        return Expense.objects.filter(refunds=row.refunds_id).count()
    return Expense.objects.filter(commitment=row.commitment_id).count() if row.commitment_id else 1


def _support(fund: Fund) -> Iterator[Wrong]:
    """I6: at the end of each closed period the support costs of each agreement are its rate of its direct expenditure."""
    for period in LedgerPeriod.objects.filter(fund=fund, state=LedgerPeriod.State.CLOSED):
        for agreement in agreements_charged(fund):
            due = support_due(agreement, period.last_day)
            if due.value:
                yield Wrong("I6", agreement.code, f"{due} are not charged at {period.last_day}")


def _reversals(fund: Fund) -> Iterator[Wrong]:
    """I7: what reverses a row is its opposite, later or of the same day, with a reason."""
    for model in (Receipt, Expense):
        for row in model.objects.filter(fund=fund).exclude(reverses=None).select_related("reverses"):
            held = row.reverses
            same = (row.kind, row.currency, row.amount, row.value, row.rate, row.fund_rate)
            if same != (held.kind, held.currency, -held.amount, -held.value, held.rate, held.fund_rate):
                yield Wrong("I7", row.code, f"it is not the opposite of {held.code}")
            if row.on < held.on or not row.because or held.reverses_id or row.fund_id != held.fund_id:
                yield Wrong("I7", row.code, f"it does not reverse {held.code} as it must")


def _people(fund: Fund) -> Iterator[Wrong]:
    """I8: those who request, review, certify and approve are different people; an override has two."""
    acts = ("request", "review", "certify", "approve")
    bound = Exists(Commitment.objects.filter(request=OuterRef("pk")))
    requests = CommitmentRequest.objects.filter(fund=fund).annotate(bound=bound)
    for request in requests.prefetch_related("steps__by", "steps__delegation").iterator(chunk_size=2000):
        steps = [step for step in request.steps.all() if step.act in acts]
        known: set[str] = set()
        for step in steps:
            if known & counts_as(step):
                yield Wrong("I8", request.code, f"{step} had a part in it already")
            known |= counts_as(step)
        if request.bound and [step.act for step in steps] != list(acts):
            yield Wrong("I8", request.code, "it is bound without all four steps")
    for override in Override.objects.filter(fund=fund, agreed_by=F("asked_by")):
        yield Wrong("I8", str(override.pk), "one person asked for it and agreed to it")


def _periods(fund: Fund) -> Iterator[Wrong]:
    """I9: nothing was posted into a period while it was closed; closed periods follow one another without a gap."""
    last = None
    for period in LedgerPeriod.objects.filter(fund=fund).order_by("first_day"):
        if last and period.first_day != last.last_day + timedelta(days=1):
            yield Wrong("I9", fund.code, f"between {last.last_day} and {period.first_day} is a gap")
        if last and last.state != LedgerPeriod.State.CLOSED and period.state == LedgerPeriod.State.CLOSED:
            yield Wrong("I9", fund.code, f"{period.first_day} is closed and the period before it is not")
        if period.state == LedgerPeriod.State.CLOSED and period.changed_at:
            yield from _late(fund, period, first=last is None)
        last = period


def _late(fund: Fund, period: LedgerPeriod, *, first: bool) -> Iterator[Wrong]:
    """A line of a period that came after it was closed. Those of the days before are found with the period they are of."""
    days = {"on__lte": period.last_day} if first else {"on__range": (period.first_day, period.last_day)}
    models: tuple[type[Posting], ...] = (Receipt, Expense, Commitment, CommitmentChange, AllotmentChange)
    for model in models:
        rows = model.objects.filter(fund=fund, posted_at__gt=period.changed_at, **days)
        for code in rows.values_list("code", flat=True):
            yield Wrong("I9", code, f"posted after {period.last_day} was closed")


def _beside(fund: Fund) -> Iterator[Wrong]:
    """I10: nothing given in kind stands in the ledger; I1 to I9 of a counterpart's fund are its own."""
    if fund.kind == Fund.Kind.IN_KIND:
        for code in Receipt.objects.filter(fund=fund).values_list("code", flat=True):
            yield Wrong("I10", code, "a gift in kind stands among the cash")
    models: tuple[type[Posting], ...] = (Expense, Receipt, Commitment, CommitmentChange, AllotmentChange)
    for place, model in enumerate(models):
        own = model.objects.filter(fund=fund)
        for other in models[:place]:
            twice = own.filter(code__in=other.objects.filter(fund=fund).values("code"))
            for code in twice.values_list("code", flat=True):
                yield Wrong("I10", code, "one number stands for two lines")
        strange = model.objects.filter(code__startswith=f"{fund.code}-").exclude(fund=fund)
        for code in strange.values_list("code", flat=True):
            yield Wrong("I10", code, f"it carries the number of {fund.code} and is in another fund")


def _reconciled(fund: Fund) -> Iterator[Wrong]:
    """I12: where a span is signed off and nothing came since, ours less theirs is what is explained."""
    for span, step in signed_spans(fund):
        explained = total(span.items.filter(taken_back_at=None), "amount")
        if still_signed(span) and step.ledger_total - step.erp_total != explained:
            yield Wrong("I12", span.code, f"{explained} is explained of {step.ledger_total - step.erp_total}")
