"""The vault: nothing readable at rest, nothing opened without a right and a reason, nothing left after its day."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from tests import make

from colonnade.capacity.actions import ask_passport, delete_due, delete_item, open_item, put
from colonnade.capacity.actions.vault import Content, deletion_day
from colonnade.capacity.models import VaultItem, VaultOpening
from colonnade.people.models import Message
from colonnade.records.errors import Refused
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db

PASSPORT = {"name": "TUI ANA", "number": "M01234567", "nationality": "FIJIAN", "expires_on": "2035-03-04"}
SCAN = b"%PDF-1.7\nM01234567 the scan\n%%EOF\n"


@pytest.fixture
def ana():
    make.office()
    at = make.event("2031-05-06", until="2031-05-08", state="announced")
    return make.participation(at, make.person("Ana", email="ana@x.example"), status="registered")


@pytest.fixture
def item(ana):
    return put(item=ask_passport(participation=ana), facts=PASSPORT, scan=SCAN)


def member(role: str):
    settle_roles()
    made = make.account(role)
    made.groups.add(Group.objects.get(name=role))
    return made


def at_rest() -> str:
    """Every cell of every table, as the database keeps it."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [
                bytes(cell) if isinstance(cell, memoryview) else cell
                for row in cursor.fetchall()
                for cell in row
            ]
    return "\n".join(cell.decode("latin-1") if isinstance(cell, bytes) else str(cell) for cell in told)


def test_what_is_put_in_is_nowhere_readable_in_the_database(item):
    kept = at_rest()
    assert [word for word in (*PASSPORT.values(), "the scan") if word in kept] == []
    assert sorted(item.held) == ["expires_on", "name", "nationality", "number", "scan"]


def test_what_is_put_in_comes_out_as_it_was(item):
    content = open_item(item=item, member=member("Assistant"), reason="Visa at the embassy")
    assert (content.facts, content.scan, content.scan_kind) == (PASSPORT, SCAN, "pdf")


@pytest.mark.parametrize("role", ["Head", "Programme officer", "Assistant"])
def test_those_who_run_the_event_open_it_and_each_opening_is_kept_with_its_reason(item, role):
    who = member(role)
    open_item(item=item, member=who, reason="  Visa  at the embassy ")
    assert [(o.member, o.reason) for o in VaultOpening.objects.all()] == [(who, "Visa at the embassy")]


@pytest.mark.parametrize("role", ["Communications", "Finance", "Viewer"])
def test_others_do_not_open_it(item, role):
    with pytest.raises(Refused, match="may not open the vault"):
        open_item(item=item, member=member(role), reason="Visa at the embassy")
    assert VaultOpening.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "   ", "visa"])
def test_without_a_reason_it_is_not_opened(item, reason):
    with pytest.raises(Refused, match="Say why"):
        open_item(item=item, member=member("Head"), reason=reason)
    assert VaultOpening.objects.count() == 0


def test_on_its_day_the_content_goes_and_the_row_says_so(item):
    assert item.delete_on == date(2031, 6, 7)
    assert delete_due(day=date(2031, 6, 6)) == 0
    assert delete_due(day=date(2031, 6, 7)) == 1
    assert delete_due(day=date(2031, 6, 7)) == 0

    item.refresh_from_db()
    assert (bytes(item.sealed), item.state, "number" in item.held) == (b"", "deleted", True)
    with pytest.raises(Refused, match="It was deleted"):
        open_item(item=item, member=member("Head"), reason="Visa at the embassy")
    with pytest.raises(Refused, match="deleted"):
        put(item=item, facts=PASSPORT)


def test_an_item_is_deleted_before_its_day_where_it_is_not_needed_any_more(item):
    assert (delete_item(item=item).state, bytes(VaultItem.objects.get().sealed)) == ("deleted", b"")


def test_of_an_event_without_a_day_it_is_kept_thirty_days_from_now(ana):
    ana.event.activity.starts_on = ana.event.activity.ends_on = None
    assert deletion_day(ana) == date.today() + timedelta(days=30)


def test_put_into_another_row_it_does_not_open(item, ana):
    other = make.participation(ana.event, make.person("Ben", email="ben@x.example"), status="registered")
    stolen = ask_passport(participation=other)
    VaultItem.objects.filter(pk=stolen.pk).update(sealed=item.sealed, put_at=item.put_at)
    with pytest.raises(Refused, match="cannot be opened"):
        open_item(item=stolen, member=member("Head"), reason="Visa at the embassy")


def test_after_the_key_of_the_office_was_changed_it_opens_by_the_former_one_and_is_sealed_anew(
    item, settings
):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the office"
    head = member("Head")
    assert open_item(item=item, member=head, reason="Visa at the embassy").facts == PASSPORT

    settings.SECRET_KEY_FALLBACKS = []
    assert open_item(item=item, member=head, reason="Visa at the embassy").facts == PASSPORT


def test_without_its_key_it_does_not_open_and_the_refusal_says_nothing_of_it(item, settings):
    settings.SECRET_KEY = "another key of the office"
    with pytest.raises(Refused, match="COLONNADE_OLD_SECRET_KEYS") as refusal:
        open_item(item=item, member=member("Head"), reason="Visa at the embassy")
    assert "M01234567" not in str(refusal.value)


def test_the_content_shows_itself_in_no_message_and_no_log(item, caplog):
    content = open_item(item=item, member=member("Head"), reason="Visa at the embassy")
    logging.getLogger("colonnade").error("what is %r", content)
    assert "M01234567" not in f"{content!r}{content}{caplog.text}{item!r}"
    assert repr(Content(PASSPORT, SCAN)) == "Content(scan_kind='')"


def test_the_same_is_never_sealed_to_the_same_bytes(item):
    first = bytes(VaultItem.objects.get().sealed)
    put(item=item, facts=PASSPORT, scan=SCAN)
    assert bytes(VaultItem.objects.get().sealed) != first


@pytest.mark.parametrize("status", ["applied", "waiting", "declined", "cancelled"])
def test_nobody_is_asked_before_they_are_selected(ana, status):
    ana.status = status
    ana.save()
    with pytest.raises(Refused, match="after selection only"):
        ask_passport(participation=ana)
    assert (VaultItem.objects.count(), Message.objects.count()) == (0, 0)


def test_asking_sends_the_link_of_the_persons_own_page_and_asking_twice_is_one_item(ana):
    assert ask_passport(participation=ana) == ask_passport(participation=ana)
    assert (VaultItem.objects.get().state, Message.objects.get().to_address) == ("asked", "ana@x.example")
    assert "/passport/?lang=en" in Message.objects.get().body


def test_a_scan_of_more_than_two_megabytes_or_of_another_kind_is_refused(ana):
    item = ask_passport(participation=ana)
    for scan in (SCAN + b" " * 2_000_001, b"<html>"):
        with pytest.raises(Refused):
            put(item=item, facts=PASSPORT, scan=scan)
    assert VaultItem.objects.get().state == "asked"


def test_the_vault_keeps_no_history_of_its_own():
    assert not hasattr(VaultItem, "history")
