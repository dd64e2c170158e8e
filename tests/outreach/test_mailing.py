"""An issue of the newsletter: approved by a second person, frozen, to each mailbox once, at a polite pace, whatever happens."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import timedelta
from email import message_from_string
from email.policy import default
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests import make
from tests.elsewhere import ended, processes, until
from tests.smtp import ALWAYS, Fault, MailServer

from colonnade.outreach.actions import (
    approve_newsletter,
    compose_newsletter,
    fix_recipients,
    leave_newsletter,
    mail_newsletters,
    stop_newsletter,
    submit_newsletter,
)
from colonnade.outreach.models import NewsletterIssue, Recipient, Subscription
from colonnade.outreach.queries.newsletter import wrong_counts
from colonnade.outreach.rules.bounces import Returned, kind_of, read
from colonnade.people.actions import give_consent, restrict_person, withdraw_consent
from colonnade.people.models import Message
from colonnade.people.outbox import send_due
from colonnade.records.errors import Refused
from colonnade.web.newsletter.composing import frozen_in_all

pytestmark = pytest.mark.django_db

State = Recipient.State


@pytest.fixture(autouse=True)
def office(db):
    return make.office(email="office@example.org")


@pytest.fixture
def server(settings):
    with MailServer() as held:
        held.serve(settings)
        yield held


def written(**facts) -> NewsletterIssue:
    """An issue somebody has written and submitted."""
    issue = make.newsletter(state="draft", **facts)
    compose_newsletter(
        issue=issue,
        by="writer",
        subjects=issue.subjects,
        blocks=issue.blocks,
        languages=issue.languages,
        segment=issue.segment,
    )
    return submit_newsletter(issue=issue, by="writer")


def approved(**facts) -> NewsletterIssue:
    issue = written(**facts)
    return approve_newsletter(issue=issue, by="head", texts=frozen_in_all(issue, timezone.localdate()))


def fixed(**facts) -> NewsletterIssue:
    issue = approved(**facts)
    fix_recipients(issue=issue)
    return issue


def ends() -> dict[str, int]:
    return dict(Counter(Recipient.objects.values_list("state", flat=True)))


def sent_out() -> None:
    """All that can leave now leaves, and is noted."""
    mail_newsletters()
    send_due()
    mail_newsletters()


# Approved by a second person.


def test_nobody_approves_what_they_wrote_and_an_edit_reopens_what_was_approved():
    issue = written()
    with pytest.raises(Refused, match="neither wrote nor submitted"):
        approve_newsletter(issue=issue, by="writer", texts=())

    issue = approve_newsletter(issue=issue, by="head", texts=frozen_in_all(issue, timezone.localdate()))
    compose_newsletter(
        issue=issue,
        by="head",
        subjects={"en": "Other news"},
        blocks=issue.blocks,
        languages=["en"],
        segment={},
    )
    issue.refresh_from_db()
    assert (issue.state, issue.approved_by, issue.texts.count(), issue.written_by) == ("draft", "", 0, "head")
    with pytest.raises(Refused, match="when it was approved"):
        fix_recipients(issue=issue)


def test_a_letter_that_is_too_heavy_or_cannot_be_left_is_not_approved():
    heavy = written(blocks=[{"kind": "text", "heading": {}, "words": {"en": "word " * 4000}, "refs": []}])
    with pytest.raises(Refused, match=r"weighs \d+ KB; 30 KB are the most"):
        approve_newsletter(issue=heavy, by="head", texts=frozen_in_all(heavy, timezone.localdate()))

    light = written()
    texts = [
        type(text)(text.language, text.subject, "No way out.", text.html)
        for text in frozen_in_all(light, timezone.localdate())
    ]
    with pytest.raises(Refused, match="no link to leave by"):
        approve_newsletter(issue=light, by="head", texts=texts)


# To whom.


def test_recipients_are_who_may_be_written_to_each_once():
    readers = [make.subscription() for _ in range(2)]
    make.subscription(state="asked", confirmed_at=None)
    restricted, erased, agreed = (make.person(email=f"p{n}@example.org") for n in range(3))
    for person in (restricted, agreed):
        make.subscription(person.email)  # not linked yet: who they are is found when recipients are fixed
    make.subscription("gone@example.org", person=make.person(erased_on=timezone.localdate()))
    restrict_person(person=restricted, because="a complaint is open")
    consent = give_consent(
        person=erased, purpose="mailing_list", wording="Yes", language="en", channel="form"
    )
    make.subscription(person=erased, consent=consent)
    withdraw_consent(consent=consent)

    issue = approved()
    assert fix_recipients(issue=issue) == 3
    with pytest.raises(Refused):
        fix_recipients(issue=issue)
    assert set(issue.recipients.values_list("subscription__address", flat=True)) == {
        readers[0].address, readers[1].address, "p2@example.org",
    }  # fmt: skip


def test_who_leaves_or_is_restricted_between_the_fixing_and_the_sending_is_not_written_to(server):
    early, late, restricted, stays = (make.subscription(person=make.person()) for _ in range(4))
    fixed()
    leave_newsletter(subscription=early)
    mail_newsletters()
    leave_newsletter(subscription=late)
    restrict_person(person=restricted.person, because="a matter is open")
    send_due()
    mail_newsletters()

    assert [letter["To"] for letter in server.letters] == [stays.address]
    assert (ends(), Message.objects.count(), wrong_counts()) == ({State.SENT: 1, State.NOT_WRITTEN: 3}, 0, [])
    assert NewsletterIssue.objects.get().state == "sent"


def test_what_is_stopped_is_written_to_nobody_else(server, settings):
    settings.NEWSLETTER_PER_MINUTE = 2
    for _ in range(5):
        make.subscription()
    issue = fixed()
    mail_newsletters()
    send_due(limit=1)
    stop_newsletter(issue=issue)
    sent_out()

    assert (len(server.letters), ends()) == (1, {State.SENT: 1, State.NOT_WRITTEN: 4})


# The letter.


def test_the_letter_is_text_and_html_light_and_left_with_one_press(server, settings):
    settings.BOUNCES = "bounces@office.example.org"
    held = make.subscription("reader@example.org", language="ar")
    fixed(subjects={"en": "News", "ar": "أخبار"})
    sent_out()

    letter = server.letters[0]
    text, html = (part.get_content() for part in letter.iter_parts())
    mark = Recipient.objects.get().mark
    leave = letter["List-Unsubscribe"].strip("<>")
    assert (letter["Subject"], letter["To"], letter["Message-ID"]) == (
        "أخبار",
        held.address,
        f"<{mark}@localhost>",
    )
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in text and leave in html
    assert '<html lang="ar" dir="rtl">' in html and '<section lang="en" dir="ltr">' in html
    assert [word for word in ("<img", "<table", "<script", "src=", "url(") if word in html] == []
    assert len(letter.as_bytes()) < 30_000
    assert server.senders == [f"bounces+{mark}@office.example.org"]


def test_letters_leave_at_the_pace_of_the_minute_and_of_each_domain(settings):
    settings.NEWSLETTER_PER_MINUTE, settings.NEWSLETTER_PER_DOMAIN = 5, 3
    for number in range(8):
        make.subscription(f"r{number}@big.example")
    for number in range(4):
        make.subscription(f"r{number}@small.example")
    fixed()
    written = []
    for minute in range(4):
        moment = timezone.now() + timedelta(minutes=2 * minute)
        mail_newsletters(clock=lambda moment=moment: moment)
        written.append(
            dict(Counter(Message.objects.filter(state="waiting").values_list("to_address", flat=True)))
        )
        Message.objects.update(state="sent", sent_at=timezone.now(), next_try_at=None, tries=1)

    domains = [dict(Counter(address.partition("@")[2] for address in minute)) for minute in written]
    assert domains[0] == {"big.example": 3, "small.example": 2}
    assert all(sum(minute.values()) <= 5 and max(minute.values(), default=0) <= 3 for minute in domains)
    assert sum(sum(minute.values()) for minute in domains) == 12


def test_while_the_server_is_away_no_more_is_written_than_a_minute_takes(server, settings):
    settings.NEWSLETTER_PER_MINUTE = 4
    for _ in range(9):
        make.subscription()
    fixed()
    server.down()
    for hour in range(3):
        mail_newsletters(clock=lambda hour=hour: timezone.now() + timedelta(hours=hour))
        send_due()

    assert ends() == {State.FIXED: 5, State.WRITTEN: 4}


# What comes back.

REPORT = """\
To: bounces+{mark}@office.example.org
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: {part}

