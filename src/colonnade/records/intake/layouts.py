"""What the columns of somebody else's list hold: layouts told by their headings, headings known by their words, and what
was said of the same headings the last time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from colonnade.records.intake.blocks import Block, sample
from colonnade.records.intake.cells import folded
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.kinds import Text
from colonnade.records.intake.sheets import Column, Sheet
from colonnade.records.queries import mapping_for

SAMPLE: Final = 30
"""Rows by which a column is judged where its heading leaves it open."""


@dataclass(frozen=True)
class Layout:
    """A program's export, told by headings that no other has."""

    name: str
    signs: frozenset[str]
    columns: Mapping[str, str]
    """Folded headings that mean something of their own here; an empty word is not used."""

    def fits(self, headings: frozenset[str]) -> bool:
        return self.signs <= headings


@dataclass(frozen=True)
class Proposal:
    """How the columns of a list are understood, in the order of its headings; an empty word is not used."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    layout: str = ""
    remembered: bool = False

    @property
    def place(self) -> dict[str, int]:
        """Where what is needed stands."""
        return {target: at for at, target in enumerate(self.columns) if target}

    @property
    def not_used(self) -> list[str]:
        return [heading for heading, target in zip(self.headings, self.columns, strict=True) if not target]

    def as_columns(self) -> dict[str, str]:
        return dict(zip(self.headings, self.columns, strict=True))


P = TypeVar("P", bound=Proposal)
Judge = Callable[[str, str, int, Sequence[str]], tuple[str, int]]
"""A heading, what it is taken for, how surely, and the column's first values: what it is taken for then."""


def by_heading(heading: str, target: str, sure: int, values: Sequence[str]) -> tuple[str, int]:
    """The judge of lists whose headings say it all."""
    return target, sure


@dataclass(frozen=True)
class Vocabulary(Generic[P]):
    """What one kind of list may hold. ``known`` are the words of headings, each with how sure it is: of two columns that
    would do, the surer one is taken. ``never`` are headings that mean nothing here, whatever they are like."""

    targets: Mapping[str, Any]
    known: Sequence[tuple[str, int, str]]
    layouts: Sequence[Layout]
    proposal: type[P]
    never: re.Pattern[str] = re.compile(r"(?!)")
    judge: Judge = by_heading

    @cached_property
    def headings(self) -> frozenset[str]:
        """Words that decide which mark separates the cells of a text."""
        signs = {sign for layout in self.layouts for sign in (*layout.signs, *layout.columns)}
        words = {folded(word) for _target, _sure, told in self.known for word in told.split("|")}
        return frozenset(signs | {word for word in words if word.replace(" ", "").isalpha()})

    def propose(self, headings: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> P:
        """How a list with these headings is most likely meant; ``rows`` are a few of its rows, for what headings leave open."""
        plain = [_plain(heading) for heading in headings]
        layout = next((each for each in self.layouts if each.fits(frozenset(plain))), None)
        own = layout.columns if layout else {}
        best: dict[str, tuple[int, int]] = {}
        for at, heading in enumerate(plain):
            if heading in own:
                target, sure = own[heading], 20
            else:
                target, sure = self._meant(heading, [row[at] for row in rows if at < len(row)])
            if target and sure > best.get(target, (0, 0))[0]:
                best[target] = (sure, at)
        columns = [""] * len(headings)
        for target, (_sure, at) in best.items():
            columns[at] = target
        return self.proposal(tuple(headings), tuple(columns), layout.name if layout else "")

    def recall(self, headings: Sequence[str], columns: Mapping[str, str], layout: str = "") -> P:
        """The columns as they were understood the last time."""
        known = [columns.get(heading, "") for heading in headings]
        kept = tuple(each if each in self.targets else "" for each in known)
        return self.proposal(tuple(headings), kept, layout, remembered=True)

    def proposal_for(self, block: Block) -> P:
        """How a table's columns were understood the last time, or else how they are most likely meant."""
        headings = block.names()
        if held := mapping_for(headings):
            return self.recall(headings, held.columns, held.layout)
        return self.propose(headings, sample(block, SAMPLE))

    def _meant(self, heading: str, values: Sequence[str]) -> tuple[str, int]:
        if self.never.fullmatch(heading):
            return "", 0
        for target, sure, words in self.known:
            if re.fullmatch(words, heading):
                return self.judge(heading, target, sure, values)
        return "", 0


def _plain(heading: str) -> str:
    """A heading without the number that an export gives a question, and without case and marks."""
    return folded(re.sub(r"\s*\(\d+\)$|_\d+$", "", heading)).rstrip("? ")


def as_it_stands(block: Block, proposal: Proposal, sheet: Sheet | None = None) -> Understood:
    """The table as the copy with reasons and the counts know it: each column under its own heading."""
    columns = {
        place: Column(f"column {place}", Text(), label=heading)
        for place, heading in zip(block.columns, proposal.headings, strict=True)
    }
    return Understood(block.table, sheet, block.heading_row, columns, not_used=proposal.not_used)
