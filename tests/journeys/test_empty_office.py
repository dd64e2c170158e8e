"""An office on its first morning: nothing is in its record yet, and everything works."""

from __future__ import annotations

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse
from pptx import Presentation

from colonnade.figures.models import Edition
from colonnade.office.models import Office
from colonnade.people.models import Account
from colonnade.reports.actions import document_of, print_document
from colonnade.web.management.commands import init as init_command
from colonnade.web.setting_up import found_office

ASKED = ["--name=Office of Rivers", "--short-name=OoR", "--login=head", "--email=head@office.example"]
WITHOUT_RECORDS = {
    "Establishment",
    "Vision and mission",
    "Organisational chart",
    "Priorities and strategies",
    "Way forward",
}
PASSWORD = "tide-lamp-orchard-7"


@pytest.fixture
def empty(db):
    return found_office(code="OOR", name="Office of Rivers", short_name="OoR")


@pytest.fixture
def laid(monkeypatch):
    """The steps of init that were taken; tables and reference data are those of the tests."""
    steps: list[str] = []
    monkeypatch.setattr(init_command, "lay_foundations", lambda say: steps.append("foundations"))
    return steps


def set_up(*more: str) -> str:
    said = StringIO()
    call_command("init", "--no-input", *ASKED, *more, stdout=said)
    return said.getvalue()


def test_init_without_questions_makes_the_office_its_head_and_says_what_is_next(db, laid, monkeypatch):
    monkeypatch.setenv("COLONNADE_PASSWORD", PASSWORD)
    said = set_up()

    assert (Office.objects.get().code, Account.objects.get().check_password(PASSWORD)) == ("OOR", True)
    assert "`colonnade template`" in said
    assert (set_up().splitlines()[-1], Account.objects.count()) == (said.splitlines()[-1], 1)


@pytest.mark.parametrize(
    ("password", "told"), [("", "Set COLONNADE_PASSWORD"), ("short", "at least 12 characters")]
)
def test_a_password_that_will_not_do_is_told_before_anything_is_made(db, laid, monkeypatch, password, told):
    monkeypatch.setenv("COLONNADE_PASSWORD", password)
    with pytest.raises(CommandError, match=told):
        set_up()
    assert (laid, Office.objects.count(), Account.objects.count()) == ([], 0, 0)


def test_before_there_are_tables_nobody_has_an_account(monkeypatch):
    def no_tables(**_asked):
        raise DatabaseError("no such table")

    monkeypatch.setattr(Account.objects, "filter", no_tables)
    assert init_command._has_account("head") is False


def test_the_report_of_an_empty_office_prints_without_slides_that_have_nothing_to_say(empty, tmp_path):
    call_command(
        "report", "committee", "--period", "2014", "--as-of", "2014-12-31", "--freeze", "--out", str(tmp_path),
        stdout=StringIO(),
    )  # fmt: skip
    edition = Edition.objects.get()
    files = print_document(document_of(edition))
    assert {path.suffix[1:] for path in tmp_path.iterdir()} == set(files)

    deck = Presentation(BytesIO(files["pptx"]))
    # A slide's title begins with its number on the agenda.
    titles = [slide.shapes.title.text.lstrip("0123456789. ") for slide in deck.slides if slide.shapes.title]
    assert (titles[0], edition.as_of) == ("Office of Rivers: past, present and future", date(2014, 12, 31))
    assert WITHOUT_RECORDS & set(titles) == set()
    assert "Capacity development" in {
        title.partition(" (")[0] for title in titles
    }  # its figures are all 0, and say so


@pytest.mark.parametrize("name", ["home", "figures", "reports", "about"])
def test_the_public_pages_of_an_empty_office_are_there(client, empty, name):
    assert client.get(reverse(name)).status_code == 200
