"""What the ledger refuses, and what it says is to be done instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.money.a_fund import AFund, D

from colonnade.money.actions import (
    approve_request,
    charge_support_costs,
    close_period,
    issue_allotment,
    liquidate_commitment,
    record_expense,
    record_receipt,
    reverse,
)
from colonnade.money.models import BudgetClass, Expense, Receipt
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db


def into_a_closed_period(a, line):
    close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("06-30"), by=a.finance)
    spend(a, line, on=a.on("06-30"))


def on_a_day_to_come(a, line):
    a.year = date.today().year + 1
    a.receive()


def beyond_a_line(a, line):
    spend(a, line, amount=D("1000.01"))


def beyond_a_commitment(a, line):
    record_expense(
        commitment=a.commit(line, "500"), on=a.on("03-01"), amount=D("500.01"), reference="V", by=a.finance
    )


def of_a_liquidated_commitment(a, line):
    order = a.commit(line, "500")
    liquidate_commitment(commitment=order, on=a.on("03-01"), because="Done", by=a.finance)
    record_expense(commitment=order, on=a.on("03-02"), amount=D(1), reference="V", by=a.finance)


def more_than_the_cash(a, line):
    a.allot(c125="884000")


def by_the_same_person(a, line):
    a.certifier = a.approver
    from colonnade.money.actions import delegate

    delegate(
        holder=a.approver, function="certify", authority="Memorandum", valid_from=a.on("01-01"), by=a.officer
    )
    approve_request(request=a.certified(line), by=a.approver, on=a.on("03-01"))


def for_two_things_at_once(a, line):
    from tests import make

    record_expense(line=line, on=a.on("03-01"), amount=D(1), activity=make.activity("2014-03-01"), programme_wide=True,
                   reference="V", by=a.finance)  # fmt: skip


def a_gift_in_kind_as_cash(a, line):
    other = AFund(kind="in_kind")
    other.receive()


def a_journey_of_staff_inside_a_workshop(a, line):
    spend(a, line, travel=("staff", "workshop"))


def a_fraction_of_a_cent(a, line):
    spend(a, line, amount=D("1.005"))


def below_nought(a, line):
    spend(a, line, amount=D(-5))


def without_a_voucher(a, line):
    spend(a, line, reference=" ")


def support_costs_taken_back_alone(a, line):
    spend(a, line, amount=D(100))
    charge = charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    reverse(posting=charge, on=a.on("12-31"), because="Too much", by=a.finance)


def support_costs_as_a_budget(a, line):
    issue_allotment(
        fund=a.fund, agreement=a.agreement, on=a.on("03-01"), valid_from=a.on("01-01"), valid_to=a.on("12-31"),
        lines={BudgetClass.objects.get(code="PSC"): D(5)}, by=a.head,
    )  # fmt: skip


def without_a_rate(a, line):
    spend(a, line, currency="CLF")


def under_the_agreement_of_another_fund(a, line):
    record_receipt(fund=a.fund, on=a.on("03-01"), amount=D(5), agreement=AFund().agreement, by=a.finance)


def out_of_time(a, line):
    spend(a, line, on=a.on("01-01") - timedelta(days=1))


def spend(a, line, **facts):
    told = {"on": a.on("03-01"), "amount": D(1), "programme_wide": True, "reference": "V"}
    record_expense(line=line, by=a.finance, **told | facts)


@pytest.mark.parametrize(
    ("posting", "words"),
    [
        (into_a_closed_period, "closed through 30 June 2014.* Post it on 1 July 2014 or later, or ask for the period"),
        (on_a_day_to_come, "is yet to come. Post it on its day"),
        (beyond_a_line, r"has USD 1,000.00 left, and this needs USD 1,000.01. Lower or liquidate .* or ask for an override"),
        (beyond_a_commitment, r"has USD 500.00 open, and this is USD 500.01. Ask for the commitment to be raised"),
        (of_a_liquidated_commitment, "is liquidated. Ask for a new commitment"),
        (more_than_the_cash, r"would have USD 50.00 less in cash than is allotted.* Record the receipt first"),
        (by_the_same_person, "certified .*different people: ask a colleague who holds the authority"),
        (for_two_things_at_once, "one activity, or the whole programme. Split"),
        (a_gift_in_kind_as_cash, "Enter it under contributions in kind, with its valuation"),
        (a_journey_of_staff_inside_a_workshop, "belongs in class 115, not in 120"),
        (a_fraction_of_a_cent, "1.005 USD cannot be paid: the smallest unit is 0.01. Round it"),
        (below_nought, "not more than nought. Give more; what was posted wrongly is reversed"),
        (without_a_voucher, "Give the number of the voucher"),
        (support_costs_taken_back_alone, "follow the expenditure: reverse that"),
        (support_costs_as_a_budget, "no class of the scheme|not allotted"),
        (without_a_rate, "No rate of CLF is held for 1 March 2014.*Enter the United Nations operational rate"),
        (under_the_agreement_of_another_fund, "Choose one of this fund's agreements"),
        (out_of_time, "Spend from a line that is in time"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_forbidden_posting_is_stopped_and_says_what_to_do(posting, words):
    a = AFund()
    a.receive("1000000")
    line = a.allot(c120="1000")["120"]
    with pytest.raises(Refused, match=words) as refusal:
        posting(a, line)

    assert str(refusal.value).rstrip().endswith((".", "source.", "?"))
    assert a.wrong == []
    assert Expense.objects.filter(kind="actual", value__gt=100).count() == 0
    assert Receipt.objects.filter(fund=a.fund).count() == 1
