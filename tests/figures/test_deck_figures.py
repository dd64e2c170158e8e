"""The figures of the 2014 deck: as reported, with the rows that document them."""

from datetime import date
from decimal import Decimal

import pytest
from tests import make

from colonnade.capacity.models import Event
from colonnade.figures.definition import NotAdditive, UnitsDiffer, add
from colonnade.figures.measure import Measurer
from colonnade.money.models import Rate
from colonnade.values.numbers import Amount, Bounds
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db

PAST = Period.of_years(2006, 2013)
DECK = {
    "national_training": (11, 11, 752),
    "regional_workshop": (8, 70, 872),
    "international_conference": (11, 94, 3144),
}


@pytest.fixture
def deck():
    for kind, (events, countries, participants) in DECK.items():
        make.kind(kind)
        make.opening("capacity.events_held", events, kind=kind)
        make.opening("capacity.countries_represented", countries, kind=kind)
        make.opening("capacity.participations", participants, kind=kind)


def measure(key, period=PAST, parts=None, by=None, as_of=date(2014, 4, 9)):
    return Measurer(as_of=as_of).measure(key, period, parts, by=by)


def parts(measured):
    return {part.part: part.value for part in measured.parts}


def test_reported_totals_add_up_where_they_may(deck):
    assert measure("capacity.events_held").value == 30
    assert measure("capacity.participations").value == 4768


def test_reported_countries_are_never_summed_but_bounded(deck):
    assert measure("capacity.countries_represented").value == Bounds(94, 175)


def test_each_kind_keeps_the_value_that_was_reported(deck):
    assert parts(measure("capacity.participations", by="kind")) == {
        "national_training": 752, "regional_workshop": 872, "international_conference": 3144
    }  # fmt: skip
    assert parts(measure("capacity.countries_represented", by="kind")) == {
        "national_training": 11, "regional_workshop": 70, "international_conference": 94
    }  # fmt: skip


def test_a_record_inside_the_closed_period_documents_and_does_not_add(deck):
    make.event("2009-07-20", kind_code="national_training", counts_from="head_count", people=120)

    measured = measure("capacity.participations", parts={"kind": "national_training"})

    assert measured.value == 752
    assert {row.contribution for row in measured.rows} == {120, 632}
    assert measured.completeness.startswith("752 reported (National trainings), 120 documented in 1 record")


def test_a_record_after_the_closed_period_adds(deck):
    make.event("2014-05-01", kind_code="national_training", counts_from="head_count", people=20)

    assert measure("capacity.participations", Period.of_years(2006, 2014)).value == 4788


def test_part_of_a_closed_period_counts_records_only_and_says_so(deck):
    make.event("2009-07-20", kind_code="national_training", counts_from="head_count", people=120)

    measured = measure("capacity.participations", Period.year(2009))

    assert measured.value == 120
    assert (
        measured.caveats[0]
        == "752 was reported for 2006–2013 as a whole; only records held are counted here."
    )


def test_documentation_by_year_and_the_rest_sum_to_what_was_reported(deck):
    make.event("2009-07-20", kind_code="national_training", counts_from="head_count", people=120)

    assert parts(measure("capacity.participations", by="year")) == {"2009": 120, "undivided": 4648}


def test_summing_countries_is_refused_with_what_to_ask_instead(deck):
    measurer = Measurer(as_of=date(2014, 4, 9))
    by_kind = [measurer.measure("capacity.countries_represented", PAST, {"kind": kind}) for kind in DECK]

    with pytest.raises(NotAdditive) as refused:
        add(by_kind)

    assert str(refused.value) == (
        "Countries represented cannot be summed: the same country may stand behind several of the numbers. "
        "All that can be said is that there are between 94 and 175. "
        "Ask for capacity.countries_represented over the whole: it is counted on the union."
    )


def test_adding_participations_to_people_is_refused():
    make.participation(make.event())
    year = Period.year(2014)

    with pytest.raises(UnitsDiffer) as refused:
        add([measure("capacity.participations", year), measure("capacity.unique_participants", year)])

    assert str(refused.value) == (
        "participations and people cannot be added: one is not a number of the other. Ask for each on its own."
    )