{fields}

--b
Content-Type: text/rfc822-headers

Message-ID: <{mark}@office.example.org>
Subject: News

--b--
"""
MARK = "0123456789abcdef" * 2


def report(status="5.1.1", action="failed", mark=MARK) -> str:
    fields = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; r@example.org\nAction: {action}\nStatus: {status}"
    return REPORT.format(mark=mark, kind="delivery-status", part="message/delivery-status", fields=fields)


def complaint(mark=MARK) -> str:
    return REPORT.format(
        mark=mark,
        kind="feedback-report",
        part="message/feedback-report",
        fields="Feedback-Type: abuse\nVersion: 1",
    )


AWAY = f"To: bounces+{MARK}@office.example.org\nSubject: I am away\nAuto-Submitted: auto-replied\n\nBack on Monday.\n"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (report(), "hard"),
        (report("5.2.2"), "soft"),
        (report("4.4.7"), "soft"),
        (report("4.4.7", action="delayed"), None),
        (report().replace(f"bounces+{MARK}@", "office@"), "hard"),
        (report(mark="nobody"), None),
        (complaint(), "complaint"),
        (complaint().replace("abuse", "not-spam"), None),
        (AWAY, None),
    ],
)
def test_a_message_that_comes_back_is_read(message, kind):
    assert read(message_from_string(message)) == (Returned(MARK, kind) if kind else None)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("550 5.1.1", "hard"),
        ("550", "hard"),
        ("552 5.2.2", "soft"),
        ("550 5.7.1", "soft"),
        ("450", "soft"),
        ("250", None),
    ],
)
def test_a_refusal_at_the_door_is_for_good_only_where_there_is_no_such_mailbox(status, kind):
    assert kind_of(status) == kind


def test_bounces_stop_the_hard_at_once_and_the_soft_after_three_newsletters(server, tmp_path):
    hard, soft, angry, well = (
        make.subscription(f"{name}@example.org") for name in ("hard", "soft", "angry", "well")
    )

    def states():
        return [Subscription.objects.get(pk=one.pk).state for one in (hard, soft, angry, well)]

    for number in range(3):
        server.fails(Fault("550 5.1.1 No such user", at="rcpt", to="hard@example.org"))
        fixed(code=f"NL-{number}")
        sent_out()
        marks = dict(Recipient.objects.filter(issue__code=f"NL-{number}").values_list("subscription", "mark"))
        told = [report("5.2.2", mark=marks[soft.pk])] * 2 + (
            [complaint(marks[angry.pk])] if number == 0 else []
        )
        for place, message in enumerate([*told, AWAY]):
            (tmp_path / f"{number}-{place}.eml").write_text(message)
        said = StringIO()
        call_command("bounces", str(tmp_path), stdout=said)
        if number == 0:
            assert said.getvalue() == (
                "4 read: 1 letters put back, 1 complaints, 1 known already, 1 no report of failed delivery.\n"
            )
            assert states() == ["bounced", "confirmed", "blocked", "confirmed"]

    assert states() == ["bounced", "bounced", "blocked", "confirmed"]
    first = NewsletterIssue.objects.get(code="NL-0")
    assert {what: first.count(what) for what in ("fixed", "sent", "failed", "bounced", "complained", "left")} == {
        "fixed": 4, "sent": 3, "failed": 1, "bounced": 2, "complained": 1, "left": 1,
    }  # fmt: skip
    assert wrong_counts() == []


def test_a_letter_refused_for_its_words_stops_nobody(server):
    held = make.subscription()
    server.fails(Fault("554 5.7.1 Looks like spam"))
    fixed()
    sent_out()

    held.refresh_from_db()
    assert (held.state, held.soft_bounces, Recipient.objects.get().because) == (
        "confirmed",
        0,
        "letter refused",
    )


# Killed.

READERS = 60


def test_a_worker_that_is_killed_twice_writes_to_each_of_sixty_exactly_once(
    transactional_db, tmp_path, server, monkeypatch
):
    monkeypatch.setenv("COLONNADE_NEWSLETTER_PER_MINUTE", "1000")
    monkeypatch.setenv("COLONNADE_NEWSLETTER_PER_DOMAIN", "1000")
    for number in range(READERS):
        make.subscription(f"r{number}@example.org")
    fixed()
    server.fails(
        Fault("550 5.1.1 No such user", at="rcpt", to="r7@example.org", times=ALWAYS),
        Fault("451 4.7.1 Come back later", to="r8@example.org"),
        Fault(times=ALWAYS, wait=0.01),
    )
    with processes(tmp_path, server) as elsewhere:
        for killed_after in (12, 36):
            worker = elsewhere("work", "--every", "0.1")
            until(lambda after=killed_after: len(server.letters) >= after)
            worker.send_signal(signal.SIGKILL)
            ended(worker)
            assert len(server.letters) < READERS
            elsewhere.an_hour_later()
        assert ended(elsewhere("work", "--once"))[0] == 0
        rows = elsewhere.asked("SELECT state, count(*) FROM outreach_recipient GROUP BY state ORDER BY state")
        marks = elsewhere.asked("SELECT count(DISTINCT mark) FROM outreach_recipient")

    copies = {(letter["To"], letter["Message-ID"]) for letter in server.letters}
    assert Counter(to for to, _identity in copies) == {
        f"r{n}@example.org": 1 for n in range(READERS) if n != 7
    }
    assert len(server.letters) <= READERS + 1, "one in hand at each kill, under its own Message-ID"
    assert ([tuple(row) for row in rows], marks) == ([("failed", 1), ("sent", 59)], [(READERS,)])


def test_a_message_of_the_newsletter_can_be_read_by_any_mail_program(server):
    make.subscription("reader@example.org")
    fixed()
    sent_out()

    again = message_from_string(server.letters[0].as_string(), policy=default)
    assert again.get_body(("plain",)).get_content().count("http://") >= 2
    assert again.get_body(("html",)).get_content_type() == "text/html"
