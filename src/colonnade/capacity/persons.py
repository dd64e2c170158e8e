"""Merging and erasing persons as the room must have it: with the tallies of every event they stood at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.actions import delete_item, promote_waiting, settle_offer, tally_events
from colonnade.capacity.actions.participations import BEFORE_IT_BEGINS, refuse_oversold
from colonnade.capacity.models import (
    CarriedList,
    Certificate,
    CertificateBatch,
    Event,
    FocalPoint,
    Letter,
    Nomination,
    OfferedQuote,
    Participation,
    Registration,
    SelectionVote,
    SessionSpeaker,
    VaultItem,
    VaultOpening,
)
from colonnade.capacity.rules import stage_of
from colonnade.capacity.tallying import counted
from colonnade.people.actions.erasing import Also, erase_person
from colonnade.people.actions.merging import merge_persons, undo_merge
from colonnade.people.actions.retaining import Category
from colonnade.people.models import Erasure, Merge, Message, Person
from colonnade.people.outbox import forget_letters, forget_words
from colonnade.people.queries import pointing_at_persons, present
from colonnade.people.rules.names import words_of
from colonnade.records.queries import standing

SMALL = 5
"""Under so many at one event, an organisation may point at one person."""

_ORDER = ("applied", "waiting", "declined", "cancelled", "absent", "registered", "attended")
"""The states at an event: the farther one got, the stronger the row."""


@transaction.atomic
def merge_participants(
    *, kept: Person, absorbed: Person, because: str, by: str, on: date | None = None
) -> Merge:
    """Make two rows one person, and count every event they stood at again.

    Where both stood at one event, the participation that counts stays: attended before registered, in a counted role
    before another. Personal links sent to the one open nothing of the other: the office sends new ones.
    """
    merge = merge_persons(kept=kept, absorbed=absorbed, because=because, by=by, on=on, stronger=_stronger)
    _close_links(merge)
    _tally(merge)
    return merge


@transaction.atomic
def undo_merge_of_participants(*, merge: Merge, by: str, on: date | None = None) -> Merge:
    """Make one person two again, and count every event they stand at again; refused where a seat is wanting for one."""
    undone = undo_merge(merge=merge, by=by, on=on)
    _close_links(undone)
    _tally(undone)
    return undone


def _close_links(merge: Merge) -> None:
    """Close the links of registrations that changed hands; where the kept person took over facts, theirs as well."""
    label = Participation._meta.label_lower
    moved = [move["pk"] for move in merge.moves("pointed") if move["model"] == label]
    theirs = Q(participation__in=moved)
    if merge.moves("filled"):
        theirs |= Q(participation__person=merge.kept_id)
    Registration.objects.filter(theirs).update(link_version=F("link_version") + 1)


def _tally(merge: Merge) -> None:
    """Count again where the two stood. A seat that became free goes to who waits; none is taken that is not there."""
    events = Participation.objects.filter(person__in=(merge.kept_id, merge.absorbed_id)).order_by()
    tally_events(set(events.values_list("event_id", flat=True)))
    label = Participation._meta.label_lower
    twice = [move["pk"] for move in merge.moves("withdrawn") if move["model"] == label]
    for row in (
        Participation.objects.filter(pk__in=twice).select_related("event__activity").order_by("event_id")
    ):
        if merge.undone_on and stage_of(row.event) in BEFORE_IT_BEGINS:
            refuse_oversold(row)
        promote_waiting(event=row.event)


def _stronger(absorbed: Model, kept: Model) -> bool:
    """Of two participations of one person at one event: is the absorbed one's the one to stand?"""
    if not isinstance(absorbed, Participation) or not isinstance(kept, Participation):
        return False
    return _strength(absorbed) > _strength(kept)


def _strength(row: Participation) -> tuple[bool, int, bool, int]:
    counts = counted(Participation.objects.filter(pk=row.pk)).exists()
    return counts, _ORDER.index(row.status), row.completed, row.days or 0


