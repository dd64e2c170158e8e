"""A list as it was handed over: a file of a workbook or of text, or text pasted from a spreadsheet."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, Final

from colonnade.records.intake.books import Limits, NotReadable
from colonnade.records.intake.csvs import read_csv
from colonnade.records.intake.opening import Opened, open_book

PASTED: Final = "pasted list"
MOST_PASTED: Final = 5 * 1024**2


def open_list(
    source: Path | BinaryIO | bytes, headings: Collection[str], *, name: str = "", encoding: str = "",
    limits: Limits | None = None,
) -> Opened:  # fmt: skip
    """A file of any of the kinds that are read."""
    held: Path | BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
    return open_book(held, headings, name=name, encoding=encoding, limits=limits)


def open_paste(text: str, headings: Collection[str]) -> Opened:
    """What somebody copied out of a spreadsheet: tabs between cells; or text with any separator."""
    content = text.lstrip("\ufeff").strip("\r\n").encode()
    if not content.strip():
        raise NotReadable("Nothing was pasted. Copy the cells with their headings, and paste them here.")
    if len(content) > MOST_PASTED:
        raise NotReadable("This is too much to paste. Save it as a file, and give the file.")
    table = read_csv(PASTED, content, headings, "utf-8")
    table.read_as = table.read_as.replace("CSV, utf-8", "Pasted text")
    return Opened(PASTED, hashlib.sha256(content).hexdigest(), [table], sheets_named=False)
