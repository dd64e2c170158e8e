"""Lists as they really come, against what a right import of each yields."""

from __future__ import annotations

import io
from collections import Counter
from decimal import Decimal

import pytest
from tests import make
from tests.intake.real import IMPORTS, agree, attendee, clean, delegate, differences, expected, plan_of

from colonnade.capacity.lists.register import as_workbook, is_register, read_register
from colonnade.capacity.models import Event, Participation
from colonnade.capacity.queries import wrong_tallies
from colonnade.people.models import Person
from colonnade.records.actions import keep_answers, undo_batch
from colonnade.records.errors import Refused
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.pasting import open_list
from colonnade.records.intake.plan import plan_import
from colonnade.web.desk.undoing import kept_after
from colonnade.web.sheets import SHEETS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not IMPORTS.is_dir(), reason="The real lists are not beside the repository."),
]
COP, EVENTBRITE, REGISTER = "cop25_delegations.csv", "eventbrite_attendees.csv", "training_register_2016.xlsx"


@pytest.fixture
def register():
    """The register as read, before and after somebody agrees with what is proposed."""
    path, findings = IMPORTS / REGISTER, Findings()
    first = read_register(open_list(path, ()), path.read_bytes(), findings)
    answers = {(question.kind, question.key): question.proposal for question in first.questions}
    return first, read_register(open_list(path, ()), path.read_bytes(), Findings(), answers), list(findings)


def test_every_row_of_the_delegations_is_right_after_one_round_of_questions():
    scored = differences(clean(COP, make.event(), agree), delegate)

    assert (scored.rows, scored.rounds, scored.wrong) == (539, 2, {})


def test_of_the_delegations_only_what_cannot_be_known_is_asked():
    plan = plan_of(COP, make.event())
    asked = Counter(question.kind for question in plan.open)
    run_over = {
        row for row, right in expected(COP.removesuffix(".csv")).items() if "surname" in right["flags"]
    }

    # One heading is cut off, one name stands twice in one delegation, and the rest are names that ran over.
    assert asked == {"joined": 66, "country": 1, "person": 1}
    assert {row for question in plan.open if question.kind == "joined" for row in question.rows} == run_over


def test_a_surname_that_ran_over_is_never_joined_nor_kept_as_a_function_without_an_answer():
    plan = plan_of(COP, make.event())

    with pytest.raises(Refused, match="Mend and answer them first"):
        plan.write()
    assert Person.objects.count() == 0


def test_no_sex_is_taken_from_a_title_and_every_title_is_kept():
    scored = clean(COP, make.event(), agree)
    titles = Counter(right["honorific"] for right in expected(COP.removesuffix(".csv")).values())

    assert Counter(person.sex for person in scored.plan.listing.people) == {"": 539}
    assert Counter(person.form_of_address for person in scored.plan.listing.people) == titles
    scored.plan.write()
    assert set(Person.objects.values_list("sex", flat=True)) == {"not_recorded"}
    assert any("no column of sex" in finding.what for finding in scored.plan.findings)


def test_a_second_import_of_the_delegations_asks_nothing_and_changes_nothing():
    event = make.event()
    clean(COP, event, agree).plan.write()

    again = plan_of(COP, event)

    assert (again.open, again.changes, again.same, again.write()) == ([], [], 539, None)
    assert (Participation.objects.count(), Person.objects.count(), wrong_tallies()) == (539, 539, [])


def test_the_delegations_are_undone_whole_and_brought_in_again():
    event = make.event()
    batch = clean(COP, event, agree).plan.write()

    undoing = undo_batch(batch=batch, after=kept_after())

    assert (undoing.left, Participation.objects.filter(withdrawn_on=None).count()) == ([], 0)
    again = plan_of(COP, event)
    assert (again.open, again.new) == ([], 539)
    again.write()
    assert (Participation.objects.filter(withdrawn_on=None).count(), wrong_tallies()) == (539, [])


def test_every_attendee_is_right_but_the_one_whose_names_stand_in_each_others_column():
    scored = differences(clean(EVENTBRITE, make.event(), agree), attendee)

    # Which of the two is the family name cannot be known; both stay editable on the person's page.
    assert (scored.rows, scored.rounds, list(scored.wrong)) == (35, 2, [6])


def test_of_the_attendees_only_two_countries_one_name_in_capitals_and_one_doubt_are_asked():
    plan = plan_of(EVENTBRITE, make.event())

    assert [(question.kind, question.rows) for question in plan.open] == [
        ("capitals", (5,)), ("country", (14,)), ("country", (31,)), ("person", (36,)),
    ]  # fmt: skip
    assert {question.proposal for question in plan.open if question.kind in ("country", "person")} == {""}


