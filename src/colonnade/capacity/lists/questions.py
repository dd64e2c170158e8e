"""What a list leaves open, as questions that somebody answers once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise
Answers = Mapping[tuple[str, str], str]

KINDS: Final[dict[str, tuple[Words, Words]]] = {
    "country": (
        _("Which country is meant?"),
        _("The list's word may mean more than one country, or is none that is known. It is asked once for the whole list."),
    ),
    "joined": (
        _("Is this the end of the name?"),
        _("The last part of a long name seems to have run over into the column of functions."),
    ),
    "capitals": (
        _("Names in capitals"),
        _("They are written as usual if you agree. Nobody can know of McDonald or de la Cruz: look at each."),
    ),
    "year": (
        _("Which year is meant?"),
        _("A day typed without its year becomes 1900 in a spreadsheet. The year of the other rows is proposed."),
    ),
    "fill": (
        _("What does the colour mean?"),
        _("Rows of the list are filled with a colour, and a colour says nothing by itself."),
    ),
    "person": (
        _("The same person, or another?"),
        _("Nobody is merged by the machine. What you answer is remembered for this event."),
    ),
}  # fmt: skip
"""The sorts of question: what is asked, and why."""

SAME: Final = "same:"
ANOTHER, AS_TYPED, AGREED, NONE, TAKE = "another", "as typed", "agreed", "none", "take"


def fingerprint(*parts: str) -> str:
    """What a question is about, so that it is known again and says nothing of anybody."""
    words = "\x1f".join(" ".join(part.casefold().split()) for part in parts)
    return salted_hmac("colonnade.capacity.lists", words, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Seen:
    """One side of a doubt: what it is called, its facts, and its page if it has one."""

    title: str
    facts: tuple[tuple[Words, str], ...]
    code: str = ""


@dataclass(frozen=True)
class Question:
    """Something only a person can decide. ``proposal`` is what would be taken if they agree; empty where none is proposed."""

    kind: str
    key: str
    rows: tuple[int, ...]
    text: str
    options: tuple[tuple[str, Words], ...]
    proposal: str = ""
    answer: str = ""
    listed: Seen | None = None
    held: tuple[Seen, ...] = ()
    reasons: tuple[Words, ...] = ()

    @property
    def name(self) -> str:
        """Its name in a form."""
        return f"{self.kind}-{self.key[:24]}"

    @property
    def chosen(self) -> str:
        """What stands chosen before anybody has touched it."""
        return self.answer or self.proposal

    @property
    def open(self) -> bool:
        return not self.answer
