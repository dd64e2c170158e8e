"""Answering a call: a draft that waits, one submission however often it is sent, correcting and taking back until the close."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.people.actions import find_likenesses, give_consent, withdraw_consent
from colonnade.people.models import Consent, Person
from colonnade.people.queries import pointing_at_persons
from colonnade.places.models import Country
from colonnade.records.errors import Refused
from colonnade.records.uploads import checked, kept_as
from colonnade.research import case_letters
from colonnade.research.attachments import plain_text
from colonnade.research.models import Call, Submission, SubmissionFile
from colonnade.research.rules.calls import may_not_change, takes_submissions, why_closed
from colonnade.values.comparing import has_letter
from colonnade.values.languages import known

State = Submission.State

LARGEST, MOST_FILES = 5_000_000, 5
"""Bytes of a file that somebody sends, and how many they may send."""

MUST = ("contact_name", "email", "organisation_name", "title", "problem", "done", "results")
"""What a submission cannot be sent without; a draft needs the e-mail only."""


class CallClosed(Refused):
    """The call takes nothing at this moment."""


@dataclass(frozen=True)
class Told:
    """What somebody wrote in the form of a call, as checked by it."""

    email: str
    contact_name: str = ""
    function: str = ""
    organisation_name: str = ""
    country: Country | None = None
    nominee: str = ""
    category: str = ""
    language: str = "en"
    title: str = ""
    problem: str = ""
    done: str = ""
    results: str = ""
    lessons: str = ""
    evidence: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def keep_draft(*, call: Call, number: UUID, told: Told, now: datetime | None = None) -> Submission:
    """Keep what was written so far, and send the link to go on with it: once, and again where the address changed."""
    held, new = _held(call, number, told, now)
    if held.state != State.DRAFT:
        return held
    moved = _write(held, told)
    if new or moved:
        case_letters.draft_kept(held)
    return held


@transaction.atomic
def submit(
    *, call: Call, number: UUID, told: Told, consents: Mapping[str, str] | None = None, now: datetime | None = None
) -> Submission:  # fmt: skip
    """Send a submission, from the form or from a draft. The same number again, also at the same moment, is sent once.

    ``consents`` are the purposes ticked with the words that stood beside them.
    """
    held, _new = _held(call, number, told, now)
    if held.state != State.DRAFT:
        return held
    _refuse_incomplete(told, call)
    _write(held, told)
    held.person = _person_of(held)
    held.state, held.sent_at = State.SENT, now or timezone.now()
    held.save()
    for purpose, words in (consents or {}).items():
        give_consent(
            person=held.person, purpose=purpose, wording=words, language=known(held.language), ref=held.ref,
            channel=Consent.Channel.FORM,
        )  # fmt: skip
    case_letters.received(held)
    return held


def sent_as(number: UUID) -> Submission | None:
    """The submission that a form, sent before, has made."""
    return Submission.objects.select_related("call").filter(number=number).first()


@transaction.atomic
def correct_submission(*, submission: Submission, told: Told, now: datetime | None = None) -> Submission:
    """Write a submission anew as its sender corrects it, until the close. A new address closes the links to the old one."""
    held = locked(submission)
    if why := may_not_change(held, now):
        raise Refused(why)
    if held.state == State.DRAFT:
        return keep_draft(call=held.call, number=held.number, told=told, now=now)
    _refuse_incomplete(told, held.call)
    moved = _write(held, told)
    if held.person and not _known_elsewhere(held):
        held.person.full_name, held.person.email = held.contact_name, held.email
        held.person.save(update_fields=["full_name", "email"])
        find_likenesses(persons=[held.person.pk])
    if moved:
        case_letters.new_link(held)
    return held


@transaction.atomic
def take_back(*, submission: Submission, now: datetime | None = None) -> Submission:
    """Take a submission out of what is judged; the office keeps that there was one."""
    held = locked(submission)
    if why := may_not_change(held, now):
        raise Refused(why)
    sent = held.state == State.SENT
    held.state = State.TAKEN_BACK
    held.save(update_fields=["state"])
    if sent:
        case_letters.taken_back(held)
    return held


@transaction.atomic
def choose_consent(*, submission: Submission, purpose: str, words: str, agrees: bool) -> None:
    """Agree to one purpose, or take it back, at any time."""
    if submission.person is None:
        raise Refused(_("Send the submission first: then there is something to agree to."))
    held = Consent.objects.filter(
        person=submission.person, purpose=purpose, ref=submission.ref, withdrawn_at=None
    ).first()
    if agrees and not held:
        give_consent(
            person=submission.person, purpose=purpose, wording=words, language=known(submission.language),
            channel=Consent.Channel.FORM, ref=submission.ref,
        )  # fmt: skip
    elif held and not agrees:
        withdraw_consent(consent=held)


@transaction.atomic
def attach(
    *, submission: Submission, name: str, content: bytes, now: datetime | None = None
) -> SubmissionFile:
    """Keep a file with a submission under a name of ours, with its plain text; the same file again is the same."""
    held = locked(submission)
    if why := may_not_change(held, now):
        raise Refused(why)
    digest = hashlib.sha256(content).hexdigest()
    if same := held.files.filter(sha256=digest).first():
        return same
    if held.files.count() >= MOST_FILES:
        raise Refused(_("At most %(most)s files can be sent. Take one away first.") % {"most": MOST_FILES})
    kind = checked(content, most=LARGEST)
    file = SubmissionFile(
        submission=held, name=" ".join(name.split())[:200], kind=kind, size=len(content), sha256=digest,
        text=plain_text(content, kind),
    )  # fmt: skip
    file.file.save(f"x.{kind}", kept_as(content, kind), save=False)
    file.save()
    return file


@transaction.atomic
def detach(*, file: SubmissionFile, now: datetime | None = None) -> None:
    """Take a file away again, wholly."""
    held = locked(file.submission)
    if why := may_not_change(held, now):
        raise Refused(why)
    drop_files([file])


@transaction.atomic
def renew_submission_link(*, submission: Submission) -> Submission:
    """Close the links sent so far, and send a new one."""
    held = locked(submission)
    held.link_version += 1
    held.save(update_fields=["link_version"])
    case_letters.new_link(held)
    return held


@transaction.atomic
def forget_call_answers(*, day: date) -> int:
    """Remove the answers to questions of calls whose time is up; of how many submissions."""
    changed = 0
    calls = (
        Call.objects.exclude(closes_at=None).exclude(questions=None).prefetch_related("questions").distinct()
    )
    for call in calls:
        closed = timezone.localtime(call.closes_at, call.zone).date()
        over = {q.name for q in call.questions.all() if closed + timedelta(days=q.keep_days) < day}
        for one in call.submissions.exclude(answers={}) if over else ():
            kept = {name: answer for name, answer in one.answers.items() if name not in over}
            if kept != one.answers:
                Submission.objects.filter(pk=one.pk).update(answers=kept, answers_removed_on=day)
                Submission.history.filter(id=one.pk).update(answers=kept)
                changed += 1
    return changed


def locked(submission: Submission) -> Submission:
    """The submission as it is now, held for the rest of the transaction."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("call", "person", "country")
    return rows.get(pk=submission.pk)


