"""What is asked of peer reviews: a round with its reviewers, and the comments matrix."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from colonnade.research.models import Contributor, PeerReviewer, ReviewComment, ReviewRound, Study
from colonnade.research.queries.studies import institutions_of, writers_of
from colonnade.values.comparing import folded

MUST = ReviewComment.Kind.MUST


def rounds_of(study: Study) -> QuerySet[ReviewRound]:
    """The rounds of a study, the newest first, with their drafts and reviewers."""
    rows = ReviewRound.objects.filter(study=study).select_related("draft", "opened_by", "closed_by")
    return rows.prefetch_related("reviewers__person", "reviewers__organisation").order_by("-number")


def comments_of(held: ReviewRound) -> list[ReviewComment]:
    """The comments that were sent, reviewer by reviewer, in the order they were written: one query."""
    rows = ReviewComment.objects.filter(reviewer__round=held).exclude(reviewer__sent_at=None)
    related = ("reviewer__round", "reviewer__person", "reviewer__organisation", "answered_by")
    return list(rows.select_related(*related).order_by("reviewer__number", "number"))


def unanswered(comments: Iterable[ReviewComment]) -> list[ReviewComment]:
    """Those that must be dealt with and have no answer yet."""
    return [one for one in comments if one.kind == MUST and not one.answer.strip()]


def why_not_reviewer(
    study: Study, reviewer: PeerReviewer, day: date, writers: list[Contributor] | None = None
) -> str:
    """Why somebody may not review a study, in a sentence; empty where they may.

    Nobody reviews their own work: no author or editor, by person, address or name, nor an institution that is one, nor
    anybody who serves in it. Whoever serves in the same institution as an author, itself no author, may with a reason:
    a large ministry has many departments.
    """
    writers = writers_of(study) if writers is None else writers
    called = folded(reviewer.called)
    for writer in writers:
        person = writer.person
        names = {folded(name) for name in (writer.name, person.full_name if person else "") if name.strip()}
        address = folded(person.email) if person and person.email else ""
        same = (
            (person and reviewer.person_id == person.pk)
            or (address and folded(reviewer.email) == address)
            or (not writer.is_institution and called in names)
        )
        if same:
            return f"{reviewer.called} is {writer.get_role_display()} of this study and cannot review it. Choose somebody else."
    at = institutions_of([reviewer.person_id, *(one.person_id for one in writers)], day)
    own = {reviewer.organisation_id, *at.get(reviewer.person_id or 0, ())} - {None}
    for writer in writers:
        theirs = {writer.organisation_id, *at.get(writer.person_id or 0, ())} - {None}
        if not own & theirs:
            continue
        if writer.is_institution:
            return (
                f"{reviewer.called} serves in {writer.printed}, which is {writer.get_role_display()} of this study. "
                "Choose somebody from elsewhere."
            )
        if not reviewer.because.strip():
            return (
                f"{reviewer.called} serves in the same institution as {writer.printed}, {writer.get_role_display()} of this study. "
                "Choose somebody from elsewhere, or say why they may review all the same: the reason is kept."
            )
    return ""
