"""Tables on a sheet of somebody else's: under a title of its own, and perhaps beside another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from colonnade.records.intake.books import Table
from colonnade.records.intake.cells import Raw, shown, tidy
from colonnade.records.intake.csvs import CsvTable
from colonnade.records.intake.opening import Opened

WITHIN = 20
"""A table's headings stand within so many rows of the top."""
TITLE_BEFORE = 3


@dataclass
class Block:
    """One table: its title, the row of its headings (from 1), its columns (from 0) and what they are called."""

    table: Table
    heading_row: int
    columns: tuple[int, ...]
    headings: tuple[str, ...]
    title: str = ""

    def rows(self) -> Iterator[tuple[int, list[Raw]]]:
        """The rows under the headings that have anything in them, each with its number on the sheet."""
        for number, cells in enumerate(self.table.rows(), start=1):
            if number > self.heading_row:
                held = [cells[place] if place < len(cells) else None for place in self.columns]
                if any(cell is not None and shown(cell).strip() for cell in held):
                    yield number, held

    def names(self) -> tuple[str, ...]:
        """The headings, the second of a name with its number, so that each is one column's."""
        seen: dict[str, int] = {}
        found = []
        for heading in self.headings:
            seen[heading] = seen.get(heading, 0) + 1
            found.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
        return tuple(found)


@dataclass(frozen=True)
class Loose:
    """A cell outside every table: a legend, a remark."""

    row: int
    column: int
    text: str


def blocks(table: Table) -> tuple[list[Block], list[Loose]]:
    """The tables of a sheet, and what stands beside them. Two stand side by side where each has a title of its own."""
    top = [list(cells) for _number, cells in zip(range(WITHIN + TITLE_BEFORE), table.rows(), strict=False)]
    if isinstance(table, CsvTable):
        return _as_one(table, top), []
    bands = _bands(table)
    found = [block for first, last in bands if (block := _block(table, top, first, last))]
    if len(found) > 1 and all(block.title for block in found):
        inside = {place for block in found for place in block.columns}
        return found, list(_loose(table, inside))
    return _as_one(table, top), []


def tables_of(book: Opened) -> list[Block]:
    """Every table of a file, in the order of its sheets; what is hidden is no list."""
    return [block for table in book.tables if not table.hidden for block in blocks(table)[0]]


def sample(block: Block, rows: int) -> list[list[str]]:
    """The first rows of a table as words."""
    return [
        [shown(cell).strip() for cell in cells]
        for (_number, cells), _n in zip(block.rows(), range(rows), strict=False)
    ]


def _filled(cell: Raw) -> bool:
    return cell is not None and bool(tidy(shown(cell)))


def _as_one(table: Table, top: list[list[Raw]]) -> list[Block]:
    width = max((len(cells) for cells in top), default=0)
    block = _block(table, top, 0, width - 1) if width else None
    return [block] if block else []


def _bands(table: Table) -> list[tuple[int, int]]:
    """Runs of columns with something in them."""
    used: set[int] = set()
    for cells in table.rows():
        used.update(place for place, cell in enumerate(cells) if _filled(cell))
    bands: list[tuple[int, int]] = []
    for place in sorted(used):
        if bands and place == bands[-1][1] + 1:
            bands[-1] = (bands[-1][0], place)
        else:
            bands.append((place, place))
    return bands


def _block(table: Table, top: list[list[Raw]], first: int, last: int) -> Block | None:
    """The table between two columns: its headings are the first row with two words or more and no number."""
    for at, cells in enumerate(top[:WITHIN]):
        held = {
            place: cells[place] for place in range(first, min(last + 1, len(cells))) if _filled(cells[place])
        }
        if len(held) < 2 or not all(isinstance(cell, str) for cell in held.values()):
            continue
        places = tuple(held)
        return Block(
            table, at + 1, places, tuple(tidy(shown(held[place])) for place in places), _title(top, at, first, last)
        )  # fmt: skip
    return None


def _title(top: Sequence[list[Raw]], at: int, first: int, last: int) -> str:
    for cells in reversed(top[max(0, at - TITLE_BEFORE) : at]):
        words = [tidy(shown(cell)) for cell in cells[first : last + 1] if _filled(cell)]
        if words:
            return words[0] if len(words) == 1 else ""
    return ""


def _loose(table: Table, inside: set[int]) -> Iterator[Loose]:
    for number, cells in enumerate(table.rows(), start=1):
        for place, cell in enumerate(cells):
            if place not in inside and _filled(cell):
                yield Loose(number, place + 1, tidy(shown(cell)))
