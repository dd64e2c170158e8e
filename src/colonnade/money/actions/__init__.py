"""What is done to money. Every line of a ledger is posted by one of these, and by nothing else."""

from colonnade.money.actions.allotments import issue_allotment, lapse_allotment, move_allotment
from colonnade.money.actions.authority import agree_override, ask_override, delegate
from colonnade.money.actions.classes import load_budget_classes
from colonnade.money.actions.commitments import (
    approve_request,
    certify_request,
    liquidate_commitment,
    lower_commitment,
    request_commitment,
    return_request,
    review_request,
)
from colonnade.money.actions.entries import Posted, post_entries
from colonnade.money.actions.erp import (
    MatchedNow,
    import_erp_lines,
    match_automatically,
    match_lines,
    take_back_erp_import,
    unmatch,
)
from colonnade.money.actions.exchange import revalue_balances
from colonnade.money.actions.expenses import (
    charge_support_costs,
    correct_expense,
    record_expense,
    record_refund,
    reverse,
    settle_commitment,
)
from colonnade.money.actions.periods import approve_budget, close_period
from colonnade.money.actions.rates import (
    RatesLoaded,
    RatesRefused,
    UnRate,
    enter_un_rate,
    enter_un_rates,
    load_rates,
)
from colonnade.money.actions.receipts import record_exchange_difference, record_receipt, return_to_donor
from colonnade.money.actions.reconciling import (
    begin_reconciliation,
    explain,
    reopen_reconciliation,
    sign_off,
    take_back_explanation,
)
from colonnade.money.actions.statements import (
    close_donor_link,
    correct_certified_line,
    issue_statement,
    key_certified,
    make_donor_link,
)
from colonnade.money.actions.tallies import tally_ledger

__all__ = [
    "MatchedNow",
    "Posted",
    "RatesLoaded",
    "RatesRefused",
    "UnRate",
    "agree_override",
    "approve_budget",
    "approve_request",
    "ask_override",
    "begin_reconciliation",
    "certify_request",
    "charge_support_costs",
    "close_donor_link",
    "close_period",
    "correct_certified_line",
    "correct_expense",
    "delegate",
    "enter_un_rate",
    "explain",
    "import_erp_lines",
    "enter_un_rates",
    "issue_allotment",
    "issue_statement",
    "key_certified",
    "lapse_allotment",
    "liquidate_commitment",
    "load_budget_classes",
    "load_rates",
    "lower_commitment",
    "make_donor_link",
    "match_automatically",
    "match_lines",
    "move_allotment",
    "post_entries",
    "record_exchange_difference",
    "record_expense",
    "record_receipt",
    "record_refund",
    "reopen_reconciliation",
    "request_commitment",
    "return_request",
    "return_to_donor",
    "revalue_balances",
    "reverse",
    "review_request",
    "sign_off",
    "take_back_erp_import",
    "take_back_explanation",
    "unmatch",
    "settle_commitment",
    "tally_ledger",
]