def test_thirty_attendees_are_taken_and_each_of_the_others_is_said():
    event = make.event()
    scored = clean(
        EVENTBRITE, event, lambda question: "same:row" if question.kind == "person" else agree(question)
    )

    scored.plan.write()

    assert Participation.objects.count() == 30
    said = {finding.row for finding in scored.plan.findings if "is left out" in finding.what}
    assert said == {12, 16, 20, 35, 36}


def test_two_attendees_at_one_address_are_two_people():
    event = make.event()
    clean(EVENTBRITE, event, agree).plan.write()

    held = Person.objects.filter(email="participant23@example.org").order_by("full_name")

    assert [person.full_name for person in held] == ["Bandile Mthembu", "Thandi Mokoena"]


def test_an_empty_consent_is_not_yes():
    event = make.event()
    plan = clean(EVENTBRITE, event, agree).plan
    told = {person.row: person.may_list for person in plan.listing.people}

    assert {row for row, may in told.items() if may == "not stated"} == {9, 14, 16, 26}
    plan.write()
    assert Participation.objects.filter(note__contains="May the name be listed: yes").count() == sum(
        may == "yes" for row, may in told.items() if row in {person.row for person in plan.listing.taken}
    )


def test_the_register_is_two_tables_of_sessions(register):
    _first, answered, _findings = register

    assert {name: len(rows) for name, rows in answered.tables().items()} == {
        "RDM training": 29,
        "Open access": 35,
    }
    assert is_register(open_list(IMPORTS / REGISTER, ()))


def test_a_fill_of_the_register_means_cancelled_as_its_legend_says_once_somebody_agrees(register):
    first, answered, _findings = register

    assert [(question.kind, question.rows) for question in first.open if question.kind == "fill"] == [
        ("fill", (10, 25)), ("fill", (16, 17, 29)),
    ]  # fmt: skip
    cancelled = {name: [row.row for row in rows if row.cancelled] for name, rows in answered.tables().items()}
    assert (cancelled, answered.open) == ({"RDM training": [10, 25], "Open access": [16, 17, 29]}, [])


def test_days_of_1900_are_asked_about_and_no_day_shifts(register):
    first, answered, _findings = register
    days = {row.row: row.on.isoformat() for row in answered.tables()["RDM training"]}

    assert [question.rows for question in first.open if question.kind == "year"] == [(8,), (16,)]
    assert (days[8], days[16], days[4], days[32]) == ("2016-03-17", "2016-06-25", "2016-01-12", "2016-12-19")
    assert {row.on.year for row in answered.sessions} == {2016}


def test_counts_in_one_cell_are_added_and_lengths_are_hours_however_they_are_written(register):
    _first, answered, findings = register
    rdm, access = (answered.tables()[name] for name in ("RDM training", "Open access"))

    assert (rdm[0].parts, rdm[0].people, rdm[2].people) == ((45, 0, 0), 45, 46)
    assert {row.hours for row in rdm} == {Decimal("1"), Decimal("1.5"), Decimal("2")}
    assert {row.hours for row in access} == {Decimal("1"), Decimal("1.5")}
    assert [finding.value for finding in findings if "beside the tables" in finding.what] == ["cancelled"]


def test_the_sessions_come_in_as_events_with_head_counts_and_go_out_by_one_undo(register):
    _first, answered, _findings = register
    like = make.event()
    plan = plan_import(io.BytesIO(as_workbook(answered, like)), SHEETS, name="register.xlsx")

    batch = plan.write()

    assert ([each.line for each in plan.understood], list(plan.findings)) == (
        ["Events: 64 new", "Head counts: 59 new"],
        [],
    )
    made = Event.objects.exclude(pk=like.pk)
    assert Counter(made.values_list("activity__state", flat=True)) == {"held": 59, "cancelled": 5}
    undo_batch(batch=batch, after=kept_after())
    assert made.filter(withdrawn_on=None).count() == 0


def test_an_answer_given_for_one_list_is_not_taken_for_another_event():
    first, second = make.event(), make.event()
    plan = plan_of(EVENTBRITE, first)
    keep_answers(about=first.ref, answers={(each.kind, each.key): agree(each) for each in plan.open})

    assert (len(plan_of(EVENTBRITE, first).open), len(plan_of(EVENTBRITE, second).open)) == (0, 4)
