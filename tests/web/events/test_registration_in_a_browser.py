"""Registering in a real browser without scripts: with a bad connection, on a phone, for everybody."""

from __future__ import annotations

import pytest
from tests import make
from tests.seeing import barriers

from colonnade.capacity.links import token_of
from colonnade.capacity.models import Question, Registration
from colonnade.web.events import registration, visitors


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    registration._known.clear()
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 0)


@pytest.fixture
def event(db):
    make.office("Office of Rivers", email="office@example.org")
    made = make.open_event(20, title="Rivers of the Pacific", certificate_kind="participation")
    Question.objects.create(
        event=made, name="meal", label="Meal", kind="radio", choices="meat\nfish", purpose="For the kitchen."
    )
    return made


def without_scripts(browser, **options):
    return browser.new_context(java_script_enabled=False, **options)


def fill_in(page) -> None:
    page.fill("[name=full_name]", "윤서 한")
    page.fill("[name=email]", "yunseo@example.org")
    page.select_option("[name=country]", "FJI")
    page.fill("[name=organisation_name]", "Ministry of Rivers")
    page.check("[name=q_meal][value=fish]")
    page.check("[name=consent_photo]")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_registers_and_comes_back_without_scripts(browser, live_server, event, language):
    context = without_scripts(browser, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{event.code}/register/?lang={language}")
    wide = page.locator("main").bounding_box()["width"]
    fill_in(page)
    page.click("main form button")
    held = Registration.objects.select_related("participation__person").get()
    assert page.url == f"{live_server.url}/registration/{token_of(held)}/sent/"
    page.click(".buttons .button")
    assert (wide <= 360, held.language, held.participation.person.full_name) == (True, language, "윤서 한")
    assert "Ministry of Rivers" in page.content()
    assert context.cookies() == []
    context.close()


def test_what_was_typed_survives_a_lost_connection_and_is_registered_once(browser, live_server, event):
    context = without_scripts(browser)
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{event.code}/register/")
    fill_in(page)
    context.set_offline(True)
    page.locator("main form button").click(no_wait_after=True)
    page.wait_for_timeout(1000)
    page.go_back()
    typed = {
        "name": page.input_value("[name=full_name]"),
        "country": page.input_value("[name=country]"),
        "institution": page.input_value("[name=organisation_name]"),
        "meal": page.is_checked("[name=q_meal][value=fish]"),
        "photo": page.is_checked("[name=consent_photo]"),
    }
    context.set_offline(False)
    page.click("main form button")
    page.wait_for_url("**/sent/")
    assert typed == {
        "name": "윤서 한", "country": "FJI", "institution": "Ministry of Rivers", "meal": True, "photo": True,
    }  # fmt: skip
    page.go_back()
    page.click("main form button")
    page.wait_for_url("**/sent/")
    assert Registration.objects.count() == 1
    context.close()


def test_after_an_error_the_summary_is_read_first_and_leads_to_the_field(browser, live_server, event):
    context = without_scripts(browser)
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{event.code}/register/")
    fill_in(page)
    page.fill("[name=email]", "no address")
    page.click("main form button")
    assert page.locator("#wrong").evaluate("held => held === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#id_email")
    assert page.input_value("[name=full_name]") == "윤서 한"
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_visitors_pages_keep_nobody_out(page, live_server, event, language):
    held = make.registration(event, from_country="FJI", language=language, answers={"meal": "fish"})
    own = f"{live_server.url}/registration/{token_of(held)}/"
    form = f"{live_server.url}/events/{event.code}/register/"
    told = {}
    for address in (
        form,
        f"{own}sent/",
        own,
        f"{own}correct/",
        f"{own}cancel/",
        f"{live_server.url}/registration/x/",
    ):
        page.goto(f"{address}?lang={language}")
        told[address] = barriers(page)
    page.goto(f"{form}?lang={language}")
    page.click("main form button")
    told["with errors"] = barriers(page)
    assert told == dict.fromkeys(told, [])
