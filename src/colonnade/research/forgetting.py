"""What a person who sent something is owed: erasure in every row and file, and no longer kept than needed. Counts stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colonnade.people.actions import erase_person
from colonnade.people.actions.erasing import personal_fields
from colonnade.people.actions.retaining import Category
from colonnade.people.models import Message, Person
from colonnade.people.outbox import forget_letters, forget_words
from colonnade.people.queries import pointing_at_persons
from colonnade.research.actions.submissions import drop_files
from colonnade.research.models import CaseVote, Submission, SubmissionFile

State = Submission.State

NOT_USED = (State.SENT, State.TAKEN_BACK, State.ELIGIBLE, State.NOT_ELIGIBLE, State.DUPLICATE, State.DECLINED)
"""Of these nothing was published. What was selected is kept with its case."""


def forget_submissions(person: Person) -> Sequence[str]:
    """Take somebody out of all they sent: words, files, what was said of it, letters. Call, country, state and scores stay.

    A case that was published stays, as the institution's; it names nobody once the consent to be named has ended.
    """
    theirs = Q(person=person)
    if person.email:
        theirs |= Q(person=None, email__iexact=person.email)
    told = _forget(Submission.objects.filter(theirs))
    forget_letters(person=person)
    return told


def _forget(rows: Iterable[Submission]) -> list[str]:
    keys = [row.pk for row in rows]
    refs = [row.ref for row in Submission.objects.filter(pk__in=keys)]
    if not keys:
        return []
    told = ["research.submission"]
    blank = {field.attname: {} if field.name == "answers" else "" for field in personal_fields(Submission)}
    Submission.objects.filter(pk__in=keys).update(**blank, answers_removed_on=date.today())
    Submission.history.filter(id__in=keys).update(**blank)
    files = list(SubmissionFile.objects.filter(submission__in=keys))
    if files:
        drop_files(files)
        told.append("research.submissionfile.file")
    votes = CaseVote.objects.filter(submission__in=keys).exclude(reason="")
    if votes.update(reason=""):
        CaseVote.history.filter(submission_id__in=keys).update(reason="")
        told.append("research.casevote.reason")
    letters = Message.objects.filter(ref__in=refs)
    forget_words(letters=letters)
    letters.update(to_address="", to_name="", subject="", last_error="")
    return told


def _closed_before(last_end: date, states: Sequence[Any]) -> Sequence[Submission]:
    """Submissions in a state whose call closed on a day or before, and of which something is still held."""
    moment = timezone.make_aware(datetime.combine(last_end + timedelta(days=1), time()))
    rows = Submission.objects.filter(call__closes_at__lt=moment, state__in=states).exclude(email="")
    return list(rows.select_related("person").order_by("pk"))


def unused(last_end: date) -> Sequence[Submission]:
    return [
        row
        for row in _closed_before(last_end, NOT_USED)
        if not (row.person and row.person.held_on(date.today()))
    ]


def unsent(last_end: date) -> Sequence[Submission]:
    return _closed_before(last_end, [State.DRAFT])


def _dispose(rows: Sequence[Any], by: str) -> Sequence[str]:
    """The submission without whose it was; and the person, where the office knows them from nothing else."""
    told = []
    for row in rows:
        _forget([row])
        person = row.person
        if person and not person.erased_on and not person.merged_into_id and _nothing_else(person):
            erase_person(
                person=person,
                because="retention: the time of its rule is up",
                by=by,
                also=(forget_submissions,),
            )
        told.append(row.ref)
    return told


def _nothing_else(person: Person) -> bool:
    """Does the person stand in nothing but submissions whose words are gone?"""
    for model, field in pointing_at_persons(own=False):
        rows = model._default_manager.filter(**{field.attname: person.pk})
        if model is Submission:
            rows = rows.exclude(email="")
        if rows.exists():
            return False
    return True


SUBMISSIONS = Category("submissions", _("submissions to calls of which no case came"), unused, _dispose)
DRAFTS = Category("submission_drafts", _("drafts of submissions that were never sent"), unsent, _dispose)
