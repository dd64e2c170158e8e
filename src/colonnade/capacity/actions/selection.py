"""Selection: members of staff say what they think of each applicant, and two who agree decide. Nobody alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from colonnade.capacity.actions.participations import tally_events
from colonnade.capacity.actions.seats import take_seat
from colonnade.capacity.links import personal_address
from colonnade.capacity.models import (
    Event,
    FocalPoint,
    Nomination,
    Participation,
    Registration,
    SelectionVote,
)
from colonnade.capacity.wording import decision, language_of, outcome
from colonnade.people.models import Account
from colonnade.people.outbox import post
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.values.agreeing import agreed

Status, Verdict = Participation.Status, SelectionVote.Verdict

OPEN_STATUSES = (Status.APPLIED, Status.WAITING)


@dataclass
class Decided:
    """What came of a decision: who was selected, waits, was declined; and why the others are still open.

    ``one_voice``: not two have spoken alike yet. ``divided``: two say one thing and two another. ``full``: two agree to
    select, but no seat is free and the event has no waiting list.
    """

    selected: list[Participation] = field(default_factory=list)
    waiting: list[Participation] = field(default_factory=list)
    declined: list[Participation] = field(default_factory=list)
    one_voice: list[Participation] = field(default_factory=list)
    divided: list[Participation] = field(default_factory=list)
    full: list[Participation] = field(default_factory=list)

    @property
    def changed(self) -> list[Participation]:
        return [*self.selected, *self.waiting, *self.declined]


@transaction.atomic
def set_criteria(*, event: Event, criteria: Iterable[str]) -> Event:
    """The short list of what makes an applicant right for this event; each once, in the order given."""
    held = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)
    held.criteria = list(dict.fromkeys(told for text in criteria if (told := " ".join(text.split())[:120])))
    if len(held.criteria) > 12:
        raise Refused("Twelve criteria at most: a longer list is not weighed, it is ticked.")
    held.save(update_fields=["criteria"])
    return held


@transaction.atomic
def vote(
    *,
    participation: Participation,
    member: Account,
    verdict: str,
    criteria: Sequence[str] = (),
    reason: str = "",
) -> SelectionVote:
    """Say what one thinks of an applicant; a later word of the same member takes the place of the earlier.

    Whoever entered the applicant at the desk has no voice about them: others decide.
    """
    held = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("event", "person")
        .get(pk=participation.pk)
    )
    if held.withdrawn_on or held.status not in OPEN_STATUSES:
        raise Refused(f"{held.person} is {held.get_status_display()}: there is nothing to decide.")
    if verdict not in Verdict.values:
        raise Refused("Say whether to select, to keep on the waiting list, or not to select.")
    if entered_by(held) == member.pk:
        raise Refused(f"You entered {held.person} yourself: two others decide.")
    strange = set(criteria) - set(held.event.criteria)
    if strange:
        raise Refused(f"“{sorted(strange)[0]}” is no criterion of {held.event.code}.")
    if verdict == Verdict.DECLINE and not reason.strip():
        raise Refused(f"Say why {held.person} should not be selected: the reason is kept with the vote.")
    said, _new = SelectionVote.objects.update_or_create(
        participation=held, member=member,
        defaults={"verdict": verdict, "criteria": [c for c in held.event.criteria if c in criteria],
                  "reason": reason.strip()[:300]},
    )  # fmt: skip
    return said


def entered_by(participation: Participation) -> int | None:
    """The account that entered an applicant at the desk; nobody's where a focal point or the person did."""
    first = participation.history.order_by("history_date", "history_id").first()
    return first.history_user_id if first else None


