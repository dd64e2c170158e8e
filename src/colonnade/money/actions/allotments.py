"""The authority to commit: issued within the cash there is, moved between classes, and lapsed at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book, needs
from colonnade.money.actions.receipts import of_the_fund
from colonnade.money.models import (
    Agreement,
    Allotment,
    AllotmentChange,
    AllotmentLine,
    BudgetClass,
    BudgetVersion,
    Fund,
    LineTally,
)
from colonnade.money.rules import charge_on
from colonnade.people.models import Account
from colonnade.records.errors import Refused

HAS_AGREEMENTS = (Fund.Kind.TRUST_FUND,)


@transaction.atomic
def issue_allotment(*, fund: Fund, on: date, valid_from: date, valid_to: date, lines: Mapping[BudgetClass, Decimal],
                    by: Account, agreement: Agreement | None = None, budget: BudgetVersion | None = None,
                    reference: str = "") -> Allotment:  # fmt: skip
    """Authority to commit, by class. Refused where it passes the cash that is there, its support costs counted in."""
    book = Book(fund)
    of_the_fund(agreement, book.fund)
    if agreement is None and book.fund.kind in HAS_AGREEMENTS:
        raise Refused(_("Say under which agreement it is allotted: it says which support costs come on top."))
    if valid_to < valid_from:
        raise Refused(_("The allotment ends before it begins. Give a last day after the first."))
    if budget is not None and (budget.fund_id != book.fund.pk or not budget.approved_on):
        raise Refused(_("Allot from an approved budget of this fund."))
    for budget_class, amount in lines.items():
        _check_class(book.fund, budget_class)
        book.more_than_nought(amount)
        book.money(amount, book.fund.currency, on)
    if not lines:
        raise Refused(_("An allotment needs at least one class with an amount. Write each on a line."))
    percent = charge_on(agreement.charges.all(), "support", on) if agreement else Decimal(0)
    made = Allotment.objects.create(
        **book.posting(on=on, by=by, reference=reference), agreement=agreement, budget=budget, valid_from=valid_from,
        valid_to=valid_to, amount=sum(lines.values(), Decimal(0)), percent=percent,
    )  # fmt: skip
    for budget_class, amount in lines.items():
        line = AllotmentLine.objects.create(
            code=f"{made.code}.{budget_class.code}", allotment=made, budget_class=budget_class, amount=amount
        )
        LineTally.objects.create(line=line, limit=amount)
    book.check_cash()
    return made


def _check_class(fund: Fund, budget_class: BudgetClass) -> None:
    if budget_class.scheme != fund.scheme:
        raise Refused(
            _("%(class)s is no class of the scheme of %(fund)s. Choose one of: %(scheme)s.")
            % {"class": budget_class, "fund": fund.code, "scheme": fund.get_scheme_display()}
        )
    if budget_class.indirect:
        raise Refused(
            _(
                "Support costs are not allotted: they come on top of what is spent, at the agreement's rate. Leave their class out."
            )
        )


@transaction.atomic
def move_allotment(*, from_line: AllotmentLine, to_line: AllotmentLine, amount: Decimal, on: date, because: str,
                   by: Account) -> tuple[AllotmentChange, AllotmentChange]:  # fmt: skip
    """Move an amount between two classes of one allotment; no more than is free of the first."""
    book = Book(from_line.allotment.fund)
    needs(because, _("Say why the amount is moved to another class."))
    if from_line.allotment_id != to_line.allotment_id or from_line.pk == to_line.pk:
        raise Refused(
            _("An amount is moved between two classes of one allotment. Choose another line of the same.")
        )
    book.more_than_nought(amount)
    book.money(amount, book.fund.currency, on)
    giving, taking = book.tally(from_line), book.tally(to_line)
    free = giving.limit - giving.committed - giving.spent
    if amount > free:
        raise Refused(
            _("%(line)s has %(free)s that is neither bound nor spent. Move no more than that.")
            % {"line": giving.line, "free": book.fund.amount(max(free, Decimal(0)))}
        )
    made = []
    for tally, moved in ((giving, -amount), (taking, amount)):
        made.append(
            AllotmentChange.objects.create(
                **book.posting(on=on, by=by, because=because), line=tally.line, kind="moved", amount=moved
            )
        )
        book.move(tally, limit=moved)
    return made[0], made[1]


@transaction.atomic
def lapse_allotment(*, allotment: Allotment, on: date, because: str, by: Account) -> list[AllotmentChange]:
    """At the end of its time: what is neither bound nor spent lapses, and may be allotted anew."""
    book = Book(allotment.fund)
    needs(because, _("Say why the allotment lapses: the year's end, the agreement's end."))
    made = []
    for line in allotment.lines.order_by("pk"):
        tally = book.tally(line)
        free = tally.limit - tally.committed - tally.spent
        if free > 0:
            made.append(
                AllotmentChange.objects.create(
                    **book.posting(on=on, by=by, because=because), line=line, kind="lapsed", amount=-free
                )
            )
            book.move(tally, limit=-free)
    if not made:
        raise Refused(
            _(
                "Nothing of %(code)s is free: it has lapsed already. Liquidate what is still bound, if more is to lapse."
            )
            % {"code": allotment.code}
        )
    return made
