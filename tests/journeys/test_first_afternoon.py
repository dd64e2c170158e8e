"""An office's first afternoon: from the empty workbook to a number that a stranger checks on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook
from tests import make

from colonnade.capacity.models import Event, Participation
from colonnade.figures.models import Edition
from colonnade.people.models import Account
from colonnade.reports.actions import lay_committee_report
from colonnade.web.desk.roles import settle_roles

PASSWORD = "tide-lamp-orchard-7"
COUNTRIES = ("Fiji", "Samoa", "Kenya", "Viet Nam", "Nepal", "Fiji", "Samoa")


@pytest.fixture
def office(transactional_db, settings):
    """A new office with its accounts and kinds of activity; passwords are kept as they are in an office."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    make.office("Office of Rivers")
    make.kind("regional_workshop")
    settle_roles()
    lay_committee_report(first_year=2014, last_year=2014)
    for name, role in (("officer", "Programme officer"), ("head", "Head")):
        account = Account.objects.create_user(
            name, email=f"{name}@office.example", password=PASSWORD, is_staff=True
        )
        account.groups.add(Group.objects.get(name=role))


def sheets() -> dict[str, list[dict[str, str]]]:
    """Two events of 2014 and the seven people at the first."""
    events = [
        {"Code": f"EV-{number}", "Title": title, "Kind": "regional_workshop", "State": "held", "Starts on": day}
        | {"Ends on": day, "Place": "Suva", "Host country": "Fiji", "Source address": "https://office.example/news"}
        for number, title, day in (
            (1, "Workshop on the management of rivers", "6 May 2014"),
            (2, "Workshop on water and health", "7 October 2014"),
        )
    ]  # fmt: skip
    people = [{"Code": f"P-{n}", "Full name": f"Guest {n}"} for n in range(1, 8)]
    took_part = [
        {"Code": f"PA-{n}", "Event": "EV-1", "Person": f"P-{n}", "Country represented": country}
        for n, country in enumerate(COUNTRIES, start=1)
    ]
    return {"People": people, "Events": events, "Participations": took_part}


def fill(empty: Path, filled: Path) -> Path:
    """The downloaded workbook with rows under its examples."""
    book = load_workbook(empty)
    for name, rows in sheets().items():
        page = book[name]
        places = {cell.value: cell.column for cell in page[1]}
        for number, row in enumerate(rows, start=4):
            for heading, value in row.items():
                page.cell(number, places[heading], value)
    book.save(filled)
    return filled


def put(path: Path, sheet: str, heading: str, row: int, value: str) -> None:
    """One cell of a workbook, as somebody mends it."""
    book = load_workbook(path)
    column = next(cell.column for cell in book[sheet][1] if cell.value == heading)
    book[sheet].cell(row, column, value)
    book.save(path)


def sign_in(page, server: str, name: str) -> None:
    page.goto(f"{server}/desk/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form.plain button[type=submit]")
    page.wait_for_url(f"{server}/desk/")


def send(page, path: Path) -> None:
    """Give the desk a file to read, and wait for what it says."""
    page.set_input_files("[name=files]", path)
    page.get_by_role("button", name="Read the file").click()
    page.locator(".verdict").wait_for()


def test_from_the_empty_workbook_to_a_number_checked_on_a_phone(page, browser, live_server, office, tmp_path):
    server = live_server.url
    sign_in(page, server, "officer")
    import_with_one_fault_and_mend_it(page, server, tmp_path)
    see_the_records_and_a_figure(page, server)
    # The head of the office on another machine.
    other = browser.new_context()
    code = publish_the_report(other.new_page(), server)
    other.close()
    visitor = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    check_a_number_by_keyboard(visitor.new_page(), server, code)
    visitor.close()


