"""Balances in other currencies valued anew at the end of a period: proposed by the books, posted when somebody agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book
from colonnade.money.actions.receipts import record_exchange_difference
from colonnade.money.models import Expense, Fund
from colonnade.money.queries import revaluations
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.words import date_words


@transaction.atomic
def revalue_balances(*, fund: Fund, on: date, agreed: Mapping[str, Decimal], by: Account) -> list[Expense]:
    """Post what ``queries.revaluations`` proposes for a day, a line a currency, if it still is what was agreed to.

    ``agreed`` are the differences as somebody saw them, by currency; below nought is a loss.
    """
    book = Book(fund)
    found = [one for one in revaluations(book.fund, on) if one.difference.value]
    if not found:
        raise Refused(
            _("Nothing of %(fund)s in another currency is worth more or less on %(day)s than it is carried at. Post nothing, and go on.")
            % {"fund": book.fund.code, "day": date_words(on)}
        )  # fmt: skip
    if {one.held.currency: one.difference.value for one in found} != dict(agreed):
        raise Refused(_("The ledger or a rate has changed since this was shown. Look at it again, and post what it says now."))  # fmt: skip
    return [
        record_exchange_difference(
            fund=book.fund, on=on, amount=-one.difference.value, because=one.because, revalued=one.at, by=by
        )
        for one in sorted(
            found, key=lambda one: -one.difference.value
        )  # gains first: they may pay for a loss
    ]
