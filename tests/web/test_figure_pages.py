"""The pages on which a number is checked: what the public sees, what the office sees, and what is refused in words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from tests import make

from colonnade.figures.actions import freeze_edition
from colonnade.figures.measure import Measurer
from colonnade.people.models import Account
from colonnade.records.actions import withdraw
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db

PERIOD = {"period": "2014", "as_of": "2014-12-31"}


@pytest.fixture(autouse=True)
def office(db):
    return make.office("Office of Rivers", small_cell=5)


def said(response) -> str:
    """The page as it is read."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"<svg.*?</svg>", "", main, flags=re.S).replace("<t", " <t").replace("<p", " <p")
    return " ".join(unescape(strip_tags(words)).split())


def ask(client, key, **asked):
    return client.get(f"/figures/{key}/", PERIOD | asked)


def seat(event, country, number, **facts):
    for _ in range(number):
        make.participation(event, from_country=country, **facts)


def staff(client, *rights: str) -> Account:
    account = Account.objects.create_user("officer", is_staff=True)
    for right in ("wagtailadmin.access_admin", *rights):
        app, codename = right.split(".")
        account.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


# --- the page ------------------------------------------------------------------------------------------


def test_the_page_says_the_number_its_definition_its_rows_and_that_it_adds_up(client):
    event = make.event("2014-05-06", title="Workshop on rivers")
    page = said(ask(client, "capacity.events_held"))

    assert "1 event" in page
    for words in (
        "Trainings, workshops and conferences",
        "Adds up",
        "The first day of the event",
        "Workshop on rivers",
        event.code,
    ):
        assert words in page


def test_distinct_countries_are_never_summed_and_the_page_says_so(client):
    make.event("2014-05-06", named=["FJI", "WSM"])

    assert "never summed" in said(ask(client, "capacity.countries_represented"))


def test_before_anybody_asks_the_last_whole_year_is_shown(client):
    year = date.today().year - 1
    make.event(f"{year}-05-06")

    assert f"1 event {year} · as of" in said(client.get("/figures/capacity.events_held/"))


def test_before_anybody_asks_the_latest_public_report_decides_the_period(client):
    publish("capacity.events_held", Period.of_years(2006, 2013), date(2014, 4, 9))

    assert "2006–2013 · as of 9 April 2014" in said(client.get("/figures/capacity.events_held/"))


def test_a_breakdown_is_a_drawing_and_a_table_whose_parts_are_links(client):
    make.event("2014-05-06", kind_code="national_training")
    make.event("2014-06-06", kind_code="regional_workshop")
    page = ask(client, "capacity.events_held", by="kind").content.decode()

    assert page.count("<svg") >= 1
    assert "kind=national_training" in page


def test_countries_are_drawn_as_a_map_with_the_offices_words_under_it(client, office):
    make.event("2014-05-06", host="FJI")

    assert office.map_disclaimer in said(ask(client, "capacity.events_held", by="host"))


def test_the_catalogue_names_every_figure_with_its_value(client):
    make.event(f"{date.today().year - 1}-05-06")
    page = said(client.get("/figures/"))

    for words in (
        "Events 1 event",
        "Participations",
        "Countries represented",
        "Staff",
        "Outreach activities",
    ):
        assert words in page


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh-hans", "ar", "ko"])
def test_the_page_is_read_in_the_readers_language_and_english_words_in_it_are_marked(client, language):
    make.event("2014-05-06")
    page = ask(client, "capacity.events_held", lang=language).content.decode()

    assert "<dt>Definition</dt>" not in page or language == "fr"
    assert '<span lang="en" dir="ltr">' in page


# --- what the public does not see ------------------------------------------------------------------------


def test_a_small_count_of_persons_is_said_to_be_fewer_than_the_offices_least(client):
    seat(make.event("2014-05-06"), "FJI", 3)
    page = said(ask(client, "capacity.participations"))

    assert "fewer than 5 participations" in page


