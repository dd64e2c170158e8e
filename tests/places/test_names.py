"""What a country is called on a day, in each language."""

from datetime import date

import pytest

from colonnade.places.models import Country
from colonnade.places.queries import country_names, name_on, regions_by_country

pytestmark = pytest.mark.django_db

DECK = date(2014, 4, 9)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("iso3", "then", "now"),
    [
        ("SWZ", "Swaziland", "Eswatini"),
        ("TUR", "Turkey", "Türkiye"),
        ("CZE", "Czech Republic", "Czechia"),
        ("MKD", "The former Yugoslav Republic of Macedonia", "North Macedonia"),
        ("CPV", "Cabo Verde", "Cabo Verde"),
        ("VNM", "Viet Nam", "Viet Nam"),
    ],
)
def test_a_country_has_the_name_of_the_day(iso3, then, now):
    country = Country.objects.get(code=iso3)

    assert (name_on(country, DECK), name_on(country, TODAY)) == (then, now)
    assert (country_names("en", DECK)[iso3], country_names("en", TODAY)[iso3]) == (then, now)


def test_a_name_changes_from_one_day_to_the_next():
    assert country_names("en", date(2022, 6, 1))["TUR"] == "Turkey"
    assert country_names("en", date(2022, 6, 2))["TUR"] == "Türkiye"


def test_the_names_of_today_are_those_of_the_countries_themselves():
    assert country_names("en", TODAY) == dict(Country.objects.values_list("code", "name_en"))


def test_other_languages_have_the_names_of_today_on_every_day():
    assert country_names("fr", DECK) == dict(Country.objects.values_list("code", "name_fr"))
    assert country_names("zh-hans", DECK)["SWZ"] == "斯威士兰"
    assert name_on(Country.objects.get(code="KOR"), DECK, "ko") == "대한민국"


def test_every_country_has_a_name_in_every_language():
    for language in ("en", "fr", "es", "ru", "zh", "ar", "ko"):
        assert [code for code, name in country_names(language, TODAY).items() if not name] == []


def test_names_cost_two_queries_and_one_name_costs_one(django_assert_num_queries):
    country = Country.objects.get(code="SWZ")

    with django_assert_num_queries(2):
        country_names("en", DECK)
    with django_assert_num_queries(1):
        name_on(country, DECK)


def test_every_country_but_antarctica_has_a_region_and_a_sub_region(django_assert_num_queries):
    with django_assert_num_queries(1):
        regions = regions_by_country()

    assert (regions["KOR"], regions["WSM"], regions["ETH"]) == ("142", "009", "002")
    assert regions_by_country("subregion")["KOR"] == "030"
    assert set(Country.objects.values_list("code", flat=True)) - set(regions) == {"ATA"}
