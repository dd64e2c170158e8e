"""Whom a row of a list is taken for, what becomes of who is known already, and what somebody edited by hand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make

from colonnade.capacity.lists.layouts import KNOWN_HEADINGS
from colonnade.capacity.lists.likeness import Persons, alike
from colonnade.capacity.lists.plan import Choices, plan_list
from colonnade.capacity.models import Participation, Tally
from colonnade.partners.models import Organisation
from colonnade.people.models import Person
from colonnade.records.actions import keep_answers, withdraw
from colonnade.records.intake.pasting import open_paste
from colonnade.records.models import Batch

pytestmark = pytest.mark.django_db

HEADINGS = ("Name", "E-mail", "Country represented", "Organisation", "Position")
ANA = ("Ana Lima", "ana@x.org", "Brazil", "Ministry of Planning", "Director")


def plan(event, *rows, headings=HEADINGS, **choices):
    text = "\n".join("\t".join(row) for row in (headings, *rows))
    return plan_list(open_paste(text, KNOWN_HEADINGS), event, Choices(**choices))


def doubts(made):
    return [
        (question.text, [side.code for side in question.held])
        for question in made.open
        if question.kind == "person"
    ]


def test_the_same_address_and_name_are_the_same_person():
    held, event = make.person("Ana LIMA", email="Ana@X.org"), make.event()

    made = plan(event, ANA)
    made.write()

    assert (made.open, Person.objects.count()) == ([], 1)
    assert Participation.objects.get(event=event).person == held


def test_the_same_name_at_another_address_is_a_doubt_and_nobody_is_merged():
    held, event = make.person("Ana Lima", email="ana.lima@y.org"), make.event()

    made = plan(event, ANA)

    assert (doubts(made), made.stopped) == ([("Ana Lima", [held.code])], True)


def test_another_name_at_the_same_address_is_another_person():
    make.person("Bo Berg", email="ana@x.org")

    made = plan(make.event(), ANA)

    assert (made.open, made.new) == ([], 1)


def test_a_name_much_like_it_from_the_same_country_is_a_doubt_and_from_nowhere_is_not():
    held = make.person("Anna Lima Souza")
    make.participation(make.event(), held, from_country="BRA")
    other = make.person("Josef Novak")

    made = plan(make.event(), ("Ana Lima Souza", "", "Brazil", "", ""), ("Jozef Nowak", "", "Poland", "", ""))

    assert doubts(made) == [("Ana Lima Souza", [held.code])]
    assert other.code not in str(doubts(made))


def test_a_name_in_another_script_is_compared_with_its_latin_form():
    held = make.person("윤서 한", name_latin="Yunseo Han")

    assert doubts(plan(make.event(), ("HAN Yunseo", "", "", "", "")))[0][1] == [held.code]


@pytest.mark.parametrize(("decided", "persons"), [("same", 1), ("another", 2)])
def test_a_doubt_is_decided_by_somebody_and_kept(decided, persons):
    held, event = make.person("Ana Lima", email="ana.lima@y.org"), make.event()
    question = plan(event, ANA).open[0]
    answer = f"same:{held.code}" if decided == "same" else "another"
    keep_answers(about=event.ref, answers={("person", question.key): answer})

    plan(event, ANA).write()

    assert Person.objects.count() == persons
    again = plan(event, ANA)
    assert (again.open, again.changes) == ([], [])


def test_a_person_who_was_withdrawn_is_nobodys_match():
    held = make.person("Ana Lima", email="ana@x.org")
    withdraw(record=held, because="never existed")

    assert (plan(make.event(), ANA).open, plan(make.event(), ANA).new) == ([], 1)


def test_a_code_in_the_list_decides_and_one_that_is_not_there_is_a_problem():
    held, event = make.person("Somebody Else"), make.event()
    rows = (("Ana Lima", held.code), ("Bo Berg", "P-none"))

    made = plan(event, *rows, headings=("Name", "Person code"))

    assert [finding.what for finding in made.findings if finding.severity == "problem"] == [
        "There is no person with the code “P-none”."
    ]
    plan(event, rows[0], headings=("Name", "Person code")).write()
    assert Participation.objects.get(event=event).person == held


def test_a_known_person_gets_what_the_record_did_not_have_and_keeps_what_it_has():
    held = make.person("Ana Lima", email="ana@x.org", form_of_address="Dr")

    plan(make.event(), ("Ms. Ana Lima", *ANA[1:]), headings=HEADINGS).write()

    held.refresh_from_db()
    assert (held.form_of_address, held.full_name) == ("Dr", "Ana Lima")


def test_who_takes_part_already_is_not_entered_twice_and_what_differs_is_shown_before():
    held, event = make.person("Ana Lima", email="ana@x.org"), make.event()
    made = plan(event, ANA)
    made.write()

    again = plan(event, (*ANA[:4], "Minister"))

    told = [change.words() for change in again.changes]
    assert (again.changed, told) == (1, [[("Function", "Director", "Minister")]])
    again.write()
    assert Participation.objects.get(event=event, person=held).function == "Minister"
    assert Tally.objects.get(event=event).registered == 1


def test_what_was_edited_by_hand_is_kept_and_said_and_put_over_only_when_asked():
    event = make.event()
    plan(event, ANA).write()
    held = Participation.objects.get(event=event)
    held.function = "Vice-Minister"
    held.save()

    again = plan(event, (*ANA[:4], "Minister"))

    assert (again.changes, again.stopped) == ([], False)
    assert [finding.column for finding in again.findings if "edited by hand" in finding.what] == ["Function"]
    assert [change.words() for change in plan(event, (*ANA[:4], "Minister"), overwrite=True).changes] == [
        [("Function", "Vice-Minister", "Minister")]
    ]


def test_that_somebody_registered_says_nothing_against_their_having_come():
    event = make.event()
    plan(event, ANA, status="attended").write()

    assert plan(event, ANA, status="registered").changes == []
    assert Tally.objects.get(event=event).counted == 1


def test_an_organisation_of_the_record_is_recognised_and_another_is_kept_in_the_note_or_added():
    Organisation.objects.create(code="OR-9", name="Ministry of Planning", short_name="MoP")
    event, other = make.event(), make.event()
    rows = (ANA, ("Bo Berg", "", "", "Institute of Rivers", ""))

    made = plan(event, *rows)
    made.write()

    held = Participation.objects.filter(event=event).order_by("code")
    assert [row.organisation.code if row.organisation else row.note for row in held] == [
        "OR-9",
        "Organisation as listed: Institute of Rivers.",
    ]
    assert (made.unknown_organisations, Organisation.objects.count()) == (["Institute of Rivers"], 1)
    added = plan(other, ("Cy Dale", "", "", "Institute of Rivers", ""), add_organisations=True)
    added.write()
    assert Participation.objects.get(event=other).organisation.name == "Institute of Rivers"


def test_the_same_name_and_organisation_twice_in_a_list_is_a_doubt_within_it():
    made = plan(make.event(), ANA, ("Ana Lima", "other@x.org", *ANA[2:]))

    assert [(question.rows, question.held[0].facts[0][1]) for question in made.open] == [((3,), "2")]


def test_nothing_is_written_by_a_list_that_changes_nothing():
    event = make.event()
    plan(event, ANA).write()

    assert (plan(event, ANA).write(), Batch.objects.count()) == (None, 1)


def test_the_queries_of_a_plan_do_not_grow_with_its_rows(django_assert_max_num_queries):
    event = make.event()
    for number in range(3):
        make.person(f"Person Number{number}", email=f"n{number}@x.org")

    def rows(count):
        return [(f"Person Number{number}", f"n{number}@x.org", "Fiji", "X", "") for number in range(count)]

    with django_assert_max_num_queries(25):
        plan(event, *rows(1))
    with django_assert_max_num_queries(25):
        plan(event, *rows(60))


NAMES = st.text(st.characters(categories=("Lu", "Ll")), min_size=2, max_size=12)


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways_and_whole_only_for_the_same_name(one, other):
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == 100
    assert alike(f"{one} {other}", f"{other} {one}") == 100


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, st.sampled_from(["a@x.org", "b@x.org", ""])), min_size=1, max_size=8))
def test_every_row_is_taken_left_out_or_a_problem_and_twice_is_once(rows):
    event = make.event()
    listed = [(name, mail, "", "", "") for name, mail in rows]

    made = plan(event, *listed)
    people = made.listing.people
    assert len(people) + sum(finding.severity == "problem" for finding in made.findings) == len(rows)
    keep_answers(about=event.ref, answers={(q.kind, q.key): q.proposal or "another" for q in made.open})
    plan(event, *listed).write()
    assert Participation.objects.filter(event=event).count() == len(plan(event, *listed).listing.taken)
    again = plan(event, *listed)
    assert ([question.kind for question in again.open], again.changes) == ([], [])


def test_persons_in_the_record_are_read_once():
    make.person("Ana Lima")
    assert len(Persons().by_code) == Person.objects.count()
