"""Which sheet of ours a table is, which row holds its headings, and which column each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from colonnade.records.intake.books import Limits, Table
from colonnade.records.intake.cells import Raw, folded, listing, shown
from colonnade.records.intake.csvs import CsvTable
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.near import did_you_mean, nearest
from colonnade.records.intake.opening import Opened
from colonnade.records.intake.sheets import Column, Sheet

OUR_OWN = frozenset({"instructions", "lists", "findings"})
"""Sheets of the template that hold no records, folded."""
HEADING_WITHIN = 20


@dataclass
class Understood:
    """What was understood of one table, and in the end what becomes of its rows."""

    table: Table
    sheet: Sheet | None
    heading_row: int = 0
    columns: dict[int, Column] = field(default_factory=dict)
    not_used: list[str] = field(default_factory=list)
    rows: int = 0
    examples: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    withdrawn: int = 0
    faulty: int = 0
    fate: dict[int, str] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def line(self) -> str:
        """One line for people: what became of the sheet."""
        if self.sheet is None:
            return f"{self.name}: not used"
        if not self.columns and self.table.last_row:
            return f"{self.name}: not read"
        counts = ((self.new, "new"), (self.changed, "changed"), (self.same, "the same"), (self.faulty, "of them at fault"),
                  (self.withdrawn, "withdrawn before"))  # fmt: skip
        words = [f"{number:,} {word}" for number, word in counts if number] or ["no rows"]
        if self.examples:
            words.append(f"{self.examples} example{'' if self.examples == 1 else 's'} left out")
        if self.not_used:
            words.append(f"columns not used: {', '.join(self.not_used)}")
        how = f" ({self.table.read_as})" if self.table.read_as.startswith("CSV") else ""
        return f"{self.name}{how}: {'; '.join(words)}"

    @property
    def readable(self) -> bool:
        return self.sheet is not None and bool(self.columns)


def understand(book: Opened, sheets: Sequence[Sheet], findings: Findings, limits: Limits) -> list[Understood]:
    """Every table of the file with its sheet and columns; what could not be understood is told."""
    found: list[Understood] = []
    for table in book.tables:
        if folded(table.name) in OUR_OWN:
            continue
        taken = [each.sheet for each in found]
        sheet = _sheet_of(table, sheets, taken, findings, by_name=book.sheets_named)
        understood = Understood(table, sheet)
        found.append(understood)
        if isinstance(table, CsvTable) and table.guessed and sheet:
            findings.add(
                table.name, f"{table.read_as}: the encoding was worked out from the text.",
                f"If “{table.sample[:60]}” looks wrong, name the encoding with --encoding, or save the file as UTF-8.",
                value=table.sample, severity="note",
            )  # fmt: skip
        if sheet and table.last_row and not _too_large(table, sheet, findings, limits):
            _read_headings(understood, sheet, findings)
    return found


def _sheet_of(
    table: Table, sheets: Sequence[Sheet], taken: list[Sheet | None], findings: Findings, *, by_name: bool
) -> Sheet | None:
    by_fold = {folded(sheet.name): sheet for sheet in sheets}
    if sheet := by_fold.get(folded(table.name)):
        if sheet in taken:
            findings.add(table.name, f"{sheet.name} is in the file twice.", "Put all its rows on one sheet.")
            return None
        return sheet
    if not by_name:
        return _by_headings(table, sheets, findings)
    names = [sheet.name for sheet in sheets]
    if not table.last_row or table.hidden:
        return None
    near = nearest(table.name, names, limit=1, cutoff=0.8)
    do = did_you_mean(table.name, names, f"The sheets are: {listing(names, 40)}.")
    if not near:
        findings.add(
            table.name, f"“{table.name}” is no sheet of the workbook and was not used.", do, severity="note"
        )
        return None
    findings.add(table.name, f"There is no sheet “{table.name}”.", f"{do} Give it that name.")
    sheet = by_fold[folded(near[0])]
    # It is read all the same, so that everything else about it is told in the same run.
    return None if sheet in taken else sheet


def _by_headings(table: Table, sheets: Sequence[Sheet], findings: Findings) -> Sheet | None:
    """A file alone may have any name: its headings say what it holds."""
    first = next((row for row in islice(table.rows(), HEADING_WITHIN) if any(row)), [])
    fits = sorted(sheets, key=lambda sheet: -_known(first, sheet))
    best, second = _known(first, fits[0]), _known(first, fits[1]) if len(fits) > 1 else 0
    if best >= 2 and best > second:
        return fits[0]
    findings.add(
        table.name, f"Which sheet “{table.name}” is cannot be told.",
        f"Name the file as its sheet: {listing([sheet.name + '.csv' for sheet in sheets], 40)}.",
    )  # fmt: skip
    return None


def _known(row: Sequence[Raw], sheet: Sheet) -> int:
    return sum(folded(cell) in sheet.by_heading for cell in row if cell is not None)


def _too_large(table: Table, sheet: Sheet, findings: Findings, limits: Limits) -> bool:
    most = limits.many_rows if sheet.many else limits.rows
    if table.last_row - 1 > most:
        findings.add(
            table.name, f"The sheet has {table.last_row - 1:,} rows under its headings; at most {most:,} are read.",
            "Delete what lies under the table, or split the file.",
        )  # fmt: skip
        return True
    if table.last_column > limits.columns:
        findings.add(
            table.name, f"Something stands in column {table.last_column:,} of the sheet, far to the right of the table.",
            "Delete what lies beside the table.",
        )  # fmt: skip
        return True
    return False


def _read_headings(understood: Understood, sheet: Sheet, findings: Findings) -> None:
    """Find the row of headings near the top, and say which are not known, missing or there twice."""
    top = [list(row) for row in islice(understood.table.rows(), HEADING_WITHIN)]
    best = max(range(len(top)), key=lambda number: (_known(top[number], sheet), -number), default=0)
    name = understood.name
    if not top or not _known(top[best], sheet):
        expected = listing([column.heading for column in sheet.columns if column.required])
        findings.add(name, "No headings were found.", f"Put them in the first row: {expected} and so on.")
        return
    understood.heading_row = best + 1
    unknown: list[tuple[int, str]] = []
    for place, cell in enumerate(top[best]):
        column = sheet.by_heading.get(folded(cell)) if cell is not None else None
        if column and column in understood.columns.values():
            findings.add(
                name, f"Two columns are headed “{column.heading}”.", "Keep one of them.",
                row=best + 1, column=shown(cell), value=shown(cell),
            )  # fmt: skip
        elif column:
            understood.columns[place] = column
        elif cell is not None and shown(cell).strip():
            unknown.append((place, shown(cell).strip()))
    _tell_unknown(understood, sheet, unknown, findings)
    _tell_missing(understood, sheet, findings)


def _tell_unknown(
    understood: Understood, sheet: Sheet, unknown: list[tuple[int, str]], findings: Findings
) -> None:
    absent = [column.heading for column in sheet.columns if column not in understood.columns.values()]
    for _, heading in unknown:
        understood.not_used.append(heading)
        if folded(heading) == "reason":
            continue
        do = did_you_mean(heading, absent, "")
        findings.add(
            understood.name, f"The column “{heading}” is not known and was not used.", do,
            row=understood.heading_row, column=heading, value=heading, severity="note",
        )  # fmt: skip


def _tell_missing(understood: Understood, sheet: Sheet, findings: Findings) -> None:
    for column in sheet.columns:
        if column.required and column not in understood.columns.values():
            near = nearest(column.heading, understood.not_used, limit=1)
            do = f"Rename “{near[0]}” if it is that." if near else f"Add it: {column.kind.about()}."
            findings.add(
                understood.name, f"The column “{column.heading}” is missing; every row needs it.", do,
                row=understood.heading_row, column=column.heading,
            )  # fmt: skip
