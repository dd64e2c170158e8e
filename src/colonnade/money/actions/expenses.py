"""What is spent, what suppliers pay back, what support costs come to, and how a line is taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book, for_what, needs
from colonnade.money.actions.commitments import check_travel, free
from colonnade.money.actions.receipts import difference, outside
from colonnade.money.models import (
    Agreement,
    AllotmentLine,
    Commitment,
    Expense,
    LineTally,
    Posting,
    Receipt,
    Scheme,
)
from colonnade.money.queries import liquidated, not_reversed, open_of, support_due
from colonnade.money.queries.balances import total
from colonnade.money.rules import SUPPORT_CLASS, UNSDG_SUPPORT_CLASS, charge_on
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.numbers import divided
from colonnade.values.words import date_words

Kind: Any = Expense.Kind


@transaction.atomic
def record_expense(*, on: date, amount: Decimal, by: Account, commitment: Commitment | None = None,
                   line: AllotmentLine | None = None, currency: str = "", activity: Any = None,
                   programme_wide: bool = False, title: str = "", reference: str = "",
                   travel: tuple[str, str] | None = None, corrects: Expense | None = None) -> Expense:  # fmt: skip
    """Goods or services received: of a commitment, within what is open of it; or straight from a line, by the number
    of the voucher under which headquarters certified and approved it."""
    if commitment is not None:
        line, activity, programme_wide = commitment.line, commitment.activity, commitment.programme_wide
    if line is None:
        raise Refused(_("Say from which line of an allotment it is spent, or of which commitment."))
    book = Book(line.allotment.fund)
    tally = book.tally(line)
    what = for_what(activity, programme_wide)
    needs(reference, _("Give the number of the voucher: it shows who certified and approved the payment."))
    if travel is not None:
        check_travel(tally.line, *travel)
    book.more_than_nought(amount)
    _made, columns = book.money(amount, currency, on)
    if commitment is None:
        _check_time(tally, on)
        book.check_line(tally, columns["value"])
    else:
        _check_commitment(book, commitment, columns["value"], on)
    agreement = tally.line.allotment.agreement
    percent = charge_on(agreement.charges.all(), "support", on) if agreement else Decimal(0)
    spent = book.enter(
        Expense, **book.posting(on=on, by=by, reference=reference, corrects=corrects), **columns, **what,
        budget_class=tally.line.budget_class, line=tally.line, commitment=commitment, agreement=agreement,
        title=(title or (commitment.title if commitment else ""))[:250], percent=percent,
    )  # fmt: skip
    book.move(tally, spent=spent.value, committed=-spent.value if commitment else 0)
    return spent


def _check_time(tally: LineTally, on: date) -> None:
    allotment = tally.line.allotment
    if not allotment.valid_from <= on <= allotment.valid_to:
        raise Refused(
            _(
                "%(line)s is for %(first)s to %(last)s. Spend from a line that is in time, or of a commitment made in time."
            )
            % {
                "line": tally.line,
                "first": date_words(allotment.valid_from),
                "last": date_words(allotment.valid_to),
            }
        )


def _check_commitment(book: Book, commitment: Commitment, value: Decimal, on: date) -> None:
    if on < commitment.on:
        raise Refused(
            _("%(code)s was bound on %(day)s; nothing is charged to it before. Give that day or a later one.")
            % {"code": commitment.code, "day": date_words(commitment.on)}
        )
    if liquidated(commitment):
        raise Refused(
            _("%(code)s is liquidated. Ask for a new commitment, or spend from the line by a voucher.")
            % {"code": commitment.code}
        )
    still = open_of(commitment)
    if value > still.value:
        raise Refused(
            _("%(code)s has %(open)s open, and this is %(value)s. Ask for the commitment to be raised first.")
            % {"code": commitment.code, "open": still, "value": book.fund.amount(value)}
        )


@transaction.atomic
def settle_commitment(*, commitment: Commitment, on: date, amount: Decimal, reference: str, by: Account, title: str = "",
                      corrects: Expense | None = None) -> Expense:  # fmt: skip
    """Pay an order in another currency at the rate at which it was bound: its line is charged what was bound for it.

    What the rate of the day makes more or less is an exchange difference, posted and linked in the same act, so that the
    balance goes down by what was paid.
    """
    book = Book(commitment.fund)
    needs(reference, _("Give the number of the voucher: it shows who certified and approved the payment."))
    if commitment.currency == book.fund.currency:
        raise Refused(
            _("%(code)s is in the fund's own currency, which has no rate. Record an expense instead.")
            % {"code": commitment.code}
        )
    book.more_than_nought(amount)
    at, columns = book.money(amount, commitment.currency, on)
    columns |= {name: getattr(commitment, name) for name in ("rate", "fund_rate", "rate_told")}
    columns["value"] = _bound_for(commitment, amount)
    _check_commitment(book, commitment, columns["value"], on)
    tally = book.tally(commitment.line)
    agreement = tally.line.allotment.agreement
    percent = charge_on(agreement.charges.all(), "support", on) if agreement else Decimal(0)
    spent = book.enter(
        Expense, **book.posting(on=on, by=by, reference=reference, corrects=corrects), **columns,
        budget_class=tally.line.budget_class, line=tally.line, commitment=commitment, agreement=agreement,
        title=title or commitment.title, activity=commitment.activity, programme_wide=commitment.programme_wide,
        percent=percent,
    )  # fmt: skip
    book.move(tally, spent=spent.value, committed=-spent.value)
    differs = at.into - book.fund.amount(spent.value)
    if differs.value > 0:
        book.check_cash(less=differs.value)
    if differs.value:
        told = _("%(paid)s: bound at %(bound)s, paid at %(into)s, at %(rates)s") % {
            "paid": at.amount, "bound": book.fund.amount(spent.value), "into": at.into, "rates": at.told,
        }  # fmt: skip
        difference(
            book,
            differs,
            at,
            on=on,
            by=by,
            agreement=agreement,
            settles=spent,
            because=told,
            reference=reference,
        )
    return spent


def _bound_for(commitment: Commitment, amount: Decimal) -> Decimal:
    """So much of an order at its own rate; of the last of it what is left open, so that no cent stays bound."""
    value = _at_its_rate(commitment, amount)
    paid = total(Expense.objects.filter(commitment=commitment, currency=commitment.currency), "amount")
    still = open_of(commitment)
    last = paid + amount == commitment.amount and not commitment.changes.exists()
    return still.value if last and abs(still.value - value) <= still.unit else value


@transaction.atomic
def record_refund(*, expense: Expense, on: date, amount: Decimal, reference: str, by: Account) -> Expense:
    """What a supplier pays back of an expense, in its currency and at its rate: it lowers the expenditure of its class."""
    book = Book(expense.fund)
    needs(reference, _("Give the number of the document by which the money came back."))
    if expense.kind != Kind.ACTUAL or expense.value <= 0 or Expense.objects.filter(reverses=expense).exists():
        raise Refused(
            _("%(code)s is no expense that can be refunded. Choose the one that was paid.")
            % {"code": expense.code}
        )
    if on < expense.on:
        raise Refused(_("A refund comes after the expense it is of. Give its day or a later one."))
    book.more_than_nought(amount)
    book.money(amount, expense.currency, on)
    back = not_reversed(Expense.objects.filter(refunds=expense))
    before, worth = (
        -sum((row.amount for row in back), Decimal(0)),
        -sum((row.value for row in back), Decimal(0)),
    )
    if before + amount > expense.amount:
        raise Refused(
            _("Of %(code)s, %(left)s %(currency)s can still come back. Post what is beyond it as a receipt.")
            % {"code": expense.code, "left": expense.amount - before, "currency": expense.currency}
        )
    value = expense.value - worth
    if before + amount < expense.amount:
        value = min(value, _at_its_rate(expense, amount))
    made = book.enter(
        Expense, **book.posting(on=on, by=by, reference=reference), amount=-amount, currency=expense.currency, value=-value,
        rate=expense.rate, fund_rate=expense.fund_rate, rate_told=expense.rate_told, kind=Kind.ACTUAL,
        budget_class=expense.budget_class, line=expense.line, agreement=expense.agreement, refunds=expense,
        title=expense.title, activity=expense.activity, programme_wide=expense.programme_wide, percent=expense.percent,
    )  # fmt: skip
    book.move(book.tally(expense.line), spent=-value)
    return made


def _at_its_rate(held: Expense | Commitment, amount: Decimal) -> Decimal:
    """So much of a line's currency in the fund's, at the rates the line keeps."""
    return held.fund.amount(divided(amount * held.fund_rate, held.rate)).rounded().value


@transaction.atomic
def charge_support_costs(*, agreement: Agreement, on: date, by: Account) -> Expense | None:
    """Charge what direct expenditure through a day has earned and is not charged yet, to the cent; None where nothing is.

    Where expenditure was taken back, the charge is below nought.
    """
    book = Book(agreement.fund)
    due = support_due(agreement, on)
    if not due.value:
        return None
    indirect = SUPPORT_CLASS if book.fund.scheme == Scheme.SECRETARIAT else UNSDG_SUPPORT_CLASS
    return book.enter(
        Expense, **book.posting(on=on, by=by, reference=agreement.code), amount=due.value, currency=due.currency, value=due.value,
        kind=Kind.SUPPORT, budget_class=outside(indirect), agreement=agreement, programme_wide=True,
        title=_("Support costs through %(day)s") % {"day": date_words(on)},
    )  # fmt: skip


@transaction.atomic
def reverse(*, posting: Posting, on: date, because: str, by: Account) -> Posting:
    """Take a receipt or an expense back: the same with the opposite sign, linked, on a day that is open."""
    needs(because, _("Say why it is reversed: the reason stays with both lines."))
    if not isinstance(posting, Receipt | Expense):
        raise Refused(
            _("%(code)s is not reversed but lowered, liquidated or lapsed: choose that on its page.")
            % {"code": posting.code}
        )
    book = Book(posting.fund)
    held = type(posting).objects.select_related("fund").get(pk=posting.pk)
    _check_reversible(held, on)
    return _reversed_receipt(book, held, on, because, by) if isinstance(held, Receipt) else _reversed_expense(book, held, on, because, by)  # fmt: skip


def _check_reversible(posting: Any, on: date) -> None:
    if posting.reverses_id:
        raise Refused(
            _("%(code)s is a reversal itself. Post what is right as a new line.") % {"code": posting.code}
        )
    if type(posting).objects.filter(reverses=posting).exists():
        raise Refused(
            _("%(code)s is reversed already. Post what is right as a new line.") % {"code": posting.code}
        )
    if on < posting.on:
        raise Refused(_("A reversal is not earlier than what it reverses. Give its day or a later one."))
    if isinstance(posting, Expense):
        if posting.kind == Kind.SUPPORT:
            raise Refused(_("Support costs follow the expenditure: reverse that, and charge them again."))
        if posting.kind == Kind.LEVY:
            raise Refused(_("The levy goes with its receipt: reverse that."))
        if posting.settles_id:
            raise Refused(
                _("This difference goes with the expense %(code)s: reverse that.")
                % {"code": posting.settles.code}
            )
        if not_reversed(posting.refunded_by.all()):
            raise Refused(
                _("A part of %(code)s was refunded: reverse the refund first.") % {"code": posting.code}
            )


def _opposite(book: Book, held: Any, on: date, because: str, by: Account, names: tuple[str, ...]) -> Any:
    kept = {
        name: getattr(held, name) for name in ("currency", "rate", "fund_rate", "rate_told", "kind", *names)
    }
    return book.enter(
        type(held), **book.posting(on=on, by=by, because=because, reference=held.reference), **kept, reverses=held,
        amount=-held.amount, value=-held.value,
    )  # fmt: skip


EXPENSE = ("budget_class", "line", "commitment", "agreement", "receipt", "refunds", "settles", "title", "activity",
           "programme_wide", "percent")  # fmt: skip


def _reversed_receipt(book: Book, held: Receipt, on: date, because: str, by: Account) -> Receipt:
    made = _opposite(book, held, on, because, by, ("agreement", "instalment"))
    for levy in not_reversed(Expense.objects.filter(receipt=held, kind=Kind.LEVY)):
        _opposite(book, levy, on, because, by, EXPENSE)
    book.check_cash()
    return made


def _reversed_expense(book: Book, held: Expense, on: date, because: str, by: Account) -> Expense:
    if held.kind == Kind.ACTUAL and held.value < 0:
        book.check_line(book.tally(held.line), -held.value)
    if held.kind != Kind.ACTUAL and held.value < 0:
        book.check_cash(less=-held.value)
    made = _opposite(book, held, on, because, by, EXPENSE)
    for differs in not_reversed(Expense.objects.filter(settles=held)):
        if differs.value < 0:
            book.check_cash(less=-differs.value)
        _opposite(book, differs, on, because, by, EXPENSE)
    if held.kind == Kind.ACTUAL:
        again = held.value if held.commitment_id else Decimal(0)
        book.move(book.tally(held.line), spent=-held.value, committed=again)
        if held.commitment_id and liquidated(held.commitment):
            free(book, held.commitment, again, "liquidated", on=on, because=because, by=by)
    return made


@transaction.atomic
def correct_expense(*, expense: Expense, on: date, because: str, by: Account, **right: Any) -> Expense:
    """Reverse an expense and post the right one instead; the three are linked. ``right`` is what differs."""
    settled = bool(not_reversed(expense.differences.all()))
    reverse(posting=expense, on=on, because=because, by=by)
    if settled and "line" not in right and right.get("currency", expense.currency) == expense.currency:
        names = ("on", "amount", "reference", "title")
        kept = {name: right.get(name, on if name == "on" else getattr(expense, name)) for name in names}
        return settle_commitment(commitment=expense.commitment, by=by, corrects=expense, **kept)
    told: dict[str, Any] = {
        "on": on, "amount": expense.amount, "currency": expense.currency, "title": expense.title,
        "reference": expense.reference, "commitment": expense.commitment,
    }  # fmt: skip
    if expense.commitment is None:
        told |= {"line": expense.line, "activity": expense.activity, "programme_wide": expense.programme_wide}
    if "line" in right:
        told |= {
            "commitment": None,
            "activity": expense.activity,
            "programme_wide": expense.programme_wide,
        }
    return record_expense(**told | right, by=by, corrects=expense)
