"""A count of people while it is open whether some of them are one: between how many and how many."""

from __future__ import annotations

from datetime import date

import pytest
from pyroaring import BitMap
from tests import make

from colonnade.capacity.actions import tally_events
from colonnade.figures.definition import Distinct, Doubts
from colonnade.figures.measure import Measurer
from colonnade.people.actions import decide_different
from colonnade.values.numbers import Bounds
from colonnade.values.period import Period

KEY, YEAR = "capacity.unique_participants", Period.year(2014)
pytestmark = pytest.mark.django_db


def people(**asked):
    return Measurer(as_of=date(2014, 12, 31)).measure(KEY, YEAR, **asked)


def came(number):
    """So many persons, each to an event of their own in 2014."""
    return [make.participation(make.event("2014-05-06"), make.person(), sex="female").person for _ in range(number)]


def test_two_who_may_be_one_are_between_one_and_two():
    one, other = came(2)
    assert people().value == 2

    pair = make.likeness(one, other)
    assert people().value == Bounds(1, 2)
    assert people().caveats == ("1 of them may be the same person as another; it is not decided yet.",)

    decide_different(likeness=pair, by="officer")
    assert people().value == 2
    assert people().caveats == ()


def test_three_who_may_be_one_by_two_pairs_are_between_one_and_three():
    first, second, third = came(3)
    make.likeness(first, second), make.likeness(second, third)

    assert people().value == Bounds(1, 3)


def test_two_who_look_like_a_third_who_was_not_there_may_be_one():
    first, second = came(2)
    absent = make.person()
    make.likeness(first, absent), make.likeness(second, absent)

    assert people().value == Bounds(1, 2)


def test_a_likeness_with_somebody_who_was_not_there_changes_nothing():
    [one] = came(1)
    make.likeness(one, make.person())

    assert people().value == 1


@pytest.mark.parametrize("state", ["different", "merged"])
def test_a_decided_pair_is_no_doubt(state):
    make.likeness(*came(2), state=state)

    assert people().value == 2


def test_a_pair_that_can_no_longer_be_told_stays_a_doubt():
    make.likeness(*came(2), state="lost")

    assert people().value == Bounds(1, 2)


def test_each_part_has_a_range_of_its_own():
    woman, man = came(2)
    man.participations.update(sex="male")
    make.likeness(woman, came(1)[0])
    tally_events()
    measured = people(by="sex")

    assert {part.part: part.value for part in measured.parts} == {"female": Bounds(1, 2), "male": 1}
    assert measured.value == Bounds(2, 3)


def test_a_head_count_says_that_there_were_as_many_as_it_counted():
    event = make.event("2014-05-06", counts_from="head_count", people=2)
    make.likeness(*[make.participation(event).person for _ in range(2)])

    assert people().value == 2


def test_a_doubt_changes_the_seal_and_not_the_rows():
    pair = came(2)
    before = people()
    make.likeness(*pair)
    after = people()

    assert [(row.ref, set(row.contribution.keys)) for row in before.rows] == [
        (row.ref, set(row.contribution.keys)) for row in after.rows
    ]
    assert before.seal != after.seal


def test_doubts_are_asked_once_however_many_events_and_pairs(django_assert_num_queries):
    make.likeness(*came(2))
    measurer = Measurer(as_of=date(2014, 12, 31))
    measurer.measure(KEY, YEAR)
    with django_assert_num_queries(0):
        measurer.measure(KEY, YEAR, {"kind": "regional_workshop"})


def test_what_may_be_one_is_arithmetic_on_sets():
    doubts = Doubts({3: 3, 8: 3, 9: 3})

    assert [doubts.fewer(BitMap(keys)) for keys in ([], [3], [3, 8], [8, 9, 11], [3, 8, 9])] == [0, 0, 1, 1, 2]
    assert Distinct(BitMap([3, 8]), doubts=doubts).least == 1
    assert Distinct(BitMap([3, 8]), stated=2, doubts=doubts).least == 2
    assert Distinct(BitMap([3, 8])).least == 2
    assert doubts.fewer(frozenset({"KOR"})) == 0
