"""A figure as a written page, an embed or a share picture places it: the public's number, with the way to its rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Published, Publisher
from colonnade.figures.scope import Scope
from colonnade.records.errors import Refused
from colonnade.values.period import NotAPeriod, Period
from colonnade.web.figures.asking import usual
from colonnade.web.figures.pages import least_count
from colonnade.web.figures.words import language, scope_sentence, shown_words, unit_after


@dataclass(frozen=True)
class Placed:
    """A number in words, and where it can be checked."""

    label: str
    words: str
    unit: str
    scope: str
    url: str
    reported: bool


def published(key: str, scope: Scope) -> Published | None:
    """A figure as the public may see it; None where it is not in the catalogue or has no one value."""
    if key not in CATALOGUE:
        return None
    try:
        return Publisher(Measurer(as_of=scope.as_of, language=language()), least_count()).publish(key, scope)
    except Refused:
        return None


def placed(key: str, period: str = "") -> Placed | None:
    """A figure of the catalogue for a period, the latest report's where none is named."""
    usual_period, as_of = usual(public=True)
    try:
        scope = Scope.of(Period.parse(period) if period else usual_period, as_of)
    except NotAPeriod:
        return None
    told = published(key, scope)
    if told is None:
        return None
    return Placed(
        str(told.figure.label), shown_words(told.value, least_count()), unit_after(told.figure.unit.code, told.value),
        scope_sentence(scope), f"{reverse('figure', args=(key,))}?{told.address.partition('?')[2]}", told.reported,
    )  # fmt: skip
