"""Studies in public: what is shown, who is named, and how much it costs."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make

from colonnade.people.actions import erase_person, restrict_person
from colonnade.research.models import Study

pytestmark = pytest.mark.django_db


def page(client, study, **asked):
    return client.get(reverse("study_page", args=(study.code,)), asked)


def said(answer) -> str:
    return answer.content.decode()


def titles(answer) -> list[tuple[str, list[str]]]:
    """Each year of the list with its titles."""
    parts = re.split(r"<h2[^>]*>", said(answer))[1:]
    return [
        (part.partition("</h2>")[0], re.findall(r'href="/studies/[^"]+"><bdi>([^<]+)', part))
        for part in parts
    ]


@pytest.fixture
def study():
    make.office("Office of Rivers")
    held = make.study(2009, 2010, title="Trust in <government>", covered=("FJI", "WSM"))
    held.activity.themes.add(make.theme("trust"))
    Study.objects.filter(pk=held.pk).update(
        summary="Why people trust.", terms="SECRET TERMS", peer_reviewed="yes"
    )
    held.refresh_from_db()
    return held


def test_studies_are_listed_by_the_latest_year_of_work_and_those_without_one_last(client):
    make.office()
    make.study(2006, title="Old")
    make.study(2009, 2012, title="New")
    make.study(listed=(2006, 2013), title="Undated")

    assert titles(client.get(reverse("studies"))) == [
        ("2012", ["New"]),
        ("2006", ["Old"]),
        ("Year not known", ["Undated"]),
    ]


def test_the_list_is_narrowed_to_a_theme_and_a_country(client, study):
    make.study(2009, title="Other", covered=("FJI",))
    told = [
        client.get(reverse("studies"), asked)
        for asked in ({"theme": "trust"}, {"country": "FJI"}, {"country": "WSM"})
    ]

    assert [len(titles(answer)[0][1]) + len(titles(answer)[1:]) for answer in told] == [1, 2, 1]
    assert client.get(reverse("studies"), {"country": "FRA"}).status_code == 404


@pytest.mark.parametrize(
    "hide",
    [
        lambda held: Study.objects.filter(pk=held.pk).update(public=False),
        lambda held: Study.objects.filter(pk=held.pk).update(withdrawn_on="2014-01-01"),
        lambda held: type(held.activity).objects.filter(pk=held.activity_id).update(state="planned"),
        lambda held: type(held.activity).objects.filter(pk=held.activity_id).update(standing="candidate"),
        lambda held: (
            type(held.activity).objects.filter(pk=held.activity_id).update(withdrawn_on="2014-01-01")
        ),
    ],
    ids=["internal", "withdrawn", "planned", "candidate", "activity withdrawn"],
)
def test_a_study_that_is_not_shown_has_no_page_and_no_line(client, study, hide):
    hide(study)
    assert (page(client, study).status_code, titles(client.get(reverse("studies")))) == (404, [])


def test_the_page_says_what_it_is_about_and_nothing_internal(client, study):
    make.product("2011", of=study)
    make.product(None, state="draft", of=study)
    told = said(page(client, study))

    for words in (
        "Trust in &lt;government&gt;",
        "Why people trust.",
        "2009–2010",
        "Fiji",
        "Samoa",
        "Peer-reviewed",
        "Product PR",
    ):
        assert words in told
    assert (
        "SECRET TERMS" in told,
        told.count("Product PR-") >= 1,
        len(re.findall(r"<li><a [^>]*/publications/PR-", told)),
    ) == (
        False,
        True,
        1,
    )
    assert "/figures/research.studies/?period=2009-2010" in told


def test_only_who_agreed_is_named_and_institutions_are(client, study):
    agreed, erased, restricted = (make.person(name) for name in ("Ana Tui", "Ben Loto", "Cara Vai"))
    for one in (agreed, erased, restricted):
        make.contributor(study, person=one, may_be_named=True)
    make.contributor(study, "Dan Unasked")
    make.contributor(study, organisation=make.organisation("University of Rivers"))
    make.contributor(study, "Eva Reviewer", role="reviewer", may_be_named=True)
    erase_person(person=erased, because="asked", by="head")
    restrict_person(person=restricted, because="asked")
    told = said(page(client, study))

    assert [name in told for name in ("Ana Tui", "University of Rivers")] == [True, True]
    assert [name in told for name in ("Ben Loto", "Cara Vai", "Dan Unasked", "Eva Reviewer")] == [False] * 4


def test_a_cancelled_study_says_so_with_its_reason(client, study):
    type(study.activity).objects.filter(pk=study.activity_id).update(
        state="cancelled", state_reason="No funds."
    )
    told = said(page(client, study))

    assert ("Cancelled." in told, "No funds." in told) == (True, True)


def test_search_engines_are_told_of_the_project_its_countries_and_its_reports(client, study):
    make.contributor(study, organisation=make.organisation("University of Rivers"))
    make.product("2011-05", of=study)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', said(page(client, study)))
    told = json.loads(block[1])

    assert (told["@type"], told["name"], told["foundingDate"]) == (
        "ResearchProject",
        "Trust in <government>",
        "2009",
    )
    assert [one["name"] for one in told["areaServed"]] == ["Fiji", "Samoa"]
    assert told["member"] == [{"@type": "Organization", "name": "University of Rivers"}]
    assert [(one["@type"], one["datePublished"]) for one in told["subjectOf"]] == [("Report", "2011-05")]


def test_both_pages_ask_a_fixed_number_of_questions_and_keep_no_cookie(client, study):
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as held:
            answer = client.get(address)
        assert (answer.status_code, answer.cookies.keys()) == (200, {}.keys())
        return len(held)

    make.product("2011", of=study)
    make.contributor(study, organisation=make.organisation())
    addresses = [reverse("studies"), reverse("study_page", args=(study.code,))]
    asked(addresses[0])  # the menu of the site is read once in a while
    told = [asked(address) for address in addresses]
    for _number in range(2):
        make.study(2009, covered=("FJI",))
        make.product("2011", of=study)
        make.contributor(study, organisation=make.organisation())

    assert [asked(address) for address in addresses] == told == [5, 7]


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_both_pages_are_few_bytes_in_every_language_and_run_no_script(client, study, language):
    for answer in (client.get(reverse("studies"), {"lang": language}), page(client, study, lang=language)):
        assert (answer.status_code, len(answer.content) < 40_000) == (200, True)
        assert re.findall(r"<script(?! type=.application/ld)", said(answer)) == []
