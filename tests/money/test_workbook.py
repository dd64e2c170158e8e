"""Agreements with what is due, and budgets with their lines, come with a workbook; what is approved stands."""

from __future__ import annotations

import csv

import pytest
from tests import make
from tests.money.a_fund import AFund, D

from colonnade.money.actions import approve_budget
from colonnade.money.intake import AGREEMENT_PHASES, BUDGET_LINES, BUDGETS, FUNDS, INSTALMENTS
from colonnade.money.models import BudgetLine, BudgetVersion, Fund
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import plan_import

pytestmark = pytest.mark.django_db


def bring(folder, **sheets):
    for old in folder.glob("*.csv"):
        old.unlink()
    known = {
        "funds": FUNDS,
        "phases": AGREEMENT_PHASES,
        "instalments": INSTALMENTS,
        "budgets": BUDGETS,
        "lines": BUDGET_LINES,
    }
    for name, rows in sheets.items():
        with (folder / f"{known[name].name}.csv").open("w", newline="") as file:
            sheet = csv.DictWriter(file, list(rows[0]))
            sheet.writeheader()
            sheet.writerows(rows)
    plan = plan_import(folder, tuple(known.values()))
    assert [str(finding) for finding in plan.findings if finding.stops] == []
    plan.write(by="an officer")
    return plan


def test_phases_instalments_and_a_budget_come_with_a_workbook_and_an_approved_budget_stands(tmp_path):
    a = AFund()
    activity = make.activity("2014-05-06")
    lines = [
        {"version": "BV-1", "budget_class": "145", "activity": activity.code, "result": "", "first_day": "2014", "last_day": "2014", "amount": "60000"},
        {"version": "BV-1", "budget_class": "145", "activity": activity.code, "result": "Trained", "first_day": "2014", "last_day": "2014", "amount": "5"},
        {"version": "BV-1", "budget_class": "105", "activity": "", "result": "", "first_day": "2014", "last_day": "2014", "amount": "7.50"},
    ]  # fmt: skip
    sheets = {
        "funds": [
            {
                "code": "FU-9",
                "name": "Other",
                "kind": "trust fund",
                "currency": "USD",
                "held_in": "KRW",
                "reserve": "100",
            }
        ],
        "phases": [
            {
                "agreement": a.agreement.code,
                "name": "I",
                "first_day": "2014",
                "last_day": "2015",
                "amount": "2000000",
            }
        ],
        "instalments": [
            {"agreement": a.agreement.code, "due_on": "2014-01-15", "amount": "1000000", "condition": ""}
        ],
        "budgets": [{"code": "BV-1", "fund": a.fund.code, "number": "0"}],
        "lines": lines,
    }
    assert bring(tmp_path, **sheets).new == 7
    assert bring(tmp_path, **sheets).same == 7
    assert [line.amount for line in BudgetLine.objects.order_by("amount")] == [D(5), D("7.5"), D(60000)]
    other = Fund.objects.get(code="FU-9")
    assert (other.currencies_held, other.reserve, a.agreement.instalments.count()) == (["KRW"], D(100), 1)

    approve_budget(version=BudgetVersion.objects.get(), by=a.head)
    with pytest.raises(Refused, match="BV-1 are approved"):
        bring(tmp_path, lines=[lines[0] | {"amount": "1"}])
