"""Nomination: a focal point is invited, and proposes people through a personal link until the deadline."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from colonnade.capacity.actions.participations import tally_events
from colonnade.capacity.links import address, token_of
from colonnade.capacity.models import EntryMode, Event, FocalPoint, Nomination, Participation, Role
from colonnade.capacity.queries.registration import known_elsewhere
from colonnade.capacity.rules import takes_nominations
from colonnade.capacity.wording import invitation_to_nominate
from colonnade.people.actions import find_likenesses
from colonnade.people.models import Person, Sex
from colonnade.people.outbox import post
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.records.uploads import checked, kept_as
from colonnade.values.comparing import has_letter
from colonnade.values.languages import known
from colonnade.values.words import moment_words

LARGEST_LETTER: Final = 5_000_000
"""Bytes of a letter of nomination."""

LENGTHS: Final = {"full_name": 200, "form_of_address": 30, "function": 200, "organisation": 250, "email": 254}


@dataclass(frozen=True)
class Candidate:
    """One row of a nomination, as it was typed. ``submission`` is made when the row is shown, and stays with it."""

    submission: uuid.UUID
    full_name: str
    priority: int | None = None
    form_of_address: str = ""
    function: str = ""
    organisation: str = ""
    email: str = ""
    sex: str = str(Sex.NOT_RECORDED)

    @property
    def empty(self) -> bool:
        return not any((self.full_name, self.form_of_address, self.function, self.organisation, self.email))


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of a row."""

    field: str
    words: str


class NotNominated(Refused):
    """Rows that cannot be nominated as they are; ``problems`` has those of each row, in the order of the rows."""

    def __init__(self, problems: Sequence[Sequence[Problem]]) -> None:
        self.problems = problems
        super().__init__(_("Nothing was nominated yet: some rows need your attention."))


@transaction.atomic
def invite_focal_points(*, event: Event, points: Iterable[FocalPoint]) -> int:
    """Send focal points their personal link, in their language, with the deadline; the number of letters written.

    Asking again reminds them; on one day a focal point is written to once.
    """
    if event.entry not in (EntryMode.NOMINATION, EntryMode.BOTH):
        raise Refused(f"Nobody is nominated for {event.code}: say first that one comes to it by nomination.")
    _refuse_closed(event, timezone.now())
    today = timezone.localdate(timezone=event.zone)
    written = 0
    for point in standing(FocalPoint.objects).filter(event=event, pk__in=[point.pk for point in points]):
        words = invitation_to_nominate(
            point, address("nominate", token_of(point), language=site_language(point.language))
        )
        post(
            key=f"nominate/{point.code}/{point.link_version}/{today}", to_address=point.email, to_name=point.name,
            subject=words.subject, body=words.body, language=point.language, ref=point.ref,
            until=event.nominations_close_at,
        )  # fmt: skip
        point.invited_at = timezone.now()
        point.save(update_fields=["invited_at"])
        written += 1
    return written


@transaction.atomic
def close_link(*, focal_point: FocalPoint) -> FocalPoint:
    """Close a focal point's link, where it came into other hands; an invitation sends them a new one."""
    FocalPoint.objects.filter(pk=focal_point.pk).update(link_version=F("link_version") + 1)
    focal_point.refresh_from_db()
    return focal_point


@transaction.atomic
def nominate(
    *,
    focal_point: FocalPoint,
    candidates: Sequence[Candidate],
    letter: bytes | None = None,
    withdrawn: Iterable[uuid.UUID] = (),
    now: datetime | None = None,
) -> list[Nomination]:
    """Nominate people in an order of priority, correct what was nominated, and withdraw from it; all or nothing.

    A row whose ``submission`` is known corrects that nomination, so that sending twice nominates once. The order is that
    of the priorities given, and of the rows where two are alike. What stands afterwards is given back in that order.
    Nobody who is nominated is written to.
    """
    point = (
        FocalPoint.objects.select_for_update(of=("self",))
        .select_related("event__activity")
        .get(pk=focal_point.pk)
    )
    _refuse_closed(point.event, now or timezone.now())
    if point.withdrawn_on:
        raise Refused(_("This nomination was closed by the office. Please write to us."))
    # Whoever selects holds those on whom they decide: what is corrected here is read when no decision is under way.
    theirs = Participation.objects.filter(nomination__focal_point=point).order_by("pk")
    list(theirs.select_for_update(of=("self",)).values_list("pk"))
    gone = set(withdrawn)
    for nomination in standing(point.nominations).filter(submission__in=gone).select_related("participation"):
        _withdraw(nomination)
    rows = [row for row in candidates if row.submission not in gone]
    held = {
        one.submission: one for one in standing(point.nominations).select_related("participation__person")
    }
    ended = set(point.nominations.exclude(withdrawn_on=None).values_list("submission", flat=True))
    rows = [row for row in rows if row.submission not in ended]  # an old page sent again brings nobody back
    sent = {row.submission for row in rows}
    others = [one.participation.person for key, one in held.items() if key not in sent]
    problems = check_candidates(rows, most=point.most - len(others), others=others)
    if any(problems):
        raise NotNominated(problems)
    kind = checked(letter, most=LARGEST_LETTER) if letter else ""
    for row in rows:
        if row.submission in held:
            _correct(held[row.submission], row)
        else:
            held[row.submission] = _begin(point, row)
    _put_in_order(held.values(), rows)
    if letter and rows:
        _keep_letter([held[row.submission] for row in rows], letter, kind)
    tally_events([point.event_id])
    return sorted(held.values(), key=lambda one: one.priority)


