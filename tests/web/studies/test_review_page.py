"""The page of a peer reviewer: by link alone, without scripts, nothing lost, sent once, closed when it is closed."""

from __future__ import annotations

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make
from tests.seeing import barriers

from colonnade.research.actions import call_off_round, close_review_link
from colonnade.research.models import PeerReviewer
from colonnade.research.review_links import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    make.office("Office of Rivers", email="rivers@example.org")
    study = make.study(title="Trust in <government>")
    make.contributor(study, "Ana Tui")
    return make.review_round(study, words="Mind chapter 2.").reviewers.first()


def address(reviewer) -> str:
    return reverse("review", args=(token_of(reviewer),))


def said(answer) -> str:
    return answer.content.decode()


def typed(*comments: tuple[str, str], **facts: str) -> dict[str, str]:
    told = {"remarks": "", "recommendation": "minor"}
    for number, (kind, text) in enumerate(comments, 1):
        told |= {f"text-{number}": text, f"kind-{number}": kind, f"place-{number}": f"page {number}"}
    return told | facts


def test_the_page_is_small_private_and_keeps_no_cookie(client, reviewer):
    answer = client.get(address(reviewer), headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(answer.content).decode()

    assert (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
        "no-store", "noindex, nofollow", "no-referrer",
    )  # fmt: skip
    assert (answer.cookies.keys(), "<script" in page, len(answer.content) < 14_000) == (
        {}.keys(),
        False,
        True,
    )
    assert ["Trust in &lt;government&gt;" in page, "Mind chapter 2." in page, "Rewi Aroha" in page] == [
        True
    ] * 3


def test_the_draft_is_read_by_the_link_as_a_download(client, reviewer):
    answer = client.get(f"{address(reviewer)}draft/")
    with reviewer.round.draft.file.open("rb") as held:
        assert b"".join(answer.streaming_content) == held.read()
    assert answer["Content-Disposition"] == f'attachment; filename="{reviewer.round.study.code}-v1.pdf"'
    assert answer["Cache-Control"] == "no-store"


def test_what_was_typed_survives_an_error(client, reviewer):
    answer = client.post(
        address(reviewer),
        typed(("must", "Name <the> source."), send="1", recommendation="", remarks="So far good."),
    )
    page = said(answer)

    assert (answer.status_code, reviewer.comments.count()) == (422, 0)
    assert ["Name &lt;the&gt; source." in page, "So far good." in page, 'value="page 1"' in page] == [
        True
    ] * 3
    assert re.search(r'value="must" selected', page) is not None
    assert "what you recommend" in page


def test_what_is_kept_is_there_on_the_next_visit_with_more_rows(client, reviewer):
    answer = client.post(
        address(reviewer),
        typed(("must", "One"), ("may", "Two"), ("may", "Three"), keep="1", recommendation="major"),
    )
    page = said(client.get(answer["Location"]))

    assert (answer.status_code, reviewer.comments.count()) == (302, 0)
    assert [f">{words}</textarea>" in page for words in ("One", "Two", "Three")] == [True] * 3
    assert ("text-6" in page, "text-7" in page, 'value="major" checked' in page) == (True, False, True)


def test_a_review_is_sent_once_and_then_read_and_not_changed(client, reviewer):
    told = typed(("must", "Name the source."), send="1")
    answer = client.post(address(reviewer), told)
    client.post(address(reviewer), told | {"text-1": "Otherwise."})
    page = said(client.get(answer["Location"]))

    assert answer["Location"] == f"{address(reviewer)}?sent=1"
    assert [one.text for one in reviewer.comments.all()] == ["Name the source."]
    assert ("Thank you" in page, "Name the source." in page, "<form" in page) == (True, True, False)


def test_a_closed_or_made_up_link_opens_nothing(client, reviewer):
    old = address(reviewer)
    close_review_link(reviewer=reviewer)
    for where in (old, reverse("review", args=("1:forged",)), f"{old}draft/"):
        answer = client.get(where)
        assert (answer.status_code, "Trust in" in said(answer)) == (404, False)
    assert client.post(old, typed(("must", "x"), send="1")).status_code == 404
    reviewer.refresh_from_db()
    assert client.get(address(reviewer)).status_code == 200


def test_a_round_that_is_over_takes_nothing_and_gives_no_draft(client, reviewer):
    call_off_round(held=reviewer.round, by=make.account(), because="Given up.")
    answer = client.post(address(reviewer), typed(("must", "x"), send="1"))

    assert ("over and takes nothing" in said(client.get(answer["Location"])), reviewer.comments.count()) == (
        True,
        0,
    )
    assert client.get(f"{address(reviewer)}draft/").status_code == 404


def test_a_reviewer_sees_nothing_of_the_other_reviews(client, reviewer):
    other = reviewer.round.reviewers.last()
    make.review(other, ("must", "A secret remark."))

    assert ["A secret remark." in said(client.get(address(one))) for one in (reviewer, other)] == [
        False,
        True,
    ]
    assert str(other) not in said(client.get(address(reviewer)))


def test_the_page_asks_as_many_questions_for_three_comments_as_for_one(client, reviewer):
    def asked(one: PeerReviewer) -> int:
        with CaptureQueriesContext(connection) as held:
            client.get(address(one))
        return len(held)

    first, second = reviewer.round.reviewers.all()
    make.review(first, ("must", "One"))
    make.review(second, ("must", "One"), ("may", "Two"), ("may", "Three"))
    asked(first)

    assert (asked(first), asked(second)) == (3, 3)


def test_one_reviews_without_scripts_on_a_telephone_in_arabic_and_nobody_is_kept_out(browser, live_server):
    make.office("Office of Rivers")
    held = make.review_round(make.study(title="Trust in government"), language="ar")
    first, second = held.reviewers.all()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}{address(first)}")
    page.fill("[name=text-1]", "يرجى ذكر المصدر")
    page.check("[name=recommendation][value=minor]")
    page.click("[name=send]")
    assert (page.locator("html").get_attribute("dir"), page.locator("form").count()) == ("rtl", 0)
    assert context.cookies() == []
    context.close()

    seen = browser.new_page(viewport={"width": 360, "height": 800})
    seen.goto(f"{live_server.url}{address(second)}")
    assert (seen.evaluate("document.documentElement.scrollWidth") <= 360, barriers(seen)) == (True, [])
    seen.close()
    assert first.comments.get().text == "يرجى ذكر المصدر"
