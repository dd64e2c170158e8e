"""The workbook, opened by two other programs' readers."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from tests.renderers.a_document import every_block

from colonnade.renderers import xlsx
from colonnade.renderers.document import Account, Bound, Chart, Map, Slide, Table, TrailLine
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Amount


def opened(document=None):
    return openpyxl.load_workbook(BytesIO(xlsx.render(document or every_block())))


def rows(sheet):
    """The rows under the head, as dictionaries."""
    head, *rest = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in rest]


def shown(bound, language):
    """What a cell shows: a number, or words where a number would say too much."""
    if isinstance(bound.value, Amount):
        return float(bound.value.rounded().value)
    return bound.value if isinstance(bound.value, int) else bound.words(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_table_chart_or_map_is_in_its_cell_with_its_address(language):
    document = every_block(language)
    tables = [b for slide in document.slides for b in slide.blocks if isinstance(b, Table | Chart | Map)]
    in_tables = Document(tables).bounds()
    figures = {bound.address: bound for bound in document.bounds()}
    expected = Counter((b.address, shown(b, language)) for b in [*in_tables, *figures.values()])

    assert Counter(xlsx.read_bounds(xlsx.render(document))) == expected


class Document:
    """Blocks as a document of one slide, to ask for their numbers."""

    def __init__(self, blocks):
        self.bounds = replace(every_block(), slides=(Slide("content", "One", blocks=tuple(blocks)),)).bounds


def test_the_sheets_stand_in_reading_order():
    assert opened().sheetnames == [
        "Read me", "Figures", "Slide 2.1 (1)", "Slide 2.2 (1)", "Slide 2.2 (2)", "Definitions", "Rows 1 Participations",
        "Sources",
    ]  # fmt: skip


def test_a_figure_is_one_line_with_a_real_number_and_its_limits():
    figures = {row["Address of the figure"].split("?")[0]: row for row in rows(opened()["Figures"])}

    total = figures["capacity.participations"]
    budget, union = figures["money.project_budget"], figures["capacity.countries_represented"]
    assert {total["Value"], budget["Value"]} <= {752, 872, 3144, 4768, 1_000_000}
    assert (budget["Value"], budget["Currency"], budget["Unit"]) == (1_000_000, "USD", None)
    assert (union["Value"], union["Lowest"], union["Highest"]) == (None, 94, 175)
    assert (union["as reported"], budget["as reported"]) == ("*", None)


def test_the_head_stays_in_sight_and_the_figures_can_be_filtered():
    sheet = opened()["Figures"]

    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:M{sheet.max_row}"


def test_a_figure_and_its_rows_lead_to_each_other():
    book = opened()
    (there,) = [cell.hyperlink for row in book["Figures"].iter_rows() for cell in row if cell.hyperlink]
    (back,) = [
        cell.hyperlink for row in book["Rows 1 Participations"].iter_rows() for cell in row if cell.hyperlink
    ]

    assert (there.ref, there.location) == ("L2", "'Rows 1 Participations'!A1")
    assert back.location == "'Figures'!A2"


def test_text_that_looks_like_a_formula_stays_text():
    sheet = opened()["Rows 1 Participations"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=Workshop, Beijing"]

    assert cell.data_type == "s"
    raw = xlsx.render(every_block())
    assert b"<f>" not in raw


def test_a_day_is_a_date_and_a_period_is_words():
    sheet = CalamineWorkbook.from_filelike(BytesIO(xlsx.render(every_block()))).get_sheet_by_name(
        "Rows 1 Participations"
    )

    assert [row[1] for row in sheet.to_python()[-2:]] == ["2006–2013", date(2008, 12, 8)]


def test_a_reported_number_shows_its_star_and_stays_a_number():
    sheet = opened()["Slide 2.2 (1)"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == 752]

    assert cell.number_format == '#,##0"*"'


def test_an_arabic_workbook_is_read_from_the_right():
    assert {sheet.sheet_view.rightToLeft for sheet in opened(every_block("ar"))} == {True}
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in opened(every_block("ru"))} == {False}


def test_names_of_sheets_are_unique_short_and_free_of_signs_excel_refuses():
    bounds = [Bound(f"a.b?n={i}", i, "events", "Events: [all] of the kinds/sorts held") for i in range(3)]
    line = TrailLine("a/b/c", "Row", "2014", 1)
    document = replace(every_block(), accounts=tuple(Account(bound, "", trail=(line,)) for bound in bounds))
    names = opened(document).sheetnames

    assert [name for name in names if len(name) > 31 or set(name) & set("[]:*?/\\'")] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert len([name for name in names if name.startswith("Rows ")]) == 3


def test_the_same_document_gives_the_same_bytes_and_is_dated_as_of_its_figures():
    assert xlsx.render(every_block()) == xlsx.render(every_block())
    assert opened().properties.created == datetime(2014, 4, 9)


def test_a_chart_is_native_and_beside_its_numbers():
    assert [len(sheet._charts) for sheet in opened() if sheet.title == "Slide 2.1 (1)"] == [1]
