"""Figure pages and report pages as a browser shows them: without scripts, on a phone, and to assistive technology."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests import make
from tests.seeing import barriers

from colonnade.people.models import Account
from colonnade.reports.actions import lay_committee_report, publish
from colonnade.reports.models import Report
from colonnade.values.period import Period

ASKED = "period=2014&as_of=2014-12-31"
PUBLIC = (
    "/figures/", f"/figures/capacity.participations/?{ASKED}&by=country", f"/figures/capacity.events_held/?{ASKED}&by=kind",
    f"/figures/capacity.unique_participants/?{ASKED}&by=sex&sum=1", "/figures/capacity.events_held/?period=x", "/figures/nothing/",
    "/figures/add/?address=capacity.events_held%3Fas_of%3D2014-04-09%26period%3D2014", "/reports/", "/reports/committee/",
)  # fmt: skip


@pytest.fixture
def record(transactional_db):
    """An office with three events, one of them small, and a report published of them."""
    make.office("Office of Rivers and Long Names of Institutions")
    for number, country in ((3, "FJI"), (8, "WSM"), (30, "KEN")):
        event = make.event(
            "2014-05-06", host=country, title=f"Workshop on the management of rivers, {country}"
        )
        for _ in range(number):
            make.participation(event, from_country=country, sex="female", tally=False)
        make.tally_events([event.pk])
    report = lay_committee_report(first_year=2014, last_year=2014)
    for _ in range(2):
        publish(report=report, period=Period.year(2014), as_of=date(2014, 12, 31))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_figures_and_reports_keep_nobody_out(page, live_server, record, language):
    stopped, told = [], {}
    page.on(
        "console", lambda said: stopped.append(said.text) if "Content Security Policy" in said.text else None
    )
    for address in PUBLIC:
        page.goto(f"{live_server.url}{address}{'&' if '?' in address else '?'}lang={language}")
        told[address] = barriers(page)

    assert (stopped, told) == ([], dict.fromkeys(PUBLIC, []))


def test_figures_and_reports_fit_a_phone_without_scripts(browser, live_server, record):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone, told = context.new_page(), {}
    for address in PUBLIC:
        for language in ("en", "ar"):
            phone.goto(f"{live_server.url}{address}{'&' if '?' in address else '?'}lang={language}")
            told[address, language] = phone.locator("main").bounding_box()["width"] <= 360

    assert set(told.values()) == {True}
    context.close()


def test_another_period_and_breakdown_are_asked_for_without_scripts(browser, live_server, record):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/figures/capacity.events_held/?{ASKED}&host=FJI")
    page.fill("[name=period]", "2013-2014")
    page.select_option("[name=by]", "kind")
    page.click("form.ask button")

    assert page.locator("h2#by-heading").inner_text() == "Events · kind"
    assert page.url.endswith("?host=FJI&period=2013-2014&as_of=2014-12-31&by=kind")
    context.close()


def test_the_desks_figures_and_reports_keep_nobody_out(page, live_server, record):
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    report, told = Report.objects.get(), {}
    for address in (
        reverse("desk_figures:index"), reverse("desk_figures:figure", args=("capacity.participations",)) + f"?{ASKED}&by=country",
        reverse("report:inspect", args=(report.pk,)), reverse("report:publish", args=(report.pk,)),
    ):  # fmt: skip
        page.goto(live_server.url + address)
        page.wait_for_timeout(300)
        told[address] = barriers(page)

    assert told == dict.fromkeys(told, [])


def test_the_report_is_seen_beside_its_form_while_it_is_arranged(page, live_server, record):
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    page.goto(live_server.url + reverse("report:edit", args=(Report.objects.get().pk,)))
    page.click("[aria-label='Toggle preview']")
    # Wagtail loads the page aside and puts it in place when it is there.
    page.wait_for_timeout(4000)
    titles = [frame.locator("h1").first.inner_text() for frame in page.frames if "/preview/" in frame.url]

    assert titles[-1] == Report.objects.get().title
