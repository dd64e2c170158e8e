"""The outbox against a real mail server that fails in every way a mail server fails."""

from __future__ import annotations

import signal
import socket
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from tests import make
from tests.elsewhere import ended, processes, until
from tests.smtp import ALWAYS, Fault, MailServer

from colonnade.people.mail import Sender
from colonnade.people.models import Message, MessageFile
from colonnade.people.outbox import (
    LARGEST,
    Attachment,
    cancel,
    forget_letters,
    not_left,
    post,
    send_due,
    try_again,
)
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
State = Message.State
SHORT = 1.0
"""Seconds after which these tests leave a server that does not answer."""


@pytest.fixture
def server(settings):
    with MailServer() as held:
        held.serve(settings, timeout=SHORT)
        yield held


def written(number: int = 1, **facts) -> Message:
    words = {
        "key": f"occasion/{number}",
        "to_address": f"guest{number}@example.org",
        "subject": f"Letter {number}",
    }
    return post(**{**words, "body": f"Dear guest {number}", **facts})


def later(**much):
    """A clock that is ahead."""
    return lambda: timezone.now() + timedelta(**much)


def found(message: Message) -> Message:
    message.refresh_from_db()
    return message


def states() -> dict[str, int]:
    return dict(Counter(Message.objects.values_list("state", flat=True)))


# Written with what it tells of.


def test_a_letter_whose_transaction_is_rolled_back_was_never_written():
    with pytest.raises(Refused), transaction.atomic():
        written()
        raise Refused("The event is full.")

    assert Message.objects.count() == 0


def test_one_occasion_writes_one_letter_with_its_files():
    file = Attachment("letter.pdf", "application/pdf", b"%PDF")

    first, second = written(files=[file]), written(subject="Again", files=[file])

    assert (first.pk, second.subject) == (second.pk, "Letter 1")
    assert MessageFile.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"to_address": "nobody"}, "“nobody” is no e-mail address"),
        ({"to_address": "a@example.org\nBcc: b@example.org"}, "is no e-mail address"),
        ({"subject": " \n "}, "needs a subject"),
        ({"headers": {"Bcc": "b@example.org"}}, "cannot carry the header Bcc"),
        ({"files": [Attachment("a.pdf", "application/pdf", b"." * (LARGEST + 1))]}, "weigh 10 MB"),
    ],
)
def test_a_letter_that_could_not_be_sent_is_refused_when_it_is_written(facts, why):
    with pytest.raises(Refused, match=why):
        written(**facts)
    assert Message.objects.count() == 0


def test_an_erased_person_is_not_written_to_and_neither_address_nor_words_are_kept():
    erased = make.person(erased_on=date(2026, 1, 1))

    kept = written(person=erased, to_name="Asha", files=[Attachment("a.pdf", "application/pdf", b"a")])

    assert (kept.state, kept.to_address, kept.to_name, kept.subject, kept.body) == (
        State.CANCELLED,
        "",
        "",
        "",
        "",
    )
    assert (kept.files.count(), kept.next_try_at) == (0, None)


def test_who_is_erased_after_the_letter_was_written_is_not_written_to(server):
    asha = make.person("Asha")
    kept = written(person=asha)
    asha.erased_on = date.today()
    asha.save()

    assert (send_due().cancelled, server.letters, found(kept).state) == (1, [], State.CANCELLED)


def test_forgetting_a_person_empties_their_letters_and_keeps_that_they_were_sent(server):
    asha = make.person("Asha")
    sent = written(1, person=asha, to_name="Asha", files=[Attachment("a.pdf", "application/pdf", b"a")])
    send_due()
    waiting, other = written(2, person=asha), written(3)

    assert forget_letters(person=asha) == 2
    assert [found(one).state for one in (sent, waiting, other)] == [
        State.SENT,
        State.CANCELLED,
        State.WAITING,
    ]
    assert (found(sent).to_address, sent.to_name, sent.subject, sent.body, sent.files.count()) == (
        "",
        "",
        "",
        "",
        0,
    )
    with pytest.raises(Refused, match="no address any more"):
        Message.objects.filter(pk=waiting.pk).update(state=State.FAILED)
        try_again(message=waiting)


# Sent as written.

ARABIC = "دعوة إلى حلقة العمل الإقليمية"
CHINESE = "关于电子政务区域讲习班的邀请"
KOREAN = "전자정부 지역 워크숍 초청장"


