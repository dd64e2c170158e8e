"""Blind judging: given out in balance, declined where there is an interest, scored with reasons, sent once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.research import case_letters
from colonnade.research.assigning import shared_out
from colonnade.research.models import Call, Judge, Judgement, Submission
from colonnade.research.rules.calls import why_not_judge

State = Judgement.State


@dataclass(frozen=True)
class GivenOut:
    """What came of giving out: how many, and the submissions that too few may judge."""

    number: int
    wanting: list[Submission]


@transaction.atomic
def assign_judges(*, call: Call, submissions: Iterable[Submission] | None = None) -> GivenOut:
    """Give every eligible submission of a call as many reviewers as it asks, in balance.

    Nobody is given one of their own country or institution, nor one they declared an interest in. What is given stays.
    """
    held_call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    judges = list(standing(held_call.judges.all()).order_by("pk"))
    if not judges:
        raise Refused(_("Name reviewers first."))
    rows = held_call.submissions.filter(state=Submission.State.ELIGIBLE, withdrawn_on=None)
    if submissions is not None:
        rows = rows.filter(pk__in=[one.pk for one in submissions])
    wanted = list(rows.order_by("pk"))
    held: dict[int, set[int]] = defaultdict(set)
    refused: dict[int, set[int]] = defaultdict(set)
    load = {judge.pk: 0 for judge in judges}
    for judge, one, state in Judgement.objects.filter(judge__call=held_call).values_list(
        "judge", "submission", "state"
    ):
        (refused if state == State.CONFLICT or judge not in load else held)[one].add(judge)
        if state != State.CONFLICT and judge in load:
            load[judge] += 1
        elif state == State.SENT:
            held[one].add(judge)  # somebody who left had sent it: it counts
    may = {
        one.pk: [
            judge.pk for judge in judges if judge.pk not in refused[one.pk] and not why_not_judge(judge, one)
        ]
        for one in wanted
    }
    new = shared_out(may, needed=held_call.reviews_needed, held=held, load=load)
    made = [
        Judgement(judge_id=judge, submission_id=one) for one, given in new.items() for judge in sorted(given)
    ]

    bulk_create_with_history(made, Judgement, batch_size=500)
    wanting = [one for one in wanted if len(held[one.pk]) + len(new[one.pk]) < held_call.reviews_needed]
    return GivenOut(len(made), wanting)


@transaction.atomic
def give_to(*, judge: Judge, submission: Submission) -> Judgement:
    """Give one submission to one reviewer by hand; refused to a colleague of whoever sent it."""
    held = Submission.objects.select_for_update(of=("self",)).select_related("call").get(pk=submission.pk)
    if held.state != Submission.State.ELIGIBLE:
        raise Refused(_("%(code)s is not eligible: nobody judges it.") % {"code": held.code})
    if why := why_not_judge(judge, held):
        raise Refused(
            _("%(name)s does not judge %(code)s: %(why)s.") % {"name": judge, "code": held.code, "why": why}
        )
    if Judgement.objects.filter(judge=judge, submission=held).exists():
        raise Refused(
            _("%(name)s has %(code)s already, or declared an interest in it.")
            % {"name": judge, "code": held.code}
        )
    return Judgement.objects.create(judge=judge, submission=held)


@transaction.atomic
def declare_conflict(*, judgement: Judgement, because: str) -> Judgement:
    """Say that one has a part in a submission, or knows whose it is: it is given to somebody else, where there is one."""
    held = _locked(judgement)
    _refuse_sent(held)
    if not because.strip():
        raise Refused(_("Say in a few words what the interest is: only the office reads it."))
    held.state, held.conflict, held.scores, held.comment = State.CONFLICT, because.strip()[:400], {}, ""
    held.save(update_fields=["state", "conflict", "scores", "comment"])
    assign_judges(call=held.judge.call, submissions=[held.submission])
    return held


@transaction.atomic
def keep_scores(*, judgement: Judgement, scores: Mapping[str, Any], comment: str = "") -> Judgement:
    """Keep what a reviewer wrote so far; nobody else sees it."""
    held = _locked(judgement)
    _refuse_sent(held)
    held.scores, held.comment = _read(held, scores), comment.strip()
    held.save(update_fields=["scores", "comment"])
    return held


@transaction.atomic
def send_judgement(*, judgement: Judgement, scores: Mapping[str, Any], comment: str = "") -> Judgement:
    """Send a review: every criterion with its value and the reason for it. It is sent once and not changed."""
    held = _locked(judgement)
    _refuse_sent(held)
    if held.submission.state != Submission.State.ELIGIBLE:
        raise Refused(_("This submission is not judged any more."))
    told = _read(held, scores)
    for criterion in held.judge.call.criteria.all():
        value, reason = told.get(criterion.name, (None, ""))
        label = criterion.label_in(held.judge.language)
        if value is None:
            raise Refused(_("“%(criterion)s” has no score yet.") % {"criterion": label})
        if not reason:
            raise Refused(_("Say why, in a few words: “%(criterion)s”.") % {"criterion": label})
    held.scores, held.comment, held.state, held.sent_at = told, comment.strip(), State.SENT, timezone.now()
    held.save(update_fields=["scores", "comment", "state", "sent_at"])
    return held


@transaction.atomic
def invite_judges(*, call: Call, judges: Iterable[Judge]) -> int:
    """Send reviewers their link; to those who have it, a reminder of what is left. Who has nothing to do is not written to."""
    rows = (
        standing(Judge.objects)
        .select_for_update(of=("self",))
        .filter(call=call, pk__in=[j.pk for j in judges])
    )
    written = 0
    waiting = Count("judgements", filter=Q(judgements__state=State.GIVEN))
    left = dict(Judge.objects.filter(call=call).annotate(waiting=waiting).values_list("pk", "waiting"))
    for judge in rows.select_related("call").order_by("pk"):
        if not left.get(judge.pk):
            continue
        if judge.invited_at:
            judge.reminders += 1
            judge.reminded_at = timezone.now()
        else:
            judge.invited_at = timezone.now()
        judge.save(update_fields=["invited_at", "reminded_at", "reminders"])
        case_letters.asked_to_judge(judge, left[judge.pk])
        written += 1
    return written


@transaction.atomic
def close_judge_link(*, judge: Judge) -> Judge:
    """Close the link that was sent: the next invitation carries a new one."""
    held = Judge.objects.select_for_update().get(pk=judge.pk)
    held.link_version += 1
    held.invited_at = None
    held.save(update_fields=["link_version", "invited_at"])
    return held


def _locked(judgement: Judgement) -> Judgement:
    rows = Judgement.objects.select_for_update(of=("self",)).select_related("judge__call", "submission__call")
    return rows.get(pk=judgement.pk)


def _refuse_sent(held: Judgement) -> None:
    if held.state == State.SENT:
        raise Refused(_("This review was sent, and is not changed any more."))
    if held.state == State.CONFLICT:
        raise Refused(_("You declared an interest in this submission: somebody else reviews it."))
    if held.judge.withdrawn_on:
        raise Refused(_("You do not review for this call any more."))


def _read(held: Judgement, scores: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Scores of the call's own criteria, within its scale."""
    told = {}
    for criterion in held.judge.call.criteria.all():
        value, reason = scores.get(criterion.name, (None, ""))
        if value is not None and not (isinstance(value, int) and 1 <= value <= held.judge.call.best):
            raise Refused(_("Scores go from 1 to %(best)s.") % {"best": held.judge.call.best})
        if value is not None or reason:
            told[criterion.name] = [value, " ".join(str(reason).split())[:1000]]
    return told
