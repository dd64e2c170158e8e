"""A list of participants beside the record: who is new, who is known, who is in doubt; and then, confirmed, written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.capacity.intake import PARTICIPATIONS
from colonnade.capacity.lists.drafting import Choices, Drafter
from colonnade.capacity.lists.layouts import Proposal, proposal_for, recall
from colonnade.capacity.lists.listed import Listing
from colonnade.capacity.lists.matching import Matcher
from colonnade.capacity.lists.questions import Question
from colonnade.capacity.lists.reading import read_people
from colonnade.capacity.models import Event
from colonnade.records.actions import keep_answers
from colonnade.records.intake.blocks import Block, tables_of
from colonnade.records.intake.comparing import compare
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.layouts import as_it_stands
from colonnade.records.intake.links import Codes, check_once
from colonnade.records.intake.opening import Opened
from colonnade.records.intake.plan import Plan, Progress, silent
from colonnade.records.models import Batch
from colonnade.records.queries import answers_about


@dataclass
class ListPlan(Plan):
    """What bringing in a list would do to one event. Nothing is written by making one."""

    event: Event = field(default_factory=Event)
    proposal: Proposal = field(default_factory=lambda: Proposal((), ()))
    block: Block | None = None
    listing: Listing = field(default_factory=Listing)
    codes_of: dict[str, str] = field(default_factory=dict)
    """Whom each row of the list was taken for: its key and the person's code."""
    known: set[str] = field(default_factory=set)
    unknown_organisations: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[Question]:
        return [question for question in self.listing.questions if question.open]

    def _batch(self, by: Any) -> Batch:
        batch = super()._batch(by)
        batch.about = self.event.ref
        batch.save(update_fields=["about"])
        return batch

    @transaction.atomic
    def write(self, by: Any = None, progress: Progress = silent) -> Batch | None:
        """Write all of it, and remember whom each row was taken for, so that the same list asks nothing again."""
        batch = super().write(by=by, progress=progress)
        held = {("taken", key): code for key, code in self.codes_of.items()}
        keep_answers(about=self.event.ref, answers=held, by=by)
        return batch


def block_of(book: Opened, number: int = 0) -> Block | None:
    """The table that a list's people stand in: the first of its file with headings, or the one chosen."""
    found = tables_of(book)
    return found[number] if number < len(found) else None


def plan_list(
    book: Opened, event: Event, choices: Choices | None = None, *, block: Block | None = None, progress: Progress = silent
) -> ListPlan:  # fmt: skip
    """Read a list and say what it would do at an event."""
    choices = choices or Choices()
    findings = Findings()
    block = block or block_of(book)
    if block is None:
        findings.add(
            "", _("No table was found: a list has its headings in one row."), _("Give each column a heading.")
        )
        return _told(book, event, Proposal((), ()), None, Listing(), [], [], findings)
    columns = choices.columns
    proposal = recall(block.names(), columns) if columns is not None else proposal_for(block)
    understood = as_it_stands(block, proposal, PARTICIPATIONS)
    if not proposal.has_names:
        findings.add(
            block.table.name, _("No column holds names."), _("Say which column has the full name, or the given and family names."),
            row=block.heading_row,
        )  # fmt: skip
        return _told(book, event, proposal, block, Listing(), [understood], [], findings)
    answers = answers_about(event.ref)
    listing = read_people(
        block, proposal, findings, answers=answers, status=choices.status, role=choices.role
    )
    matcher = Matcher(event, listing, answers, findings, block.table.name)
    matcher.match()
    understood.rows = len(listing.people)
    writer = Drafter(event, understood, matcher, choices)
    parts = writer.parts()
    codes = Codes(parts)
    check_once(parts, codes, findings)
    tick = progress("Comparing", sum(len(part.drafts) for part in parts))
    changes = list(compare(parts, codes, findings, overwrite=choices.overwrite, tick=tick))
    _say_open(listing, findings, block, proposal)
    plan = _told(book, event, proposal, block, listing, [understood], changes, findings, codes)
    plan.codes_of, plan.known, plan.unknown_organisations = matcher.codes, matcher.known, writer.unknown
    return plan


def _told(
    book: Opened, event: Event, proposal: Proposal, block: Block | None, listing: Listing, understood: list[Understood],
    changes: list[Any], findings: Findings, codes: Codes | None = None,
) -> ListPlan:  # fmt: skip
    order = [table.name for table in book.tables]
    return ListPlan(
        book.name, book.sha256, book, understood, findings.sorted(order), changes, codes or Codes([]), event=event,
        proposal=proposal, block=block, listing=listing,
    )  # fmt: skip


def _say_open(listing: Listing, findings: Findings, block: Block, proposal: Proposal) -> None:
    """Every question that is open stands in the way, at the rows that raise it."""
    heading = {target: proposal.headings[at] for target, at in proposal.place.items()}
    at = {
        "country": heading.get("country", ""), "joined": heading.get("function", ""),
        "capitals": heading.get("full_name", heading.get("family_name", "")),
        "person": heading.get("full_name", heading.get("family_name", "")),
    }  # fmt: skip
    for question in listing.questions:
        if question.open:
            for row in question.rows:
                words = ", ".join(str(told) for _value, told in question.options)
                findings.add(
                    block.table.name, question.text, _("Answer at the desk: %(options)s.") % {"options": words}, row=row,
                    column=at[question.kind], severity="question",
                )  # fmt: skip
