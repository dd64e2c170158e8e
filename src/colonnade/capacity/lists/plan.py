"""A list of participants beside the record: who is new, who is known, who is in doubt; and then, confirmed, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.capacity.intake import PARTICIPATIONS
from colonnade.capacity.lists.layouts import Proposal, propose, recall
from colonnade.capacity.lists.likeness import Candidate, Persons, where_seen
from colonnade.capacity.lists.listed import DUPLICATE, POSSIBLE, REGISTERED, Listed, Listing, read_people
from colonnade.capacity.lists.names import key_of
from colonnade.capacity.lists.questions import ANOTHER, SAME, Answers, Question, Seen, fingerprint
from colonnade.capacity.models import Event, Participation
from colonnade.partners.intake import ORGANISATIONS
from colonnade.partners.models import Organisation, OrganisationName
from colonnade.people.intake import PEOPLE
from colonnade.people.models import Person
from colonnade.records.actions import keep_answers
from colonnade.records.intake.blocks import Block, blocks
from colonnade.records.intake.cells import folded, shown
from colonnade.records.intake.comparing import compare
from colonnade.records.intake.drafts import SILENT, Draft, Part
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.headings import Understood
from colonnade.records.intake.kinds import Kind, Text
from colonnade.records.intake.links import Codes, check_once
from colonnade.records.intake.opening import Opened
from colonnade.records.intake.plan import Plan, Progress, silent
from colonnade.records.intake.sheets import Column, Sheet
from colonnade.records.models import Batch
from colonnade.records.queries import answers_about, mapping_for, standing

SAMPLE: Final = 30
"""Rows by which a column is judged where its heading leaves it open."""


@dataclass(frozen=True)
class Choices:
    """What the list itself cannot say, and who brings it in said for all of it."""

    status: str = REGISTERED
    role: str = ""
    overwrite: bool = False
    add_organisations: bool = False
    columns: Mapping[str, str] | None = None


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


def tables_of(book: Opened) -> list[Block]:
    """Every table of a file, in the order of its sheets; what is hidden is no list."""
    return [block for table in book.tables if not table.hidden for block in blocks(table)[0]]


def proposal_for(block: Block) -> Proposal:
    """How its columns were understood the last time, or else how they are most likely meant."""
    headings = block.names()
    if held := mapping_for(headings):
        return recall(headings, held.columns, held.layout)
    return propose(headings, sample(block))


def sample(block: Block, rows: int = SAMPLE) -> list[list[str]]:
    """The first rows of a table as words."""
    return [
        [shown(cell).strip() for cell in cells]
        for (_number, cells), _n in zip(block.rows(), range(rows), strict=False)
    ]


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
    understood = _understood(block, proposal)
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
    matcher = _Matcher(event, listing, answers, findings, block.table.name)
    matcher.match()
    understood.rows = len(listing.people)
    writer = _Drafter(event, understood, matcher, choices)
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


def _understood(block: Block, proposal: Proposal) -> Understood:
    """The table as the copy with reasons and the counts know it: each column under its own heading."""
    columns = {
        place: Column(f"column {place}", Text(), label=heading)
        for place, heading in zip(block.columns, proposal.headings, strict=True)
    }
    return Understood(block.table, PARTICIPATIONS, block.heading_row, columns, not_used=proposal.not_used)


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


class _Matcher:
    """Whom each row is taken for: by its code, an earlier answer, or the same e-mail and name; else it is asked or new."""

    def __init__(
        self, event: Event, listing: Listing, answers: Answers, findings: Findings, sheet: str
    ) -> None:
        self.event, self.listing, self.answers, self.findings, self.sheet = (
            event,
            listing,
            answers,
            findings,
            sheet,
        )
        self.persons = Persons()
        self.codes: dict[str, str] = {}
        self.known: set[str] = set()
        self.new: list[Listed] = []

    def match(self) -> None:
        self._within()
        taken = self.listing.taken
        settled = [person for person in taken if self._settled(person)]
        rest = [person for person in taken if person.key not in self.codes]
        near = self.persons.candidates(rest)
        self.taken_by: dict[str, str] = {self.codes[person.key]: person.key for person in settled}
        for person in rest:
            self._look(person, near.get(person.key, []))

    def _settled(self, person: Listed) -> bool:
        """A code in the list, or what was answered before, where that person still stands."""
        answer = self.answers.get(("person", person.key), "")
        code = self.answers.get(("taken", person.key), "")
        if code not in self.persons.by_code:
            code = answer.removeprefix(SAME) if answer.startswith(SAME) else ""
        if person.person:
            code = person.person
            if code not in self.persons.by_code:
                self.findings.add(
                    self.sheet, _("There is no person with the code “%(code)s”.") % {"code": code},
                    _("Correct the code, or leave it empty."), row=person.row, value=code,
                )  # fmt: skip
                return False
        if code in self.persons.by_code:
            self.codes[person.key] = code
            self.known.add(person.key)
            return True
        return False

    def _look(self, person: Listed, near: list[Candidate]) -> None:
        free = [each for each in near if each.known.code not in self.taken_by]
        certain = [each for each in free if each.certain]
        if len(certain) == 1:
            self.codes[person.key] = certain[0].known.code
            self.known.add(person.key)
            self.taken_by[certain[0].known.code] = person.key
            return
        if free and self.answers.get(("person", person.key)) != ANOTHER:
            self._ask(person, free)
        self.new.append(person)

    def _ask(self, person: Listed, near: list[Candidate]) -> None:
        seen = where_seen({each.known.pk for each in near})
        held = tuple(Seen(each.known.full_name, _facts_of(each, seen), each.known.code) for each in near)
        options = [
            (
                f"{SAME}{each.known.code}",
                _("The same: %(name)s (%(code)s)") % {"name": each.known.full_name, "code": each.known.code},
            )
            for each in near
        ]
        options.append((ANOTHER, gettext_lazy("Another person")))
        self.listing.questions.append(
            Question(
                "person",
                person.key,
                (person.row,),
                person.full_name,
                tuple(options),
                listed=as_seen(person),
                held=held,
            )
        )

    def _within(self) -> None:
        """The same name and organisation twice in the list, at two addresses: one person or two?"""
        first: dict[tuple[str, str], Listed] = {}
        people = []
        for person in self.listing.people:
            who = (key_of(person.full_name), person.employer.casefold())
            before = first.get(who) if not person.left_out else None
            if before is not None:
                person = self._twice(person, before)
            elif not person.left_out and who[1]:
                first[who] = person
            people.append(person)
        self.listing.people = people

    def _twice(self, person: Listed, before: Listed) -> Listed:
        key = fingerprint("twice", before.key, person.key)
        same = f"{SAME}row"
        answer = self.answers.get(("person", key), "")
        answer = answer if answer in (same, ANOTHER) else ""
        reasons: list[Any] = [_("the same name"), _("the same organisation")]
        if person.email and before.email and person.email != before.email:
            reasons.append(_("another e-mail address"))
        self.listing.questions.append(Question(
            "person", key, (person.row,), person.full_name,
            ((same, _("The same person as in row %(row)s: take one") % {"row": before.row}), (ANOTHER, gettext_lazy("Another person"))),
            answer=answer, listed=as_seen(person), held=(as_seen(before),), reasons=tuple(reasons),
        ))  # fmt: skip
        if answer == same:
            self.findings.add(
                self.sheet, _("%(name)s is left out.") % {"name": person.full_name} + " "
                + _("Somebody said that it is the person in row %(row)s.") % {"row": before.row},
                row=person.row, value=person.full_name, severity="note",
            )  # fmt: skip
        flags = (*person.flags, POSSIBLE)
        return replace(person, left_out=DUPLICATE if answer == same else "", flags=flags)


def as_seen(person: Listed) -> Seen:
    """A row of the list as one side of a doubt."""
    facts = (
        (gettext_lazy("Row"), str(person.row)), (gettext_lazy("Form of address"), person.form_of_address),
        (gettext_lazy("E-mail"), person.email), (gettext_lazy("Country"), person.country or person.country_text),
        (gettext_lazy("Organisation"), person.employer), (gettext_lazy("Function"), person.function),
    )  # fmt: skip
    return Seen(person.full_name, tuple((label, value) for label, value in facts if value))


def _facts_of(candidate: Candidate, seen: Mapping[int, Any]) -> tuple[tuple[Any, str], ...]:
    known, where = candidate.known, seen.get(candidate.known.pk)
    facts = [
        (gettext_lazy("Code"), known.code), (gettext_lazy("E-mail"), known.email),
        (gettext_lazy("Country"), ", ".join(sorted(where.countries)) if where else ""),
        (gettext_lazy("Last seen at"), where.told if where else ""),
        (gettext_lazy("Why"), ", ".join(str(reason) for reason in candidate.reasons)),
    ]  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


class _Drafter:
    """The list's people as rows of the sheets People, Organisations and Participations, which the intake then compares."""

    def __init__(self, event: Event, understood: Understood, matcher: _Matcher, choices: Choices) -> None:
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
