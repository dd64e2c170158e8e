"""The plan of an event: what its kind begins with, its stages, its copy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from tests import make

from colonnade.capacity.actions import add_sessions, copy_event, do_item, move_event, plan_event
from colonnade.capacity.models import ChecklistItem, EventDefaults, Question, Seats
from colonnade.capacity.notices import why_not
from colonnade.capacity.rules import next_stages, stage_of, takes_registrations
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.web.events.pages import entry_words

pytestmark = pytest.mark.django_db


def planned(on="2027-03-01", **facts):
    return plan_event(activity=make.activity(on, state="planned"), **facts)


def test_an_event_begins_with_what_its_kind_begins_with():
    EventDefaults.objects.create(
        code="ED-1", kind=make.kind("regional_workshop"), counted_roles=["participant"], completed_share=75,
        certificate_kind="completion", entry="both", selection=True, seats=40, seats_per_country=3,
        nominations_close_before=45, registration_closes_before=14, checklist=[{"title": "Letters out", "days": -60}],
    )  # fmt: skip
    event = planned("2027-03-01", time_zone="Asia/Seoul")
    assert (event.completed_share, event.certificate_kind, event.entry, event.seats_planned) == (
        75, "completion", "both", 40,
    )  # fmt: skip
    # The end of the fourteenth day before the first, by the clock of Seoul.
    assert event.registration_closes_at == datetime(2027, 2, 15, 14, 59, 59, tzinfo=UTC)
    assert [(i.title, i.due_on) for i in event.checklist.all()] == [("Letters out", date(2026, 12, 31))]
    assert list(Seats.objects.filter(event=event).values_list("country", "taken", "limit")) == [(None, 0, 40)]


def test_facts_of_its_own_go_before_those_of_its_kind():
    EventDefaults.objects.create(code="ED-1", kind=make.kind("regional_workshop"), seats=40)
    assert planned(seats_planned=12).seats_planned == 12


def test_an_activity_has_one_event():
    event = planned()
    with pytest.raises(Refused, match="has an event already"):
        plan_event(activity=event.activity)


def test_the_activity_goes_with_its_event_from_stage_to_stage():
    event, told = planned(), []
    for stage in ("announced", "registration_closed"):
        event = move_event(event=event, to=stage)
        told.append((event.stage, event.activity.state, event.sequence))
    assert told == [("announced", "announced", 1), ("registration_closed", "announced", 2)]


def test_an_event_that_was_never_moved_is_where_its_activity_says():
    assert stage_of(make.event("2014-05-06", state="held")) == "held"


def test_a_stage_that_does_not_follow_is_refused_and_says_which_do():
    event = planned()
    with pytest.raises(Refused, match=r"cannot go to “closed” from there. It can go to: announced"):
        move_event(event=event, to="closed")
    event.refresh_from_db()
    assert (event.stage, event.sequence) == ("approved", 0)


def test_calling_off_needs_a_reason_and_keeps_it():
    event = planned()
    with pytest.raises(Refused, match="Say why"):
        move_event(event=event, to="cancelled", because="  ")
    move_event(event=event, to="cancelled", because="The host withdrew.")
    activity = Activity.objects.get(pk=event.activity_id)
    assert (activity.state, activity.state_reason) == ("cancelled", "The host withdrew.")
    assert next_stages(event.__class__.objects.get(pk=event.pk)) == ()


def test_an_event_is_not_held_before_its_first_day():
    event = planned((date.today() + timedelta(days=30)).isoformat())
    for stage in ("announced", "registration_closed", "running"):
        event = move_event(event=event, to=stage)
    with pytest.raises(Refused, match="cannot be held before that"):
        move_event(event=event, to="held")


def test_registration_is_not_opened_where_nobody_comes_by_this_site():
    event = move_event(event=planned(), to="announced")
    with pytest.raises(Refused, match="nobody comes by this site"):
        move_event(event=event, to="registration_open")


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({}, ""),
        ({"public": False}, "not_offered"),
        ({"entry": "nomination"}, "not_offered"),
        ({"stage": "cancelled"}, "called_off"),
        ({"stage": "announced"}, "not_yet"),
        ({"registration_opens_at": datetime(2027, 1, 2, tzinfo=UTC)}, "not_yet"),
        ({"stage": "announced", "registration_opens_at": datetime(2027, 1, 1, tzinfo=UTC)}, ""),
        ({"stage": "announced", "registration_opens_at": datetime(2027, 1, 2, tzinfo=UTC)}, "not_yet"),
        ({"stage": "approved", "registration_opens_at": datetime(2026, 12, 1, tzinfo=UTC)}, "not_yet"),
        ({"registration_closes_at": datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)}, "over"),
        ({"registration_closes_at": datetime(2027, 1, 1, tzinfo=UTC)}, ""),
        ({"stage": "registration_closed"}, "over"),
    ],
)
def test_the_form_is_open_by_the_stage_and_by_the_clock_to_the_second(facts, word):
    event = make.event("2027-03-01")
    for name, value in ({"public": True, "entry": "open", "stage": "registration_open"} | facts).items():
        setattr(event, name, value)
    assert takes_registrations(event, datetime(2027, 1, 1, tzinfo=UTC)) == word


def test_a_day_that_has_passed_is_not_announced_as_the_day_registration_opens():
    event = make.event("2035-03-01")
    event.public, event.entry, event.stage = True, "open", "approved"
    event.registration_opens_at = datetime(2020, 1, 1, tzinfo=UTC)
    told = (why_not(event, "not_yet"), entry_words(event, timezone.now()))
    assert told == ("Registration has not opened yet.", "Registration is not open yet.")


def test_a_copy_under_a_code_that_is_taken_is_refused_in_a_sentence():
    event = planned()
    with pytest.raises(Refused, match="already exists"):
        copy_event(event=event, code=event.code, starts_on=None)
    with pytest.raises(Refused, match="at most 400 characters"):
        copy_event(event=event, code="EV-OTHER", title="x" * 401)


def test_a_copy_has_the_rules_questions_and_hours_of_the_first_and_none_of_its_people():
    event = planned(
        "2027-03-01",
        time_zone="Europe/Paris",
        seats_planned=20,
        entry="open",
        certificate_kind="participation",
    )
    make.participation(event)
    Question.objects.create(event=event, name="diet", label="Diet", purpose="Meals")
    ChecklistItem.objects.create(event=event, title="Book the room", days=-90)
    # 9 o'clock in Paris, before summer time begins; the copy is after.
    add_sessions(event=event, sessions=[{"title": "Opening", "starts_at": datetime(2027, 3, 1, 8, tzinfo=UTC),
                                         "ends_at": datetime(2027, 3, 1, 9, tzinfo=UTC)}])  # fmt: skip
    copy = copy_event(event=event, code="EV-NEW", title="The second", starts_on=date(2027, 6, 7))
    assert (copy.stage, copy.seats_planned, copy.entry, copy.activity.title) == (
        "idea",
        20,
        "open",
        "The second",
    )
    assert (copy.participations.count(), copy.tally.registered) == (0, 0)
    assert [q.label for q in copy.questions.all()] == ["Diet"]
    assert [i.due_on for i in copy.checklist.all()] == [date(2027, 3, 9)]
    assert [s.starts_at for s in copy.sessions.all()] == [datetime(2027, 6, 7, 7, tzinfo=UTC)]
    assert [q.label for q in event.questions.all()] == ["Diet"]


def test_a_thing_done_can_be_undone():
    item = ChecklistItem.objects.create(event=planned(), title="Book the room", days=-90)
    assert do_item(item=item, on=date(2026, 12, 1)).done_on == date(2026, 12, 1)
    assert do_item(item=item, undo=True).done_on is None


def test_a_session_ends_after_it_starts_and_calendars_learn_of_it():
    event = planned()
    hour = datetime(2027, 3, 1, 8, tzinfo=UTC)
    with pytest.raises(Exception, match="The end is before the start"):
        add_sessions(event=event, sessions=[{"title": "Opening", "starts_at": hour, "ends_at": hour}])
    add_sessions(
        event=event, sessions=[{"title": "Opening", "starts_at": hour, "ends_at": hour + timedelta(hours=1)}]
    )
    event.refresh_from_db()
    assert (event.sequence, [s.code for s in event.sessions.all()]) == (1, [f"{event.code}-S01"])


def test_who_applied_waits_or_was_not_selected_is_no_registration():
    event = planned()
    for status in ("applied", "waiting", "declined", "cancelled", "registered", "absent"):
        make.participation(event, status=status)
    event.refresh_from_db()
    assert event.tally.registered == 2