# --- erasure and retention ---------------------------------------------------------------------------------------


@transaction.atomic
def erase_participant(
    *, person: Person, because: str, by: str, on: date | None = None, also: Sequence[Also] = ()
) -> Erasure:
    """Erase a person, and coarsen what at an event few shared; every figure stays as it was."""
    return erase_person(person=person, because=because, by=by, on=on, also=(*ALSO, *also))


PAPERS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Certificate, ("name", "name_latin", "ended_because")),
    (Letter, ("recipient", "subject", "body")),
    (Registration, ("organisation_name",)),
    (SessionSpeaker, ("name", "function")),
    (SelectionVote, ("reason",)),
    (Nomination, ("organisation_name",)),
)
"""Rows on a participation, and their words that say who somebody is. The rows stay: a certificate counts, unnamed."""


def forget_papers(person: Person) -> Sequence[str]:
    """Take the name off everything that was written to or for a person at events: letters, certificates, forms, files."""
    told: list[str] = []
    theirs = Participation.objects.filter(person=person).values("pk")
    for model, names in PAPERS:
        blank = dict.fromkeys(names, "")
        rows = model._default_manager.filter(participation__in=theirs)
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            rows.update(**blank)
            model.history.filter(id__in=keys).update(**blank)  # type: ignore[attr-defined]  # history is added to the class
            told += [f"{model._meta.label_lower}.{name}" for name in names]
    forms = Registration.objects.filter(participation__in=theirs)
    if forms.exists():
        Registration.history.filter(id__in=list(forms.values_list("pk", flat=True))).update(answers={})
        forms.update(answers={}, answers_removed_on=date.today())
        told.append("capacity.registration.answers")
    if _forget_nomination_letters(Nomination.objects.filter(participation__in=theirs)):
        told.append("capacity.nomination.letter")
    for item in VaultItem.objects.filter(participation__in=theirs, deleted_at=None):
        delete_item(item=item)
        told.append("capacity.vaultitem.sealed")
    if VaultOpening.objects.filter(item__participation__in=theirs).exclude(reason="").update(reason=""):
        told.append("capacity.vaultopening.reason")
    if forget_letters(person=person) + forget_words(letters=_outcomes_naming(theirs)):
        told.append("people.message.body")
    told += _forget_batches(CertificateBatch.objects.filter(certificates__participation__in=theirs))
    events = Event.objects.filter(participations__in=theirs).order_by()
    if CarriedList.objects.filter(device__event__in=events.values("pk")).update(content="", people=0):
        told.append("capacity.carriedlist.content")
    told += _forget_offers(person, events)
    return told


def _outcomes_naming(theirs: QuerySet[Any]) -> QuerySet[Message]:
    """The letters that told focal points what was decided of these nominees and of others."""
    points = FocalPoint.objects.filter(nominations__participation__in=theirs)
    return Message.objects.filter(ref__in=[point.ref for point in points], key__startswith="outcome/")


def _forget_batches(batches: QuerySet[CertificateBatch]) -> Sequence[str]:
    """A file of many certificates names each holder; one by one those of the others are printed at any time."""
    told: set[str] = set()
    for batch in batches.distinct():
        if batch.file:
            transaction.on_commit(partial(batch.file.storage.delete, batch.file.name))
            told.add("capacity.certificatebatch.file")
        if batch.problems:
            told.add("capacity.certificatebatch.problems")
        CertificateBatch.objects.filter(pk=batch.pk).update(file="", problems=[])
    return sorted(told)


def _forget_offers(person: Person, events: QuerySet[Event]) -> Sequence[str]:
    """Words offered under their name, or that name them: nothing links them to a person, so names are compared."""
    names = [set(words_of(name)) for name in (person.full_name, person.name_latin)]
    told: list[str] = []
    for offer in OfferedQuote.objects.filter(evaluation__event__in=events.values("pk")).exclude(text=""):
        typed, said = set(words_of(offer.name)), set(words_of(f"{offer.name} {offer.text}"))
        if any(name and (name == typed or (len(name) > 1 and name <= said)) for name in names):
            settle_offer(offer=offer)
            told = ["capacity.offeredquote.name", "capacity.offeredquote.text"]
    return told


