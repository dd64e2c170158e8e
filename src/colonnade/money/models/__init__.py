"""The nouns of the room, from the pledge to the balance, each amount in a currency of its own."""

from colonnade.money.models.agreements import Agreement, AgreementCharge, AgreementPhase, InKind, Instalment
from colonnade.money.models.authority import Delegation, Override
from colonnade.money.models.budgets import (
    Allotment,
    AllotmentChange,
    AllotmentLine,
    BudgetClass,
    BudgetLine,
    BudgetVersion,
    ClassMapping,
    LineTally,
)
from colonnade.money.models.commitments import Commitment, CommitmentChange, CommitmentRequest, RequestStep
from colonnade.money.models.entries import LedgerEntry
from colonnade.money.models.exact import ExactField, validate_currency
from colonnade.money.models.funds import AnnualBudget, Fund, Ledger, LedgerPeriod, Scheme
from colonnade.money.models.kept import Kept, Posting
from colonnade.money.models.ledger import Expense, LedgerTally, Receipt
from colonnade.money.models.rates import Rate

__all__ = [
    "Agreement",
    "AgreementCharge",
    "AgreementPhase",
    "Allotment",
    "AllotmentChange",
    "AllotmentLine",
    "AnnualBudget",
    "BudgetClass",
    "BudgetLine",
    "BudgetVersion",
    "ClassMapping",
    "Commitment",
    "CommitmentChange",
    "CommitmentRequest",
    "Delegation",
    "ExactField",
    "Expense",
    "Fund",
    "InKind",
    "Instalment",
    "Kept",
    "Ledger",
    "LedgerEntry",
    "LedgerPeriod",
    "LedgerTally",
    "LineTally",
    "Override",
    "Posting",
    "Rate",
    "Receipt",
    "RequestStep",
    "Scheme",
    "validate_currency",
]