@pytest.mark.parametrize(("language", "words"), [("ar", ARABIC), ("zh", CHINESE), ("ko", KOREAN)])
def test_subject_name_and_text_arrive_as_written_in_any_script(server, language, words):
    text = "\n".join([words * 40, "", "https://office.example/register/1", words])
    written(subject=words, body=text, to_name=words, language=language)

    send_due(sender=Sender(name=words, reply_to="office@example.org"))

    (letter,) = server.letters
    assert (letter["Subject"], letter["Content-Language"]) == (words, language)
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == text
    assert [letter[name].addresses[0].display_name for name in ("To", "From", "Reply-To")] == [words] * 3


def test_an_arabic_line_that_begins_with_a_latin_word_is_marked_as_running_from_right_to_left(server):
    written(subject=f"UNPOG: {ARABIC}", body=f"UNPOG {ARABIC}\nhttps://office.example/1", language="ar")

    send_due()

    mark = "\N{RIGHT-TO-LEFT MARK}"
    assert server.letters[0]["Subject"] == f"{mark}UNPOG: {ARABIC}"
    assert server.letters[0].get_content().split() == [
        f"{mark}UNPOG",
        *ARABIC.split(),
        "https://office.example/1",
    ]


def test_a_letter_says_that_a_machine_sent_it_in_whose_name_and_where_to_answer(server, settings):
    settings.DEFAULT_FROM_EMAIL = "Colonnade <letters@office.example>"
    written(headers={"List-Unsubscribe": "<https://office.example/stop/1>"})

    send_due(sender=Sender(name="Office of Rivers", reply_to="team@office.example"))

    (letter,) = server.letters
    assert {
        name: letter[name] for name in ("From", "Reply-To", "To", "Auto-Submitted", "List-Unsubscribe")
    } == {
        "From": "Office of Rivers <letters@office.example>",
        "Reply-To": "Office of Rivers <team@office.example>",
        "To": "guest1@example.org",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://office.example/stop/1>",
    }
    assert letter["Message-ID"].endswith("@office.example>")
    assert letter["Date"].datetime is not None


def test_what_somebody_typed_as_a_name_begins_no_header(server):
    written(to_name="Asha\r\nBcc: all@example.org", subject="Welcome\r\nX-Evil: yes")

    send_due(sender=Sender(name="Office\nBcc: all@example.org"))

    (letter,) = server.letters
    assert (letter["Bcc"], letter["X-Evil"]) == (None, None)
    assert letter["Subject"] == "Welcome X-Evil: yes"


def test_a_pdf_and_a_calendar_entry_arrive_byte_by_byte(server):
    entry = "BEGIN:VCALENDAR\r\nSUMMARY:دعوة\r\nEND:VCALENDAR\r\n".encode()
    pdf = bytes(range(256)) * 50
    written(
        files=[
            Attachment("دعوة.pdf", "application/pdf", pdf),
            Attachment("event.ics", "text/calendar", entry),
        ]
    )

    send_due()

    told = [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in server.letters[0].iter_attachments()
    ]
    assert told == [("دعوة.pdf", "application/pdf", pdf), ("event.ics", "text/calendar", entry)]


# A server that fails.


def test_while_the_server_is_down_letters_wait_and_then_leave_in_their_order(server):
    for number in range(1, 6):
        written(number)
    server.down()
    run = send_due()

    assert (run.handled, run.away) == (0, "The mail server cannot be reached. Connection refused")
    assert (states(), set(Message.objects.values_list("tries", flat=True))) == ({State.WAITING: 5}, {0})
    assert send_due().handled == 0  # nothing is due for some seconds
    server.up()
    assert send_due(clock=later(minutes=1)).sent == 5
    assert server.subjects() == [f"Letter {number}" for number in range(1, 6)]


def test_letters_outlast_a_server_that_is_down_for_a_month(server):
    kept = written()
    server.down()
    for days in (1, 6, 30):
        assert send_due(clock=later(days=days)).away
    server.up()

    assert (send_due(clock=later(days=31)).sent, found(kept).tries) == (1, 1)


def test_a_letter_put_off_is_tried_again_after_pauses_that_double_and_arrives_once(server):
    kept = written()
    server.fails(Fault("451 4.7.1 Greylisted", times=3))
    pauses = []
    for hours in (0, 1, 2):
        clock = later(hours=hours)
        assert send_due(clock=clock).later == 1
        pauses.append(round((found(kept).next_try_at - clock()).total_seconds() / 60, 1))

    assert (found(kept).state, kept.last_error) == (
        State.WAITING,
        "The mail server said: 451 4.7.1 Greylisted",
    )
    assert [0.7 <= pause / doubled <= 1.3 for pause, doubled in zip(pauses, (1, 2, 4), strict=True)] == [
        True
    ] * 3
    assert send_due(clock=later(hours=3)).sent == 1
    assert (server.subjects(), found(kept).state, kept.last_error, kept.tries) == (
        ["Letter 1"],
        State.SENT,
        "",
        4,
    )


