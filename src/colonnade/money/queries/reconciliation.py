"""A span held against the system of record: both totals, every difference, and what explains it. Eight queries, whatever its size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from colonnade.money.matching import Group, Matching, match
from colonnade.money.models import (
    ErpImport,
    ErpMatch,
    ErpMatched,
    Fund,
    Reconciliation,
    ReconciliationStep,
    ReconcilingItem,
)
from colonnade.money.queries.erp import (
    EXPENSE,
    RECEIPT,
    Entry,
    compared,
    entry_of,
    expenses_of,
    ours_open,
    receipts_of,
    theirs_of,
    theirs_open,
)
from colonnade.values.words import date_words

Kind: Any = ReconcilingItem.Kind
Act: Any = ReconciliationStep.Act
NOUGHT: Final = Decimal(0)
_CHARGE: Final = re.compile(r"\b(charge|fee|commission|frais|comisi[oó]n|комиссия)s?\b", re.IGNORECASE)
ROUNDED: Final = 5
"""So many of a currency's smallest units may be a rounding."""
MANY: Final = 3_000
"""Above so many open lines a page proposes nothing: they are matched first."""


@dataclass(frozen=True)
class Difference:
    """What makes ours and theirs differ in a span: one line, or lines matched that do not cancel out in it.

    ``entries`` are its lines within the span, ``beyond`` those of the same match outside it. It is explained at ``about``.
    """

    entries: tuple[Entry, ...]
    beyond: tuple[Entry, ...] = ()
    match: int | None = None
    item: ReconcilingItem | None = None

    @property
    def about(self) -> Entry:
        return self.entries[0]

    @property
    def amount(self) -> Decimal:
        """Ours less theirs."""
        return sum((entry.brings for entry in self.entries), NOUGHT)

    @property
    def explained(self) -> bool:
        return self.item is not None and self.item.amount == self.amount

    def suggested(self, fund: Fund) -> str:
        """The kind that it most likely is."""
        if self.match is None:
            if self.about.ours:
                return str(Kind.MISSING_THERE)
            return str(Kind.BANK_CHARGE if _CHARGE.search(self.about.text) else Kind.MISSING_HERE)
        whole = self.amount + sum((entry.brings for entry in self.beyond), NOUGHT)
        if not whole:
            return str(Kind.TIMING)
        small = abs(self.amount) <= fund.amount(0).unit * ROUNDED
        return str(Kind.ROUNDING if small else Kind.ERROR)

    @property
    def words(self) -> str:
        """What is to be seen, for who explains it."""
        if self.match is None:
            return _("only in the ledger") if self.about.ours else _("only in the system of record")
        if self.beyond:
            days = ", ".join(dict.fromkeys(date_words(entry.on) for entry in self.beyond))
            return _("the other side is outside these days: %(days)s") % {"days": days}
        return _("matched, and not of one amount")


@dataclass(frozen=True)
class Held:
    """A span as it stands now. I12 holds where every difference is explained and nothing is explained that is none."""

    fund: Fund
    first: date
    last: date
    ledger_total: Decimal
    ledger_lines: int
    erp_total: Decimal
    erp_lines: int
    differences: tuple[Difference, ...]
    idle: tuple[ReconcilingItem, ...]

    @property
    def difference(self) -> Decimal:
        return self.ledger_total - self.erp_total

    @property
    def items(self) -> list[ReconcilingItem]:
        return [*(each.item for each in self.differences if each.item), *self.idle]

    @property
    def explained(self) -> Decimal:
        return sum((item.amount for item in self.items), NOUGHT)

    @property
    def unexplained(self) -> list[Difference]:
        return [each for each in self.differences if not each.explained]

    @property
    def agrees(self) -> bool:
        return not self.unexplained and not self.idle and self.difference == self.explained

    @property
    def only_ours(self) -> list[Entry]:
        return [each.about for each in self.differences if each.match is None and each.about.ours]

    @property
    def only_theirs(self) -> list[Entry]:
        return [each.about for each in self.differences if each.match is None and not each.about.ours]


def held_of(reconciliation: Reconciliation) -> Held:
    """What a reconciliation shows."""
    fund, days = reconciliation.fund, (reconciliation.first_day, reconciliation.last_day)
    came, came_lines = _total(receipts_of(fund).filter(on__range=days), "value")
    went, went_lines = _total(expenses_of(fund).filter(on__range=days), "value")
    theirs, their_lines = _total(theirs_of(fund).filter(on__range=days), "amount")
    items = {
        key: item for item in reconciliation.items.filter(taken_back_at=None).select_related("written_by")
        if (key := item_key(item))
    }  # fmt: skip
    alone = (*ours_open(fund, days), *theirs_open(fund, days))
    differences = [Difference((entry,), item=items.pop(entry.key, None)) for entry in alone]
    for joined, inside, beyond in _uneven(fund, days):
        item = next((items.pop(entry.key) for entry in inside if entry.key in items), None)
        differences.append(Difference(inside, beyond, joined, item))
    return Held(
        fund, *days, came - went, came_lines + went_lines, theirs, their_lines,
        tuple(sorted(differences, key=lambda each: (each.about.on, each.about.key))), tuple(items.values()),
    )  # fmt: skip


