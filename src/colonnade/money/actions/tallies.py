"""The tallies of a ledger, written anew from its lines: where lines came another way than by an action."""

from __future__ import annotations

from django.db import transaction

from colonnade.money.actions.book import Book
from colonnade.money.models import Fund, LedgerTally
from colonnade.money.queries import tallied


@transaction.atomic
def tally_ledger(*, fund: Fund) -> int:
    """Work out anew what each month of a fund comes to; how many tallies there are. Its lines stay as they are."""
    book = Book(fund)
    LedgerTally.objects.filter(fund=book.fund).delete()
    made = [
        LedgerTally(
            fund=book.fund, month=month, kind=kind, agreement_id=agreement, budget_class_id=budget_class, percent=percent,
            value=value, lines=lines,
        )
        for (month, kind, agreement, budget_class, percent), (value, lines) in tallied(book.fund).items()
    ]  # fmt: skip
    LedgerTally.objects.bulk_create(made, batch_size=500)
    return len(made)
