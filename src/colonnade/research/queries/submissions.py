"""What the desk and the site ask of calls and of what was sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from colonnade.records.queries import standing
from colonnade.research.models import Call, Judge, Judgement, Submission
from colonnade.research.rules.calls import why_not_judge
from colonnade.values.comparing import folded

State = Submission.State


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of what was sent to a call. ``given`` and ``sent`` are reviews."""

    pk: int
    code: str
    title: str
    country: str
    organisation: str
    contact: str
    state: str
    category: str
    sent_at: datetime | None
    given: int
    sent: int

    @property
    def state_words(self) -> str:
        return str(State(self.state).label)


LINE = (
    "pk", "code", "title", "country__name_en", "organisation_name", "contact_name", "state", "category", "sent_at", "given", "sent",
)  # fmt: skip


def _listed(pk: int, code: str, title: str, country: str | None, *others: Any) -> Listed:
    return Listed(pk, code, title, country or "", *others)


def submissions_of(
    call: Call, *, state: str = "", country: str = "", words: str = ""
) -> QuerySet[Submission]:
    """What was sent to a call, in the order in which it came; drafts only where they are asked for."""
    rows = standing(Submission.objects).filter(call=call).order_by("pk")
    rows = rows.filter(state=state) if state else rows.exclude(state=State.DRAFT)
    if country:
        rows = rows.filter(country__code=country)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(organisation_name__icontains=word)
            | Q(contact_name__icontains=word)
            | Q(email__icontains=word)
            | Q(code__iexact=word)
        )
    return rows


def lines_of(rows: QuerySet[Submission], *, after: int = 0, size: int = 100) -> tuple[list[Listed], bool]:
    """The lines that follow a key, and whether there are more: as fast at the end as at the beginning."""
    found = rows.filter(pk__gt=after) if after else rows
    reviews = Q(judgements__state__in=(Judgement.State.GIVEN, Judgement.State.SENT))
    counted = found.annotate(
        given=Count("judgements", filter=reviews),
        sent=Count("judgements", filter=Q(judgements__state=Judgement.State.SENT)),
    )
    lines = [_listed(*row) for row in counted.values_list(*LINE)[: size + 1]]
    return lines[:size], len(lines) > size


def states_of_submissions(call: Call) -> dict[str, int]:
    """How many stand in each state."""
    rows = standing(Submission.objects).filter(call=call).order_by()
    told = dict(rows.values_list("state").annotate(number=Count("pk")))
    return {state: told[state] for state in State.values if state in told}


def countries_of_submissions(call: Call) -> list[tuple[str, str, int]]:
    """Code, name and number of what was sent from each country, most first."""
    rows = standing(Submission.objects).filter(call=call).exclude(state__in=(State.DRAFT, State.TAKEN_BACK))
    named = rows.exclude(country=None).order_by().values_list("country__code", "country__name_en")
    return sorted(named.annotate(number=Count("pk")), key=lambda row: (-row[2], row[1]))


def alike(submission: Submission) -> list[tuple[Submission, str]]:
    """Other submissions to the call that may tell of the same: from one address, under one title, by one institution."""
    rows = standing(Submission.objects).filter(call_id=submission.call_id).exclude(pk=submission.pk)
    rows = rows.exclude(state__in=(State.DRAFT, State.TAKEN_BACK))
    title, institution = _plain(submission.title), _plain(submission.organisation_name)
    found = []
    for one in rows.only("code", "title", "email", "organisation_name", "country_id", "state").order_by("pk"):
        if submission.email and one.email.casefold() == submission.email.casefold():
            found.append((one, "email"))
        elif title and _plain(one.title) == title:
            found.append((one, "title"))
        elif (
            institution
            and one.country_id == submission.country_id
            and _plain(one.organisation_name) == institution
        ):
            found.append((one, "institution"))
    return found


def _plain(text: str) -> str:
    return " ".join("".join(mark if mark.isalnum() else " " for mark in folded(text)).split())


@dataclass(frozen=True)
class InHand:
    """A reviewer with how much they have, have sent, and left because of an interest."""

    judge: Judge
    given: int
    sent: int
    conflicts: int

    @property
    def waiting(self) -> int:
        return self.given - self.sent


def judges_of(call: Call) -> list[InHand]:
    """The reviewers of a call with how far each has come."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Judgement.objects.filter(judge__call=call).order_by()
    for judge, state, number in rows.values_list("judge", "state").annotate(number=Count("pk")):
        counted[judge][state] = number
    told = []
    for judge in standing(call.judges.all()).select_related("country", "account"):
        held = counted[judge.pk]
        sent = held[str(Judgement.State.SENT)]
        told.append(
            InHand(judge, held[str(Judgement.State.GIVEN)] + sent, sent, held[str(Judgement.State.CONFLICT)])
        )
    return told


def who_may_judge(submission: Submission, judges: Sequence[Judge]) -> list[tuple[Judge, str]]:
    """Each reviewer with why they are not given a submission; empty where they may be."""
    return [(judge, why_not_judge(judge, submission)) for judge in judges]
