"""What holds for every study: which stage follows which, how late a phase is, who may review, which steps clear a product."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from colonnade.programme.models import Activity
from colonnade.research.models import (
    Clearance,
    ClearanceStep,
    Contributor,
    Phase,
    Product,
    Study,
    StudyStage,
)
from colonnade.values.dates import PartialDate

State, Step = Activity.State, ClearanceStep.Kind

STATE_OF: Final[dict[str, str]] = {
    str(StudyStage.CONCEPT): str(State.PLANNED),
    str(StudyStage.CONTRACTED): str(State.PLANNED),
    str(StudyStage.OUTLINE): str(State.RUNNING),
    str(StudyStage.DRAFT): str(State.RUNNING),
    str(StudyStage.REVIEW): str(State.RUNNING),
    str(StudyStage.REVISION): str(State.RUNNING),
    str(StudyStage.CLEARANCE): str(State.RUNNING),
    str(StudyStage.PUBLISHED): str(State.CLOSED),
    str(StudyStage.CLOSED): str(State.CLOSED),
    str(StudyStage.POSTPONED): str(State.POSTPONED),
    str(StudyStage.CANCELLED): str(State.CANCELLED),
}
"""The state of the activity at each stage of its study: the one is kept with the other."""

AS_SAID: Final[dict[str, str]] = {
    str(State.IDEA): str(StudyStage.CONCEPT),
    str(State.PLANNED): str(StudyStage.CONCEPT),
    str(State.ANNOUNCED): str(StudyStage.CONTRACTED),
    str(State.RUNNING): str(StudyStage.DRAFT),
    str(State.HELD): str(StudyStage.PUBLISHED),
    str(State.CLOSED): str(StudyStage.CLOSED),
    str(State.POSTPONED): str(StudyStage.POSTPONED),
    str(State.CANCELLED): str(StudyStage.CANCELLED),
}
"""What the activity's state says of a study that was never moved."""

ORDER: Final[tuple[str, ...]] = tuple(
    str(stage)
    for stage in (
        StudyStage.CONCEPT, StudyStage.CONTRACTED, StudyStage.OUTLINE, StudyStage.DRAFT, StudyStage.REVIEW,
        StudyStage.REVISION, StudyStage.CLEARANCE, StudyStage.PUBLISHED, StudyStage.CLOSED,
    )
)  # fmt: skip
"""The way of a study that nothing stops."""

OUT: Final = (str(StudyStage.PUBLISHED), str(StudyStage.CLOSED))
STOPPED: Final = (str(StudyStage.POSTPONED), str(StudyStage.CANCELLED))
"""A committee asks why: these keep their reason, and so does every step back."""

LEAST_REVIEWERS: Final = 2
"""So many who are not authors read a draft before it counts as peer-reviewed."""

WROTE: Final = (Contributor.Role.AUTHOR, Contributor.Role.EDITOR)
"""Whose own work it is: they neither review nor clear it."""

COPYRIGHT, LANGUAGE, DESIGN, HEAD = (str(step) for step in Step.values)
_WITH_DESIGN: Final = (COPYRIGHT, LANGUAGE, DESIGN, HEAD)
STEPS_OF: Final[dict[str, tuple[str, ...]]] = {
    str(Product.Kind.WORKING_PAPER): (COPYRIGHT, LANGUAGE, HEAD),
    str(Product.Kind.EVENT_REPORT): (LANGUAGE, HEAD),
    str(Product.Kind.OTHER): (COPYRIGHT, LANGUAGE, HEAD),
}
"""The steps of the kinds of product that take fewer than all: a working paper has a minimal layout, and the report of an
event is the office's own words."""


def steps_of(product: Product) -> tuple[str, ...]:
    """The steps that clear a product, in their order."""
    return STEPS_OF.get(product.kind, _WITH_DESIGN)


