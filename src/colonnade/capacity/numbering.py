"""Running numbers of papers, year by year and without gaps: UNPOG-2026-INV-0042."""

from __future__ import annotations

import re
from datetime import date

from django.db.models.functions import Length

from colonnade.office.models import Office
from colonnade.office.queries import the_office
from colonnade.records.models import Record


def stem_for(mark: str, day: date) -> str:
    """What the numbers of a kind of paper begin with in a year.

    Called inside the transaction that writes the papers: it holds the office's row, so that there is one writer at a
    time, the next number is the last one and one more, and a paper that fails leaves no gap.
    """
    office = Office.objects.select_for_update(of=("self",)).get(pk=the_office().pk)
    short = re.sub(r"[\W_]+", "", office.short_name).upper() or "OFFICE"
    return f"{short}-{day.year}-{mark}-"


def last_number(model: type[Record], stem: str) -> int:
    """The last number given out under a stem; 0 where there is none."""
    last = (
        model._default_manager.filter(code__startswith=stem).order_by(Length("code").desc(), "-code").first()
    )
    return int(last.code[len(stem) :]) if last else 0
