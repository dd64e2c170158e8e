"""Reports on the web: editions read by the public, taken away as files, and published at the desk."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from tests import make

from colonnade.figures.models import Edition
from colonnade.people.models import Account
from colonnade.renderers.html import read_bounds
from colonnade.reports.actions import document_of, publish
from colonnade.reports.models import Report
from colonnade.values.period import Period
from colonnade.web.desk.roles import settle_roles
from colonnade.web.reports.printing import formats

pytestmark = pytest.mark.django_db

AS_OF = date(2014, 12, 31)


@pytest.fixture(autouse=True)
def office(db):
    return make.office("Office of Rivers", small_cell=5)


@pytest.fixture
def report(db):
    """A report of one slide with two numbers: events and participations."""
    slides = [
        {"type": "section", "value": {"title": "What we did", "note": ""}},
        {"type": "content", "value": {"title": "Training", "subtitle": "", "note": "", "body": [
            {"type": "text", "value": {"text": "[[capacity.events_held]] events, [[capacity.participations]] participations"}},
        ]}},
    ]  # fmt: skip
    made = Report(code="rivers", title="Report on rivers", first_year=2014, last_year=2014)
    made.slides = Report._meta.get_field("slides").to_python(slides)
    made.save()
    return made


@pytest.fixture
def edition(report):
    event = make.event("2014-05-06")
    for _ in range(12):
        make.participation(event, from_country="FJI")
    return publish(report=report, period=Period.year(2014), as_of=AS_OF)


def signed_in(client, role: str) -> Account:
    settle_roles()
    account = Account.objects.create_user(role.lower().replace(" ", ""), is_staff=True)
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


# --- the public -------------------------------------------------------------------------------------------


def test_the_list_names_every_public_edition(client, edition):
    page = client.get("/reports/").content.decode()

    assert (edition.title in page, f"/reports/editions/{edition.code}/" in page) == (True, True)


def test_an_edition_reads_with_the_numbers_that_were_frozen(client, edition):
    make.event("2014-06-06")
    page = client.get(f"/reports/editions/{edition.code}/")
    shown = dict(read_bounds(page.content))

    assert [shown[bound.address] for bound in document_of(edition).bounds()] == ["1", "12"]


def test_each_number_leads_to_the_page_that_checks_this_very_question(client, edition):
    page = unescape(client.get(f"/reports/editions/{edition.code}/").content.decode())
    links = [
        f"/figures/{bound.key}/?{bound.address.partition('?')[2]}" for bound in document_of(edition).bounds()
    ]

    assert [link in page for link in links] == [True, True]
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_a_report_has_an_address_that_shows_its_latest_edition(client, report, edition):
    make.event("2014-06-06")
    latest = publish(report=report, period=Period.year(2014), as_of=AS_OF)
    page = client.get("/reports/rivers/").content.decode()

    assert f'<link rel="canonical" href="/reports/editions/{latest.code}/">' in page


def test_an_older_edition_says_which_supersedes_it(client, report, edition):
    latest = publish(report=report, period=Period.year(2014), as_of=AS_OF)
    old, new = (client.get(f"/reports/editions/{e.code}/").content.decode() for e in (edition, latest))

    assert ("superseded by a later one" in old, latest.code in old, "superseded" in new) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    "path", ["/reports/editions/nothing/", "/reports/nothing/", "/reports/files/nothing.pdf"]
)
def test_what_was_never_published_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_edition_for_the_office_alone_is_not_found_by_the_public(client, report):
    edition = publish(report=report, period=Period.year(2014), as_of=AS_OF, public=False)
    paths = [f"/reports/editions/{edition.code}/", f"/reports/files/{edition.code}.json", "/reports/rivers/"]

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_the_page_needs_no_script_and_loads_nothing_from_elsewhere(client, edition):
    page = client.get(f"/reports/editions/{edition.code}/").content.decode()

    assert ("<script" in page, 'src="http' in page, "@import" in page) == (False, False, False)


# --- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [suffix for suffix, _name in formats()])
def test_an_edition_is_handed_out_in_every_format_and_never_twice(client, edition, suffix):
    path = f"/reports/files/{edition.code}.{suffix}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first["Content-Disposition"] == f'attachment; filename="{edition.code}.{suffix}"'
    assert "immutable" in first["Cache-Control"]


def test_a_file_is_printed_once_and_kept(client, edition, settings):
    for _ in range(2):
        client.get(f"/reports/files/{edition.code}.json")

    assert len(list((settings.DATA / "editions").rglob("*.json"))) == 1


def test_a_page_that_did_not_change_is_not_sent_twice(client, edition):
    path = f"/reports/editions/{edition.code}/"
    first = client.get(path)

    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_format_there_is_not_is_not_found(client, edition):
    assert client.get(f"/reports/files/{edition.code}.docx").status_code == 404


def test_the_publics_files_tell_no_small_count_in_the_rows_and_the_offices_do(client, report):
    for number in (3, 9, 30):
        event = make.event("2014-05-06")
        for _ in range(number):
            make.participation(event, from_country="FJI")
    edition = publish(report=report, period=Period.year(2014), as_of=AS_OF)
    signed_in(client, "Viewer")

    def rows(path: str) -> list[object]:
        figures = json.loads(client.get(path).content)["figures"]
        [account] = [figure for figure in figures if figure["key"] == "capacity.participations"]
        return sorted((row["contribution"] for row in account["rows"]), key=str)

    assert rows(f"/reports/files/{edition.code}.json") == [30, "withheld", "withheld"]
    assert rows(reverse("edition:file", args=(edition.pk, "json"))) == [3, 30, 9]


# --- the desk ----------------------------------------------------------------------------------------------


def test_the_head_publishes_a_report_as_an_edition_with_a_note(client, report):
    make.event("2014-05-06")
    head = signed_in(client, "Head")
    said = {
        "period": "2014",
        "as_of": "2014-12-31",
        "language": "en",
        "note": "First of its kind.",
        "public": "on",
    }
    answer = client.post(reverse("report:publish", args=(report.pk,)), said)
    edition = Edition.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, reverse("edition:inspect", args=(edition.pk,)))
    assert (edition.code, edition.frozen_by, edition.public) == ("rivers-2014-12-31", head.username, True)
    assert document_of(edition).notes == ("First of its kind.",)
    assert document_of(edition).address == "http://testserver/reports/editions/rivers-2014-12-31/"


@pytest.mark.parametrize("role", ["Programme officer", "Communications", "Finance", "Assistant", "Viewer"])
def test_nobody_but_the_head_publishes(client, report, role):
    signed_in(client, role)
    answer = client.post(
        reverse("report:publish", args=(report.pk,)),
        {"period": "2014", "as_of": "2014-12-31", "language": "en"},
    )

    assert (answer.status_code, Edition.objects.count()) == (302, 0)
    assert answer["Location"] == "/desk/"


def test_the_way_to_publish_is_shown_only_to_those_who_may(client, report):
    path, way = reverse("report:inspect", args=(report.pk,)), reverse("report:publish", args=(report.pk,))
    seen = []
    for role in ("Head", "Viewer"):
        signed_in(client, role)
        seen.append(way in client.get(path).content.decode())

    assert seen == [True, False]


def test_a_period_that_is_none_is_refused_and_the_form_keeps_what_was_typed(client, report):
    signed_in(client, "Head")
    said = {"period": "last year", "as_of": "2014-12-31", "language": "en", "note": "A note"}
    page = client.post(reverse("report:publish", args=(report.pk,)), said).content.decode()

    assert ("is not a period" in page, "A note" in page, Edition.objects.count()) == (True, True, 0)


@pytest.mark.parametrize("suffix", [suffix for suffix, _name in formats()])
def test_the_saved_report_prints_with_todays_figures_in_every_format(client, report, suffix):
    signed_in(client, "Viewer")
    answer = client.get(
        reverse("report:live", args=(report.pk,)), {"format": suffix, "period": "2014", "as_of": "2014-12-31"}
    )

    assert (answer.status_code, len(answer.content) > 500) == (200, True)


def test_the_report_is_previewed_as_it_stands_in_the_form(client, report):
    signed_in(client, "Head")
    path = reverse("report:preview", args=(report.pk,))
    said = {
        "code": "rivers", "language": "en", "title": "Rivers, not yet saved", "first_year": "2014", "last_year": "2014",
        "slides-count": "1", "slides-0-deleted": "", "slides-0-order": "0", "slides-0-type": "section", "slides-0-id": "",
        "slides-0-value-title": "A new section", "slides-0-value-note": "",
    }  # fmt: skip
    told = client.post(path, said).json()
    page = client.get(path).content.decode()

    assert told == {"is_valid": True, "is_available": True}
    assert ("Rivers, not yet saved" in page, "A new section" in page) == (True, True)
    assert Report.objects.get().title == "Report on rivers"


def test_the_edit_form_holds_the_slides_and_the_preview(client, report):
    signed_in(client, "Programme officer")
    page = client.get(reverse("report:edit", args=(report.pk,))).content.decode()

    assert ("What we did" in page, reverse("report:preview", args=(report.pk,)) in page) == (True, True)


def test_an_editions_page_at_the_desk_lists_its_numbers_and_files(client, edition):
    signed_in(client, "Viewer")
    page = client.get(reverse("edition:inspect", args=(edition.pk,))).content.decode()

    assert "capacity.participations?as_of=2014-12-31" in unescape(page)
    assert reverse("edition:file", args=(edition.pk, "pdf")) in page