def test_a_small_part_and_what_would_reveal_it_are_withheld_and_the_rest_is_shown(client):
    event = make.event("2014-05-06")
    for country, number in (("FJI", 3), ("WSM", 6), ("KEN", 12)):
        seat(event, country, number)
    parts = client.get("/figures/capacity.participations.json", PERIOD | {"by": "country"}).json()["parts"]

    assert {part["part"]: part["value"] for part in parts} == {
        "FJI": {"withheld": True}, "WSM": {"withheld": True}, "KEN": 12,
    }  # fmt: skip


def test_the_least_count_is_the_offices_own(client, office):
    office.small_cell = 10
    office.save()
    seat(make.event("2014-05-06"), "FJI", 7)

    assert "fewer than 10" in said(ask(client, "capacity.participations"))


def test_names_of_persons_are_nowhere_on_the_public_pages(client):
    event = make.event("2014-05-06")
    for number in range(6):
        make.participation(event, make.person(f"Salote Tupou {number}"), from_country="TON")
    pages = [
        ask(client, "capacity.participations", by="country"), ask(client, "capacity.unique_participants"),
        client.get("/figures/capacity.participations.json", PERIOD),
    ]  # fmt: skip

    assert ["Tupou" in page.content.decode() for page in pages] == [False, False, False]


def test_posts_are_rows_without_their_holders(client):
    post = make.post("Training officer")
    holder = post.holdings.get().person if hasattr(post, "holdings") else post.holding_set.get().person
    page = said(ask(client, "office.staff"))

    assert ("Training officer" in page, holder.full_name in page) == (True, False)


# --- sums ------------------------------------------------------------------------------------------------


def test_a_sum_of_distinct_people_is_refused_with_what_to_ask_instead(client):
    for day in ("2014-05-06", "2014-06-06"):
        seat(make.event(day, kind_code="national_training"), "FJI", 6)
    answer = ask(client, "capacity.unique_participants", by="kind", sum="1")

    assert answer.status_code == 200
    assert "cannot be summed" in said(answer)
    assert "Ask for capacity.unique_participants over the whole" in said(answer)


def test_a_refusal_tells_no_number_that_is_withheld(client):
    seat(make.event("2014-05-06"), "FJI", 3)
    seat(make.event("2014-06-06"), "WSM", 20)
    page = said(ask(client, "capacity.unique_participants", by="country", sum="1"))

    assert ("cannot be summed" in page, "there are between" in page) == (True, False), page


def test_the_parts_of_a_figure_that_adds_up_are_summed(client):
    make.event("2014-05-06", kind_code="national_training")
    make.event("2014-06-06", kind_code="regional_workshop")

    assert "The parts add up to 2." in said(ask(client, "capacity.events_held", by="kind", sum="1"))


def test_two_years_of_events_are_added_by_their_addresses(client):
    make.event("2012-05-06")
    make.event("2013-05-06")
    asked = [f"capacity.events_held?as_of=2014-04-09&period={year}" for year in (2012, 2013)]

    assert "Total 2 events" in said(client.get("/figures/add/", {"address": asked}))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "capacity.countries_represented",
            "capacity.countries_represented",
            "Countries represented cannot be summed",
        ),
        ("capacity.events_held", "capacity.countries_represented", "countries and events cannot be added"),
    ],
)
def test_what_cannot_be_added_is_refused_in_words(client, one, other, words):
    make.event("2012-05-06", named=["FJI"])
    make.event("2013-05-06", named=["FJI"])
    asked = [f"{one}?as_of=2014-04-09&period=2012", f"{other}?as_of=2014-04-09&period=2013"]
    answer = client.get("/figures/add/", {"address": asked})

    assert (answer.status_code, words in said(answer)) == (200, True)


