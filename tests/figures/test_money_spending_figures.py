"""What was meant, what is due, what ended, what an event cost: each once, in its own currency, and its public view."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import make
from tests.money.a_budget import ABudget
from tests.money.a_fund import AFund, day, un_rate

from colonnade.figures.definition import UnitsDiffer
from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Publisher, Withheld
from colonnade.figures.publishing_money import NotPublic
from colonnade.figures.scope import Scope
from colonnade.money.actions import record_expense
from colonnade.money.models import Agreement, Instalment
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount, Ratio
from colonnade.values.period import Period
from colonnade.values.words import number_words
from colonnade.web.newsletter.composing import figure_asked

pytestmark = pytest.mark.django_db

AS_OF = day("2015-06-01")


def measured(key, period="2014", as_of=AS_OF, **parts):
    by = parts.pop("by", None)
    return Measurer(as_of=as_of).measure(key, Period.parse(period), parts, by=by)


def asked(key, period="2014", **more):
    return str(measured(key, period, **more).value)


def by(key, name, **more):
    return {part.part: str(part.value) for part in measured(key, by=name, **more).parts}


# --- budgets ---------------------------------------------------------------------------------------------------------


def test_the_latest_version_approved_by_the_date_is_the_budget_and_the_first_the_original():
    a = ABudget()
    a.budget("2014-01-10", ("145", "1000", None))
    a.budget("2014-07-01", ("145", "1500", None))
    a.budget(None, ("145", "9999", None))

    assert [asked("money.budgeted", as_of=day(on)) for on in ("2014-01-09", "2014-01-10", "2014-07-01")] == [
        "None", "USD 1,000.00", "USD 1,500.00",
    ]  # fmt: skip
    assert asked("money.budgeted_at_first") == "USD 1,000.00"


def test_a_budget_by_class_pillar_activity_country_and_year_comes_to_the_whole():
    a = ABudget()
    workshop = make.activity("2014-05-06", host="FJI")
    a.budget("2014-01-10", ("145", "1000", workshop), ("115", "730", None, "2014-07-02", "2015-07-01"))

    assert by("money.budgeted", "budget_class", period="2014-2015") == {
        "115": "USD 730.00",
        "145": "USD 1,000.00",
    }
    assert by("money.budgeted", "year", period="2014-2015") == {"2014": "USD 1,366.00", "2015": "USD 364.00"}
    assert by("money.budgeted", "harmonised") == {"UNSDG-5": "USD 366.00", "UNSDG-6": "USD 1,000.00"}
    assert by("money.budgeted", "host") == {"FJI": "USD 1,000.00", "not_recorded": "USD 366.00"}
    assert by("money.budgeted", "activity", budget_class="145") == {workshop.code: "USD 1,000.00"}
    assert asked("money.budgeted", "2014-2015", year="2015", budget_class="115") == "USD 364.00"
    [row] = measured("money.budgeted").rows
    assert row.ref == f"money/budgetversion/{a.versions[0].code}"


def test_budgets_in_two_currencies_have_no_sum_and_in_dollars_tell_the_rate_of_the_as_of_date():
    ABudget().budget("2014-01-10", ("145", "1000", None))
    ABudget(currency="EUR").budget("2014-01-10", ("145", "800", None))
    un_rate("EUR", "2015-05-15", "0.8")

    with pytest.raises(UnitsDiffer, match="cannot be added"):
        asked("money.budgeted")
    told = measured("money.budgeted_usd")
    assert (str(told.value), len(told.caveats)) == ("USD 2,000.00", 1)
    assert "At 0.8 EUR for 1 USD, United Nations operational rate of 15 May 2015" in told.caveats[0]


# --- what donors owe, what ends --------------------------------------------------------------------------------------


def test_what_is_due_is_settled_by_what_came_for_it_and_then_by_what_came_for_none():
    a = AFund()
    first, second = (Instalment.objects.create(agreement=a.agreement, due_on=day(on), amount=D(600), condition=told)
                     for on, told in (("2014-03-01", ""), ("2014-09-01", "the annual report")))  # fmt: skip
    assert asked("money.receivable", "2014-03") == "USD 600.00"
    a.receive("100", "04-01", instalment=second)
    a.receive("250", "04-02")
    told = measured("money.receivable")

    assert [str(due) for due in (first.amount, second.amount)] == ["600", "600"]
    assert (asked("money.receivable", "2014-06"), str(told.value)) == ("USD 350.00", "USD 850.00")
    assert told.caveats == ("On a condition: the annual report.",)
    a.receive("900", "12-01")
    assert asked("money.receivable") == "None"


@given(
    dues=st.lists(st.integers(1, 500), min_size=1, max_size=5),
    came=st.lists(st.tuples(st.integers(1, 400), st.none() | st.integers(0, 4)), max_size=6),
)
def test_what_is_outstanding_is_what_is_due_less_what_came_and_never_less_than_nothing(dues, came):
    from colonnade.money.queries.receivable import Came, Promise

    promise = Promise("AG", "Agreement", "TF", False, "USD", "")
    promise.instalments = [(key, day("2014-01-01") + timedelta(days=key), D(amount), "") for key, amount in enumerate(dues)]  # fmt: skip
    promise.came = [Came(day("2014-02-01"), D(value), key if key is not None and key < len(dues) else None)
                    for value, key in came]  # fmt: skip
    told = promise.dues(day("2014-12-31"))

    assert all(0 <= due.outstanding.value <= due.amount.value for due in told)
    assert sum(due.outstanding.value for due in told) == max(
        sum(dues) - sum(value for value, _key in came), 0
    )


def test_an_agreement_ends_in_the_period_of_its_last_day():
    a = AFund()
    Agreement.objects.filter(pk=a.agreement.pk).update(ends_on=day("2014-09-30"))
    assert [asked("money.agreements_ending", period) for period in ("2014", "2014-08", "2015")] == [
        "1",
        "0",
        "0",
    ]


# --- what is divided -------------------------------------------------------------------------------------------------


@pytest.fixture
def events():
    """Two events of which 900 and 100 were spent, on 8 and 2 participant-days, one of whose days nobody recorded; 130 beside them."""
    a = AFund()
    a.receive("10000")
    line = a.allot(c145="5000")["145"]
    a.held = [make.event(f"2014-0{month}-06", host="FJI", title=f"Workshop {month}") for month in (5, 6, 7)]
    for number, days in ((0, 8), (1, 2)):
        make.participation(a.held[number], days=days)
    for event, amounts in ((a.held[0], ("600", "300")), (a.held[1], ("100",)), (None, ("130",))):
        for amount in amounts:
            what = {"activity": event.activity} if event else {"programme_wide": True}
            record_expense(
                line=line, on=a.on("08-01"), amount=D(amount), reference=f"V{amount}", by=a.finance, **what
            )
    a.line = line
    return a


def test_an_event_costs_the_direct_expenditure_of_its_activity_and_what_is_of_none_is_told(events):
    told = measured("money.cost_per_event")

    assert told.value == Ratio(D(1000), 2, share=False, currency="USD")
    assert number_words(told.value) == "USD\N{NO-BREAK SPACE}500 (n = 2)"
    assert told.completeness == "cost and number known for 2 of 3 events"
    assert told.caveats == (
        "Not in it: USD 130.00 of direct expenditure of the period that is attributed to no event.",
    )
    assert [row.ref for row in told.rows] == [f"capacity/event/{event.code}" for event in events.held]


def test_a_participant_day_costs_what_the_events_cost_whose_days_are_recorded(events):
    assert (
        number_words(measured("money.cost_per_participant_day").value) == "USD\N{NO-BREAK SPACE}100 (n = 10)"
    )


def test_what_an_event_inside_another_cost_is_a_part_of_what_that_one_cost(events):
    inner = events.held[2].activity
    inner.part_of = events.held[0].activity
    inner.save()
    record_expense(
        line=events.line,
        on=events.on("08-02"),
        amount=D(200),
        reference="V9",
        by=events.finance,
        activity=inner,
    )

    assert measured("money.cost_per_event").value == Ratio(D(1200), 2, share=False, currency="USD")


def test_an_event_paid_in_two_currencies_has_no_cost_but_in_dollars(events):
    un_rate("EUR", "2014-01-01", "0.8")
    other = AFund(currency="EUR")
    other.receive("1000")
    record_expense(line=other.allot(c145="500")["145"], on=other.on("02-01"), amount=D(80), reference="V", by=other.finance,
                   activity=events.held[0].activity)  # fmt: skip
    with pytest.raises(UnitsDiffer, match="several currencies"):
        measured("money.cost_per_event")
    told = measured("money.cost_per_event_usd")
    assert (told.value.top, told.value.of) == (D(1100), 2)
    assert any("0.8 EUR for 1 USD" in caveat for caveat in told.caveats)


def test_the_delivery_rate_is_what_was_spent_of_what_came_in_since_the_ledger_began(events):
    assert number_words(measured("money.delivery_rate").value) == (
        "11.3 per cent (USD\N{NO-BREAK SPACE}1,130 of USD\N{NO-BREAK SPACE}10,000)"
    )
    assert measured("money.delivery_rate", "2015").value == measured("money.delivery_rate").value


# --- the public ------------------------------------------------------------------------------------------------------


def public(key, period="2014", by=None, **parts):
    return Publisher(Measurer(as_of=AS_OF), 5).publish(
        key, Scope.of(Period.parse(period), AS_OF, parts), by=by
    )


@pytest.mark.parametrize(
    ("period", "by", "parts"),
    [
        ("2014", None, {"activity": "A-1"}), ("2014", "host", {}), ("2014", "harmonised", {}),
        ("2014", "pillar", {"budget_class": "145"}), ("2014", "budget_class", {"fund": "TF"}),
        ("2014-05", None, {}), ("2014-05-06/2014-05-06", "budget_class", {}), ("2013-2014", "budget_class", {}),
    ],
)  # fmt: skip
def test_the_public_is_refused_money_narrowed_by_two_things_by_activity_by_days_or_over_runs_of_years(
    events, period, by, parts
):
    with pytest.raises(NotPublic):
        public("money.spent", period, by, **parts)
    assert Publisher(Measurer(as_of=AS_OF), 0).publish(
        "money.spent", Scope.of(Period.parse(period), AS_OF, parts), by=by
    )


def test_a_newsletter_takes_no_amount_that_the_public_may_not_see():
    assert figure_asked("money.spent?period=2014&budget_class=145", AS_OF)[0] == "money.spent"
    with pytest.raises(Refused, match="what one person was paid"):
        figure_asked("money.spent?period=2014&activity=A-1", AS_OF)


def test_a_class_behind_which_there_are_few_orders_is_withheld_with_the_next_and_what_remains_tells_neither(
    events,
):
    more = events.allot(c115="900", c120="900", c125="900")
    for code, many in (("115", 1), ("120", 6), ("125", 9)):
        for number in range(many):
            record_expense(line=more[code], on=events.on("09-01"), amount=D(10), programme_wide=True, reference=f"{code}-{number}",
                           by=events.finance)  # fmt: skip
    told = public("money.spent", by="budget_class")

    shown = {part.part: part.value for part in told.parts}
    assert shown == {
        "115": Withheld(),
        "120": Amount(D(60), "USD"),
        "125": Amount(D(90), "USD"),
        "145": Withheld(),
    }
    assert told.value == Amount(D(1290), "USD")
    assert [public("money.spent", budget_class=code).value for code in ("115", "120", "145")] == [
        Withheld(), Amount(D(60), "USD"), Withheld(),
    ]  # fmt: skip


@given(st.lists(st.integers(0, 8), min_size=1, max_size=6))
def test_no_withheld_class_stands_alone_and_every_small_one_is_withheld(counts):
    from types import SimpleNamespace

    from colonnade.figures.catalogue.money_ledger import PAID
    from colonnade.figures.definition import Row
    from colonnade.figures.dimensions import BUDGET_CLASS
    from colonnade.figures.publishing_money import hidden_parts

    parts = [
        SimpleNamespace(value=Amount(D(max(count, 1)), "USD"),
                        rows=[Row(f"r{n}", "", "", D(1), facets={PAID: (f"V{n}",)}) for n in range(count)])
        for count in counts
    ]  # fmt: skip
    hidden = hidden_parts(SimpleNamespace(by=BUDGET_CLASS, parts=parts), 5)
    small = {place for place, count in enumerate(counts) if 0 < count < 5}

    if hidden is None:
        assert len(small) == 1 and not [count for count in counts if count >= 5]
    else:
        assert small <= hidden and len(hidden) != 1 and len(hidden) <= max(len(small), 2)
        assert not {place for place in hidden if counts[place] == 0}, "support costs hide nothing"


def test_the_cost_of_few_events_is_withheld_from_the_public_and_a_total_is_not(events, client):
    make.office()
    assert (public("money.cost_per_event").value, public("money.cost_per_event").caveats) == (Withheld(), ())
    assert public("money.delivery_rate").value == measured("money.delivery_rate").value
    page = client.get("/figures/money.spent/?period=2014").content.decode()
    assert "1,130" in page and "by=budget_class" in page and "by=activity" not in page
    refused = client.get("/figures/money.spent.json?period=2014&by=host")
    assert refused.status_code == 400 and "what one person was paid" in refused.json()["problems"][0]


def test_the_day_of_a_line_does_not_matter_to_what_its_days_come_to():
    from colonnade.money.rules import spread

    amount = Amount(D("100.01"), "USD")
    first, last = date(2014, 1, 30), date(2014, 3, 2)
    assert spread(amount, first, last, date(2013, 1, 1), date(2013, 12, 31)).value == 0
    assert spread(amount, first, last, date(2014, 1, 1), date(2014, 12, 31)) == amount


@given(
    cents=st.integers(0, 10**9),
    span=st.tuples(st.dates(date(2014, 1, 1), date(2016, 1, 1)), st.integers(0, 800)),
    cuts=st.lists(st.dates(date(2013, 6, 1), date(2018, 12, 31)), max_size=6, unique=True).map(sorted),
    currency=st.sampled_from(["USD", "KRW"]),
)
def test_what_a_budget_line_foresees_comes_to_the_whole_however_its_time_is_divided(
    cents, span, cuts, currency
):
    from colonnade.money.rules import spread

    amount = Amount(D(cents).scaleb(-2 if currency == "USD" else 0), currency)
    first, last = span[0], span[0] + timedelta(days=span[1])
    starts = [date(2013, 1, 1), *(cut + timedelta(days=1) for cut in cuts)]
    ends = [*cuts, date(2019, 12, 31)]
    parts = [spread(amount, first, last, start, end) for start, end in zip(starts, ends, strict=True)]

    assert sum(part.value for part in parts) == amount.value
    assert all(part.whole and part.value >= 0 for part in parts)
