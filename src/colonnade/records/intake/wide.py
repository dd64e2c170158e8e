"""Tables that have a column for each item, read as the sheet that has a row for each: an index and its parts, side by side.

Which column is what is told by its heading, by whoever imports (``egdi=EGDI``), or by the last import of a table with the
same headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final, Protocol

from colonnade.records.intake.books import Table
from colonnade.records.intake.cells import NOT_KNOWN, Fault, Raw, folded, listing, shown
from colonnade.records.intake.findings import Findings
from colonnade.records.queries import headings_of, mappings_of

NOT_USED: Final = "-"
"""What a column means that is left out."""
HEADINGS_WITHIN: Final = 20


@dataclass(frozen=True)
class Wide:
    """How a wide table becomes rows of a sheet.

    ``item`` names the sheet's column of the item, ``value`` and ``beside`` those of what is said of it; ``shared`` are the
    columns that all items of a row share, with the headings others give them; ``items`` the codes of the items by
    everything that a heading may call them, folded.
    """

    item: str
    value: str
    beside: str
    shared: Mapping[str, tuple[str, ...]]
    items: Callable[[], Mapping[str, str]]

    def shared_in(self, headings: Sequence[str]) -> dict[str, str]:
        """The headings that mean a shared column, each column once."""
        found: dict[str, str] = {}
        for heading in headings:
            for column, names in self.shared.items():
                if folded(heading) in map(folded, names) and column not in found.values():
                    found[heading] = column
        return found


class WideSheet(Protocol):
    """What is asked of a sheet here."""

    @property
    def name(self) -> str: ...
    @property
    def wide(self) -> Wide | None: ...
    def column(self, name: str) -> Any: ...


@dataclass
class UnfoldedTable(Table):
    """The rows of a wide table as rows of the sheet; ``columns`` say what each of its headings means."""

    of: Table | None = None
    sheet: Any = None
    heading_row: int = 1
    headings: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()

    def rows(self) -> Iterator[list[Raw]]:
        wide: Wide = self.sheet.wide
        yield ["code", wide.item, *wide.shared, wide.value, wide.beside, "source_detail"]
        place = {self.columns.get(heading, NOT_USED): at for at, heading in enumerate(self.headings)}
        held: dict[str, Any] = {}
        kinds = [self.sheet.column(name).kind.ready(held) for name in wide.shared]
        assert self.of is not None  # noqa: S101  (made by unfolded)
        for number, cells in enumerate(self.of.rows(), start=1):
            if number > self.heading_row and any(cell is not None for cell in cells):
                shared = [_cell(cells, place[name]) for name in wide.shared]
                code = "-".join(_coded(kind, cell) for kind, cell in zip(kinds, shared, strict=True))
                for item in self.items:
                    value = _cell(cells, place[item])
                    beside = _cell(cells, place.get(f"{item}:{wide.beside}"))
                    if _said(value) or _said(beside):
                        yield [
                            f"{item}-{code}",
                            item,
                            *shared,
                            value,
                            beside,
                            f"{self.of.name}, row {number}",
                        ]


def _cell(cells: Sequence[Raw], place: int | None) -> Raw:
    return cells[place] if place is not None and place < len(cells) else None


def _said(cell: Raw) -> bool:
    return cell is not None and shown(cell).strip().casefold() not in {"", *NOT_KNOWN}


def _coded(kind: Any, cell: Raw) -> str:
    """The part of a code that a cell stands for; as it was typed where it cannot be read, which is told with its row."""
    try:
        return shown(kind.read(cell)[0]) if cell is not None else ""
    except Fault:
        return shown(cell)


def unfolded(
    tables: Sequence[Table], sheets: Sequence[WideSheet], told: Mapping[str, str], findings: Findings
) -> list[Table]:
    """The tables of a file, each wide one as the sheet it can be read as."""
    readers = [_Reader(sheet, sheet.wide, told, findings) for sheet in sheets if sheet.wide]
    ours = {folded(sheet.name) for sheet in sheets if not sheet.wide}
    found: list[Table] = []
    for table in tables:
        read = (
            None if folded(table.name) in ours else next(filter(None, (r.read(table) for r in readers)), None)
        )
        found.append(read or table)
    return found


@dataclass
class _Reader:
    """Looks for wide tables of one sheet."""

    sheet: WideSheet
    wide: Wide
    told: Mapping[str, str]
    findings: Findings

    @cached_property
    def items(self) -> Mapping[str, str]:
        return self.wide.items()

    @cached_property
    def remembered(self) -> dict[str, dict[str, str]]:
        return mappings_of(self.sheet.name)

    def read(self, table: Table) -> UnfoldedTable | None:
        for number, row in enumerate(islice(table.rows(), HEADINGS_WITHIN), start=1):
            headings = tuple(shown(cell).strip() for cell in row)
            if folded(self.wide.item) in map(folded, headings):
                return None  # it has a row for each item already
            columns = self._columns(headings)
            shared = set(self.wide.shared) <= set(columns.values())
            items = (
                tuple(dict.fromkeys(m for m in columns.values() if m in set(self.items.values())))
                if shared
                else ()
            )
            if items:
                self._check_told(table)
                return self._made(table, number, headings, columns, items)
            if shared:
                self._hint(table)
                return None
        return None

    def _columns(self, headings: Sequence[str]) -> dict[str, str]:
        """What each heading means: as it was told now, else as it was remembered, else as it is called."""
        named = [heading for heading in headings if heading]
        kept = self.remembered.get(headings_of(named), {}) if named else {}
        shared = self.wide.shared_in(named)
        said = {folded(heading): meaning for heading, meaning in self.told.items()}
        columns = {h: said.get(folded(h)) or kept.get(h) or shared.get(h) or NOT_USED for h in named}
        if not set(self.wide.shared) <= set(columns.values()):
            return columns  # whatever else is in it: of a country and a year it is not
        for heading in named:
            if columns[heading] == NOT_USED and folded(heading) not in said and heading not in kept:
                columns[heading] = self.items.get(folded(heading), NOT_USED)
        first = next((meaning for meaning in columns.values() if meaning in set(self.items.values())), "")
        for heading in named:
            if columns[heading] == NOT_USED and folded(heading) not in said and heading not in kept:
                columns[heading] = self._beside(heading, first)
        return columns

    def _beside(self, heading: str, first: str) -> str:
        """“Rank” is that of the first item; “OSI rank” that of its own."""
        words = folded(heading).split()
        if self.wide.beside not in words or not first:
            return NOT_USED
        of = self.items.get(" ".join(word for word in words if word != self.wide.beside), "")
        of = of or (first if words == [self.wide.beside] else "")
        return f"{of}:{self.wide.beside}" if of else NOT_USED

    def _check_told(self, table: Table) -> None:
        codes = sorted(set(self.items.values()))
        meanings = [*self.wide.shared, *codes, *(f"{code}:{self.wide.beside}" for code in codes), NOT_USED]
        for heading, meaning in self.told.items():
            if meaning not in meanings:
                self.findings.add(
                    table.name, f"“{heading}={meaning}”: there is no indicator {meaning} in the record.",
                    f"Choose among: {listing(meanings, 40)}.",
                )  # fmt: skip

    def _hint(self, table: Table) -> None:
        self.findings.add(
            table.name, f"“{table.name}” has a country and a year in each row, but none of its other columns is called as an "
            "indicator of the record.",
            "Enter the indicators first (sheet Indicators), or say which column is which: --column score=EGDI.",
            severity="note",
        )  # fmt: skip

    def _made(
        self,
        table: Table,
        number: int,
        headings: tuple[str, ...],
        columns: dict[str, str],
        items: tuple[str, ...],
    ) -> UnfoldedTable:
        left = [heading for heading, meaning in columns.items() if meaning == NOT_USED]
        used = [f"{heading} = {meaning}" for heading, meaning in columns.items() if meaning != NOT_USED]
        not_used = f" Not used: {listing(left)}." if left else ""
        self.findings.add(
            self.sheet.name, f"{table.name} was read as a table with a column for each item: {listing(used, 20)}.{not_used}",
            severity="note",
        )  # fmt: skip
        made = UnfoldedTable(
            name=self.sheet.name, last_row=0, read_as=f"{table.read_as}, {table.name} unfolded".removeprefix(", "), of=table,
            sheet=self.sheet, heading_row=number, headings=headings, columns=columns, items=items,
        )  # fmt: skip
        for row in made.rows():
            made.last_row, made.last_column = made.last_row + 1, len(row)
        return made
