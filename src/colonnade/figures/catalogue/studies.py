"""The figures of how studies are made: whether others read them before they went out, and how late their phases ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from colonnade.figures.catalogue.research import studies_in
from colonnade.figures.definition import NOT_RECORDED, Figure, Row
from colonnade.figures.dimensions import KIND, THEME, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.research.models import Reviewed
from colonnade.values.numbers import Ratio
from colonnade.values.period import Period
from colonnade.values.units import MONTHS, PER_CENT


class PeerReviewed(Figure):
    """Of the studies on which work went on in the period, the share that two or more who did not write them reviewed.

    A study of which nobody recorded whether it was reviewed is neither reviewed nor not: it is left out, and their
    number is said.
    """

    key = "research.peer_reviewed"
    label = _("Peer-reviewed studies")
    unit = PER_CENT
    additive = False
    ratio = "share"
    dimensions = (YEAR, KIND, THEME)
    clock = "the years in which a phase of the study ran"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for study, years in studies_in(record, scope.period):
            first = str(years[0]) if years else NOT_RECORDED
            on = str(years[0]) if years else str(Period.of_years(*study.listed)) if study.listed else ""
            unknown = study.reviewed == Reviewed.NOT_RECORDED
            share = Ratio(0, 0) if unknown else Ratio(int(study.reviewed == Reviewed.YES), 1)
            facets = {"year": (first,), "kind": (study.kind,), "theme": study.themes}
            yield Row(study.ref, study.title, on, share, {}, facets, study.source, unknown=unknown)

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        unknown = sum(row.unknown for row in counted)
        return f"known for {len(counted) - unknown} of {len(counted)} studies" if counted else ""


class Slippage(Figure):
    """Months by which phases of studies that ended in the period ended after their plan, added up.

    A phase that ended on time or early adds nothing, and makes up for no other. Only a phase whose planned and actual end
    are both known to the month says anything; how many do is said with the number. The plan is the one held in the
    record: once work began it changes only with a reason, which its history keeps.
    """

    key = "research.slippage"
    label = _("Slippage of studies")
    unit = MONTHS
    dimensions = (YEAR, KIND, THEME)
    clock = "the end of the phase"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for study in record.studies:
            if not study.begun:
                continue
            for phase in study.phases:
                if phase.ends is None or phase.ends.first_day not in scope.period:
                    continue
                late = phase.months_late
                facets = {
                    "year": (str(phase.ends.first_day.year),),
                    "kind": (study.kind,),
                    "theme": study.themes,
                }
                label = f"{study.title}: {phase.title or phase.code}"
                yield Row(
                    phase.ref,
                    label,
                    str(phase.ends),
                    max(late or 0, 0),
                    {},
                    facets,
                    study.source,
                    unknown=late is None,
                )

    def completeness(self, rows: Sequence[Row]) -> str:
        counted = [row for row in rows if not row.opening]
        unknown = sum(row.unknown for row in counted)
        told = (
            f"planned and actual end known to the month for {len(counted) - unknown} of {len(counted)} phases"
        )
        return told if counted else ""
