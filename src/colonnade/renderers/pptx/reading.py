"""A deck read back: what is printed now at the place of each figure.

The alternative text of a shape says where its figures stand: ``p1r2`` is the second run of the
first paragraph, ``r2c3p1r1`` the same in a cell, ``s1c2`` the second point of a chart's first series.
What is read is what stands there, not what the alternative text says it was: a number changed by
hand is found.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from colonnade.values.numbers import Amount
from colonnade.values.words import NOT_KNOWN, number_words

_LINE: Final = re.compile(r"((?:r\d+c\d+)?p\d+r\d+|s\d+c\d+) (.+) = (.*)")
_TEXT: Final = re.compile(r"(?:r(\d+)c(\d+))?p(\d+)r(\d+)")
_POINT: Final = re.compile(r"s(\d+)c(\d+)")
_CHART: Final = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
_CURRENCY: Final = re.compile(r'"([A-Z]{3})\s"')


@dataclass(frozen=True)
class Printed:
    """A figure where it stands: the slide, the shape, what was printed and what is there now.

    ``now`` is empty where the place is gone: the shape was deleted or its words rewritten.
    """

    address: str
    slide: int
    shape: str
    where: str
    was: str
    now: str


def printed(data: bytes) -> tuple[Printed, ...]:
    """Every figure of the deck in order, with what stands at its place."""
    presentation = Presentation(io.BytesIO(data))
    language = presentation.core_properties.language or "en"
    return tuple(
        Printed(address, number, shape.name, where, was, _text_at(shape, where, language))
        for number, slide in enumerate(presentation.slides, 1)
        for shape in _shapes(slide.shapes)
        for where, address, was in _places(shape)
    )


def read_bounds(data: bytes) -> dict[str, tuple[str, ...]]:
    """For each address the texts printed at its places, in the order of the slides."""
    found: dict[str, list[str]] = defaultdict(list)
    for figure in printed(data):
        found[figure.address].append(figure.now)
    return {address: tuple(texts) for address, texts in found.items()}


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)


def _places(shape: Any) -> Iterator[tuple[str, str, str]]:
    described = shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
    for line in described.split("\n"):
        if match := _LINE.fullmatch(line):
            where, address, was = match.groups()
            yield where, address, was


def _text_at(shape: Any, where: str, language: str) -> str:
    if match := _POINT.fullmatch(where):
        return _point(shape.chart, int(match[1]), int(match[2]), language) if shape.has_chart else ""
    match = _TEXT.fullmatch(where)
    if match is None:
        return ""
    row, column, paragraph, run = (int(part) if part else 0 for part in match.groups())
    frame = _frame(shape, row, column)
    if frame is None or paragraph > len(frame.paragraphs):
        return ""
    runs = frame.paragraphs[paragraph - 1].runs
    return str(runs[run - 1].text) if run <= len(runs) else ""


def _frame(shape: Any, row: int, column: int) -> Any:
    if not row:
        return shape.text_frame if shape.has_text_frame else None
    if not shape.has_table or row > len(shape.table.rows) or column > len(shape.table.columns):
        return None
    return shape.table.cell(row - 1, column - 1).text_frame


def _point(chart: Any, series: int, category: int, language: str) -> str:
    """The point's own label where it has one (a span), else its value as the chart's format prints it."""
    drawn = chart._chartSpace.findall(".//c:ser", _CHART)
    if series > len(drawn):
        return ""
    index = category - 1
    for label in drawn[series - 1].findall("c:dLbls/c:dLbl", _CHART):
        words = label.find("c:tx/c:rich", _CHART)
        if words is not None and label.find("c:idx", _CHART).get("val") == str(index):
            return "".join(node.text or "" for node in words.iter(qn("a:t")))
    cache = drawn[series - 1].find("c:val//c:numCache", _CHART)
    if cache is None:
        return ""
    value = cache.find(f'c:pt[@idx="{index}"]/c:v', _CHART)
    form = cache.find("c:formatCode", _CHART)
    return NOT_KNOWN if value is None else _formatted(value.text, "" if form is None else form.text, language)


def _formatted(value: str, form: str, language: str) -> str:
    """As ``Bound.words`` prints it; what somebody typed over it may have decimals, and is given as typed."""
    number = Decimal(value)
    if currency := _CURRENCY.search(form):
        return number_words(Amount(number, currency[1]), language)
    return number_words(int(number), language) if number == int(number) else str(number)
