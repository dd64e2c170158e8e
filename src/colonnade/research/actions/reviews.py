"""Peer review: reviewers are asked about a draft, write through their personal link, and are answered one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.partners.models import Organisation
from colonnade.people.models import Account, Person
from colonnade.people.outbox import post
from colonnade.people.queries import usable
from colonnade.records.errors import Refused
from colonnade.research.models import (
    Draft,
    PeerReviewer,
    ReviewComment,
    Reviewed,
    ReviewRound,
    Study,
)
from colonnade.research.queries.reviews import comments_of, unanswered, why_not_reviewer
from colonnade.research.queries.studies import writers_of
from colonnade.research.review_links import address_of
from colonnade.research.rules.studies import LEAST_REVIEWERS
from colonnade.research.wording import invitation_to_review, site_language
from colonnade.values.comparing import folded, has_letter
from colonnade.values.languages import known

MOST_COMMENTS: Final = 300
LONGEST: Final = 5000
"""Characters of one comment, and of the remarks on the whole."""


class ReviewNotOpen(Refused):
    """The review takes nothing any more: it was sent, or its round is over."""


@dataclass(frozen=True)
class Invited:
    """Somebody to be asked: a person of the record, somebody of an institution, or a name with an address."""

    name: str = ""
    email: str = ""
    person: Person | None = None
    organisation: Organisation | None = None
    because: str = ""


@dataclass(frozen=True)
class Said:
    """A comment as a reviewer wrote it."""

    text: str
    place: str = ""
    kind: str = str(ReviewComment.Kind.SHOULD)

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.place.strip()


@transaction.atomic
def open_round(
    *, study: Study, draft: Draft, reviewers: Sequence[Invited], words: str = "", due_on: date | None = None,
    anonymous: bool = True, language: str = "en", by: Account | None = None, on: date | None = None,
) -> ReviewRound:  # fmt: skip
    """Ask reviewers about a draft: two at least, none of whom wrote it; each is sent their personal link.

    An institution that is an author, and whoever serves in it, does not review; a colleague of an author only with a
    reason. One round of a study is open at a time.
    """
    today = on or timezone.localdate()
    held = (
        Study.objects.select_for_update(no_key=True, of=("self",)).select_related("activity").get(pk=study.pk)
    )
    if draft.study_id != held.pk:
        raise Refused(f"{draft} is no draft of {held.code}.")
    rounds = ReviewRound.objects.filter(study=held)
    if rounds.filter(closed_on=None).exists():
        raise Refused(f"A round of the peer review of {held.code} is open. Close it, or call it off, first.")
    if len(reviewers) < LEAST_REVIEWERS:
        raise Refused(
            f"At least {LEAST_REVIEWERS} reviewers who did not write the study are needed; here are {len(reviewers)}."
        )
    if due_on and due_on < today:
        raise Refused("The day by which reviews are asked for has passed. Choose a later one.")
    if not writers_of(held):
        raise Refused(
            f"{held.code} has no author in the record, so nobody can tell whether a reviewer is one. Add its authors first."
        )
    last = rounds.aggregate(last=Max("number"))["last"] or 0
    made = ReviewRound.objects.create(
        study=held, draft=draft, number=last + 1, words=words.strip(), due_on=due_on, anonymous=anonymous,
        language=known(language), opened_on=today, opened_by=by,
    )  # fmt: skip
    asked = [_reviewer(made, number, one) for number, one in enumerate(reviewers, 1)]
    _refuse_unfit(held, asked, today)
    for reviewer in asked:
        reviewer.save()
        _write_to(reviewer, today)
    return made


def _reviewer(held: ReviewRound, number: int, one: Invited) -> PeerReviewer:
    """The reviewer as a row, with name and address of the person where none was given."""
    person = one.person
    email = (one.email or (person.email if person else "")).strip()
    name = (one.name or (person.full_name if person else "") or str(one.organisation or "")).strip()
    if not has_letter(name):
        raise Refused(f"Reviewer {number} has no name. Write one, or choose a person.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(f"{name} has no e-mail address a letter can be sent to. Write one.") from error
    if person and not usable(Person.objects.filter(pk=person.pk)).exists():
        raise Refused(
            f"{name} is not to be written to: the person was erased, or the use of their data is restricted."
        )
    return PeerReviewer(
        round=held, number=number, person=person, organisation=one.organisation, name=name[:200], email=email,
        because=one.because.strip()[:300],
    )  # fmt: skip


def _refuse_unfit(study: Study, asked: Iterable[PeerReviewer], today: date) -> None:
    writers, seen = writers_of(study), set[str]()
    for reviewer in asked:
        why = why_not_reviewer(study, reviewer, today, writers)
        if why:
            raise Refused(why)
        marks = {folded(reviewer.email), *([f"person {reviewer.person_id}"] if reviewer.person_id else [])}
        if seen & marks:
            raise Refused(f"{reviewer.called} stands twice among the reviewers. Ask somebody else as well.")
        seen |= marks


def _write_to(reviewer: PeerReviewer, today: date, *, again: bool = False) -> None:
    language = reviewer.round.language
    words = invitation_to_review(reviewer, address_of(reviewer, site_language(language)), again=again)
    post(
        key=f"review/{reviewer.pk}/{reviewer.link_version}/{today}", to_address=reviewer.email, to_name=reviewer.called,
        subject=words.subject, body=words.body, language=language, person=reviewer.person, ref=reviewer.round.study.ref,
    )  # fmt: skip
    reviewer.invited_at = timezone.now()
    reviewer.save(update_fields=["invited_at"])


@transaction.atomic
def invite_again(*, reviewer: PeerReviewer, on: date | None = None) -> PeerReviewer:
    """Send a reviewer their link once more, also after it was closed; on one day they are written to once."""
    held = _held(reviewer)
    if held.sent_at or not held.round.is_open:
        raise Refused(
            f"{held.called} has sent the review, or the round is over: there is nothing to remind of."
        )
    _write_to(held, on or timezone.localdate(), again=True)
    return held


@transaction.atomic
def close_review_link(*, reviewer: PeerReviewer) -> PeerReviewer:
    """Close a reviewer's link, where it came into other hands; a reminder sends them a new one."""
    held = _held(reviewer)
    PeerReviewer.objects.filter(pk=held.pk).update(link_version=F("link_version") + 1)
    held.refresh_from_db(fields=["link_version"])
    return held


