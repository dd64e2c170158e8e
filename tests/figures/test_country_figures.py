"""The figures of countries: those worked with are counted on the union, and what others measure is taken over as it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests import make

from colonnade.figures.actions import freeze_edition
from colonnade.figures.definition import NotAdditive, add
from colonnade.figures.differences import differences, number_of
from colonnade.figures.measure import Measurer
from colonnade.programme.models import ActivityPartner, Partnership
from colonnade.values.numbers import Bounds
from colonnade.values.period import Period
from colonnade.values.words import number_words

pytestmark = pytest.mark.django_db

PERIOD = Period.of_years(2013, 2014)


def measure(key, by=None, **parts):
    return Measurer(as_of=date(2014, 12, 31)).measure(key, PERIOD, parts, by=by)


def shares(measured):
    return {part.part: part.value for part in measured.parts}


def test_a_country_that_was_worked_with_in_four_ways_is_one_country():
    held = make.event("2013-05-06", host="WSM")
    make.participation(held, from_country="WSM")
    make.study(2013, covered=["WSM"])
    organisation = make.organisation(country=make.country("WSM"))
    ActivityPartner.objects.create(activity=held.activity, organisation=organisation)
    Partnership.objects.create(
        code="PS", organisation=make.organisation(country=make.country("TON")), year=2014
    )

    told = measure("places.countries_worked_with", by="relation")

    assert (told.value, shares(told)) == (2, {"host": 1, "represented": 1, "covered": 1, "partner": 2})
    with pytest.raises(NotAdditive):
        add([measure("places.countries_worked_with", relation=r) for r in ("host", "covered")])


def test_countries_that_a_source_counts_and_does_not_name_make_a_span():
    make.event(
        "2013-05-06", host="WSM", counts_from="head_count", people=90, countries=10, named=["FJI", "TON"]
    )

    told = measure("places.countries_worked_with")

    assert told.value == Bounds(10, 11)  # the host may or may not be among the ten


def test_the_events_a_country_attended_are_its_country_participations():
    for on in ("2013-05-06", "2014-05-06"):
        make.participation(make.event(on), from_country="WSM")
    make.event("2014-06-06", counts_from="head_count", people=90, countries=10, named=["WSM"])

    told = measure("capacity.country_participations", by="country")

    assert (told.value, shares(told)) == (12, {"WSM": 3, "not_recorded": 9})
    assert measure("capacity.country_participations", country="WSM").value == 3


def test_studies_and_products_are_told_apart_by_the_countries_they_cover():
    make.study(2013, covered=["WSM", "TON"])
    make.study(2014, covered=["WSM"])
    make.product("2014", covered=["TON"])

    assert measure("research.studies", covered="WSM").value == 2
    assert shares(measure("research.products", by="covered")) == {"TON": 1}


def test_an_index_is_taken_over_for_one_country_and_edition_and_never_summed_or_averaged():
    make.indicator_value(2013, "0.4204", rank=111)
    make.indicator_value(2013, "0.9462", country_code="KOR", rank=1)
    make.indicator_value(2014, None)

    one = measure("places.indicator_value", indicator="EGDI", assessed="KOR")
    rank = measure("places.indicator_rank", indicator="EGDI", assessed="WSM")
    both = measure("places.indicator_value", by="assessed", indicator="EGDI")

    assert (number_words(one.value), rank.value, both.value) == ("0.9462", 111, None)
    assert shares(both) == {"KOR": Decimal("0.9462"), "WSM": Decimal("0.4204")}
    with pytest.raises(NotAdditive, match="cannot be summed or averaged"):
        add([one, one])


def test_an_edition_keeps_an_index_to_its_last_decimal():
    make.indicator_value(2013, "0.4204")
    told = measure("places.indicator_value", indicator="EGDI", assessed="WSM")
    edition = freeze_edition(code="E", report="r", title="R", period=PERIOD, document={}, measurements=[told])
    kept = edition.figures.get()

    assert number_of(kept.value) == Decimal("0.4204")
    assert differences(kept, measure("places.indicator_value", indicator="EGDI", assessed="WSM")) == []
