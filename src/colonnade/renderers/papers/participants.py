"""The list of participants as United Nations meetings print it: countries, then organisations, then the secretariat."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from colonnade.renderers.document import Brand
from colonnade.renderers.labels import label
from colonnade.renderers.papers.names import Name, Names
from colonnade.renderers.papers.press import Plain, Printed, frame, press
from colonnade.renderers.papers.word import Word
from colonnade.values.languages import known


@dataclass(frozen=True)
class Participant:
    """A person with function and institution as at the event. ``address`` stands before the name: Mr., Ms., H.E., or nothing."""

    name: Name
    function: str = ""
    institution: str = ""
    address: str = ""


@dataclass(frozen=True)
class Delegation:
    """A country or an organisation with its people. ``english`` is its English name, by which countries are put in order."""

    title: str
    members: tuple[Participant, ...]
    english: str = ""

    @property
    def place(self) -> str:
        """Where it stands in English alphabetical order: accents and capitals do not count, Türkiye stands as Turkiye."""
        letters = unicodedata.normalize("NFKD", self.english or self.title)
        return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


@dataclass(frozen=True)
class Roll:
    """Who took part. ``in_english_order`` sorts the countries and organisations; otherwise they stand as they are given.

    ``capitals`` prints family names in capitals, where a family name is recorded.
    """

    countries: tuple[Delegation, ...] = ()
    organisations: tuple[Delegation, ...] = ()
    secretariat: tuple[Participant, ...] = ()
    in_english_order: bool = True
    capitals: bool = False

    def sections(self, language: str) -> list[tuple[str, tuple[Delegation, ...]]]:
        """The sections that have anybody in them, under their headings."""
        parts = (
            ("countries", self._in_order(self.countries)),
            ("organisations", self._in_order(self.organisations)),
            ("secretariat", (Delegation("", self.secretariat),) if self.secretariat else ()),
        )
        return [(label(key, language), delegations) for key, delegations in parts if delegations]

    def _in_order(self, delegations: tuple[Delegation, ...]) -> tuple[Delegation, ...]:
        return tuple(sorted(delegations, key=lambda one: one.place)) if self.in_english_order else delegations

    def name(self, participant: Participant) -> Name:
        return participant.name.in_capitals() if self.capitals else participant.name

    def plain(self, names: Names, language: str) -> list[Plain]:
        """The sections as the layout takes them."""
        return [
            {
                "heading": heading,
                "delegations": [
                    {"title": one.title, "members": [self._member(member, names, language) for member in one.members]}
                    for one in delegations
                ],
            }
            for heading, delegations in self.sections(language)
        ]  # fmt: skip

    def _member(self, member: Participant, names: Names, language: str) -> Plain:
        return {
            "address": member.address,
            "name": names(self.name(member)),
            "under": _under(member, language),
        }

    def written(self, word: Word, level: int) -> None:
        """The sections in an office document, from this level of heading on."""
        for heading, delegations in self.sections(word.language):
            word.heading(heading, level)
            for one in delegations:
                if one.title:
                    word.heading(one.title, level + 1)
                for member in one.members:
                    word.person(
                        member.address, self.name(member).text, _under(member, word.language)
                    )  # fmt: skip


def _under(member: Participant, language: str) -> str:
    """Function and institution, in a line under the name."""
    comma = {"ar": "، ", "zh": "，"}.get(known(language), ", ")
    return comma.join(part for part in (member.function, member.institution) if part)


@dataclass(frozen=True)
class ParticipantList:
    """The list of one event, with what stands at its head; ``note`` is small print under the title."""

    brand: Brand
    event: str
    dates: str
    on: date
    roll: Roll
    place: str = ""
    note: str = ""
    language: str = "en"


def pdf(paper: ParticipantList) -> Printed:
    said, names = paper.language, Names()
    content = frame(
        paper.brand, said, f"{label('list_of_participants', said)}: {paper.event}", ("list_of_participants",),
        event=paper.event,
        dates=paper.dates,
        place=paper.place,
        note=paper.note,
        sections=paper.roll.plain(names, said),
        page=label("page_of", said, page="{page}", pages="{pages}"),
    )  # fmt: skip
    with press("participants.typ") as ready:
        return ready.pdf(content, paper.brand, names, paper.on)


def docx(paper: ParticipantList) -> bytes:
    """The same list to edit, in any script an office computer has: nothing is replaced here."""
    said = paper.language
    word = Word(
        paper.brand, said, f"{label('list_of_participants', said)}: {paper.event}", paper.on
    )  # fmt: skip
    word.head(label("list_of_participants", said), paper.event, (paper.dates, paper.place))
    if paper.note:
        word.small(paper.note)
    paper.roll.written(word, 1)
    return word.saved()
