"""A list's people as rows of our own sheets, which the intake compares with the record and writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from colonnade.capacity.intake import PARTICIPATIONS
from colonnade.capacity.lists.listed import REGISTERED, Listed
from colonnade.capacity.lists.matching import Matcher
from colonnade.capacity.models import Event, Participation
from colonnade.partners.intake import ORGANISATIONS
from colonnade.partners.models import Organisation, OrganisationName
from colonnade.people.intake import PEOPLE
from colonnade.people.models import Person
from colonnade.records.intake.cells import folded
from colonnade.records.intake.drafts import SILENT, Draft, Part
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.kinds import Kind
from colonnade.records.intake.sheets import Sheet
from colonnade.records.queries import standing


@dataclass(frozen=True)
class Choices:
    """What the list itself cannot say, and who brings it in said for all of it."""

    status: str = REGISTERED
    role: str = ""
    overwrite: bool = False
    add_organisations: bool = False
    columns: Mapping[str, str] | None = None


class Drafter:
    """The list's people as rows of the sheets People, Organisations and Participations, which the intake then compares."""

    def __init__(self, event: Event, understood: Understood, matcher: Matcher, choices: Choices) -> None:
        self.event, self.understood, self.matcher, self.choices = event, understood, matcher, choices
        self.unknown: list[str] = []

    def parts(self) -> list[Part]:
        taken = self.matcher.listing.taken
        self._give_codes(self.matcher.new)
        persons = _held_persons([self.matcher.codes[each.key] for each in taken])
        here = self._held_here()
        organisations = _organisations(taken)
        self.unknown = sorted(
            {each.employer for each in taken if each.employer and folded(each.employer) not in organisations}
        )
        made = self._made_organisations(organisations) if self.choices.add_organisations else []
        people = self._part(
            PEOPLE, ("code", "full_name", "family_name", "given_name", "form_of_address", "sex", "email")
        )
        parts = self._part(PARTICIPATIONS, (
            "code", "event", "person", "country", "organisation", "function", "sector", "sex", "role", "status", "source_detail", "note",
        ))  # fmt: skip
        codes = _next_codes(Participation, "PT", len(taken))
        for person in taken:
            code = self.matcher.codes[person.key]
            people.drafts.append(Draft(person.row, _person_values(person, code, persons.get(code))))
            held = here.get(code)
            parts.drafts.append(Draft(person.row, self._values(person, code, held, organisations, codes)))
        return [*made, people, parts]

    def _give_codes(self, new: Sequence[Listed]) -> None:
        for person, code in zip(new, _next_codes(Person, "PE", len(new)), strict=True):
            self.matcher.codes[person.key] = code

    def _held_here(self) -> dict[str, str]:
        """The participations at this event: by person, the code."""
        rows = standing(Participation.objects).filter(event=self.event).values_list("person__code", "code")
        return dict(rows)

    def _part(self, sheet: Sheet, fields: tuple[str, ...]) -> Part:
        columns = tuple(sheet.column(name) for name in fields)
        kinds: tuple[Kind, ...] = tuple(column.kind for column in columns)
        return Part(self.understood, sheet, sheet.model, fields, columns, kinds)

    def _made_organisations(self, held: dict[str, str]) -> list[Part]:
        part = self._part(ORGANISATIONS, ("code", "name"))
        first: dict[str, Listed] = {}
        for person in self.matcher.listing.taken:
            if person.employer and folded(person.employer) not in held:
                first.setdefault(folded(person.employer), person)
        for (fold, person), code in zip(
            first.items(), _next_codes(Organisation, "OR", len(first)), strict=True
        ):
            held[fold] = code
            part.drafts.append(Draft(person.row, (code, person.employer[:250])))
        return [part] if part.drafts else []

    def _values(
        self, person: Listed, code: str, held: str | None, organisations: Mapping[str, str], codes: list[str]
    ) -> tuple[Any, ...]:
        organisation = organisations.get(folded(person.employer), "") if person.employer else ""
        where, note = (
            (SILENT, SILENT)
            if held
            else (f"{self.understood.name}, row {person.row}", _note(person, organisation))
        )
        return (
            held or codes.pop(0), self.event.code, code, person.country or SILENT, organisation or SILENT, person.function or SILENT,
            person.sector or SILENT, person.sex or SILENT, person.role or SILENT, self._status(person, held), where, note,
        )  # fmt: skip

    @staticmethod
    def _status(person: Listed, held: str | None) -> Any:
        """That somebody registered says nothing against their having come."""
        return SILENT if held and person.status == REGISTERED else person.status or SILENT


def _person_values(person: Listed, code: str, held: Person | None) -> tuple[Any, ...]:
    """A new person whole; of a known one only what the record did not have. A list never overwrites who somebody is."""
    said = (person.full_name, person.family, person.given, person.form_of_address, person.sex, person.email)
    if held is None:
        return (code, *(value or SILENT for value in said))
    has = (held.full_name, held.family_name, held.given_name, held.form_of_address,
           "" if held.sex == "not_recorded" else held.sex, held.email)  # fmt: skip
    return (code, *(SILENT if kept or not value else value for value, kept in zip(said, has, strict=True)))


def _held_persons(codes: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for start in range(0, len(codes), 2_000):
        found |= {row.code: row for row in Person.objects.filter(code__in=codes[start : start + 2_000])}
    return found


def _organisations(people: Sequence[Listed]) -> dict[str, str]:
    """The organisations that the list names and the record has, by any name they bore; two of one name are nobody's."""
    wanted = {folded(person.employer) for person in people if person.employer}
    if not wanted:
        return {}
    found: dict[str, set[str]] = {}
    rows = [
        *standing(Organisation.objects).values_list("code", "name", "short_name"),
        *OrganisationName.objects.filter(organisation__withdrawn_on=None).values_list("organisation__code", "name", "short_name"),
    ]  # fmt: skip
    for code, *names in rows:
        for name in names:
            if name and folded(name) in wanted:
                found.setdefault(folded(name), set()).add(code)
    return {fold: next(iter(codes)) for fold, codes in found.items() if len(codes) == 1}


def _note(person: Listed, organisation: str) -> Any:
    """What the list says that the record has no field for; nothing of it is lost."""
    told = []
    if person.employer and not organisation:
        told.append(f"Organisation as listed: {person.employer}.")
    if person.body and person.organisation:
        told.append(f"Unit as listed: {person.organisation}.")
    if person.order or person.ticket:
        told.append(f"Order {person.order or '–'}, ticket {person.ticket or '–'}.")
    if person.may_list != "not stated":
        told.append(f"May the name be listed: {person.may_list}.")
    return "\n".join(told) or SILENT


def _next_codes(model: type[Any], prefix: str, number: int) -> list[str]:
    """So many codes of a kind that are not taken."""
    if not number:
        return []
    start = f"{prefix}-"
    taken = model._default_manager.filter(code__startswith=start).values_list("code", flat=True)
    last = max((int(code[len(start) :]) for code in taken if code[len(start) :].isdigit()), default=0)
    return [f"{start}{each:04d}" for each in range(last + 1, last + 1 + number)]
