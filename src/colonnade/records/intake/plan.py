"""A file beside the record: what was understood, what is wrong with it, what would change; and then, confirmed, written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import DatabaseError, IntegrityError, transaction

from colonnade.records.actions import remember_mapping
from colonnade.records.errors import Refused
from colonnade.records.intake.books import Limits, Table
from colonnade.records.intake.comparing import IMPORT, Change, compare
from colonnade.records.intake.days import NO_ORDER, DayOrder
from colonnade.records.intake.drafts import SILENT, Draft, Part
from colonnade.records.intake.findings import Finding, Findings
from colonnade.records.intake.headings import Understood, understand
from colonnade.records.intake.links import Codes, check_circles, check_links, check_once
from colonnade.records.intake.opening import Opened, open_book
from colonnade.records.intake.rows import Reader
from colonnade.records.intake.sheets import SOURCES, Sheet
from colonnade.records.intake.wide import UnfoldedTable, unfolded
from colonnade.records.intake.writing import Writer
from colonnade.records.models import Batch, Source

Progress = Callable[[str, int | None], Callable[[int], None]]
"""Told the step and how many rows it has; answers with what is called after so many more of them."""


def silent(step: str, total: int | None) -> Callable[[int], None]:
    """No progress shown."""
    return lambda _: None


@dataclass(frozen=True)
class Options:
    """Answers given beforehand: the order of day and month, the encoding, and whether to put a file over hand edits.

    ``columns`` say what the headings of a table with a column for each item mean.
    """

    dates: DayOrder = NO_ORDER
    encoding: str = ""
    overwrite: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


@dataclass
class Plan:
    """What an import would do. Nothing is written by making one."""

    file_name: str
    sha256: str
    book: Opened
    understood: list[Understood]
    findings: tuple[Finding, ...]
    changes: list[Change]
    codes: Codes

    @property
    def stopped(self) -> bool:
        """Is there a problem to mend or a question to answer first?"""
        return any(finding.stops for finding in self.findings)

    @property
    def new(self) -> int:
        return sum(each.new for each in self.understood)

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.understood)

    @property
    def same(self) -> int:
        return sum(each.same for each in self.understood)

    @property
    def verdict(self) -> str:
        """How many problems and questions stand in the way, in words."""
        count = Counter(finding.severity for finding in self.findings if finding.stops)
        words = [
            f"{number} {word}{'' if number == 1 else 's'}"
            for word in ("problem", "question")
            if (number := count[word])
        ]
        return " and ".join(words) or "nothing is wrong"

    def told(self) -> list[str]:
        """What was understood, a line a sheet."""
        return [each.line for each in self.understood]

    def as_json(self) -> dict[str, Any]:
        """All of it for a script."""
        return {
            "file": self.file_name, "sha256": self.sha256, "stopped": self.stopped,
            "new": self.new, "changed": self.changed, "same": self.same,
            "sheets": [
                {"sheet": each.name, "read_as": each.table.read_as, "rows": each.rows, "new": each.new,
                 "changed": each.changed, "same": each.same, "withdrawn": each.withdrawn, "faulty": each.faulty,
                 "examples": each.examples, "not_used": each.not_used}
                for each in self.understood
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "changes": [
                {"sheet": change.part.understood.name, "code": change.code, "column": column, "old": old, "new": new}
                for change in self.changes for column, old, new in change.words()
            ],
        }  # fmt: skip

    @property
    def empty(self) -> bool:
        """Is there nothing to write?"""
        return not self.changes

    def write(self, by: Any = None, progress: Progress = silent) -> Batch | None:
        """Write all of it in one transaction, or refuse it in a sentence and write nothing.

        ``by`` is the account of who confirmed it. Without anything to change no batch is
        kept, so that a second import of the same file leaves no trace.
        """
        if self.stopped:
            raise Refused(
                "The file has problems or questions. Mend and answer them first; nothing was written."
            )
        if self.empty:
            return None
        user = by if getattr(by, "pk", None) else None
        writer = Writer(self.codes, f"{IMPORT}{self.file_name}", user, progress("Writing", len(self.changes)))
        try:
            with transaction.atomic():
                writer.write(self.changes)
                batch = self._batch(by)
                writer.kept.keep(batch)
                self._remember(by)
                return batch
        except (IntegrityError, DatabaseError) as error:
            raise Refused(_refusal(error, writer.now)) from error

    def _remember(self, by: Any) -> None:
        """What the columns of a wide table meant, for the next with the same headings."""
        for table in self.book.tables:
            if isinstance(table, UnfoldedTable):
                headings = [heading for heading in table.headings if heading]
                remember_mapping(headings=headings, columns=table.columns, layout=table.sheet.name, by=by)

    def _batch(self, by: Any) -> Batch:
        return Batch.objects.create(
            file_name=self.file_name[:300], sha256=self.sha256, imported_by=str(by or "")[:150],
            added=self.new, changed=self.changed, unchanged=self.same,
            summary={
                each.name: {"new": each.new, "changed": each.changed, "same": each.same, "not used": each.not_used}
                for each in self.understood if each.sheet
            },
        )  # fmt: skip


def _refusal(error: Exception, change: Change | None) -> str:
    """The database's own rule, with the place in the file where it was met."""
    reason = str(error).strip().splitlines()[0]
    where = (
        f", at or after {change.part.understood.name}, row {change.draft.row} ({change.code})"
        if change
        else ""
    )
    return (
        f"The record refused a row{where}: {reason}. Nothing was written. "
        "Correct the row; if the record changed meanwhile, import the file again."
    )


