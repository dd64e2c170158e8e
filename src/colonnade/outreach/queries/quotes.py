"""What the room knows of the words it may quote."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from colonnade.outreach.models import Quote
from colonnade.records.queries import standing


def consents_withdrawn() -> QuerySet[Quote]:
    """Quotes whose author took the consent back."""
    rows = standing(Quote.objects).exclude(consent_withdrawn_on=None)
    return rows.select_related("person").order_by("-consent_withdrawn_on", "code")


def quotes_allowed(day: date, channel: str) -> list[Quote]:
    """The quotes that may be printed on a day through a channel, in the office's order."""
    quotes = standing(Quote.objects).select_related("person", "country").order_by("order", "code")
    return [quote for quote in quotes if quote.allowed_on(day, channel)]
