"""What an act would do to every figure: it is done, measured, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import get_language

from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.measure import Measurer
from colonnade.figures.models import OpeningFigure
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.research.models import Product
from colonnade.values.numbers import Number
from colonnade.values.period import Period
from colonnade.values.words import number_words


@dataclass(frozen=True)
class Changed:
    """One figure before and after, in words."""

    key: str
    label: Any
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What an act would change. ``refusal`` says why it cannot be done at all; ``measured`` is the number of figures."""

    changed: tuple[Changed, ...]
    measured: int
    period: Period
    refusal: str = ""


class _TakenBack(Exception):
    """Ends a trial: nothing of it is kept."""


def preview(act: Callable[[], Any]) -> Preview:
    """Every figure of the catalogue, whole and over all years on record, before an act and after it.

    The act itself is run and taken back, so that what is shown is what would happen and no guess at it.
    """
    period, refusal, after = all_years(), "", {}
    before = values(period)
    try:
        with transaction.atomic():
            act()
            after = values(period)
            raise _TakenBack
    except _TakenBack:
        pass
    except Refused as refused:
        refusal, after = str(refused), before
    language = get_language() or "en"
    changed = tuple(
        Changed(key, CATALOGUE[key].label, number_words(held, language), number_words(after[key], language))
        for key, held in before.items()
        if held != after[key]
    )
    return Preview(changed, len(before), period, refusal)


def values(period: Period) -> dict[str, Number]:
    """The value of every figure in a period, as the record stands now."""
    measurer = Measurer(as_of=period.last, language=get_language() or "en")
    return {key: measurer.measure(key, period).value for key in sorted(CATALOGUE)}


def all_years() -> Period:
    """From the first year of which the record holds anything to the last."""
    days: list[date | None] = []
    for rows, first, last in (
        (standing(Activity.objects), "starts_on", "starts_on"),
        (standing(OpeningFigure.objects), "first_day", "last_day"),
        (standing(Product.objects), "published_on", "published_on"),
    ):
        days += rows.aggregate(first=Min(first), last=Max(last)).values()
    years = [day.year for day in days if day] or [date.today().year]
    return Period.of_years(min(years), max(years))
