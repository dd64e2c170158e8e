"""The worker: a little of each kind of work, again and again, whatever one kind meets."""

from __future__ import annotations

import logging
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests import make
from tests.smtp import MailServer

from colonnade.people.actions import give_consent
from colonnade.people.models import Message, RetentionRule
from colonnade.people.outbox import post
from colonnade.programme.models import Activity
from colonnade.web.management.commands import work as work_command
from colonnade.web.work import KINDS, Done, Kind, Worker, once_a_day, retention

pytestmark = pytest.mark.django_db


def test_a_registrant_long_gone_is_removed_once_a_day_and_what_is_for_the_archive_is_not():
    rule = RetentionRule.objects.create(
        category="identities", trigger="event_end", years=1, disposition="archive"
    )
    held = make.registration(make.open_event(), full_name="Ana Tui", email="ana@example.org")
    person = held.participation.person
    give_consent(person=person, purpose="photo", wording="May we?", language="en", channel="form")
    Activity.objects.update(starts_on="2006-05-06", ends_on=None)
    assert Message.objects.filter(person=person).exists()
    tomorrow = once_a_day(retention)
    assert (tomorrow(lambda: True), once_a_day(retention)(lambda: True)) == (Done(), Done())

    RetentionRule.objects.filter(pk=rule.pk).update(disposition="destroy")
    assert tomorrow(lambda: True) == Done()
    assert once_a_day(retention)(lambda: True) == Done(1, "1 removed under 1 rules")

    person.refresh_from_db()
    assert (person.full_name, person.erased_on) == ("", date.today())
    assert "retention" in [kind.name for kind in KINDS]


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.INFO, "colonnade.work")
    return lambda: [record.getMessage() for record in caplog.records]


def kind(name: str, *answers):
    """A kind of work that answers so, round after round, and then has nothing to do."""
    left = list(answers)

    def do(go_on) -> Done:
        answer = left.pop(0) if left else Done()
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Kind(name, do)


def test_a_kind_that_fails_stops_no_other_and_is_told_with_its_name(said):
    worker = Worker([kind("letters", OSError("disk full")), kind("reminders", Done(3, "3 written"))])

    assert worker.round() == 3
    assert said() == [
        "letters: stopped by an error, to be tried again",
        "letters: OSError: disk full",
        "reminders: 3 written",
    ]
    assert worker.wrong == {"letters": "OSError: disk full"}


def test_a_kind_that_failed_rests_before_it_is_tried_again():
    worker = Worker([kind("letters", OSError("disk full"), Done(1, "1 sent"))], every=100)

    assert [worker.round(), worker.round()] == [0, 0]


def test_what_is_wrong_is_said_once_and_that_it_is_over_too(said):
    away = Done(wrong="The mail server cannot be reached.")
    worker = Worker([kind("letters", away, away, Done(), Done(2, "2 sent"))])

    for _round in range(4):
        worker.round()

    assert said() == [
        "letters: The mail server cannot be reached.",
        "letters: 2 sent",
        "letters: all is well again",
    ]


def test_work_is_done_until_nothing_is_left():
    worker = Worker([kind("letters", Done(50), Done(50), Done(7))])
    worker.run_dry()
    assert worker.round() == 0


def test_a_worker_told_to_stop_begins_no_other_piece():
    begun = []
    worker = Worker(
        [Kind("letters", lambda go_on: begun.append(go_on()) or Done(1))], go_on=lambda: not begun
    )
    worker.run()
    assert begun == [True]


def test_letters_leave_in_the_name_of_the_office(settings):
    make.office("Office of Rivers", email="team@office.example")
    post(key="k/1", to_address="asha@example.org", subject="Welcome", body="Dear Asha")
    with MailServer() as server:
        server.serve(settings)
        Worker(KINDS).run_dry()

    (letter,) = server.letters
    assert letter["From"] == "Office of Rivers <colonnade@localhost>"
    assert letter["Reply-To"] == "Office of Rivers <team@office.example>"


def test_an_office_not_yet_set_up_sends_letters_too(settings):
    post(key="k/1", to_address="asha@example.org", subject="Welcome", body="Dear Asha")
    with MailServer() as server:
        server.serve(settings)
        Worker(KINDS).run_dry()
    assert server.subjects() == ["Welcome"]


def test_work_once_says_what_could_not_be_done(settings, monkeypatch):
    monkeypatch.setattr(work_command, "refuse_an_unready_database", lambda: None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    call_command("work", "--once", stdout=StringIO(), stderr=StringIO())
    post(key="k/1", to_address="asha@example.org", subject="Welcome", body="Dear Asha")

    with pytest.raises(CommandError, match="letters: No mail server is set"):
        call_command("work", "--once", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("every", ["0", "-1", "4000"])
def test_a_pause_that_is_none_is_refused(every):
    with pytest.raises(CommandError, match="--every takes seconds"):
        call_command("work", "--every", every)
