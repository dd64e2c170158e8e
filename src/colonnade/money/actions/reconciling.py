"""A span is held against the system of record: begun, its differences explained, signed off by another than who prepared it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.money.actions.authority import Function, acting_for
from colonnade.money.actions.book import Book, needs
from colonnade.money.models import (
    ErpImport,
    ErpLine,
    Expense,
    Fund,
    Receipt,
    Reconciliation,
    ReconciliationStep,
    ReconcilingItem,
)
from colonnade.money.queries.erp import entry_of
from colonnade.money.queries.reconciliation import Held, held_of, last_steps, preparers_of
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.words import date_words

Act: Any = ReconciliationStep.Act


@transaction.atomic
def begin_reconciliation(*, fund: Fund, first_day: date, last_day: date, by: Account, code: str = "") -> Reconciliation:  # fmt: skip
    """Begin to reconcile a span of a fund that is over. No two of a fund share a day, so that each difference is explained once."""
    book = Book(fund)
    if not first_day <= last_day < date.today():
        raise Refused(
            _("Days are reconciled when they are over. Choose a first day, and a last one that has passed.")
        )
    refuse_shared_days(book.fund, first_day, last_day)
    number = book.fund.reconciliations.count() + 1
    return Reconciliation.objects.create(
        code=code or f"{book.fund.code}-RC-{number:03d}", fund=book.fund, first_day=first_day, last_day=last_day, begun_by=by,
    )  # fmt: skip


def refuse_shared_days(fund: Fund, first_day: date, last_day: date) -> None:
    """No two standing reconciliations of a fund share a day."""
    other = Reconciliation.objects.filter(
        fund=fund, withdrawn_on=None, first_day__lte=last_day, last_day__gte=first_day
    ).first()
    if other is not None:
        raise Refused(
            _("%(other)s has days of it already. Go on there, or choose days that no other has.")
            % {"other": other}
        )


def _open(reconciliation: Reconciliation) -> tuple[Book, Reconciliation]:
    """A reconciliation that may be worked on, its fund's book held."""
    book = Book(reconciliation.fund)
    held = Reconciliation.objects.select_related("fund").get(pk=reconciliation.pk)
    if held.withdrawn_on:
        raise Refused(_("%(code)s is withdrawn. Restore it first.") % {"code": held.code})
    if signed(held):
        raise Refused(
            _("%(code)s is signed off. Open it again first, with the reason.") % {"code": held.code}
        )
    return book, held


def signed(reconciliation: Reconciliation) -> bool:
    """Was it signed off, and not opened since?"""
    step = last_steps([reconciliation]).get(reconciliation.pk)
    return step is not None and step.act == Act.SIGN


@transaction.atomic
def explain(*, reconciliation: Reconciliation, lines: Iterable[Receipt | Expense | ErpLine], kind: str, text: str,
            by: Account) -> list[ReconcilingItem]:  # fmt: skip
    """Say why ours and theirs differ at some lines: the same kind and words for each. A line of a match stands for all of it."""
    needs(text, _("Say what explains the difference: whoever signs reads it."))
    _book, held = _open(reconciliation)
    found = held_of(held)
    at = {entry.key: each for each in found.differences for entry in each.entries}
    chosen: dict[str, Any] = {}
    for line in lines:
        difference = at.get(entry_of(line).key)
        if difference is None:
            raise Refused(
                _("%(line)s makes no difference in these days. Choose a line that is not matched.")
                % {"line": line}
            )
        if difference.item is not None:
            raise Refused(
                _("%(line)s is explained already. Take that back first, with the reason.") % {"line": line}
            )
        chosen[difference.about.key] = difference
    if not chosen:
        raise Refused(_("Choose the lines that are to be explained."))
    items = [
        ReconcilingItem(
            reconciliation=held, kind=kind, text=text.strip()[:300], amount=each.amount, written_by=by,
            **{f"{each.about.what}_id": each.about.pk},
        )
        for each in chosen.values()
    ]  # fmt: skip
    return ReconcilingItem.objects.bulk_create(items, batch_size=1_000)


@transaction.atomic
def take_back_explanation(*, item: ReconcilingItem, because: str, by: Account) -> ReconcilingItem:
    """Take an explanation back; it stays to be read, with who took it back and why."""
    needs(because, _("Say why the explanation is taken back: the reason is kept."))
    _open(item.reconciliation)
    held = ReconcilingItem.objects.get(pk=item.pk)
    if held.taken_back_at:
        raise Refused(_("It is taken back already. Explain the line anew."))
    held.taken_back_by, held.taken_back_at, held.taken_back_because = (
        by,
        timezone.now(),
        because.strip()[:300],
    )
    held.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    return held


@transaction.atomic
def sign_off(*, reconciliation: Reconciliation, by: Account, comment: str = "") -> ReconciliationStep:
    """Sign that ours less theirs is what is explained, line by line: by somebody who may approve and had no hand in it."""
    _book, held = _open(reconciliation)
    delegation = acting_for(by, Function.APPROVE)
    preparers = preparers_of(held)
    if by.pk in preparers:
        raise Refused(
            _("Whoever prepared a reconciliation does not sign it: ask somebody who had no hand in it.")
        )
    if delegation.given_by_id in preparers:
        raise Refused(
            _("Whoever stands in for one who prepared it does not sign it for them. Have somebody else sign.")
        )
    found = held_of(held)
    _refuse_what_is_open(held, found)
    return ReconciliationStep.objects.create(
        reconciliation=held, act=Act.SIGN, by=by, delegation=delegation, comment=comment.strip()[:400],
        ledger_total=found.ledger_total, erp_total=found.erp_total, explained=found.explained,
        ledger_lines=found.ledger_lines, erp_lines=found.erp_lines,
    )  # fmt: skip


def _refuse_what_is_open(held: Reconciliation, found: Held) -> None:
    brought = ErpImport.objects.filter(
        fund=held.fund, taken_back=None, first_day__lte=held.last_day, last_day__gte=held.first_day
    )
    if not brought.exists():
        raise Refused(
            _(
                "No export of the system of record was brought in for %(first)s to %(last)s. Bring it in first."
            )
            % {"first": date_words(held.first_day), "last": date_words(held.last_day)}
        )
    left = found.unexplained
    if left:
        raise Refused(
            _(
                "%(count)s differences of %(amount)s in all are not explained yet. Match them, or explain each."
            )
            % {"count": len(left), "amount": held.fund.amount(sum(each.amount for each in left))}
        )
    if not found.agrees:
        raise Refused(_("Something is explained that is no difference any more. Take that explanation back."))


@transaction.atomic
def reopen_reconciliation(*, reconciliation: Reconciliation, because: str, by: Account) -> ReconciliationStep:
    """Open a reconciliation that was signed off, with the reason: reports of its days say again that they are not reconciled."""
    needs(because, _("Say why it is opened again: the reason is kept and shown."))
    Book(reconciliation.fund)
    if not signed(reconciliation):
        raise Refused(
            _("%(code)s is not signed off. Match and explain as it stands.") % {"code": reconciliation.code}
        )
    return ReconciliationStep.objects.create(
        reconciliation=reconciliation, act=Act.REOPEN, by=by, comment=because.strip()[:400]
    )