def stage_of(study: Study) -> str:
    """The stage, or what the activity's state says of a study that was never moved or whose state was set by hand since."""
    state = study.activity.state
    return study.stage if study.stage and STATE_OF[study.stage] == state else AS_SAID[state]


def next_stages(study: Study) -> tuple[str, ...]:
    """Where a study may go from here: on, back, put off or called off; a postponed one is taken up again."""
    now = stage_of(study)
    if now == StudyStage.CANCELLED:
        return ()
    if now == StudyStage.POSTPONED:
        return (*ORDER[:5], str(StudyStage.CANCELLED))
    place = ORDER.index(now)
    near = (*ORDER[place + 1 : place + 3], *ORDER[max(0, place - 2) : place])
    return near if now in OUT else (*near, *STOPPED)


def reason_needed(study: Study, to: str) -> bool:
    """Is a reason asked for this move: to put off, to call off, or to step back?"""
    now = stage_of(study)
    return to in STOPPED or (now in ORDER and ORDER.index(to) < ORDER.index(now))


# --- phases ----------------------------------------------------------------------------------------------------------


class PhaseState(TextChoices):
    """How far a phase is, by the dates that are known."""

    ENDED = "ended", _("ended")
    RUNNING = "running", _("running")
    PLANNED = "planned", _("planned")
    UNDATED = "undated", _("without a date")


def phase_state(phase: Phase) -> PhaseState:
    """How far a phase is."""
    if phase.ends:
        return PhaseState("ended")
    if phase.starts:
        return PhaseState("running")
    return PhaseState("planned" if phase.planned_starts or phase.planned_ends else "undated")


def in_order(phases: Iterable[Phase]) -> list[Phase]:
    """Phases from the earliest on, by the first date that is known of each; those without one last."""

    def begins(phase: Phase) -> date:
        known = phase.starts or phase.ends or phase.planned_starts or phase.planned_ends
        return known.first_day if known else date.max

    return sorted(phases, key=lambda phase: (begins(phase), phase.code))


def phase_years(phase: Phase, today: date) -> range:
    """The years a phase fills in the matrix: as it was where that is known, as planned otherwise; a running one up to its
    planned end, and to this year where that has passed. Empty where nothing is known."""
    state = phase_state(phase)
    if state == PhaseState.ENDED:
        first, last = phase.starts or phase.ends, phase.ends
    elif state == PhaseState.RUNNING:
        first = phase.starts
        planned = phase.planned_ends
        last = planned if planned and planned.last_day >= today else PartialDate(today)
        last = max(last, first, key=lambda one: one.last_day)
    else:
        first = phase.planned_starts or phase.planned_ends
        last = phase.planned_ends or phase.planned_starts
    return range(first.first_day.year, last.last_day.year + 1) if first and last else range(0)


def is_due(phase: Phase, today: date) -> bool:
    """Has the plan begun to bind: work was begun, or was to begin before today?"""
    return bool(phase.starts) or bool(phase.planned_starts and phase.planned_starts.last_day < today)


def months_late(planned: PartialDate | None, actual: PartialDate | None) -> int | None:
    """By how many months something came later than planned, negative where earlier; None where one of the two is not
    known to the month: a year says nothing of months."""
    if planned is None or actual is None or "year" in (planned.precision, actual.precision):
        return None
    one, other = planned.first_day, actual.first_day
    return (other.year - one.year) * 12 + other.month - one.month


# --- clearance -------------------------------------------------------------------------------------------------------


def is_cleared(clearance: Clearance | None) -> bool:
    """Did every step say so? A step that is not needed stands in nobody's way."""
    if clearance is None:
        return False
    done = (ClearanceStep.State.CLEARED, ClearanceStep.State.NOT_NEEDED)
    return all(step.state in done for step in clearance.steps.all())


def is_returned(clearance: Clearance) -> bool:
    return any(step.state == ClearanceStep.State.RETURNED for step in clearance.steps.all())
