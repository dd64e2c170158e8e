"""Every kind of page of the site in a browser: nobody kept out, nothing beside a phone's screen, all of it by keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests import make
from tests.seeing import barriers

from colonnade.web.site.search import index

BESIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def site(db):
    make.office("Office of Rivers")
    make.site()
    make.event("2014-05-06", host="FJI", people=120, counts_from="head_count")
    make.open_event(title="Workshop on rivers and the very long names that ministries bear")
    page = make.written(
        "The mandate", slug="mandate", summary="What the office is for",
        body=[
            ("heading", "To help"), ("text", "<p>Clean <a href='/map/'>water</a>.</p><ul><li>One</li></ul>"),
            ("figure", {"key": "capacity.participations", "period": "2014"}),
            ("records", {"kind": "events", "most": 3}),
            ("picture", {"picture": make.picture(), "alt": "Two women at a table", "caption": "At work"}),
        ],
    )  # fmt: skip
    make.translated(page, "ar", "الولاية", [("text", "<p>مياه نظيفة</p>")])
    story = make.story("Rivers are clean", summary="In a sentence.", body=[("text", "<p>Said.</p>")])
    index()
    return {
        "mandate": "/mandate/", "story": story.url, "news": "/news/", "search": "/search/?q=rivers", "archive": "/archive/2014/",
        "map": reverse("map"), "figure elsewhere": "/embed/figure/capacity.participations/?period=2014",
        "list elsewhere": "/embed/list/events/", "lost": "/no/such/page/",
    }  # fmt: skip


def test_the_site_keeps_nobody_out_in_three_languages_on_a_phone_and_by_keyboard(page, live_server, site):
    page.set_viewport_size({"width": 360, "height": 740})
    stopped, asked = [], set()
    page.on(
        "console", lambda said: stopped.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.on("request", lambda one: asked.add(one.url.split("/")[2]))
    found = {}
    for language in ("en", "ar", "zh-hans"):
        for name, address in site.items():
            page.goto(f"{live_server.url}{address}{'&' if '?' in address else '?'}lang={language}")
            found[language, name] = (barriers(page), page.evaluate(BESIDE))
    assert {key: told for key, told in found.items() if told != ([], 0)} == {}
    assert (stopped, asked) == ([], {live_server.url.split("/")[2]})
    assert page.context.cookies() == []

    # By keyboard alone: past the menu, into the search, to what was found.
    page.goto(f"{live_server.url}/search/?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("الولا")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    page.locator("#main a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/mandate/**")
    assert page.locator("h1").inner_text() == "The mandate"
