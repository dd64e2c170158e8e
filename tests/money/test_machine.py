"""Random years of postings: whatever is tried, in whatever order, nothing is ever wrong with the ledger. And it would be seen."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.money.a_fund import AFund, D, day, un_rate

from colonnade.money.actions import (
    agree_override,
    approve_request,
    ask_override,
    certify_request,
    charge_support_costs,
    close_period,
    correct_expense,
    lapse_allotment,
    liquidate_commitment,
    lower_commitment,
    move_allotment,
    record_exchange_difference,
    record_expense,
    record_receipt,
    record_refund,
    return_to_donor,
    revalue_balances,
    reverse,
    review_request,
    settle_commitment,
)
from colonnade.money.actions import book as book_module
from colonnade.money.actions import commitments as commitments_module
from colonnade.money.actions import expenses as expenses_module
from colonnade.money.models import Allotment, AllotmentLine, Commitment, Expense, LedgerPeriod, Receipt
from colonnade.money.queries import balance_on, revaluations
from colonnade.records.errors import Refused

FIRST = day("2014-01-01")
LAST = day("2016-12-31")
STEPS: Counter = Counter()

days = st.integers(0, 1095).map(lambda number: FIRST + timedelta(days=number))
amounts = st.sampled_from([D("0.01"), D("33.33"), D("100"), D("249.99"), D("600"), D("1234.56")])
which = st.integers(0, 7)


class Years(RuleBasedStateMachine):
    """An office that tries everything, three years long."""

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.a = AFund(levy="1", tolerance=D(1), held_in="EUR")
        un_rate("EUR", "2014-01-01", "0.73")
        self.balance = D(0)
        record_receipt(fund=self.a.fund, on=FIRST, amount=D(2000), kind="opening", by=self.a.finance)
        self.balance += 2000
        self.a.commit(self.a.allot(on="01-02", c120="800", c145="400")["120"], "300", on="01-03")
        self.changed = 0
        STEPS["runs"] += 1

    def teardown(self):
        try:
            self.check()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def tried(self, act, **facts):
        """One act; what it refuses leaves no trace. The balance is kept a second way, from what was asked."""
        STEPS["steps"] += 1
        try:
            made = act(**facts)
        except Refused:
            STEPS["refused"] += 1
            return None
        self.changed += 1
        return made

    def one_of(self, model, number, **narrowed):
        rows = list(model.objects.filter(fund=self.a.fund, **narrowed).order_by("-pk")[:8])
        return rows[number % len(rows)] if rows else None

    def line(self, number):
        rows = AllotmentLine.objects.filter(allotment__fund=self.a.fund).order_by("-pk")[:8]
        return rows[number % len(rows)]

    @rule(on=days, amount=amounts, euros=st.booleans())
    def receive(self, on, amount, euros):
        euros = euros and on < FIRST + timedelta(days=30)
        made = self.tried(
            record_receipt, fund=self.a.fund, on=on, amount=amount * 5, currency="EUR" if euros else "USD",
            agreement=self.a.agreement, by=self.a.finance,
        )  # fmt: skip
        if made:
            levied = sum((levy.value for levy in made.levies.all()), D(0))
            self.balance += made.value - levied

    @rule(year=st.sampled_from([2014, 2015, 2016]), one=amounts, other=amounts)
    def allot(self, year, one, other):
        self.a.year = year
        self.tried(self.a.allot, on="01-20", c120=one * 2, c145=other)

    @rule(number=which, amount=amounts, on=days)
    def commit(self, number, amount, on):
        self.bind(number, amount, on, (self.a.officer, self.a.finance, self.a.certifier, self.a.approver))

    @rule(number=which, amount=amounts, who=st.lists(st.integers(0, 4), min_size=4, max_size=4))
    def commit_by_anybody(self, number, amount, who):
        people = (self.a.officer, self.a.finance, self.a.certifier, self.a.approver, self.a.head)
        self.bind(
            number,
            amount,
            self.line(number).allotment.valid_from,
            [people[one] for one in who],
            external=True,
        )

    def bind(self, number, amount, on, people, external=False, currency=""):
        def whole():
            asks, reviews, certifies, approves = people
            self.a.officer, held = asks, self.a.officer
            try:
                request = self.a.ask(self.line(number), amount, currency=currency)
            finally:
                self.a.officer = held
            word = {"officer": str(reviews), "reference": "E-mail"} if external else {}
            review_request(
                request=request, by=self.a.finance if external and reviews != self.a.finance else reviews
            )
            word = {"officer": str(certifies), "reference": "E-mail"} if external else {}
            certify_request(request=request, by=certifies, **word)
            word = {"officer": str(approves), "reference": "E-mail"} if external else {}
            approve_request(request=request, by=approves, on=on, **word)

        self.tried(transaction.atomic(whole))

    @rule(number=which, amount=amounts, on=days)
    def spend_of_a_commitment(self, number, amount, on):
        order = self.one_of(Commitment, number)
        if order:
            self.spent(commitment=order, amount=amount, on=max(on, order.on) if number % 2 else on)

    @rule(number=which, amount=amounts, on=days)
    def spend_of_a_line(self, number, amount, on):
        self.spent(line=self.line(number), amount=amount, on=on, programme_wide=True)

    def spent(self, **facts):
        made = self.tried(record_expense, reference="V", by=self.a.finance, **facts)
        self.balance -= made.value if made else 0

    @rule(number=which, amount=amounts, on=days, euros=st.booleans())
    def settle(self, number, amount, on, euros):
        """An order in euros is bound on one day and paid on another, whole or in part."""
        if euros:
            self.bind(
                number,
                amount,
                on,
                (self.a.officer, self.a.finance, self.a.certifier, self.a.approver),
                currency="EUR",
            )
        order = self.one_of(Commitment, 0, currency="EUR")
        if order:
            made = self.tried(settle_commitment, commitment=order, on=max(on, order.on), amount=amount, reference="V",
                              by=self.a.finance)  # fmt: skip
            self.balance -= self.cost(made) if made else 0

    @rule(on=days)
    def value_anew(self, on):
        found = revaluations(self.a.fund, on)
        agreed = {one.held.currency: one.difference.value for one in found if one.difference.value}
        made = self.tried(revalue_balances, fund=self.a.fund, on=on, agreed=agreed, by=self.a.finance)
        self.balance -= sum((row.value for row in made or []), D(0))

    @rule(number=which, amount=amounts)
    def pay_back(self, number, amount):
        held = self.one_of(Expense, number, kind="actual")
        if held:
            made = self.tried(
                record_refund, expense=held, on=LAST, amount=amount, reference="C", by=self.a.finance
            )
            self.balance -= made.value if made else 0

    @rule(number=which, amount=amounts, on=days)
    def lower(self, number, amount, on):
        order = self.one_of(Commitment, number)
        if order:
            self.tried(
                lower_commitment,
                commitment=order,
                by_how_much=amount,
                on=on,
                because="Less",
                by=self.a.finance,
            )

    @rule(number=which, on=days)
    def liquidate(self, number, on):
        order = self.one_of(Commitment, number)
        if order:
            self.tried(
                liquidate_commitment,
                commitment=order,
                on=max(on, order.on),
                because="Done",
                by=self.a.finance,
            )

    @rule(number=which, later=st.integers(0, 60), receipts=st.booleans())
    def take_back(self, number, later, receipts):
        held = self.one_of(Receipt if receipts else Expense, number)
        if held:
            on = min(held.on + timedelta(days=later), LAST)
            before = balance_on(self.a.fund, LAST).value
            made = self.tried(reverse, posting=held, on=on, because="Wrong", by=self.a.finance)
            if made and isinstance(held, Expense):
                self.balance += self.cost(held)
            elif made:
                self.balance += balance_on(self.a.fund, LAST).value - before
                assert abs(balance_on(self.a.fund, LAST).value - before) <= held.value

    @rule(number=which, amount=amounts)
    def correct(self, number, amount):
        held = self.one_of(Expense, number, kind="actual")
        if held:
            made = self.tried(correct_expense, expense=held, on=held.on, amount=amount, because="Digits", by=self.a.finance)  # fmt: skip
            self.balance += self.cost(held) - self.cost(made) if made else 0

    @staticmethod
    def cost(line):
        """What an expense took from the balance, with what the rate made of it."""
        return line.value + sum((row.value for row in line.differences.filter(reverses=None)), D(0))

    @rule(one=which, other=which, amount=amounts, on=days)
    def move(self, one, other, amount, on):
        self.tried(move_allotment, from_line=self.line(one), to_line=self.line(other), amount=amount, on=on, because="Need", by=self.a.head)  # fmt: skip

    @rule(number=which)
    def lapse(self, number):
        held = self.one_of(Allotment, number)
        self.tried(lapse_allotment, allotment=held, on=held.valid_to, because="Year's end", by=self.a.head)

    @rule(amount=amounts, gain=st.booleans(), on=days)
    def exchange(self, amount, gain, on):
        amount = -amount if gain else amount
        made = self.tried(record_exchange_difference, fund=self.a.fund, on=on, amount=amount, because="Rates", by=self.a.finance)  # fmt: skip
        self.balance -= made.value if made else 0

    @rule(amount=amounts, on=days)
    def give_back(self, amount, on):
        made = self.tried(return_to_donor, agreement=self.a.agreement, on=on, amount=amount, reference="L", by=self.a.finance)  # fmt: skip
        self.balance -= made.value if made else 0

    @rule(charged=st.booleans())
    @precondition(
        lambda self: LedgerPeriod.objects.filter(fund=self.a.fund).exclude(state="reopened").count() < 6
    )
    def close_half_a_year(self, charged):
        held = list(LedgerPeriod.objects.filter(fund=self.a.fund).order_by("first_day"))
        waiting = [period for period in held if period.state != "closed"]
        first = waiting[0].first_day if waiting else held[-1].last_day + timedelta(days=1) if held else FIRST
        last = (
            waiting[0].last_day
            if waiting
            else (first + timedelta(days=200)).replace(day=1) - timedelta(days=1)
        )
        if charged:
            made = self.tried(charge_support_costs, agreement=self.a.agreement, on=last, by=self.a.finance)
            self.balance -= made.value if made else 0
        self.tried(close_period, fund=self.a.fund, first_day=first, last_day=last, by=self.a.finance)

    @rule(number=which)
    def open_again(self, number):
        period = self.one_of(LedgerPeriod, number)
        if period:
            asked = self.tried(ask_override, rule="reopen", period=period, because="Late", by=self.a.finance)
            if asked:
                self.tried(agree_override, override=asked, by=self.a.head)

    @rule(number=which, amount=amounts)
    def pass_a_line(self, number, amount):
        asked = self.tried(ask_override, rule="line", line=self.line(number), amount=amount, because="Prices", by=self.a.finance)  # fmt: skip
        self.tried(agree_override, override=asked, by=self.a.head if number % 2 else self.a.finance)

    @invariant()
    def nothing_is_wrong(self):
        """Asked of all rows after every few postings, and at the end of the years."""
        if self.changed >= 4:
            self.check()

    def check(self):
        self.changed = 0
        assert self.a.wrong == []
        assert balance_on(self.a.fund, LAST).value == self.balance
        STEPS["asked"] += 1


def told() -> str:
    return f"{STEPS['runs']} runs, {STEPS['steps']} steps, {STEPS['refused']} refused, {STEPS['asked']} times nothing was wrong"


def few(runs, steps):
    return settings(
        max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
        derandomize=True, phases=[Phase.generate], report_multiple_bugs=False, database=None,
    )  # fmt: skip


@pytest.mark.django_db
def test_no_order_of_postings_makes_anything_wrong(capsys):
    STEPS.clear()
    run_state_machine_as_test(Years, settings=few(*((6, 50) if connection.vendor == "sqlite" else (3, 30))))
    with capsys.disabled():
        print(f"\n{connection.vendor}, random years: {told()}")
    assert STEPS["steps"] - STEPS["refused"] > STEPS["steps"] // 5, "nearly all that was tried was refused"


def a_line_is_never_full(self, tally, needed):
    """Planted: nobody asks the line."""


def every_day_is_open(self, on):
    """Planted: nobody asks the period."""


def an_order_is_never_spent(commitment):
    """Planted: nobody asks what is open of a commitment."""
    return commitment.fund.amount(10**9)


def a_month_is_not_tallied(self, model, **columns):
    """Planted: an expense is posted and its month does not know."""
    return ENTER(self, model, **columns) if model is Receipt else model.objects.create(**columns)


ENTER = book_module.Book.enter


def anybody_twice(request, step):
    """Planted: nobody asks who took the step before."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "name", "planted", "found"),
    [
        (book_module.Book, "check_line", a_line_is_never_full, r"I2 "),
        (book_module.Book, "check_day", every_day_is_open, r"I9 |I6 "),
        (commitments_module, "_another_person", anybody_twice, r"I8 |money_requeststep|one_person_one_step"),
        (expenses_module, "open_of", an_order_is_never_spent, r"I3 "),
        (book_module.Book, "enter", a_month_is_not_tallied, r"I5 "),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_planted_bug_is_found(monkeypatch, capsys, where, name, planted, found):
    STEPS.clear()
    monkeypatch.setattr(where, name, planted)
    # The database's own constraint may be there before the check is.
    with pytest.raises((AssertionError, IntegrityError), match=found) as wrong:
        run_state_machine_as_test(Years, settings=few(8, 50))
    seen = re.search(r"I\d+ [^']*|UNIQUE.*|.*one_person_one_step.*", str(wrong.value))
    with capsys.disabled():
        print(
            f"\n{planted.__doc__} Found in run {STEPS['runs']}, step {STEPS['steps']}: {seen[0] if seen else wrong.value}"
        )
