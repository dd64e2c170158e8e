"""Budget against spend, the cash-flow plan and the agreements that end: what the database adds up is what the figures count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.money.a_budget import ABudget
from tests.money.a_fund import day, un_rate

from colonnade.figures.measure import Measurer
from colonnade.money.actions import (
    charge_support_costs,
    lower_commitment,
    record_expense,
    return_to_donor,
    reverse,
)
from colonnade.money.models import Agreement, Instalment, Rate
from colonnade.money.queries import against_budget, cash_plan, endings
from colonnade.values.numbers import Amount, Ratio
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db

YEAR = Period.year(2014)
BYS = ("activity", "pillar", "budget_class", "host")
FIGURES = {
    "original": "money.budgeted_at_first",
    "revised": "money.budgeted",
    "committed": "money.committed",
    "spent": "money.spent",
}


def usd(value) -> Amount:
    return Amount(D(value), "USD")


@pytest.fixture
def a():
    """Two budgets, an order partly paid and lowered, a bill of the whole programme taken back in part, support costs."""
    a = ABudget()
    a.receive("10000")
    a.workshop = make.activity("2014-05-06", host="FJI", title="Workshop")
    a.study = make.activity(
        "2014-03-01", host="WSM", kind_code="research", pillar_code="research", title="Study"
    )
    a.budget("2014-01-10", ("145", "2000", a.workshop), ("105", "500", a.study), ("115", "400", None))
    a.budget(
        "2014-06-10",
        ("145", "2400", a.workshop),
        ("105", "500", a.study),
        ("115", "730", None, "2014-07-02", "2015-07-01"),
    )
    lines = a.allot(c145="3000", c115="1000", c105="700")
    order = a.commit(lines["145"], "1000", activity=a.workshop)
    record_expense(commitment=order, on=a.on("05-06"), amount=D(300), reference="V1", by=a.finance)
    lower_commitment(
        commitment=order, by_how_much=D(100), on=a.on("06-01"), because="Fewer came", by=a.finance
    )
    a.commit(lines["105"], "650", activity=a.study)
    flown = record_expense(
        line=lines["115"], on=a.on("05-07"), amount=D(200), programme_wide=True, reference="V2", by=a.finance
    )
    reverse(posting=flown, on=a.on("06-02"), because="Entered twice", by=a.finance)
    record_expense(
        line=lines["115"],
        on=a.on("07-07"),
        amount=D("80.50"),
        programme_wide=True,
        reference="V3",
        by=a.finance,
    )
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return a


def test_budget_against_spend_by_activity(a):
    told = {
        line.part: line
        for line in against_budget(a.fund, "activity", YEAR.first, YEAR.last, day("2015-01-01"))
    }
    line = told[a.workshop.code]

    assert (line.original, line.revised, line.committed, line.spent, line.left) == tuple(
        map(usd, ("2000", "2400", "600", "300", "1500"))
    )
    assert told[a.study.code].left == usd("-150"), "more is bound than the budget gives"
    assert (told[""].revised, told[""].spent) == (usd("366"), usd("129.97")), (
        "the days of 2014; with support costs"
    )
    assert line.share == Ratio(30000, 240000, share=True, currency="USD")


@pytest.mark.parametrize("by", BYS)
def test_what_the_database_adds_up_is_what_the_figures_count(a, by):
    as_of = day("2015-01-01")
    measurer = Measurer(as_of=as_of)
    lines = against_budget(a.fund, by, YEAR.first, YEAR.last, as_of)
    for name, key in FIGURES.items():
        parts = measurer.measure(key, YEAR, {"fund": a.fund.code}, by=by).parts
        counted = {part.part: part.value for part in parts if part.value.value}
        added = {
            line.part or "not_recorded": getattr(line, name) for line in lines if getattr(line, name).value
        }
        assert (by, name, added) == (by, name, counted)


def test_budget_against_spend_asks_six_questions_for_one_line_and_for_many(a, django_assert_num_queries):
    with django_assert_num_queries(6):
        against_budget(a.fund, "activity", YEAR.first, YEAR.last, day("2015-01-01"))
    a.budget("2014-09-01", *(("145", "10", make.activity("2014-05-06")) for _number in range(3)))
    with django_assert_num_queries(6):
        assert len(against_budget(a.fund, "activity", YEAR.first, YEAR.last, day("2015-01-01"))) == 6


# --- cash ------------------------------------------------------------------------------------------------------------


def told(plan):
    return [
        tuple(
            int(getattr(month, name).value) for name in ("opening", "due", "committed", "planned", "closing")
        )
        for month in plan.months
    ]


def test_cash_runs_out_in_the_month_in_which_payments_pass_what_is_there_and_what_is_due():
    a = ABudget(year=2014)
    a.receive("1000", "01-01")
    Instalment.objects.create(agreement=a.agreement, due_on=day("2014-06-10"), amount=D(1300))
    a.budget(
        "2014-01-01",
        ("145", "1200", None, "2014-04-01", "2014-06-30"),
        ("145", "1800", None, "2014-07-01", "2014-07-31"),
    )
    lines = a.allot(c145="800")
    a.commit(lines["145"], "700")
    plan = cash_plan(a.fund, day("2014-03-31"), 5)

    assert told(plan) == [
        (1000, 0, 0, 0, 1000),
        (1000, 0, 395, 0, 604),
        (604, 0, 304, 104, 195),
        (195, 300, 0, 395, 100),
        (100, 0, 0, 1800, -1700),
    ]
    assert (plan.short.first, plan.low.first, plan.open) == (day("2014-07-01"), day("2014-07-01"), usd("700"))


def test_a_commitment_is_paid_before_its_allotment_ends_though_no_budget_foresees_it():
    a = ABudget(year=2014)
    a.receive("1000", "01-01")
    a.commit(a.allot(until="05-31", c145="800")["145"], "700")
    assert [row[2] for row in told(cash_plan(a.fund, day("2014-03-31"), 4))] == [0, 0, 700, 0]


def test_what_is_late_is_expected_at_once_and_another_currency_at_todays_rate_or_told():
    a = ABudget(year=2014)
    a.receive("700", "01-01")
    Instalment.objects.create(agreement=a.agreement, due_on=day("2014-02-10"), amount=D(900))
    other = Agreement.objects.create(
        code="AG-EUR", title="In euro", fund=a.fund, partner=make.organisation(), currency="EUR"
    )
    Instalment.objects.create(agreement=other, due_on=day("2014-04-10"), amount=D(80))
    third = Agreement.objects.create(
        code="AG-FJD", title="In Fiji dollars", fund=a.fund, partner=make.organisation(), currency="FJD"
    )
    Instalment.objects.create(agreement=third, due_on=day("2014-04-10"), amount=D(80))
    Rate.objects.filter(currency="FJD").delete()
    un_rate("EUR", "2014-03-20", "0.8")
    plan = cash_plan(a.fund, day("2014-03-31"), 2)

    assert told(plan) == [(700, 200, 0, 0, 900), (900, 100, 0, 0, 1000)]
    assert plan.months[0].late == usd("200")
    assert len(plan.told) == 1 and plan.told[0].startswith("AG-FJD, FJD 80.00: No rate of FJD")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    plans=st.lists(st.tuples(st.integers(-60, 300), st.integers(0, 200), st.integers(1, 900)), max_size=4),
    bound=st.lists(st.tuples(st.integers(1, 400), st.integers(-30, 300)), max_size=3),
)
def test_a_month_opens_with_what_the_last_one_closed_with_and_commitments_are_paid_once(plans, bound):
    from unittest.mock import patch

    from colonnade.money.models import Fund
    from colonnade.money.queries import cashflow
    from colonnade.money.queries.plans import PlanFact

    today, fund = day("2014-03-15"), Fund(code="TF", currency="USD")
    lines = [
        PlanFact("BV", 0, today, "TF", False, today + timedelta(days=start), today + timedelta(days=start + length), usd(amount),
                 "145", "", "", "", "", "")
        for start, length, amount in plans
    ]  # fmt: skip
    held = {}
    for amount, end in bound:
        held[today + timedelta(days=end)] = held.get(today + timedelta(days=end), D(0)) + amount
    with (
        patch.object(cashflow, "plan_facts", lambda fund: lines), patch.object(cashflow, "_bound_by_end", lambda fund, on: held),
        patch.object(cashflow, "promises", lambda fund: []), patch.object(cashflow, "balance_on", lambda fund, on: usd(5000)),
    ):  # fmt: skip
        plan = cash_plan(fund, today, 24)

    assert all(
        one.closing == following.opening for one, following in zip(plan.months, plan.months[1:], strict=False)
    )
    assert all(month.committed.value >= 0 and month.planned.value >= 0 for month in plan.months)
    assert sum(month.committed.value for month in plan.months) == sum(held.values())
    foreseen = sum(
        (line.within(today + timedelta(days=1), plan.months[-1].last).value for line in lines), D(0)
    )
    assert usd(5000) - plan.months[-1].closing == usd(max(foreseen, sum(held.values())))


# --- agreements that end ---------------------------------------------------------------------------------------------


def test_what_an_agreement_that_ends_still_holds_and_binds(a):
    Agreement.objects.filter(pk=a.agreement.pk).update(ends_on=day("2015-03-01"), currency="")
    Instalment.objects.create(agreement=a.agreement, due_on=day("2014-02-01"), amount=D(12000))
    return_to_donor(agreement=a.agreement, on=a.on("12-31"), amount=D(50), reference="L1", by=a.head)
    [one] = endings(day("2014-12-31"), day("2015-06-30"))

    assert (one.days, one.received, one.spent, one.open) == (60, usd("10000"), usd("429.97"), usd("1250"))
    assert (one.left, one.owed, one.charge) == (usd("9520.03"), usd("2000"), usd("0"))
    assert one.allotted == usd("3069.50")
    assert [e.days for e in endings(day("2015-03-11"), day("2015-06-30"))] == [-10]
    assert endings(day("2014-12-31"), day("2015-02-28")) == []


def test_the_agreements_that_end_are_read_by_as_many_questions_for_one_as_for_three(
    a, django_assert_num_queries
):
    Agreement.objects.filter(pk=a.agreement.pk).update(ends_on=day("2015-03-01"))
    with django_assert_num_queries(11):
        assert len(endings(day("2014-12-31"), day("2015-06-30"))) == 1
    for number in range(2):
        Agreement.objects.create(
            code=f"AG-{number}",
            title="Another",
            fund=a.fund,
            partner=a.agreement.partner,
            ends_on=day("2015-04-01"),
        )
    with django_assert_num_queries(11):
        assert len(endings(day("2014-12-31"), day("2015-06-30"))) == 3