def _forget_nomination_letters(nominations: QuerySet[Nomination]) -> bool:
    """Part nominations from their letter. Its file goes once nobody else stands in it, and not before all is kept."""
    held = {nomination.letter.name: nomination.letter for nomination in nominations.exclude(letter="")}
    Nomination.history.filter(id__in=list(nominations.values_list("pk", flat=True))).update(letter="")
    nominations.update(letter="")
    for name, file in held.items():
        if not Nomination.objects.filter(letter=name).exists():
            transaction.on_commit(partial(file.storage.delete, name))
    return bool(held)


def coarsen(person: Person) -> Sequence[str]:
    """Take the organisation off a person's participations where fewer than five came from it to the event.

    Where the participation counts, the event keeps it among the institutions known to have been there, so that their
    count stays.

    Sex, sector, country, role and days stay: figures rest on them, and pages withhold small counts of their own.
    """
    removed = False
    rows = Participation.objects.filter(person=person, organisation__isnull=False).select_related("event")
    for row in rows:
        beside = standing(Participation.objects).filter(event=row.event_id, organisation=row.organisation_id)
        if beside.count() < SMALL:
            Participation.history.filter(id=row.pk).update(organisation_id=None)
            if counted(Participation.objects.filter(pk=row.pk)).exists():
                row.event.institutions_named.add(row.organisation_id)
            row.organisation = None
            row.save(update_fields=["organisation"])
            Participation.history.filter(id=row.pk).update(organisation_id=None)
            removed = True
            tally_events([row.event_id])
    return ["capacity.participation.organisation"] if removed else []


ALSO: tuple[Also, ...] = (forget_papers, coarsen)
"""What the room removes beside the text of the rows that name a person; also after a backup was restored."""


def long_gone(last_end: date) -> Sequence[Person]:
    """Persons whose every event ended on a day or before, and of whom nothing else is held that would need a name.

    Whoever is quoted, holds a post or stands in any other row is left to the desk: a rule cannot weigh that.
    """
    latest = Participation.objects.order_by().values("person_id")
    ended = latest.annotate(last=Max("event__activity__ends_on"), first=Max("event__activity__starts_on"))
    gone = [
        row["person_id"] for row in ended
        if (row["last"] or row["first"]) and max(filter(None, (row["last"], row["first"]))) <= last_end
    ]  # fmt: skip
    elsewhere: set[int] = set()
    for model, field in pointing_at_persons(own=False):
        if model is not Participation and model._meta.label != "partners.Affiliation":
            elsewhere |= set(model._default_manager.order_by().values_list(field.attname, flat=True))
    rows = present().filter(restricted_on=None).in_bulk([pk for pk in gone if pk not in elsewhere])
    return [rows[pk] for pk in sorted(rows) if not rows[pk].held_on(date.today())]


def _erase_all(rows: Sequence[Model], by: str) -> Sequence[str]:
    for person in rows:
        erase_participant(person=person, because="retention: the time of its rule is up", by=by)  # type: ignore[arg-type]
    return [person.ref for person in rows]  # type: ignore[attr-defined]


IDENTITIES = Category("identities", _("who took part in events long over"), long_gone, _erase_all)
"""The names behind participations, for the retention of the whole house."""


def promised_gone(last_end: date) -> Sequence[Person]:
    """Of those, whoever came by the public form, which promised that they are removed in time.

    Names that an office brings from old lists are for somebody to look at: they would be gone the day after they came.
    """
    by_form = set(Registration.objects.values_list("participation__person_id", flat=True))
    return [person for person in long_gone(last_end) if person.pk in by_form]


PROMISED = Category(IDENTITIES.key, IDENTITIES.label, promised_gone, _erase_all)
