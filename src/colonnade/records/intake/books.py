"""A file as it came: its sheets and their cells, whatever it was written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from colonnade.records.intake.cells import Raw


class NotReadable(Exception):
    """The file is none that can be read. Its text says what it is and what to do, in one sentence."""


@dataclass(frozen=True)
class Merged:
    """Cells joined into one; rows and columns from 1, both ends included."""

    name: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. A sheet of few kinds of record has no hundred thousand rows."""

    rows: int = 20_000
    many_rows: int = 1_000_000
    columns: int = 300
    file_bytes: int = 200 * 1024**2
    unpacked_bytes: int = 2 * 1024**3


@dataclass
class Table:
    """A sheet before anybody has understood it. ``last_row`` is the last with anything in it."""

    name: str
    last_row: int
    last_column: int = 0
    hidden: bool = False
    read_as: str = ""
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[Merged, ...] = field(default=())

    def rows(self) -> Iterator[list[Raw]]:
        """The rows from the first on, so that the number of a row is its place; empty cells are None."""
        raise NotImplementedError


def given(source: Path) -> str:
    """A file's own name."""
    return source.resolve().name
