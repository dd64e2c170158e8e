"""A country is recognised by whatever people write for it, and never guessed."""

import pytest

from colonnade.places.models import Country
from colonnade.places.recognise import Ambiguous, Recognised, Unknown, recognise, recogniser
from colonnade.places.shipped import rows
from colonnade.values.languages import LANGUAGES

pytestmark = pytest.mark.django_db

# The United Nations' short name of one country, by which many mean its neighbour.
CONGO = {"Congo", "Конго", "刚果", "الكونغو"}


def code(answer):
    return answer.country.code if isinstance(answer, Recognised) else answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_every_country_is_that_country(language):
    reader = recogniser()
    names = {country.code: getattr(country, f"name_{language}") for country in Country.objects.all()}

    wrong = {name: code(reader.read(name)) for iso3, name in names.items() if code(reader.read(name)) != iso3}

    assert len(names) == 248
    assert set(wrong) == CONGO & set(names.values())


def test_every_formal_name_and_every_code_is_that_country():
    reader = recogniser()

    for country in Country.objects.all():
        for text in filter(None, (country.formal_en, country.code, country.iso2, country.m49)):
            assert code(reader.read(text)) == country.code


def test_every_earlier_name_is_the_country_of_today():
    reader = recogniser()

    for row in rows("country_names_history"):
        assert code(reader.read(row["name"])) == row["iso3"]


def test_every_alias_names_countries_that_are_held():
    held = set(Country.objects.values_list("code", flat=True))

    assert {iso3 for row in rows("country_aliases") for iso3 in row["iso3"].split(";")} - {""} <= held


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("NA", "NAM"),
        ("NO", "NOR"),
        ("usa", "USA"),
        ("U.S.A.", "USA"),
        ("U.K.", "GBR"),
        ("South Korea", "KOR"),
        ("Korea, Rep.", "KOR"),
        ("Korea (Republic of)", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo (Republic of the)", "COG"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Tanzania, United Republic of", "TZA"),
        ("Gambia, The", "GMB"),
        ("Republic of Zambia", "ZMB"),
        ("  viet   nam ", "VNM"),
        ("VIETNAM", "VNM"),
        ("Lao People’s Democratic Republic", "LAO"),
        ("Cote dIvoire", "CIV"),
        ("CÔTE D`IVOIRE", "CIV"),
        ("L’Angola", "AGO"),
        ("the Sudan", "SDN"),
        ("السودان", "SDN"),
        ("سودان", "SDN"),
        ("Guinea", "GIN"),
        ("Micronesia", "FSM"),
        ("Samoa", "WSM"),
        ("Sao Tome & Principe", "STP"),
        ("St. Kitts and Nevis", "KNA"),
        ("Myanmar (Burma)", "MMR"),
        ("Eswatini (SWZ)", "SWZ"),
        ("736", "SDN"),
        ("٤١٠", "KOR"),
        ("۴۱۰", "KOR"),
        ("4", "AFG"),
        ("4.0", "AFG"),
    ],
)
def test_what_people_write_is_understood(text, iso3):
    assert code(recognise(text)) == iso3


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Congo", ["COG", "COD"]),
        ("korea", ["KOR", "PRK"]),
        ("Corée", ["KOR", "PRK"]),
        ("Virgin Islands", ["VGB", "VIR"]),
        ("Saint-Martin", ["MAF", "SXM"]),
        ("Serbia and Montenegro", ["SRB", "MNE"]),
        ("Netherlands Antilles", ["CUW", "SXM", "BES"]),
        ("Georgia (USA)", ["GEO", "USA"]),
    ],
)
def test_what_may_mean_several_countries_is_asked_and_not_guessed(text, candidates):
    answer = recognise(text)

    assert isinstance(answer, Ambiguous)
    assert [country.code for country in answer.candidates] == candidates


def test_an_ambiguous_name_is_answered_with_a_sentence_that_helps():
    assert recognise("Congo").sentence == (
        "“Congo” may mean Congo (COG) or Democratic Republic of the Congo (COD). "
        "Write the name in full or the code."
    )


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Kenia", ["KEN"]),
        ("Nigerria", ["NGA", "NER"]),
        ("na", ["NAM"]),
        ("no", ["NOR"]),
        ("n/a", []),
        ("n.a.", []),
        ("-", []),
        ("", []),
        ("Atlantis", []),
        ("Taiwan", []),
        ("Republic of China", []),
        ("Kosovo", []),
        ("999", []),
    ],
)
def test_what_is_no_country_is_unknown_with_what_is_near(text, suggested):
    answer = recognise(text)

    assert isinstance(answer, Unknown)
    assert [country.code for country in answer.suggestions] == suggested


def test_no_body_is_a_country():
    reader = recogniser()
    answers = [reader.read(row["name"]) for row in rows("bodies")]

    assert {type(answer) for answer in answers} == {Unknown}
    assert all(answer.body for answer in answers)
    assert reader.read("UNDP").sentence.startswith("“UNDP” is not a country.")


def test_a_sheet_of_any_length_costs_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        reader = recogniser()
        for text in ("Kenya", "NA", "Congo", "Atlantis") * 1000:
            reader.read(text)


def test_a_country_that_is_withdrawn_is_recognised_no_more():
    Country.objects.filter(code="ATA").update(
        withdrawn_on="2026-11-23", withdrawn_because="Nobody lives there."
    )

    assert isinstance(recognise("Antarctica"), Unknown)
