"""The catalogue in words: the page for readers of figures that lists them all, made from the figures themselves."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import override

from colonnade.figures.catalogue import FIGURES
from colonnade.figures.definition import Figure
from colonnade.figures.dimensions import DIMENSIONS

INTRODUCTION = """\
# The figures

Every number that an office running Colonnade publishes, {count} in all. This page is made from the figures themselves
(`colonnade figure --register`); a test holds it true. How to read a figure is told in
[the guide](../guide/figures.md).

- **Key** is the figure's name in every address and file, stable for ever: a figure whose meaning changes gets a new key.
- **Unit** is what one of it is. Units do not mix.
- **Adds up** says whether numbers of it may be summed. Distinct things never are: the total is counted on the union, or is refused.
- **Told apart by** are the dimensions it can be broken down by. A figure adds up over a dimension whose parts do not overlap.
- **Clock** is the date that decides the period, and the day as at which dated facts are looked up.
"""

ROOMS = {
    "office": "The office",
    "money": "Money",
    "research": "Research and policy development",
    "capacity": "Capacity development",
    "outreach": "Communication and outreach",
    "places": "Countries",
    "partners": "Partners",
}
"""Headings, by the room in which a figure's records are kept."""


def register() -> str:
    """The whole page, in Markdown and in English, whoever asks."""
    with override("en"):
        return _page()


def _page() -> str:
    rooms = groupby(FIGURES, key=lambda figure: figure.key.partition(".")[0])
    sections = [_room(room, [figure() for figure in figures]) for room, figures in rooms]
    return "\n".join([INTRODUCTION.format(count=len(FIGURES)), *sections, _dimensions()])


def _room(room: str, figures: list[Figure]) -> str:
    return "\n".join([f"## {ROOMS.get(room, room)}\n", *map(_entry, figures)])


def _entry(figure: Figure) -> str:
    told = ", ".join(str(dimension.label) for dimension in figure.dimensions) or "nothing"
    lines = (
        ("Key", f"`{figure.key}`"), ("Definition", figure.definition), ("Unit", figure.unit.many),
        ("Adding up", figure.additivity), ("Told apart by", told), ("Clock", figure.clock),
    )  # fmt: skip
    table = "\n".join(f"| {name} | {words} |" for name, words in lines)
    return f"### {figure.label}\n\n| | |\n|---|---|\n{table}\n"


def _dimensions() -> str:
    """Each dimension with its key, and whether its parts overlap."""
    lines = "\n".join(
        f"| {dimension.label} | `{key}` | {'no' if dimension.disjoint else 'yes'} | {'yes' if dimension.whole else 'no'} |"
        for key, dimension in DIMENSIONS.items()
    )
    return (
        "## Dimensions\n\n"
        "Where parts overlap, one record may stand in several of them, and their sum counts it twice. An opening figure can be "
        "narrowed\nonly by a dimension to which a record belongs as a whole.\n\n"
        f"| Dimension | Key | Parts overlap | Opening figures can be narrowed by it |\n|---|---|---|---|\n{lines}\n"
    )