def _held(reviewer: PeerReviewer) -> PeerReviewer:
    rows = PeerReviewer.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("round__study__activity", "round__draft", "person", "organisation").get(
        pk=reviewer.pk
    )


# --- what a reviewer does --------------------------------------------------------------------------------------------


def _open_for(reviewer: PeerReviewer) -> PeerReviewer:
    """The reviewer's row, held, where something may still be written; the round is held first, as closing it does."""
    ReviewRound.objects.select_for_update(no_key=True).get(pk=reviewer.round_id)
    held = _held(reviewer)
    if held.link_version != reviewer.link_version:
        raise ReviewNotOpen(_("This link was closed. Please ask the office for a new one."))
    if not held.round.is_open:
        raise ReviewNotOpen(_("This round of the review is over and takes nothing any more. Thank you."))
    return held


@transaction.atomic
def keep_review(
    *, reviewer: PeerReviewer, comments: Sequence[Said], remarks: str = "", recommendation: str = ""
) -> PeerReviewer:
    """Keep what a reviewer wrote so far, to go on later. Nobody else reads it before it is sent."""
    held = _open_for(reviewer)
    if held.sent_at:
        raise ReviewNotOpen(_("Your review has been sent. Thank you."))
    held.kept = as_kept(comments, remarks, recommendation)
    held.save(update_fields=["kept"])
    return held


def as_kept(comments: Sequence[Said], remarks: str, recommendation: str) -> dict[str, Any]:
    """What was written, as it is kept until it is sent."""
    told = [
        {"text": one.text[:LONGEST], "place": one.place[:200], "kind": one.kind}
        for one in comments[:MOST_COMMENTS]
        if not one.empty
    ]
    return {"comments": told, "remarks": remarks[:LONGEST], "recommendation": recommendation}