def drop_files(files: list[SubmissionFile]) -> None:
    """Remove files for good once all else is kept; the row goes with its history."""
    for file in files:
        for held in filter(None, (file.file, file.shown)):
            transaction.on_commit(lambda held=held: held.storage.delete(held.name))
        key = file.pk
        file.delete()
        SubmissionFile.history.filter(id=key).delete()


def _held(call: Call, number: UUID, told: Told, now: datetime | None) -> tuple[Submission, bool]:
    """The submission of a number, begun where there is none, locked; and whether it is new."""
    if word := takes_submissions(Call.objects.get(pk=call.pk), now or timezone.now()):
        before = sent_as(number)
        if before is not None and before.state != State.DRAFT:
            return before, False
        raise CallClosed(why_closed(call, word))
    made, new = Submission.objects.get_or_create(
        number=number,
        defaults={"code": f"{call.code[:44]}-{number.hex[:8].upper()}", "call": call, "email": told.email},
    )
    held = locked(made)
    if held.call_id != call.pk:
        raise Refused(_("This form was made for another call."))
    return held, new


def _write(held: Submission, told: Told) -> bool:
    """Bring the row to what was written; whether the address is another than it was."""
    moved = not held._state.adding and held.email.casefold() != told.email.strip().casefold()
    for one in fields(told):
        value = getattr(told, one.name)
        setattr(held, one.name, value.strip() if isinstance(value, str) else value)
    held.answers = dict(told.answers)
    held.link_version += moved
    try:
        held.clean_fields(exclude=["call", "person", "source", "code", "duplicate_of", "screened_by"])
    except ValidationError as error:
        name, words = next(iter(error.message_dict.items()))
        raise Refused(f"{held._meta.get_field(name).verbose_name}: {' '.join(words)}") from error
    held.save()
    return moved


def _refuse_incomplete(told: Told, call: Call) -> None:
    for name in MUST:
        if not str(getattr(told, name)).strip():
            label = Submission._meta.get_field(name).verbose_name
            raise Refused(_("“%(field)s” is empty. Fill it in, or keep a draft.") % {"field": label})
    if not has_letter(told.contact_name):
        raise Refused(_("Write the name: one name is enough, in any script."))
    if call.category_list and told.category not in call.category_list:
        raise Refused(_("Choose one of the categories."))
    if call.languages and told.language not in call.languages:
        raise Refused(_("This language is not accepted for this call."))


def _person_of(held: Submission) -> Person:
    """A new person: whether the office knows them already is proposed by likeness, never assumed."""
    person = Person(code=f"P-{held.number.hex[:16].upper()}", full_name=held.contact_name, email=held.email)
    person.save()
    return person


def _known_elsewhere(held: Submission) -> bool:
    """Does the office know the person from more than this submission? Then its link does not say who they are."""
    for model, pointer in pointing_at_persons(own=False):
        rows = model._default_manager.filter(**{pointer.attname: held.person_id})
        if model is Submission:
            rows = rows.exclude(pk=held.pk)
        if rows.exists():
            return True
    return False
