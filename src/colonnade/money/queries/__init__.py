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
    years_of,
)
from colonnade.money.queries.cashflow import CashPlan, Month, cash_plan
from colonnade.money.queries.certified import (
    certified_beside,
    differences_of,
    does_not_add_up,
    statement_for,
    statements_for,
)
from colonnade.money.queries.checks import Wrong, wrong_in
from colonnade.money.queries.ending import Ending, agreements_ending, endings
from colonnade.money.queries.erp import ErpRow
from colonnade.money.queries.exchange import Differing, Revaluation, differing, revaluations
from colonnade.money.queries.facts import LedgerFact, anything_received, in_kind_facts, ledger_facts
from colonnade.money.queries.lines import AccountLine, AccountLines, hanging_on, lines_between, not_reversed
from colonnade.money.queries.plans import PlanFact, in_force, plan_facts
from colonnade.money.queries.rates import (
    UN_RATE,
    RateBook,
    agreements_with,
    conversion,
    convert,
    currencies_used,
    rate_book,
    rate_on,
    without_un_rate,
)
from colonnade.money.queries.receivable import Due, Promise, overdue, promises
from colonnade.money.queries.reconciled import Reconciled, SignedDays, reconciled
from colonnade.money.queries.reconciliation import held_of
from colonnade.money.queries.schedules import DueLine, DueState, overdue_on, schedule_of
from colonnade.money.queries.spending import Against, against_budget
from colonnade.money.queries.statement_rows import lines_behind, not_as_issued
from colonnade.money.queries.statements import statement_of
from colonnade.money.queries.sums import net, sums, tallied
from colonnade.money.stated import Statement

__all__ = [
    "AccountLine",
    "AccountLines",
    "Against",
    "CashPlan",
    "ClassLine",
    "Differing",
    "Due",
    "DueLine",
    "DueState",
    "Ending",
    "ErpRow",
    "FundAccount",
    "LedgerFact",
    "Month",
    "PlanFact",
    "Promise",
    "RateBook",
    "Reconciled",
    "SignedDays",
    "Revaluation",
    "Statement",
    "UN_RATE",
    "Wrong",
    "account_of",
    "against_budget",
    "agreements_charged",
    "agreements_ending",
    "agreements_with",
    "anything_received",
    "authority_of",
    "balance_on",
    "cash_of",
    "cash_plan",
    "certified_beside",
    "classes_of",
    "conversion",
    "convert",
    "currencies_used",
    "differences_of",
    "differing",
    "does_not_add_up",
    "endings",
    "hanging_on",
    "held_of",
    "in_force",
    "in_kind_facts",
    "ledger_facts",
    "lines_behind",
    "lines_between",
    "lines_of",
    "liquidated",
    "net",
    "not_as_issued",
    "not_reversed",
    "open_of",
    "overdue",
    "overdue_on",
    "plan_facts",
    "promises",
    "rate_book",
    "rate_on",
    "reconciled",
    "revaluations",
    "room_of",
    "schedule_of",
    "statement_for",
    "statement_of",
    "statements_for",
    "sums",
    "support_due",
    "tallied",
    "without_un_rate",
    "wrong_in",
    "years_of",
]
