"""The life of a study in a browser: reviewed by link, cleared, published in three languages, found, cited, harvested, counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import rispy
from oaipmh_scythe import Scythe
from tests import make
from tests.journeys.house import House, link_in, take_in, worked
from tests.smtp import MailServer

from colonnade.reports.actions import lay_committee_report
from colonnade.reports.compiling import compile_report
from colonnade.reports.models import Report
from colonnade.research.models import Product, ReviewComment, Study
from colonnade.values.period import Period
from colonnade.web.desk.roles import settle_roles

TITLE = "Water and health in river deltas"
TITLES = {"en": TITLE, "fr": "L’eau et la santé dans les deltas", "ar": "المياه والصحة في دلتا الأنهار"}
REVIEWERS = ("rewi@water.example", "sina@health.example")


@pytest.fixture
def house(transactional_db, settings, browser, live_server):
    """An office with an officer, somebody for language and layout, and a head."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    make.office("Office of Rivers", email="office@example.org")
    settle_roles()
    for name, role in (("officer", "Programme officer"), ("layout", "Communications"), ("head", "Head")):
        take_in(name, role)
    with MailServer() as mail:
        mail.serve(settings)
        held = House(browser, live_server.url, mail)
        yield held
        held.close()


def products_counted(house: House) -> str:
    """The number of this year's products on its public page."""
    page = house.on_a_telephone()
    year = date.today().year
    page.goto(f"{house.address}/figures/research.products/?period={year}&as_of={date.today()}")
    return page.locator(".answer .number strong").inner_text()


def on_the_slide(report: Report) -> set[object]:
    """What the committee's deck says of this year's products, as it is compiled now."""
    told = compile_report(report, period=Period.year(date.today().year), as_of=date.today())
    return {bound.value for bound in told.document.bounds() if bound.key == "research.products"} - {0, None}


@pytest.mark.both
def test_the_life_of_a_study(house, tmp_path):
    study = make.study(title=TITLE, state="planned")
    make.contributor(study, "Ana Tui")
    report = make.product(None, state="review", of=study, title=TITLE, symbol="ST/RIV/1")
    for language, title in TITLES.items():
        make.version(report, language, title=title, released=False)
    year = date.today().year
    committee = lay_committee_report(first_year=year, last_year=year)
    assert (products_counted(house) in ("0", "–"), on_the_slide(committee)) == (True, set())
    officer = house.at_the_desk("officer")

    review(house, officer, study, tmp_path)
    clear(house, officer, study)
    publish(house, officer, report, tmp_path)
    worked(house)
    find_in_arabic(house, report)
    harvest(house, report)
    assert (products_counted(house), on_the_slide(committee)) == ("1", {1})
    assert house.wrong == dict.fromkeys(house.wrong, [])


def review(house: House, officer, study: Study, folder: Path) -> None:
    """Two who did not write it read the draft on telephones; the officer answers what must be dealt with."""
    draft = folder / "draft.pdf"
    draft.write_bytes(make.pdf(2))
    officer.goto(f"{house.address}/desk/studies/{study.pk}/reviews/")
    officer.set_input_files("[name=new-draft]", draft)
    officer.get_by_role("button", name="Bring a new version").click()
    for number, address in enumerate(REVIEWERS):
        row = officer.locator("fieldset.study-reviewer").nth(number)
        row.get_by_label("Name").fill(address.partition("@")[0].capitalize())
        row.get_by_label("E-mail").fill(address)
    officer.get_by_role("button", name="Send the invitations").click()
    officer.get_by_role("link", name="Comments matrix").wait_for()
    house.look(officer, "reviews")
    worked(house)
    for address in REVIEWERS:
        page = house.on_a_telephone()
        page.goto(link_in(house.letter_to(address, ""), "/review/"))
        page.fill("[name=text-1]", "Say where the samples were taken.")
        page.select_option("[name=kind-1]", "must")
        page.check("[name=recommendation][value=minor]")
        page.get_by_role("button", name="Send the review").click()
        page.get_by_text("Your review has reached the office").wait_for()
        assert page.context.cookies() == []
    officer.reload()
    officer.get_by_role("link", name="Comments matrix").click()
    for comment in ReviewComment.objects.filter(reviewer__round__study=study):
        officer.fill(f"[name=answer-{comment.pk}]", "A table of the places was added.")
        officer.fill(f"[name=done-{comment.pk}]", "Annex 1")
    officer.get_by_role("button", name="Keep the answers").click()
    house.look(officer, "comments")
    officer.goto(f"{house.address}/desk/studies/{study.pk}/reviews/")
    officer.get_by_role("button", name="Close the round").click()
    officer.get_by_text("closed", exact=False).first.wait_for()


def clear(house: House, officer, study: Study) -> None:
    """The officer submits; others take the steps, the head the last."""
    address = f"{house.address}/desk/studies/{study.pk}/clearance/"
    officer.goto(address)
    officer.get_by_role("button", name="Submit for clearance").click()
    layout, head = house.at_the_desk("layout"), house.at_the_desk("head")
    for page, steps in ((layout, 3), (head, 1)):
        page.goto(address)
        for _step in range(steps):
            page.get_by_role("button", name="Cleared", exact=True).click()
            page.wait_for_load_state()
    head.get_by_text("Cleared: it may be published.").wait_for()
    house.look(head, "clearance")


def publish(house: House, officer, report: Product, folder: Path) -> None:
    """A file in each language, and out."""
    file = folder / "report.pdf"
    file.write_bytes(make.pdf(3))
    address = f"{house.address}/desk/publications/{report.pk}/"
    officer.goto(address)
    for language, title in TITLES.items():
        officer.get_by_text("Add or replace a file").click()
        officer.select_option("select[name=version]", label=f"{language}: {title}")
        officer.set_input_files("form [name=file]", file)
        officer.get_by_role("button", name="Keep the file").click()
        officer.wait_for_load_state()
    officer.get_by_role("button", name="Next: cleared").click()
    officer.get_by_role("button", name="Publish", exact=True).click()
    officer.get_by_text("is published").wait_for()
    house.look(officer, "published")
    assert set(report.versions.values_list("language", "released")) == {(one, True) for one in TITLES}


def find_in_arabic(house: House, report: Product) -> None:
    """A reader types a word of its Arabic title, reads the page in Arabic, and cites it."""
    page = house.on_a_telephone()
    page.goto(f"{house.address}/search/?lang=ar")
    page.fill("main [name=q]", "الصحة دلتا")
    page.locator("main form.find button").click()
    house.look(page, "found")
    page.get_by_role("main").get_by_role("link", name=TITLES["ar"]).first.click()
    assert page.locator("h1").inner_text() == TITLES["ar"]
    house.look(page, "publication", elsewhere=True)
    cited = page.request.get(f"{house.address}/publications/{report.code}/cite.ris").text()
    (told,) = rispy.loads(cited)
    assert TITLE in (told.get("title"), told.get("primary_title"))
    assert page.context.cookies() == []


def harvest(house: House, report: Product) -> None:
    """A library takes the record over with a client of its own."""
    with Scythe(f"{house.address}/oai/") as library:
        told = [
            record.metadata["title"]
            for record in library.list_records(metadata_prefix="oai_dc")
            if report.code in record.header.identifier
        ]
    assert {title for titles in told for title in titles} == set(TITLES.values())
