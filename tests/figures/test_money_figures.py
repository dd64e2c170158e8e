"""Received, allotted, committed, spent and the balance: each line once, each currency on its own."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from tests import make
from tests.money.a_fund import AFund, day, un_rate
from tests.money.an_export import theirs

from colonnade.figures.definition import UnitsDiffer
from colonnade.figures.measure import Measurer
from colonnade.money.actions import (
    begin_reconciliation,
    charge_support_costs,
    explain,
    record_expense,
    record_refund,
    reverse,
    sign_off,
)
from colonnade.money.queries import held_of
from colonnade.money.queries.erp import lines_named
from colonnade.values.numbers import Amount
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db


def asked(key, period="2014", **more):
    measured = Measurer(as_of=day("2015-06-01")).measure(key, Period.parse(period), **more)
    return measured if more.get("by") else str(measured.value)


@pytest.fixture
def a():
    """Received 10,000; allotted 5,000; 300 of an order of 1,000 paid, 200 from a line, 50 of it paid back, 100 taken back."""
    a = AFund()
    a.receive("10000")
    lines = a.allot(c145="3000", c115="2000")
    a.activity = make.activity("2014-05-06", host="FJI", title="Workshop in Suva")
    order = a.commit(lines["145"], "1000", activity=a.activity)
    record_expense(commitment=order, on=a.on("05-06"), amount=D(300), reference="V1", by=a.finance)
    flown = record_expense(line=lines["115"], on=a.on("05-07"), amount=D(200), programme_wide=True, reference="V2", by=a.finance)  # fmt: skip
    record_refund(expense=flown, on=a.on("06-01"), amount=D(50), reference="C1", by=a.finance)
    twice = record_expense(line=lines["115"], on=a.on("05-07"), amount=D(100), programme_wide=True, reference="V2", by=a.finance)  # fmt: skip
    reverse(posting=twice, on=a.on("06-02"), because="Entered twice", by=a.finance)
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return a


def test_the_five_numbers_of_a_year(a):
    assert [asked(f"money.{word}") for word in ("received", "allotted", "committed", "spent", "balance")] == [
        "USD 10,000.00", "USD 5,000.00", "USD 700.00", "USD 508.50", "USD 9,491.50",
    ]  # fmt: skip
    assert (asked("money.received", "2015"), asked("money.balance", "2015")) == ("None", "USD 9,491.50")


def test_what_was_spent_by_class_in_both_schemes_by_pillar_activity_and_country(a):
    def by(name):
        return {part.label: str(part.value) for part in asked("money.spent", by=name).parts}

    assert by("budget_class") == {
        "Travel of staff": "USD 150.00", "Grants and contributions: workshops, seminars, study tours": "USD 300.00",
        "Programme support costs": "USD 58.50",
    }  # fmt: skip
    assert by("harmonised") == {
        "Travel": "USD 150.00", "Transfers and grants to counterparts": "USD 300.00", "Indirect support costs": "USD 58.50",
    }  # fmt: skip
    assert by("activity") == {"Workshop in Suva": "USD 300.00", "not recorded": "USD 208.50"}
    assert by("host") == {"Fiji": "USD 300.00", "not recorded": "USD 208.50"}
    assert set(by("pillar")) == {"Capacity", "not recorded"}


def test_the_trail_leads_to_the_lines_of_the_ledger(a):
    rows = Measurer(as_of=day("2015-06-01")).measure("money.spent", Period.parse("2014")).rows
    assert len(rows) == 6
    assert {row.ref.rsplit("/", 1)[0] for row in rows} == {"money/expense"}


def test_two_currencies_have_no_sum_and_one_named_currency_tells_its_rates(a):
    un_rate("EUR", "2014-01-15", "0.8")
    other = AFund(currency="EUR")
    other.receive("800")
    with pytest.raises(UnitsDiffer, match="cannot be added"):
        asked("money.received")
    measured = Measurer(as_of=day("2015-06-01")).measure("money.received_usd", Period.parse("2014"))
    assert measured.value == Amount(D(11000), "USD")
    open_ = "Not reconciled with the system of record: 1 January 2014 – 31 December 2014."
    assert measured.caveats == (
        "At 0.8 EUR for 1 USD, United Nations operational rate of 15 January 2014 (Circular of 2014-01-15).",
        *(f"{code}: {open_}" for code in sorted((a.fund.code, other.fund.code))),
    )


def test_a_balance_in_dollars_is_at_the_rate_of_the_periods_last_day():
    a = AFund(currency="EUR")
    un_rate("EUR", "2014-01-15", "0.8")
    un_rate("EUR", "2014-12-15", "0.5")
    a.receive("800")
    assert (asked("money.received_usd"), asked("money.balance_usd")) == ("USD 1,000.00", "USD 1,600.00")


def test_a_counterparts_money_stands_beside_and_what_is_in_kind_in_no_balance(a):
    make.ledger((day("2014-03-01"), 70), kind="counterpart", currency="KRW")
    assert (asked("money.spent"), asked("money.balance")) == ("USD 508.50", "USD 9,491.50")
    assert asked("money.counterpart_spent") == "KRW 79"
    assert asked("money.in_kind") == "KRW 500"


def test_the_public_sees_totals_of_money_and_no_line(a, client):
    make.office()
    told = client.get("/figures/money.spent.json?period=2014").json()
    assert (told["value"], told["rows"]) == ({"value": "508.50", "currency": "USD"}, [])
    page = client.get("/figures/money.spent/?period=2014").content.decode()
    assert "508.50" in page and f"{a.fund.code}-0000" not in page


def test_a_total_of_money_says_of_which_fund_the_days_are_not_reconciled_until_they_are(a):
    def told(word):
        return Measurer(as_of=day("2015-06-01")).measure(f"money.{word}", Period.year(2014)).caveats

    words = f"{a.fund.code}: Not reconciled with the system of record: "
    assert told("spent") == told("received") == (f"{words}1 January 2014 – 31 December 2014.",)
    assert told("balance") == (f"{words}15 January 2014 – 31 December 2014.",)
    assert told("committed") == told("allotted") == ()
    theirs(a, ("1", "07-01", "X"))
    span = begin_reconciliation(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)
    lines = lines_named(a.fund, [each.about.key for each in held_of(span).differences])
    explain(reconciliation=span, lines=lines, kind="error", text="For the test", by=a.finance)
    sign_off(reconciliation=span, by=a.head)
    assert told("spent") == told("received") == ()
