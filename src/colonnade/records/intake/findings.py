"""What an import has to say: all of it at once, each with its place, its value and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from colonnade.records.intake.cells import Fault

Severity = Literal["problem", "question", "note"]
ENOUGH = 1_000
"""Findings in one column that are told one by one; the rest are counted."""


@dataclass(frozen=True)
class Finding:
    """One thing to know about a file.

    A *problem* must be mended and a *question* answered before anything is written; a *note* only tells. ``stops`` is
    false for a question that has a safe answer: what was edited by hand is kept.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    what: str
    do: str
    severity: Severity = "problem"
    stops: bool = True

    @property
    def place(self) -> str:
        parts = (self.sheet, f"row {self.row}" if self.row else "", self.column)
        return ", ".join(filter(None, parts))

    @property
    def sentence(self) -> str:
        return f"{self.what} {self.do}".strip()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Findings:
    """The findings of one run, in the order of sheets and rows; a note that repeats down a column is told once."""

    def __init__(self) -> None:
        self._held: list[Finding] = []
        self._notes: dict[tuple[str, str, str], tuple[int, Finding]] = {}
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, sheet: str, what: str, do: str = "", *, row: int | None = None, column: str = "",
            value: str = "", severity: Severity = "problem", stops: bool | None = None) -> None:  # fmt: skip
        self._count[sheet, column] += 1
        if self._count[sheet, column] <= ENOUGH:
            stopping = severity != "note" if stops is None else stops
            self._held.append(Finding(sheet, row, column, value[:200], what, do, severity, stopping))

    def fault(self, sheet: str, row: int | None, column: str, value: str, fault: Fault) -> None:
        """A cell that cannot be taken as it is."""
        severity: Severity = "question" if fault.question else "problem"
        self.add(sheet, fault.what, fault.do, row=row, column=column, value=value, severity=severity)

    def note(self, sheet: str, row: int, column: str, value: str, what: str) -> None:
        """Something that was taken with a remark: the first is shown, the others are counted."""
        count, first = self._notes.get((sheet, column, what), (0, None))
        held = first or Finding(sheet, row, column, value[:200], what, "", "note", stops=False)
        self._notes[sheet, column, what] = (count + 1, held)

    def __iter__(self) -> Iterator[Finding]:
        yield from self._held
        for (sheet, column), count in self._count.items():
            if count > ENOUGH:
                more = f"{count - ENOUGH} more cells of this column have findings."
                yield Finding(sheet, None, column, "", more, "Mend the first ones and import again.")
        for count, first in self._notes.values():
            others = f" So have {count - 1} more cells of the column." if count > 1 else ""
            yield Finding(**{**asdict(first), "do": others.strip()})

    def sorted(self, order: list[str]) -> tuple[Finding, ...]:
        """Sheet by sheet in the file's order, row by row; what concerns a whole sheet first."""
        place = {name: number for number, name in enumerate(order)}
        return tuple(sorted(self, key=lambda f: (place.get(f.sheet, len(place)), f.sheet, f.row or 0)))
