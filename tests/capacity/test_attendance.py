"""Attendance: every mark once, the latest holds, the event's rule decides, closed by approval, late when late."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make

from colonnade.capacity.actions import (
    Mark,
    accept_late_marks,
    admit_at_the_door,
    close_attendance,
    declare_lost,
    delete_carried_lists,
    give_out_list,
    mark_attendance,
    renew_list,
    reopen_attendance,
    settle_attendance,
    take_back,
)
from colonnade.capacity.actions.devices import _plain, token_of
from colonnade.capacity.models import (
    Attendance,
    AttendanceClosing,
    AttendanceMark,
    CarriedList,
    Event,
    Participation,
    Seats,
    Tally,
)
from colonnade.capacity.queries import (
    attendance_grid,
    changed_since,
    counted_people,
    gaps,
    late_marks,
)
from colonnade.capacity.sheetcodes import ALPHABET, plain_code, read_codes, sheet_code
from colonnade.people.models import Account
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

NINE = datetime(2014, 5, 6, 9, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def an_event(sessions: int = 2, people: int = 2, **facts) -> tuple[Event, list, list]:
    event = make.event("2014-05-06")
    for name, value in facts.items():
        setattr(event, name, value)
    event.save()
    held = [make.session(event, at(60 * number).isoformat(), 1) for number in range(sessions)]
    came = [make.participation(event, status="registered", tally=False) for _number in range(people)]
    return event, held, came


def mark(session, who, present=True, minutes=0, **facts) -> Mark:
    return Mark(session.pk, who.pk, present, at(minutes), **facts)


def told(who: Participation) -> tuple:
    who.refresh_from_db()
    return who.status, who.days, who.completed, who.modality


def account(name: str) -> Account:
    return Account.objects.create_user(name)


# Marks --------------------------------------------------------------------------------------------------------


def test_a_mark_that_comes_twice_is_one_mark():
    event, [one, _two], [asha, _ben] = an_event()
    sent = [mark(one, asha)]

    first, again = (mark_attendance(event=event, marks=sent) for _time in range(2))

    assert (first.new, first.known, again.new, again.known) == (1, 0, 0, 1)
    assert AttendanceMark.objects.count() == 1


def test_the_latest_made_holds_whatever_came_last():
    event, [one, _two], [asha, _ben] = an_event()

    mark_attendance(event=event, marks=[mark(one, asha, False, minutes=20)])
    mark_attendance(event=event, marks=[mark(one, asha, True, minutes=10)])

    assert Attendance.objects.get().present is False


def test_of_two_marks_made_at_once_the_one_with_the_greater_number_holds():
    event, [one, _two], [asha, _ben] = an_event()
    mark_attendance(event=event, marks=[mark(one, asha, False, number=UUID(int=9))])
    mark_attendance(event=event, marks=[mark(one, asha, True, number=UUID(int=4))])

    assert Attendance.objects.get().present is False


def test_a_clock_that_is_ahead_does_not_rule_for_ever():
    event, [one, _two], [asha, _ben] = an_event()
    ahead = Mark(one.pk, asha.pk, True, datetime.now(UTC) + timedelta(days=400))

    mark_attendance(event=event, marks=[ahead])
    mark_attendance(event=event, marks=[Mark(one.pk, asha.pk, False, datetime.now(UTC))])

    assert Attendance.objects.get().present is False


def test_marks_for_another_event_or_a_stranger_are_refused_and_named():
    event, [one, _two], [asha, _ben] = an_event()
    other, [theirs, _rest], [them, _more] = an_event()
    sent = [mark(theirs, asha), mark(one, them), mark(one, asha)]

    done = mark_attendance(event=event, marks=sent)

    assert (done.new, [held.number for held, _why in done.refused]) == (1, [one.number for one in sent[:2]])
    assert "a session that" in done.refused[0][1] and "does not stand on the list" in done.refused[1][1]
    assert other.sessions.count() == 2


def test_two_people_marking_at_once_lose_nothing():
    event, [one, two], [asha, ben] = an_event()
    kim, lee = account("kim"), account("lee")

    mark_attendance(event=event, marks=[mark(one, asha)], by=kim)
    mark_attendance(event=event, marks=[mark(one, ben), mark(two, asha)], by=lee)

    assert sorted(Attendance.objects.values_list("session", "participation", "present")) == sorted(
        [(one.pk, asha.pk, True), (one.pk, ben.pk, True), (two.pk, asha.pk, True)]
    )


SENT = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans(), st.integers(0, 4), st.integers(0, 9)), max_size=14
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=SENT, data=st.data())
def test_any_order_and_repetition_of_the_same_marks_gives_the_same_attendance(acts, data):
    event, sessions, people = an_event(3, 3)
    marks = {
        UUID(int=event.pk * 1000 + place): mark(sessions[s], people[p], on, minutes=when)
        for place, (s, p, on, when, _spare) in enumerate(acts)
    }
    marks = [Mark(**{**held.__dict__, "number": number}) for number, held in marks.items()]
    expected = {}
    for one in sorted(marks, key=lambda held: (held.made_at, held.number)):
        expected[one.session, one.participation] = one.present

    shuffled = data.draw(st.permutations(marks + data.draw(st.lists(st.sampled_from(marks)) if marks else st.just([]))))  # fmt: skip
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True):
        mark_attendance(event=event, marks=shuffled[start:end])

    held = Attendance.objects.filter(session__event=event)
    assert {(row.session_id, row.participation_id): row.present for row in held} == expected
    assert AttendanceMark.objects.filter(session__event=event).count() == len(marks)
    came = {who for (_session, who), on in expected.items() if on}
    assert set(event.participations.filter(status="attended").values_list("pk", flat=True)) == came
    if came:
        assert event.tally.counted == len(came)


# What attendance comes to --------------------------------------------------------------------------------------


def test_one_session_is_enough_to_have_taken_part_where_no_share_is_set():
    event, [one, _two], [asha, ben] = an_event()

    mark_attendance(event=event, marks=[mark(one, asha), mark(one, ben, False)])

    assert told(asha) == ("attended", 1, False, "in_person")
    assert told(ben) == ("registered", 0, False, "not_recorded")
    assert Tally.objects.get(event=event).counted == 1


def test_a_share_of_the_sessions_decides_who_took_part_and_who_completed():
    event, sessions, [asha, ben] = an_event(5, attended_share=40, completed_share=80)

    mark_attendance(event=event, marks=[mark(held, asha) for held in sessions[:4]] + [mark(sessions[0], ben)])

    assert (told(asha)[0::2], told(ben)[0::2]) == (("attended", True), ("registered", False))


def test_days_are_those_of_the_events_own_clock():
    event, [], [asha, _ben] = an_event(0, time_zone="Pacific/Apia")
    late = make.session(event, "2014-05-06T09:30+00:00")  # 22.30 in Apia
    next_day = make.session(event, "2014-05-06T20:00+00:00")  # 9.00 on the next day there

    mark_attendance(event=event, marks=[mark(late, asha), mark(next_day, asha)])

    assert told(asha)[1] == 2


def test_a_coffee_break_is_no_part_of_the_share():
    event, [one, two], [asha, _ben] = an_event()
    two.taken = False
    two.save()

    mark_attendance(event=event, marks=[mark(one, asha)])

    assert told(asha)[2] is True


def test_in_the_room_and_online_are_both():
    event, [one, two], [asha, ben] = an_event()

    mark_attendance(event=event, marks=[mark(one, asha), mark(two, asha, way="platform"), mark(one, ben, way="platform")])  # fmt: skip

    assert (told(asha)[3], told(ben)[3]) == ("mixed", "online")


def test_a_status_entered_by_hand_stays_until_attendance_is_closed():
    event, [one, _two], [asha, ben] = an_event()
    Participation.objects.filter(pk=ben.pk).update(status="attended", days=3)

    mark_attendance(event=event, marks=[mark(one, asha)])
    settle_attendance(event=event)
    assert told(ben)[:2] == ("attended", 3)

    close_attendance(event=event)
    assert told(ben)[:2] == ("absent", 0)


def test_closing_without_a_single_mark_changes_nobody():
    event, _sessions, [asha, _ben] = an_event()
    Participation.objects.filter(pk=asha.pk).update(status="attended", days=2)

    close_attendance(event=event)

    assert told(asha)[:2] == ("attended", 2)


def test_who_waits_is_not_admitted_by_a_mark_alone():
    event, [one, _two], [asha, _ben] = an_event()
    Participation.objects.filter(pk=asha.pk).update(status="waiting")

    mark_attendance(event=event, marks=[mark(one, asha)])
    assert told(asha)[0] == "waiting"
    assert [line.pk for line in gaps(attendance_grid(event)).without_seat] == [asha.pk]

    admit_at_the_door(event=event, participation=asha)
    assert told(asha)[0] == "attended"


def test_a_session_withdrawn_later_leaves_the_share():
    event, [one, two], [asha, _ben] = an_event(completed_share=100)
    mark_attendance(event=event, marks=[mark(one, asha)])
    type(two).objects.filter(pk=two.pk).update(withdrawn_on=date(2014, 5, 7))

    assert settle_attendance(event=event) == 1
    assert told(asha)[2] is True


# Closed, late, opened again ------------------------------------------------------------------------------------


def test_who_entered_attendance_does_not_close_it():
    event, [one, _two], [asha, _ben] = an_event()
    kim, head = account("kim"), account("head")
    mark_attendance(event=event, marks=[mark(one, asha)], by=kim)

    with pytest.raises(Refused, match="You entered 1 of these marks yourself"):
        close_attendance(event=event, by=kim)
    close_attendance(event=event, by=head)

    assert AttendanceClosing.objects.get().closed_by == head
    assert [told(who)[0] for who in event.participations.all()] == ["attended", "absent"]


def test_what_is_late_is_kept_and_changes_nothing_until_it_is_accepted():
    event, [one, _two], [asha, ben] = an_event()
    kim, head = account("kim"), account("head")
    mark_attendance(event=event, marks=[mark(one, asha)], by=kim)
    close_attendance(event=event, by=head)

    done = mark_attendance(event=event, marks=[mark(one, ben)], by=kim)

    assert (done.new, done.late, told(ben)[0]) == (1, 1, "absent")
    [waiting] = late_marks(event)
    with pytest.raises(Refused, match="yourself"):
        accept_late_marks(event=event, numbers=[waiting.number], by=kim)
    assert accept_late_marks(event=event, numbers=[waiting.number], by=head) == 1
    assert told(ben)[0] == "attended"
    assert list(late_marks(event)) == []
    assert Tally.objects.get(event=event).counted == 2


def test_attendance_is_opened_again_with_a_reason_only():
    event, [one, _two], [asha, ben] = an_event()
    mark_attendance(event=event, marks=[mark(one, asha)])
    close_attendance(event=event)

    with pytest.raises(Refused, match="Say why"):
        reopen_attendance(event=event, because=" ")
    reopen_attendance(event=event, because="The sheet of the second day was found.")

    assert (told(asha)[0], told(ben)[0]) == ("attended", "registered")
    assert AttendanceClosing.objects.get().reopened_because == "The sheet of the second day was found."
    with pytest.raises(Refused, match="is open"):
        reopen_attendance(event=event, because="Again")


# At the door ---------------------------------------------------------------------------------------------------


def test_somebody_at_the_door_is_written_down_in_one_step_and_once():
    event, [one, _two], _people = an_event()
    number = uuid4()

    held, again = (
        admit_at_the_door(event=event, name=" Salote  Tupou ", country=make.country("TON"), number=number)
        for _time in range(2)
    )
    mark_attendance(event=event, marks=[mark(one, held)])

    assert (held.pk, str(held.person), held.country.code) == (again.pk, "Salote Tupou", "TON")
    assert told(held)[0] == "attended"
    for nothing in (" ", "\u200b", "..."):
        with pytest.raises(Refused, match="Write the name"):
            admit_at_the_door(event=event, name=nothing)


def test_a_full_event_keeps_nobody_out_at_the_door_and_takes_in_what_a_device_brings():
    event, [one, _two], [asha, ben] = an_event(seats_planned=2)
    held = admit_at_the_door(event=event, name="Salote Tupou")
    device, _passphrase = give_out_list(event=event, name="tablet")
    door = str(uuid4())
    walkin = {"n": door, "name": "Mere Vula", "country": "", "at": at(8).isoformat()}
    mine = {"n": str(uuid4()), "s": one.pk, "w": door, "on": True, "at": at(9).isoformat()}

    done = take_back(sent=written(device, [a_line(one, asha), a_line(one, ben), mine], [walkin]))

    assert (held.status, done.marked.new, done.came) == ("registered", 3, 1)
    assert Seats.objects.get(event=event, country=None).taken == 4


# The grid and its gaps -----------------------------------------------------------------------------------------


def test_the_grid_costs_as_many_questions_for_three_people_as_for_one():
    asked = []
    for people in (1, 3):
        event, sessions, came = an_event(2, people)
        mark_attendance(event=event, marks=[mark(sessions[0], who) for who in came])
        with CaptureQueriesContext(connection) as held:
            grid = attendance_grid(event)
        asked.append(len(held))
        assert [grid.state(line) for line in grid.lines] == ["1."] * people
    assert asked == [3, 3]


def test_the_gaps_are_told_in_numbers():
    event, [one, two], [asha, _ben] = an_event()
    mark_attendance(event=event, marks=[mark(one, asha)])

    found = gaps(attendance_grid(event))

    assert (found.listed, found.present, found.unmarked) == (2, 1, 1)
    assert [column.pk for column in found.sessions_unmarked] == [two.pk]


def test_the_head_count_stands_beside_the_names_with_the_difference():
    event = make.event(people=45)
    make.participation(event)
    held = counted_people(event)
    assert (held.names, [gap for _count, gap in held.counts]) == (1, [44])


def test_what_others_marked_is_told_from_a_moment_on():
    event, [one, two], [asha, ben] = an_event()
    mark_attendance(event=event, marks=[mark(one, asha)])
    first, moment = changed_since(event, None)
    mark_attendance(event=event, marks=[mark(two, ben, False)])

    assert first == [(one.pk, asha.pk, True)]
    assert set(changed_since(event, moment)[0]) == {(one.pk, asha.pk, True), (two.pk, ben.pk, False)}


# Codes ---------------------------------------------------------------------------------------------------------


@given(pk=st.integers(1, 900_000), place=st.integers(0, 4), other=st.integers(1, 30))
def test_a_wrong_character_of_a_code_is_always_caught(pk, place, other):
    code = plain_code(sheet_code(pk))
    wrong = ALPHABET[(ALPHABET.index(code[place]) + other) % 31]
    assert plain_code(code[:place] + wrong + code[place + 1 :]) == ""


@given(pk=st.integers(1, 900_000), place=st.integers(0, 3))
def test_two_characters_that_changed_places_are_always_caught(pk, place):
    code = plain_code(sheet_code(pk))
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert plain_code(turned) == ("" if turned != code else code)


def test_no_two_of_a_hundred_thousand_have_one_code():
    assert len({sheet_code(pk) for pk in range(1, 100_001)}) == 100_000


def test_codes_are_read_as_people_type_them():
    code, other = sheet_code(7), sheet_code(8)
    typed = f"07-{code}\n{code.lower().replace('-', ' ')} 1,3\n{other}\nQQQ-QQ\n 12. {code} 2"

    read = read_codes(typed, [7])

    assert [(one.participation, one.parts, one.wrong) for one in read] == [
        (7, (), False), (7, (1, 3), False), (None, (), False), (None, (), True), (7, (2,), False),
    ]  # fmt: skip


# Devices -------------------------------------------------------------------------------------------------------


def opened(held: CarriedList, passphrase: str) -> dict:
    """The list as the page on the device opens it."""
    parts = {name: value if name == "rounds" else base64.b64decode(value) for name, value in json.loads(held.content).items()}  # fmt: skip
    key = hashlib.pbkdf2_hmac("sha256", _plain(passphrase).encode(), parts["salt"], parts["rounds"])
    return json.loads(AESGCM(key).decrypt(parts["iv"], parts["data"], None))


def written(device, marks=(), walkins=()) -> str:
    """What a device saves or sends."""
    content = json.dumps({"marks": list(marks), "walkins": list(walkins)})
    signature = hmac.new(token_of(device).encode(), content.encode(), hashlib.sha256).hexdigest()
    return json.dumps({"device": str(device.number), "content": content, "signature": signature})


def a_line(session, who, minutes=0, on=True) -> dict:
    return {"n": str(uuid4()), "s": session.pk, "p": who.pk, "on": on, "at": at(minutes).isoformat()}


def test_a_device_carries_the_list_and_nothing_more_and_nobody_reads_it_without_the_passphrase():
    event, sessions, [asha, _ben] = an_event()
    asha.person.email = "asha@example.org"
    asha.person.save()

    device, passphrase = give_out_list(event=event, name="tablet")
    told_to = opened(device.carries, passphrase)

    assert [row[0] for row in told_to["people"]] == [who.pk for who in event.participations.all()]
    assert [row[0] for row in told_to["sessions"]] == [held.pk for held in sessions]
    assert "asha@example.org" not in json.dumps(told_to)
    assert asha.person.full_name not in device.carries.content
    assert passphrase not in device.key_check
    with pytest.raises(InvalidTag):
        opened(device.carries, "AAAA-AAAA-AAAA-AAAA")


def test_a_list_is_made_again_under_its_own_passphrase_only():
    event, _sessions, _people = an_event()
    device, passphrase = give_out_list(event=event, name="tablet")
    make.participation(event, make.person("New Here"), status="registered")

    with pytest.raises(Refused, match="not the passphrase"):
        renew_list(device=device, passphrase="WRONG")
    held = renew_list(device=device, passphrase=passphrase.lower())

    assert "New Here" in [row[2] for row in opened(held, passphrase)["people"]]


def test_what_a_device_brings_back_counts_once_however_often_it_comes():
    event, [one, two], [asha, ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    door = str(uuid4())
    sent = written(
        device,
        [a_line(one, asha), a_line(two, ben, 5),
         {"n": str(uuid4()), "s": one.pk, "w": door, "on": True, "at": at(9).isoformat()}],
        [{"n": door, "name": "Salote Tupou", "country": "Tonga", "at": at(8).isoformat()}],
    )  # fmt: skip

    first, again = take_back(sent=sent), take_back(sent=sent, event=event)

    assert (first.marked.new, first.came, again.marked.new, again.marked.known, again.came) == (3, 1, 0, 3, 0)
    came = event.participations.get(person__full_name="Salote Tupou")
    assert (came.country.code, came.status) == ("TON", "attended")
    assert Tally.objects.get(event=event).counted == 3


def test_what_a_device_signed_under_a_former_key_of_the_house_is_taken_in(settings):
    event, [one, _two], [asha, _ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    sent = written(device, [a_line(one, asha)])
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of the house", [settings.SECRET_KEY]

    assert take_back(sent=sent).marked.new == 1
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Refused, match="was changed after"):
        take_back(sent=sent)


def test_a_carried_list_is_deleted_two_weeks_after_attendance_was_closed_and_what_comes_back_is_taken_in():
    event, [one, _two], [asha, _ben] = an_event(attendance_closed_on=date(2014, 5, 10))
    device, passphrase = give_out_list(event=event, name="tablet")
    sent = written(device, [a_line(one, asha)])

    assert [delete_carried_lists(day=date(2014, 5, day)) for day in (24, 25, 26)] == [0, 1, 0]
    assert take_back(sent=sent).marked.late == 1
    with pytest.raises(Refused, match="was deleted"):
        renew_list(device=device, passphrase=passphrase)


def test_what_was_changed_on_the_way_is_refused():
    event, [one, _two], [asha, _ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    sent = written(device, [a_line(one, asha)])

    for wrong in (
        sent.replace("true", "false"),
        "{}",
        "[]",
        "no",
        sent.replace(str(device.number), str(uuid4())),
    ):
        with pytest.raises(Refused):
            take_back(sent=wrong)
    with pytest.raises(Refused, match="not given the list of this event"):
        take_back(sent=sent, event=make.event())
    assert AttendanceMark.objects.count() == 0


def test_what_a_lost_device_marks_afterwards_is_refused_and_listed():
    event, [one, two], [asha, ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    declare_lost(device=device, on=at(30))
    stranger = {"n": str(uuid4()), "name": "Nobody", "country": "", "at": at(50).isoformat()}

    done = take_back(sent=written(device, [a_line(one, asha, 10), a_line(two, ben, 40)], [stranger]))

    assert (done.marked.new, done.came) == (1, 0)
    assert [why for _mark, why in done.marked.refused] == ["It was made after “tablet” was declared lost."]
    assert not CarriedList.objects.filter(device=device).exists()
    with pytest.raises(Refused, match="declared lost"):
        declare_lost(device=device)


def test_a_name_that_stands_on_the_list_already_is_told():
    event, [one, _two], [asha, _ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    walkin = {"n": str(uuid4()), "name": asha.person.full_name, "country": "", "at": at(1).isoformat()}

    done = take_back(sent=written(device, [], [walkin]))

    assert [(str(new.person), held.pk) for new, held in done.twice] == [(str(asha.person), asha.pk)]
    assert one.pk
