"""The year matrix: a real table, worked in by a form or by keys, as quick with a hundred studies as with three."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from tests import make
from tests.seeing import barriers

from colonnade.people.models import Account
from colonnade.research.models import Phase
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db
THIS_YEAR = date.today().year


@pytest.fixture
def officer(client):
    settle_roles()
    account = make.account("officer")
    account.groups.add(Group.objects.get(name="Programme officer"))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def matrix() -> str:
    return reverse("study_matrix")


def table_of(answer):
    return html.fromstring(answer.content).get_element_by_id("matrix")


def cells(row) -> list[tuple[str, int]]:
    """Each cell of a row as it is read aloud, with the years it covers."""
    return [(" ".join(cell.text_content().split()), int(cell.get("colspan", 1))) for cell in row.xpath("td")]


def test_the_matrix_is_a_table_of_studies_by_years_in_groups_with_a_bar_for_each_phase(officer):
    study = make.study(title="Trust in government", group="Governance")
    make.phase(study, title="Field work", actual=("2010", "2011"))
    make.phase(study, title="Editing", planned=("2011", "2012"))
    table = table_of(officer.get(matrix(), {"to": "2013"}))
    heads = [head.text_content() for head in table.xpath("thead/tr/th")]
    rows = table.xpath(f"tbody[@id='study-{study.pk}']/tr")

    assert heads == ["Study", "2010", "2011", "2012", "2013"]
    assert table.xpath("string(tbody[@class='group'])").strip() == "Governance"
    assert rows[0].xpath("th[@scope='row'][@rowspan='2']/a")[0].text_content() == "Trust in government"
    assert [cells(row) for row in rows] == [
        [("Field work, 2010–2011, ended", 2), ("", 1), ("", 1)],
        [("", 1), ("Editing, 2011–2012, planned", 2), ("", 1)],
    ]


def test_without_scripts_a_phase_is_added_changed_and_moved_by_a_plain_form(officer):
    study = make.study(title="Trust in government")
    form = html.fromstring(officer.get(matrix(), {"add": study.pk}).content).get_element_by_id("work")
    assert form.xpath("//input[@name='study']/@value") == [str(study.pk)]

    officer.post(
        matrix(), {"study": study.pk, "title": "Field work", "planned_starts": "2030", "act": "save"}
    )
    phase = study.phases.get()
    answer = officer.post(f"{matrix()}?group=x", {"phase": phase.pk, "act": "later"})
    officer.post(matrix(), {"phase": phase.pk, "act": "longer"})
    officer.post(
        matrix(),
        {
            "phase": phase.pk,
            "title": "Survey",
            "planned_starts": "2031-02",
            "planned_ends": "2032",
            "act": "save",
        },
    )
    phase.refresh_from_db()

    assert answer["Location"] == f"{matrix()}?group=x#phase-{phase.pk}"
    assert (phase.title, str(phase.planned_starts), str(phase.planned_ends)) == ("Survey", "2031-02", "2032")


def test_what_was_typed_survives_an_error_which_stands_at_its_field(officer):
    study = make.study()
    answer = officer.post(
        matrix(), {"study": study.pk, "title": "Field work", "planned_starts": "spring", "act": "save"}
    )
    said = answer.content.decode()

    assert (answer.status_code, Phase.objects.count()) == (422, 0)
    assert ['value="Field work"' in said, 'value="spring"' in said, "“spring” is not a date" in said] == [
        True
    ] * 3


def test_the_script_is_given_the_rows_of_the_one_study_or_why_not(officer):
    study = make.study(title="Trust in government")
    due = make.phase(study, title="Field work", planned=("2013", "2014"))
    make.study(2014, title="Another one")
    headers = {"X-Part": "line", "X-Years": "2012-2016"}
    refused = officer.post(matrix(), {"phase": due.pk, "act": "longer"}, headers=headers)
    done = officer.post(
        matrix(), {"phase": due.pk, "act": "longer", "because": "The survey came late."}, headers=headers
    )
    body = html.fromstring(f"<table>{done.content.decode()}</table>").xpath("//tbody")

    assert (refused.status_code, "say why its plan changes" in refused.content.decode()) == (422, True)
    assert [one.get("id") for one in body] == [f"study-{study.pk}"]
    assert cells(body[0].xpath("tr")[0]) == [("", 1), ("Field work, 2013–2015, planned", 3), ("", 1)]


def test_studies_are_narrowed_by_words_group_theme_state_and_years(officer):
    one = make.study(2010, title="Trust in government", group="Governance")
    one.activity.themes.add(make.theme("trust"))
    make.study(2011, title="Procurement", group="Finance", state="postponed")
    told = {
        name: sorted(
            link.text_content()
            for link in table_of(officer.get(matrix(), {name: value})).xpath("tbody[@id]//th/a[1]")
        )
        for name, value in {
            "words": "trust", "group": "Finance", "theme": "trust", "state": "postponed", "from": "2009",
        }.items()
    }  # fmt: skip

    assert told == {
        "words": ["Trust in government"], "group": ["Procurement"], "theme": ["Trust in government"],
        "state": ["Procurement"], "from": ["Procurement", "Trust in government"],
    }  # fmt: skip


def test_the_matrix_asks_as_many_questions_for_three_studies_as_for_one(officer):
    def asked() -> int:
        with CaptureQueriesContext(connection) as held:
            officer.get(matrix())
        return len(held)

    make.phase(make.study(2010), planned=("2011", "2012"))
    asked()
    before = asked()
    for _number in range(2):
        make.phase(make.study(2010), planned=("2011", "2012"))

    assert asked() == before


@pytest.mark.parametrize(("role", "reads", "writes"), [("Viewer", 200, 302), ("Programme officer", 200, 302)])
def test_whoever_may_only_read_is_shown_the_matrix_and_no_way_to_change_it(client, role, reads, writes):
    settle_roles()
    account = make.account("somebody")
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    phase = make.phase(make.study(), planned=("2030", "2031"))
    page = client.get(matrix())
    answer = client.post(matrix(), {"phase": phase.pk, "act": "later"})
    phase.refresh_from_db()

    assert (page.status_code, answer.status_code) == (reads, writes)
    assert (f"phase={phase.pk}" in page.content.decode(), str(phase.planned_starts)) == (
        (True, "2031") if role == "Programme officer" else (False, "2030")
    )


def test_a_phase_is_made_longer_and_ended_by_keys_and_nobody_is_kept_out(page, live_server):
    make.office()
    first = make.study(title="Trust in government", group="Governance", state="running")
    make.phase(first, title="Field work", planned=(f"{THIS_YEAR + 1}", f"{THIS_YEAR + 1}"))
    second = make.study(title="Procurement", group="Governance", state="running")
    make.phase(second, title="Survey", actual=(f"{THIS_YEAR - 1}", ""))
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.goto(f"{live_server.url}/accounts/login/?next={matrix()}")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    page.goto(f"{live_server.url}{matrix()}")
    page.focus("#matrix a:has-text('Survey')")
    page.keyboard.press("ArrowUp")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("+")
    page.wait_for_load_state()
    page.locator("td[colspan='2'] >> text=Field work").wait_for()
    page.focus("#matrix a:has-text('Survey')")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("e")
    page.locator("td.ended >> text=Survey").wait_for()

    assert page.locator("#matrix-told").inner_text() == "“Survey” is kept."
    assert page.evaluate("document.activeElement.innerText").startswith("Survey")
    assert [str(one.planned_ends or one.ends)[:4] for one in Phase.objects.order_by("study")] == [
        str(THIS_YEAR + 2), str(THIS_YEAR),
    ]  # fmt: skip
    assert re.sub(r"\s", "", str(barriers(page))) == "[]"
