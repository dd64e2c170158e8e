"""Rows as CSV, line by line while they are read, with no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

NUMBER = re.compile(r"-\d+(\.\d+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; a plain number below nought is none."""
    return f"'{cell}" if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) else cell


class _Caught(io.TextIOBase):
    """Where a writer of lines writes to; each line is taken away at once."""

    def __init__(self) -> None:
        self.held: list[str] = []

    def write(self, text: str) -> int:
        self.held.append(text)
        return len(text)

    def take(self) -> bytes:
        told, self.held = "".join(self.held).encode(), []
        return told


def as_csv(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """UTF-8 with its signature, so that spreadsheets read every script."""
    caught = _Caught()
    writer = csv.writer(caught)
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in row])
        if number % 500 == 0:
            yield caught.take()
    yield caught.take()
