"""Which lines are the same money: by number, then by amount, day and class; equals are asked about, and no line is lost or taken twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.money.matching import Line, match, numbers_of, plain_class, plain_number, words_of

FIRST = date(2014, 3, 1)


def line(key, amount, *numbers, day=0, cls="", text="", reverses=None):
    return Line(key, FIRST + timedelta(days=day), D(amount), numbers_of(*numbers), bool(numbers), cls, text,
                words_of(text), reverses)  # fmt: skip


def told(found):
    """Every group and proposal: why, the lines of ours and of theirs."""

    def of(groups):
        return [(group.why, *("+".join(str(each.key) for each in side) for side in (group.ours, group.theirs))) for group in groups]  # fmt: skip

    return of(found.groups), of(found.proposals)


def test_a_number_is_compared_without_marks_case_and_noughts():
    assert plain_number("V-0012/a") == plain_number("v0012 A")
    assert numbers_of("0004900012", "", "4900012") == {"4900012"}
    assert words_of("PAYMENT V-0012, of 3 chairs") == {"v0012"}
    assert [plain_class(code) for code in ("015", "FT30_CLASS_125", "UNSDG-5", "PSC")] == [
        "15",
        "125",
        "5",
        "psc",
    ]


def test_one_number_and_one_amount_are_the_same_money_however_far_the_days():
    assert told(match([line("o", 100, "V1")], [line("t", 100, "v-1", day=40)])) == (
        [("number", "o", "t")],
        [],
    )
    assert told(match([line("o", 100, "V1")], [line("t", 100, "V1", day=400)])) == ([], [("far", "o", "t")])


def test_a_number_in_the_text_of_a_bank_is_found():
    bank = line("t", -100, day=90, text="TRANSFER V-0012 INTERPRETERS")
    assert told(match([line("o", -100, "V-0012")], [bank])) == ([("number", "o", "t")], [])


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [((100,), ("100.01",), "amount"), ((100,), (-100,), "sign"), ((100,), (100, 100), "doubled"), ((70, 30), (60, 40), "several")],
)  # fmt: skip
def test_one_number_with_other_amounts_is_proposed_and_says_what_differs(ours, theirs, why):
    found = match([line(f"o{at}", each, "V1") for at, each in enumerate(ours)],
                  [line(f"t{at}", each, "V1") for at, each in enumerate(theirs)])  # fmt: skip
    assert found.groups == [] and [group.why for group in found.proposals] == [why]
    (group,) = found.proposals
    assert group.difference == sum(map(D, ours)) - sum(map(D, theirs))


def test_what_is_paid_in_parts_under_one_number_comes_together():
    ours, theirs = [line("o", -100, "V1")], [line("t1", -60, "V1", day=3), line("t2", -40, "V1", day=30)]
    assert told(match(ours, theirs)) == ([("parts", "o", "t1+t2")], [])
    assert told(match(theirs, ours)) == ([("parts", "t1+t2", "o")], [])


def test_the_same_rent_each_month_under_one_number_is_paired_in_the_order_of_its_days():
    ours = [line(f"o{month}", -50, "C9", day=30 * month) for month in range(3)]
    theirs = [line(f"t{month}", -50, "C9", day=30 * month + 2) for month in range(3)]
    assert told(match(ours, reversed(theirs))) == ([("number", f"o{n}", f"t{n}") for n in range(3)], [])


def test_without_numbers_amount_day_and_class_tell_where_no_other_line_could_be_meant():
    assert told(match([line("o", 100)], [line("t", 100, day=5)])) == ([("amount", "o", "t")], [])
    assert told(match([line("o", 100)], [line("t", 100, day=6)])) == ([], [])
    two = [line("a", 100, cls="115"), line("b", 100, cls="145")]
    theirs = [line("x", 100, cls="145", day=1), line("y", 100, cls="115", day=2)]
    assert told(match(two, theirs)) == ([("amount", "a", "y"), ("amount", "b", "x")], [])


def test_between_equals_nobody_guesses():
    ours, theirs = [line("a", 100), line("b", 100, day=1)], [line("x", 100), line("y", 100, day=1)]
    assert told(match(ours, theirs)) == ([], [("equals", "a+b", "x+y")])
    assert told(match(ours, theirs[:1])) == ([], [("equals", "a+b", "x")])


def test_another_number_or_another_class_speaks_against_the_same_amount_and_is_asked():
    assert told(match([line("o", 100, "V1")], [line("t", 100, "V2")])) == ([], [("numbers differ", "o", "t")])
    assert told(match([line("o", 100, cls="115")], [line("t", 100, cls="145")])) == (
        [],
        [("class", "o", "t")],
    )


def test_a_line_and_its_reversal_here_are_matched_with_one_another_and_there_it_is_asked():
    ours = [line("a", -100, "V1"), line("b", 100, "V1", day=2, reverses="a")]
    assert told(match(ours, [])) == ([("reversal", "a+b", "")], [])
    assert told(match([], [line("x", -9, "D1"), line("y", 9, "D1")])) == ([], [("reversal", "", "x+y")])
    assert told(match(ours, [line("t", -100, "V1")]))[0] == [("number", "a", "t")]


sides = st.lists(
    st.tuples(st.integers(-3, 3).filter(bool), st.sampled_from(["", "V1", "V2", "V3"]), st.integers(0, 12),
              st.sampled_from(["", "115", "145"])), max_size=12)  # fmt: skip


@given(sides, sides)
def test_no_line_is_lost_or_taken_twice_and_what_is_matched_is_of_one_amount(ours, theirs):
    here = [line(("o", n), a, *filter(None, [v]), day=d, cls=c) for n, (a, v, d, c) in enumerate(ours)]
    there = [line(("t", n), a, *filter(None, [v]), day=d, cls=c) for n, (a, v, d, c) in enumerate(theirs)]
    found = match(here, there)
    used = Counter(
        each.key for group in (*found.groups, *found.proposals) for each in (*group.ours, *group.theirs)
    )
    assert set(used.values()) <= {1} and used.keys() <= {each.key for each in (*here, *there)}
    assert all(group.difference == 0 for group in found.groups)
    left = sum(each.amount for each in here if each.key not in used) - sum(each.amount for each in there if each.key not in used)  # fmt: skip
    assert left + sum(group.difference for group in found.proposals) == sum(each.amount for each in here) - sum(each.amount for each in there)  # fmt: skip
    assert told(match(here[::-1], there[::-1])) == told(found), "the order of a file changes nothing"
