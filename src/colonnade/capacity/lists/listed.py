"""One row of a list as a person who takes part, and a list as it was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from colonnade.capacity.lists import names
from colonnade.capacity.lists.questions import Question, fingerprint
from colonnade.capacity.models import Participation

ATTENDED, REGISTERED = str(Participation.Status.ATTENDED), str(Participation.Status.REGISTERED)
ABSENT = str(Participation.Status.ABSENT)
DUPLICATE, NOT_ATTENDING, TRANSFERRED, TEST = "duplicate", "not attending", "transferred", "test"
POSSIBLE: Final = "possible duplicate"
"""Of a row that may be somebody of another row: it is asked, and not taken or left by itself."""
YES, NO, NOT_STATED = "yes", "no", "not stated"


@dataclass(frozen=True)
class Listed:
    """One row of a list as a person who takes part. Empty words are not known; ``left_out`` says why a row is not taken."""

    row: int
    full_name: str
    given: str = ""
    family: str = ""
    form_of_address: str = ""
    email: str = ""
    country: str = ""
    """The code of the country represented."""
    country_text: str = ""
    country_choices: tuple[str, ...] = ()
    body: str = ""
    """The organisation that stands where a country was expected: UN DESA."""
    organisation: str = ""
    function: str = ""
    sector: str = ""
    sex: str = ""
    role: str = ""
    status: str = ""
    may_list: str = NOT_STATED
    order: str = ""
    ticket: str = ""
    person: str = ""
    left_out: str = ""
    flags: tuple[str, ...] = ()
    key: str = ""
    """Its fingerprint: who it is in this list, whatever the row's number."""

    @property
    def employer(self) -> str:
        """Where the person comes from: the delegation if that is a body, else the organisation named."""
        return self.body or self.organisation


@dataclass
class Listing:
    """A list as it was understood: its people, what is open, and what there is to know."""

    people: list[Listed] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def taken(self) -> list[Listed]:
        return [each for each in self.people if not each.left_out]


def left_key(person: Listed) -> str:
    """Under which somebody may say to take a row that is left out."""
    return fingerprint(
        person.left_out, person.email, names.key_of(person.full_name), person.ticket or str(person.row)
    )


def left_out(people: Iterable[Listed]) -> Iterator[tuple[Listed, str]]:
    """The rows that are not taken, and the key under which somebody may say to take one all the same."""
    for person in people:
        if person.left_out and POSSIBLE not in person.flags:
            yield person, left_key(person)
