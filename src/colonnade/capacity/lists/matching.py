"""Whom each row of a list is taken for; what is in doubt is asked with both sides beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.capacity.lists.likeness import Candidate, Persons, where_seen
from colonnade.capacity.lists.listed import DUPLICATE, POSSIBLE, Listed, Listing
from colonnade.capacity.lists.names import key_of
from colonnade.capacity.lists.questions import ANOTHER, SAME, Answers, Question, Seen, fingerprint
from colonnade.capacity.models import Event
from colonnade.records.intake.findings import Findings


class Matcher:
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
