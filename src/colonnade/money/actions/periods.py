"""Periods close in their order, once everything they owe is charged; budgets are approved by another than who drafted them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book
from colonnade.money.models import BudgetLine, BudgetVersion, Expense, Fund, LedgerPeriod, Receipt
from colonnade.money.queries import agreements_charged, support_due
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.words import date_words

State = LedgerPeriod.State


@transaction.atomic
def close_period(*, fund: Fund, first_day: date, last_day: date, by: Account) -> LedgerPeriod:
    """Close a span of a fund's ledger: it follows the one before, is over, and its support costs are charged."""
    book = Book(fund)
    if not first_day <= last_day < date.today():
        raise Refused(
            _("A period is closed when it is over. Give its first day, and a last one that has passed.")
        )
    period = _place(book, first_day, last_day)
    for agreement in agreements_charged(book.fund):
        due = support_due(agreement, last_day)
        if due.value:
            raise Refused(
                _(
                    "Of %(agreement)s, %(due)s of support costs are not charged through %(day)s. Charge them first."
                )
                % {"agreement": agreement.code, "due": due, "day": date_words(last_day)}
            )
    period.state, period.state_reason = State.CLOSED, ""
    period.changed_by, period.changed_at = by, timezone.now()
    period.save()
    book.ledger.closed_through = last_day
    book.ledger.save(update_fields=["closed_through"])
    return period


def _place(book: Book, first_day: date, last_day: date) -> LedgerPeriod:
    """The period itself: the first of those not closed, or the next one, the day after the last."""
    waiting = book.periods.exclude(state=State.CLOSED).order_by("first_day").first()
    if waiting is not None:
        if (waiting.first_day, waiting.last_day) != (first_day, last_day):
            raise Refused(
                _("Close the period from %(first)s to %(last)s first: periods close in their order.")
                % {"first": date_words(waiting.first_day), "last": date_words(waiting.last_day)}
            )
        return waiting
    last = book.periods.order_by("-last_day").first()
    if last is not None and first_day != last.last_day + timedelta(days=1):
        raise Refused(
            _("The next period of %(fund)s begins on %(day)s. Give that as its first day.")
            % {"fund": book.fund.code, "day": date_words(last.last_day + timedelta(days=1))}
        )
    if last is None:
        for model in (Receipt, Expense):
            early = model.objects.filter(fund=book.fund, on__lt=first_day).order_by("on").first()
            if early is not None:
                raise Refused(
                    _("%(code)s was posted on %(day)s. Give that day or an earlier one as the first.")
                    % {"code": early.code, "day": date_words(early.on)}
                )
    return LedgerPeriod(fund=book.fund, first_day=first_day, last_day=last_day)


@transaction.atomic
def approve_budget(*, version: BudgetVersion, by: Account, on: date | None = None) -> BudgetVersion:
    """Approve a budget: by another than those who wrote it, and for good. What changes later is the next revision."""
    held = BudgetVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if held.approved_on:
        raise Refused(
            _("%(code)s is approved already. Draft the next revision for what changes.") % {"code": held.code}
        )
    if not held.lines.exists():
        raise Refused(_("%(code)s has no lines yet. Enter them first.") % {"code": held.code})
    if by.pk in drafters(held):
        raise Refused(_("Whoever drafted a budget does not approve it: ask a colleague."))
    held.approved_by, held.approved_on = by, on or date.today()
    held.save()
    return held


def drafters(version: BudgetVersion) -> set[int]:
    """The accounts that wrote a budget or any of its lines, by its history."""
    wrote = {version.drafted_by_id, *version.history.values_list("history_user", flat=True)}
    wrote |= set(BudgetLine.history.filter(version_id=version.pk).values_list("history_user", flat=True))
    return wrote - {None}


def refuse_approved(rows: Sequence[Model]) -> None:
    """A workbook changes no line of an approved budget."""
    held = {row.version_id for row in rows if isinstance(row, BudgetLine)}
    approved = BudgetVersion.objects.filter(pk__in=held).exclude(approved_on=None)
    if codes := sorted(approved.values_list("code", flat=True)):
        raise Refused(
            _("%(codes)s are approved, and a workbook changes no line of them. Draft the next revision.")
            % {"codes": ", ".join(codes)}
        )
