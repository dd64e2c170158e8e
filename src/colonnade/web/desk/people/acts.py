"""Merging, undoing and erasing as the whole house must have them: what every room does besides, named in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from colonnade.capacity.persons import (
    IDENTITIES,
    erase_participant,
    merge_participants,
    undo_merge_of_participants,
)
from colonnade.outreach.actions import forget_subscriptions
from colonnade.outreach.models import Quote
from colonnade.people.actions.erasing import Also
from colonnade.people.actions.retaining import OWN, Category
from colonnade.people.models import Erasure, Merge, Person
from colonnade.records.queries import standing
from colonnade.research.forgetting import DRAFTS, SUBMISSIONS, forget_submissions


def take_quotes_back(person: Person) -> Sequence[str]:
    """Words of somebody erased are printed no more: their consent ends. Editions that were published keep them."""
    rows = standing(Quote.objects).filter(person=person, consent_withdrawn_on=None)
    for quote in rows:
        quote.consent_withdrawn_on = date.today()
        quote.save(update_fields=["consent_withdrawn_on"])
    return ["outreach.quote.consent_withdrawn_on"] if rows else []


ALSO_ERASED: tuple[Also, ...] = (take_quotes_back, forget_submissions, forget_subscriptions)
"""What rooms remove of an erased person beside the text of their rows."""

RETAINED: tuple[Category, ...] = (*OWN, IDENTITIES, SUBMISSIONS, DRAFTS)
"""What retention removes, room by room."""


def merge(*, kept: Person, absorbed: Person, because: str, by: str) -> Merge:
    """Make two rows one person, in every room."""
    return merge_participants(kept=kept, absorbed=absorbed, because=because, by=by)


def undo(*, merge: Merge, by: str) -> Merge:
    """Make one person two again, in every room."""
    return undo_merge_of_participants(merge=merge, by=by)


def erase(*, person: Person, because: str, by: str) -> Erasure:
    """Erase a person, in every room."""
    return erase_participant(person=person, because=because, by=by, also=ALSO_ERASED)
