"""What reviewers have said, put together: the ranking of a call."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from colonnade.records.queries import standing
from colonnade.research.models import Call, CaseVote, Judgement, Submission
from colonnade.research.ranking import Standing, ranked, weighted

State = Submission.State

JUDGED = (State.ELIGIBLE, State.SELECTED, State.DECLINED)


@dataclass
class Placed:
    """A submission with its place, what each reviewer said, and the votes of the office."""

    submission: Submission
    standing: Standing
    judgements: list[Judgement] = field(default_factory=list)
    votes: list[CaseVote] = field(default_factory=list)

    def voice_of(self, member: int) -> CaseVote | None:
        return next((vote for vote in self.votes if vote.member_id == member), None)


def mean_of(judgement: Judgement, weights: dict[str, int]) -> Fraction | None:
    """One reviewer's weighted mean; None where a criterion was added since and has no score."""
    values = {name: judgement.scores[name][0] for name in weights if name in judgement.scores}
    return weighted(values, weights) if weights and len(values) == len(weights) else None


def ranking(call: Call, *, words: bool = False) -> list[Placed]:
    """Everything eligible, by rank, then those not yet judged by enough: four questions, however many there are.

    ``words`` brings the votes of the office as well.
    """
    rows = (
        standing(Submission.objects)
        .filter(call=call, state__in=JUDGED)
        .select_related("country")
        .order_by("pk")
    )
    held = {
        one.pk: Placed(one, Standing(0, call.reviews_needed))
        for one in rows.only(
            "code",
            "title",
            "state",
            "category",
            "organisation_name",
            "country__name_en",
            "call_id",
            "language",
        )
    }
    weights = dict(call.criteria.values_list("name", "weight"))
    totals: dict[int, list[tuple[int, Fraction]]] = defaultdict(list)
    sent = Judgement.objects.filter(submission__in=list(held), state=Judgement.State.SENT).select_related(
        "judge"
    )
    for judgement in sent.order_by("pk"):
        held[judgement.submission_id].judgements.append(judgement)
        mean = mean_of(judgement, weights)
        if mean is not None:
            totals[judgement.submission_id].append((judgement.judge_id, mean))
    for key, told in ranked({key: totals[key] for key in held}, needed=call.reviews_needed).items():
        held[key].standing = told
    if words:
        for vote in CaseVote.objects.filter(submission__in=list(held)).select_related("member"):
            held[vote.submission_id].votes.append(vote)
    return sorted(
        held.values(),
        key=lambda one: (
            one.standing.rank is None,
            one.standing.rank or 0,
            -one.standing.count,
            one.submission.pk,
        ),
    )