NO_OPTIONS: Final = Options()


def plan_import(
    source: Path | BinaryIO, sheets: Sequence[Sheet], options: Options = NO_OPTIONS, *, name: str = "",
    progress: Progress = silent,
) -> Plan:  # fmt: skip
    """Read a file and say what it would do. Raises NotReadable, in a sentence, where it is no table at all."""
    headings = {heading for sheet in sheets for heading in sheet.by_heading}
    book = open_book(source, headings, name=name, encoding=options.encoding, limits=options.limits)
    findings = Findings()
    book.tables = unfolded(book.tables, sheets, options.columns, findings)
    understood = understand(book, sheets, findings, options.limits)
    if not any(each.sheet for each in understood) and not any(finding.stops for finding in findings):
        findings.add(
            "",
            f"{book.name} holds nothing that can be imported.",
            "`colonnade template` writes a workbook to fill in.",
        )
    parts = _read(understood, sheets, findings, options, progress)
    codes = Codes(parts)
    check_links(parts, codes, findings)
    check_circles(parts, findings)
    check_once(parts, codes, findings)
    tick = progress("Comparing", sum(len(part.drafts) for part in parts))
    changes = list(compare(parts, codes, findings, overwrite=options.overwrite, tick=tick))
    order = [table.name for table in book.tables]
    return Plan(book.name, book.sha256, book, understood, findings.sorted(order), changes, codes)


def _read(
    understood: list[Understood],
    sheets: Sequence[Sheet],
    findings: Findings,
    options: Options,
    progress: Progress,
) -> list[Part]:
    """The rows of every sheet as drafts, in the order in which models are written."""
    held: dict[str, object] = {}
    addresses: dict[str, str] = {}
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    parts: list[Part] = []
    readable = [each for each in understood if each.readable]
    tick = progress("Reading", sum(each.table.last_row for each in readable))
    for each in sorted(readable, key=lambda each: order[each.sheet.name] if each.sheet else 0):
        if each.sheet is not None:
            reader = Reader(each, each.sheet, findings, options.dates, held, addresses)
            reader.read(tick)
            parts += reader.parts
    if addresses:
        parts = _with_addresses(parts, addresses)
        understood.append(parts[0].understood)
    first: dict[type, int] = {}
    for number, writing in enumerate(parts):
        first.setdefault(writing.model, number)
    return sorted(parts, key=lambda part: first[part.model])


def _with_addresses(parts: list[Part], addresses: dict[str, str]) -> list[Part]:
    """Web addresses as sources: those that a source has already, and one more for each of the others."""
    known = dict(
        Source.objects.filter(address__in=list(addresses)).order_by("-code").values_list("address", "code")
    )
    for part in parts:
        if part.model is Source and "address" in part.place:
            here = {part.value(draft, "address"): part.value(draft, "code") for draft in part.drafts}
            known |= {address: code for address, code in here.items() if address is not SILENT}
    renamed = {code: known[address] for address, code in addresses.items() if address in known}
    for part in parts:
        if renamed and "source" in part.place:
            part.drafts = [_renamed(draft, part.place["source"], renamed) for draft in part.drafts]
    made = [(code, address) for address, code in addresses.items() if address not in known]
    columns = tuple(SOURCES.column(name) for name in ("code", "kind", "title", "address"))
    told = Understood(Table(name="Sources made from addresses", last_row=0), SOURCES, rows=len(made))
    page = Part(
        told, SOURCES, Source, tuple(column.name for column in columns), columns,
        tuple(column.kind for column in columns),
        drafts=[Draft(row, (code, str(Source.Kind.PAGE), address[:400], address)) for row, (code, address) in enumerate(made)],
    )  # fmt: skip
    return [page, *parts]


def _renamed(draft: Draft, at: int, codes: dict[str, str]) -> Draft:
    code = draft.values[at]
    if code not in codes:
        return draft
    return Draft(draft.row, (*draft.values[:at], codes[code], *draft.values[at + 1 :]))
