"""What happens to quotes: taken into the ledger, and consent withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from colonnade.outreach.models import Quote
from colonnade.people.models import Person
from colonnade.records.errors import Refused


@transaction.atomic
def record_quote(*, person: Person, text: str, code: str, **facts: object) -> Quote:
    """Take somebody's words into the ledger, as they were said. An edited version says what was edited."""
    if person.erased_on:
        raise Refused("This person was erased from the record: their words cannot be kept under their name.")
    quote = Quote(code=code, person=person, text=text, **facts)
    if quote.edited and not quote.edit_note:
        raise Refused("Say what was edited, such as “edited for length”: a reader may ask.")
    quote.full_clean()
    quote.save()
    return quote


@transaction.atomic
def withdraw_consent_to_quote(*, quote: Quote, on: date) -> Quote:
    """Note that somebody took back their consent: from that day the words are on no page and in no later report."""
    held = Quote.objects.select_for_update().get(pk=quote.pk)
    if held.consent_withdrawn_on:
        raise Refused(f"The consent to {held.code} was withdrawn on {held.consent_withdrawn_on}.")
    held.consent_withdrawn_on = on
    held.save(update_fields=["consent_withdrawn_on"])
    return held
