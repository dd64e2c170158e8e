"""What rates do to money in the books: every number here was worked out by hand, and stands beside its sum."""

from __future__ import annotations

import pytest
from tests.money.a_fund import AFund, D, un_rate

from colonnade.money.actions import (
    correct_expense,
    record_expense,
    record_refund,
    revalue_balances,
    reverse,
    settle_commitment,
)
from colonnade.money.models import Expense, LineTally
from colonnade.money.queries import account_of, balance_on, differing, open_of, revaluations
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount

pytestmark = pytest.mark.django_db


def proposed(a, on):
    return {one.held.currency: one.difference.value for one in revaluations(a.fund, a.on(on))}


def with_won(**facts):
    """1,055,000 won come at 1,055 for a dollar: USD 1,000.00. Of them 321,000 are paid at 1,070: USD 300.00."""
    a = AFund(held_in="KRW", **facts)
    un_rate("KRW", "2014-01-01", "1055")
    un_rate("KRW", "2014-03-01", "1070")
    a.receive("1055000", currency="KRW")
    line = a.allot(c125="600")["125"]
    a.spent = record_expense(line=line, on=a.on("03-05"), amount=D(321_000), currency="KRW", programme_wide=True,
                             reference="V1", by=a.finance)  # fmt: skip
    return a


def test_a_balance_in_won_is_valued_anew_and_the_next_time_begins_where_it_left_off():
    """Held 1,055,000 - 321,000 = 734,000, carried at 1,000.00 - 300.00 = 700.00. At 1,100 it is worth 667.27: a loss of 32.73.
    At 1,000 it is then worth 734.00, against 667.27 carried: a gain of 66.73."""
    a = with_won()
    un_rate("KRW", "2014-06-30", "1100")
    un_rate("KRW", "2014-12-31", "1000")
    (found,) = revaluations(a.fund, a.on("06-30"))
    assert (found.held, found.carried, found.at.into) == (
        Amount(D(734_000), "KRW"),
        usd("700"),
        usd("667.27"),
    )
    assert found.because == (
        "KRW 734,000: carried at USD 700.00, worth USD 667.27 at 1,100 KRW for 1 USD, United Nations operational rate of "
        "30 June 2014 (Circular of 2014-06-30)"
    )
    assert Expense.objects.filter(kind="exchange").count() == 0, "proposed only"

    (loss,) = revalue_balances(fund=a.fund, on=a.on("06-30"), agreed=proposed(a, "06-30"), by=a.finance)
    assert (loss.value, loss.amount, loss.currency, loss.rate, loss.because) == (
        D("32.73"),
        0,
        "KRW",
        D(1100),
        found.because,
    )
    with pytest.raises(Refused, match="Post nothing, and go on"):
        revalue_balances(fund=a.fund, on=a.on("06-30"), agreed={}, by=a.finance)
    assert proposed(a, "12-31") == {"KRW": D("66.73")}
    revalue_balances(fund=a.fund, on=a.on("12-31"), agreed=proposed(a, "12-31"), by=a.finance)

    account = account_of(a.fund, a.on("01-01"), a.on("12-31"))
    assert (account.exchange, account.closing) == (usd("34.00"), usd("734.00")), (
        "734,000 won at 1,000, and nothing else"
    )
    assert a.wrong == []


def test_what_was_agreed_to_is_posted_or_nothing():
    a = with_won()
    un_rate("KRW", "2014-06-30", "1100")
    seen = proposed(a, "06-30")
    un_rate("KRW", "2014-06-30", "1101")
    with pytest.raises(Refused, match="Look at it again"):
        revalue_balances(fund=a.fund, on=a.on("06-30"), agreed=seen, by=a.finance)
    assert Expense.objects.filter(kind="exchange").count() == 0


def test_a_fund_that_changes_all_it_gets_has_nothing_to_value():
    a = AFund()
    un_rate("KRW", "2014-01-01", "1055")
    a.receive("1055000", currency="KRW")
    assert revaluations(a.fund, a.on("12-31")) == []


def an_order(won="500000", **facts):
    """Bound at 1,055 for a dollar: 500,000 won are USD 473.93."""
    a = AFund(**facts)
    a.receive()
    un_rate("KRW", "2014-02-01", "1055")
    un_rate("KRW", "2014-03-01", "1000")
    un_rate("KRW", "2014-04-01", "1100")
    line = a.allot(c120="473.93")["120"]
    return a, line, a.commit(line, won, currency="KRW")


