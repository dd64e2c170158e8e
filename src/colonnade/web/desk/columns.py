"""The step in which somebody says what each column of a foreign list holds: proposed, or as it was the last time."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import Any, ClassVar, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from colonnade.records.intake.blocks import Block, sample, tables_of
from colonnade.records.intake.layouts import Proposal, Vocabulary
from colonnade.records.intake.opening import Opened
from colonnade.records.intake.pasting import open_list, open_paste
from colonnade.records.models import Mapping
from colonnade.records.queries import headings_of
from colonnade.web.desk.imports import Waiting

P = TypeVar("P", bound=Proposal)
SAMPLES = 3


class WaitingTable(Waiting):
    """A foreign list that its own uploader comes back to, with what they chose for it."""

    vocabulary: ClassVar[Vocabulary[Any]]

    @cached_property
    def content(self) -> tuple[str, bytes]:
        file = sorted(self.place.iterdir())[0]
        return file.name, file.read_bytes()

    def book(self) -> Opened:
        name, content = self.content
        if self.chosen.get("pasted"):
            return open_paste(content.decode(), self.vocabulary.headings)
        return open_list(BytesIO(content), self.vocabulary.headings, name=name)

    def block(self, book: Opened) -> Block | None:
        tables = tables_of(book)
        number = int(self.chosen.get("table", 0))
        return tables[number] if number < len(tables) else None

    def choose(self, **chosen: Any) -> None:
        self.chosen |= chosen
        self.request.session["imports"] = {**self.request.session["imports"], self.token: self.chosen}

    def choose_table(self, posted: QueryDict) -> bool:
        """Was another table of the file chosen?"""
        if "table" in posted:
            self.choose(table=int(posted["table"]) if posted["table"].isdigit() else 0)
        return "table" in posted


def columns_told(waiting: WaitingTable, proposal: Proposal | None = None) -> dict[str, Any]:
    """What the page of the columns shows: each with its first values and what it is taken for."""
    book = waiting.book()
    block, vocabulary = waiting.block(book), waiting.vocabulary
    if proposal is None:
        proposal = vocabulary.proposal_for(block) if block else vocabulary.proposal((), ())
    rows = sample(block, SAMPLES) if block else []
    columns = [
        {"number": at, "heading": heading, "target": target, "values": [row[at] for row in rows if row[at]]}
        for at, (heading, target) in enumerate(zip(proposal.headings, proposal.columns, strict=True))
    ]
    fingerprint = headings_of(proposal.headings)
    held = Mapping.objects.filter(fingerprint=fingerprint).first() if proposal.remembered else None
    return {
        "columns": columns, "targets": vocabulary.targets.items(), "proposal": proposal, "remembered": held,
        "tables": tables_of(book), "table": int(waiting.chosen.get("table", 0)),
    }  # fmt: skip


def columns_chosen(posted: QueryDict, block: Block, vocabulary: Vocabulary[P]) -> tuple[P, list[str]]:
    """The columns as somebody said them, and what cannot be: one thing in two columns."""
    headings = block.names()
    chosen = [posted.get(f"column-{at}", "") for at in range(len(headings))]
    kept = tuple(each if each in vocabulary.targets else "" for each in chosen)
    proposal = vocabulary.proposal(headings, kept, vocabulary.proposal_for(block).layout)
    twice = sorted({each for each in kept if each and kept.count(each) > 1})
    wrong = [
        _("Two columns are said to hold: %(what)s. Keep one.") % {"what": vocabulary.targets[each]}
        for each in twice
    ]
    return proposal, wrong
