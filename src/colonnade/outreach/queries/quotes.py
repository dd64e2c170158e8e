"""What the room knows of the words it may quote."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from colonnade.outreach.models import Quote
from colonnade.outreach.models.quotes import SOON
from colonnade.records.queries import standing


def ledger() -> QuerySet[Quote]:
    """Every quote that stands, with whose words they are."""
    return standing(Quote.objects).select_related("person", "country", "activity").order_by("order", "code")


def consents_withdrawn() -> QuerySet[Quote]:
    """Quotes whose author took the consent back."""
    rows = standing(Quote.objects).exclude(consent_withdrawn_on=None)
    return rows.select_related("person").order_by("-consent_withdrawn_on", "code")


def consents_ending(day: date) -> QuerySet[Quote]:
    """Quotes whose consent runs out within 90 days, the nearest first."""
    rows = ledger().filter(reaching(str(Quote.State.ENDING), day))
    return rows.order_by("consent_until", "code")


def reaching(state: str, day: date) -> Q:
    """The condition under which a consent stands so on a day: what ``state_on`` answers, asked of the database."""
    stands = Q(consent_withdrawn_on=None) | Q(consent_withdrawn_on__gt=day)
    missing = Q(consent_basis=Quote.Basis.NONE) | Q(channels=[])
    given = stands & ~missing
    return {
        Quote.State.WITHDRAWN: ~stands,
        Quote.State.MISSING: stands & missing,
        Quote.State.OVER: given & Q(consent_until__lt=day),
        Quote.State.ENDING: given & Q(consent_until__range=(day, day + SOON)),
        Quote.State.ALLOWED: given & (Q(consent_until=None) | Q(consent_until__gt=day + SOON)),
    }[Quote.State(state)]


def quotes_allowed(day: date, channel: str, codes: Collection[str] = ()) -> list[Quote]:
    """The quotes that may be printed as of a day through a channel, in the office's order; of these codes where named.

    Everything that prints words asks here. A report as of an earlier day leaves the office today: a consent that was
    taken back or ran out since holds for it no more. Words of somebody who was erased, or whose use is
    restricted, are printed nowhere.
    """
    printed = max(day, date.today())
    quotes = ledger().filter(person__erased_on=None, person__restricted_on=None)
    if codes:
        quotes = quotes.filter(code__in=codes)
    return [quote for quote in quotes if quote.allowed_on(printed, channel)]
