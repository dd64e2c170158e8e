"""Choosing among what was judged: two of the office who agree decide; everybody is told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.research import case_letters
from colonnade.research.actions.submissions import locked
from colonnade.research.models import Call, CaseVote, Judgement, Submission
from colonnade.values.agreeing import agreed

State, Verdict = Submission.State, CaseVote.Verdict


@dataclass
class Chosen:
    """What came of a decision. Still open are ``divided``, ``one_voice``, and ``early``: two would select it, and fewer
    reviewers have sent than the call asks."""

    selected: list[Submission] = field(default_factory=list)
    declined: list[Submission] = field(default_factory=list)
    one_voice: list[Submission] = field(default_factory=list)
    divided: list[Submission] = field(default_factory=list)
    early: list[Submission] = field(default_factory=list)
    told: int = 0


@transaction.atomic
def vote_on_case(*, submission: Submission, member: Account, verdict: str, reason: str) -> CaseVote:
    """Say what one thinks of a submission, and why; a later word of the same member takes the place of the earlier.

    Whoever declared an interest in it as a reviewer has no voice about it.
    """
    held = locked(submission)
    if held.withdrawn_on or held.state != State.ELIGIBLE:
        raise Refused(
            _("%(code)s is “%(state)s”: there is nothing to decide.")
            % {"code": held.code, "state": held.get_state_display()}
        )
    if verdict not in Verdict.values:
        raise Refused(_("Say whether to select it or not."))
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept with the vote."))
    if held.judgements.filter(judge__account=member, state=Judgement.State.CONFLICT).exists():
        raise Refused(_("You declared an interest in %(code)s: others decide.") % {"code": held.code})
    vote, _new = CaseVote.objects.update_or_create(
        submission=held, member=member, defaults={"verdict": verdict, "reason": reason.strip()[:400]}
    )
    return vote


@transaction.atomic
def decide_cases(*, call: Call) -> Chosen:
    """Decide every submission on which two members agree, and tell them; and those that were screened out.

    None is selected that fewer have judged than the call asks.
    """
    # In the order of keys, so that two who decide at once wait for each other and never in a ring.
    rows = Submission.objects.select_for_update(of=("self",)).filter(call=call, withdrawn_on=None)
    related = ("call", "person")
    held = list(rows.filter(state=State.ELIGIBLE).order_by("pk").select_related(*related))
    said: dict[int, list[str]] = {one.pk: [] for one in held}
    for key, verdict in CaseVote.objects.filter(submission__in=held).values_list("submission", "verdict"):
        said[key].append(verdict)
    judged = _judged(held)
    chosen = Chosen()
    for one in held:
        word = agreed(said[one.pk])
        if word in ("", "divided"):
            (chosen.divided if word else chosen.one_voice).append(one)
            continue
        if word == Verdict.SELECT and judged.get(one.pk, 0) < one.call.reviews_needed:
            chosen.early.append(one)
            continue
        one.state = State.SELECTED if word == Verdict.SELECT else State.DECLINED
        one.decided_on = date.today()
        one.save(update_fields=["state", "decided_on"])
        (chosen.selected if word == Verdict.SELECT else chosen.declined).append(one)
    out = list(
        rows.filter(state__in=(State.NOT_ELIGIBLE, State.DUPLICATE), decided_on=None)
        .order_by("pk")
        .select_related(*related)
    )
    for one in out:
        one.decided_on = date.today()
        one.save(update_fields=["decided_on"])
    for one in [*chosen.selected, *chosen.declined, *out]:
        chosen.told += case_letters.outcome(one) is not None
    return chosen


def _judged(held: list[Submission]) -> dict[int, int]:
    told: dict[int, int] = {}
    for key in Judgement.objects.filter(submission__in=held, state=Judgement.State.SENT).values_list(
        "submission", flat=True
    ):
        told[key] = told.get(key, 0) + 1
    return told