@transaction.atomic
def decide_selection(*, event: Event, participations: Iterable[Participation] | None = None) -> Decided:
    """Decide every applicant on whom two members agree, of the event or of those named.

    Selected are, in this order, those with more voices for them, of higher priority, nominated earlier; each takes a
    seat in all and of the country, or waits. Applicants and focal points are told in the same transaction.
    """
    rows = standing(Participation.objects).filter(event=event, status__in=OPEN_STATUSES)
    if participations is not None:
        rows = rows.filter(pk__in=[one.pk for one in participations])
    # In the order of keys, so that two who decide at once wait for each other and never in a ring.
    held = list(
        rows.select_for_update(of=("self",)).order_by("pk").select_related("event__activity", "person")
    )
    verdicts: dict[int, list[str]] = {one.pk: [] for one in held}
    for key, verdict in SelectionVote.objects.filter(participation__in=held).values_list(
        "participation", "verdict"
    ):
        verdicts[key].append(verdict)
    nominated = {n.participation_id: n for n in standing(Nomination.objects).filter(participation__in=held)}
    told = Decided()
    for one in sorted(held, key=lambda row: _rank(row, verdicts[row.pk], nominated.get(row.pk))):
        _decide(one, agreed(verdicts[one.pk]), told)
    if told.changed:
        tally_events([event.pk])
        _tell(event, told.changed, nominated)
    return told


def _rank(one: Participation, verdicts: Sequence[str], nomination: Nomination | None) -> tuple[int, int, int]:
    return (-verdicts.count(Verdict.SELECT), nomination.priority if nomination else 99, one.pk)


def _decide(one: Participation, verdict: str, told: Decided) -> None:
    before = one.status
    if verdict == "":
        told.one_voice.append(one)
        return
    if verdict == "divided":
        told.divided.append(one)
        return
    if verdict == Verdict.SELECT:
        if take_seat(one):
            one.status = Status.REGISTERED
        elif one.event.waiting_list:
            one.status = Status.WAITING
        else:
            told.full.append(one)
            return
    else:
        one.status = Status.WAITING if verdict == Verdict.RESERVE else Status.DECLINED
    if one.status == before:
        return
    one.save(update_fields=["status"])
    kept = {Status.REGISTERED: told.selected, Status.WAITING: told.waiting, Status.DECLINED: told.declined}
    kept[Status(one.status)].append(one)


def _tell(event: Event, changed: Sequence[Participation], nominated: dict[int, Nomination]) -> None:
    """Write to everybody who gave an address, and to each focal point once about all of theirs."""
    for one in changed:
        language = language_of(one)
        link = ""
        if one.status == Status.REGISTERED and event.selected_complete:
            link = personal_page(one, language)
        if one.person.email:
            words = decision(one, language, link)
            post(
                key=_occasion(one), to_address=one.person.email, to_name=one.person.full_name,
                subject=words.subject, body=words.body, language=language, person=one.person, ref=one.ref,
            )  # fmt: skip
    theirs: dict[int, list[Participation]] = {}
    for one in changed:
        if one.pk in nominated:
            theirs.setdefault(nominated[one.pk].focal_point_id, []).append(one)
    for point in FocalPoint.objects.filter(pk__in=theirs).select_related(
        "event__activity", "country", "organisation"
    ):
        decided = sorted(theirs[point.pk], key=lambda one: nominated[one.pk].priority)
        words = outcome(point, decided)
        occasion = hashlib.sha256(" ".join(map(_occasion, decided)).encode()).hexdigest()[:24]
        post(
            key=f"outcome/{point.code}/{occasion}", to_address=point.email, to_name=point.name, subject=words.subject,
            body=words.body, language=point.language, ref=point.ref,
        )  # fmt: skip


def _occasion(one: Participation) -> str:
    """A decision, told once. One who was taken back to the waiting list and selected again is told again."""
    turns = one.history.filter(status=one.status).count()
    return f"selection/{one.code}/{one.status}/{turns}"


def personal_page(participation: Participation, language: str) -> str:
    """The address of the person's own page, where the rest of their facts are given; the form is begun empty."""
    registration, _new = Registration.objects.get_or_create(
        participation=participation, defaults={"language": site_language(language)}
    )
    return personal_address(registration, language=site_language(language))