def test_adding_two_numbers_that_share_rows_is_refused():
    make.participation(make.event())
    year = Period.year(2014)

    with pytest.raises(NotAdditive, match="1 row stands in more than one of these numbers"):
        add(
            [
                measure("capacity.participations", year),
                measure("capacity.participations", year, {"kind": "regional_workshop"}),
            ]
        )


YEAR = Period.year(2014)


def test_parts_over_a_dimension_that_falls_apart_add_up_although_the_same_events_stand_behind_them():
    event = make.event()
    for sex in ("female", "female", "male", "not_recorded"):
        make.participation(event, sex=sex)
    women, men = (measure("capacity.participations", YEAR, {"sex": sex}) for sex in ("female", "male"))

    assert add([women, men]) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("capacity.participations", {"sex": "female"}), ("capacity.participations", {"sex": "female"})),
        (("capacity.participations", {"sex": "female"}), ("capacity.participations", {"country": "FJI"})),
        (("capacity.participations", {"sex": "female"}), ("capacity.participations", {})),
        (("capacity.participations", {"group": "LDC"}), ("capacity.participations", {"group": "SIDS"})),
        (("capacity.events_held", {"theme": "a"}), ("capacity.events_held", {"theme": "b"})),
        (("capacity.participations", {}), ("capacity.women", {})),
    ],
    ids=lambda asked: f"{asked[0].split('.')[1]} {' '.join(asked[1].values())}",
)
def test_numbers_that_have_something_in_common_are_not_added(one, other):
    for group in ("LDC", "SIDS"):
        make.membership("FJI", group, "1990-01-01")
    make.participation(make.event(themes=["a", "b"]), sex="female", from_country="FJI")

    with pytest.raises(NotAdditive, match="1 row stands"):
        add([measure(key, YEAR, narrowed) for key, narrowed in (one, other)])


def test_two_figures_with_the_same_rows_are_refused_by_their_names():
    make.participation(make.event(), sex="female")

    with pytest.raises(NotAdditive) as refused:
        add([measure("capacity.participations", YEAR), measure("capacity.women", YEAR)])

    assert str(refused.value) == (
        "Participations (capacity.participations) and Participations of women (capacity.women) cannot be added: 1 row "
        "stands behind more than one of them, and what the one counts the other may count too. Ask for each on its own."
    )


def test_the_sum_of_what_is_not_known_is_not_known():
    make.event("2014-05-06")
    make.event("2013-05-06")

    years = [measure("capacity.participations", Period.year(year)) for year in (2013, 2014)]

    assert [year.value for year in years] == [None, None]
    assert add(years) is None


def test_budgets_in_two_currencies_are_not_added():
    make.budget(1_000_000, "USD")
    make.budget(500_000_000, "KRW")

    with pytest.raises(UnitsDiffer, match="USD and KRW cannot be added|KRW and USD cannot be added"):
        measure("money.project_budget")


def test_a_budget_keeps_its_currency_and_its_conversion_its_rate():
    make.budget(500_000_000, "KRW", "operating", stated_usd=Decimal(450_000))
    Rate.objects.get_or_create(
        currency="KRW", on=date(2014, 3, 31), kind="M-avg", defaults={"per_usd": "1070.72", "source": "ECB"}
    )

    converted = measure("money.operating_budget_usd")

    assert measure("money.operating_budget").value == Amount(Decimal("500000000"), "KRW")
    assert converted.value == Amount(Decimal("466975.49"), "USD")
    assert converted.caveats == ("At 1,070.72 KRW for 1 USD, mean of March 2014 (European Central Bank).",)
    assert measure("money.operating_budget_stated_usd").value == Amount(Decimal("450000"), "USD")


def test_ten_staff_are_four_international_and_six_national():
    for _ in range(4):
        make.post(category="international")
    for _ in range(6):
        make.post(category="national")
    make.post(category="national", held=False)

    measured = measure("office.staff", by="category")

    assert (measured.value, parts(measured)) == (10, {"international": 4, "national": 6})
    assert measure("office.posts").value == 11


