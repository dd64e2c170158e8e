"""Peer review and slippage as figures: what is not known is left out and said."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make

from colonnade.figures.measure import Measurer
from colonnade.research.models import Study
from colonnade.values.numbers import Ratio
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db
YEARS = Period.of_years(2006, 2013)


def measured(key: str, period: Period = YEARS, **asked):
    return Measurer(as_of=date(2014, 4, 9), language="en").measure(key, period, **asked)


def reviewed(told: str, *years: int, **facts) -> None:
    Study.objects.filter(pk=make.study(*years, **facts).pk).update(peer_reviewed=told)


def test_the_share_of_reviewed_studies_leaves_out_what_nobody_recorded_and_says_so():
    for told in ("yes", "yes", "no", "not_recorded"):
        reviewed(told, 2010)
    reviewed("yes", 2014)
    reviewed("yes", 2010, state="planned")
    told = measured("research.peer_reviewed")

    assert (told.value, told.completeness) == (Ratio(2, 3), "known for 3 of 4 studies")


def test_where_nothing_is_recorded_the_share_is_not_known_which_is_not_nought():
    reviewed("not_recorded", 2010)

    assert measured("research.peer_reviewed").value is None


def test_slippage_adds_up_the_months_of_phases_that_ended_late_and_sets_nothing_off():
    study = make.study(state="closed")
    for planned, actual in (
        ("2010-01", "2010-06"), ("2010-06", "2010-06"), ("2011-06", "2011-01"), ("2010", "2012"), ("", "2012-01"),
        ("2013-06", ""), ("2013-12", "2014-03"),
    ):  # fmt: skip
        make.phase(study, planned=("", planned), actual=("", actual))
    told = measured("research.slippage")

    assert (told.value, told.completeness) == (
        5,
        "planned and actual end known to the month for 3 of 5 phases",
    )
    assert [(row.unknown, row.contribution) for row in told.rows].count((True, 0)) == 2


def test_slippage_of_a_year_is_that_of_the_phases_that_ended_in_it():
    study = make.study(state="closed")
    make.phase(study, planned=("", "2010-11"), actual=("", "2011-01"))
    make.phase(study, planned=("", "2010-11"), actual=("", "2010-12"))

    assert [measured("research.slippage", Period.year(year)).value for year in (2010, 2011)] == [1, 2]
