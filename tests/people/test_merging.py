"""Two rows made one person and two again: every row and every figure where it was."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.people.figures import all_figures, undone

from colonnade.capacity.actions import EventFull, change_status, correct_registration, tally_events
from colonnade.capacity.links import from_token, token_of
from colonnade.capacity.models import Participation, Registration
from colonnade.capacity.persons import erase_participant, merge_participants, undo_merge_of_participants
from colonnade.capacity.queries import wrong_tallies
from colonnade.capacity.queries.registration import wrong_seats
from colonnade.figures.measure import Measurer
from colonnade.outreach.models import Quote
from colonnade.partners.models import Affiliation
from colonnade.people.actions import find_likenesses, give_consent, hold_person
from colonnade.people.models import Consent, Likeness, Merge, Person
from colonnade.people.queries import one_with, pointing_at_persons, present, rows_of, wrong_words
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db


def merged(kept, absorbed, **facts):
    return merge_participants(
        **{"kept": kept, "absorbed": absorbed, "because": "one e-mail", "by": "officer"} | facts
    )


def people():
    measured = Measurer(as_of=date(2014, 12, 31)).measure("capacity.unique_participants", Period.year(2014))
    return measured.value


def test_persons_are_pointed_at_by_foreign_keys_only():
    """A many-to-many to persons would not be moved by a merge: let it be a record of its own."""
    many = [
        relation for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(getattr(relation, "field", None), models.ManyToManyField)
    ]  # fmt: skip

    assert many == []
    assert {model.__name__ for model, _field in pointing_at_persons()} >= {
        "Participation",
        "Affiliation",
        "Quote",
        "Holding",
        "Consent",
    }


def test_all_that_is_held_of_the_one_goes_to_the_other_through_its_history():
    kept, absorbed = (
        make.person("Aigul Bekova"),
        make.person("Bekova Aigul", email="aigul@post.kz", sex="female"),
    )
    took_part = make.participation(make.event(), absorbed)
    served = Affiliation.objects.create(code="AF-1", person=absorbed, organisation=make.organisation())
    said = Quote.objects.create(code="Q-1", person=absorbed, text="It helped.")

    merge = merged(kept, absorbed)

    for row in (took_part, served, said):
        row.refresh_from_db()
        assert row.person == kept
        assert row.history.first().history_change_reason == f"merge {merge.code}"
    kept.refresh_from_db(), absorbed.refresh_from_db()
    assert (kept.email, kept.sex) == ("aigul@post.kz", "female")
    assert (absorbed.merged_into, absorbed.withdrawn_on) == (kept, date.today())
    assert list(present()) == [kept]
    assert one_with(kept) == [kept, absorbed]
    assert (wrong_tallies(), wrong_words()) == ([], [])


def test_a_link_sent_before_a_merge_opens_nothing_afterwards_and_a_new_one_renames_nobody():
    kept = make.person("Aigul Bekova", email="aigul@post.kz")
    make.participation(make.event(), kept)
    sent = make.registration(make.open_event(), full_name="Aigul B.", email="other@post.kz")
    old = token_of(sent)

    merge = merged(kept, sent.participation.person)

    assert from_token(Registration, old) is None
    held = Registration.objects.get(pk=sent.pk)
    with pytest.raises(Refused, match="knows Aigul Bekova from elsewhere"):
        correct_registration(registration=held, entry=make.entry(full_name="X", email="other@post.kz"))
    wrote = make.entry(full_name="Aigul Bekova", email="aigul@post.kz", function="Minister", sex="female")
    correct_registration(registration=held, entry=wrote)
    kept.refresh_from_db(), held.participation.refresh_from_db()
    assert (kept.full_name, kept.sex, held.participation.function) == (
        "Aigul Bekova",
        "not_recorded",
        "Minister",
    )
    new = token_of(held)
    undo_merge_of_participants(merge=merge, by="officer")
    assert from_token(Registration, new) is None


def test_the_link_of_a_kept_person_is_closed_where_they_took_over_an_address():
    own = make.registration(make.open_event(), full_name="Aigul Bekova", email="")
    old = token_of(own)

    merged(own.participation.person, make.person("Bekova Aigul", email="aigul@post.kz"))

    assert from_token(Registration, old) is None


def test_a_merge_notes_no_name_and_no_address():
    kept, absorbed = make.person("Aigul Bekova"), make.person("Bekova Aigul", email="aigul@post.kz")
    make.participation(make.event(), absorbed, function="Director")

    merge = merged(kept, absorbed)

    assert not any(word in str(merge.moved) for word in ("Aigul", "post.kz", "Director"))


def test_who_stood_twice_at_one_event_stands_once():
    kept, absorbed, event = make.person(), make.person(), make.event("2014-05-06")
    stays, goes = make.participation(event, kept), make.participation(event, absorbed)
    assert people() == 2

    merge = merged(kept, absorbed)

    stays.refresh_from_db(), goes.refresh_from_db()
    assert stays.withdrawn_on is None
    assert (goes.person, goes.withdrawn_because) == (
        kept,
        f"both stood there and are one person ({merge.code})",
    )
    assert people() == 1
    assert wrong_tallies() == []


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ({"status": "registered"}, {"status": "attended"}),
        ({"role": "speaker"}, {"role": "participant"}),
        ({"completed": False}, {"completed": True}),
    ],
)
def test_of_two_rows_at_one_event_the_one_that_counts_stays(weaker, stronger):
    kept, absorbed, event = make.person(), make.person(), make.event("2014-05-06")
    goes, stays = make.participation(event, kept, **weaker), make.participation(event, absorbed, **stronger)

    merge = merged(kept, absorbed)

    goes.refresh_from_db(), stays.refresh_from_db()
    assert (stays.person, stays.withdrawn_on) == (kept, None)
    assert goes.withdrawn_on == date.today()
    undo_merge_of_participants(merge=merge, by="officer")
    goes.refresh_from_db(), stays.refresh_from_db()
    assert (goes.person, goes.withdrawn_on, stays.person) == (kept, None, absorbed)


def test_a_seat_held_twice_goes_to_who_waits_and_an_undoing_that_wants_it_back_is_refused():
    event = make.open_event(2, waiting_list=True)
    kept, absorbed, waits = (make.registration(event).participation for _ in range(3))
    assert waits.status == "waiting"

    merge = merged(kept.person, absorbed.person)

    waits.refresh_from_db()
    assert (waits.status, wrong_seats()) == ("registered", [])
    with pytest.raises(EventFull, match="All seats are taken"):
        undo_merge_of_participants(merge=merge, by="officer")
    change_status(participation=waits, to="cancelled")
    undo_merge_of_participants(merge=Merge.objects.get(pk=merge.pk), by="officer")
    assert (wrong_seats(), wrong_tallies()) == ([], [])


@pytest.mark.parametrize("absorbed_at", Participation.Status.values)
def test_two_at_one_event_are_merged_whatever_their_states_and_attendance_stays(absorbed_at):
    kept, absorbed, event = make.person(), make.person(), make.event("2014-05-06")
    for person, status in ((kept, "declined"), (absorbed, absorbed_at)):
        make.participation(event, person, status=status)

    merged(kept, absorbed)

    weaker = ("applied", "waiting", "declined")
    left = [row.status for row in Participation.objects.filter(withdrawn_on=None)]
    assert left == ["declined" if absorbed_at in weaker else absorbed_at]


def test_a_merge_is_undone_months_later_although_the_kept_person_changed_meanwhile():
    kept, absorbed = (
        make.person("Aigul Bekova"),
        make.person("Bekova Aigul", email="aigul@post.kz", name_latin="A. Bekova"),
    )
    first, second = make.event("2014-05-06"), make.event("2014-06-06")
    both = [make.participation(first, kept), make.participation(first, absorbed)]
    moved = make.participation(second, absorbed)
    merge = merged(kept, absorbed, on=date(2014, 7, 1))
    later = make.participation(make.event("2014-08-06"), Person.objects.get(pk=kept.pk))
    Person.objects.filter(pk=kept.pk).update(email="bekova@minfin.kz")

    undone = undo_merge_of_participants(merge=merge, by="officer", on=date(2015, 1, 9))

    for row in (*both, moved, later, kept, absorbed):
        row.refresh_from_db()
    assert [row.person for row in (*both, moved, later)] == [kept, absorbed, absorbed, kept]
    assert [row.withdrawn_on for row in (*both, moved, later)] == [None] * 4
    assert (absorbed.merged_into, absorbed.withdrawn_on, kept.name_latin) == (None, None, "")
    assert (kept.email, undone.left) == (
        "bekova@minfin.kz",
        [f"e-mail of {kept.code} was changed since, and stays"],
    )
    assert (undone.undone_on, undone.undone_by) == (date(2015, 1, 9), "officer")
    assert (wrong_tallies(), wrong_words()) == ([], [])


def test_what_was_given_to_somebody_else_or_withdrawn_since_stays_so_and_is_told():
    kept, absorbed, third, event = make.person(), make.person(), make.person(), make.event()
    make.participation(event, kept)
    twice, given = make.participation(event, absorbed), make.participation(make.event(), absorbed)
    merge = merged(kept, absorbed)
    Participation.objects.filter(pk=given.pk).update(person=third)
    twice.refresh_from_db()
    withdraw(record=restore_by_force(twice), because="never came")

    undone = undo_merge_of_participants(merge=merge, by="officer")

    assert undone.left == [
        f"{given.ref} was given to another person since, and stays there",
        f"{twice.ref} was withdrawn again since (never came), and stays so",
    ]


def restore_by_force(row):
    Participation.objects.filter(pk=row.pk).update(
        withdrawn_on=None, withdrawn_because="", event=make.event()
    )
    return row


def test_a_person_who_came_to_stand_where_a_row_would_go_back_keeps_the_place():
    kept, absorbed, event = make.person(), make.person(), make.event()
    moved = make.participation(event, absorbed)
    merge = merged(kept, absorbed)
    late = make.participation(event, absorbed)

    undone = undo_merge_of_participants(merge=merge, by="officer")

    moved.refresh_from_db()
    assert (moved.person, late.person) == (kept, absorbed)
    assert undone.left == [f"{moved.ref} stays with {kept.code}: {absorbed.code} stands there already"]


def test_what_may_not_be_merged_is_refused_in_a_sentence():
    one, other = make.person(), make.person()
    with pytest.raises(Refused, match="choose two"):
        merged(one, one)
    with pytest.raises(Refused, match="Say why"):
        merged(one, other, because=" ")
    gone = make.person(erased_on=date(2014, 1, 1))
    with pytest.raises(Refused, match="was erased"):
        merged(one, gone)
    withdraw(record=(withdrawn := make.person()), because="entered twice")
    with pytest.raises(Refused, match="is withdrawn"):
        merged(one, withdrawn)
    hold_person(person=other, because="audit 2014")
    with pytest.raises(Refused, match="so that the hold stands"):
        merged(one, other)
    merged(other, one)
    with pytest.raises(Refused, match="merged into"):
        merged(one, make.person())


def test_merges_are_undone_in_the_order_in_which_they_lie_on_one_another():
    first, second, third = make.person(), make.person(), make.person()
    row = make.participation(make.event(), first)
    early, late = merged(second, first), merged(third, second)
    with pytest.raises(Refused, match=f"merged since \\({late.code}\\)"):
        undo_merge_of_participants(merge=early, by="officer")

    undo_merge_of_participants(merge=late, by="officer")
    undo_merge_of_participants(merge=early, by="officer")

    row.refresh_from_db()
    assert row.person == first
    assert present().count() == 3
    with pytest.raises(Refused, match="already"):
        undo_merge_of_participants(merge=early, by="officer")


def test_a_merge_is_not_undone_once_one_of_the_two_was_erased():
    kept, absorbed = make.person(), make.person()
    merge = merged(kept, absorbed)
    erase_participant(person=Person.objects.get(pk=kept.pk), because="asked", by="head")

    with pytest.raises(Refused, match="whose rows were whose"):
        undo_merge_of_participants(merge=merge, by="officer")


def test_likenesses_follow_the_merge_and_come_back_with_its_undoing():
    kept, absorbed, third = (make.person("Aigul Bekova") for _ in range(3))
    find_likenesses()
    before = pairs()

    merge = merged(kept, absorbed)

    assert pairs() == {
        (kept.pk, absorbed.pk, "merged"),
        (kept.pk, third.pk, "open"),
        (absorbed.pk, third.pk, "merged"),
    }
    undo_merge_of_participants(merge=merge, by="officer")
    assert pairs() == before


def pairs():
    return set(Likeness.objects.values_list("first_id", "second_id", "state"))


def test_consents_of_both_are_kept_and_the_same_one_given_twice_stays_where_it_was():
    kept, absorbed = make.person(), make.person()
    for person, purpose in ((kept, "photo"), (absorbed, "photo"), (absorbed, "quote")):
        give_consent(person=person, purpose=purpose, wording="May we?", language="en", channel="form")

    merge = merged(kept, absorbed)

    held = set(Consent.objects.values_list("person", "purpose"))
    assert held == {(kept.pk, "photo"), (absorbed.pk, "photo"), (kept.pk, "quote")}
    undo_merge_of_participants(merge=merge, by="officer")
    assert set(Consent.objects.values_list("person", "purpose")) == {
        (kept.pk, "photo"),
        (absorbed.pk, "photo"),
        (absorbed.pk, "quote"),
    }


def test_a_merge_costs_the_same_for_each_row_that_moves():
    asked = []
    for rows in (1, 2, 4):
        kept, absorbed = make.person(), make.person()
        for _ in range(rows):
            make.participation(make.event(), absorbed)
        with CaptureQueriesContext(connection) as queries:
            merged(kept, absorbed)
        asked.append(len(queries))

    assert asked[2] - asked[1] == 2 * (asked[1] - asked[0])
    assert asked[1] - asked[0] < 10


# --- on generated offices ----------------------------------------------------------------------------------------

rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from(["participant", "speaker"]),
              st.sampled_from(["attended", "registered"]), st.sampled_from(["female", "male"]), st.booleans()),
    max_size=10, unique_by=lambda row: row[:2],
)  # fmt: skip
acts = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda two: two[0] != two[1]),
    min_size=1,
    max_size=3,
)


def everything():
    """Every row that a merge could touch, as its values."""
    kinds = [Person, *dict.fromkeys(model for model, _field in pointing_at_persons()), Likeness]
    return {model: sorted(model._default_manager.values_list(), key=str) for model in kinds}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=rows, acts=acts, likenesses=st.booleans())
def test_merging_and_undoing_leave_every_figure_and_every_row_as_they_were(rows, acts, likenesses):
    with undone():
        staff = [make.person("Aigul Bekova", email="a@b.kz" if n == 1 else "") for n in range(4)]
        events = [
            make.event("2013-05-06"),
            make.event("2014-05-06"),
            make.event("2014-06-06", kind_code="international_conference"),
        ]
        for who, where, role, status, sex, withdrawn in rows:
            row = make.participation(
                events[where], staff[who], role=role, status=status, sex=sex, tally=False
            )
            if withdrawn:
                withdraw(record=row, because="never came")
        tally_events()
        if likenesses:
            find_likenesses()
        before, figures = everything(), all_figures()
        merges = []
        for kept, absorbed in acts:
            try:
                merges.append(merged(staff[kept], staff[absorbed]))
            except Refused:
                continue
        assert wrong_tallies() == []
        for merge in reversed(merges):
            assert undo_merge_of_participants(merge=Merge.objects.get(pk=merge.pk), by="officer").left == []

        assert everything() == before
        assert all_figures() == figures
        assert (wrong_tallies(), len(merges) > 0) == ([], True)


def test_rows_of_a_person_are_told_kind_by_kind():
    person = make.person()
    row = make.participation(make.event(), person)

    assert [(model, held) for model, _field, held in rows_of(person)] == [(Participation, [row])]
