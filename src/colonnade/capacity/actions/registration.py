"""Registration by the public: once, on time, never beyond the seats; corrected and cancelled by the person."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.capacity.actions.participations import (
    EventFull,
    change_status,
    no_seat,
    promote_waiting,
    refuse_unselected,
    tell_change,
    tell_registered,
)
from colonnade.capacity.actions.seats import release_seat, settle_seats, take_seat
from colonnade.capacity.models import Event, Modality, Participation, Registration, Seats, Sector
from colonnade.capacity.notices import confirm, new_link, why_not
from colonnade.capacity.queries.registration import known_elsewhere
from colonnade.capacity.rules import holds_seat, takes_registrations
from colonnade.people.actions import find_likenesses
from colonnade.people.models import Consent, Person, Sex
from colonnade.places.models import Country
from colonnade.records.composed import Question, write_new
from colonnade.records.errors import Refused
from colonnade.values.comparing import has_letter
from colonnade.values.languages import known

Status = Participation.Status

DECIDING = (
    "code", "stage", "public", "entry", "selection", "waiting_list", "seats_planned", "seats_per_country", "format",
    "time_zone", "registration_opens_at", "registration_closes_at", "venue", "contact", "activity__title",
    "activity__state", "activity__place", "activity__starts_on", "activity__starts_precision", "activity__ends_on",
    "activity__ends_precision",
)  # fmt: skip
"""What a registration asks of an event: whether it is open, where one then stands, what the letter says."""

_event_now = Question(
    lambda event: Event.objects.select_related("activity").only(*DECIDING).filter(pk=event).order_by()
)
_seats_now = Question(
    lambda event, country: Seats.objects.filter(
        Q(country=None) | Q(country=country), event=event
    ).values_list("country", "taken", "limit"),
    2,
)
NEEDS_A_LETTER = gettext_lazy("Write the name: one name is enough, in any script.")

_writing = threading.Lock()


class RegistrationClosed(Refused):
    """Nobody can register for the event at this moment."""


@dataclass(frozen=True)
class Entry:
    """What somebody writes of themselves: the facts of the form, as checked by it."""

    full_name: str
    email: str
    country: Country | None = None
    name_latin: str = ""
    form_of_address: str = ""
    organisation_name: str = ""
    function: str = ""
    sector: str = str(Sector.NOT_RECORDED)
    sex: str = str(Sex.NOT_RECORDED)
    modality: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


def register(
    *,
    event: Event,
    submission: UUID,
    entry: Entry,
    language: str = "en",
    consents: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Registration:
    """Register somebody: a new person, their participation, what they agreed to, and the letter that confirms it.

    Whoever applies where two people select has no seat yet; where all seats are taken one waits, or is refused with
    ``EventFull``. The same ``submission`` again, also at the same moment, gives back what it made. ``consents`` are the
    purposes ticked with the words that stood beside them. All in one transaction, the seat last, so that nobody waits
    for somebody else's form.
    """
    with one_writer():
        told = (event, submission, entry, language, consents or {}, now or timezone.now())
        try:
            try:
                return _register(*told)
            except OperationalError:  # two acts waited for each other, and the database ended this one
                if connection.in_atomic_block:
                    raise
                return _register(*told)
        except (IntegrityError, EventFull):
            held = registered_as(submission)  # sent twice: the other was first
            if held is None:
                raise
            return held


def registered_as(submission: UUID) -> Registration | None:
    """The registration that a form, sent before, has made."""
    related = ("participation__person", "participation__event__activity")
    return Registration.objects.select_related(*related).filter(submission=submission).first()


@contextmanager
def one_writer() -> Iterator[None]:
    """On SQLite, the threads of this process write in the order in which they come: its own queue lets some starve."""
    with _writing if connection.vendor == "sqlite" and not connection.in_atomic_block else nullcontext():
        yield


def _register(
    event: Event, submission: UUID, entry: Entry, language: str, consents: Mapping[str, str], now: datetime
) -> Registration:
    """The registration with a seat; without one where the last was taken meanwhile."""
    held = _event_now.first(event.pk)
    if word := takes_registrations(held, now):
        raise RegistrationClosed(why_not(held, word))
    status = _status_for(held, entry)
    try:
        return _write(held, submission, entry, language, consents, status, now)
    except EventFull:
        if not held.waiting_list:
            raise
    return _write(held, submission, entry, language, consents, Status.WAITING, now)


def _status_for(event: Event, entry: Entry) -> str:
    """Where somebody would stand who came now: seats are looked at, not held."""
    if event.selection:
        return str(Status.APPLIED)
    seats = _seats_now.all(event.pk, entry.country.pk if entry.country else None)
    if not any(country is None for country, _taken, _limit in seats):
        settle_seats([event.pk])
    if all(limit is None or taken < limit for _country, taken, limit in seats):
        return str(Status.REGISTERED)
    if not event.waiting_list:
        raise EventFull(_("All seats are taken, and there is no waiting list."))
    return str(Status.WAITING)


@transaction.atomic
def _write(
    event: Event,
    submission: UUID,
    entry: Entry,
    language: str,
    consents: Mapping[str, str],
    status: str,
    now: datetime,
) -> Registration:
    person = Person(code=f"P-{submission.hex[:16].upper()}")
    _describe(person, entry)
    write_new(person)
    code = f"{event.code[:44]}-{person.pk}"
    participation = Participation(event=event, person=person, code=code, status=status)
    _describe_at(participation, entry)
    write_new(participation)
    registration = Registration(
        participation=participation, submission=submission, language=language,
        organisation_name=entry.organisation_name, answers=dict(entry.answers),
    )  # fmt: skip
    write_new(registration)
    # Somebody new has agreed to nothing yet: there is nothing to look for first.
    form = {"person": person, "language": known(language), "channel": Consent.Channel.FORM, "ref": event.ref}
    for purpose, words in consents.items():
        write_new(Consent(purpose=purpose, wording=words, given_at=now, **form))
    confirm(registration)
    if holds_seat(participation):
        # The rows that everybody who registers wants, last and briefly: seats, then the tally.
        if not take_seat(participation):
            raise EventFull(no_seat(participation))
        tell_registered(event.pk, 1)
    return registration


def _describe(person: Person, entry: Entry) -> None:
    if not has_letter(entry.full_name):
        raise Refused(NEEDS_A_LETTER)
    person.full_name, person.name_latin = entry.full_name.strip(), entry.name_latin.strip()
    person.form_of_address, person.sex = entry.form_of_address.strip(), entry.sex
    person.email = entry.email.strip()
    _check(person, "source", "merged_into", "code")


def _refuse_naming(person: Person, entry: Entry) -> None:
    """Say that name and address of somebody known from elsewhere are not changed by a link of one event."""
    names = ("full_name", "name_latin", "form_of_address", "email")
    if any(getattr(entry, name).strip() != getattr(person, name) for name in names):
        raise Refused(
            _(
                "The office knows %(name)s from elsewhere as well. Please write to the office to correct the name or the e-mail."
            )
            % {"name": person}
        )


def _describe_at(participation: Participation, entry: Entry) -> None:
    participation.country, participation.function = entry.country, entry.function.strip()
    participation.sector, participation.sex = entry.sector, entry.sex
    participation.modality = entry.modality or _usual_modality(participation.event)
    _check(participation, "event", "person", "country", "organisation", "source", "code")


def _usual_modality(event: Event) -> str:
    usual = {Event.Format.IN_PERSON: Modality.IN_PERSON, Event.Format.ONLINE: Modality.ONLINE}
    return str(usual.get(Event.Format(event.format), Modality.NOT_RECORDED))


def _check(record: Person | Participation, *without: str) -> None:
    """Each field by itself; what needs a question to the database is held by the database."""
    try:
        record.clean_fields(exclude=list(without))
    except ValidationError as error:
        name, words = next(iter(error.message_dict.items()))
        label = record._meta.get_field(name).verbose_name
        raise Refused(f"{label}: {' '.join(words)}") from error


# What the person does afterwards ---------------------------------------------------------------------------------


@transaction.atomic
def correct_registration(
    *, registration: Registration, entry: Entry, now: datetime | None = None
) -> Registration:
    """Write a registration anew as the person corrects it; who was erased, cancelled or took part is not corrected here.

    Where seats are counted by country, another country needs a seat of its own. A new e-mail address closes the links
    sent to the old one, and the new link goes to the new address. Whom the office knows from elsewhere too is named by
    the office: here they correct what they said for this event.
    """
    list(Participation.objects.select_for_update(of=("self",)).filter(pk=registration.participation_id))
    held = _held(registration)  # read when nobody can decide on them meanwhile
    participation, person, event = held.participation, held.participation.person, held.participation.event
    if why := may_not_change(participation):
        raise Refused(why)
    old = Participation(**{f.attname: getattr(participation, f.attname) for f in participation._meta.fields})
    moved, address = person.email != entry.email.strip(), participation.country_id
    if known_elsewhere(participation):
        _refuse_naming(person, entry)
    else:
        _describe(person, entry)
        person.save(update_fields=["full_name", "name_latin", "form_of_address", "sex", "email"])
    _describe_at(participation, entry)
    participation.save(update_fields=["country", "function", "sector", "sex", "modality"])
    held.organisation_name, held.answers = entry.organisation_name, dict(entry.answers)
    held.link_version += moved
    held.save(update_fields=["organisation_name", "answers", "link_version"])
    find_likenesses(persons=[person.pk])
    if address != participation.country_id:
        if holds_seat(participation):
            release_seat(old)
            if not take_seat(participation):
                raise EventFull(no_seat(participation))
        promote_waiting(event=event)
    if moved:
        new_link(held)
    return held


@transaction.atomic
def cancel_registration(
    *, registration: Registration, because: str = "", by_office: bool = False
) -> Registration:
    """Give a registration back: the seat goes to whoever waits longest, and the person is told.

    The office gives its reason; a person need not.
    """
    held = _held(registration)
    if why := may_not_change(held.participation):
        raise Refused(why)
    if by_office and not because.strip():
        raise Refused(_("Say why the registration is cancelled: the reason is told to the person."))
    reason = because.strip() or "by the person"
    changed = change_status(participation=held.participation, to=Status.CANCELLED, because=reason)
    told = (_("Reason: %(reason)s") % {"reason": because.strip()},) if by_office else ()
    tell_change(changed, "cancelled", *told)
    promote_waiting(event=changed.event)
    return _held(registration)


def may_not_change(participation: Participation) -> str:
    """Why a registration is not to be changed by the person any more; empty where it may be."""
    if participation.withdrawn_on or participation.status == Status.CANCELLED:
        return _("This registration is cancelled. To come after all, please register again.")
    if participation.status == Status.DECLINED:
        return _("You were not selected for this event, so there is nothing to change.")
    if participation.status in (Status.ATTENDED, Status.ABSENT):
        return _("The event has taken place. Please write to the office to have something corrected.")
    return ""


@transaction.atomic
def accept_waiting(*, participation: Participation) -> Participation:
    """Give somebody who waits, or applied, a seat out of turn, and tell them; refused where there is none.

    Where two people select it is theirs to give, never one member's alone.
    """
    rows = Participation.objects.select_for_update(of=("self",)).select_related("event")
    held = rows.get(pk=participation.pk)
    refuse_unselected(held)
    if held.status not in (Status.WAITING, Status.APPLIED):
        raise Refused(
            _("%(code)s is “%(status)s”: only who waits or applied can be accepted.")
            % {"code": held.code, "status": held.get_status_display()}
        )
    accepted = change_status(participation=held, to=Status.REGISTERED, because="accepted by the office")
    tell_change(accepted, "accepted")
    return accepted


@transaction.atomic
def renew_link(*, registration: Registration) -> Registration:
    """Close the links sent so far, and send a new one."""
    held = _held(registration)
    held.link_version += 1
    held.save(update_fields=["link_version"])
    new_link(held)
    return held


def forget_answers(*, day: date) -> int:
    """Remove the answers of forms whose time is up: each question says for how many days after the event it is kept.

    An event at a time, so that nobody who registers waits for all of them.
    """
    ended = Event.objects.filter(
        Q(activity__ends_on__lt=day) | Q(activity__ends_on=None, activity__starts_on__lt=day)
    )
    holding = Registration.objects.exclude(answers={}).filter(participation__event=OuterRef("pk"))
    events = ended.filter(Exists(holding)).select_related("activity").order_by("pk")
    return sum(_forget_answers_of(event, day) for event in list(events))


@transaction.atomic
def _forget_answers_of(event: Event, day: date) -> int:
    keep = dict(event.questions.values_list("name", "keep_days"))
    over = (day - (event.activity.ends_on or event.activity.starts_on)).days
    told = 0
    rows = Registration.objects.filter(participation__event=event).exclude(answers={}).order_by("pk")
    for held in rows.select_for_update(of=("self",)).iterator(chunk_size=500):
        left = {name: answer for name, answer in held.answers.items() if over <= keep.get(name, 0)}
        if left == held.answers:
            continue
        gone = set(held.answers) - set(left)
        held.answers, held.answers_removed_on = left, day
        held.save(update_fields=["answers", "answers_removed_on"])
        for row in Registration.history.filter(id=held.pk):
            row.answers = {name: answer for name, answer in row.answers.items() if name not in gone}
            row.save(update_fields=["answers"])
        told += 1
    return told


def _held(registration: Registration) -> Registration:
    """The registration as it stands now, held until the act is over."""
    related = ("participation__person", "participation__country", "participation__event__activity")
    return (
        Registration.objects.select_for_update(of=("self",)).select_related(*related).get(pk=registration.pk)
    )
