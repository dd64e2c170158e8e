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
from colonnade.money.models.erp import ErpImport, ErpLine, ErpMatch, ErpMatched, ErpTakenBack
from colonnade.money.models.exact import ExactField, validate_currency
from colonnade.money.models.funds import AnnualBudget, Fund, Ledger, LedgerPeriod, Scheme
from colonnade.money.models.kept import Kept, Posting
from colonnade.money.models.ledger import Expense, LedgerTally, Receipt
from colonnade.money.models.rates import Rate
from colonnade.money.models.reconciliations import Reconciliation, ReconciliationStep, ReconcilingItem
from colonnade.money.models.statements import (
    CertifiedLine,
    CertifiedStatement,
    DonorLink,
    DonorStatement,
    StatementRow,
)

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
    "CertifiedLine",
    "CertifiedStatement",
    "ClassMapping",
    "Commitment",
    "CommitmentChange",
    "CommitmentRequest",
    "Delegation",
    "DonorLink",
    "DonorStatement",
    "ErpImport",
    "ErpLine",
    "ErpMatch",
    "ErpMatched",
    "ErpTakenBack",
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
    "Reconciliation",
    "ReconciliationStep",
    "ReconcilingItem",
    "RequestStep",
    "Scheme",
    "StatementRow",
    "validate_currency",
]
