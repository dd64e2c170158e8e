"""What the months come to is what the lines come to, for any two days; and the account is cheap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.money.a_fund import AFund, D, day

from colonnade.money.actions import record_expense, record_receipt, reverse, tally_ledger
from colonnade.money.models import Expense, LedgerTally, Receipt
from colonnade.money.queries import account_of, lines_between, net, sums
from colonnade.values.numbers import Amount

FIRST = day("2014-01-01")
spans = st.tuples(st.integers(0, 140), st.integers(0, 140)).map(sorted)


class TestAnySpan(TestCase):
    """Lines of five months, on their first, middle and last days."""

    @classmethod
    def setUpTestData(cls):
        cls.a = AFund()
        cls.a.receive("100000", on="01-01")
        line = cls.a.allot(on="01-01", c125="10000")["125"]
        for number, on in enumerate(
            ("01-31", "02-01", "02-15", "02-28", "03-01", "03-31", "04-30", "05-01", "05-20")
        ):
            record_expense(
                line=line,
                on=cls.a.on(on),
                amount=D(10) ** (number % 4),
                programme_wide=True,
                reference="V",
                by=cls.a.finance,
            )
        cls.rows = [(row.on, row.value) for row in Receipt.objects.all()] + [
            (row.on, -row.value) for row in Expense.objects.all()
        ]

    @settings(max_examples=30, deadline=None, derandomize=True)
    @given(spans)
    def test_tallies_and_lines_say_the_same_for_any_two_days(self, span):
        first, last = (FIRST + timedelta(days=number) for number in span)
        by_hand = sum((value for on, value in self.rows if first <= on <= last), D(0))
        assert net(sums(self.a.fund, first=first, last=last)) == by_hand
        assert net(sums(self.a.fund, "percent", last=last)) == sum(
            (value for on, value in self.rows if on <= last), D(0)
        )
        assert net(sums(self.a.fund, first=first)) == sum(
            (value for on, value in self.rows if on >= first), D(0)
        )


@pytest.mark.django_db
def test_tallies_are_worked_out_anew_from_the_lines():
    a = AFund()
    a.receive("1000")
    LedgerTally.objects.update(value=D(5))
    assert [wrong.split(":")[0] for wrong in a.wrong] == [f"I5 {a.fund.code}"]
    assert tally_ledger(fund=a.fund) == 1
    assert a.wrong == []


@pytest.mark.django_db
def test_an_account_costs_as_many_questions_for_forty_lines_as_for_four(django_assert_num_queries):
    a = AFund()
    a.receive("100000")
    line = a.allot(c125="10000")["125"]
    for number in (4, 36):
        for _each in range(number):
            record_expense(
                line=line, on=a.on("03-03"), amount=D(1), programme_wide=True, reference="V", by=a.finance
            )
        with django_assert_num_queries(3):
            account_of(a.fund, a.on("01-01"), a.on("12-31"))
        with django_assert_num_queries(5):
            lines_between(a.fund, a.on("01-01"), a.on("12-31"), number=3)


@pytest.mark.django_db
def test_the_lines_of_an_account_run_from_the_opening_to_the_closing_balance_whatever_the_page():
    a = AFund()
    a.receive("1000", on="01-15")
    line = a.allot(c125="800")["125"]
    spent = [
        record_expense(
            line=line, on=a.on("03-03"), amount=D(amount), programme_wide=True, reference="V", by=a.finance
        )
        for amount in (100, 50)
    ]
    reverse(posting=spent[0], on=a.on("03-04"), because="Twice", by=a.finance)
    record_receipt(fund=a.fund, on=day("2015-01-01"), amount=D(7), kind="interest", by=a.finance)

    whole = lines_between(a.fund, a.on("01-01"), a.on("12-31"))
    assert [(one.line.code[-2:], str(one.amount.value), str(one.balance.value)) for one in whole.lines] == [
        ("01", "1000", "1000"), ("03", "-100", "900"), ("04", "-50", "850"), ("05", "100", "950"),
    ]  # fmt: skip
    rest = lines_between(a.fund, a.on("01-01"), a.on("12-31"), begin=2, number=2)
    assert (rest.opening, rest.lines, rest.total) == (Amount(D(900), "USD"), whole.lines[2:], 4)
    assert whole.closing == account_of(a.fund, a.on("01-01"), a.on("12-31")).closing
