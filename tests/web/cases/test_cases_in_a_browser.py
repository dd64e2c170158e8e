"""Sending a case and judging it in a real browser, without scripts, on a telephone."""

from __future__ import annotations

import re

import pytest
from tests import make
from tests.seeing import barriers

from colonnade.people.models import Message
from colonnade.research.actions import give_to, screen
from colonnade.research.case_links import token_of
from colonnade.research.models import Judgement, Submission
from colonnade.web.events import visitors


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_case_is_begun_sent_later_and_judged_on_a_telephone_without_scripts(
    browser, live_server, monkeypatch, language
):
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 0)
    make.office("Office of Rivers", email="office@example.org")
    call = make.call(title="Good practice", languages=["en", "ar"])
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{live_server.url}/calls/{call.code}/?lang={language}")
    page.click("main a.button")
    page.fill("[name=email]", "mere@example.org")
    page.fill("[name=problem]", "Queues of Mere Vula.")
    page.click("[name=draft]")
    link = re.search(r"/submission/\S+", Message.objects.get().body)[0]
    page.goto(f"{live_server.url}{link}")
    page.click("main .buttons a.button >> nth=0")
    for name, words in {
        "contact_name": "Mere Vula",
        "organisation_name": "Bureau",
        "title": "Lines",
        "done": "D",
        "results": "R",
    }.items():
        page.fill(f"[name={name}]", words)
    page.select_option("[name=country]", "FJI")
    page.click("main form button >> nth=0")
    held = Submission.objects.get()
    assert (held.state, held.language, page.evaluate("document.documentElement.scrollWidth")) == (
        "sent",
        language,
        360,
    )

    screen(submission=held, verdict="eligible", by=make.account())
    judge = make.judge(call, language=language)
    give_to(judge=judge, submission=held)
    page.goto(f"{live_server.url}/judge/{token_of(judge)}/?lang={language}")
    page.click("main .rows a")
    assert "█████" in page.text_content("main") and "Vula" not in page.text_content("main")
    for name in ("proof", "use"):
        page.check(f"[name=s-{name}][value='4']")
        page.fill(f"[name=r-{name}]", "Yes.")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.click("[name=send]")
    assert Judgement.objects.get().state == "sent"
    page.context.close()


def test_nothing_bars_a_page_of_calls_and_cases(page, live_server):
    make.office("Office of Rivers", email="office@example.org")
    call = make.call(kind="award", award="Award", categories="Access", languages=["en", "ar"])
    case = make.case(call=call, category="Access", from_country="FJI", themes=["access"])
    sent = make.submission(call, "eligible", category="Access")
    judge = make.judge(call)
    give_to(judge=judge, submission=sent)
    told = {}
    for path in (
        "/calls/", f"/calls/{call.code}/?lang=ar", f"/calls/{call.code}/submit/", "/cases/?lang=ar", f"/cases/{case.code}/",
        f"/submission/{token_of(sent)}/", f"/judge/{token_of(judge)}/", f"/judge/{token_of(judge)}/{sent.code}/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}{path}")
        told[path] = barriers(page)
    assert {path: found for path, found in told.items() if found} == {}
