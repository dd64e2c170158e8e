"""CSV files in any separator and encoding: what a file is in is worked out, told, and may be said by its owner."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from colonnade.records.intake.books import NotReadable, Table
from colonnade.records.intake.cells import Raw, folded

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt"})
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# Encodings that offices have used. The charts of DOS and of mainframes make any bytes a text and are left out, and
# so are those that differ from Western Europe's by a few letters: their owner names them.
_USUAL: Final = [
    "cp1251", "cp1252", "cp1256", "cp949", "gb18030", "big5", "cp932", "koi8_r", "utf_16_le", "utf_16_be", "iso8859_6",
]  # fmt: skip


@dataclass
class CsvTable(Table):
    text: str = ""
    separator: str = ","
    guessed: bool = False

    @property
    def sample(self) -> str:
        """The first words that would look wrong if the encoding were another."""
        return next((cell for row in self.rows() for cell in row if cell and not str(cell).isascii()), "")  # type: ignore[return-value]

    def rows(self) -> Iterator[list[Raw]]:
        for row in csv.reader(io.StringIO(self.text), delimiter=self.separator):
            yield [cell or None for cell in row]


def read_csv(name: str, content: bytes, headings: Collection[str], encoding: str = "") -> CsvTable:
    """A file as a sheet. ``headings`` are those that would be understood, and decide between separators."""
    text, spelt = decode(name, content, encoding)
    separator = separator_of(text, headings)
    told = f"CSV, {spelt}, separated by {SEPARATORS.get(separator, separator)}"
    table = CsvTable(name=name, last_row=0, read_as=told, text=text, separator=separator)
    table.guessed = not encoding and not spelt.upper().startswith("UTF")
    try:
        for number, row in enumerate(table.rows(), start=1):
            if any(row):
                table.last_row, table.last_column = number, max(table.last_column, len(row))
    except csv.Error as error:
        raise NotReadable(
            f"{name} cannot be read as a table ({error}). A quotation mark may be missing at its end; "
            "open it in a spreadsheet and save it as CSV again."
        ) from error
    return table


def decode(name: str, content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and what it was encoded in."""
    if encoding:
        try:
            return content.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError) as error:
            raise NotReadable(
                f"{name} is not in the encoding “{encoding}”. Leave it out, or name another."
            ) from error
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return content.decode(marked, errors="replace"), marked.removesuffix("-sig").upper()
    try:
        if b"\0" not in content:
            return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    best = from_bytes(content, cp_isolation=_USUAL, chunk_size=2048, steps=20).best()
    if best is None:
        raise NotReadable(
            f"The encoding of {name} cannot be told. Name it with --encoding, or save it as UTF-8."
        )
    return str(best), best.encoding


def separator_of(text: str, headings: Collection[str]) -> str:
    """The separator under which most of the first line is headings that are known; else the most frequent one."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def score(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=separator), [])
        return sum(folded(cell) in headings for cell in cells), len(cells)

    return max(SEPARATORS, key=score)