def test_an_order_is_settled_at_its_own_rate_and_the_difference_stands_beside_it():
    """Bound 473.93. Paid 200,000 at 1,000: 200.00, of which 189.57 were bound: a loss of 10.43. Paid 300,000 at 1,100: 272.73, of
    which the last 284.36 were bound: a gain of 11.63. Direct expenditure 473.93; out of the balance 472.73."""
    a, line, order = an_order()
    assert order.value == D("473.93")
    first = settle_commitment(
        commitment=order, on=a.on("03-05"), amount=D(200_000), reference="V1", by=a.finance
    )
    last = settle_commitment(
        commitment=order, on=a.on("04-05"), amount=D(300_000), reference="V2", by=a.finance
    )

    told = [(row.value, [one.value for one in row.differences.all()]) for row in (first, last)]
    assert told == [(D("189.57"), [D("10.43")]), (D("284.36"), [D("-11.63")])]
    assert first.differences.get().because == (
        "KRW 200,000: bound at USD 189.57, paid at USD 200.00, at 1,000 KRW for 1 USD, United Nations operational rate of "
        "1 March 2014 (Circular of 2014-03-01)"
    )
    account = account_of(a.fund, a.on("01-01"), a.on("12-31"))
    assert (account.direct, account.exchange, account.closing) == (
        usd("473.93"),
        usd("1.20"),
        usd("999527.27"),
    )
    held = LineTally.objects.get(line=line)
    assert (held.committed, held.spent, open_of(order)) == (0, D("473.93"), usd("0"))
    assert a.wrong == []


def test_a_settled_expense_goes_back_with_its_difference_and_is_corrected_at_the_same_rate():
    a, _line, order = an_order()
    spent = settle_commitment(
        commitment=order, on=a.on("03-05"), amount=D(300_000), reference="V1", by=a.finance
    )
    with pytest.raises(Refused, match="goes with the expense .*: reverse that"):
        reverse(posting=spent.differences.get(), on=a.on("03-06"), because="Alone", by=a.finance)
    right = correct_expense(
        expense=spent, on=a.on("03-06"), amount=D(200_000), because="Digits", by=a.finance
    )
    assert (right.corrects, right.value, right.differences.get().value) == (spent, D("189.57"), D("10.43"))
    reverse(posting=right, on=a.on("03-07"), because="Another's", by=a.finance)
    assert (balance_on(a.fund, a.on("12-31")), open_of(order), a.wrong) == (usd("1000000"), usd("473.93"), [])


def test_an_order_in_the_funds_own_currency_has_nothing_to_settle():
    a = AFund()
    a.receive()
    order = a.commit(a.allot(c120="500")["120"], "100")
    with pytest.raises(Refused, match="Record an expense instead"):
        settle_commitment(commitment=order, on=a.on("03-05"), amount=D(5), reference="V", by=a.finance)


def test_many_small_parts_that_come_back_are_the_whole_to_the_cent_and_nothing_is_wrong():
    """50 won at 1,070 are 0.05; each tenth of them is 0.00, and the last brings the 0.05."""
    a = AFund()
    a.receive()
    un_rate("KRW", "2014-03-01", "1070")
    line = a.allot(c120="1000")["120"]
    spent = record_expense(line=line, on=a.on("03-05"), amount=D(50), currency="KRW", programme_wide=True, reference="V1",
                           by=a.finance)  # fmt: skip
    for _part in range(10):
        record_refund(expense=spent, on=a.on("04-01"), amount=D(5), reference="C", by=a.finance)
    assert (LineTally.objects.get(line=line).spent, a.wrong) == (0, [])


def test_a_late_rate_changes_nothing_and_the_lines_that_would_differ_are_named():
    """Received at 1,055: 1,000.00. The rate of 10 January came late: at 1,000 it would have been 1,055.00."""
    with_won()
    before = {(row.code, row.value) for row in Expense.objects.all()}
    assert list(differing(currencies=["KRW"])) == []
    un_rate("KRW", "2014-01-10", "1000")
    (found,) = differing(currencies=["KRW"])
    assert (found.before, found.now.into, found.difference) == (usd("1000"), usd("1055"), usd("55"))
    assert {(row.code, row.value) for row in Expense.objects.all()} == before


def usd(value):
    return Amount(D(value), "USD")
