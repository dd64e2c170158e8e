"""A list's rows as people: read, put right where that is safe, and asked about where it is not.

    block = block_of(open_paste(text, KNOWN_HEADINGS))
    listing = read_people(block, proposal_for(block), findings)
    for person in listing.taken: ...

Nothing here looks at who is in the record, and nothing is written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from colonnade.capacity.lists import names
from colonnade.capacity.lists.layouts import Proposal
from colonnade.capacity.lists.listed import (
    ABSENT,
    ATTENDED,
    DUPLICATE,
    NO,
    NOT_ATTENDING,
    NOT_STATED,
    REGISTERED,
    TEST,
    TRANSFERRED,
    YES,
    Listed,
    Listing,
    left_key,
)
from colonnade.capacity.lists.questions import AGREED, AS_TYPED, NONE, TAKE, Answers, Question, fingerprint
from colonnade.capacity.lists.words import EMPTY, SEX, STATUS, TEST_NAME, WHY_LEFT, bodies, body_called
from colonnade.capacity.models import Role, Sector
from colonnade.places.recognise import Ambiguous, Recognised, Recogniser, recogniser
from colonnade.records.intake.blocks import Block
from colonnade.records.intake.cells import Fault, folded, shown, tidy
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.kinds import Choice, YesNo


def read_people(
    block: Block, proposal: Proposal, findings: Findings, *, answers: Answers | None = None, status: str = REGISTERED,
    role: str = "", countries: Recogniser | None = None,
) -> Listing:  # fmt: skip
    """The people of one table. ``status`` and ``role`` hold where the list does not say."""
    reader = _Reader(block, proposal, findings, answers or {}, status, role, countries or recogniser())
    return reader.read()


class _Reader:
    def __init__(
        self, block: Block, proposal: Proposal, findings: Findings, answers: Answers, status: str, role: str,
        countries: Recogniser,
    ) -> None:  # fmt: skip
        self.block, self.proposal, self.findings, self.answers = block, proposal, findings, answers
        self.status, self.role, self.countries = status, role, countries
        self.place, self.name = proposal.place, block.table.name
        self.heading = {target: proposal.headings[at] for target, at in self.place.items()}
        self.listing = Listing()
        self.asked: dict[tuple[str, str], Question] = {}
        self.cut: dict[str, Sequence[Any]] = {}
        self.quiet = False
        self.formulas = block.table.formulas

    def read(self) -> Listing:
        rows = [(number, self._words(number, cells)) for number, cells in self.block.rows()]
        self._empties(rows)
        for number, words in rows:
            if person := self._person(number, words):
                self.listing.people.append(person)
        self._left_out()
        self._keys()
        if "sex" not in self.place and any(each.form_of_address for each in self.listing.people):
            self.findings.add(
                self.name, _("The list has no column of sex. It is not taken from Mr or Ms: they are kept as forms of address."),
                severity="note",
            )  # fmt: skip
        if self.proposal.not_used:
            told = ", ".join(f"“{heading}”" for heading in self.proposal.not_used)
            self.findings.add(
                self.name, _("Columns not used: %(columns)s.") % {"columns": told}, severity="note"
            )
        self.listing.questions = list(self.asked.values())
        return self.listing

    def _words(self, number: int, cells: Sequence[Any]) -> dict[str, str]:
        words = {}
        for target, at in self.place.items():
            text = shown(cells[at] if at < len(cells) else None)
            words[target] = tidy(text)
            if words[target] != text and words[target]:
                self.findings.note(
                    self.name,
                    number,
                    self.heading[target],
                    text,
                    _("Spaces that nobody sees were taken away."),
                )
            if (number, self.block.columns[at] + 1) in self.formulas:
                self.findings.add(
                    self.name, _("The cell holds a formula."), _("Copy the column and paste its values over it."),
                    row=number, column=self.heading[target],
                )  # fmt: skip
        return words

    def _empties(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        """“NA” and its like say nothing in columns of words; in one of countries it is Namibia, unless the list uses it so."""
        marks = 0
        for number, words in rows:
            for target in (
                "organisation",
                "function",
                "form_of_address",
                "email",
                "sector",
                "sex",
                "role",
                "may_list",
            ):
                mark = words.get(target, "")
                if mark.casefold() in EMPTY:
                    words[target], marks = "", marks + (mark == "NA")
                    self.findings.note(
                        self.name,
                        number,
                        self.heading[target],
                        mark,
                        _("“%(mark)s” was read as “not known”.") % {"mark": mark},
                    )
        held = [words["country"] for _number, words in rows if words.get("country")]
        codes = sum(len(each) <= 3 and each.isupper() for each in held)
        self.na_is_open = marks >= 2 or codes * 2 < len(held)

    def _person(self, number: int, words: Mapping[str, str]) -> Listed | None:
        flags: list[str] = []
        self.quiet = self._status(number, words)[1] != ""
        person = self._named(number, words, flags)
        if not person.full_name:
            self.findings.add(
                self.name, _("The row has no name."), _("Write one, or take the row out."), row=number,
                column=self.heading.get("full_name", self.heading.get("family_name", "")),
            )  # fmt: skip
            return None
        person = replace(person, **self._facts(number, words, person))
        self.quiet = bool(person.left_out) and self.answers.get(("left", left_key(person))) != TAKE
        person = replace(person, **self._country(number, words.get("country", ""), flags))
        return replace(person, flags=tuple(flags))

    def _named(self, number: int, words: Mapping[str, str], flags: list[str]) -> Listed:
        given, family = words.get("given_name", ""), words.get("family_name", "")
        full = words.get("full_name", "") or names.together(given, family)
        # Whatever the layout, two columns of parts say more than one of the whole.
        if given and family:
            full = names.together(given, family)
        known = words.get("form_of_address", "")
        full, form = names.without_honorific(full, known)
        if form and given:
            given, _form = names.without_honorific(given, form)
        function, organisation = words.get("function", ""), words.get("organisation", "")
        # A name in two columns has no end that could run over into a third.
        if function and not (given and family) and names.may_be_run_over(full, function, organisation):
            whole = names.joined(full, function)
            taken = self._ask(
                "joined", fingerprint(full, function, organisation), number,
                _("“%(name)s” and “%(rest)s”") % {"name": full, "rest": function},
                ((AGREED, _("One name: %(name)s") % {"name": whole}), (AS_TYPED, _("No: “%(rest)s” is the function") % {"rest": function})),
                AGREED,
            )  # fmt: skip
            flags.append("surname-in-title-column")
            if taken == AGREED:
                full, function = whole, ""
        if names.in_capitals(full):
            usual = names.from_capitals(full)
            taken = self._ask(
                "capitals", fingerprint(full), number, f"“{full}”",
                ((AGREED, usual), (AS_TYPED, _("As typed: %(name)s") % {"name": full})), AGREED,
            )  # fmt: skip
            flags.append("name-in-capitals")
            if taken == AGREED:
                full, given, family = usual, names.from_capitals(given), names.from_capitals(family)
        if function and function == organisation:
            flags.append("title-equals-affiliation")
            body = names.looks_like_a_body(function)
            what = _("The same words stand as function and as organisation: they were kept once.")
            self.findings.note(self.name, number, self.heading["function"], function, what)
            function, organisation = ("", organisation) if body else (function, "")
        return Listed(number, full, given, family, form, function=function, organisation=organisation)

    def _country(self, number: int, text: str, flags: list[str]) -> dict[str, Any]:
        if not text:
            return {}
        if text == "NA" and self.na_is_open:
            namibia = ("NAM", "Namibia (NAM)")
            code = self._ask(
                "country",
                fingerprint(text),
                number,
                f"“{text}”",
                (namibia, (NONE, _("No country: it says “not known”"))),
                "",
            )
            return {
                "country": "" if code in ("", NONE) else code,
                "country_text": text,
                "country_choices": ("NAM",),
            }
        answer = self.countries.read(text)
        if isinstance(answer, Recognised):
            return {"country": answer.country.code, "country_text": text}
        if isinstance(answer, Ambiguous):
            near: Sequence[Any] = answer.candidates
            proposal = ""
        elif answer.body or (whole := self._cutbody_called(text)):
            body = body_called(text) if answer.body else body_called(whole)
            flags.append("an organisation, not a country")
            what = _("It is an organisation and not a country: no country is represented.")
            self.findings.note(self.name, number, self.heading["country"], text, what)
            return {"body": body, "country_text": text}
        else:
            cut = self._cut_country(text)
            near, proposal = (cut, cut[0].code) if cut else (answer.suggestions, "")
        options = [(country.code, f"{country.name_en} ({country.code})") for country in near]
        options.append((NONE, _("No country: it is an organisation")))
        code = self._ask("country", fingerprint(text), number, f"“{text}”", tuple(options), proposal)
        choices = tuple(country.code for country in near)
        if code == NONE:
            return {"body": text, "country_text": text, "country_choices": choices}
        return {"country": code, "country_text": text, "country_choices": choices}

    def _cut_country(self, text: str) -> Sequence[Any]:
        """A heading whose beginning was cut off: the end of exactly one country's name."""
        if text not in self.cut:
            tail = text.casefold()
            found = [
                country for country in self.countries.all()
                if len(text) > 8 and (country.formal_en.casefold().endswith(tail) or country.name_en.casefold().endswith(tail))
            ]  # fmt: skip
            self.cut[text] = found if len(found) == 1 else ()
        return self.cut[text]

    def _cutbody_called(self, text: str) -> str:
        """The same for a body's name."""
        found = {name for name in bodies() if len(text) > 12 and name.casefold().endswith(text.casefold())}
        return found.pop() if len(found) == 1 else ""

    def _facts(self, number: int, words: Mapping[str, str], person: Listed) -> dict[str, Any]:
        email = words.get("email", "").replace(" ", "")
        if email:
            try:
                validate_email(email)
            except ValidationError:
                self._put_aside(
                    number, "email", words["email"], _("It is no e-mail address, and was left empty.")
                )
                email = ""
        status, left = self._status(number, words)
        if words.get("status") and folded(words["status"]) not in STATUS:
            self._put_aside(
                number,
                "status",
                words["status"],
                _("This status is not known; the row was taken as the others."),
            )
        if (email.casefold().startswith("test@") or TEST_NAME.fullmatch(person.full_name.split()[0])) and all(
            TEST_NAME.fullmatch(word) for word in person.full_name.split()
        ):
            left = TEST
        return {
            "email": email.casefold(), "status": status, "left_out": left,
            "sex": self._one_of(number, "sex", words, SEX), "sector": self._choice(number, "sector", words, Sector),
            "role": self._choice(number, "role", words, Role) or self.role, "may_list": self._consent(number, words),
            "order": words.get("order", ""), "ticket": words.get("ticket", ""), "person": words.get("person", ""),
        }  # fmt: skip

    def _status(self, number: int, words: Mapping[str, str]) -> tuple[str, str]:
        word = words.get("status", "")
        meant = STATUS.get(folded(word), "") if word else ""
        if (
            words.get("attended")
            and folded(words["attended"]) in YesNo.yes
            and meant not in (NOT_ATTENDING, TRANSFERRED)
        ):
            return ATTENDED, ""
        if meant in (NOT_ATTENDING, TRANSFERRED):
            return self.status, meant
        return (meant if meant in (ATTENDED, ABSENT) else self.status), ""

    def _consent(self, number: int, words: Mapping[str, str]) -> str:
        """Empty is not yes."""
        word = folded(words.get("may_list", ""))
        if not word:
            return NOT_STATED
        if word in YesNo.yes or word in YesNo.no:
            return YES if word in YesNo.yes else NO
        self._put_aside(
            number, "may_list", words["may_list"], _("It is neither yes nor no, and is no consent.")
        )
        return NOT_STATED

    def _one_of(self, number: int, target: str, words: Mapping[str, str], known: Mapping[str, str]) -> str:
        word = words.get(target, "")
        if word and folded(word) not in known:
            self._put_aside(number, target, word, _("This word is not known, and was left out."))
        return known.get(folded(word), "")

    def _choice(self, number: int, target: str, words: Mapping[str, str], choices: Any) -> str:
        word = words.get(target, "")
        if not word:
            return ""
        try:
            return str(Choice(choices).read(word)[0])
        except Fault:
            self._put_aside(number, target, word, _("This word is not known, and was left out."))
            return ""

    def _put_aside(self, number: int, target: str, value: str, what: str) -> None:
        self.findings.add(
            self.name, what, row=number, column=self.heading[target], value=value, severity="note"
        )

    def _ask(
        self, kind: str, key: str, number: int, text: str, options: tuple[tuple[str, Any], ...], proposal: str
    ) -> str:
        """The answer given before, or else what is proposed; the question is kept with its rows."""
        held = self.asked.get((kind, key))
        answer = self.answers.get((kind, key), "")
        if answer not in {value for value, _words in options}:
            answer = ""
        if self.quiet:
            # Of a row that is not taken nothing is asked.
            return answer or proposal
        rows = (*held.rows, number) if held else (number,)
        self.asked[kind, key] = Question(kind, key, rows, text, options, proposal, answer)
        return answer or proposal

    def _left_out(self) -> None:
        """Rows that are not taken: each is said, and may be taken all the same."""
        seen: dict[tuple[str, str], int] = {}
        people = []
        for person in self.listing.people:
            who = (person.email, names.key_of(person.full_name))
            if person.email and not person.left_out:
                first = seen.setdefault(who, person.row)
                if first != person.row:
                    person = replace(person, left_out=DUPLICATE, flags=(*person.flags, f"row {first}"))
            if person.left_out and self.answers.get(("left", left_key(person))) == TAKE:
                person = replace(person, left_out="")
            if person.left_out:
                self._say_left_out(person, seen.get(who, person.row))
            people.append(person)
        self.listing.people = people
        self._shared_mail()

    def _say_left_out(self, person: Listed, first: int) -> None:
        word = person.left_out.capitalize()
        what = _(WHY_LEFT[person.left_out]) % {"row": first, "word": word}
        self.findings.add(
            self.name, _("%(name)s is left out.") % {"name": person.full_name} + " " + what, row=person.row,
            column=self.heading.get("full_name") or self.heading.get("family_name", ""), value=person.full_name, severity="note",
        )  # fmt: skip

    def _shared_mail(self) -> None:
        """Two people at one address are two people."""
        by_mail: dict[str, list[Listed]] = defaultdict(list)
        for person in self.listing.taken:
            if person.email:
                by_mail[person.email].append(person)
        for shared in by_mail.values():
            for person in shared[1:]:
                self.findings.add(
                    self.name, _("%(name)s and %(other)s share one e-mail address: they are kept as two people.")
                    % {"name": person.full_name, "other": shared[0].full_name},
                    row=person.row, column=self.heading["email"], value=person.email, severity="note",
                )  # fmt: skip

    def _keys(self) -> None:
        """Who each is in this list, the second of the same with its number."""
        seen: Counter[str] = Counter()
        people = []
        for person in self.listing.people:
            who = fingerprint(
                person.email, names.key_of(person.full_name), person.country or person.country_text
            )
            if not person.left_out:
                seen[who] += 1
            people.append(
                replace(
                    person, key=who if seen[who] < 2 or person.left_out else fingerprint(who, str(seen[who]))
                )
            )
        self.listing.people = people
