"""Cases in public, as pages and as data."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make
from tests.research.files import jpeg

from colonnade.people.actions import withdraw_consent
from colonnade.people.models import Consent
from colonnade.records.actions import withdraw
from colonnade.research.models import CaseText

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def an_office():
    make.office("Office of Rivers", email="office@example.org")


def said(client, name, *args, **asked) -> str:
    return client.get(reverse(name, args=args), asked).content.decode()


def test_only_what_is_published_and_stands_is_on_the_site(client):
    shown, draft, later, gone = (
        make.case(title="Shown"),
        make.case(None, title="Draft"),
        make.case("2999-01-01", title="Later"),
        make.case(title="Gone"),
    )
    withdraw(record=gone, because="not theirs")

    statuses = [
        client.get(reverse("case_page", args=(one.code,))).status_code for one in (shown, draft, later, gone)
    ]
    assert statuses == [200, 404, 404, 404]
    for page in (
        said(client, "cases"),
        b"".join(client.get("/cases.json")).decode(),
        b"".join(client.get("/cases.csv")).decode(),
    ):
        assert [word in page for word in ("Shown", "Draft", "Later", "Gone")] == [True, False, False, False]


def test_a_case_is_read_in_the_readers_language_or_visibly_in_its_own(client):
    case = make.case(
        title="Queues", language="en", from_country="FJI", sources="Annual report, https://example.org/report"
    )
    CaseText.objects.create(case=case, language="ar", title="طوابير", problem="انتظار", status="official")
    arabic, french = (
        said(client, "case_page", case.code, lang="ar"),
        said(client, "case_page", case.code, lang="fr"),
    )

    assert ('<h1 lang="ar" dir="rtl">طوابير' in arabic, "Fiji" in said(client, "case_page", case.code)) == (
        True,
        True,
    )
    assert '<h1 lang="en" dir="ltr">Queues' in french
    assert 'href="https://example.org/report" rel="nofollow"><bdi>Annual report</bdi>' in french
    assert '<h1 lang="ar"' in said(client, "case_page", case.code, text="ar")


def test_cases_are_found_by_country_theme_year_and_words_in_any_language(client):
    one = make.case("2013-05-06", title="Counter", from_country="FJI", themes=["access"])
    make.case("2014-05-06", title="Portal", from_country="WSM")
    CaseText.objects.create(case=one, language="ru", title="Окно")

    for asked in ({"country": "FJI"}, {"theme": "access"}, {"year": "2013"}, {"q": "окно"}, {"q": "COUNTER"}):
        page = said(client, "cases", **asked)
        assert ("Counter" in page, "Portal" in page) == (True, False), asked
    assert "No case is like that" in said(client, "cases", year="1999")


def test_winners_of_an_award_stand_by_year_and_category(client):
    calls = [make.call(kind="award", award="Award of Rivers", title=f"Award {year}") for year in (2013, 2014)]
    for year, call in zip((2013, 2014), calls, strict=True):
        make.case(f"{year}-05-06", call=call, category="Access", title=f"Winner {year}")
    make.case(title="No winner")
    page = said(client, "cases", award="Award of Rivers")

    assert (
        page.index("2014</h2>")
        < page.index("Winner 2014")
        < page.index("2013</h2>")
        < page.index("Winner 2013"),
        "No winner" in page,
    ) == (True, False)
    assert "<h3><bdi>Access</bdi></h3>" in page


def test_a_contact_is_named_only_while_they_agree(client):
    sent = make.submission(
        make.call(), "selected", contact_name="Mere Vula", consents={"publication": "Yes."}
    )
    case = make.case(submission=sent)
    before = said(client, "case_page", case.code)
    withdraw_consent(consent=Consent.objects.get())
    everything = said(client, "case_page", case.code) + b"".join(client.get("/cases.json")).decode()

    assert ("Mere Vula" in before, "Mere Vula" in everything, sent.email in before) == (True, False, False)


def test_as_data_every_language_is_there_and_no_cell_is_a_formula(client):
    case = make.case(title="=HYPERLINK(1)", from_country="FJI", problem="+1", themes=["access"])
    CaseText.objects.create(case=case, language="fr", title="@fr", status="machine")
    table = list(csv.reader(io.StringIO(b"".join(client.get("/cases.csv")).decode("utf-8-sig"))))
    facts = client.get("/cases.json").getvalue().decode()

    row = dict(zip(*table, strict=True))
    assert [row[name] for name in ("title", "problem", "country", "themes", "languages")] == [
        "'=HYPERLINK(1)",
        "'+1",
        "FJI",
        "access",
        "fr",
    ]
    assert ('"status": "machine"' in facts, client.get("/cases.json").streaming) == (True, True)


def test_a_picture_is_shown_with_its_words_and_only_as_a_picture(client):
    case = make.case(
        picture=SimpleUploadedFile("a.jpg", jpeg()), picture_alt="A counter", picture_credit="Photo: Vula"
    )
    page = said(client, "case_page", case.code)
    answer = client.get(reverse("case_picture", args=(case.code,)))

    assert (
        'alt="A counter"' in page,
        "Photo: Vula" in page,
        answer["Content-Type"],
        b"".join(answer)[:2],
    ) == (True, True, "image/jpeg", b"\xff\xd8")
    other = make.case(picture=SimpleUploadedFile("a.svg", b"<svg/>"))
    assert client.get(reverse("case_picture", args=(other.code,))).status_code == 404


def test_the_list_costs_the_same_for_three_as_for_one_and_is_small(client, django_assert_num_queries):
    client.get(reverse("cases"))  # the menu of the site is read once in a while
    for many in (1, 2):
        for _n in range(many):
            CaseText.objects.create(
                case=make.case(from_country="FJI", themes=["access"]), language="fr", title="Un cas"
            )
        with django_assert_num_queries(10):
            answer = client.get(reverse("cases"))
    assert len(gzip.compress(answer.content)) < 14_000
