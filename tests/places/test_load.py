"""Loading the shipped tables: once or many times, it is the same; what an officer wrote stays."""

import csv
import itertools
from datetime import date

import pytest

from colonnade.places.actions import load_reference
from colonnade.places.models import Country, CountryGroup, CountryName, GroupMembership, Indicator, Region
from colonnade.places.shipped import FOLDER, rows
from colonnade.records.models import Source

pytestmark = pytest.mark.django_db

HELD = (Source, Region, Country, CountryName, CountryGroup, GroupMembership, Indicator)


def everything():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in HELD}


def lines_of_history():
    return {model.__name__: model.history.count() for model in HELD}


def member(iso3, group):
    return GroupMembership.objects.get(country__code=iso3, group__code=group)


def test_every_shipped_row_is_in_the_record():
    assert {model.__name__: model.objects.count() for model in HELD} == {
        "Source": len(rows("sources")),
        "Region": 30,
        "Country": 248,
        "CountryName": len(rows("country_names_history")),
        "CountryGroup": 5,
        "GroupMembership": 216,
        "Indicator": 5,
    }


def test_a_second_load_changes_nothing_and_leaves_no_line_in_the_history():
    before, history = everything(), lines_of_history()

    loaded = load_reference()

    assert (loaded.added, loaded.changed, loaded.kept) == (0, 0, ())
    assert loaded.unchanged == sum(len(rows) for rows in before.values())
    assert everything() == before
    assert lines_of_history() == history


def test_what_is_loaded_has_one_line_of_history_each():
    assert lines_of_history() == {name: len(held) for name, held in everything().items()}


def test_a_date_that_an_officer_set_is_kept_and_reported():
    bangladesh = member("BGD", "LDC")
    bangladesh.valid_to, bangladesh.contested = date(2029, 11, 23), False
    bangladesh.save()

    loaded = load_reference()

    bangladesh.refresh_from_db()
    assert (bangladesh.valid_to, bangladesh.contested) == (date(2029, 11, 23), False)
    assert loaded.kept == (
        "group membership Bangladesh in LDC: kept as edited in this office "
        "(valid_to is 2029-11-23, shipped 2026-11-23; contested is False, shipped True).",
    )


def test_a_period_that_an_officer_added_is_kept():
    GroupMembership.objects.create(
        country=Country.objects.get(code="BGD"),
        group=CountryGroup.objects.get(code="LDC"),
        valid_from=date(2026, 11, 24),
    )

    loaded = load_reference()

    assert GroupMembership.objects.filter(country__code="BGD", group__code="LDC").count() == 2
    assert loaded.kept == (
        "group membership Bangladesh in LDC: 2 held and 1 shipped; kept as edited in this office.",
    )


def test_what_an_officer_deleted_is_not_brought_back():
    member("BHR", "SIDS").delete()

    loaded = load_reference()

    assert not GroupMembership.objects.filter(country__code="BHR", group__code="SIDS").exists()
    assert len(loaded.kept) == 1
    assert "was deleted in this office" in loaded.kept[0]


def test_what_the_office_added_itself_is_not_touched():
    group = CountryGroup.objects.create(code="G77", name="Group of 77", authority="Group of 77")
    GroupMembership.objects.create(country=Country.objects.get(code="KEN"), group=group)

    loaded = load_reference()

    assert (loaded.added, loaded.changed, loaded.kept) == (0, 0, ())
    assert group.memberships.count() == 1


def test_a_row_of_ours_that_differs_is_brought_to_the_shipped_one():
    """As when a new release corrects a date: no officer wrote the old one."""
    GroupMembership.objects.filter(pk=member("WSM", "LDC").pk).update(valid_to=date(2012, 12, 31))

    loaded = load_reference()

    assert (loaded.changed, loaded.added, loaded.kept) == (1, 0, ())
    assert member("WSM", "LDC").valid_to == date(2013, 12, 31)


def test_a_row_that_went_missing_is_added_again():
    GroupMembership.objects.filter(pk=member("WSM", "SIDS").pk)._raw_delete("default")

    assert load_reference().added == 1
    assert member("WSM", "SIDS").subgroup == "Pacific"


def test_a_load_reports_its_progress():
    steps = []

    load_reference(progress=steps.append)

    assert steps[0] == "sources"
    assert len(steps) == len(set(steps)) == 7


def test_every_country_and_every_group_names_its_source():
    assert not Country.objects.filter(source=None).exists()
    assert {group.code: group.source.publisher for group in CountryGroup.objects.all()}["FCS"] == "World Bank"


def test_the_un_had_193_members_and_two_observers():
    assert Country.objects.filter(un_status="member").count() == 193
    assert sorted(Country.objects.filter(un_status="observer").values_list("code", flat=True)) == [
        "PSE",
        "VAT",
    ]


def test_the_number_of_members_at_year_end_is_the_published_one():
    counted = {
        year: Country.objects.filter(un_status="member", un_since__lte=date(year, 12, 31)).count()
        for year in (2000, 2002, 2006, 2011)
    }

    assert counted == {2000: 189, 2002: 191, 2006: 192, 2011: 193}


def test_periods_of_one_country_in_one_group_do_not_overlap():
    periods = {}
    for row in rows("groups"):
        period = (row["valid_from"] or "0001-01-01", row["valid_to"] or "9999-12-31")
        periods.setdefault((row["iso3"], row["group"]), []).append(period)

    overlapping = [
        key
        for key, spans in periods.items()
        for earlier, later in itertools.pairwise(sorted(spans))
        if later[0] <= earlier[1]
    ]

    assert overlapping == []
    assert all(first <= last for spans in periods.values() for first, last in spans)


def test_every_shipped_table_is_whole():
    """No row has more or fewer cells than its header, and every file is text as UTF-8 without surprises."""
    for table in FOLDER.iterdir():
        if table.name.endswith(".csv"):
            with table.open(encoding="utf-8", newline="") as file:
                header, *lines = list(csv.reader(file))
            assert {len(line) for line in lines} == {len(header)}, table.name
            assert len(set(header)) == len(header), table.name
