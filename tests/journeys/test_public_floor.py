"""The public floor as one small office shows it: nobody is kept out, nothing sticks out, nobody else is asked."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make
from tests.seeing import barriers

from colonnade.records.models import Source
from colonnade.reports.actions import lay_committee_report, publish
from colonnade.values.period import Period

ASKED = "period=2014&as_of=2014-12-31"
PAGES = (
    "/", "/about/", "/reports/", "/reports/committee/", "/figures/", f"/figures/capacity.events_held/?{ASKED}&by=kind",
    f"/figures/capacity.participations/?{ASKED}&by=host", "/accounts/login/", "/nothing/",
)  # fmt: skip


@pytest.fixture
def small_office(transactional_db):
    """Two events, the sources they are from, and a published report."""
    make.office("Office of Rivers and Other Long Names", email="office@example.org")
    for number, (host, people) in enumerate((("FJI", 9), ("KEN", 40))):
        make.event(
            "2014-05-06", host=host, people=people, title=f"Workshop on rivers and the institutions {number}"
        )
    Source.objects.create(
        code="LONG", title="Final report of the international conference on public administration reform and governance",
        kind="document", publisher="Department of Economic and Social Affairs of the United Nations Secretariat",
        address="https://office.example/" + "a-long-address/" * 6,
    )  # fmt: skip
    report = lay_committee_report(first_year=2014, last_year=2014)
    publish(report=report, period=Period.year(2014), as_of=date(2014, 12, 31))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_keep_nobody_out_fit_a_phone_and_ask_nobody_else(
    page, live_server, small_office, language
):
    page.set_viewport_size({"width": 360, "height": 740})
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    told = {}
    for address in PAGES:
        page.goto(f"{live_server.url}{address}{'&' if '?' in address else '?'}lang={language}")
        told[address] = (page.evaluate("document.scrollingElement.scrollWidth") <= 360, barriers(page))

    assert told == dict.fromkeys(PAGES, (True, []))
    assert page.locator("html").get_attribute("dir") == {"en": "ltr", "ar": "rtl"}[language]
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
