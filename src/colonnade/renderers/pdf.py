"""The report as a PDF to read: A4, tagged for readers who listen, with bookmarks and an annex of the rows.

Typst sets it. The document goes to the layout as JSON beside the source, never as source,
so no word an officer writes can be taken for an instruction.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import typst

from colonnade.renderers import pdf_fonts
from colonnade.renderers.bidi import with_days_marked
from colonnade.renderers.document import Document
from colonnade.renderers.pdf_content import Content, Link

SUFFIX: Final = "pdf"
MEDIA_TYPE: Final = "application/pdf"

_ESCAPED: Final = re.compile(r"\\(?:\\|u00[01][0-9a-f]|[bfr])")
"""How JSON writes the controls below the space; a real backslash is matched too, to be kept."""


_REMEMBERED: Final = 10


class NotPrinted(RuntimeError):
    """The layout could not be set, or the result would shut out readers who listen (PDF/UA-1)."""


def render(
    document: Document,
    *,
    link: Link | None = None,
    layout: str = "report.typ",
    pieces: Mapping[str, str] | None = None,
) -> bytes:
    """The document as PDF. ``link`` gives the web address of a figure; without one a figure leads to the annex.

    ``layout`` is another than the report's where the same document is to be shorter, such as the brief of a country;
    ``pieces`` are texts and drawings that this layout asks for beside the document.

    The same document gives the same bytes: the file is dated on the day of its figures.
    A warning of the layout engine is a Python warning, which the tests turn into an error.
    """
    inputs = printable(Content.of(document, link).whole(), document.language) | dict(pieces or {})
    stamp = datetime.combine(document.as_of, time(), UTC)
    with as_file(files("colonnade.renderers").joinpath("layouts")) as layouts:
        try:
            pdf, found = compiler(layouts, layout).compile_with_warnings(
                format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=stamp
            )
        except typst.TypstError as error:
            hints = " ".join(error.hints)
            raise NotPrinted(
                f"“{document.title}” cannot be printed as PDF: {error.message} {hints}"
            ) from error
        finally:
            _forget(layouts)
    for warning in found:
        warnings.warn(f"“{document.title}” as PDF: {warning.message}", RuntimeWarning, stacklevel=2)
    if not isinstance(pdf, bytes):
        raise NotPrinted(f"“{document.title}” gave {type(pdf).__name__} instead of one PDF.")
    return pdf


def compiler(layouts: Path, layout: str) -> typst.Compiler:
    """One layout with our fonts, ready to print: set up once, each paper of a batch takes milliseconds."""
    return typst.Compiler(
        layouts / layout, root=layouts, font_paths=pdf_fonts.shared(), ignore_system_fonts=True
    )


def _forget(layouts: Path) -> None:
    """Let the engine drop what it remembers of the document, which it does for whatever ten printings left unused.

    A report of 2,000 rows leaves some 50 MB; without this the process grows to nearly a gigabyte.
    """
    nothing = compiler(layouts, "nothing.typ")
    for _ in range(_REMEMBERED + 1):
        nothing.compile(format="svg")


def printable(content: dict[str, Any], language: str) -> dict[str, str]:
    """The content as JSON in characters our fonts have; the others are spelt out, and the report says so."""
    text = with_days_marked(json.dumps(content, ensure_ascii=False), language)
    text = _ESCAPED.sub(lambda escape: escape[0] if escape[0] == r"\\" else "", text)
    text = pdf_fonts.INVISIBLE.sub("", text)
    missing = sorted(set(text) - pdf_fonts.printable())
    for character in missing:
        text = text.replace(character, pdf_fonts.spelt_out(character))
    names = [f"U+{ord(character):04X} {pdf_fonts.spelt_out(character)}" for character in missing]
    return {"data": text, "spelt_out": json.dumps(names)}
