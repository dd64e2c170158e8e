"""Registration by the public: once, on time, never beyond the seats; what the person and the office do with it after."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests import make

from colonnade.capacity.actions import (
    EventFull,
    RegistrationClosed,
    accept_waiting,
    cancel_registration,
    change_status,
    correct_registration,
    forget_answers,
    hand_in,
    promote_waiting,
    record_participation,
    register,
    registration,
    renew_link,
    settle_event,
    tally_events,
    withdraw_participation,
)
from colonnade.capacity.actions.attendance import _locked
from colonnade.capacity.links import from_token, token_of
from colonnade.capacity.models import Event, Participation, Question, Registration, Seats, Tally
from colonnade.capacity.queries import (
    page_of,
    people_of,
    seats_of,
    states_of,
    waiting_list,
    wrong_seats,
    wrong_tallies,
)
from colonnade.people.models import Consent, Message, Person
from colonnade.records.errors import Refused
from colonnade.records.models import Evidence

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def taken(event: Event, country: str = "") -> int:
    rows = Seats.objects.filter(event=event)
    row = rows.filter(country__code=country) if country else rows.filter(country=None)
    return row.get().taken


def states(event: Event) -> list[str]:
    """The state of everybody at the event, in the order in which they came."""
    return list(Participation.objects.filter(event=event).order_by("pk").values_list("status", flat=True))


def all_is_well() -> bool:
    return (wrong_seats(), wrong_tallies()) == ([], [])


# Coming in ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_registers_is_a_new_person_with_a_participation_consents_a_seat_and_a_letter():
    event, fiji = make.open_event(20), make.country("FJI")
    wrote = make.entry(
        full_name="Mere Vula", email="mere@example.org", country=fiji, function="Director", sector="parliament",
        sex="female", organisation_name="Parliament of Fiji", answers={"diet": "none"},
    )  # fmt: skip

    held = register(
        event=event, submission=uuid4(), entry=wrote, language="fr", consents={"photo": "I agree."}
    )

    at = held.participation
    assert (at.status, at.country, at.sex, at.sector, at.modality) == (
        "registered", fiji, "female", "parliament", "in_person",
    )  # fmt: skip
    assert (at.person.full_name, at.person.email) == ("Mere Vula", "mere@example.org")
    assert (held.organisation_name, held.answers, held.language) == (
        "Parliament of Fiji",
        {"diet": "none"},
        "fr",
    )
    consent = Consent.objects.get(person=at.person)
    assert (consent.purpose, consent.wording, consent.language, consent.ref) == (
        "photo",
        "I agree.",
        "fr",
        event.ref,
    )
    letter = Message.objects.get(person=at.person)
    assert (letter.to_address, letter.language) == ("mere@example.org", "fr")
    assert token_of(held) in letter.body
    assert (taken(event), taken(event, "FJI"), Tally.objects.get(event=event).registered) == (1, 1, 1)
    assert all_is_well()


@pytest.mark.django_db
def test_the_same_name_and_address_again_is_another_person_until_somebody_says_otherwise():
    event = make.open_event()
    for _time in range(2):
        make.registration(event, full_name="Kim Minji", email="office@example.org")
    assert Person.objects.filter(full_name="Kim Minji").count() == 2


@pytest.mark.django_db
def test_the_same_form_sent_twice_registers_once():
    event, submission, wrote = make.open_event(20), uuid4(), make.entry()
    first, second = (register(event=event, submission=submission, entry=wrote) for _time in range(2))
    assert (first.pk, Registration.objects.count(), Message.objects.count(), taken(event)) == (
        second.pk,
        1,
        1,
        1,
    )


@pytest.mark.django_db
def test_where_two_people_select_one_applies_and_holds_no_seat():
    event = make.open_event(20, selection=True)
    held = make.registration(event)
    assert (held.participation.status, taken(event), Tally.objects.get(event=event).registered) == (
        "applied",
        0,
        0,
    )
    assert "Application received" in Message.objects.get().subject
    assert all_is_well()


@pytest.mark.django_db
def test_when_all_seats_are_taken_one_waits_and_is_told():
    event = make.open_event(1)
    make.registration(event)
    held = make.registration(event)
    assert (states(event), taken(event)) == (["registered", "waiting"], 1)
    assert Message.objects.get(person=held.participation.person).subject.startswith("Waiting list")
    assert all_is_well()


@pytest.mark.django_db
def test_without_a_waiting_list_who_comes_too_late_is_refused_and_nothing_is_kept():
    event = make.open_event(1, waiting_list=False)
    make.registration(event)
    with pytest.raises(EventFull, match="All seats are taken, and there is no waiting list"):
        make.registration(event)
    assert (Person.objects.count(), Message.objects.count()) == (1, 1)
    assert all_is_well()


@pytest.mark.django_db
def test_the_last_seat_taken_between_looking_and_taking_puts_one_on_the_waiting_list(monkeypatch):
    event = make.open_event(1)
    make.registration(event)
    monkeypatch.setattr("colonnade.capacity.actions.registration._status_for", lambda *_told: "registered")
    make.registration(event)
    assert (states(event), taken(event), Person.objects.count()) == (["registered", "waiting"], 1, 2)
    assert all_is_well()


@pytest.mark.django_db
def test_a_country_has_its_own_seats_and_another_country_is_not_kept_out_by_them():
    event = make.open_event(5, seats_per_country=1)
    for country in ("FJI", "FJI", "TON"):
        make.registration(event, from_country=country)
    assert states(event) == ["registered", "waiting", "registered"]
    assert (taken(event), taken(event, "FJI"), taken(event, "TON")) == (2, 1, 1)
    assert all_is_well()


@pytest.mark.django_db
def test_registration_closes_to_the_second_by_the_events_own_clock():
    closes = datetime(2035, 4, 22, 14, 59, 59, tzinfo=UTC)  # 23:59:59 in Seoul
    event = make.open_event(registration_closes_at=closes)
    register(event=event, submission=uuid4(), entry=make.entry(), now=closes)
    late = datetime(2035, 4, 22, 15, 0, 0, tzinfo=UTC)
    with pytest.raises(RegistrationClosed):
        register(event=event, submission=uuid4(), entry=make.entry(), now=late)
    assert Registration.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"stage": "announced"}, "Registration has not opened yet."),
        ({"registration_opens_at": datetime(2035, 4, 1, tzinfo=UTC)}, "It opens on 1 April 2035"),
        ({"stage": "registration_closed"}, "Registration is closed."),
        ({"stage": "cancelled"}, "does not take place as announced"),
        ({"public": False}, "One cannot register for this event here."),
        ({"entry": "nomination"}, "One cannot register for this event here."),
    ],
)
def test_why_nobody_can_register_is_said(facts, sentence):
    event = make.open_event(**facts)
    with pytest.raises(RegistrationClosed, match=sentence):
        make.registration(event)


@pytest.mark.django_db
def test_a_name_longer_than_can_be_kept_is_refused_in_a_sentence():
    with pytest.raises(Refused, match="full name"):
        make.registration(make.open_event(), full_name="x" * 201)
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_a_name_of_nothing_that_can_be_seen_is_refused_in_a_sentence():
    with pytest.raises(Refused, match="Write the name"):
        make.registration(make.open_event(), full_name="\u200b")
    assert Person.objects.count() == 0


# Afterwards ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_seat_given_back_goes_to_who_waits_longest_and_they_are_told():
    event = make.open_event(1)
    first, second, third = (make.registration(event) for _person in range(3))
    cancel_registration(registration=first)
    assert (states(event), taken(event)) == (["cancelled", "registered", "waiting"], 1)
    told = list(
        Message.objects.filter(person=second.participation.person)
        .order_by("pk")
        .values_list("subject", flat=True)
    )
    assert [subject.split(":")[0] for subject in told] == ["Waiting list", "A seat is yours"]
    assert third.participation.person.letters.count() == 1
    assert all_is_well()


@pytest.mark.django_db
def test_who_waits_for_a_full_country_is_passed_over_until_that_country_has_a_seat():
    event = make.open_event(2, seats_per_country=1)
    fijian, tongan = (
        make.registration(event, from_country="FJI"),
        make.registration(event, from_country="TON"),
    )
    make.registration(event, from_country="FJI")
    make.registration(event, from_country="WSM")
    cancel_registration(registration=tongan)
    assert states(event) == ["registered", "cancelled", "waiting", "registered"]
    cancel_registration(registration=fijian)
    assert states(event) == ["cancelled", "cancelled", "registered", "registered"]
    assert all_is_well()


@pytest.mark.django_db
def test_where_two_people_select_a_free_seat_is_theirs_to_give():
    event = make.open_event(1, selection=True)
    first, second = make.registration(event), make.registration(event)
    with pytest.raises(Refused, match="two members of staff select"):
        accept_waiting(participation=first.participation)
    change_status(participation=first.participation, to="registered")
    change_status(participation=second.participation, to="waiting")
    cancel_registration(registration=first)
    assert (states(event), promote_waiting(event=event)) == (["cancelled", "waiting"], [])
    assert all_is_well()


@pytest.mark.django_db
def test_seats_added_to_an_event_go_to_who_waits():
    event = make.open_event(1)
    for _person in range(3):
        make.registration(event)
    event.seats_planned = 2
    event.save()
    settle_event(event=event)
    assert (states(event), taken(event)) == (["registered", "registered", "waiting"], 2)
    assert all_is_well()


@pytest.mark.django_db
def test_the_office_cancels_with_a_reason_that_the_person_reads():
    event = make.open_event(1)
    held = make.registration(event)
    with pytest.raises(Refused, match="Say why"):
        cancel_registration(registration=held, by_office=True)
    cancel_registration(registration=held, because="registered twice", by_office=True)
    assert "Reason: registered twice" in Message.objects.filter(subject__startswith="Cancelled").get().body
    assert (states(event), taken(event)) == (["cancelled"], 0)


@pytest.mark.django_db
def test_a_registration_is_cancelled_once():
    held = make.registration(make.open_event())
    cancel_registration(registration=held)
    with pytest.raises(Refused, match="This registration is cancelled"):
        cancel_registration(registration=held)


@pytest.mark.django_db
def test_a_withdrawn_participation_gives_its_seat_to_who_waits():
    event = make.open_event(1)
    first, _second = make.registration(event), make.registration(event)
    withdraw_participation(participation=first.participation, because="not a person")
    assert (states(event), taken(event)) == (["registered", "registered"], 1)
    assert all_is_well()


@pytest.mark.django_db
def test_accepting_out_of_turn_takes_a_seat_and_is_refused_without_one():
    event = make.open_event(1)
    _first, second = make.registration(event), make.registration(event)
    with pytest.raises(EventFull, match="All seats are taken"):
        accept_waiting(participation=second.participation)
    assert (states(event), taken(event)) == (["registered", "waiting"], 1)
    assert all_is_well()


@pytest.mark.django_db
def test_who_is_entered_by_hand_takes_a_seat_too_and_none_beyond_the_last():
    event = make.open_event(1)
    record_participation(event=event, person=make.person(), status="registered")
    with pytest.raises(EventFull):
        record_participation(event=event, person=make.person(), status="registered")
    assert taken(event) == 1


@pytest.mark.django_db
def test_that_more_came_than_there_were_seats_is_a_fact_and_closes_registration():
    event = make.open_event(1)
    for _person in range(2):
        record_participation(event=event, person=make.person(), status="attended")
    make.registration(event)
    assert (states(event), taken(event)) == (["attended", "attended", "waiting"], 2)
    assert all_is_well()


@pytest.mark.django_db
def test_counts_of_seats_that_differ_from_the_participations_are_found_and_settled():
    event = make.open_event(9)
    make.registration(event, from_country="FJI")
    Seats.objects.filter(event=event, country=None).update(taken=7)
    assert wrong_seats() == [event.code]
    tally_events([event.pk])
    assert wrong_seats() == []


@pytest.mark.django_db
def test_a_person_corrects_their_facts_and_a_new_address_closes_the_old_link():
    held = make.registration(make.open_event(), full_name="Mere", email="mere@example.org")
    old = token_of(held)
    now = correct_registration(
        registration=held,
        entry=make.entry(full_name="Mere Vula", email="vula@example.org", function="Minister"),
    )
    at = Participation.objects.select_related("person").get(pk=held.participation_id)
    assert (at.person.full_name, at.function) == ("Mere Vula", "Minister")
    assert (from_token(Registration, old), from_token(Registration, token_of(now))) == (None, held)
    letter = Message.objects.order_by("-pk").first()
    assert (letter.to_address, token_of(now) in letter.body) == ("vula@example.org", True)


@pytest.mark.django_db
def test_changing_the_country_moves_the_seat_and_is_refused_where_that_country_has_none():
    event = make.open_event(5, seats_per_country=1)
    held = make.registration(event, from_country="FJI", email="a@example.org")
    make.registration(event, from_country="TON")
    with pytest.raises(EventFull, match="All seats for"):
        correct_registration(
            registration=held, entry=make.entry(country=make.country("TON"), email="a@example.org")
        )
    correct_registration(
        registration=held, entry=make.entry(country=make.country("WSM"), email="a@example.org")
    )
    assert (taken(event), taken(event, "FJI"), taken(event, "WSM")) == (2, 0, 1)
    assert all_is_well()


@pytest.mark.django_db
def test_a_correction_writes_what_the_person_wrote_and_nothing_that_was_decided_meanwhile(monkeypatch):
    held, describe = make.registration(make.open_event(selection=True)), registration._describe

    def decided_meanwhile(person, entry):
        Participation.objects.filter(pk=held.participation_id).update(status="declined", role="observer")
        describe(person, entry)

    monkeypatch.setattr(registration, "_describe", decided_meanwhile)
    correct_registration(registration=held, entry=make.entry(function="Minister", email="a@example.org"))
    at = Participation.objects.get(pk=held.participation_id)
    assert (at.status, at.role, at.function) == ("declined", "observer", "Minister")


@pytest.mark.django_db
def test_whoever_touches_the_tally_holds_the_seats_first_also_for_who_takes_none():
    held = make.registration(make.open_event(5))
    Participation.objects.filter(pk=held.participation_id).update(role="speaker")
    tally_events([held.participation.event_id])
    with CaptureQueriesContext(connection) as asked:
        cancel_registration(registration=held)
    touched = [
        table
        for query in asked
        for table in ("capacity_seats", "capacity_tally")
        if f'FROM "{table}"' in query["sql"] or f'UPDATE "{table}"' in query["sql"]
    ]
    assert touched.index("capacity_seats") < touched.index("capacity_tally")
    assert all_is_well()


@pytest.mark.django_db
def test_nothing_is_corrected_after_the_event():
    held = make.registration(make.open_event())
    change_status(participation=held.participation, to="attended")
    with pytest.raises(Refused, match="The event has taken place"):
        correct_registration(registration=held, entry=make.entry())
    with pytest.raises(Refused, match="The event has taken place"):
        cancel_registration(registration=held)
    assert all_is_well()


@pytest.mark.django_db
def test_a_renewed_link_opens_and_the_earlier_does_not():
    held = make.registration(make.open_event())
    old = token_of(held)
    now = renew_link(registration=held)
    assert (from_token(Registration, old), from_token(Registration, token_of(now))) == (None, held)
    assert from_token(Registration, token_of(now)[:-1]) is None


@pytest.mark.django_db
def test_a_document_is_taken_by_its_content_and_not_by_its_name():
    held = make.registration(make.open_event())
    kept = hand_in(registration=held, title="Letter of my ministry", content=PDF)
    with pytest.raises(Refused, match="no PDF, JPEG or PNG"):
        hand_in(registration=held, title="letter.pdf", content=b"<script>alert(1)</script>")
    with pytest.raises(Refused, match="at most 5 MB"):
        hand_in(registration=held, title="big", content=PDF + b"0" * 5_000_000)
    assert list(Evidence.objects.all()) == [kept]
    assert (kept.ref, kept.file.name.endswith(".pdf"), "images" in kept.file.name) == (
        held.participation.ref,
        True,
        False,
    )


@pytest.mark.django_db
def test_no_more_documents_are_taken_than_are_read():
    held = make.registration(make.open_event())
    for _document in range(5):
        hand_in(registration=held, title="", content=PDF)
    with pytest.raises(Refused, match="You have sent 5 documents"):
        hand_in(registration=held, title="", content=PDF)


@pytest.mark.django_db
def test_answers_are_kept_as_long_as_their_question_says_and_then_forgotten_with_their_history():
    event = make.open_event(on="2035-05-06")
    for name, days in (("diet", 10), ("topic", 90)):
        Question.objects.create(event=event, name=name, label=name, purpose="p", keep_days=days)
    held = make.registration(event, answers={"diet": "no nuts", "topic": "rivers"})
    assert forget_answers(day=date(2035, 5, 16)) == 0
    assert forget_answers(day=date(2035, 5, 17)) == 1
    held.refresh_from_db()
    assert (held.answers, held.answers_removed_on) == ({"topic": "rivers"}, date(2035, 5, 17))
    assert [row.answers for row in Registration.history.filter(id=held.pk)] == [{"topic": "rivers"}] * 2


# Being listed -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_list_is_narrowed_by_state_country_and_words_and_read_page_by_page():
    event = make.open_event(3)
    for name, country in (("Ana", "FJI"), ("Béla", "TON"), ("Chen", "FJI"), ("Dina", "WSM")):
        make.registration(event, full_name=name, from_country=country)

    def named(rows):
        return [line.person for line in page_of(rows)[0]]

    assert named(people_of(event)) == ["Ana", "Béla", "Chen", "Dina"]
    assert named(people_of(event, country="FJI")) == ["Ana", "Chen"]
    assert named(people_of(event, status="waiting")) == ["Dina"]
    assert named(people_of(event, words="chen")) == ["Chen"]
    first, more = page_of(people_of(event), size=2)
    second, end = page_of(people_of(event), after=first[-1].pk, size=2)
    back, _more = page_of(people_of(event), before=second[0].pk, size=2)
    assert ([line.person for line in second], more, end, back) == (["Chen", "Dina"], True, False, first)
    assert (states_of(event), [p.person.full_name for p in waiting_list(event)]) == (
        {"waiting": 1, "registered": 3}, ["Dina"],
    )  # fmt: skip
    total, countries = seats_of(event)
    assert (total.taken, [(row.country.code, row.taken) for row in countries]) == (
        3,
        [("FJI", 2), ("TON", 1)],
    )


# Whatever happens ---------------------------------------------------------------------------------------------------

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["register", "register", "register", "cancel", "accept", "withdraw", "move", "attend", "seats"]
        ),
        st.integers(0, 30),
    ),
    max_size=25,
)


class WhateverHappens(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS, st.integers(0, 4), st.one_of(st.none(), st.integers(0, 2)), st.booleans())
    def test_any_sequence_of_acts_oversells_nothing_and_keeps_the_counts(self, acts, seats, each, waiting):
        event = make.open_event(seats, seats_per_country=each, waiting_list=waiting)
        countries = [make.country(code) for code in ("FJI", "TON", "WSM")]
        held: list[Registration] = []
        attended = False
        for act, number in acts:
            one = held[number % len(held)] if held else None
            country = countries[number % 3]
            try:
                if act == "register":
                    held.append(register(event=event, submission=uuid4(), entry=make.entry(country=country)))
                elif act == "seats":
                    Event.objects.filter(pk=event.pk).update(
                        seats_planned=(event.seats_planned or 0) + number % 3
                    )
                    event.refresh_from_db()
                    settle_event(event=event)
                elif one is None:
                    continue
                elif act == "cancel":
                    cancel_registration(registration=one)
                elif act == "accept":
                    accept_waiting(participation=one.participation)
                elif act == "withdraw":
                    withdraw_participation(participation=one.participation, because="x")
                elif act == "move":
                    wrote = make.entry(country=country, email=one.participation.person.email)
                    correct_registration(registration=one, entry=wrote)
                elif act == "attend" and not attended:
                    at = Participation.objects.get(pk=one.participation_id)
                    if at.status == "registered":
                        change_status(participation=at, to="attended")
            except Refused:
                pass
            rows = Seats.objects.filter(event=event, limit__isnull=False)
            assert [(row.taken, row.limit) for row in rows if row.taken > row.limit] == []
        assert wrong_seats() == []
        assert wrong_tallies() == []
        if waiting and each != 0:
            free = seats_of(event)[0]
            full = (
                {row.country_id for row in Seats.objects.filter(event=event, taken__gte=each)}
                if each is not None
                else set()
            )
            if free.limit is None or free.taken < free.limit:
                assert [p.pk for p in waiting_list(event) if p.country_id not in full] == []


# At the same moment -------------------------------------------------------------------------------------------------


def at_once(number: int, act) -> list:
    """What each of so many threads got, all starting together, each with its own connection."""
    gate, told = threading.Barrier(number), []

    def run(place: int) -> None:
        try:
            gate.wait()
            told.append(act(place))
        except Refused as refusal:
            told.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == number
    return told


at_the_same_moment = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_disk():
    """Threads need a database that each can open: SQLite's in memory is one connection's own."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ("memory" in name or name == ":memory:"):
        connection.close()


