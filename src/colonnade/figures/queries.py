"""Figures as pages ask for them: the year at a glance, and the editions in which a number was reported."""

from __future__ import annotations

from datetime import date

from colonnade.figures.definition import Measurement
from colonnade.figures.measure import Measurer
from colonnade.figures.models import Edition, EditionFigure
from colonnade.values.period import Period

AT_A_GLANCE = (
    "capacity.events_held",
    "capacity.participations",
    "capacity.countries_represented",
    "research.studies",
    "research.products",
    "outreach.activities",
)


def year_at_a_glance(year: int, *, as_of: date | None = None, language: str = "en") -> list[Measurement]:
    """The year's figures for the desk's home page and the public one."""
    measurer = Measurer(as_of=as_of or date.today(), language=language)
    return [measurer.measure(key, Period.year(year)) for key in AT_A_GLANCE]


def latest_edition(report: str = "", *, public_only: bool = False) -> Edition | None:
    """The edition of a report that nothing supersedes yet."""
    editions = Edition.objects.filter(superseded_by=None)
    if report:
        editions = editions.filter(report=report)
    if public_only:
        editions = editions.filter(public=True)
    return editions.order_by("-frozen_at", "-pk").first()


def reported_in(address: str) -> list[EditionFigure]:
    """Every edition in which this very number was reported, newest first."""
    figures = EditionFigure.objects.filter(address=address).select_related("edition")
    return list(figures.order_by("-edition__frozen_at", "-pk"))


def editions_with(key: str) -> list[EditionFigure]:
    """Every number of a figure that was reported, in any scope, newest edition first."""
    return list(
        EditionFigure.objects.filter(key=key)
        .select_related("edition")
        .order_by("-edition__frozen_at", "address")
    )
