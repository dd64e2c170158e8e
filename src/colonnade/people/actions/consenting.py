"""Agreeing, purpose by purpose, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from colonnade.people.models import Consent, Person
from colonnade.records.errors import Refused


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    wording: str,
    language: str,
    channel: str,
    version: str = "1",
    ref: str = "",
    at: datetime | None = None,
) -> Consent:
    """Keep that a person agreed to one purpose, in the words that were put to them; agreeing twice is agreeing once."""
    if not wording.strip():
        raise Refused(f"Keep the words {person.code} agreed to: a consent without its wording shows nothing.")
    if person.erased_on:
        raise Refused(f"{person.code} was erased on {person.erased_on}: nobody is left who could agree.")
    held = Consent.objects.filter(person=person, purpose=purpose, ref=ref, withdrawn_at=None).first()
    if held:
        return held
    consent = Consent(
        person=person, purpose=purpose, wording=wording.strip(), version=version, language=language,
        channel=channel, ref=ref, given_at=at or timezone.now(),
    )  # fmt: skip
    consent.full_clean()
    consent.save()
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime | None = None) -> Consent:
    """Take a consent back: the row stays, so that what was done under it can be explained."""
    held = Consent.objects.select_for_update().get(pk=consent.pk)
    if held.withdrawn_at:
        raise Refused(
            f"This consent was withdrawn on {timezone.localtime(held.withdrawn_at):%Y-%m-%d} already."
        )
    held.withdrawn_at = at or timezone.now()
    held.save(update_fields=["withdrawn_at"])
    return held