@at_the_same_moment
def test_of_sixteen_who_race_for_five_seats_five_have_one_and_eleven_wait(on_disk):
    event, fiji = make.open_event(5), make.country("FJI")
    at_once(16, lambda _n: register(event=event, submission=uuid4(), entry=make.entry(country=fiji)))
    assert (states_of(event), taken(event), taken(event, "FJI")) == ({"waiting": 11, "registered": 5}, 5, 5)
    assert all_is_well()


@at_the_same_moment
def test_the_same_form_sent_eight_times_at_once_registers_once(on_disk):
    event, submission, wrote = make.open_event(5), uuid4(), make.entry()
    told = at_once(8, lambda _n: register(event=event, submission=submission, entry=wrote))
    assert ({held.pk for held in told}, Registration.objects.count(), taken(event)) == ({told[0].pk}, 1, 1)
    assert (Person.objects.count(), Message.objects.count()) == (1, 1)
    assert all_is_well()


@at_the_same_moment
def test_those_who_come_while_others_leave_and_the_tally_is_worked_out_keep_every_count_right(on_disk):
    event = make.open_event(4, seats_per_country=3)
    countries = [make.country(code) for code in ("FJI", "TON")]
    held = [
        register(event=event, submission=uuid4(), entry=make.entry(country=countries[n % 2]))
        for n in range(6)
    ]

    def act(place: int):
        if place % 3 == 0:
            return cancel_registration(registration=held[place // 3])
        if place % 3 == 1:
            return tally_events([event.pk])
        return register(event=event, submission=uuid4(), entry=make.entry(country=countries[place % 2]))

    at_once(12, act)
    assert (taken(event) <= 4, all_is_well()) == (True, True)


@at_the_same_moment
def test_who_marks_or_moves_an_event_keeps_nobody_waiting_who_registers(on_disk):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nobody waits for a row")
    event = make.open_event(5)
    with transaction.atomic():
        _locked(event)
        register_it = threading.Thread(
            target=at_once, args=(1, lambda _n: register(event=event, submission=uuid4(), entry=make.entry()))
        )
        register_it.start()
        register_it.join(timeout=10)
        came, now = not register_it.is_alive(), Registration.objects.count()
    register_it.join()
    assert (came, now, taken(event)) == (True, 1, 1)


@at_the_same_moment
def test_a_registration_that_the_database_ended_is_written_once_more(on_disk, monkeypatch):
    event, ended, write = make.open_event(5), [], registration._write

    def end_the_first(*told):
        held = write(*told)
        if not ended:
            ended.append(held)
            raise OperationalError("deadlock detected")
        return held

    monkeypatch.setattr(registration, "_write", end_the_first)
    register(event=event, submission=uuid4(), entry=make.entry())
    assert (len(ended), Registration.objects.count(), taken(event)) == (1, 1, 1)
    assert all_is_well()
