"""What a workbook brings waits, counts for nothing, and is posted by the rules of the desk or refused with the reason."""

from __future__ import annotations

import csv

import pytest
from tests.money.a_fund import AFund, D

from colonnade.money.actions import post_entries
from colonnade.money.intake import LEDGER_ENTRIES
from colonnade.money.models import Expense, LedgerEntry, Receipt
from colonnade.money.queries import balance_on, classes_of
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import plan_import

pytestmark = pytest.mark.django_db

HEAD = [
    "code",
    "kind",
    "fund",
    "on",
    "amount",
    "currency",
    "agreement",
    "allotment",
    "until",
    "budget_class",
    "reference",
]


def bring(folder, a, *rows):
    """The same way in as any workbook's."""
    with (folder / "Ledger entries.csv").open("w", newline="") as file:
        sheet = csv.DictWriter(file, HEAD)
        sheet.writeheader()
        sheet.writerows({"fund": a.fund.code, **row} for row in rows)
    plan = plan_import(folder, (LEDGER_ENTRIES,))
    assert [str(finding) for finding in plan.findings if finding.stops] == []
    plan.write(by="an officer")


def rows_of(a):
    agreement = a.agreement.code
    return (
        {"code": "LE-1", "kind": "opening balance", "on": "2014-01-01", "amount": "1000"},
        {"code": "LE-2", "kind": "contribution", "on": "2014-01-02", "amount": "5000.50", "agreement": agreement},
        {"code": "LE-3", "kind": "line of an allotment", "on": "2014-01-03", "amount": "2000", "agreement": agreement,
         "allotment": "2014", "until": "2014-12-31", "budget_class": "145"},
        {"code": "LE-4", "kind": "line of an allotment", "on": "2014-01-03", "amount": "500", "agreement": agreement,
         "allotment": "2014", "until": "2014-12-31", "budget_class": "125"},
        {"code": "LE-5", "kind": "direct expenditure", "on": "2014-02-03", "amount": "501", "allotment": "2014",
         "budget_class": "125", "reference": "V1"},
        {"code": "LE-6", "kind": "direct expenditure", "on": "2014-02-03", "amount": "100", "allotment": "2014",
         "budget_class": "145", "reference": "V2"},
    )  # fmt: skip


def test_entries_wait_are_posted_once_and_what_is_refused_waits_on(tmp_path):
    a = AFund()
    bring(tmp_path, a, *rows_of(a))
    assert (LedgerEntry.objects.count(), Receipt.objects.count(), Expense.objects.count()) == (6, 0, 0)

    told = post_entries(entries=LedgerEntry.objects.all(), by=a.finance)
    assert told.posted == 5
    assert [(entry.code, words[-60:]) for entry, words in told.refused] == [
        ("LE-5", "an override, with a reason, to which a second person agrees.")
    ]
    again = post_entries(entries=LedgerEntry.objects.all(), by=a.finance)
    assert (again.posted, len(again.refused)) == (0, 1)
    assert balance_on(a.fund, a.on("12-31")).value == D("5900.5")
    assert {line.budget_class.code: str(line.left) for line in classes_of(a.fund)} == {
        "125": "USD 500.00", "145": "USD 1,900.00",
    }  # fmt: skip
    assert a.wrong == []


def test_a_posted_entry_is_not_changed_by_a_workbook(tmp_path):
    a = AFund()
    bring(tmp_path, a, *rows_of(a)[:2])
    post_entries(entries=LedgerEntry.objects.all(), by=a.finance)
    bring(tmp_path, a, *rows_of(a)[:2])
    with pytest.raises(Refused, match="LE-2 are posted and cannot be changed"):
        bring(tmp_path, a, {**rows_of(a)[1], "amount": "1"})