@transaction.atomic
def send_review(
    *, reviewer: PeerReviewer, comments: Sequence[Said], remarks: str = "", recommendation: str,
    now: datetime | None = None,
) -> PeerReviewer:  # fmt: skip
    """Take a review in, once: sent twice, also at the same moment, the first counts and the second changes nothing."""
    held = _open_for(reviewer)
    if held.sent_at:
        return held
    written = [one for one in comments if not one.empty]
    if recommendation not in PeerReviewer.Recommendation.values:
        raise Refused(_("Please choose what you recommend for the study as a whole."))
    if not written and not remarks.strip():
        raise Refused(_("Please write a comment, or a remark on the whole."))
    if len(written) > MOST_COMMENTS:
        raise Refused(_("At most %(most)s comments can be sent.") % {"most": MOST_COMMENTS})
    for number, one in enumerate(written, 1):
        if not one.text.strip():
            raise Refused(_("Comment %(number)s names a place and says nothing of it.") % {"number": number})
        if len(one.text) > LONGEST or len(one.place) > 200:
            raise Refused(_("Comment %(number)s is too long: %(most)s characters are kept at most.") % {"number": number, "most": LONGEST})  # fmt: skip
        if one.kind not in ReviewComment.Kind.values:
            raise Refused(_("Please say how much comment %(number)s weighs.") % {"number": number})
    for number, one in enumerate(written, 1):
        ReviewComment.objects.create(
            reviewer=held, number=number, place=one.place.strip(), text=one.text.strip(), kind=one.kind
        )
    held.recommendation, held.remarks, held.kept = recommendation, remarks.strip()[:LONGEST], {}
    held.sent_at = now or timezone.now()
    held.save(update_fields=["recommendation", "remarks", "kept", "sent_at"])
    return held


# --- what is done about it -------------------------------------------------------------------------------------------


@transaction.atomic
def answer_comment(*, comment: ReviewComment, by: Account, answer: str, done: str = "") -> ReviewComment:
    """Say what the authors answer to a comment, and what was done in the text; who says so and when is kept."""
    rows = ReviewComment.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "reviewer__round"
    )
    held = rows.get(pk=comment.pk)
    if not held.reviewer.round.is_open:
        raise Refused("This round of the review is closed; its answers stay as they are.")
    if done.strip() and not answer.strip():
        raise Refused(f"Comment {held} needs an answer beside what was done.")
    if (answer.strip(), done.strip()) == (held.answer, held.done):
        return held
    held.answer, held.done = answer.strip(), done.strip()
    held.answered_by, held.answered_at = (by, timezone.now()) if held.answer else (None, None)
    held.save(update_fields=["answer", "done", "answered_by", "answered_at"])
    return held


@transaction.atomic
def close_round(*, held: ReviewRound, by: Account, on: date | None = None) -> ReviewRound:
    """Close a round once two who did not write the study have sent their reviews, and every comment that must be dealt
    with has its answer. The study is peer-reviewed from then on."""
    round_ = _open_round(held)
    sent = [one for one in round_.reviewers.select_related("person", "organisation") if one.sent_at]
    today, writers = on or timezone.localdate(), writers_of(round_.study)
    fit = [one for one in sent if not why_not_reviewer(round_.study, one, today, writers)]
    if len(fit) < LEAST_REVIEWERS:
        raise Refused(
            f"{len(fit)} of at least {LEAST_REVIEWERS} reviews by people who did not write the study have come. "
            "Wait for the others, or call the round off and ask anew."
        )
    waiting = unanswered(comments_of(round_))
    if waiting:
        named = ", ".join(str(one) for one in waiting[:8]) + ("…" if len(waiting) > 8 else "")
        raise Refused(f"{len(waiting)} comments that must be dealt with have no answer yet: {named}.")
    round_.closed_on, round_.closed_by = today, by
    round_.save(update_fields=["closed_on", "closed_by"])
    study = round_.study
    study.peer_reviewed = Reviewed.YES
    study.save(update_fields=["peer_reviewed"])
    return round_


@transaction.atomic
def call_off_round(*, held: ReviewRound, by: Account, because: str, on: date | None = None) -> ReviewRound:
    """End a round without a result, with the reason; what was sent stays to be read, and the links take nothing more."""
    round_ = _open_round(held)
    if not because.strip():
        raise Refused("Say why the round is called off: the reason is kept with it.")
    round_.closed_on, round_.closed_by = on or timezone.localdate(), by
    round_.called_off_because = because.strip()[:300]
    round_.save(update_fields=["closed_on", "closed_by", "called_off_because"])
    return round_


def _open_round(held: ReviewRound) -> ReviewRound:
    rows = ReviewRound.objects.select_for_update(no_key=True, of=("self",)).select_related("study")
    found = rows.get(pk=held.pk)
    if not found.is_open:
        raise Refused(f"This round was ended on {found.closed_on} already.")
    return found
