"""Peer review: who may review, what is taken in once, and when a round is closed."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from tests import make

from colonnade.partners.models import Affiliation
from colonnade.people.actions import erase_person
from colonnade.people.models import Message
from colonnade.records.errors import Refused
from colonnade.research.actions import (
    Invited,
    ReviewNotOpen,
    Said,
    answer_comment,
    call_off_round,
    close_review_link,
    close_round,
    invite_again,
    keep_review,
    open_round,
    send_review,
)
from colonnade.research.models import PeerReviewer, ReviewComment, ReviewRound
from colonnade.research.queries import comments_of
from colonnade.research.review_links import reviewer_from, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    made = make.study(title="Trust in government")
    make.contributor(made, "Ana Tui")
    return made


def invited(name: str, **facts) -> Invited:
    return Invited(**{"name": name, "email": f"{name.split()[0].lower()}@example.org"} | facts)


OTHERS = (invited("Rewi Aroha"), invited("Sina Malo"))


@pytest.fixture(autouse=True)
def office(db):
    """Its name stands under the letters."""
    make.office("Office of Rivers")


def asked(study, *reviewers: Invited, **facts) -> ReviewRound:
    return open_round(
        study=study, draft=facts.pop("draft", None) or make.draft(study), reviewers=reviewers, **facts
    )


# --- who may review --------------------------------------------------------------------------------------------------


def test_two_who_did_not_write_the_study_are_asked_and_each_is_sent_a_link_of_their_own(study):
    held = asked(study, *OTHERS, due_on=date.today() + timedelta(days=20), words="Mind chapter 2.")
    letters = Message.objects.order_by("pk")

    assert [one.to_address for one in letters] == ["rewi@example.org", "sina@example.org"]
    assert [token_of(reviewer) in letter.body for reviewer, letter in zip(held.reviewers.all(), letters, strict=True)] == [
        True, True,
    ]  # fmt: skip
    assert ["Trust in government" in letters[0].subject, "Mind chapter 2." in letters[0].body] == [True, True]


def test_one_reviewer_is_not_enough_and_the_same_one_twice_is_one(study):
    with pytest.raises(Refused, match="At least 2 reviewers"):
        asked(study, OTHERS[0])
    with pytest.raises(Refused, match="stands twice"):
        asked(study, OTHERS[0], invited("R. Aroha", email="REWI@example.org"))

    assert (ReviewRound.objects.count(), Message.objects.count()) == (0, 0)


def test_no_author_or_editor_reviews_by_person_address_or_name():
    study, ana = make.study(), make.person("Ana Tui", email="ana@example.org")
    make.contributor(study, person=ana)
    make.contributor(study, "Ben Loto", role="editor")
    for one in (
        Invited(person=ana),
        invited("Somebody", email="ANA@example.org"),
        invited("ana tui"),
        invited("Ben Loto"),
    ):
        with pytest.raises(Refused, match="cannot review it"):
            asked(study, OTHERS[0], one)
    make.contributor(study, "Rewi Aroha", role="translator")

    assert asked(study, *OTHERS).number == 1


def test_an_institution_that_is_an_author_does_not_review_nor_does_anybody_who_serves_in_it(study):
    ministry, sina = make.organisation("Ministry"), make.person("Sina Malo", email="sina@example.org")
    make.contributor(study, organisation=ministry)
    Affiliation.objects.create(code="AF-1", person=sina, organisation=ministry)
    for one in (
        invited("Ministry", organisation=ministry),
        Invited(person=sina, because="From another department."),
    ):
        with pytest.raises(Refused, match="serves in Ministry, which is author"):
            asked(study, OTHERS[0], one)


def test_a_colleague_of_an_author_reviews_only_with_a_reason_that_is_kept():
    study, university = make.study(), make.organisation("University")
    make.contributor(study, "Ana Tui", organisation=university)
    with pytest.raises(Refused, match="say why they may review all the same"):
        asked(study, OTHERS[0], invited("Sina Malo", organisation=university))
    held = asked(
        study, OTHERS[0], invited("Sina Malo", organisation=university, because="Of another faculty.")
    )

    assert held.reviewers.get(number=2).because == "Of another faculty."


def test_a_study_without_authors_cannot_be_reviewed_for_nobody_could_tell_who_wrote_it():
    with pytest.raises(Refused, match="no author in the record"):
        asked(make.study(), *OTHERS)


def test_who_has_no_address_or_is_not_to_be_written_to_is_not_asked(study):
    erased = make.person("Sina Malo", email="sina@example.org")
    erase_person(person=erased, because="asked", by="head")
    with pytest.raises(Refused, match="no e-mail address"):
        asked(study, OTHERS[0], Invited(name="Sina Malo"))
    with pytest.raises(Refused, match="not to be written to"):
        asked(study, OTHERS[0], invited("Sina Malo", person=erased))


def test_one_round_is_open_at_a_time_and_a_called_off_one_makes_room(study):
    first = asked(study, *OTHERS)
    with pytest.raises(Refused, match="Close it, or call it off"):
        asked(study, *OTHERS)
    with pytest.raises(Refused, match="Say why"):
        call_off_round(held=first, by=make.account(), because="")
    call_off_round(held=first, by=make.account(), because="The draft was the wrong one.")

    assert asked(study, *OTHERS).number == 2


# --- the link --------------------------------------------------------------------------------------------------------


def test_a_link_opens_its_reviewer_until_it_is_closed_and_a_reminder_brings_a_new_one(study):
    reviewer = asked(study, *OTHERS).reviewers.first()
    old = token_of(reviewer)
    assert (reviewer_from(old), reviewer_from(old + "x"), reviewer_from("1.1")) == (reviewer, None, None)

    closed = close_review_link(reviewer=reviewer)
    with pytest.raises(ReviewNotOpen):
        send_review(reviewer=reviewer, comments=[Said("late")], recommendation="minor")
    invite_again(reviewer=closed)
    letter = Message.objects.order_by("-pk").first()

    assert (reviewer_from(old), reviewer_from(token_of(closed)).pk) == (None, reviewer.pk)
    assert (token_of(closed) in letter.body, letter.subject.startswith("Reminder")) == (True, True)


def test_the_link_of_an_erased_person_opens_nothing_and_their_words_are_gone(study):
    sina = make.person("Sina Malo", email="sina@example.org")
    reviewer = asked(study, OTHERS[0], Invited(person=sina)).reviewers.get(person=sina)
    make.review(reviewer, ("must", "Say where the data come from."), remarks="I know the author well.")
    erase_person(person=sina, because="asked", by="head")
    reviewer.refresh_from_db()

    assert reviewer_from(token_of(reviewer)) is None
    assert (str(reviewer), reviewer.email, reviewer.remarks) == ("Reviewer 2", "", "")
    assert [one.text for one in comments_of(reviewer.round)] == ["Say where the data come from."]


# --- what a reviewer does --------------------------------------------------------------------------------------------


def test_what_is_kept_is_read_by_nobody_before_it_is_sent(study):
    reviewer = asked(study, *OTHERS).reviewers.first()
    keep_review(reviewer=reviewer, comments=[Said("Unsure", "p. 3", "may"), Said("")], remarks="More to come")
    reviewer.refresh_from_db()

    assert reviewer.kept["comments"] == [{"text": "Unsure", "place": "p. 3", "kind": "may"}]
    assert (comments_of(reviewer.round), reviewer.sent_at) == ([], None)


def test_a_review_needs_a_recommendation_and_something_said(study):
    reviewer = asked(study, *OTHERS).reviewers.first()
    for comments, remarks, recommendation, words in (
        ([Said("Good")], "", "", "what you recommend"),
        ([Said("")], " ", "minor", "write a comment"),
        ([Said("", "p. 3")], "", "minor", "Comment 1 names a place"),
        ([Said("Good", kind="huge")], "", "minor", "how much comment 1 weighs"),
    ):
        with pytest.raises(Refused, match=words):
            send_review(reviewer=reviewer, comments=comments, remarks=remarks, recommendation=recommendation)

    assert ReviewComment.objects.count() == 0


def test_a_review_sent_twice_counts_once_and_the_first_stands(study):
    reviewer = asked(study, *OTHERS).reviewers.first()
    send_review(reviewer=reviewer, comments=[Said("First")], recommendation="major")
    send_review(reviewer=reviewer, comments=[Said("Second")], recommendation="publish")
    reviewer.refresh_from_db()

    assert ([one.text for one in reviewer.comments.all()], reviewer.recommendation) == (["First"], "major")


@pytest.mark.django_db(transaction=True)
def test_a_review_sent_four_times_at_once_counts_once():
    held = make.review_round(make.study())
    reviewer = PeerReviewer.objects.get(pk=held.reviewers.first().pk)
    told, start = [], threading.Barrier(4)

    def send(words: str) -> None:
        start.wait()
        try:
            told.append(send_review(reviewer=reviewer, comments=[Said(words)], recommendation="minor").pk)
        finally:
            connections.close_all()

    senders = [threading.Thread(target=send, args=(f"By {n}",)) for n in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()

    assert (told, reviewer.comments.count()) == ([reviewer.pk] * 4, 1)
    assert connection.in_atomic_block is False


# --- the comments matrix ---------------------------------------------------------------------------------------------


def test_a_round_is_closed_only_when_two_reviews_have_come_and_every_must_is_answered(study):
    held, ana = asked(study, *OTHERS), make.account("ana")
    first, second = held.reviewers.all()
    make.review(first, ("must", "Say where the data come from."), ("may", "A map would help."))
    with pytest.raises(Refused, match="1 of at least 2 reviews"):
        close_round(held=held, by=ana)
    make.review(second, ("must", "Chapter 2 has no source."), ("should", "Shorten it."))
    with pytest.raises(Refused, match=r"2 comments that must be dealt with have no answer yet: 1\.1, 2\.1"):
        close_round(held=held, by=ana)
    for comment in ReviewComment.objects.filter(kind="must"):
        answer_comment(comment=comment, by=ana, answer="Agreed.", done="A source was added.")
    closed = close_round(held=held, by=ana)
    study.refresh_from_db()

    assert (closed.closed_by, study.peer_reviewed) == (ana, "yes")
    assert [(str(one), bool(one.answered_at)) for one in comments_of(held)] == [
        ("1.1", True), ("1.2", False), ("2.1", True), ("2.2", False),
    ]  # fmt: skip
    with pytest.raises(Refused, match="stay as they are"):
        answer_comment(comment=ReviewComment.objects.first(), by=ana, answer="Otherwise.")


def test_who_became_an_author_since_is_no_reviewer_when_the_round_is_closed(study):
    held = asked(study, *OTHERS)
    for reviewer in held.reviewers.all():
        make.review(reviewer)
    make.contributor(study, "Sina Malo")
    with pytest.raises(Refused, match="1 of at least 2 reviews by people who did not write"):
        close_round(held=held, by=make.account())


def test_what_was_done_needs_an_answer_and_an_answer_says_by_whom(study):
    held, ana, ben = asked(study, *OTHERS), make.account("ana"), make.account("ben")
    comment = make.review(held.reviewers.first(), ("must", "Cite it.")).comments.get()
    with pytest.raises(Refused, match="needs an answer"):
        answer_comment(comment=comment, by=ana, answer="", done="Cited.")
    first = answer_comment(comment=comment, by=ana, answer="Yes.")
    same = answer_comment(comment=comment, by=ben, answer="Yes.")
    other = answer_comment(comment=comment, by=ben, answer="Yes, on page 4.", done="Cited.")

    assert [one.answered_by for one in (first, same, other)] == [ana, ana, ben]


def test_a_review_after_the_round_was_ended_is_not_taken(study):
    held = asked(study, *OTHERS)
    call_off_round(held=held, by=make.account(), because="The study was given up.")
    with pytest.raises(ReviewNotOpen):
        make.review(held.reviewers.first())


def test_authors_read_no_name_where_reviewers_are_not_named_to_them(study):
    hidden = asked(study, *OTHERS)
    shown = [one.shown for one in hidden.reviewers.all()]
    call_off_round(held=hidden, by=make.account(), because="Again, openly.")
    open_one = asked(study, *OTHERS, anonymous=False)

    assert (shown, [one.shown for one in open_one.reviewers.all()]) == (
        ["Reviewer 1", "Reviewer 2"], ["Rewi Aroha", "Sina Malo"],
    )  # fmt: skip
