"""The sheet of persons."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from colonnade.people.actions import keep_words
from colonnade.people.models import Person, Sex
from colonnade.records.intake.cells import Fault, Raw
from colonnade.records.intake.kinds import NO_ORDER, Choice, DayOrder, Text
from colonnade.records.intake.sheets import Column, Sheet, Touched, code, provenance


@dataclass(frozen=True)
class Email(Text):
    """An address to which a letter can be sent."""

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        (text,) = super().read(cell, order)
        try:
            validate_email(text)
        except ValidationError as error:
            raise Fault(
                f"“{text}” is no e-mail address.",
                "Write one address, as in name@example.org, or leave the cell empty.",
            ) from error
        return (text,)

    def about(self) -> str:
        return "e-mail address"


def keep_found(touched: Touched) -> None:
    """Whoever was entered or named anew is found by the new name."""
    keep_words(persons=[row.pk for row in touched if isinstance(row, Person)])


PEOPLE = Sheet(
    name="People",
    model=Person,
    many=True,
    after=keep_found,
    about="Persons the office met. One full name in any script is enough. Function and institution go to Affiliations.",
    columns=(
        code(),
        Column("full_name", Text(), "As the person writes it, in any script.", required=True),
        Column("name_latin", Text(), "The same name in Latin letters.", label="Name in Latin letters"),
        Column("family_name", Text()),
        Column("given_name", Text()),
        Column("form_of_address", Text(), "H.E., Dr, Ms: as the person wishes."),
        Column("sex", Choice(Sex), "As the person says; leave empty if it is not on record."),
        Column("email", Email(), label="E-mail"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-P-1", "full_name": "Aigul Bekova", "sex": "female", "source": "EXAMPLE-SRC-1"},
        {"code": "EXAMPLE-P-2", "full_name": "윤서 한", "name_latin": "Yunseo Han", "family_name": "Han",
         "form_of_address": "Dr", "note": "Prefers to be written to in English."},
    ),
)  # fmt: skip

SHEETS = (PEOPLE,)
