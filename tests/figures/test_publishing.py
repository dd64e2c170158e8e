"""Small counts of persons are withheld from the public, with what would reveal them and with nothing else."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import make

from colonnade.figures.definition import NotAdditive
from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Publisher, Withheld, small, sum_of_parts, withheld
from colonnade.figures.scope import Scope
from colonnade.values.numbers import Bounds
from colonnade.values.period import Period

LEAST = 5
counts = st.lists(st.integers(0, 9), max_size=5)


def readings(values: list[int], hidden: frozenset[int]) -> list[tuple[int, ...]]:
    """Every way to fill the withheld counts that agrees with the total and with what the page says of them."""
    together = sum(values[place] for place in hidden)
    every = product(range(1, together + 1), repeat=len(hidden))
    return [filled for filled in every if sum(filled) == together and any(count < LEAST for count in filled)]


@given(counts)
def test_what_is_withheld_cannot_be_computed_from_what_is_shown(values):
    hidden = withheld(values, LEAST, total=sum(values))
    if not hidden:
        return
    fillings = readings(values, hidden)

    assert [len({filled[i] for filled in fillings}) > 1 for i in range(len(hidden))] == [True] * len(hidden)


@given(counts)
def test_every_small_count_is_withheld(values):
    hidden = withheld(values, LEAST, total=sum(values))
    shown = [value for place, value in enumerate(values) if hidden is not None and place not in hidden]

    assert [value for value in shown if 0 < value < LEAST] == []


@given(counts)
def test_a_count_that_is_not_small_is_withheld_only_where_a_small_one_would_follow_and_then_the_smallest(
    values,
):
    hidden = withheld(values, LEAST, total=sum(values)) or frozenset()
    primary = {place for place, value in enumerate(values) if 0 < value < LEAST}
    extra = sorted(values[place] for place in hidden - primary)
    others = sorted(value for value in values if value >= LEAST)
    follows = len(primary) == 1 or (len(primary) > 1 and all(values[place] == 1 for place in primary))

    assert extra == (others[:1] if follows else [])


@given(counts)
def test_where_nothing_can_hide_a_small_count_the_whole_breakdown_is_withheld(values):
    alone = [value for value in values if value]
    small_ones = [value for value in alone if value < LEAST]
    cannot = bool(small_ones) and alone == small_ones and (len(alone) == 1 or set(alone) == {1})

    assert (withheld(values, LEAST, total=sum(values)) is None) == cannot


def test_counts_that_do_not_come_to_the_total_hide_only_the_small_one():
    assert withheld([3, 20, 40], LEAST, total=50) == frozenset({0})


@pytest.mark.parametrize(
    ("value", "expected"), [(0, False), (1, True), (4, True), (5, False), (Bounds(2, 90), True), (Bounds(0, 9), False), (None, False)]
)  # fmt: skip
def test_a_count_is_small_between_one_and_the_least(value, expected):
    assert small(value, LEAST) is expected


# --- on the record ------------------------------------------------------------------------------------


def seat(event, country, number):
    for _ in range(number):
        make.participation(event, from_country=country, sex="female")


def scope(**parts):
    return Scope.of(Period.year(2014), date(2014, 12, 31), parts)


def publisher(least=LEAST):
    return Publisher(Measurer(as_of=date(2014, 12, 31)), least)


@pytest.fixture
def event(db):
    """One event: 3 from Fiji, 6 from Samoa, 12 from Kenya."""
    event = make.event("2014-05-06", closed=date(2014, 6, 1))
    for country, number in (("FJI", 3), ("WSM", 6), ("KEN", 12)):
        seat(event, country, number)
    return event


def test_the_next_smallest_country_is_withheld_with_the_small_one(event):
    parts = publisher().publish("capacity.participations", scope(), by="country").parts

    assert {part.part: part.value for part in parts} == {"FJI": Withheld(), "KEN": 12, "WSM": Withheld()}


def test_what_is_withheld_among_parts_is_withheld_on_its_own_page(event):
    told = publisher()
    values = [
        told.publish("capacity.participations", scope(country=code)).value for code in ("FJI", "WSM", "KEN")
    ]

    assert values == [Withheld(small=True), Withheld(), 12]


def test_what_a_table_withholds_is_withheld_in_the_table_that_runs_the_other_way(event):
    """Samoa's 6 of 2014 would tell Fiji's 3: the year comes to 21, and Kenya's 12 is shown."""
    for year in (2013, 2015):
        seat(make.event(f"{year}-05-06", closed=date(year, 6, 1)), "WSM", 20)
    years = Scope.of(Period.of_years(2013, 2015), date(2015, 12, 31), {"country": "WSM"})
    told = Publisher(Measurer(as_of=date(2015, 12, 31)), LEAST).publish(
        "capacity.participations", years, by="year"
    )

    assert {part.part: part.value for part in told.parts} == {
        "2013": Withheld(),
        "2014": Withheld(),
        "2015": 20,
    }