def check_candidates(
    rows: Sequence[Candidate], *, most: int, others: Iterable[Person] = ()
) -> list[list[Problem]]:
    """What is wrong with each row of a nomination; nothing where it can be sent."""
    seen: dict[str, list[str]] = {}
    for person in others:
        seen.setdefault(_folded(person.full_name), []).append(_folded(person.email))
    told: list[list[Problem]] = []
    for number, row in enumerate(rows, 1):
        problems = []
        if not has_letter(row.full_name):
            problems.append(Problem("full_name", _("Write the name: one name is enough, in any script.")))
        problems += [
            Problem(field, _("This is longer than %(most)s characters.") % {"most": length})
            for field, length in LENGTHS.items()
            if len(getattr(row, field)) > length
        ]
        if row.email and not _is_email(row.email):
            problems.append(Problem("email", _("“%(email)s” is no e-mail address.") % {"email": row.email}))
        if row.sex not in Sex.values:
            problems.append(Problem("sex", _("Choose one of the answers, or leave it open.")))
        name, email = _folded(row.full_name), _folded(row.email)
        if name and any(not email or not other or email == other for other in seen.get(name, ())):
            problems.append(Problem("full_name", _("This person stands on the list already.")))
        seen.setdefault(name, []).append(email)
        if number > most:
            problems.append(
                Problem(
                    "full_name",
                    _("No more than %(most)s candidates can be nominated.") % {"most": max(most, 0)},
                )
            )
        told.append(problems)
    return told


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_email(text: str) -> bool:
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True


def _refuse_closed(event: Event, now: datetime) -> None:
    why = takes_nominations(event, now)
    if why == "over" and event.nominations_close_at:
        closed = moment_words(event.nominations_close_at, event.zone, known(get_language() or "en"))
        raise Refused(
            _("Nominations closed on %(deadline)s. Please write to the office.") % {"deadline": closed}
        )
    if why:
        raise Refused(_("Nominations for this event are not open. Please write to the office."))


def _begin(point: FocalPoint, row: Candidate) -> Nomination:
    """A new person who applies: whether the office knows them already is proposed by likeness, never assumed."""
    short = row.submission.hex[:12].upper()
    person = Person(code=f"PE-{short}", full_name=_line(row.full_name), form_of_address=_line(row.form_of_address),
                    email=row.email.strip(), sex=row.sex)  # fmt: skip
    person.full_clean()
    person.save()
    participation = Participation(
        code=f"{point.event.code[:40]}-{short}", event=point.event, person=person, country=point.country,
        organisation=point.organisation, function=_line(row.function), sex=row.sex, role=Role.PARTICIPANT,
        status=Participation.Status.APPLIED,
    )  # fmt: skip
    participation.full_clean()
    participation.save()
    return Nomination.objects.create(
        code=f"NO-{short}", focal_point=point, participation=participation, submission=row.submission,
        organisation_name=_line(row.organisation), priority=row.priority or 1,
    )  # fmt: skip


def _correct(nomination: Nomination, row: Candidate) -> None:
    """Bring a nomination to what the row says now. Only what differs is written, so that the history tells changes."""
    participation, person = nomination.participation, nomination.participation.person
    facts = {
        person: {"full_name": _line(row.full_name), "form_of_address": _line(row.form_of_address),
                 "email": row.email.strip(), "sex": row.sex},
        participation: {"function": _line(row.function), "sex": row.sex},
        nomination: {"organisation_name": _line(row.organisation)},
    }  # fmt: skip
    changed = [
        (record, values)
        for record, values in facts.items()
        if any(getattr(record, name) != value for name, value in values.items())
    ]
    if not changed:
        return
    if participation.status != Participation.Status.APPLIED:
        raise Refused(
            _("The office has decided on %(name)s already. Please write to the office to correct it.")
            % {"name": person}
        )
    if any(record is person for record, _values in changed) and known_elsewhere(participation):
        raise Refused(
            _("The office knows %(name)s from elsewhere as well. Please write to the office to correct it.")
            % {"name": person}
        )
    for record, values in changed:
        for name, value in values.items():
            setattr(record, name, value)
        record.full_clean()
        record.save(update_fields=list(values))
        if record is person:
            find_likenesses(persons=[person.pk])


def _withdraw(nomination: Nomination) -> None:
    if nomination.participation.status != Participation.Status.APPLIED:
        raise Refused(
            _("The office has decided on %(name)s already. Please write to the office to withdraw.")
            % {"name": nomination.participation.person}
        )
    because = "Withdrawn by the focal point."
    withdraw(record=nomination, because=because)
    withdraw(record=nomination.participation, because=because)


def _put_in_order(standing_now: Iterable[Nomination], rows: Sequence[Candidate]) -> None:
    """Priorities from 1 without gaps: by what was typed, then by the place of the row."""
    typed = {row.submission: (row.priority or 1_000, place) for place, row in enumerate(rows)}
    ordered = sorted(standing_now, key=lambda one: (typed.get(one.submission, (one.priority, -1)), one.pk))
    for priority, nomination in enumerate(ordered, 1):
        if nomination.priority != priority:
            nomination.priority = priority
            nomination.save(update_fields=["priority"])


def _keep_letter(nominations: Sequence[Nomination], letter: bytes, kind: str) -> None:
    """One file for all who stand in it."""
    first, file = nominations[0], kept_as(letter, kind)
    first.letter.save(file.name, file, save=False)
    for nomination in nominations:
        nomination.letter = first.letter.name
        nomination.save(update_fields=["letter"])


def _line(text: str) -> str:
    return " ".join(text.split())