def test_an_address_that_does_not_exist_fails_at_once_with_the_servers_words_and_stops_no_other(server):
    for number in (1, 2, 3):
        written(number)
    server.fails(Fault("550 5.1.1 No such user", at="rcpt", to="guest2@example.org", times=ALWAYS))

    run = send_due()

    assert (run.sent, run.failed, run.later) == (2, 1, 0)
    assert server.subjects() == ["Letter 1", "Letter 3"]
    failed = Message.objects.get(state=State.FAILED)
    assert (failed.to_address, failed.last_error, failed.next_try_at) == (
        "guest2@example.org", "The mail server said: 550 5.1.1 No such user", None,
    )  # fmt: skip


def test_words_that_a_server_refuses_fail_at_once(server):
    kept = written()
    server.fails(Fault("554 5.7.1 Looks like spam"))

    assert (send_due().failed, found(kept).state) == (1, State.FAILED)
    assert kept.last_error == "The mail server said: 554 5.7.1 Looks like spam"


def test_a_sender_that_the_server_does_not_know_is_no_fault_of_the_letter_which_waits(server):
    kept = written()
    server.fails(Fault("553 5.7.1 Sender not allowed", at="mail"))

    assert (send_due().later, found(kept).state) == (1, State.WAITING)
    assert kept.last_error == "The mail server said: 553 5.7.1 Sender not allowed"


def test_a_wrong_password_of_the_office_fails_no_letter(server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "office", "wrong"
    kept = written()

    assert send_due().away.startswith("The mail server cannot be reached.")
    assert found(kept).state == State.WAITING


def test_a_connection_lost_before_the_letter_was_taken_costs_a_second_try_and_no_copy(server):
    for number in (1, 2, 3):
        written(number)
    server.fails(Fault(cut=True, to="guest2@example.org"))

    assert (send_due().sent, states()) == (2, {State.SENT: 2, State.WAITING: 1})
    assert send_due(clock=later(minutes=5)).sent == 1
    assert sorted(server.subjects()) == ["Letter 1", "Letter 2", "Letter 3"]


def test_a_connection_lost_after_the_letter_was_taken_gives_two_copies_under_one_message_id(server):
    written()
    server.fails(Fault(cut=True, kept=True))
    send_due()
    send_due(clock=later(minutes=5))

    assert server.subjects() == ["Letter 1", "Letter 1"]
    assert len({letter["Message-ID"] for letter in server.letters}) == 1


def test_a_server_that_does_not_answer_is_left_and_tried_again(server):
    kept = written()
    server.fails(Fault("451 too late", wait=SHORT + 0.5))
    began = time.monotonic()

    assert (send_due().later, time.monotonic() - began < SHORT + 2) == (1, True)
    assert found(kept).last_error == "The mail server did not answer in time."
    assert send_due(clock=later(minutes=5)).sent == 1


def test_a_slow_server_is_waited_for(server):
    written()
    server.fails(Fault(wait=SHORT / 2))

    assert (send_due().sent, len(server.letters)) == (1, 1)


def test_after_five_days_of_refusals_a_letter_is_given_up_and_shown(server):
    kept = written()
    server.fails(Fault("452 4.2.2 Mailbox full", times=ALWAYS))
    for hours, minutes in ((0, 0), (24, 0), (96, 0), (119, 59)):
        send_due(clock=later(hours=hours, minutes=minutes))

    assert found(kept).state == State.FAILED
    assert kept.last_error == "Given up after 4 tries. The mail server said: 452 4.2.2 Mailbox full"
    assert list(not_left(timezone.now())) == [kept]


def test_a_letter_that_is_of_no_use_any_more_is_not_sent(server):
    kept = written(until=timezone.now() + timedelta(days=1))

    assert (send_due(clock=later(days=2)).failed, server.letters) == (1, [])
    assert found(kept).last_error == "Its last day passed before it could be sent."


def test_without_a_mail_server_letters_wait_and_none_is_taken_for_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    kept = written()

    assert (send_due().away, found(kept).state) == (
        "No mail server is set (COLONNADE_MAIL_URL), so letters wait.", State.WAITING,
    )  # fmt: skip


def test_one_connection_serves_a_whole_run(server):
    for number in range(20):
        written(number)

    assert (send_due().sent, server.connections) == (20, 1)


def test_a_letter_whose_sender_vanished_is_taken_up_again_and_not_before(server):
    kept = written()
    Message.objects.filter(pk=kept.pk).update(
        state=State.SENDING, tries=1, next_try_at=timezone.now() + timedelta(minutes=15)
    )

    assert send_due(clock=later(minutes=14)).handled == 0
    assert send_due(clock=later(minutes=16)).sent == 1


def test_looking_for_letters_where_none_waits_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        send_due()


# What the office does about it.


def test_a_letter_that_failed_can_be_tried_again_and_one_that_was_sent_cannot(server):
    kept = written()
    server.fails(Fault("550 5.1.1 No such user", at="rcpt"))
    send_due()

    try_again(message=kept)

    assert send_due().sent == 1
    with pytest.raises(Refused, match="This letter is sent and cannot be tried again."):
        try_again(message=kept)


def test_a_cancelled_letter_does_not_leave_and_one_that_is_being_sent_is_not_cancelled(server):
    kept, leaving = written(1), written(2)
    cancel(message=kept)
    Message.objects.filter(pk=leaving.pk).update(
        state=State.SENDING, next_try_at=timezone.now() + timedelta(hours=1)
    )

    with pytest.raises(Refused, match="This letter is being sent and cannot be cancelled."):
        cancel(message=leaving)
    assert (send_due().handled, server.letters, found(kept).state) == (0, [], State.CANCELLED)


def test_a_letter_that_waits_for_an_hour_is_shown_and_one_just_written_is_not():
    old, _new = written(1), written(2)
    Message.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(minutes=61))

    assert list(not_left(timezone.now())) == [old]


