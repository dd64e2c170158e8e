"""A share or a mean is printed with what it is of, in every format, wherever a number can stand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from tests.renderers.a_document import bound, cell, every_block

from colonnade.renderers.document import Account, Chart, Numbers, Series, Slide, Table, dumps, loads
from colonnade.renderers.formats import FORMATS
from colonnade.renderers.html import render as html
from colonnade.renderers.json import read_bounds
from colonnade.values.numbers import Ratio

RATE = bound("capacity.response_rate", Ratio(31, 50), "per-cent", "Response rate")
GAIN = bound("capacity.learning_gain", Ratio(Decimal("540.00"), 31, share=False), "points", "Learning gain")
WORDS = ("62 per cent (31 of 50)", "+17.4 points (n = 31)")


def with_shares():
    slide = Slide("content", "Evaluation", "1.1", blocks=(
        Numbers((RATE, GAIN)),
        Table(("Figure", "Value"), ((cell("Rate"), cell(RATE)), (cell("Gain"), cell(GAIN)))),
        Chart("bar", ("2013", "2014"), (Series("Response rate", (RATE, RATE)),), "Rate", "Rate"),
    ))  # fmt: skip
    return replace(every_block(), slides=(slide,), accounts=(Account(RATE, "2014"), Account(GAIN, "2014")))


def text_of(suffix, data):
    if suffix == "pptx":
        shapes = [shape for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes]
        tables = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
        return "\n".join([s.text_frame.text for s in shapes if s.has_text_frame] + tables)
    if suffix == "xlsx":
        return "\n".join(
            str(c.value) for s in load_workbook(BytesIO(data)) for row in s.iter_rows() for c in row
        )
    if suffix == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return data.decode()


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.SUFFIX)
def test_every_format_prints_a_share_with_what_it_is_of(module):
    told = " ".join(text_of(module.SUFFIX, module.render(with_shares())).split())

    assert [words for words in WORDS if words not in told] == []


def test_a_share_is_per_cent_for_programs_and_says_what_was_divided():
    data = next(module for module in FORMATS if module.SUFFIX == "json").render(with_shares())

    assert {printed for _address, printed in read_bounds(data)} == set(WORDS)
    assert '"value": "62.0", "top": "31", "of": 50' in data.decode()
    assert 'value="62.0"' in html(with_shares()).decode()


def test_an_edition_keeps_it():
    assert loads(dumps(with_shares())) == with_shares()