def test_funds_in_two_currencies_have_no_total_and_the_page_offers_each_fund(client):
    make.budget(1_000_000, "USD")
    make.budget(500_000_000, "KRW")
    answer = client.get("/figures/money.project_budget/", PERIOD)

    assert (answer.status_code, "Fund in KRW" in said(answer), "cannot be added" in said(answer)) == (
        200,
        True,
        True,
    )


# --- what cannot be answered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period": "last year"}, "“last year” is not a period. Write 2014, 2006-2013"),
        ({"as_of": "9 April"}, "“9 April” is not a day. Write it as 2014-04-09."),
        ({"by": "colour"}, "cannot be told apart by colour. It can by: year, kind"),
        ({"colour": "red"}, "cannot be told apart by colour"),
        ({"kind": "picnic"}, "“picnic” is not known as kind. There are: national_training"),
        ({"year": "MMXIV"}, "“MMXIV” is not a year"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_is_wrong_and_what_to_ask(client, asked, words):
    make.kind("national_training")
    answer = client.get("/figures/capacity.events_held/", asked)

    assert (answer.status_code, words in said(answer)) == (400, True)


def test_the_form_keeps_what_was_typed(client):
    page = client.get(
        "/figures/capacity.events_held/", {"period": "last year", "by": "kind"}
    ).content.decode()

    assert 'value="last year"' in page
    assert '<option value="kind" selected>' in page


def test_a_figure_nobody_knows_is_not_found_and_the_nearest_are_named(client):
    answer = client.get("/figures/capacity.event_held/")

    assert (answer.status_code, "capacity.events_held" in said(answer)) == (404, True)


@pytest.mark.parametrize(
    ("path", "status"), [("nothing.json", 404), ("capacity.events_held.json?period=x", 400)]
)
def test_programs_are_told_what_is_wrong_too(client, path, status):
    answer = client.get(f"/figures/{path}")

    assert (answer.status_code, list(answer.json())) == (status, ["problems"])


def test_what_is_typed_into_an_address_is_never_html(client):
    page = client.get("/figures/capacity.events_held/", {"period": "<script>x</script>"}).content.decode()

    assert "<script>x" not in page


@pytest.mark.parametrize(
    "asked",
    [{"rows": "9" * 5000}, {"rows": "0"}, {"period": "0000-2014"}, {"period": "0000-Q1"}, {"by": "\0"}],
)
def test_no_address_that_somebody_makes_up_breaks_the_page(client, asked):
    assert client.get("/figures/capacity.participations/", asked).status_code in (200, 400)


# --- editions ---------------------------------------------------------------------------------------------


def publish(key: str, period: Period, as_of: date, code: str = "report-2014", public: bool = True):
    measured = Measurer(as_of=as_of).measure(key, period)
    return freeze_edition(code=code, report="report", title="Report on rivers", period=period, document={},
                          measurements=[measured], public=public)  # fmt: skip


def test_the_page_shows_what_was_reported_beside_today_and_that_nothing_changed(client):
    make.event("2014-05-06")
    publish("capacity.events_held", Period.year(2014), date(2014, 12, 31))
    [edition] = client.get("/figures/capacity.events_held.json", PERIOD).json()["editions"]

    assert {name: edition[name] for name in ("edition", "then", "now", "changed", "changes")} == {
        "edition": "report-2014", "then": 1, "now": 1, "changed": False, "changes": [],
    }  # fmt: skip


def test_rows_that_entered_and_left_since_are_named_with_their_cause(client):
    gone = make.event("2014-05-06")
    publish("capacity.events_held", Period.year(2014), date(2014, 12, 31))
    withdraw(record=gone, because="entered twice")
    late, later = make.event("2014-06-06"), make.event("2014-07-06")
    [edition] = client.get("/figures/capacity.events_held.json", PERIOD).json()["editions"]

    assert (edition["then"], edition["now"], edition["changed"]) == (1, 2, True)
    assert [(change["code"], change["how"], change["cause"]) for change in edition["changes"]] == [
        (late.code, "entered", "new record"), (later.code, "entered", "new record"), (gone.code, "left", "withdrawn"),
    ]  # fmt: skip


def test_a_row_that_contributes_something_else_since_is_named_as_changed(client):
    event = make.event("2014-05-06", counts_from="head_count", people=120)
    publish("capacity.participations", Period.year(2014), date(2014, 12, 31))
    head_count = event.head_counts.get()
    head_count.people = 150
    head_count.save()
    [edition] = client.get("/figures/capacity.participations.json", PERIOD).json()["editions"]

    assert [
        (change["how"], change["before"], change["after"], change["cause"]) for change in edition["changes"]
    ] == [("changed", "120", "150", "changed")]


def test_rows_that_would_tell_a_small_count_are_not_listed(client):
    seat(make.event("2014-05-06"), "FJI", 20)
    publish("capacity.participations", Period.year(2014), date(2014, 12, 31))
    seat(make.event("2014-06-06"), "FJI", 3)
    [edition] = client.get("/figures/capacity.participations.json", PERIOD).json()["editions"]

    assert (edition["changed"], edition["changes"], bool(edition["untold"])) == (True, [], True)


def test_an_edition_for_the_office_alone_is_not_told_to_the_public(client):
    make.event("2014-05-06")
    publish("capacity.events_held", Period.year(2014), date(2014, 12, 31), public=False)

    assert client.get("/figures/capacity.events_held.json", PERIOD).json()["editions"] == []


# --- at the desk --------------------------------------------------------------------------------------------


def test_the_office_sees_every_row_and_each_leads_to_its_record(client):
    staff(client)
    event = make.event("2014-05-06")
    seat(event, "FJI", 3)
    page = client.get("/desk/figures/capacity.participations/", PERIOD | {"by": "country"}).content.decode()

    assert "<strong>3</strong>" in page
    assert f"/desk/record/capacity/event/{event.code}/" in page


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/desk/figures/capacity.participations/").status_code == 302


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ((), 302),
        (("capacity.view_participation",), 302),
        (("people.view_person",), 302),
        (("capacity.view_participation", "people.view_person"), 200),
    ],
)
def test_who_took_part_is_shown_to_those_who_may_see_participations_and_persons(client, rights, status):
    staff(client, *rights)
    event = make.event("2014-05-06")
    make.participation(event, make.person("Salote Tupou"), from_country="TON")
    link = f"/desk/figures/who/{event.code}/"
    page = client.get("/desk/figures/capacity.participations/", PERIOD).content.decode()
    answer = client.get(link)

    assert (answer.status_code, "Salote Tupou" in answer.content.decode(), link in page) == (
        status,
        status == 200,
        status == 200,
    )


@pytest.mark.parametrize(("path", "status"), [("capacity.events_held/?period=x", 400), ("nothing/", 404)])
def test_the_desk_says_what_is_wrong_with_a_question(client, path, status):
    staff(client)

    assert client.get(f"/desk/figures/{path}").status_code == status


def test_the_desks_catalogue_leads_to_the_desks_pages(client):
    staff(client)

    assert 'href="/desk/figures/capacity.events_held/?' in client.get("/desk/figures/").content.decode()


# --- cost ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", [{"by": "kind"}, {"by": "country"}, {"by": "group"}, {"kind": "regional_workshop"}]
)
@pytest.mark.parametrize("key", ["capacity.participations", "capacity.unique_participants"])
def test_the_queries_of_a_page_do_not_grow_with_the_events(client, key, asked):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, key, **asked).status_code == 200
        return len(captured)

    for number in range(3):
        seat(make.event(f"2014-05-{number + 1:02d}"), "FJI", 2)
    queries()
    few = queries()
    for number in range(27):
        seat(make.event(f"2014-06-{number + 1:02d}"), "WSM", 2)

    assert queries() == few
