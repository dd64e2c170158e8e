"""Groups as at a day: what the lists of the United Nations said then, and what is in doubt."""

from datetime import date

import pytest

from colonnade.places.models import Country, CountryGroup, GroupMembership
from colonnade.places.queries import (
    group_calendar,
    group_changes,
    groups_by_country_on,
    groups_on,
    members_on,
)
from colonnade.records.actions import withdraw

pytestmark = pytest.mark.django_db

LDC_AT_YEAR_END = {
    2006: 50,
    **dict.fromkeys(range(2007, 2011), 49),
    2011: 48,
    2012: 49,
    2013: 49,
    **dict.fromkeys(range(2014, 2017), 48),
    **dict.fromkeys(range(2017, 2020), 47),
    **dict.fromkeys(range(2020, 2023), 46),
    2023: 45,
    2024: 44,
    2025: 44,
}


def test_the_number_of_least_developed_countries_at_each_year_end_is_the_published_one():
    calendar = group_calendar()

    counted = {year: len(calendar.members("LDC", date(year, 12, 31))) for year in LDC_AT_YEAR_END}

    assert counted == LDC_AT_YEAR_END


def test_samoa_was_a_least_developed_country_to_the_end_of_2013_and_an_island_state_throughout():
    assert groups_on("WSM", date(2013, 12, 31)) == {"LDC", "SIDS"}
    assert groups_on("WSM", date(2014, 1, 1)) == {"SIDS"}
    assert groups_on("WSM", date(2014, 9, 1)) == {"SIDS"}


def test_a_country_leaves_on_the_day_after_its_last_day_on_the_list():
    assert members_on("LDC", date(2020, 12, 3)).filter(code="VUT").exists()
    assert not members_on("LDC", date(2020, 12, 4)).filter(code="VUT").exists()


@pytest.mark.parametrize(("group", "members"), [("LLDC", 32), ("SIDS", 39), ("LDC", 44)])
def test_the_lists_of_today_have_their_published_length(group, members):
    assert members_on(group, date(2026, 11, 23)).count() == members


def test_bahrain_was_on_the_older_list_of_island_states_and_is_not_on_the_present_one():
    assert "SIDS" in groups_on("BHR", date(2014, 9, 1))
    assert "SIDS" not in groups_on("BHR", date(2018, 1, 1))


def test_every_way_of_asking_gives_the_same_members():
    for day in (date(2009, 7, 1), date(2014, 4, 9), date(2024, 12, 13)):
        calendar, on_day = group_calendar(), groups_by_country_on(day)
        for group in ("LDC", "LLDC", "SIDS", "SIDS_ASSOCIATE", "FCS"):
            asked = set(members_on(group, day).values_list("code", flat=True))
            assert calendar.members(group, day) == asked
            assert {iso3 for iso3, groups in on_day.groups.items() if group in groups} == asked


def test_each_way_of_asking_costs_one_query(django_assert_num_queries):
    day = date(2014, 9, 1)
    for ask in (
        lambda: list(members_on("SIDS", day)),
        lambda: groups_on("WSM", day),
        lambda: groups_by_country_on(day),
        lambda: group_changes(),
    ):
        with django_assert_num_queries(1):
            ask()


def test_a_calendar_answers_any_number_of_questions_with_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = group_calendar()
        for year in range(2006, 2027):
            for iso3 in ("WSM", "BGD", "NPL", "KOR"):
                calendar.groups(iso3, date(year, 9, 1))
                calendar.contested(iso3, "LDC", date(year, 9, 1))


def test_an_end_that_is_disputed_is_followed_by_doubt_and_not_preceded_by_it():
    calendar = group_calendar()

    assert calendar.groups("BGD", date(2026, 11, 23)) == {"LDC"}
    assert not calendar.contested("BGD", "LDC", date(2026, 11, 23))
    assert calendar.groups("BGD", date(2026, 11, 24)) == frozenset()
    assert calendar.contested("BGD", "LDC", date(2026, 11, 24))


def test_three_countries_leave_in_november_2026_and_for_two_of_them_this_is_in_doubt():
    day = date(2026, 11, 24)
    leaving = [change for change in group_changes(day, day) if change.group == "LDC"]

    assert [(c.iso3, c.entered, c.contested) for c in leaving] == [
        ("BGD", False, True),
        ("LAO", False, False),
        ("NPL", False, True),
    ]
    assert len(group_calendar().members("LDC", day)) == 41
    assert {k for k, v in groups_by_country_on(day).contested.items() if "LDC" in v} == {"BGD", "NPL"}


def test_after_the_last_list_of_fragile_situations_held_membership_is_in_doubt():
    calendar = group_calendar()

    assert "FCS" in calendar.groups("AFG", date(2025, 6, 30))
    assert calendar.doubtful("AFG", date(2025, 7, 1)) == {"FCS"}


def test_a_later_period_in_the_group_ends_the_doubt():
    bangladesh = Country.objects.get(code="BGD")
    GroupMembership.objects.create(
        country=bangladesh,
        group=CountryGroup.objects.get(code="LDC"),
        valid_from=date(2026, 11, 24),
        valid_to=date(2029, 11, 23),
    )
    calendar = group_calendar()

    assert calendar.groups("BGD", date(2027, 1, 1)) == {"LDC"}
    assert not calendar.contested("BGD", "LDC", date(2027, 1, 1))


def test_a_group_that_is_withdrawn_has_no_members():
    withdraw(record=CountryGroup.objects.get(code="FCS"), because="The office does not use the list.")

    assert members_on("FCS", date(2014, 1, 1)).count() == 0
    assert "FCS" not in groups_on("AFG", date(2014, 1, 1))
    assert group_calendar().members("FCS", date(2014, 1, 1)) == frozenset()
