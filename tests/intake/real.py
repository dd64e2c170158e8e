"""The real lists beside what a right import of each yields: how many rounds, which rows are right, wrong or in doubt."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from colonnade.capacity.lists.layouts import KNOWN_HEADINGS
from colonnade.capacity.lists.listed import Listed
from colonnade.capacity.lists.plan import Choices, ListPlan, block_of, plan_list, proposal_for
from colonnade.capacity.models import Event
from colonnade.records.actions import keep_answers, remember_mapping
from colonnade.records.intake.pasting import open_list

IMPORTS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "imports"
SEX_OF = {"F": "female", "M": "male", "": ""}


@dataclass
class Scored:
    """What came of one list. ``doubtful`` rows were asked about and answered; ``wrong`` are those that differ in the end."""

    name: str
    rows: int = 0
    rounds: int = 0
    questions: int = 0
    doubtful: set[int] = field(default_factory=set)
    wrong: dict[int, str] = field(default_factory=dict)
    plan: ListPlan | None = None

    @property
    def right(self) -> int:
        return self.rows - len(self.wrong)


def expected(name: str) -> dict[int, dict[str, str]]:
    with (IMPORTS / f"{name}.expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return {int(row["source_row"]): row for row in csv.DictReader(file)}


def plan_of(name: str, event: Event, **choices) -> ListPlan:
    return plan_list(open_list(IMPORTS / name, KNOWN_HEADINGS), event, Choices(**choices))


def clean(name: str, event: Event, answer: Callable, **choices) -> Scored:
    """Go through a list as somebody at the desk does: columns, then questions, until nothing is open."""
    scored = Scored(name)
    book = open_list(IMPORTS / name, KNOWN_HEADINGS)
    block = block_of(book)
    proposal = proposal_for(block)
    remember_mapping(headings=block.names(), columns=proposal.as_columns(), layout=proposal.layout)
    for scored.rounds in range(1, 6):
        plan = plan_of(name, event, **choices)
        asked = plan.open
        scored.doubtful |= {row for question in asked for row in question.rows}
        scored.questions += len(asked)
        if not asked:
            break
        keep_answers(about=event.ref, answers={(each.kind, each.key): answer(each) for each in asked})
    scored.plan = plan
    scored.rows = len(plan.listing.people)
    return scored


def agree(question) -> str:
    """Somebody who agrees with what is proposed, and who else says that the two are others."""
    if question.proposal:
        return question.proposal
    return "another" if question.kind == "person" else question.options[0][0]


def differences(scored: Scored, compare: Callable[[Listed, dict[str, str]], Iterator[str]]) -> Scored:
    wanted = expected(Path(scored.name).stem)
    held = {person.row: person for person in scored.plan.listing.people}
    for row in wanted.keys() | held.keys():
        told = (
            "; ".join(compare(held[row], wanted[row]))
            if row in wanted and row in held
            else "missing or too many"
        )
        if told:
            scored.wrong[row] = told
    return scored


def _differ(pairs: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name}: {got!r}, not {right!r}" for name, (got, right) in pairs.items() if got != right)


def delegate(person: Listed, right: dict[str, str]) -> Iterator[str]:
    """A row of the delegations. Where function and organisation are the same words, they are kept once and flagged."""
    flags = set(right["flags"].split())
    yield from _differ({
        "country": (person.country, right["iso3"]), "body": (person.body, right["organisation"]),
        "honorific": (person.form_of_address, right["honorific"]), "name": (person.full_name, right["full_name"]),
        "sex": (person.sex, ""),
    })  # fmt: skip
    if "title-equals-affiliation" in flags:
        same = right["title"] == right["affiliation"] and sorted((person.function, person.organisation)) == [
            "",
            right["title"],
        ]
        yield from () if same else ("title and affiliation not kept once",)
    else:
        yield from _differ({
            "function": (person.function, right["title"]), "affiliation": (person.organisation, right["affiliation"]),
        })  # fmt: skip
    ours = {flag for flag in person.flags if flag in ("surname-in-title-column", "title-equals-affiliation")}
    theirs = flags & {"surname-in-title-column", "title-equals-affiliation"}
    yield from _differ({"flags": (" ".join(sorted(ours)), " ".join(sorted(theirs)))})


def attendee(person: Listed, right: dict[str, str]) -> Iterator[str]:
    """A row of the attendees."""
    taken = "ask (possible duplicate)" if "possible duplicate" in person.flags else (
        f"no ({person.left_out})" if person.left_out else "yes")  # fmt: skip
    asked = "/".join(person.country_choices)
    yield from _differ({
        "import": (taken, right["import"]), "given": (person.given, right["given"]), "family": (person.family, right["family"]),
        "e-mail": (person.email, right["email"]),
    })  # fmt: skip
    if person.left_out:
        return
    yield from _differ({
        "organisation": (person.organisation, right["organisation"]),
        "function": (person.function, right["job_title"]), "sex": (person.sex, SEX_OF[right["gender"]]),
        "may list": (person.may_list, right["may_list"]), "choices": (asked, right["country_choices"]),
    })  # fmt: skip
    if not asked:
        yield from _differ({"country": (person.country, right["iso3"])})
