"""Rates and conversions, balances and accounts, facts for figures, and what is wrong with the ledger."""

from colonnade.money.queries.balances import (
    ClassLine,
    FundAccount,
    account_of,
    agreements_charged,
    authority_of,
    balance_on,
    cash_of,
    classes_of,
    lines_of,
    liquidated,
    open_of,
    room_of,
    support_due,
)
from colonnade.money.queries.checks import Wrong, wrong_in
from colonnade.money.queries.erp import ErpRow
from colonnade.money.queries.facts import LedgerFact, in_kind_facts, ledger_facts
from colonnade.money.queries.rates import (
    UN_RATE,
    RateBook,
    agreements_with,
    conversion,
    convert,
    rate_book,
    rate_on,
)
from colonnade.money.queries.reconciled import Reconciled, reconciled, unreconciled
from colonnade.money.queries.reconciliation import held_of

__all__ = [
    "UN_RATE",
    "ClassLine",
    "ErpRow",
    "FundAccount",
    "LedgerFact",
    "RateBook",
    "Reconciled",
    "Wrong",
    "account_of",
    "agreements_charged",
    "agreements_with",
    "authority_of",
    "balance_on",
    "cash_of",
    "classes_of",
    "conversion",
    "convert",
    "held_of",
    "in_kind_facts",
    "ledger_facts",
    "lines_of",
    "liquidated",
    "open_of",
    "rate_book",
    "rate_on",
    "reconciled",
    "room_of",
    "support_due",
    "unreconciled",
    "wrong_in",
]
