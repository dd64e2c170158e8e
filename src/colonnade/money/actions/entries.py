"""Entries that came with a workbook are posted: each through the action that would have posted it at the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from colonnade.money.actions.allotments import issue_allotment
from colonnade.money.actions.expenses import record_expense
from colonnade.money.actions.receipts import record_receipt
from colonnade.money.models import Allotment, AllotmentLine, LedgerEntry, Posting
from colonnade.people.models import Account
from colonnade.records.errors import Refused

Kind: Any = LedgerEntry.Kind
ORDER = (Kind.OPENING, Kind.CONTRIBUTION, Kind.INTEREST, Kind.ALLOTMENT, Kind.EXPENSE)


@dataclass
class Posted:
    """What became of the entries: how many were posted, and those refused with the reason."""

    posted: int = 0
    refused: list[tuple[LedgerEntry, str]] = field(default_factory=list)


@transaction.atomic
def post_entries(*, entries: Iterable[LedgerEntry], by: Account) -> Posted:
    """Post what waits: receipts, then allotments, then expenses, each by its day. What a rule refuses waits on, and is said."""
    keys = [entry.pk for entry in entries]
    waiting = LedgerEntry.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys, posted_as="", withdrawn_on=None)  # fmt: skip
    waiting = waiting.select_related("fund", "agreement", "budget_class", "activity").order_by("on", "code")
    by_kind: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in waiting:
        by_kind[entry.kind].append(entry)
    told = Posted()
    for kind in ORDER:
        held = by_kind[kind]
        if kind == Kind.ALLOTMENT:
            groups: dict[tuple[int, str], list[LedgerEntry]] = defaultdict(list)
            for entry in held:
                groups[entry.fund_id, entry.allotment].append(entry)
            for group in groups.values():
                _try(told, group, by, partial(_allot, group, by))
        else:
            for entry in held:
                _try(told, [entry], by, partial(_post, entry, by))
    return told


def _try(told: Posted, entries: list[LedgerEntry], by: Account, act: Callable[[], Posting]) -> None:
    try:
        with transaction.atomic():
            made = act()
    except Refused as refusal:
        told.refused += [(entry, str(refusal)) for entry in entries]
        return
    for entry in entries:
        entry.posted_as, entry.posted_by = made.ref, by
        entry.save(update_fields=["posted_as", "posted_by"])
    told.posted += len(entries)


def _allot(entries: list[LedgerEntry], by: Account) -> Allotment:
    first = entries[0]
    if not first.allotment or any(entry.budget_class is None or entry.until is None for entry in entries):
        raise Refused(
            _(
                "A line of an allotment needs the allotment's name, a budget class and the last day. Fill them in."
            )
        )
    lines = {entry.budget_class: entry.amount for entry in entries}
    if len(lines) < len(entries):
        raise Refused(
            _("A class stands twice in the allotment %(name)s. Keep one of the two, with the sum.")
            % {"name": first.allotment}
        )
    return issue_allotment(
        fund=first.fund, agreement=first.agreement, on=first.on, valid_from=first.on, valid_to=first.until, lines=lines,
        reference=first.allotment, by=by,
    )  # fmt: skip


def _post(entry: LedgerEntry, by: Account) -> Posting:
    if entry.kind != Kind.EXPENSE:
        return record_receipt(
            fund=entry.fund, on=entry.on, amount=entry.amount, currency=entry.currency, kind=entry.kind,
            agreement=entry.agreement, reference=entry.reference, note=entry.note, by=by,
        )  # fmt: skip
    line = AllotmentLine.objects.filter(
        allotment__fund=entry.fund, allotment__reference=entry.allotment, budget_class=entry.budget_class
    ).first()
    if line is None or not entry.allotment:
        raise Refused(
            _("No allotment “%(name)s” gives this class. Enter it among the lines of allotments first.")
            % {"name": entry.allotment}
        )
    return record_expense(
        line=line, on=entry.on, amount=entry.amount, currency=entry.currency, activity=entry.activity,
        programme_wide=entry.activity is None, reference=entry.reference, title=entry.note[:250], by=by,
    )  # fmt: skip


def refuse_posted(rows: Sequence[Model]) -> None:
    """An entry that is posted is not changed by a workbook: what it became stands in the ledger."""
    posted = sorted({row.code for row in rows if isinstance(row, LedgerEntry) and row.posted_as})
    if posted:
        raise Refused(
            _(
                "%(codes)s are posted and cannot be changed by a workbook. Reverse them in the ledger and enter what is right anew."
            )
            % {"codes": ", ".join(posted[:10])}
        )
