"""Figures as pages ask for them: the year at a glance, and the editions in which a number was reported."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from colonnade.figures.definition import Measurement
from colonnade.figures.measure import Measurer
from colonnade.figures.models import Edition, EditionFigure
from colonnade.values.period import Period

ASKED_BY_NAME = 30

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
    return editions.defer("document").order_by("-frozen_at", "-pk").first()


def quotes_in(edition: Edition) -> frozenset[str]:
    """The codes of the quotes that an edition prints, from its frozen document."""
    found: set[str] = set()

    def walk(thing: Any) -> None:
        if isinstance(thing, dict):
            if thing.get("kind_of") == "Quote" and thing.get("code"):
                found.add(thing["code"])
            for part in thing.values():
                walk(part)
        elif isinstance(thing, list):
            for part in thing:
                walk(part)

    walk(edition.document)
    return frozenset(found)


def editions_quoting(codes: Collection[str], *, latest: bool = False) -> dict[str, list[Edition]]:
    """The editions that print each of these quotes, newest first; with ``latest`` only those nothing supersedes yet."""
    found: dict[str, list[Edition]] = {code: [] for code in codes}
    if not found:
        return found
    editions = Edition.objects.filter(superseded_by=None) if latest else Edition.objects.all()
    if len(found) <= ASKED_BY_NAME:  # the database leaves out the documents in which none of the codes stands
        named = [Q(told__contains=f'"{code}"') for code in found]
        editions = editions.annotate(told=Cast("document", TextField())).filter(reduce(or_, named))
    rows = editions.select_related("superseded_by").order_by("-frozen_at", "-pk")
    for edition in rows.iterator(chunk_size=20):
        for code in quotes_in(edition) & found.keys():
            found[code].append(edition)
    return found


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
