"""The page of an evaluation form: no account, no cookie, no script; what is typed is not lost; one answer a person."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from django.utils import timezone
from tests import make
from tests.seeing import barriers

from colonnade.capacity.actions import ask_evaluation, close_evaluation, draft_evaluation
from colonnade.capacity.models import EvaluationBox, EvaluationItem, OfferedQuote
from colonnade.capacity.queries import response_of
from colonnade.capacity.sealing import link_of
from colonnade.web.events.evaluation import address_of

pytestmark = pytest.mark.django_db


def sent(kind="reaction", people=5):
    """A form that is open today, and the address of each person's page."""
    today = timezone.localdate().isoformat()
    event = make.event(today, until=today, title="Workshop on open data")
    for number in range(people):
        make.participation(
            event, make.person(f"Person {number}", email=f"p{number}@example.org"), tally=False
        )
    form = draft_evaluation(event=event, kind=kind)
    ask_evaluation(evaluation=form, address=address_of)
    box = EvaluationBox.objects.get(evaluation=form)
    pks = form.tokens.order_by("participation").values_list("participation", flat=True)
    return form, [f"/evaluation/{link_of(box, pk)}/" for pk in pks]


def test_the_form_is_small_keeps_no_cookie_and_is_kept_by_nobody_on_the_way(client):
    _form, pages = sent()

    answer = client.get(pages[0] + "?lang=ar")

    assert answer.status_code == 200 and not answer.cookies
    assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "no-referrer"
    assert 'dir="rtl"' in answer.content.decode()
    assert len(gzip.compress(answer.content)) < 14_000
    assert b"<script" not in answer.content


def test_the_letter_leads_to_the_form(client):
    from colonnade.people.models import Message

    _form, _pages = sent(people=1)
    address = next(line for line in Message.objects.get().body.splitlines() if line.startswith("http"))

    assert client.get("/" + address.split("/", 3)[3]).status_code == 200


def test_an_answer_is_sent_once_and_a_second_visit_says_so(client):
    form, pages = sent()

    first = client.post(pages[0], {"a_relevant": "5"}, follow=True)
    again = client.post(pages[0], {"a_relevant": "1"}, follow=True)

    assert "Thank you" in first.content.decode() and "has been answered" in again.content.decode()
    assert not first.cookies and response_of(form).answered == 1


def test_what_was_typed_survives_an_error(client):
    form, pages = sent()
    EvaluationItem.objects.filter(evaluation=form, name="objectives").update(required=True)

    answer = client.post(pages[0], {"a_relevant": "4", "a_improve": "Fewer <b>slides</b>"})
    page = answer.content.decode()

    assert answer.status_code == 422 and response_of(form).answered == 0
    assert "Fewer &lt;b&gt;slides&lt;/b&gt;" in page and 'name="a_relevant" value="4" checked' in page
    assert "It is not sent yet" in page and 'href="#a_objectives"' in page


def test_words_are_quoted_only_where_it_is_ticked_and_said_where(client):
    form, pages = sent()
    words = {
        "a_relevant": "5",
        "a_quote": "It changed our plan.",
        "quote_name": "Ana Lopes",
        "with_name": "1",
    }

    client.post(pages[0], words)
    refused = client.post(pages[1], {**words, "may_quote": "1"})
    client.post(pages[1], {**words, "may_quote": "1", "channel": ["web", "moon"]})
    for page in pages[2:]:
        client.post(page, {"a_relevant": "3"})
    close_evaluation(evaluation=form)

    assert refused.status_code == 422 and "tick where your words" in refused.content.decode()
    [offered] = OfferedQuote.objects.all()
    assert (offered.text, offered.name, offered.channels) == ("It changed our plan.", "Ana Lopes", ["web"])
    assert offered.wording == "The office may quote these words. · With my name. · on the office's website"


def test_a_link_that_is_not_known_or_whose_form_is_closed_says_what_to_do(client):
    form, pages = sent()
    close_evaluation(evaluation=form, on=date(2030, 1, 1))

    unknown, closed = client.get("/evaluation/nobody/"), client.get(pages[0])

    assert (unknown.status_code, closed.status_code) == (404, 410)
    assert (
        "copy the whole link" in unknown.content.decode()
        and "takes no answers any more" in closed.content.decode()
    )


def test_a_form_asks_the_database_as_often_for_nine_questions_as_for_three(
    client, django_assert_max_num_queries
):
    _form, pages = sent()
    client.get(pages[0])
    with django_assert_max_num_queries(4):
        client.get(pages[0])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_answers_without_scripts_by_keyboard_on_a_telephone_and_nobody_is_kept_out(
    browser, live_server, language
):
    _form, pages = sent()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}{pages[0]}?lang={language}")
    page.focus("[name=a_relevant][value='1']")
    page.keyboard.press("ArrowRight" if language == "en" else "ArrowLeft")
    page.fill("[name=a_improve]", "وقت أطول للنقاش" if language == "ar" else "More time")
    page.click("button[type=submit]:not([name])")
    assert page.locator("h1").is_visible() and page.locator("form.asks").count() == 0
    assert context.cookies() == []
    context.close()

    seen = browser.new_page(viewport={"width": 360, "height": 800})
    seen.goto(f"{live_server.url}{pages[1]}?lang={language}")
    assert seen.evaluate("document.documentElement.scrollWidth") <= 360
    found = barriers(seen)
    seen.close()
    assert found == []
