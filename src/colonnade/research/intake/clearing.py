"""What a workbook may say of a publication's clearance: no more than somebody could do at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import Min
from django.utils import timezone

from colonnade.office.models import Office
from colonnade.records.intake.cells import Fault
from colonnade.records.intake.comparing import Change
from colonnade.research.models import Clearance, Product
from colonnade.research.queries.studies import why_not_published
from colonnade.research.rules.products import SHOWN, S
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words

CLEARED: Final = SHOWN | {str(S.CLEARED)}
"""States of the office's own publications that are reached by clearance alone."""


def without_clearance(changes: Sequence[Change]) -> Iterator[tuple[Change, str, Fault]]:
    """The office's own publications that would come out, or be said to be cleared, without clearance: see decision 13.

    What came out before the office kept clearance here is history, and is entered as it was.
    """
    asked = [change for change in changes if _comes_to_be_cleared(change)]
    if not asked:
        return
    first = Clearance.objects.aggregate(first=Min("submitted_on"))["first"]
    begun = clearance_begun(first)
    for change in asked:
        held = change.held
        why = why_not_published(held) if isinstance(held, Product) else f"{change.code} is new here. "
        if why and not _is_history(change, begun, used=first is not None):
            state = S(change.becomes("state")).label
            yield change, "state", Fault(
                f"{change.code} cannot become “{state}” by a file: it has no clearance. {why}".strip(),
                f"If it came out before {date_words(begun, 'en')}, write when, as precisely as it takes to say so. Otherwise write "
                "“in review”, and have it cleared and published at the desk.",
            )  # fmt: skip


def clearance_begun(first: date | None) -> date:
    """From which day on what comes out is cleared here: since the office is in the record, or the first was submitted."""
    entered = Office.history.aggregate(first=Min("history_date"))["first"]
    days = [day for day in (first, timezone.localdate(entered) if entered else None) if day]
    return min(days, default=timezone.localdate())


def _comes_to_be_cleared(change: Change) -> bool:
    """Is the publication the office's own, and did the record not hold that it is so far?"""
    state = change.becomes("state")
    if not change.becomes("own") or state not in CLEARED:
        return False
    held = change.held
    return not (isinstance(held, Product) and held.own and (held.state in SHOWN or held.state == state))


def _is_history(change: Change, begun: date, *, used: bool) -> bool:
    """Did it come out before? Of a new one without a date that is believed until the office clears its first."""
    on = change.becomes("published_on")
    if change.becomes("state") == S.CLEARED:
        return False
    if on is None:
        return change.new and not used
    return PartialDate(on, change.becomes("published_precision")).last_day < begun
