"""A list in a browser, from pasted cells to the undone import, with the keyboard alone where a choice is made."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests import make
from tests.seeing import barriers

from colonnade.capacity.models import Participation, Tally
from colonnade.people.models import Account

PASTED = "\n".join("\t".join(row) for row in (
    ("Name", "E-mail", "Country represented", "Organisation", "Position"),
    ("Ms. Ana Lima", "ana@example.org", "Brazil", "Ministry of Planning", "Director"),
    ("Luis Costa", "luis@example.org", "Congo", "ARPTC", "Chef de service"),
    ("JUN SATO", "jun@example.org", "Japan", "Digital Agency", "Officer"),
))  # fmt: skip


@pytest.fixture
def signed_in(page, live_server):
    make.office()
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    return page


def test_a_list_is_pasted_understood_decided_written_and_undone(signed_in, live_server):
    page, event = signed_in, make.event(title="Workshop on digital government")
    held = make.person("Ana Lima", email="ana.lima@elsewhere.example")
    told = {}

    page.goto(live_server.url + reverse("event:inspect", args=(event.pk,)))
    page.get_by_role("link", name="Bring in a list").click()
    told["bring"] = barriers(page)
    page.get_by_label("Or paste the cells, with their headings").fill(PASTED)
    page.get_by_role("button", name="Read the list").press("Enter")
    told["columns"] = barriers(page)
    assert page.get_by_label("Position").input_value() == "function"
    page.get_by_label("took part").check()
    page.get_by_role("button", name="Go on").press("Enter")
    told["plan"] = barriers(page)
    assert page.get_by_role("button", name="Write it into the record").count() == 0

    page.get_by_label("Democratic Republic of the Congo (COD)").press("Space")
    page.get_by_label(f"The same: Ana Lima ({held.code})").press("Space")
    page.get_by_role("button", name="Keep these answers").press("Enter")
    told["answered"] = barriers(page)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Write it into the record").press("Enter")
    page.wait_for_url("**/inspect/**")
    names = Participation.objects.filter(event=event).values_list("person__full_name", flat=True)
    assert (sorted(names), Tally.objects.get(event=event).counted) == (
        ["Ana Lima", "Jun Sato", "Luis Costa"],
        3,
    )

    page.get_by_role("link", name="Undo this import").click()
    told["undo"] = barriers(page)
    page.get_by_role("button", name="Undo this import").press("Enter")
    page.get_by_text("This import was undone on").wait_for()
    told["undone"] = barriers(page)
    held.refresh_from_db()
    assert (Tally.objects.get(event=event).counted, held.withdrawn_on) == (0, None)
    assert told == dict.fromkeys(told, [])
