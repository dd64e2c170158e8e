"""Phases in the year matrix: planned, begun, moved, made longer or shorter, and ended."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from colonnade.records.errors import Refused, refuse_unsound
from colonnade.research.models import Phase, Study
from colonnade.research.rules.studies import PhaseState, is_due, phase_state
from colonnade.values.dates import NotADate, PartialDate

DATES: Final = ("planned_starts", "planned_ends", "starts", "ends")
"""The four dates of a phase, each a day with its precision."""

PLAN: Final = ("planned_starts", "planned_ends")


def read_day(text: str) -> PartialDate | None:
    """A date as it is typed in the matrix: 2014, 2014-06 or 2014-06-05; nothing where it is empty."""
    if not text.strip():
        return None
    try:
        return PartialDate.parse(text)
    except NotADate as error:
        raise Refused(str(error)) from error


def _put(phase: Phase, name: str, day: PartialDate | None) -> None:
    setattr(phase, f"{name}_on", day.first_day if day else None)
    setattr(phase, f"{name}_precision", day.precision if day else "year")


def _of(phase: Phase) -> dict[str, PartialDate | None]:
    return {name: getattr(phase, name) for name in DATES}


@transaction.atomic
def plan_phase(
    *, study: Study, title: str = "", dates: Mapping[str, PartialDate | None], code: str = ""
) -> Phase:
    """Add a phase to a study, as planned, as it was, or both. Without a code it gets the study's next one."""
    held = Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    if held.withdrawn_on:
        raise Refused(f"{held.code} is withdrawn. Restore it before you plan work on it.")
    if not any(dates.values()):
        raise Refused("Say when the phase is to begin or to end, if only the year.")
    phase = Phase(study=held, code=code or _next_code(held), title=title.strip())
    for name in DATES:
        _put(phase, name, dates.get(name))
    refuse_unsound(phase)
    phase.save()
    return phase


def _next_code(study: Study) -> str:
    taken = set(Phase.objects.filter(code__startswith=f"{study.code}-P").values_list("code", flat=True))
    number = 1
    while f"{study.code}-P{number}" in taken:
        number += 1
    return f"{study.code}-P{number}"


@transaction.atomic
def change_phase(
    *, phase: Phase, title: str | None = None, dates: Mapping[str, PartialDate | None], because: str = "",
    today: date | None = None,
) -> Phase:  # fmt: skip
    """Change what is known of a phase; ``dates`` has those that change.

    Once work began, or was to begin, its plan is changed only with a reason, which the history keeps: otherwise a delay
    would be planned away.
    """
    held = _held(phase)
    before = _of(held)
    changed = {name: day for name, day in dates.items() if before[name] != day}
    replanned = any(name in PLAN and before[name] is not None for name in changed)
    if replanned and is_due(held, today or timezone.localdate()) and not because.strip():
        raise Refused(
            f"Work on “{held}” has begun or was to begin: say why its plan changes. The reason is kept, so that the delay can "
            "still be explained."
        )
    if title is not None:
        held.title = title.strip()
    for name, day in changed.items():
        _put(held, name, day)
    refuse_unsound(held)
    held._change_reason = because.strip()[:100]  # type: ignore[attr-defined]  # read by the history
    held.save()
    return held


def _held(phase: Phase) -> Phase:
    held = Phase.objects.select_for_update(no_key=True, of=("self",)).select_related("study").get(pk=phase.pk)
    if held.withdrawn_on:
        raise Refused(f"{held.code} is withdrawn and cannot be changed.")
    return held


def shifted(day: PartialDate, years: int) -> PartialDate:
    """The same date some years later or earlier; 29 February becomes the 28th where there is none."""
    first = day.first_day
    year = first.year + years
    return PartialDate(
        date(year, first.month, min(first.day, monthrange(year, first.month)[1])), day.precision
    )


@transaction.atomic
def move_phase(*, phase: Phase, years: int, because: str = "", today: date | None = None) -> Phase:
    """Move a phase some years on or back: its plan, as long as work has not begun; afterwards, what is known of it."""
    held = _held(phase)
    names = PLAN if phase_state(held) not in (PhaseState.RUNNING, PhaseState.ENDED) else ("starts", "ends")
    dates = {name: shifted(day, years) for name, day in _of(held).items() if day and name in names}
    if not dates:
        raise Refused(f"“{held}” has no date yet that could be moved. Say first when it is to begin.")
    return change_phase(phase=held, dates=dates, because=because, today=today)


@transaction.atomic
def lengthen_phase(*, phase: Phase, years: int, because: str = "", today: date | None = None) -> Phase:
    """Let a phase end some years later or, with a negative number, earlier: as it was where it ended, as planned otherwise."""
    held = _held(phase)
    state = phase_state(held)
    if state == PhaseState.UNDATED:
        raise Refused(f"“{held}” has no date yet. Say first when it is to begin.")
    name = "ends" if state == PhaseState.ENDED else "planned_ends"
    start = held.starts or (held.planned_starts if state != PhaseState.ENDED else None)
    last = getattr(held, name) or (
        PartialDate(start.first_day.replace(month=1, day=1), "year") if start else None
    )
    if last is None:
        raise Refused(f"It is not known when “{held}” began or is to begin. Say that first.")
    return change_phase(phase=held, dates={name: shifted(last, years)}, because=because, today=today)
