"""Small parts of an office document: what the library leaves to whoever knows the schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from colonnade.renderers import pdf_fonts

WIDE: Final = 16.6
"""Centimetres between the margins."""


def kept(words: str) -> str:
    """Without the controls that XML cannot hold."""
    return pdf_fonts.INVISIBLE.sub("", words)


def told(table: Any, words: str) -> None:
    """What the table is about, for readers who listen."""
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), kept(words))
    table._tbl.tblPr.append(told)


def widths_by_words(
    header: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]
) -> tuple[float, ...]:
    """Columns of numbers as wide as their longest word asks, in centimetres; the others share what is left."""
    wide = {
        column: min(
            3.2,
            0.55 + 0.21 * max(len(word) for row in (header, *rows) for word in (row[column].split() or [""])),
        )
        for column in numbers
    }
    others = max(1, len(header) - len(wide))
    left = max(3.0, WIDE - sum(wide.values())) / others
    return tuple(wide.get(column, left) for column in range(len(header)))


_AFTER: Final = {
    "w:pBdr": ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    "w:shd": ("w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    "w:bidi": ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
               "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr"),
    "w:tblBorders": ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"),
}  # fmt: skip


def in_place(parent: Any, child: Any) -> None:
    """Put a property where the schema wants it: word processors repair a file with properties out of order."""
    element = OxmlElement(child) if isinstance(child, str) else child
    name = f"w:{element.tag.rpartition('}')[2]}"
    after = {qn(one) for one in _AFTER[name]}
    for at, there in enumerate(parent):
        if there.tag in after:
            parent.insert(at, element)
            return
    parent.append(element)
