"""The tables of the slides as sheets, charts with their native chart beside the numbers."""

from __future__ import annotations

from typing import Any, Final

from colonnade.renderers.document import Bound, Cell, Chart, Map, Slide, Table, words_of
from colonnade.renderers.drawings import colours
from colonnade.renderers.labels import label
from colonnade.renderers.xlsx_sheets import Sheet

_KINDS: Final = {
    "column": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "line": {"type": "line"},
}


def write_block(sheet: Sheet, block: Table | Chart | Map, slide: Slide, language: str, book: Any) -> None:
    sheet.title(slide.heading)
    if isinstance(block, Table):
        _table(sheet, block, language)
    elif isinstance(block, Chart):
        _chart(sheet, block, language, book)
    else:
        _map(sheet, block, language)


def _table(sheet: Sheet, block: Table, language: str) -> None:
    sheet.note(block.caption)
    sheet.widths(34, *[22] * (len(block.header) - 1))
    sheet.header(list(block.header), 0, _numeric(block))
    for number, row in enumerate(block.rows):
        sheet.begin()
        for column, cell in enumerate(row):
            in_total = (block.total_row and number == len(block.rows) - 1) or (
                block.total_column and column == len(block.header) - 1
            )
            _cell(sheet, cell, language, sheet.total_style() if in_total else {})
    for row in block.rows:
        for name, cell in zip(block.header, row, strict=False):
            if cell.note:  # under the table, so that a number with a note stays a number
                sheet.note(f"{words_of(row[0].runs, language)}, {name}: {cell.note}")
    sheet.note(block.note)
    if any(
        isinstance(run, Bound) and run.reported for row in block.rows for cell in row for run in cell.runs
    ):
        _star(sheet, language)


def _numeric(block: Table) -> list[int]:
    """The columns in which figures stand alone."""
    return [
        column for column in range(1, len(block.header))
        if any(len(row[column].runs) == 1 and isinstance(row[column].runs[0], Bound) for row in block.rows if column < len(row))
    ]  # fmt: skip


def _cell(sheet: Sheet, cell: Cell, language: str, style: dict[str, Any]) -> None:
    """A number alone stays a number; words with numbers in them are words, with every address behind them."""
    bounds = [run for run in cell.runs if isinstance(run, Bound)]
    if len(cell.runs) == 1 and bounds:
        sheet.value(bounds[0], language, **style)
        return
    words = words_of(cell.runs, language)
    addresses = "\n".join(bound.address for bound in bounds)
    sheet.text(words, addresses, **style)


def _chart(sheet: Sheet, block: Chart, language: str, book: Any) -> None:
    sheet.note(block.title)
    sheet.widths(34, *[18] * len(block.series))
    names = [label("category", language), *(series.name for series in block.series)]
    sheet.header(names, 0, range(1, len(names)))
    first = sheet.line + 1
    for i, name in enumerate(block.categories):
        sheet.begin()
        sheet.text(name)
        for series in block.series:
            sheet.value(series.values[i], language)
    last = sheet.line
    sheet.note(block.note)
    if any(bound.reported for series in block.series for bound in series.values):
        _star(sheet, language)
    if block.categories and block.series:
        sheet.chart(_native(sheet.name, sheet.colour, block, book, first, last), len(block.series) + 2)


def _native(name: str, colour: str, block: Chart, book: Any, first: int, last: int) -> Any:
    chart = book.add_chart(_KINDS[block.kind])
    shades = colours.series(colour, len(block.series))
    for i, (series, shade) in enumerate(zip(block.series, shades, strict=True), 1):
        line = (
            {"line": {"color": shade, "width": 2.25}} if block.kind == "line" else {"fill": {"color": shade}}
        )
        chart.add_series(
            {
                "name": series.name,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, i, last, i],
                "data_labels": {"value": True},
                **line,
            }
        )
    chart.set_title({"name": block.title, "overlay": False, "name_font": {"size": 12}})
    chart.set_legend({"none": True} if len(block.series) == 1 else {"position": "bottom"})
    chart.set_size({"width": 640, "height": 360})
    if block.kind == "bar":
        chart.set_y_axis({"reverse": True})
    return chart


def _map(sheet: Sheet, block: Map, language: str) -> None:
    sheet.note(block.title)
    sheet.widths(44, 12, 18, 44)
    sheet.header(
        [label("country", language), "ISO 3166", label("value", language), label("notes", language)],
        len(block.places),
    )
    for place in block.places:
        sheet.begin()
        sheet.text(place.name)
        sheet.text(place.iso3)
        if place.value:
            sheet.value(place.value, language)
        else:
            sheet.text("")
        sheet.text(place.note)
    if block.total:
        sheet.begin()
        sheet.text(block.total.label, **sheet.total_style())
        sheet.text("", **sheet.total_style())
        sheet.value(block.total, language, **sheet.total_style())
    sheet.note(block.note)


def _star(sheet: Sheet, language: str) -> None:
    sheet.note(f"* {label('as_reported', language)}: {label('reported_note', language)}")
