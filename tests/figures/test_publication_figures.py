"""The figures of publications: languages, plans and what became of them, downloads, and the gap between titles and products."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make

from colonnade.figures.definition import UnitsDiffer, add
from colonnade.figures.measure import Measurer
from colonnade.research.actions import count_download, move_product, put_off
from colonnade.research.models import Series
from colonnade.values.dates import PartialDate
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db
YEAR = Period.year(2014)
AS_OF = date(2014, 12, 31)


def measure(key, **more):
    return Measurer(as_of=AS_OF).measure(f"research.{key}", YEAR, **more)


def parts(measured):
    return {part.part: part.value for part in measured.parts}


def test_a_product_in_three_languages_is_one_product_and_three_versions():
    held = make.product("2014-05")
    for language, status in (("en", ""), ("fr", "official"), ("und", "machine")):
        make.version(held, language, status=status)
    make.version(held, "es", on="2015")
    make.version(held, "ar", released=False)
    make.version(make.product("2014", own=False))

    assert measure("products").value == 1
    assert parts(measure("products", by="language")) == {"en": 1, "es": 1, "fr": 1}
    assert parts(measure("language_versions", by="language")) == {"en": 1, "fr": 1, "not_recorded": 1}
    assert parts(measure("language_versions", by="translation")) == {
        "original": 1,
        "official": 1,
        "machine": 1,
    }


def test_products_are_told_apart_by_series_and_a_superseded_one_came_out_no_less():
    series = Series.objects.create(code="S", title="Profiles")
    old = make.product("2014", series=series)
    gone = make.product("2014")
    make.product("2014")
    move_product(product=old, to="superseded", because="Second edition")
    move_product(product=gone, to="withdrawn", because="A table was wrong.")

    assert parts(measure("products", by="series")) == {"S": 1, "not_recorded": 1}


def test_what_became_of_the_plans_of_the_year():
    make.product("2014-03-31", planned="2014-03")
    make.product("2014-04-01", planned="2014-03")
    put = make.product(None, state="draft", planned="2014-06")
    make.product(None, state="planned", planned="2014")
    make.product(None, state="abandoned", planned="2014")
    make.product(None, state="draft", planned="2015")
    put_off(product=put, to=PartialDate.parse("2015-01"), because="Review")

    told = measure("products_due", by="outcome")
    assert (told.value, parts(told)) == (
        5,
        {"on_time": 1, "late": 1, "overdue": 1, "to_come": 1, "abandoned": 1},
    )
    assert told.caveats == ("1 of 5 put off, once in all; each with its reason in the record.",)


def test_downloads_are_counted_by_day_have_a_unit_of_their_own_and_say_how():
    file = make.publication_file(make.version(make.product("2013"), "fr"), b"a\n", "a.csv")
    for day, times in ((date(2013, 12, 31), 4), (date(2014, 1, 1), 2), (date(2014, 12, 31), 1)):
        for _time in range(times):
            count_download(file=file, day=day)

    told = measure("downloads", by="language")
    assert (told.value, parts(told), [row.ref for row in told.rows]) == (3, {"fr": 3}, [file.ref])
    assert "Counted without following anybody" in told.caveats[0]
    event = make.event("2014-05-06", people=10, counts_from="head_count")
    people = Measurer(as_of=AS_OF).measure("capacity.participations", YEAR)
    assert (event.pk > 0, people.value) == (True, 10)
    with pytest.raises(UnitsDiffer):
        add([told, people])


def test_the_gap_between_titles_and_products_is_a_caveat_of_the_whole():
    study = make.study(2014)
    make.study(2014)
    for one in (study, study, None, make.study(2010)):
        make.product("2014", study=one)

    told = measure("products").caveats
    assert told == (
        "Titles and products are counted apart: a title is a piece of research, a product is what was issued. Of 2 titles, "
        "1 led to a product that is held in the record, 1 of them to several; of 1 no product of the period is known. "
        "Of 4 products held, 1 come of no title, 1 come of a title of other years.",
    )
    assert measure("products", parts={"product_kind": "research_report"}).caveats == ()
