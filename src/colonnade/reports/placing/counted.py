"""Blocks of words and of numbers: text, statements, key figures, tables, charts, maps and the year matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from colonnade.office.queries import (
    statements_on,
    the_office,
)
from colonnade.renderers.document import (
    Block,
    Bound,
    Cell,
    Chart,
    Map,
    Matrix,
    MatrixRow,
    Numbers,
    Place,
    Series,
    Statement,
    Table,
    Text,
)  # fmt: skip
from colonnade.reports.blocks import read_parts
from colonnade.reports.desk import Desk

Value = Mapping[str, Any]


def place_text(value: Value, desk: Desk) -> list[Block]:
    return [Text(desk.paragraphs(value["text"]))]


def place_statement(value: Value, desk: Desk) -> list[Block]:
    held = statements_on(desk.as_of, value["kind"])
    return [Statement(statement.heading, desk.paragraphs(statement.text)) for statement in held]


def place_numbers(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    items = [
        bound
        for f in value["figures"]
        for bound in desk.numbers(f["figure"], read_parts(f["parts"]), period=period, label=f["label"])
    ]
    return [Numbers(tuple(items), desk.fill(value.get("caption", "")))]


# --- tables and charts: figures over the parts of a dimension -------------------------------------------


def place_table(value: Value, desk: Desk) -> list[Block]:
    if value.get("across"):
        return [_crossed(value, desk)]
    period = desk.period_of(value.get("period", ""))
    wholes = [
        (desk.divide(f["figure"], value["by"], read_parts(f["parts"]), period=period), f["label"])
        for f in value["figures"]
    ]
    columns = value["parts"].split() or list(
        dict.fromkeys(part.part for whole, _ in wholes for part in whole.parts)
    )
    columns = desk.measurer.words.ordered(value["by"], columns) if not value["parts"] else columns
    rows = []
    for whole, label in wholes:
        held = {part.part: part for part in whole.parts}
        cells = [
            Cell((desk.part(whole, held[name]),)) if name in held else _nought(desk, whole, name)
            for name in columns
        ]
        total = [desk.total(whole)] if value["total"] else []
        rows.append((Cell((label or str(whole.figure.label),)), *cells, *total))
    header = ("", *(desk.measurer.words.label(value["by"], name) for name in columns))
    header += (gettext("All"),) if value["total"] else ()
    note = gettext("as reported") if any(whole.reported for whole, _ in wholes) else ""
    return [
        Table(header, tuple(rows), desk.fill(value["caption"]), total_column=bool(value["total"]), note=note)
    ]


def _nought(desk: Desk, whole: Any, part: str) -> Cell:
    """A part in which no row fell: the figure itself is asked, and answers nought."""
    return Cell(
        (
            desk.number(
                whole.figure.key, dict(whole.scope.parts) | {whole.by.key: part}, period=whole.scope.period
            ),
        )
    )


def _crossed(value: Value, desk: Desk) -> Table:
    """One figure, one dimension down and another across: the two-by-two of outreach."""
    period = desk.period_of(value.get("period", ""))
    asked = value["figures"][0]
    key, narrowed = asked["figure"], read_parts(asked["parts"])
    words, by, across = desk.measurer.words, value["by"], value["across"]
    whole = desk.divide(key, by, narrowed, period=period)
    columns = value["parts"].split() or [part.part for part in whole.parts]
    rows = []
    for down in desk.divide(key, across, narrowed, period=period).parts:
        scope = narrowed | {across: down.part}
        cells = [Cell((desk.number(key, scope | {by: column}, period=period),)) for column in columns]
        total = [Cell((desk.number(key, scope, period=period),))] if value["total"] else []
        rows.append((Cell((down.label,)), *cells, *total))
    if value["total"]:
        sums = [Cell((desk.number(key, narrowed | {by: column}, period=period),)) for column in columns]
        rows.append((Cell((gettext("All"),)), *sums, desk.total(whole)))
    header = (
        "",
        *(words.label(by, column) for column in columns),
        *((gettext("All"),) if value["total"] else ()),
    )
    note = gettext("as reported") if whole.reported else ""
    return Table(
        header, tuple(rows), desk.fill(value["caption"]), bool(value["total"]), bool(value["total"]), note
    )


def place_chart(value: Value, desk: Desk) -> list[Block]:
    period, by = desk.period_of(value.get("period", "")), value["by"]
    wholes = [
        (desk.divide(f["figure"], by, read_parts(f["parts"]), period=period), f["label"])
        for f in value["figures"]
    ]
    years = [str(year) for year in period.years]
    found = list(dict.fromkeys(part.part for whole, _ in wholes for part in whole.parts))
    parts = [*years, *(part for part in desk.measurer.words.ordered(by, found) if part not in years)] if by == "year" else (
        desk.measurer.words.ordered(by, found)
    )  # fmt: skip
    series = []
    for whole, label in wholes:
        held = {part.part: part for part in whole.parts}
        bounds = [desk.part(whole, held[name]) if name in held else desk.number(
            whole.figure.key, dict(whole.scope.parts) | {by: name}, period=period) for name in parts]  # fmt: skip
        series.append(Series(label or str(whole.figure.label), tuple(bounds)))
    categories = tuple(desk.measurer.words.label(by, name) for name in parts)
    title = desk.fill(value["title"])
    alt = f"{title}: {', '.join(one.name for one in series)}; {', '.join(categories)}"
    return [Chart(value["kind"], categories, tuple(series), title, alt)]


def place_map(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    whole = desk.measurer.measure(value["figure"], period)
    codes = sorted({key for row in whole.rows for key in getattr(row.contribution, "keys", ())})
    if not codes:
        return []
    numbers: dict[str, Bound] = {}
    if value.get("number") and value.get("by"):
        divided = desk.divide(value["number"], value["by"], period=period)
        numbers = {part.part: desk.part(divided, part) for part in divided.parts}
    places = sorted(
        (Place(code, desk.country(code), numbers.get(code)) for code in codes), key=lambda p: p.name
    )
    title = desk.fill(value["title"])
    alt = f"{title}: {', '.join(place.name for place in places)}"
    office = desk.measurer.record.keep("office", the_office)
    return [
        Map(
            tuple(places),
            title,
            alt,
            office.map_disclaimer,
            desk.number(value["figure"], period=period),
            "; ".join(whole.caveats),
        )
    ]


def place_matrix(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    count = desk.measurer.measure("research.studies", period)
    counted = {row.ref for row in count.rows}
    titles = [study for study in desk.measurer.record.studies if study.ref in counted]
    first, last = value.get("first") or 1, value.get("last") or len(titles)
    rows = [
        MatrixRow(study.title, tuple(year in study.years for year in period.years), study.group,
                  "" if study.years else gettext("year not held"))
        for study in titles[first - 1 : last]
    ]  # fmt: skip
    if not rows:
        return []
    legend = gettext("a phase of the study is known to have run in the year")
    return [
        Matrix(
            tuple(map(str, period.years)),
            tuple(rows),
            legend,
            desk.number("research.studies", period=period, label=gettext("Titles")),
        )
    ]