# Several senders, and senders that are killed.

MANY = 40


@pytest.fixture
def elsewhere(transactional_db, tmp_path, server):
    for number in range(MANY):
        written(number)
    with processes(tmp_path, server) as held:
        yield held


def test_two_workers_at_once_send_each_letter_once(elsewhere, server):
    server.greets_once_there_are(2)
    server.fails(Fault(times=ALWAYS, wait=0.03))

    told = [ended(worker) for worker in [elsewhere("work", "--once"), elsewhere("work", "--once")]]

    assert ([code for code, _said in told], server.connections) == ([0, 0], 2), told
    assert Counter(server.subjects()) == {f"Letter {number}": 1 for number in range(MANY)}


def test_a_worker_that_is_killed_loses_nothing_and_the_next_one_sends_the_rest(elsewhere, server):
    server.fails(Fault(times=ALWAYS, wait=0.05))
    worker = elsewhere("work", "--every", "0.1")
    until(lambda: len(server.letters) >= MANY // 4)
    worker.send_signal(signal.SIGKILL)
    ended(worker)
    assert len(server.letters) < MANY

    elsewhere.an_hour_later()  # the letter that was in hand belongs to the dead for a quarter of an hour
    assert ended(elsewhere("work", "--once"))[0] == 0

    copies = Counter(server.subjects())
    assert set(copies) == {f"Letter {number}" for number in range(MANY)}
    assert sum(copies.values()) <= MANY + 1  # the one in hand, if it was taken before the kill
    assert len({letter["Message-ID"] for letter in server.letters}) == MANY


@pytest.mark.one_database
def test_a_worker_asked_to_stop_finishes_the_letter_in_hand(elsewhere, server):
    server.fails(Fault(times=ALWAYS, wait=0.1))
    worker = elsewhere("work", "--every", "0.1")
    until(lambda: len(server.letters) >= 3)
    worker.terminate()
    code, said = ended(worker)
    taken = len(server.letters)

    assert (code, taken < MANY) == (0, True), said
    assert ended(elsewhere("work", "--once"))[0] == 0
    assert Counter(server.subjects()) == {f"Letter {number}": 1 for number in range(MANY)}


@pytest.mark.one_database
def test_serving_an_office_sends_its_letters_and_closing_it_leaves_none_in_hand(elsewhere, server):
    server.fails(Fault(times=ALWAYS, wait=0.1))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = elsewhere("serve", "--port", str(port))
    until(lambda: len(server.letters) >= 3)
    serving.terminate()
    code, said = ended(serving)

    assert (code, len(server.letters) < MANY) == (0, True), said
    assert ended(elsewhere("work", "--once"))[0] == 0
    assert Counter(server.subjects()) == {f"Letter {number}": 1 for number in range(MANY)}


def test_work_that_cannot_be_done_is_said_in_a_sentence_and_the_exit_code(server):
    written()
    server.down()

    with pytest.raises(
        CommandError, match="letters: The mail server cannot be reached. Connection ref"
    ) as told:
        call_command("work", "--once")

    assert told.value.returncode == 1
