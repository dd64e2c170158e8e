"""The figures of what participants said: how many answered, what they learned, whether they use it months later.

Closed forms count, and of what was said nothing under five answers: who sees the numbers grow could tell who said what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colonnade.capacity.queries import EvaluationFact, EventFact
from colonnade.figures.catalogue.capacity import EVENT_DIMENSIONS, OfEvents
from colonnade.figures.definition import Contribution, Dimension, Row
from colonnade.figures.dimensions import FORM
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.numbers import Ratio
from colonnade.values.units import ANSWERS, INVITATIONS, PER_CENT, POINTS


class OfEvaluations(OfEvents):
    """A figure of the closed evaluation forms of events that took place and began in the period."""

    def events(self, record: Reading, scope: Scope) -> list[EventFact]:
        """An event inside another has forms of its own: both count."""
        return record.keep(
            ("events", scope.period, False),
            lambda: [e for e in record.events if e.happened and e.starts.first_day in scope.period],
        )

    def brought(self, fact: EvaluationFact) -> Contribution | None:
        """What the forms of one event bring; None where they do not say."""
        raise NotImplementedError

    def nothing(self) -> Contribution:
        return Ratio(0, 0, self.ratio == "share") if self.ratio else 0

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for event in self.events(record, scope):
            fact = record.evaluations.get(event.pk)
            brought = self.brought(fact) if fact else None
            yield self.row(event, self.nothing() if brought is None else brought, unknown=brought is None)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        unknown = sum(row.unknown for row in counted)
        return f"known for {len(counted) - unknown} of {len(counted)} events" if counted else ""


class OfForms(OfEvaluations):
    """A figure that can be told apart by the kind of form."""

    dimensions: ClassVar[tuple[Dimension, ...]] = (*EVENT_DIMENSIONS, FORM)

    def of_kind(self, fact: EvaluationFact, kind: str) -> Contribution:
        raise NotImplementedError

    def together(self, shares: Mapping[str, Contribution]) -> Contribution:
        return sum(shares.values())  # type: ignore[arg-type]

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        wanted = scope.narrowed.get(FORM.key)
        for event in self.events(record, scope):
            fact = record.evaluations.get(event.pk) or EvaluationFact()
            shares = {
                kind: self.of_kind(fact, kind)
                for kind, asked in fact.asked.items()
                if asked and wanted in (None, kind)
            }
            total = self.together(shares) if shares else self.nothing()
            yield self.row(event, total, shares if by == FORM.key else None, unknown=not shares)


class EvaluationInvitations(OfForms):
    """Persons asked to fill in an evaluation form, a form at a time, of the forms that are closed.

    Somebody who was asked before and after an event was asked twice. Who could not be asked for want of an address is
    not among them.
    """

    key = "capacity.evaluation_invitations"
    label = _("Invitations to evaluate")
    unit = INVITATIONS

    def of_kind(self, fact: EvaluationFact, kind: str) -> int:
        return fact.asked[kind]


class EvaluationAnswers(OfForms):
    """Evaluation forms filled in, one a person and form, of the forms that are closed."""

    key = "capacity.evaluation_answers"
    label = _("Evaluation forms filled in")
    unit = ANSWERS

    def of_kind(self, fact: EvaluationFact, kind: str) -> int:
        return fact.answered[kind]


class ResponseRate(OfForms):
    """Evaluation forms filled in as a share of the persons who were asked to, of the forms that are closed.

    It is printed with both numbers. From half on it carries as usual, from three in ten with caution; less is an
    indication only.
    """

    key = "capacity.response_rate"
    label = _("Response rate of evaluations")
    unit = PER_CENT
    additive = False
    ratio = "share"

    def of_kind(self, fact: EvaluationFact, kind: str) -> Ratio:
        return Ratio(fact.answered[kind], fact.asked[kind])

    def together(self, shares: Mapping[str, Contribution]) -> Ratio:
        parts = [share for share in shares.values() if isinstance(share, Ratio)]
        return Ratio(sum(int(part.top) for part in parts), sum(part.of for part in parts))

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        held = [r.contribution for r in rows if isinstance(r.contribution, Ratio) and not r.unknown]
        top, of = sum(int(part.top) for part in held), sum(part.of for part in held)
        told: tuple[str, ...] = ()
        if of and top * 100 < of * 30:
            told = ("Fewer than three in ten answered: what was said is indicative only.",)
        elif of and top * 100 < of * 50:
            told = ("Fewer than half answered: read what was said with caution.",)
        return (*super().caveats(record, scope, rows), *told)


class LearningGain(OfEvaluations):
    """The mean gain from the test before to the test after an event, in points of 100, of persons who took both.

    Only matched pairs count, and only where there are five or more at an event. Where the tests have right answers it
    is knowledge that was tested; otherwise participants judged themselves.
    """

    key = "capacity.learning_gain"
    label = _("Learning gain")
    unit = POINTS
    additive = False
    ratio = "mean"

    def brought(self, fact: EvaluationFact) -> Ratio | None:
        return Ratio(fact.gain, fact.pairs, share=False) if fact.pairs else None


class UseAfterSixMonths(OfEvaluations):
    """Of those who answered months after an event whether they used at work what they learned, the share who did.

    They say so themselves. Only events of which five or more answered the question count.
    """

    key = "capacity.use_after_six_months"
    label = _("Use after six months")
    unit = PER_CENT
    additive = False
    ratio = "share"

    def brought(self, fact: EvaluationFact) -> Ratio | None:
        return Ratio(fact.used, fact.said_of_use) if fact.said_of_use else None