def test_what_is_shown_of_a_country_and_of_a_sex_is_no_way_round_either(db):
    held = make.event("2014-05-06", closed=date(2014, 6, 1))
    for sex, number in (("female", 8), ("male", 2)):
        for _ in range(number):
            make.participation(held, from_country="WSM", sex=sex)
    seat(held, "KEN", 12)
    parts = publisher().publish("capacity.participations", scope(sex="female"), by="country").parts

    assert {part.part: part.value for part in parts} == {"KEN": Withheld(), "WSM": Withheld()}


def test_the_office_itself_is_shown_everything(event):
    parts = publisher(least=0).publish("capacity.participations", scope(), by="country").parts

    assert {part.part: part.value for part in parts} == {"FJI": 3, "KEN": 12, "WSM": 6}


def test_events_countries_and_studies_are_never_withheld(event):
    told = publisher()
    values = [
        told.publish(key, scope()).value for key in ("capacity.events_held", "capacity.countries_represented")
    ]

    assert values == [1, 3]


def test_rows_of_persons_are_withheld_like_parts(event):
    seat(make.event("2014-07-01", closed=date(2014, 8, 1)), "KEN", 2)
    rows = publisher().publish("capacity.participations", scope()).rows

    assert [row.contribution for row in rows] == [Withheld(), Withheld()]


def test_events_withheld_together_are_told_apart_by_no_kind_month_or_host(db):
    """3, 8 and 30 came: the first two are withheld together, so nothing that holds only one of them is told."""
    for number, kind, day in (
        (3, "national_training", "2014-05-06"),
        (8, "regional_workshop", "2014-06-06"),
        (30, "national_training", "2014-07-06"),
    ):
        seat(make.event(day, kind_code=kind, closed=date(2014, 8, 1)), "KEN", number)
    told = publisher()
    whole = told.publish("capacity.participations", scope(), by="kind")
    months = [
        told.publish(
            "capacity.participations", Scope.of(Period.parse(f"2014-0{month}"), date(2014, 12, 31))
        ).value
        for month in (5, 6, 7)
    ]

    assert (whole.value, [row.contribution for row in whole.rows]) == (41, [Withheld(), Withheld(), 30])
    assert [part.value for part in whole.parts] == [Withheld(), Withheld()]
    assert [told.publish("capacity.participations", scope(kind=kind)).value for kind in ("national_training", "regional_workshop")] == [
        Withheld(), Withheld()
    ]  # fmt: skip
    assert months == [Withheld(small=True), Withheld(), 30]


def test_the_same_events_are_withheld_whatever_the_period(db):
    for number, day in ((6, "2013-05-06"), (3, "2014-05-06"), (8, "2014-06-06"), (30, "2014-07-06")):
        seat(make.event(day, closed=date(2014, 8, 1)), "KEN", number)
    both = Scope.of(Period.of_years(2013, 2014), date(2014, 12, 31))
    rows = publisher().publish("capacity.participations", both).rows

    assert [row.contribution for row in rows] == [6, Withheld(), Withheld(), 30]


def test_the_words_beside_a_number_do_not_tell_a_small_count(db):
    make.opening("capacity.participations", 40, "2014")
    seat(make.event("2014-05-06", closed=date(2014, 6, 1)), "FJI", 3)
    published = publisher().publish("capacity.participations", scope())

    assert (published.value, published.completeness) == (40, "participants known for 1 of 1 events")


def test_the_keys_of_persons_never_leave_the_record(event):
    rows = publisher(least=0).publish("capacity.unique_participants", scope()).rows

    assert [(row.contribution, row.keys) for row in rows] == [(21, ())]


def test_a_sum_over_parts_is_given_where_it_is_true_and_refused_where_it_is_not(event):
    measurer = Measurer(as_of=date(2014, 12, 31))
    participations = measurer.measure_scope("capacity.participations", scope(), by="country")
    people = measurer.measure_scope("capacity.unique_participants", scope(), by="country")

    assert sum_of_parts(participations) == 21
    with pytest.raises(NotAdditive, match="Ask for capacity.unique_participants over the whole"):
        sum_of_parts(people)
