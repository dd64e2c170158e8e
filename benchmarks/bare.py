"""A barer floor: what the libraries alone take, handed content that is already made for them.

- PPTX: python-pptx opens the finished deck, that is, builds every part and every slide's tree from XML, and saves it.
  A script that adds the same shapes one by one can only take longer.
- PDF: Typst sets the same layout from the very text it is handed in a report. Looking for fonts is part of the first round.
- XLSX: XlsxWriter writes every cell of the finished workbook from constants, in one wrapped format, without notes, links,
  charts or heights of rows.
- HTML and JSON: finished text to bytes; JSON is written from plain lists and dictionaries.

None of these is a program somebody would ship; they say how much of a report is libraries.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def writers(file: Path, suffixes: Sequence[str]) -> dict[str, Callable[[], bytes]]:
    """For each format a function that writes the file again, with everything it needs at hand."""
    made = {"pptx": _pptx, "pdf": _pdf, "xlsx": _xlsx, "html": _html, "json": _json}
    return {suffix: made[suffix](file) for suffix in suffixes}


def _pptx(file: Path) -> Callable[[], bytes]:
    from pptx import Presentation

    ready = file.with_suffix(".pptx").read_bytes()

    def write() -> bytes:
        held = io.BytesIO()
        deck = Presentation(io.BytesIO(ready))
        for slide in deck.slides:
            _ = slide.shapes  # a part's tree is parsed when it is opened; nothing more is needed to write it
        deck.save(held)
        return held.getvalue()

    return write


def _pdf(file: Path) -> Callable[[], bytes]:
    from colonnade.renderers import pdf
    from colonnade.renderers.document import loads

    handed, compiler = _Handed(), pdf.compiler
    pdf.compiler = handed
    with contextlib.suppress(_Enough):
        pdf.render(loads(file.read_text(encoding="utf-8")))
    pdf.compiler = compiler

    def write() -> bytes:
        made = compiler(handed.layouts, "report.typ").compile_with_warnings(**handed.options)[0]
        pdf._forget(handed.layouts)  # or the next round would be given what this one left
        return made

    return write


class _Enough(Exception):
    """What Typst is to set is known; it need not set it yet."""


class _Handed:
    """Stands where Typst stands and keeps what it is handed."""

    def __call__(self, layouts: Path, layout: str) -> _Handed:
        self.layouts = layouts
        return self

    def compile_with_warnings(self, **options: Any) -> Any:
        self.options = options
        raise _Enough

    def compile(self, **_: Any) -> bytes:
        return b""


def _xlsx(file: Path) -> Callable[[], bytes]:
    import python_calamine
    import xlsxwriter

    book = python_calamine.CalamineWorkbook.from_path(str(file.with_suffix(".xlsx")))
    ready = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

    def write() -> bytes:
        held = io.BytesIO()
        with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
            wrapped = made.add_format({"text_wrap": True, "valign": "top"})
            for name, rows in ready.items():
                sheet = made.add_worksheet(name)
                for line, row in enumerate(rows):
                    for column, value in enumerate(row):
                        _cell(sheet, line, column, value, wrapped)
        return held.getvalue()

    return write


def _cell(sheet: Any, line: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, int | float):
        sheet.write_number(line, column, value, style)
    elif value == "":
        sheet.write_blank(line, column, None, style)
    else:
        sheet.write_string(line, column, str(value), style)


def _html(file: Path) -> Callable[[], bytes]:
    ready = file.with_suffix(".html").read_text(encoding="utf-8")
    return lambda: ready.encode()


def _json(file: Path) -> Callable[[], bytes]:
    held = file.with_suffix(f".{'json'}").read_bytes()
    ready = json.loads(held)
    return lambda: json.dumps(ready, ensure_ascii=False, indent=1).encode()