def _total(rows: QuerySet[Any], field: str) -> tuple[Decimal, int]:
    told = rows.aggregate(total=Sum(field), lines=Count("pk"))
    return told["total"] or NOUGHT, told["lines"]


def item_key(item: ReconcilingItem) -> str:
    """The line that an item explains, as entries are called."""
    if item.receipt_id:
        return f"{RECEIPT}-{item.receipt_id}"
    return f"{EXPENSE}-{item.expense_id}" if item.expense_id else f"erp_line-{item.erp_line_id}"


def _uneven(fund: Fund, days: tuple[date, date]) -> list[tuple[int, tuple[Entry, ...], tuple[Entry, ...]]]:
    """Matches that do not cancel out within the days: of two amounts, or with a line on either side of an end."""
    first, last = days
    touching = Q(first_day__lte=last, last_day__gte=first)
    over = Q(first_day__lt=first) | Q(last_day__gt=last) | ~Q(difference=0)
    matches = ErpMatch.objects.filter(touching, over, fund=fund, undone_at=None)
    lines: dict[int, list[Entry]] = defaultdict(list)
    for row in ErpMatched.objects.filter(match__in=matches).select_related("receipt", "expense__budget_class", "erp_line"):  # fmt: skip
        lines[row.match_id].append(entry_of(line_of(row)))
    found = []
    for key, held in lines.items():
        held.sort(key=lambda entry: (not entry.ours, entry.on, entry.pk))
        inside = tuple(entry for entry in held if first <= entry.on <= last)
        beyond = tuple(entry for entry in held if not first <= entry.on <= last)
        if sum((entry.brings for entry in inside), NOUGHT):
            found.append((key, inside, beyond))
    return found


def line_of(row: Any) -> Any:
    """The line that a row about one line is about."""
    return row.receipt or row.expense or row.erp_line


def proposals_of(held: Held) -> list[Group]:
    """What could be matched and touches the span, for somebody to decide on; nothing while very many lines are open."""
    ours, theirs = ours_open(held.fund), theirs_open(held.fund)
    if len(ours) + len(theirs) > MANY:
        return []
    inside = {entry.key for entry in (*held.only_ours, *held.only_theirs)}
    found: Matching = match(compared(ours), compared(theirs))
    groups = [*found.groups, *found.proposals]
    return [group for group in groups if any(line.key in inside for line in (*group.ours, *group.theirs))]


def last_steps(reconciliations: Iterable[Reconciliation]) -> dict[int, ReconciliationStep]:
    """The latest step of each."""
    rows = ReconciliationStep.objects.filter(reconciliation__in=list(reconciliations)).order_by("pk")
    return {step.reconciliation_id: step for step in rows.select_related("by")}


def signed_spans(fund: Fund) -> list[tuple[Reconciliation, ReconciliationStep]]:
    """The reconciliations of a fund that are signed off, whatever came since, each with the step that signed it."""
    held = {one.pk: one for one in Reconciliation.objects.filter(fund=fund, withdrawn_on=None)}
    steps = last_steps(held.values())
    return [(held[key], step) for key, step in steps.items() if step.act == Act.SIGN]


def signed_over(lines: Sequence[Entry], spans: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    """The signed span within which lines would be joined or parted: two of them or more lie in it."""
    for first, last in spans:
        if sum(first <= entry.on <= last for entry in lines) > 1:
            return first, last
    return None


def preparers_of(reconciliation: Reconciliation) -> set[int]:
    """The accounts that had a hand in it: who began it, brought in its exports, matched, undid or explained."""
    days = {"first_day__lte": reconciliation.last_day, "last_day__gte": reconciliation.first_day}
    matches = ErpMatch.objects.filter(fund=reconciliation.fund, **days)
    imports = ErpImport.objects.filter(fund=reconciliation.fund, **days)
    asked = (
        imports.values_list("imported_by"), matches.values_list("made_by"), matches.values_list("undone_by"),
        reconciliation.items.values_list("written_by"), reconciliation.items.values_list("taken_back_by"),
    )  # fmt: skip
    first, *rest = (rows.order_by().distinct() for rows in asked)
    return ({reconciliation.begun_by_id} | {pk for (pk,) in first.union(*rest)}) - {None}
