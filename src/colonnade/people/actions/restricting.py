"""Holding and restricting: what may not be erased yet, and what may be shown and not used."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from colonnade.people.models import Person
from colonnade.records.errors import Refused


@transaction.atomic
def hold_person(*, person: Person, because: str, until: date | None = None) -> Person:
    """Keep a person from being erased: an audit, a payment, an investigation. Until a day, or until it is released."""
    held = _still_there(person)
    if not because.strip():
        raise Refused(f"Say why {held.code} is held: whoever asks to be erased is told.")
    if until and until < date.today():
        raise Refused(f"{until} is over: a hold ends on a day to come, or is left open.")
    held.hold_because, held.hold_until = because.strip(), until
    held.save(update_fields=["hold_because", "hold_until"])
    return held


@transaction.atomic
def release_hold(*, person: Person) -> Person:
    """Let a person be erased again."""
    held = _still_there(person)
    if not held.hold_because:
        raise Refused(f"{held.code} is not held.")
    held.hold_because, held.hold_until = "", None
    held.save(update_fields=["hold_because", "hold_until"])
    return held


@transaction.atomic
def restrict_person(*, person: Person, because: str, on: date | None = None) -> Person:
    """Show a person and use them in no mailing and no list, while a matter between them and the office is open."""
    held = _still_there(person)
    if not because.strip():
        raise Refused(f"Say why the use of {held.code} is restricted.")
    if held.restricted_on:
        raise Refused(
            f"The use of {held.code} is restricted since {held.restricted_on} ({held.restricted_because})."
        )
    held.restricted_on, held.restricted_because = on or date.today(), because.strip()
    held.save(update_fields=["restricted_on", "restricted_because"])
    return held


@transaction.atomic
def lift_restriction(*, person: Person) -> Person:
    """Use a person in mailings and lists again."""
    held = _still_there(person)
    if not held.restricted_on:
        raise Refused(f"The use of {held.code} is not restricted.")
    held.restricted_on, held.restricted_because = None, ""
    held.save(update_fields=["restricted_on", "restricted_because"])
    return held


def _still_there(person: Person) -> Person:
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.erased_on:
        raise Refused(f"{held.code} was erased on {held.erased_on}.")
    return held