def test_samoa_counts_as_least_developed_in_2013_and_not_in_september_2014():
    for on in ("2013-06-03", "2014-09-01"):
        make.participation(make.event(on), from_country="WSM")

    def groups(period):
        return parts(measure("capacity.participations", period, by="group"))

    assert groups(Period.year(2013)) == {"LDC": 1, "SIDS": 1}
    assert groups(Period.year(2014)) == {"SIDS": 1}
    assert measure("capacity.countries_represented", Period.of_years(2013, 2014), {"group": "LDC"}).value == 1


def test_a_title_without_a_year_counts_in_the_period_that_lists_it_and_in_no_year():
    make.study(2007, 2008)
    make.study(listed=(2006, 2013))

    assert measure("research.studies").value == 2
    assert parts(measure("research.studies", by="year")) == {"2007": 1, "not_recorded": 1}
    assert measure("research.studies", Period.year(2007)).value == 1


def test_an_event_inside_another_is_not_added_to_it():
    whole = make.event("2010-06-17", counts_from="head_count", people=250)
    make.event("2010-06-17", counts_from="head_count", people=40, part_of=whole.activity)

    assert measure("capacity.events_held").value == 1
    assert measure("capacity.participations").value == 250


def test_an_event_inside_another_is_known_by_their_activities_whatever_the_codes_of_both():
    whole = make.activity("2010-06-17", code="ACT-1")
    inside = make.activity("2010-06-18", code="ACT-2", part_of=whole)
    Event.objects.create(code="EV-1", activity=whole)
    Event.objects.create(code="EV-2", activity=inside)

    assert [row.ref for row in measure("capacity.events_held").rows] == ["capacity/event/EV-1"]


@pytest.mark.parametrize("between", [{"standing": "candidate"}, {"state": "cancelled"}])
def test_what_stands_between_two_events_without_counting_does_not_part_them(between):
    whole = make.event("2010-06-17")
    middle = make.event("2010-06-17", part_of=whole.activity, **between)
    make.event("2010-06-17", part_of=middle.activity)

    assert [row.label for row in measure("capacity.events_held").rows] == [whole.activity.title]


def test_an_event_inside_one_that_does_not_count_counts_by_itself():
    whole = make.event("2010-06-17", standing="candidate")
    inside = make.event("2010-06-17", part_of=whole.activity)

    assert [row.label for row in measure("capacity.events_held").rows] == [inside.activity.title]


@pytest.mark.parametrize(
    ("state", "seats"),
    [("planned", 40), ("announced", 40), ("held", 40), ("cancelled", 0), ("postponed", 0), ("idea", 0)],
)
def test_only_an_event_that_is_to_take_place_or_did_offers_seats(state, seats):
    make.event("2010-06-17", seats=40, state=state)

    assert measure("capacity.seats_planned").value == seats


def test_the_seats_of_an_event_inside_another_are_among_those_of_the_other():
    whole = make.event("2010-06-17", seats=40)
    make.event("2010-06-17", seats=30, part_of=whole.activity)

    assert measure("capacity.seats_planned").value == 40


def test_where_nobodys_sex_was_recorded_the_women_are_not_known():
    silent, told = make.event("2010-06-17"), make.event("2010-07-17")
    make.participation(silent)
    assert measure("capacity.women").value is None

    make.participation(told, sex="male")
    women = measure("capacity.women")

    assert (women.value, women.completeness) == (0, "sex recorded at 1 of 2 events")


@pytest.mark.parametrize("asked", [{"sex": "female"}, {"country": "FJI"}, {"group": "SIDS"}])
def test_what_a_head_count_does_not_tell_apart_is_not_known_rather_than_nought(asked):
    make.membership("FJI", "SIDS", "1994-01-01")
    make.event("2010-06-17", counts_from="head_count", people=120)

    assert measure("capacity.participations", parts=asked).value is None


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        ("running", 1),
        ("held", 1),
        ("closed", 1),
        ("planned", 0),
        ("idea", 0),
        ("cancelled", 0),
        ("postponed", 0),
    ],
)
def test_a_study_counts_once_work_on_it_has_begun(state, counted):
    make.study(2010, covered=["FJI"], state=state)

    assert measure("research.studies").value == counted
    assert measure("research.countries_covered").value == counted


