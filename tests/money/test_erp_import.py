"""What the system of record exports is recognised, read as it is meant or refused with the place, and kept once."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal as D

import openpyxl
import pytest
from tests.money.a_fund import AFund
from tests.money.an_export import UMOJA, as_csv, plan_of, umoja

from colonnade.money.actions import take_back_erp_import
from colonnade.money.erp.layouts import EXPORTS
from colonnade.money.erp.reading import Choices, read_amount
from colonnade.money.models import ErpImport, ErpLine, ErpTakenBack, Kept
from colonnade.money.queries.erp import theirs_of
from colonnade.records.actions import remember_mapping
from colonnade.records.errors import Refused
from colonnade.records.intake.cells import Fault

pytestmark = pytest.mark.django_db


def stops(plan):
    return [(finding.row, finding.column, finding.what) for finding in plan.findings if finding.stops]


def kept(a):
    return list(
        ErpLine.objects.filter(fund=a.fund).values_list("on", "amount", "document", "reference", "class_code")
    )


def test_a_general_ledger_is_recognised_and_its_spending_goes_out():
    a = AFund()
    plan = plan_of(a, as_csv(umoja(a), umoja(a, "5101", "2014-03-02", "B1", "Contribution", "-900.5", "")))
    assert (plan.proposal.layout, stops(plan)) == ("general ledger of Umoja", [])
    assert (plan.new, plan.went, plan.came) == (2, D(100), D("900.5"))
    made = plan.write(a.finance)
    assert kept(a) == [(date(2014, 3, 1), D(-100), "5100", "V1", "125"), (date(2014, 3, 2), D("900.5"), "5101", "B1", "")]  # fmt: skip
    assert (made.added, made.first_day, made.last_day, made.imported_by) == (2, date(2014, 3, 1), date(2014, 3, 2), a.finance)  # fmt: skip


def test_a_statement_of_a_bank_has_debit_and_credit_and_leaves_its_balances_out():
    a = AFund()
    content = as_csv(
        ("", "", "Opening balance", "", "", "500.00"),
        ("2014-03-01", "2014-03-03", "Chairs", "1'200.50", "", "499.00"),
        ("2014-03-02", "2014-03-03", "Contribution", "", "2,000.00", "2499.00"),
        ("", "", "Closing balance", "", "", "2499.00"),
        heading=("Booking date", "Value date", "Details", "Debit", "Credit", "Balance"), separator=";",
    )  # fmt: skip
    plan = plan_of(a, content)
    assert (plan.proposal.layout, stops(plan)) == ("bank statement", [])
    assert [(row.on, row.amount) for row in plan.read.rows] == [
        (date(2014, 3, 1), D("-1200.50")), (date(2014, 3, 2), D(2000))
    ]  # fmt: skip


def test_the_sign_of_other_exports_is_proposed_by_what_most_rows_have_and_columns_are_remembered():
    heading = ("Date", "Amount", "Description")
    assert EXPORTS.propose(heading, [["", "5", ""], ["", "7", ""], ["", "-1", ""]]).columns == ("on", "amount_out", "text")  # fmt: skip
    assert (
        EXPORTS.propose(heading, [["", "-5", ""], ["", "7.00-", ""], ["", "1", ""]]).columns[1] == "amount_in"
    )
    a = AFund()
    content = as_csv(("1 March 2014", "5", "Chairs"), heading=heading)
    remember_mapping(headings=heading, columns={"Date": "on", "Amount": "amount_in", "Description": "text"}, by=a.finance)  # fmt: skip
    plan = plan_of(a, content)
    assert (plan.proposal.remembered, plan.read.rows[0].amount) == (True, D(5))


def test_what_can_be_two_days_or_two_amounts_is_asked_and_answered_for_the_file():
    a = AFund()
    content = as_csv(umoja(a, on="04/09/2014", amount="1.234"))
    plan = plan_of(a, content)
    assert [what for _row, _column, what in stops(plan)] == [
        "“04/09/2014” can be 4 September 2014 or 9 April 2014.", "“1.234” can be 1234 or 1.234.",
    ]  # fmt: skip
    with pytest.raises(Refused, match="nothing was written"):
        plan.write(a.finance)
    answered = plan_of(a, content, Choices(dates="dmy", decimals="comma"))
    assert [(row.on, row.amount) for row in answered.read.rows] == [(date(2014, 9, 4), D(-1234))]
    assert stops(plan_of(a, content, Choices(dates="dmy", decimals="point")))[0][2] == "“1.234” has more decimals than the currency."  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "decimals", "amount"),
    [("1,234.50-", "", "-1234.5"), ("(12.00)", "", "-12"), ("1.234,50", "", "1234.5"), ("12,50", "comma", "12.5"),
     ("1.234.567", "comma", "1234567"), (-3, "", "-3"), ("−3", "point", "-3"), ("١٢٣٫٥", "", "123.5")],
)  # fmt: skip
def test_amounts_are_read_as_systems_and_spreadsheets_write_them(cell, decimals, amount):
    assert read_amount(cell, 2, decimals) == D(amount)


@pytest.mark.parametrize(
    ("cell", "decimals"), [("12,50", "point"), ("1.2.3", ""), ("about 5", "comma"), ("1,23.4", "point")]
)
def test_an_amount_that_is_none_is_refused(cell, decimals):
    with pytest.raises(Fault):
        read_amount(cell, 2, decimals)


def test_every_fault_is_told_with_its_place_and_nothing_is_written():
    a = AFund()
    content = as_csv(
        umoja(a, on=""), umoja(a, on="32 March 2014"), umoja(a, amount="lots"), umoja(a, currency="EUR"), umoja(a, amount=""),
        umoja(a, on="2114-03-01"), ("", *umoja(a)[1:]), umoja(a, amount="0.00"), ("", "", "", "", "", "Total", "200.00", ""),
    )  # fmt: skip
    plan = plan_of(a, content)
    assert [(row, column) for row, column, _what in stops(plan)] == [
        (2, "Posting Date"), (3, "Posting Date"), (4, "Amount in Local Currency"), (5, "Local Currency"),
        (6, "Amount in Local Currency"), (7, "Posting Date"), (8, "Fund"),
    ]  # fmt: skip
    assert (ErpImport.objects.count(), ErpLine.objects.count()) == (0, 0)
    assert plan.with_reasons()[:2] == b"PK"


def test_a_formula_is_refused_and_text_that_looks_like_one_is_kept_as_text():
    a = AFund()
    book = openpyxl.Workbook()
    book.active.append(UMOJA)
    book.active.append(umoja(a, amount="=50+50"))
    book.active.append(("", "", "", "", "", "Total", "=SUM(G2:G2)", ""))
    out = io.BytesIO()
    book.save(out)
    assert stops(plan_of(a, out.getvalue(), name="x.xlsx")) == [(2, "Amount in Local Currency", "The cell holds a formula.")]  # fmt: skip
    plan = plan_of(a, as_csv(umoja(a, text="=HYPERLINK(1)")))
    plan.write(a.finance)
    assert ErpLine.objects.get().text == "=HYPERLINK(1)"


def test_the_same_file_twice_adds_nothing_a_longer_one_adds_its_new_rows_and_a_row_twice_is_kept_twice():
    a = AFund()
    first = as_csv(umoja(a), umoja(a), umoja(a, "5102"))
    assert plan_of(a, first).write(a.finance).added == 3
    again = plan_of(a, first)
    assert (again.new, again.same, again.empty, again.before is not None) == (0, 3, True, True)
    assert again.write(a.finance) is None
    longer = plan_of(a, as_csv(umoja(a), umoja(a), umoja(a), umoja(a, "5103"))).write(a.finance)
    assert (longer.added, longer.same, ErpLine.objects.count()) == (2, 2, 5)
    assert plan_of(a, first).against.gone == 2


def test_of_several_funds_one_is_asked_for_and_remembered():
    a, b = AFund(), AFund()
    content = as_csv(umoja(a, fund="32AIF"), umoja(a, "5101", fund="32AIF"), umoja(a, "5102", fund="64XYZ"))
    plan = plan_of(a, content)
    assert (dict(plan.funds), len(stops(plan))) == ({"32AIF": 2, "64XYZ": 1}, 1)
    assert plan_of(a, content, Choices(fund_code="32AIF")).write(a.finance).added == 2
    assert (plan_of(a, content).same, plan_of(a, content).code) == (2, "32AIF")
    assert plan_of(b, content).funds == plan.funds


def test_lines_are_never_changed_and_an_export_is_taken_back_with_a_reason():
    a = AFund()
    made = plan_of(a, as_csv(umoja(a))).write(a.finance)
    line = ErpLine.objects.get()
    assert isinstance(line, Kept) and isinstance(made, Kept)
    for change in (line.save, line.delete, ErpLine.objects.all().delete, made.delete, lambda: ErpLine.objects.update(amount=1)):  # fmt: skip
        with pytest.raises(Refused, match="never changed"):
            change()
    with pytest.raises(Refused, match="why the export"):
        take_back_erp_import(erp_import=made, because=" ", by=a.finance)
    take_back_erp_import(erp_import=made, because="Another fund's", by=a.finance)
    assert (list(theirs_of(a.fund)), ErpTakenBack.objects.get().because) == ([], "Another fund's")
    assert plan_of(a, as_csv(umoja(a))).new == 1
    with pytest.raises(Refused, match="taken back already"):
        take_back_erp_import(erp_import=made, because="Again", by=a.finance)
