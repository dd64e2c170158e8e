"""Figures in the words of their pages."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from colonnade.figures.publishing import Shown, Withheld
from colonnade.figures.scope import Scope
from colonnade.renderers.labels import label, unit_words
from colonnade.values.dates import NotADate, PartialDate
from colonnade.values.languages import known
from colonnade.values.numbers import Amount, Bounds, Ratio
from colonnade.values.period import NotAPeriod, Period
from colonnade.values.words import date_words, number_words, period_words


def language() -> str:
    """The reader's language, as the rooms know it."""
    return known(get_language() or "en")


def shown_words(value: Shown, least: int) -> str:
    """A value as a page prints it: ``3,144``, “fewer than 5”, “withheld”."""
    if isinstance(value, Withheld):
        return _("fewer than %(least)d") % {"least": least} if value.small else _("withheld")
    return number_words(value, language())


def unit_after(code: str, value: Shown) -> str:
    """The unit that stands after the value; money says its own, and so does a share."""
    if isinstance(value, Amount | Ratio):
        return ""
    return unit_words(code, None if isinstance(value, Withheld) else value, language())


def when_words(text: str) -> str:
    """A row's date, day, month, year or span of years, as a reader expects it."""
    try:
        return date_words(PartialDate.parse(text), language())
    except NotADate:
        pass
    try:
        return period_words(Period.parse(text), language())
    except NotAPeriod:
        return text


def plain_shown(value: Shown) -> object:
    """A value for programs: a number, a span, money, null, or that it is withheld."""
    if isinstance(value, Withheld):
        return {"withheld": True}
    if isinstance(value, Bounds):
        return {"low": value.low, "high": value.high}
    if isinstance(value, Amount):
        return {"value": str(value.rounded().value), "currency": value.currency}
    if isinstance(value, Decimal):
        return {"value": str(value)}
    if isinstance(value, Ratio):
        of_money = {"currency": value.currency} if value.currency else {}
        return {"value": str(value.rounded), "top": str(value.top), "of": value.of} | of_money
    return value


def scope_sentence(scope: Scope) -> str:
    """“2006–2013 · as of 9 April 2014”."""
    as_of = label("as_of_date", language(), date=date_words(scope.as_of, language()))
    return f"{period_words(scope.period, language())} · {as_of}"
