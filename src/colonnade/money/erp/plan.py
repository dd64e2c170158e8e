"""An export beside what is held of the system of record: what it would add, and everything that is wrong; and then, confirmed, brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions import import_erp_lines
from colonnade.money.erp.layouts import EXPORTS, Proposal
from colonnade.money.erp.reading import Choices, Read, read_rows
from colonnade.money.models import ErpImport, Fund
from colonnade.money.queries.erp import Against, against_held
from colonnade.records.actions import keep_answers
from colonnade.records.errors import Refused
from colonnade.records.intake.blocks import Block, tables_of
from colonnade.records.intake.cells import listing
from colonnade.records.intake.findings import Finding, Findings
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.layouts import as_it_stands
from colonnade.records.intake.links import Codes
from colonnade.records.intake.opening import Opened
from colonnade.records.intake.plan import Plan
from colonnade.records.intake.reasons import with_reasons
from colonnade.records.queries import answers_about

FUND = ("erp fund", "code")
"""Under what it is kept how a fund is called in the system of record."""


@dataclass
class ErpPlan:
    """What an export would add to a fund. Nothing is written by making one."""

    book: Opened
    fund: Fund
    block: Block | None
    proposal: Proposal
    read: Read
    code: str
    against: Against
    findings: tuple[Finding, ...]
    before: ErpImport | None = None

    @property
    def stopped(self) -> bool:
        return any(finding.stops for finding in self.findings)

    @property
    def new(self) -> int:
        return len(self.against.new)

    @property
    def same(self) -> int:
        return self.against.same

    @property
    def empty(self) -> bool:
        return not self.against.new

    @property
    def funds(self) -> Counter[str]:
        """The funds of the file, where somebody must say which of them is meant."""
        return Counter() if self.code else self.read.funds

    @property
    def days(self) -> tuple[date, date] | None:
        days = [row.on for row in self.read.rows]
        return (min(days), max(days)) if days else None

    @property
    def came(self) -> Decimal:
        return sum((row.amount for row in self.read.rows if row.amount > 0), Decimal(0))

    @property
    def went(self) -> Decimal:
        return -sum((row.amount for row in self.read.rows if row.amount < 0), Decimal(0))

    @property
    def seen(self) -> str:
        """What somebody saw when they confirmed it; another state of the record makes it another."""
        return f"{self.book.sha256}:{self.new}:{self.same}:{self.code}"

    @transaction.atomic
    def write(self, by: Any) -> ErpImport | None:
        """Bring it in, and remember how the fund is called there."""
        if self.stopped:
            raise Refused(
                _("The export has problems or questions. Mend and answer them first; nothing was written.")
            )
        if self.code:
            keep_answers(about=self.fund.ref, answers={FUND: self.code}, by=by)
        return import_erp_lines(
            fund=self.fund, rows=self.read.rows, file_name=self.book.name, sha256=self.book.sha256,
            layout=self.proposal.layout, by=by,
        )  # fmt: skip

    def with_reasons(self) -> bytes:
        """A copy of the file with its reasons beside each row."""
        understood: Sequence[Understood] = [as_it_stands(self.block, self.proposal)] if self.block else []
        told = Plan(
            self.book.name, self.book.sha256, self.book, list(understood), self.findings, [], Codes([])
        )
        return with_reasons(told)


def plan_export(book: Opened, fund: Fund, choices: Choices | None = None, *, block: Block | None = None,
                proposal: Proposal | None = None) -> ErpPlan:  # fmt: skip
    """Read an export and say what it would add to a fund."""
    choices, findings, read = choices or Choices(), Findings(), Read()
    block = block or next(iter(tables_of(book)), None)
    proposal = proposal or (EXPORTS.proposal_for(block) if block else Proposal((), ()))
    code = ""
    if block is None:
        findings.add("", _("No table was found: an export has its headings in one row."), _("Give each column a heading."))  # fmt: skip
    elif proposal.lacking:
        for words in proposal.lacking:
            findings.add(block.table.name, words, _("Look at the columns."), row=block.heading_row)
    else:
        choices, code = _of_the_fund(block, proposal, fund, choices)
        read = read_rows(block, proposal, fund, findings, choices)
        _say(block, fund, read, code, findings)
        if proposal.not_used:
            told = ", ".join(f"“{heading}”" for heading in proposal.not_used)
            findings.add(
                block.table.name, _("Columns not used: %(columns)s.") % {"columns": told}, severity="note"
            )
    against = against_held(fund, read.rows)
    if against.gone and block:
        findings.add(
            block.table.name,
            _("%(count)s lines of earlier exports lie within these days and are not in this one: they stand.") % {"count": against.gone},
            _("Take the earlier export back, if it was wrong."), severity="note",
        )  # fmt: skip
    before = ErpImport.objects.filter(fund=fund, sha256=book.sha256, taken_back=None).first()
    order = [table.name for table in book.tables]
    return ErpPlan(book, fund, block, proposal, read, code, against, findings.sorted(order), before)


def _of_the_fund(block: Block, proposal: Proposal, fund: Fund, choices: Choices) -> tuple[Choices, str]:
    """Under which code the fund stands in the file: as chosen, as remembered, or its own."""
    at = proposal.place.get("fund_code")
    if at is None:
        return Choices(choices.dates, choices.decimals), ""
    held = {
        str(cells[at]).strip() for _number, cells in block.rows() if at < len(cells) and cells[at] is not None
    }
    remembered = answers_about(fund.ref).get(FUND, "")
    code = next((each for each in (choices.fund_code, remembered, fund.code) if each and each in held), "")
    return Choices(choices.dates, choices.decimals, code), code


def _say(block: Block, fund: Fund, read: Read, code: str, findings: Findings) -> None:
    name = block.table.name
    if read.funds and not code:
        findings.add(
            name, _("The export has %(funds)s. Which of them is %(fund)s?") % {"funds": listing(read.funds), "fund": fund.code},
            _("Choose it; it is remembered."), severity="question",
        )  # fmt: skip
    if read.others:
        findings.add(
            name, _("%(count)s rows are of other funds than %(code)s, and were left out.") % {"count": read.others, "code": code},
            _("Bring the same file in for those funds too."), severity="note",
        )  # fmt: skip
    if not read.rows and not any(finding.stops for finding in findings):
        findings.add(name, _("No row of the export can be read."), _("Look at the columns."))
