"""From pledge to balance: what is posted, what it does to lines, cash and support costs, and how it is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make
from tests.money.a_fund import AFund, D, day, un_rate

from colonnade.money.actions import (
    agree_override,
    approve_budget,
    approve_request,
    ask_override,
    certify_request,
    charge_support_costs,
    close_period,
    correct_expense,
    delegate,
    lapse_allotment,
    liquidate_commitment,
    lower_commitment,
    move_allotment,
    record_exchange_difference,
    record_expense,
    record_refund,
    return_request,
    return_to_donor,
    reverse,
    review_request,
)
from colonnade.money.models import (
    AgreementCharge,
    BudgetClass,
    BudgetLine,
    BudgetVersion,
    Commitment,
    Expense,
    LedgerPeriod,
    LineTally,
    Receipt,
)
from colonnade.money.queries import account_of, balance_on, classes_of, open_of, room_of, support_due
from colonnade.money.rules import class_of_travel, direct_of, support_costs
from colonnade.people.models import Message
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount

pytestmark = pytest.mark.django_db
USD = "USD"


def usd(value: str) -> Amount:
    return Amount(D(value), USD)


def tally(line) -> tuple[str, str, str]:
    held = LineTally.objects.get(line=line)
    return str(held.limit), str(held.committed), str(held.spent)


# --- support costs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "direct", "support"),
    [("13", "884955.75", "115044.25"), ("8", "925925.93", "74074.07"), ("7", "934579.44", "65420.56")],
)
def test_a_gross_envelope_is_direct_cost_and_support_costs_of_the_direct_cost(percent, direct, support):
    assert direct_of(usd("1000000"), D(percent)) == (usd(direct), usd(support))
    assert support_costs(usd(direct), D(percent)).rounded() == usd(support)


def test_what_is_left_of_a_cent_is_carried_into_the_next_charge():
    a = AFund()
    a.receive()
    line = a.allot(c125="1000")["125"]
    charged = []
    for month in ("02-01", "03-01", "04-01"):
        record_expense(
            line=line, on=a.on(month), amount=D("0.05"), programme_wide=True, reference="V1", by=a.finance
        )
        made = charge_support_costs(agreement=a.agreement, on=a.on(month), by=a.finance)
        charged.append(made and made.value)

    assert charged == [D("0.01"), None, D("0.01")], "0.0065, 0.0130 and 0.0195 in all"
    assert a.wrong == []


def test_a_rate_that_changes_holds_from_its_day_and_a_reversal_carries_the_rate_of_what_it_reverses():
    a = AFund()
    a.receive()
    line = a.allot(c125="10000")["125"]
    AgreementCharge.objects.create(agreement=a.agreement, percent=D(8), valid_from=day("2014-07-01"))
    first = record_expense(line=line, on=a.on("06-30"), amount=D(1000), programme_wide=True, reference="V1", by=a.finance)  # fmt: skip
    record_expense(
        line=line, on=a.on("07-01"), amount=D(1000), programme_wide=True, reference="V2", by=a.finance
    )
    assert support_due(a.agreement, a.on("12-31")) == usd("210")
    charge_support_costs(agreement=a.agreement, on=a.on("07-31"), by=a.finance)
    reverse(posting=first, on=a.on("08-01"), because="Another fund's", by=a.finance)

    assert charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance).value == D(-130)


def test_a_levy_is_charged_at_receipt_and_goes_back_with_it():
    a = AFund(levy="1")
    receipt = a.receive("1000000")
    assert (balance_on(a.fund, a.on("12-31")), room_of(a.fund)) == (usd("990000"), usd("990000"))
    reverse(posting=receipt, on=a.on("02-01"), because="Bounced", by=a.finance)
    assert balance_on(a.fund, a.on("12-31")) == usd("0")


# --- currencies ------------------------------------------------------------------------------------------------------


def test_a_receipt_remembers_its_rate_and_a_late_rate_changes_nothing_posted():
    a = AFund()
    un_rate("KRW", "2014-01-01", "1055")
    receipt = a.receive("1055000", currency="KRW")
    un_rate("KRW", "2014-01-10", "1000")
    receipt = Receipt.objects.get(pk=receipt.pk)

    assert (receipt.value, receipt.rate) == (D(1000), D(1055))
    assert receipt.rate_told == (
        "1,055 KRW for 1 USD, United Nations operational rate of 1 January 2014 (Circular of 2014-01-01)"
    )
    assert a.wrong == []


def test_a_fund_in_won_has_no_smaller_unit():
    a = AFund(currency="KRW", kind="counterpart")
    with pytest.raises(Refused, match="the smallest unit is 1"):
        a.receive("1000.5")
    un_rate("EUR", "2014-01-01", "0.726")
    un_rate("KRW", "2014-01-01", "1055")
    assert a.receive("100", currency="EUR").value == D(145317)


def test_an_exchange_loss_lowers_the_balance_and_a_gain_raises_it():
    a = AFund()
    a.receive("1000")
    for amount in (D("12.5"), D("-2")):
        record_exchange_difference(fund=a.fund, on=a.on("03-01"), amount=amount, because="R1 at 1055, at 1070", by=a.finance)  # fmt: skip
    account = account_of(a.fund, a.on("01-01"), a.on("12-31"))
    assert (account.exchange, account.closing) == (usd("-10.5"), usd("989.5"))


# --- commitments -----------------------------------------------------------------------------------------------------


def test_a_commitment_is_liquidated_in_parts_and_what_is_left_is_freed():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    order = a.commit(line, "600")
    assert tally(line) == ("1000", "600", "0")
    record_expense(commitment=order, on=a.on("03-01"), amount=D(250), reference="V1", by=a.finance)
    assert (tally(line), open_of(order)) == (("1000", "350", "250"), usd("350"))
    lower_commitment(
        commitment=order, by_how_much=D(50), on=a.on("03-02"), because="Fewer copies", by=a.finance
    )
    liquidate_commitment(commitment=order, on=a.on("03-03"), because="Delivered", by=a.finance)

    assert (tally(line), open_of(order)) == (("1000", "0", "250"), usd("0"))
    assert [(str(line.left), str(line.spent)) for line in classes_of(a.fund)] == [
        ("USD 750.00", "USD 250.00")
    ]
    assert a.wrong == []


def test_a_commitment_is_raised_by_a_request_of_its_own():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    order = a.commit(line, "600")
    a.commit(line, "300", on="02-02", raises=order)
    assert (open_of(order), tally(line)) == (usd("900"), ("1000", "900", "0"))
    assert Commitment.objects.filter(fund=a.fund).count() == 1


def test_an_expense_taken_back_from_a_liquidated_commitment_opens_nothing():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    order = a.commit(line, "600")
    spent = record_expense(commitment=order, on=a.on("03-01"), amount=D(600), reference="V1", by=a.finance)
    liquidate_commitment(commitment=order, on=a.on("03-03"), because="Delivered", by=a.finance)
    reverse(posting=spent, on=a.on("04-01"), because="Charged twice", by=a.finance)
    assert (open_of(order), tally(line), a.wrong) == (usd("0"), ("1000", "0", "0"), [])


def test_four_different_people_bind_and_each_step_is_kept():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    request = a.ask(line)
    with pytest.raises(Refused, match="somebody else reviews it"):
        certify_request(request=request, by=a.certifier)
    review_request(request=request, by=a.finance)
    certify_request(
        request=request, by=a.finance, officer="Ms. Lee, Division", reference="E-mail of 3 March 2014"
    )
    with pytest.raises(Refused, match="different people"):
        approve_request(request=request, by=a.head, officer="ms. lee,  division", reference="The same")
    order = approve_request(request=request, by=a.approver, on=a.on("03-03"))

    assert [(step.act, step.officer or step.by) for step in request.steps.all()] == [
        ("request", a.officer), ("review", a.finance), ("certify", "Ms. Lee, Division"), ("approve", a.approver),
    ]  # fmt: skip
    assert (order.request, a.wrong) == (request, [])


def test_a_stand_in_acts_between_two_days_and_never_for_the_one_who_asked():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    deputy = make.account()
    today = date.today()
    with pytest.raises(Refused, match="give the last one"):
        delegate(holder=deputy, function="approve", authority="E-mail", valid_from=today, given_by=a.head, by=a.officer)  # fmt: skip
    delegate(holder=deputy, function="approve", authority="E-mail of today", valid_from=today, valid_to=today,
             given_by=a.head, by=a.officer)  # fmt: skip
    a.officer, officer = a.head, a.officer
    with pytest.raises(Refused, match="different people"):
        approve_request(request=a.certified(line), by=deputy, on=a.on("03-03"))
    a.officer = officer
    order = approve_request(request=a.certified(line), by=deputy, on=a.on("03-03"))
    assert str(order.request.steps.last().delegation.given_by) == str(a.head)


def test_a_returned_request_is_asked_for_anew():
    a = AFund()
    a.receive()
    request = a.ask(a.allot(c120="1000")["120"])
    return_request(request=request, by=a.finance, comment="Two offers are needed.")
    with pytest.raises(Refused, match="nothing follows"):
        review_request(request=request, by=a.finance)


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_posted_row_is_never_changed_or_deleted():
    a = AFund()
    receipt = a.receive()
    receipt.amount = D(5)
    for act in (
        receipt.save, receipt.delete, Receipt.objects.all().delete, lambda: Receipt.objects.update(amount=5),
        lambda: Receipt.objects.bulk_update([receipt], ["amount"]), lambda: a.fund.pk and Receipt._base_manager.update(amount=5),
    ):  # fmt: skip
        with pytest.raises(Refused, match="Reverse it"):
            act()
    assert Receipt.objects.get().amount == D(1_000_000)


def test_a_correction_is_a_reversal_and_a_new_row_all_three_linked():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    wrong = record_expense(line=line, on=a.on("03-01"), amount=D(520), programme_wide=True, reference="V1", by=a.finance)  # fmt: skip
    right = correct_expense(
        expense=wrong, on=a.on("04-01"), amount=D(250), because="Digits turned round", by=a.finance
    )

    back = wrong.reversed_by
    assert (back.value, back.because, right.corrects, right.value) == (
        D(-520),
        "Digits turned round",
        wrong,
        D(250),
    )
    assert (tally(line), a.wrong) == (("1000", "0", "250"), [])
    with pytest.raises(Refused, match="reversed already"):
        reverse(posting=wrong, on=a.on("05-01"), because="Again", by=a.finance)


def test_a_supplier_pays_back_in_parts_at_the_rate_of_the_expense_and_no_more_than_it_got():
    a = AFund()
    a.receive()
    un_rate("KRW", "2014-03-01", "1070")
    line = a.allot(c120="1000")["120"]
    spent = record_expense(line=line, on=a.on("03-05"), amount=D(100_000), currency="KRW", programme_wide=True,
                           reference="V1", by=a.finance)  # fmt: skip
    for part in (33_333, 33_333, 33_334):
        record_refund(expense=spent, on=a.on("04-01"), amount=D(part), reference="C1", by=a.finance)
    with pytest.raises(Refused, match="0 KRW can still come back"):
        record_refund(expense=spent, on=a.on("04-01"), amount=D(1), reference="C1", by=a.finance)
    assert (tally(line), a.wrong) == (("1000", "0", "0"), [])


# --- allotments and periods ------------------------------------------------------------------------------------------


def test_an_amount_moves_between_classes_and_what_is_free_lapses_into_the_cash_there_is():
    a = AFund()
    a.receive("1130")
    lines = a.allot(c120="600", c125="400")
    assert room_of(a.fund) == usd("0")
    with pytest.raises(Refused, match="would have USD 1.13 less in cash"):
        a.allot(c135="1")
    move_allotment(from_line=lines["120"], to_line=lines["125"], amount=D(100), on=a.on("05-01"), because="Rent", by=a.head)  # fmt: skip
    with pytest.raises(Refused, match="Move no more than that"):
        move_allotment(from_line=lines["120"], to_line=lines["125"], amount=D(501), on=a.on("05-01"), because="x", by=a.head)  # fmt: skip
    order = a.commit(lines["125"], "450")
    lapse_allotment(allotment=order.line.allotment, on=a.on("12-31"), because="The year's end", by=a.head)

    assert (tally(lines["120"]), tally(lines["125"])) == (("0", "0", "0"), ("450", "450", "0"))
    assert (room_of(a.fund), a.wrong) == (usd("621.5"), [])


def test_a_closed_period_opens_again_by_two_people_and_tells_who_owns_its_reports():
    a = AFund()
    a.receive()
    line = a.allot(c120="1000")["120"]
    record_expense(
        line=line, on=a.on("03-01"), amount=D(100), programme_wide=True, reference="V1", by=a.finance
    )
    with pytest.raises(Refused, match=r"USD 13.00 of support costs are not charged"):
        close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    period = close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)
    asked = ask_override(rule="reopen", period=period, because="A late invoice", by=a.finance)
    for who, words in ((a.finance, "takes two people"), (a.officer, "no delegation")):
        with pytest.raises(Refused, match=words):
            agree_override(override=asked, by=who)
    agree_override(override=asked, by=a.head, tell=[a.officer])

    period.refresh_from_db()
    assert (period.state, period.state_reason) == ("reopened", "A late invoice")
    assert Message.objects.get().to_address == a.officer.email
    record_expense(
        line=line, on=a.on("12-30"), amount=D(100), programme_wide=True, reference="V2", by=a.finance
    )
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)
    assert a.wrong == []


def test_each_year_opens_with_what_the_last_one_closed_with():
    a = AFund(levy="1")
    a.receive("1000000")
    line = a.allot(c125="10000")["125"]
    record_expense(
        line=line, on=a.on("03-01"), amount=D(1000), programme_wide=True, reference="V1", by=a.finance
    )
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return_to_donor(agreement=a.agreement, on=a.on("12-31"), amount=D(500), reference="Letter", by=a.finance)
    first = account_of(a.fund, a.on("01-01"), a.on("12-31"))
    second = account_of(a.fund, day("2015-01-01"), day("2015-12-31"))

    assert (first.contributions, first.levies, first.refunds) == (usd("1000000"), usd("10000"), usd("500"))
    assert (first.direct, first.support) == (usd("1000"), usd("130"))
    assert first.closing == second.opening == second.closing == usd("988370")


def test_an_override_lets_a_line_be_passed_by_so_much_and_no_more():
    a = AFund()
    a.receive()
    line = a.allot(c120="100")["120"]
    asked = ask_override(rule="line", line=line, amount=D(50), because="Prices rose", by=a.finance)
    with pytest.raises(Refused, match="has USD 100.00 left"):
        a.ask(line, "150")
    agree_override(override=asked, by=a.head)
    a.commit(line, "150")
    with pytest.raises(Refused, match="has USD 0.00 left"):
        a.ask(line, "0.01")
    assert a.wrong == []


def test_the_tolerance_is_the_funds_own():
    a = AFund(tolerance=D("2.5"))
    a.receive()
    line = a.allot(c120="100")["120"]
    a.commit(line, "102.5")
    with pytest.raises(Refused, match="left"):
        a.ask(line, "0.01")


def test_a_budget_is_approved_by_another_and_then_stands():
    a = AFund()
    version = BudgetVersion.objects.create(code="BV-1", fund=a.fund, drafted_by=a.officer)
    facts = {"version": version, "budget_class": BudgetClass.objects.get(code="120"), "first_day": a.on("01-01"),
             "last_day": a.on("12-31"), "amount": D(5)}  # fmt: skip
    with pytest.raises(Refused, match="no lines"):
        approve_budget(version=version, by=a.head)
    line = BudgetLine.objects.create(**facts)
    with pytest.raises(Refused, match="does not approve it"):
        approve_budget(version=version, by=a.officer)
    approve_budget(version=version, by=a.head)
    line.refresh_from_db()
    with pytest.raises(Exception, match="next revision"):
        line.full_clean()


# --- classes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("traveller", "purpose", "secretariat", "harmonised"),
    [
        ("staff", "workshop", "115", "UNSDG-5"),
        ("staff", "mission", "115", "UNSDG-5"),
        ("speaker", "workshop", "105", "UNSDG-1"),
        ("participant", "workshop", "145", "UNSDG-6"),
        ("participant", "study_tour", "145", "UNSDG-6"),
        ("participant", "expert_group", "105", "UNSDG-1"),
        ("consultant", "mission", "105", "UNSDG-1"),
    ],
)
def test_who_travels_and_what_for_decides_the_class(traveller, purpose, secretariat, harmonised):
    assert class_of_travel(traveller, purpose) == secretariat
    assert class_of_travel(traveller, purpose, "unsdg") == harmonised


def test_every_class_of_the_secretariat_is_told_in_one_of_the_harmonised_scheme():
    AFund()
    held = BudgetClass.objects.filter(scheme="secretariat").values_list("code", "mapping__other__code")
    assert dict(held) == {
        "015": "UNSDG-1", "105": "UNSDG-1", "115": "UNSDG-5", "120": "UNSDG-4", "125": "UNSDG-7", "125-S": "UNSDG-2",
        "135": "UNSDG-3", "145": "UNSDG-6", "PSC": "UNSDG-8",
    }  # fmt: skip


def test_an_expense_is_in_the_class_of_its_line_and_for_one_activity():
    a = AFund()
    a.receive()
    activity = make.activity("2014-05-06")
    line = a.allot(c145="1000")["145"]
    spent = record_expense(line=line, on=a.on("05-06"), amount=D(10), activity=activity, reference="V1", by=a.finance,
                           travel=("participant", "workshop"))  # fmt: skip
    assert (spent.budget_class.code, spent.activity, Expense.objects.count()) == ("145", activity, 1)
    assert LedgerPeriod.objects.count() == 0