@pytest.mark.parametrize("standing", ["candidate", "announced", "context"])
def test_only_confirmed_events_count(standing):
    make.event("2010-06-17", standing=standing)

    assert measure("capacity.events_held").value == 0


def test_the_declared_source_of_an_event_decides_and_the_gap_stays_visible():
    event = make.event("2013-06-03", counts_from="head_count", people=120)
    make.participation(event)
    record = Measurer(as_of=date(2014, 4, 9)).record

    assert measure("capacity.participations").value == 120
    assert [fact.gap for fact in record.events] == [119]


def test_a_speaker_and_an_absent_person_are_not_counted():
    event = make.event("2014-05-06")
    make.participation(event)
    make.participation(event, role="speaker")
    make.participation(event, status="absent")

    year = Period.year(2014)
    assert measure("capacity.participations", year).value == 1
    assert measure("capacity.registrations", year).value == 3


def test_observers_count_at_conferences_only():
    for kind in ("international_conference", "regional_workshop"):
        make.participation(make.event("2014-05-06", kind_code=kind), role="observer")

    assert parts(measure("capacity.participations", Period.year(2014), by="kind")) == {
        "international_conference": 1, "regional_workshop": 0
    }  # fmt: skip


def test_a_person_at_three_events_is_three_participations_and_one_person():
    somebody = make.person("Asha")
    for month in ("01", "02", "03"):
        make.participation(make.event(f"2014-{month}-10"), somebody, sex="female")

    year = Period.year(2014)
    assert measure("capacity.participations", year).value == 3
    assert measure("capacity.women", year).value == 3
    assert measure("capacity.unique_participants", year).value == 1
    assert measure("capacity.unique_participants", year, {"sex": "female"}).value == 1


def test_two_dimensions_that_no_tally_keeps_are_counted_from_the_rows():
    event = make.event("2014-05-06")
    make.participation(event, from_country="WSM", sex="female")
    make.participation(event, from_country="WSM", sex="male")
    make.participation(event, from_country="KOR", sex="female")

    year = Period.year(2014)
    assert measure("capacity.participations", year, {"sex": "female", "group": "SIDS"}).value == 1
    assert parts(measure("capacity.unique_participants", year, {"sex": "female"}, by="country")) == {
        "KOR": 1,
        "WSM": 1,
    }


def test_where_no_row_says_the_value_is_not_known_rather_than_nought():
    make.event("2014-05-06", counts_from="head_count")

    year = Period.year(2014)
    assert measure("capacity.participations", year).value is None
    assert measure("capacity.events_held", year).value == 1
    assert measure("capacity.participations", Period.year(2012)).value == 0


def test_countries_not_named_may_be_in_any_group():
    make.event("2013-05-06", countries=41, named=["WSM", "KOR"])

    assert measure("capacity.countries_represented", Period.year(2013)).value == 41
    assert measure("capacity.countries_represented", Period.year(2013), {"group": "LDC"}).value == Bounds(
        1, 40
    )


def test_of_a_head_count_anybody_may_be_a_woman():
    make.event("2013-05-06", counts_from="head_count", people=30)
    make.participation(make.event("2013-06-06"), sex="female")

    assert measure("capacity.unique_participants", Period.year(2013)).value == Bounds(30, 31)
    assert measure("capacity.unique_participants", Period.year(2013), {"sex": "female"}).value == Bounds(
        1, 31
    )


def test_no_more_countries_of_a_group_are_possible_than_the_group_has():
    make.event("2013-05-06", countries=120, named=["WSM", "KOR"])
    make.event("2013-06-06", countries=130)

    assert measure("capacity.countries_represented", Period.year(2013), {"group": "LDC"}).value == Bounds(
        1, 49
    )
