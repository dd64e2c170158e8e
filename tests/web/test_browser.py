"""Pages as a browser shows them: without scripts, on a phone, and to assistive technology."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests import make
from tests.seeing import barriers

from colonnade.people.models import Account

PUBLIC = ["/", "/about/", "/accounts/login/", "/accounts/password/reset/", "/nothing/"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_keep_nobody_out(page, live_server, language):
    make.office("Office of Rivers", email="office@example.org")
    told = {}
    for address in PUBLIC:
        page.goto(f"{live_server.url}{address}?lang={language}")
        told[address] = barriers(page)
    assert told == dict.fromkeys(PUBLIC, [])


def test_public_pages_fit_a_phone_without_scripts(browser, live_server):
    make.office("Office of Rivers and Long Names of Institutions", email="office@example.org")
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone, told = context.new_page(), {}
    for address in PUBLIC:
        for language in ("en", "ru", "ar"):
            phone.goto(f"{live_server.url}{address}?lang={language}")
            told[address, language] = phone.locator("main").bounding_box()["width"] <= 360
    assert set(told.values()) == {True}
    context.close()


def test_one_signs_in_without_scripts(browser, live_server):
    make.office()
    Account.objects.create_superuser("head", password="a-long-password-1")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    assert page.url == f"{live_server.url}/desk/"
    context.close()


def test_the_desk_keeps_nobody_out_and_its_policy_stops_none_of_its_scripts(page, live_server):
    make.office()
    held = make.activity("2014-06-05", host="FJI")
    Account.objects.create_superuser("head", password="a-long-password-1")
    stopped = []
    page.on(
        "console", lambda said: stopped.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    told = {}
    for name, args in (
        ("wagtailadmin_home", ()),
        ("activity:index", ()),
        ("activity:inspect", (held.pk,)),
        ("activity:edit", (held.pk,)),
        ("activity:history", (held.pk,)),
        ("activity:withdraw", (held.pk,)),
        ("activity:link", ("partners", held.pk)),
    ):
        page.goto(live_server.url + reverse(name, args=args))
        page.wait_for_timeout(400)
        told[name] = barriers(page)
    assert (stopped, told) == ([], dict.fromkeys(told, []))


def test_a_country_is_chosen_by_a_few_letters(page, live_server):
    make.office()
    held = make.activity("2014-06-05")
    fiji = make.country("FJI")
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    page.goto(live_server.url + reverse("activity:edit", args=(held.pk,)))
    page.get_by_role("button", name="Choose: country or area").click()
    page.locator(".modal [name=q]").fill(fiji.name_en[:3])
    page.get_by_role("link", name=fiji.name_en).click()
    page.locator("#w-editor-form button[type=submit]").first.click()
    page.wait_for_url("**/inspect/**")
    held.refresh_from_db()
    assert held.host_country.code == "FJI"