def import_with_one_fault_and_mend_it(page, server: str, folder: Path) -> None:
    """Download, fill in, be told of the fault, mend it, confirm: sixteen rows, and the address cited as their source."""
    page.get_by_role("link", name="Import", exact=True).first.click()
    with page.expect_download() as empty:
        page.get_by_role("link", name="Download the empty workbook").click()
    empty.value.save_as(folder / "empty.xlsx")
    filled = fill(folder / "empty.xlsx", folder / "afternoon.xlsx")
    put(filled, "Participations", "Country represented", 6, "Kenyia")

    send(page, filled)
    told = page.locator("table.findings tr.problem")
    assert told.locator("th").all_inner_texts() == ["Participations, row 6, Country represented"]
    assert told.locator("td").first.inner_text() == "Kenyia"
    assert "Kenya" in told.locator("td").last.inner_text()
    assert page.get_by_role("button", name="Write it into the record").count() == 0
    assert (Event.objects.count(), Participation.objects.count()) == (0, 0)

    put(filled, "Participations", "Country represented", 6, "Kenya")
    page.get_by_role("button", name="Take another file").click()
    send(page, filled)
    assert page.locator(".verdict strong").inner_text() == "17 new, 0 changed, 0 the same"
    page.get_by_role("button", name="Write it into the record").click()
    page.wait_for_url("**/inspect/**")
    assert (Event.objects.count(), Participation.objects.count()) == (2, 7)


def see_the_records_and_a_figure(page, server: str) -> None:
    """The list of events, then a figure and the record behind it."""
    page.goto(server + reverse("event:index"))
    listed = page.locator("main table tbody").inner_text()
    assert [code in listed for code in ("EV-1", "EV-2", "EV-3")] == [True, True, False]

    asked = "?period=2014&as_of=2014-12-31"
    page.goto(server + reverse("desk_figures:figure", args=("capacity.participations",)) + asked)
    assert page.locator(".answer .number strong").inner_text() == "7"
    behind = page.locator("table.rows tbody tr")
    counted = [row.split("\t")[2] for row in behind.all_inner_texts()]
    assert counted == ["7", "not known"]  # nobody entered who came to the second
    behind.get_by_role("link", name="Workshop on the management of rivers").click()
    page.wait_for_url("**/inspect/**")
    assert "Workshop on the management of rivers" in page.title()


def publish_the_report(page, server: str) -> str:
    """The Head freezes the committee report on 2014; the edition's code."""
    sign_in(page, server, "head")
    page.goto(server + reverse("report:index"))
    page.locator("main table tbody a").first.click()
    page.get_by_role("link", name="Publish as edition").first.click()
    page.fill("[name=period]", "2014")
    page.fill("[name=as_of]", "2014-12-31")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/inspect/**")
    edition = Edition.objects.get()
    assert (edition.frozen_by, edition.public, edition.figures.count() > 0) == ("head", True, True)
    return edition.code


def tab_to(page, address: str, at_most: int = 150) -> None:
    """Press Tab until a link to an address has the focus."""
    for _press in range(at_most):
        page.keyboard.press("Tab")
        if address in (page.locator(":focus").get_attribute("href") or ""):
            return
    raise AssertionError(f"No link to {address} within {at_most} presses of Tab.")


def check_a_number_by_keyboard(page, server: str, code: str) -> None:
    """On a phone without scripts, by Tab and Enter alone: the report, a number, its account."""
    page.goto(f"{server}/reports/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    page.keyboard.press("Enter")
    tab_to(page, reverse("edition", args=(code,)), at_most=3)
    page.keyboard.press("Enter")
    page.locator(".report").wait_for()

    workshops = f"{reverse('figure', args=('capacity.events_held',))}?as_of=2014-12-31&kind=regional_workshop&period=2014"
    assert page.locator(f"a[href='{workshops}']").first.inner_text() == "2"
    tab_to(page, workshops)
    page.keyboard.press("Enter")
    page.locator(".figure-page").wait_for()

    assert page.locator(".answer .number strong").inner_text() == "2"
    assert page.locator("dl.meaning dt").first.inner_text().lower() == "definition"
    assert page.locator("dl.meaning dd").first.inner_text() != ""
    rows = page.locator("table.rows tbody tr th").all_inner_texts()
    assert [code in row for code, row in zip(("EV-1", "EV-2"), sorted(rows), strict=True)] == [True, True]
    assert code in page.locator("section.editions").inner_text()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
