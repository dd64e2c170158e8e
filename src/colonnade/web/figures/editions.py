"""The editions in which a number was reported: what it was then, what it is today, and which rows make the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from colonnade.figures.definition import Measurement
from colonnade.figures.differences import CHANGED, ENTERED, LEFT, Difference, differences, number_of
from colonnade.figures.measure import Measurer
from colonnade.figures.models import Edition, EditionFigure
from colonnade.figures.publishing import Publisher, Shown, Withheld, hiding, personal, small
from colonnade.figures.queries import editions_with
from colonnade.figures.scope import Scope, read_address
from colonnade.values.words import NOT_KNOWN, date_words, number_words
from colonnade.web.figures.asking import Question
from colonnade.web.figures.words import language, plain_shown, scope_sentence, shown_words

EDITIONS_SHOWN = 10
OTHERS_SHOWN = 24


@dataclass(frozen=True)
class Change:
    """A row that differs, in words."""

    code: str
    label: str
    how: str
    before: str
    after: str
    cause: str


@dataclass(frozen=True)
class Reported:
    """One edition that carries the number: the value then, the same question's value today, and the rows between."""

    edition: Edition
    as_of: date
    then: Shown
    now: Shown
    then_words: str
    now_words: str
    changed: bool
    changes: tuple[Change, ...]
    untold: str
    url: str

    @property
    def frozen_on(self) -> str:
        return date_words(self.edition.frozen_at.date(), language())

    @property
    def as_of_words(self) -> str:
        return date_words(self.as_of, language())

    def plain(self) -> dict[str, Any]:
        return {
            "edition": self.edition.code, "published": self.edition.frozen_at.date().isoformat(),
            "as_of": self.as_of.isoformat(), "then": plain_shown(self.then), "now": plain_shown(self.now),
            "changed": self.changed, "untold": self.untold or None,
            "changes": [vars(change) for change in self.changes],
        }  # fmt: skip


def reported(publisher: Publisher, question: Question, *, staff: bool) -> list[Reported]:
    """The editions that carry this figure for the period and parts asked for, newest first."""
    found = [
        (held, scope)
        for held, scope in _held(question.key, staff)
        if (scope.period, scope.parts) == (question.scope.period, question.scope.parts)
    ]
    return [_reported(publisher, held, scope, staff) for held, scope in found[:EDITIONS_SHOWN]]


def others(publisher: Publisher, question: Question, *, staff: bool) -> list[tuple[str, str, str]]:
    """Other scopes for which the figure was reported: their words, the edition, and what to ask."""
    told: dict[tuple[object, object], tuple[str, str, str]] = {}
    for held, scope in _held(question.key, staff):
        asked = (scope.period, scope.parts)
        if asked != (question.scope.period, question.scope.parts) and asked not in told:
            narrowed = [publisher.measurer.words.label(name, part) for name, part in scope.parts]
            words = "; ".join([*narrowed, scope_sentence(scope)])
            told[asked] = (words, held.edition.code, held.address.partition("?")[2])
    return list(told.values())[:OTHERS_SHOWN]


def _held(key: str, staff: bool) -> list[tuple[EditionFigure, Scope]]:
    return [
        (held, read_address(held.address)[1]) for held in editions_with(key) if staff or held.edition.public
    ]


def _reported(publisher: Publisher, held: EditionFigure, scope: Scope, staff: bool) -> Reported:
    asked = _as_of(publisher, scope.as_of)
    now = asked.measurer.measure_scope(held.key, scope)
    hidden = asked.hides(held.key, scope)
    then = number_of(held.value)
    shown_then: Shown = Withheld() if hidden or _is_small(now, then, publisher.least) else then
    shown_now: Shown = hiding(now.value, publisher.least) if hidden else now.value
    differ = differences(held, now)
    untold = _untold(now, differ, publisher.least)
    return Reported(
        held.edition, scope.as_of, shown_then, shown_now, shown_words(shown_then, publisher.least),
        shown_words(shown_now, publisher.least), then != now.value or bool(differ),
        () if untold else tuple(map(_change, differ)), untold, _edition_url(held.edition),
    )  # fmt: skip


def _as_of(publisher: Publisher, day: date) -> Publisher:
    """The same reading of the record, asked as of another day."""
    if day == publisher.measurer.as_of:
        return publisher
    measurer = Measurer(as_of=day, language=publisher.measurer.language)
    measurer.record = publisher.measurer.record
    return Publisher(measurer, publisher.least)


def _is_small(now: Measurement, value: Any, least: int) -> bool:
    return personal(now.figure) and small(value, least)


def _untold(now: Measurement, differ: list[Difference], least: int) -> str:
    """Why the rows that differ are not listed, where they would tell a small count; empty where they may be."""
    if least and differ and not now.figure.rows_public:
        return _("%(n)d rows differ; of money they are shown to staff.") % {"n": len(differ)}
    if not personal(now.figure) or not least:
        return ""
    if now.figure.ratio and differ:
        return _("%(n)d rows differ; they are not listed, as they would tell small counts.") % {
            "n": len(differ)
        }
    for one in differ:
        before, after = int(one.before or 0), int(one.after or 0)
        if any(small(abs(count), least) for count in (before, after, after - before)):
            return _(
                "%(n)d rows differ; they are not listed, as they would tell a small count of persons."
            ) % {"n": len(differ)}
    return ""


def _change(one: Difference) -> Change:
    how = {ENTERED: _("entered"), LEFT: _("left"), CHANGED: _("changed")}[one.how]
    return Change(
        one.ref.rpartition("/")[2], one.label, how, _amount(one.before), _amount(one.after), str(one.cause)
    )


def _amount(amount: Decimal | int | None) -> str:
    if amount is None:
        return NOT_KNOWN
    if amount == int(amount):
        return number_words(int(amount), language())
    cents = Decimal(amount).quantize(Decimal("0.01"))
    return str(cents if cents == amount else Decimal(amount).normalize())


def _edition_url(edition: Edition) -> str:
    return reverse("edition", args=(edition.code,)) if edition.public else ""
