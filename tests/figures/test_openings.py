"""Opening figures are entered once: no two tell one fact, and each is narrowed by what can narrow it."""

import pytest
from tests import make

from colonnade.figures.actions import enter_opening_figure
from colonnade.figures.intake import told_once
from colonnade.figures.models import OpeningFigure
from colonnade.records.errors import Refused
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db


def opening(figure="capacity.participations", period="2006-2013", value=752, **parts):
    span = Period.parse(period)
    return OpeningFigure(code=make.next_code("OF"), figure=figure, first_day=span.first, last_day=span.last,
                         parts=parts, value=value, counting_rule="unknown")  # fmt: skip


def test_two_kinds_of_one_period_are_two_facts():
    enter_opening_figure(opening=opening(kind="national_training"))
    enter_opening_figure(opening=opening(kind="regional_workshop"))

    assert OpeningFigure.objects.count() == 2


@pytest.mark.parametrize(
    ("period", "parts"),
    [("2006-2013", {}), ("2013-2015", {"kind": "national_training"}), ("2010", {"host": "KOR"})],
)
def test_what_would_count_a_fact_twice_is_refused_by_action_and_by_import(period, parts):
    first = enter_opening_figure(opening=opening(kind="national_training"))
    second = opening(period=period, **parts)

    for refuse in (lambda: enter_opening_figure(opening=second), lambda: told_once([second])):
        with pytest.raises(Refused, match=f"{second.code} overlaps {first.code} .* would count twice"):
            refuse()
    assert OpeningFigure.objects.count() == 1


def test_what_divides_a_row_cannot_narrow_a_reported_total():
    with pytest.raises(Refused, match="cannot be narrowed by sex"):
        enter_opening_figure(opening=opening(sex="female"))


def test_a_figure_that_is_not_in_the_catalogue_is_refused_with_the_nearest():
    with pytest.raises(
        Refused, match="No figure is called “capacity.participation”. There are: capacity.participations"
    ):
        enter_opening_figure(opening=opening("capacity.participation"))
