"""The sheet of opening figures: totals reported before there was a record."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from colonnade.figures.actions import refuse_twice_told
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.models import OpeningFigure
from colonnade.records.intake.cells import Fault, listing
from colonnade.records.intake.kinds import Choice, Currency, Day, Number, Text
from colonnade.records.intake.near import did_you_mean
from colonnade.records.intake.scopes import Parts, Span
from colonnade.records.intake.sheets import Column, Sheet, code, provenance


def in_the_catalogue(row: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """An opening figure is one of the figures that the house computes, so that the two can be set side by side."""
    key = row.get("figure")
    if key and key not in CATALOGUE:
        near = did_you_mean(key, CATALOGUE, f"The figures are: {listing(CATALOGUE, 40)}.")
        yield "figure", Fault(f"There is no figure “{key}”.", near)


def told_once(rows: Iterable[Any]) -> None:
    """No two opening figures tell one fact; refused with both codes, and then nothing of the file is written."""
    for opening in rows:
        if opening.withdrawn_on is None:
            refuse_twice_told(opening)


OPENING_FIGURES = Sheet(
    name="Opening figures",
    model=OpeningFigure,
    checks=(in_the_catalogue,),
    after=told_once,
    about="Totals reported before the office kept a record, each with the document it stands in.",
    columns=(
        code(),
        Column("figure", Text(), "Key of the figure, such as capacity.participations.", required=True),
        Column("period", Span(), "The years it was reported for.", required=True),
        Column("parts", Parts(), "What narrows it.", label="Narrowed to"),
        Column("value", Number(), required=True),
        Column("currency", Currency(), "Only for money."),
        Column("counting_rule", Choice(OpeningFigure.Rule), "Is it known how it was counted? Not known if empty."),
        Column("reported_on", Day()),
        Column("entered_by", Text()),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-OF-1", "figure": "capacity.participations", "period": "2006-2013",
         "parts": "kind=national_training", "value": "752", "reported_on": "9 April 2014",
         "source": "EXAMPLE-SRC-1", "source_detail": "slide 14"},
        {"code": "EXAMPLE-OF-2", "figure": "outreach.activities", "period": "2006-2013",
         "parts": "purpose=thematic; audience=national", "value": "2", "counting_rule": "not known"},
    ),
)  # fmt: skip

SHEETS = (OPENING_FIGURES,)
