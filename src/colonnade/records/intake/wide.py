"""Tables that have a column for each item, read as the sheet that has a row for each: an index and its parts, side by side.

Which column is what is told by its heading, by whoever imports (``egdi=EGDI``), or by the last import of a table with the
same headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from colonnade.records.intake.books import Table
from colonnade.records.intake.cells import NOT_KNOWN, Fault, Raw, folded, listing, shown
from colonnade.records.intake.findings import Findings
from colonnade.records.queries import mapping_for

if TYPE_CHECKING:
    from colonnade.records.intake.sheets import Sheet

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
                        yield [f"{item}-{code}", item, *shared, value, beside, f"{self.of.name}, row {number}"]


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
    tables: Sequence[Table], sheets: Sequence[Sheet], told: Mapping[str, str], findings: Findings
) -> list[Table]:
    """The tables of a file, each wide one as the sheet it can be read as."""
    wide = [sheet for sheet in sheets if sheet.wide]
    ours = {folded(sheet.name) for sheet in sheets if not sheet.wide}
    found: list[Table] = []
    for table in tables:
        read = None if folded(table.name) in ours else _first(_as(table, sheet, told, findings) for sheet in wide)
        found.append(read or table)
    return found


def _first(tables: Iterator[UnfoldedTable | None]) -> UnfoldedTable | None:
    return next((table for table in tables if table), None)


def _as(
    table: Table, sheet: Sheet, told: Mapping[str, str], findings: Findings
) -> UnfoldedTable | None:
    wide = sheet.wide
    assert wide is not None  # noqa: S101  (the caller asks only such sheets)
    for number, row in enumerate(islice(table.rows(), HEADINGS_WITHIN), start=1):
        headings = tuple(shown(cell).strip() for cell in row)
        if folded(wide.item) in map(folded, headings):
            return None  # it has a row for each item already
        shared = wide.shared_in([heading for heading in headings if heading])
        kept = mapping_for(heading for heading in headings if heading) if any(headings) else None
        remembered = kept.columns if kept and kept.layout == sheet.name else {}
        if len(shared) < len(wide.shared) and not remembered:
            continue
        columns = _columns(wide, headings, shared, remembered, told, table, findings)
        items = tuple(dict.fromkeys(meaning for meaning in columns.values() if meaning in wide.items().values()))
        if set(wide.shared) <= set(columns.values()) and items:
            return _made(table, sheet, number, headings, columns, items, findings)
        findings.add(
            table.name, f"“{table.name}” may be a table with a column for each of the {sheet.name.lower()}, "
            "but no column is called as an indicator of the record.",
            "Enter the indicators first (sheet Indicators), or say which column is which: --column egdi=EGDI.",
            severity="note",
        )  # fmt: skip
        return None
    return None


def _columns(
    wide: Wide, headings: Sequence[str], shared: Mapping[str, str], remembered: Mapping[str, str],
    told: Mapping[str, str], table: Table, findings: Findings,
) -> dict[str, str]:  # fmt: skip
    """What each heading means: as it was told now, else as it was remembered, else as it is called."""
    items = wide.items()
    said = {folded(heading): meaning for heading, meaning in told.items()}
    meanings = {*wide.shared, *items.values(), *(f"{code}:{wide.beside}" for code in items.values()), NOT_USED}
    for heading, meaning in told.items():
        if meaning not in meanings:
            findings.add(
                table.name, f"“{heading}={meaning}”: there is no indicator {meaning} in the record.",
                f"Choose among: {listing(sorted(meanings - {NOT_USED}))}.",
            )  # fmt: skip
    columns: dict[str, str] = {}
    for heading in filter(None, headings):
        known = remembered.get(heading) or shared.get(heading) or items.get(folded(heading))
        columns[heading] = said.get(folded(heading)) or known or NOT_USED
    first = next((meaning for meaning in columns.values() if meaning in items.values()), "")
    for heading, meaning in columns.items():
        if meaning == NOT_USED and folded(heading) not in said and heading not in remembered and first:
            words = folded(heading).split()
            if wide.beside in words:
                of = items.get(" ".join(word for word in words if word != wide.beside), "")
                columns[heading] = f"{of or first}:{wide.beside}" if of or words == [wide.beside] else NOT_USED
    return columns


def _made(
    table: Table, sheet: Sheet, number: int, headings: tuple[str, ...], columns: dict[str, str], items: tuple[str, ...],
    findings: Findings,
) -> UnfoldedTable:  # fmt: skip
    left = [heading for heading, meaning in columns.items() if meaning == NOT_USED]
    used = [f"{heading} = {meaning}" for heading, meaning in columns.items() if meaning != NOT_USED]
    not_used = f" Not used: {listing(left)}." if left else ""
    findings.add(
        sheet.name, f"{table.name} was read as a table with a column for each item: {listing(used, 20)}.{not_used}",
        severity="note",
    )  # fmt: skip
    made = UnfoldedTable(
        name=sheet.name, last_row=0, read_as=f"{table.read_as}, {table.name} unfolded".lstrip(", "), of=table, sheet=sheet,
        heading_row=number, headings=headings, columns=columns, items=items,
    )  # fmt: skip
    made.last_row = sum(1 for _row in made.rows())
    made.last_column = len(next(iter(made.rows())))
    return made
