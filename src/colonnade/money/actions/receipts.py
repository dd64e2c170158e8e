"""Money that comes in, and what goes back to whom it came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book, needs
from colonnade.money.models import Agreement, BudgetClass, Expense, Fund, Instalment, Receipt
from colonnade.money.rules import EXCHANGE_CLASS, LEVY_CLASS, REFUND_CLASS, charge_on
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.conversions import Conversion
from colonnade.values.numbers import Amount

Kind: Any = Expense.Kind


def outside(code: str) -> BudgetClass:
    """A class that no budget is made for; it is there once the classes are loaded."""
    held = BudgetClass.objects.filter(code=code).first()
    if held is None:
        raise Refused(_("The budget classes are not loaded. Run: colonnade init"))
    return held


def of_the_fund(agreement: Agreement | None, fund: Fund) -> None:
    if agreement is not None and agreement.fund_id != fund.pk:
        raise Refused(
            _(
                "The agreement %(agreement)s is not of the fund %(fund)s. Choose one of this fund's agreements."
            )
            % {"agreement": agreement.code, "fund": fund.code}
        )


@transaction.atomic
def record_receipt(*, fund: Fund, on: date, amount: Decimal, by: Account, kind: str = "contribution",
                   currency: str = "", agreement: Agreement | None = None, instalment: Instalment | None = None,
                   reference: str = "", note: str = "") -> Receipt:  # fmt: skip
    """Money that arrived, at the rate of its day; the levy its agreement is charged goes out with it."""
    book = Book(fund)
    if book.fund.kind == Fund.Kind.IN_KIND:
        raise Refused(
            _(
                "What is given in kind is no cash. Enter it under contributions in kind, with its valuation and method."
            )
        )
    of_the_fund(agreement, book.fund)
    if kind == Receipt.Kind.CONTRIBUTION and agreement is None:
        raise Refused(_("Say under which agreement the contribution came: spending follows its terms."))
    if instalment is not None and (agreement is None or instalment.agreement_id != agreement.pk):
        raise Refused(_("This instalment is due under another agreement. Choose one of the agreement's own."))
    if kind == Receipt.Kind.OPENING and Receipt.objects.filter(fund=book.fund, kind=kind, reversed_by=None, reverses=None).exists():  # fmt: skip
        raise Refused(
            _("%(fund)s has its opening balance. Reverse it first, if it was wrong.")
            % {"fund": book.fund.code}
        )
    book.more_than_nought(amount)
    _made, columns = book.money(amount, currency, on)
    receipt = book.enter(
        Receipt, **book.posting(on=on, by=by, reference=reference, note=note), **columns, kind=kind, agreement=agreement,
        instalment=instalment,
    )  # fmt: skip
    if kind == Receipt.Kind.CONTRIBUTION and agreement is not None:
        _levy(book, receipt, agreement, by)
    return receipt


def _levy(book: Book, receipt: Receipt, agreement: Agreement, by: Account) -> None:
    percent = charge_on(agreement.charges.all(), "levy", receipt.on)
    levied = book.fund.amount(receipt.value).per_cent(percent).rounded()
    if levied.value:
        _outside(book, levied, Kind.LEVY, LEVY_CLASS, on=receipt.on, by=by, agreement=agreement,
                 receipt=receipt, reference=receipt.reference)  # fmt: skip


def _outside(book: Book, amount: Amount, kind: str, budget_class: str, kept: dict[str, Any] | None = None, **more: Any) -> Expense:  # fmt: skip
    """A line in the fund's own currency, unless it is ``kept`` in another, that no budget is made for."""
    links = {name: more.pop(name, None) for name in ("agreement", "receipt", "settles", "title")}
    columns = {"amount": amount.value, "currency": amount.currency} | (kept or {})
    return book.enter(
        Expense, **book.posting(**more), **columns, value=amount.value, kind=kind,
        budget_class=outside(budget_class), programme_wide=True, **links | {"title": links["title"] or ""},
    )  # fmt: skip


@transaction.atomic
def return_to_donor(
    *, agreement: Agreement, on: date, amount: Decimal, reference: str, by: Account
) -> Expense:
    """What is given back under an agreement, in the fund's currency: it leaves the balance and is no expenditure."""
    book = Book(agreement.fund)
    needs(reference, _("Name the letter or the order by which the money went back."))
    book.more_than_nought(amount)
    made, _columns = book.money(amount, book.fund.currency, on)
    book.check_cash(less=made.into.value)
    return _outside(book, made.into, Kind.REFUND, REFUND_CLASS, on=on, by=by, agreement=agreement,
                    reference=reference)  # fmt: skip


@transaction.atomic
def record_exchange_difference(*, fund: Fund, on: date, amount: Decimal, because: str, by: Account,
                               agreement: Agreement | None = None, reference: str = "",
                               revalued: Conversion | None = None) -> Expense:  # fmt: skip
    """What the fund lost by a rate, or, below nought, gained; in its own currency. What was posted stays as it was.

    ``revalued`` is the balance it is of: the line is then nought in that currency, and remembers the rates.
    """
    book = Book(fund)
    of_the_fund(agreement, book.fund)
    needs(because, _("Say where the difference comes from: which receipt or payment, at which two rates."))
    if not amount:
        raise Refused(
            _("A difference of nought is not posted. Give what was lost, or, below nought, what was gained.")
        )
    made, _columns = book.money(amount, book.fund.currency, on)
    if amount > 0:
        book.check_cash(less=made.into.value)
    return difference(
        book, made.into, revalued, on=on, by=by, agreement=agreement, because=because, reference=reference
    )


def difference(book: Book, amount: Amount, at: Conversion | None, **more: Any) -> Expense:
    """A line that a rate made: where the currency is known, nought of it, at the rates of the day."""
    kept = {
        "amount": Decimal(0), "currency": at.amount.currency, "rate": at.per_usd(at.amount.currency),
        "fund_rate": at.per_usd(amount.currency), "rate_told": at.told[:300],
    } if at else {}  # fmt: skip
    return _outside(book, amount, Kind.EXCHANGE, EXCHANGE_CLASS, kept, **more)
