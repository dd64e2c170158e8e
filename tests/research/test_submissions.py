"""Answering a call: once, on time, corrected until the close; kept no longer than needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tests import make
from tests.research.files import at_once, jpeg, pdf

from colonnade.figures.measure import Measurer
from colonnade.people.actions import apply_retention, give_consent, load_retention_rules
from colonnade.people.models import Consent, Message, Person
from colonnade.records.errors import Refused
from colonnade.research.actions import (
    attach,
    choose_consent,
    correct_submission,
    detach,
    forget_call_answers,
    keep_draft,
    renew_submission_link,
    screen,
    submit,
    take_back,
)
from colonnade.research.actions.submissions import CallClosed
from colonnade.research.attachments import plain_text
from colonnade.research.case_links import from_token, token_of
from colonnade.research.models import CallQuestion, CaseVote, Submission, SubmissionFile
from colonnade.research.queries import alike, named_with
from colonnade.values.period import Period
from colonnade.web.desk.people.acts import RETAINED, erase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def an_office():
    make.office()


def letters_to(address: str) -> list[str]:
    return list(Message.objects.filter(to_address=address).order_by("pk").values_list("subject", flat=True))


def test_a_draft_waits_and_is_then_sent_once_under_the_same_number():
    at, number = make.call(), uuid4()
    keep_draft(
        call=at, number=number, told=make.told(email="ana@example.org", contact_name="", title="Begun")
    )
    keep_draft(call=at, number=number, told=make.told(email="ana@example.org", title="Further"))
    sent = submit(
        call=at, number=number, told=make.told(email="ana@example.org", contact_name="Ana", title="Done")
    )
    again = submit(
        call=at, number=number, told=make.told(email="ana@example.org", contact_name="Ana", title="Again")
    )

    assert (again.pk, again.title, Submission.objects.count(), Person.objects.count()) == (
        sent.pk,
        "Done",
        1,
        1,
    )
    assert (sent.state, sent.person.full_name) == ("sent", "Ana")
    assert letters_to("ana@example.org") == [f"Your draft: {at.title}", f"Received: {at.title}"]


@pytest.mark.parametrize("name", ["contact_name", "title", "problem", "results"])
def test_what_is_not_complete_is_kept_as_a_draft_and_not_sent(name):
    at, number = make.call(), uuid4()
    wrote = make.told(**{name: " "})

    assert keep_draft(call=at, number=number, told=wrote).state == "draft"
    with pytest.raises(Refused, match="is empty"):
        submit(call=at, number=number, told=wrote)


def test_nothing_is_taken_before_the_opening_or_from_the_close_on_and_what_was_sent_stays():
    closes = datetime(2031, 5, 6, 15, tzinfo=UTC)
    at = make.call(opens_at=closes - timedelta(days=9), time_zone="Asia/Seoul")
    at.closes_at = closes
    at.save()
    sent = submit(call=at, number=(number := uuid4()), told=make.told(), now=closes - timedelta(seconds=1))

    with pytest.raises(CallClosed, match="opens on 28 April 2031, 00:00"):
        submit(call=at, number=uuid4(), told=make.told(), now=closes - timedelta(days=10))
    with pytest.raises(CallClosed, match="closed on 7 May 2031, 00:00"):
        submit(call=at, number=uuid4(), told=make.told(), now=closes)
    assert submit(call=at, number=number, told=make.told(), now=closes) == sent
    with pytest.raises(Refused, match="closed on"):
        correct_submission(submission=sent, told=make.told(), now=closes)
    with pytest.raises(Refused, match="closed on"):
        take_back(submission=sent, now=closes)


def test_a_new_address_closes_the_link_to_the_old_one_and_gets_a_new():
    sent = make.submission(make.call(), email="old@example.org")
    old = token_of(sent)
    changed = correct_submission(submission=sent, told=make.told(email="new@example.org", contact_name="Ana"))

    assert (from_token(Submission, old), from_token(Submission, token_of(changed))) == (None, changed)
    assert letters_to("new@example.org") == [f"Your submission: {changed.call.title}"]
    assert Person.objects.get().email == "new@example.org"
    renew_submission_link(submission=changed)
    assert from_token(Submission, token_of(changed)) is None


def test_whom_the_office_knows_from_elsewhere_is_not_renamed_by_a_link():
    sent = make.submission(make.call(), contact_name="Ana Bekova")
    make.participation(make.event(), sent.person)
    correct_submission(submission=sent, told=make.told(contact_name="Somebody Else"))

    assert Person.objects.get().full_name == "Ana Bekova"


def test_once_the_office_has_screened_it_the_sender_changes_nothing_more():
    sent = make.submission(make.call())
    screen(submission=sent, verdict="eligible", by=make.account())

    with pytest.raises(Refused, match="begun to work"):
        correct_submission(submission=sent, told=make.told())
    with pytest.raises(Refused, match="begun to work"):
        take_back(submission=sent)


def test_a_file_is_taken_by_what_it_is_kept_under_a_name_of_ours_and_once():
    sent = make.submission(make.call())
    content = pdf("Ministry", "The counter opened in 2013.")
    file = attach(submission=sent, name="Ministry of Lines.pdf", content=content)

    assert attach(submission=sent, name="again.pdf", content=content) == file
    assert (file.name, file.kind, file.text, "Ministry" in file.file.name) == (
        "Ministry of Lines.pdf", "pdf", "The counter opened in 2013.", False,
    )  # fmt: skip
    with pytest.raises(Refused, match="no PDF, JPEG or PNG"):
        attach(submission=sent, name="page.pdf", content=b"<script>alert(1)</script>")
    with pytest.raises(Refused, match="at most 5 MB"):
        attach(submission=sent, name="big.jpg", content=jpeg() + b"0" * 5_000_000)
    detach(file=file)
    assert not SubmissionFile.objects.exists()


def test_screening_needs_a_reason_and_a_duplicate_its_original():
    at, by = make.call(), make.account()
    one, other, elsewhere = make.submission(at), make.submission(at), make.submission(make.call())

    with pytest.raises(Refused, match="why it is not eligible"):
        screen(submission=one, verdict="not_eligible", by=by, reason="because")
    with pytest.raises(Refused, match="which other reason"):
        screen(submission=one, verdict="not_eligible", by=by, reason="other")
    for wrong in (None, one, elsewhere):
        with pytest.raises(Refused, match="that it is a duplicate of"):
            screen(submission=one, verdict="duplicate", by=by, duplicate_of=wrong)
    screen(submission=one, verdict="duplicate", by=by, duplicate_of=other)
    with pytest.raises(Refused, match="choose the one that is judged"):
        screen(submission=other, verdict="duplicate", by=by, duplicate_of=one)
    one.refresh_from_db()
    assert (one.state, one.duplicate_of, one.screened_by) == ("duplicate", other, by)


def test_what_may_tell_of_the_same_is_found_by_address_title_and_institution():
    at = make.call()
    one = make.submission(
        at,
        from_country="FJI",
        organisation_name="Bureau of Lines",
        title="Une file d’attente",
        email="a@example.org",
    )
    make.submission(at, title="UNE FILE D'ATTENTE")
    make.submission(at, email="A@example.org")
    make.submission(at, from_country="FJI", organisation_name="BUREAU OF LINES")
    make.submission(at, from_country="WSM", organisation_name="Bureau of Lines")

    assert [why for _other, why in alike(one)] == ["title", "email", "institution"]


def test_an_erased_sender_is_gone_from_rows_history_files_and_letters_and_the_counts_stay():
    at = make.call("2013-05-06")
    sent = make.submission(
        at, "eligible", from_country="FJI", contact_name="Litia Ravuvu", organisation_name="Bureau of Lines", title="Lines of Suva",
        answers={"town": "Suva"}, email="litia@lines.example",
    )  # fmt: skip
    SubmissionFile.objects.create(
        submission=sent, name="litia.pdf", kind="pdf", text="Litia wrote this.", sha256="1"
    )
    CaseVote.objects.create(submission=sent, member=make.account(), verdict="select", reason="Litia is right")
    before = figures()
    erase(person=sent.person, because="asked", by="head")

    words = ("litia", "ravuvu", "lines of", "suva", "bureau")
    held = [
        *Submission.objects.values(), *Submission.history.values(), *SubmissionFile.objects.values(), *SubmissionFile.history.values(),
        *CaseVote.objects.values(), *CaseVote.history.values(), *Message.objects.values(), *Person.objects.values(),
    ]  # fmt: skip
    assert [word for word in words if word in str(held).casefold()] == []
    assert figures() == before == [1, 1, 1]


def figures() -> list:
    keys = ("research.submissions", "research.submissions_eligible", "research.countries_submitting")
    return [Measurer(as_of=date(2014, 1, 1)).measure(key, Period.year(2013)).value for key in keys]


def test_retention_removes_what_was_not_selected_and_drafts_sooner_and_leaves_what_was():
    load_retention_rules()
    at = make.call("2013-05-06")
    declined, selected = make.submission(at, "declined"), make.submission(at, "selected")
    draft = keep_draft(call=at, number=uuid4(), told=make.told(), now=at.closes_at - timedelta(days=1))
    apply_retention(day=date(2013, 7, 1), by="retention", categories=RETAINED)
    after_a_month = [bool(one.email) for one in Submission.objects.order_by("pk")]
    apply_retention(day=date(2015, 7, 1), by="retention", categories=RETAINED)
    after_two_years = [bool(one.email) for one in Submission.objects.order_by("pk")]

    assert (after_a_month, after_two_years) == ([True, True, False], [False, True, False])
    assert [bool(Person.objects.get(pk=one.person_id).erased_on) for one in (declined, selected)] == [
        True,
        False,
    ]
    assert Submission.objects.filter(pk=draft.pk, state="draft").exists()


def test_an_answer_is_removed_when_the_time_of_its_question_is_up():
    at = make.call("2013-05-06")
    CallQuestion.objects.create(call=at, name="phone", label="Phone", purpose="To call you", keep_days=10)
    CallQuestion.objects.create(call=at, name="budget", label="Budget", purpose="To compare", keep_days=700)
    sent = make.submission(at, answers={"phone": "+679", "budget": "12"})

    assert [forget_call_answers(day=date(2013, 5, day)) for day in (16, 17, 18)] == [0, 1, 0]
    sent.refresh_from_db()
    assert (sent.answers, sent.history.filter(answers__has_key="phone").exists()) == ({"budget": "12"}, False)


def test_a_name_stands_with_a_case_only_as_long_as_its_owner_agrees():
    sent = make.submission(
        make.call(), "selected", contact_name="Ana", function="Director", consents={"publication": "Yes."}
    )
    case = make.case(submission=sent)
    assert named_with(case) == "Ana, Director"
    choose_consent(submission=sent, purpose="publication", words="Yes.", agrees=False)

    assert named_with(case) == ""
    assert Consent.objects.get().withdrawn_at is not None
    give_consent(
        person=sent.person,
        purpose="publication",
        wording="Yes.",
        language="en",
        channel="form",
        ref="elsewhere",
    )
    assert named_with(case) == ""


@pytest.mark.django_db(transaction=True)
def test_a_submission_sent_eight_times_at_once_is_one():
    at, number, wrote = make.call(), uuid4(), make.told()
    told = at_once(8, lambda: submit(call=at, number=number, told=wrote, consents={"follow_up": "Yes."}).code)

    assert len(told) == 8 and len(set(told)) == 1
    assert [kind.objects.count() for kind in (Submission, Person, Consent, Message)] == [1, 1, 1, 1]


def test_a_pdf_that_cannot_be_read_has_no_text():
    assert plain_text(b"%PDF-1.4 nothing %%EOF", "pdf") == ""
