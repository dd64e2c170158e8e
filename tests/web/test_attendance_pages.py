"""Attendance at the desk and on a device: who may do what, what it costs, and that it works without a script."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make
from tests.capacity.test_attendance import a_line, written

from colonnade.capacity.actions import (
    Mark,
    close_attendance,
    declare_lost,
    give_out_list,
    mark_attendance,
)
from colonnade.capacity.models import Attendance, AttendanceMark, Event, HeadCount, Participation
from colonnade.capacity.sheetcodes import sheet_code
from colonnade.people.models import Account
from colonnade.records.models import Evidence
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db

NINE = datetime(2014, 5, 6, 9, tzinfo=UTC)
PARTS = ("event_attendance", "event_counts", "event_devices", "event_platform", "event_printing")


def signed_in(client, role: str = "", name: str = ""):
    account = Account.objects.create_user(name or f"somebody-{role or 'admin'}", is_superuser=not role)
    if role:
        settle_roles()
        account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


def an_event(people: int = 2, sessions: int = 2):
    event = make.event("2014-05-06")
    held = [make.session(event, (NINE + timedelta(hours=2 * n)).isoformat(), 1.5) for n in range(sessions)]
    came = [
        make.participation(event, status="registered", from_country="FJI", tally=False) for _ in range(people)
    ]
    return event, held, came


def address(name: str, event: Event, *args) -> str:
    return reverse(name, args=(event.pk, *args))


def sent(session, who, on=True) -> dict:
    return {"n": str(uuid4()), "s": session.pk, "p": who.pk, "on": on, "at": NINE.isoformat(), "way": "grid"}


def post_marks(client, event, *marks):
    told = {"marks": list(marks), "since": ""}
    return client.post(address("event_attendance_marks", event), json.dumps(told), content_type="application/json")  # fmt: skip


# Rights -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("Head", 200), ("Programme officer", 200), ("Assistant", 200), ("Communications", 403), ("Finance", 403), ("Viewer", 403)])  # fmt: skip
def test_who_was_there_is_seen_by_those_who_may_see_names(client, role, status):
    event, _sessions, _people = an_event()
    signed_in(client, role)

    answers = {name: client.get(address(name, event)) for name in PARTS}

    # Wagtail answers whom it does not let in by the way home.
    assert {name: 200 if answer.status_code == 200 else 403 for name, answer in answers.items()} == dict.fromkeys(PARTS, status)  # fmt: skip


def test_an_assistant_marks_and_does_not_close(client):
    event, [one, _two], [asha, _ben] = an_event()
    signed_in(client, "Assistant")

    assert post_marks(client, event, sent(one, asha)).json()["new"] == 1
    client.post(address("event_counts", event), {"close": "1"})
    assert Event.objects.get(pk=event.pk).attendance_closed_on is None

    officer = signed_in(client, "Programme officer")
    client.post(address("event_counts", event), {"close": "1"})
    held = Event.objects.get(pk=event.pk)
    assert held.attendance_closed_on and held.closings.get().closed_by == officer


def test_an_officer_does_not_close_what_they_entered_themselves(client):
    event, [one, _two], [asha, _ben] = an_event()
    signed_in(client, "Programme officer")
    post_marks(client, event, sent(one, asha))

    page = client.post(address("event_counts", event), {"close": "1"}, follow=True)

    assert "You entered 1 of these marks yourself" in page.content.decode()
    assert Event.objects.get(pk=event.pk).attendance_closed_on is None


def test_who_may_only_read_marks_nobody(client):
    event, [one, _two], [asha, _ben] = an_event()
    account = signed_in(client, "Viewer")
    account.user_permissions.add(*_permissions("view_participation"))

    assert client.get(address("event_attendance", event)).status_code == 200
    assert post_marks(client, event, sent(one, asha)).status_code == 403
    client.post(address("event_attendance", event), {"present_form": "1", "present": [asha.pk]})
    client.post(address("event_devices", event), {"give": "1", "name": "tablet"})
    assert (AttendanceMark.objects.count(), event.devices.count()) == (0, 0)


def _permissions(*names):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)


# What it costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PARTS)
def test_a_page_asks_as_many_questions_for_three_people_as_for_one(client, name):
    signed_in(client)
    asked = []
    for people in (1, 3):
        event, sessions, came = an_event(people)
        mark_attendance(event=event, marks=[Mark(sessions[0].pk, who.pk, True, NINE) for who in came])
        client.get(address(name, event))
        with CaptureQueriesContext(connection) as held:
            client.get(address(name, event))
        asked.append(len(held))
    assert asked[0] == asked[1]


# The grid -----------------------------------------------------------------------------------------------------


def test_the_grid_tells_what_others_marked_since(client):
    event, [one, two], [asha, ben] = an_event()
    signed_in(client)
    first = post_marks(client, event, sent(one, asha)).json()
    mark_attendance(event=event, marks=[Mark(two.pk, ben.pk, True, NINE)])

    told = client.get(address("event_attendance_marks", event), {"since": first["until"]}).json()

    assert [two.pk, ben.pk, 1] in told["changes"]


def test_what_the_grid_cannot_have_sent_is_answered_in_words(client):
    event, _sessions, _people = an_event()
    signed_in(client)
    where = address("event_attendance_marks", event)
    answers = [client.post(where, text, content_type="application/json") for text in ("", "[]", '{"marks":[{}]}', '{"marks":[{"at":"2014-05-06"}]}')]  # fmt: skip
    assert [answer.status_code for answer in answers] == [400] * 4


def test_without_a_script_a_session_is_a_form(client):
    event, [one, _two], [asha, ben] = an_event()
    signed_in(client)
    where = address("event_attendance", event)

    client.post(where, {"present_form": "1", "session": one.pk, "present": [asha.pk]})
    assert dict(Attendance.objects.values_list("participation", "present")) == {asha.pk: True}

    client.post(where, {"present_form": "1", "session": one.pk, "everybody": "1"})
    client.post(where, {"present_form": "1", "session": one.pk, "present": [ben.pk]})
    assert dict(Attendance.objects.values_list("participation", "present")) == {asha.pk: False, ben.pk: True}


def test_codes_are_taken_and_wrong_ones_stay_in_the_field(client):
    event, [one, two], [asha, ben] = an_event()
    signed_in(client)
    typed = f"07-{sheet_code(asha.pk)}\nK3P-XX\n{sheet_code(ben.pk)} 2"

    page = client.post(
        address("event_attendance", event), {"codes_form": "1", "where": f"s{one.pk}", "codes": typed}
    )

    assert page.context["kept_codes"] == "K3P-XX"
    assert sorted(Attendance.objects.values_list("session", "participation")) == sorted([(one.pk, asha.pk), (two.pk, ben.pk)])  # fmt: skip
    assert set(AttendanceMark.objects.values_list("way", flat=True)) == {"code"}


def test_a_half_day_is_all_its_sessions(client):
    event, sessions, [asha, _ben] = an_event(2, 3)  # 9, 11 and 13 o'clock
    signed_in(client)

    client.post(address("event_attendance", event), {"codes_form": "1", "where": "h1", "codes": sheet_code(asha.pk)})  # fmt: skip

    assert set(Attendance.objects.values_list("session", flat=True)) == {sessions[0].pk, sessions[1].pk}


def test_somebody_at_the_door_is_on_the_list_and_present_in_one_step(client):
    event, [one, _two], _people = an_event()
    signed_in(client, "Assistant")

    client.post(address("event_attendance", event), {"door": "1", "name": "Salote Tupou", "country": "TON", "session": one.pk, "role": "observer"})  # fmt: skip

    held = Participation.objects.get(person__full_name="Salote Tupou")
    assert (held.status, held.country.code, held.role) == ("attended", "TON", "observer")


def test_a_name_too_long_for_the_list_is_refused_in_a_sentence(client):
    event, _sessions, _people = an_event()
    signed_in(client, "Assistant")
    said = client.post(address("event_attendance", event), {"door": "1", "name": "x" * 251}, follow=True)
    assert "at most 200 characters" in said.content.decode()


def test_the_signed_sheet_is_kept_as_evidence_of_the_event(client):
    event, _sessions, _people = an_event()
    signed_in(client, "Assistant")

    client.post(address("event_attendance", event), {"scan": "1", "title": "Signed sheet", "file": SimpleUploadedFile("s.pdf", b"%PDF-1.4")})  # fmt: skip

    assert Evidence.objects.get(ref=event.ref).title == "Signed sheet"


def test_late_marks_are_shown_and_accepted_by_who_may_close(client):
    event, [one, _two], [asha, ben] = an_event()
    assistant = Account.objects.create_user("assistant")
    mark_attendance(event=event, marks=[Mark(one.pk, asha.pk, True, NINE)], by=assistant)
    close_attendance(event=event)
    mark_attendance(event=event, marks=[Mark(one.pk, ben.pk, True, NINE)], by=assistant)
    signed_in(client, "Programme officer")
    page = client.get(address("event_counts", event))
    [late] = page.context["late"]

    client.post(address("event_counts", event), {"accept": "1", "mark": [str(late.number)]})

    assert Participation.objects.get(pk=ben.pk).status == "attended"


def test_head_counts_stand_beside_the_names_and_the_choice_is_declared(client):
    event, [one, _two], people = an_event()
    mark_attendance(event=event, marks=[Mark(one.pk, who.pk, True, NINE) for who in people])
    signed_in(client, "Programme officer")
    where = address("event_counts", event)

    client.post(where, {"count": "1", "people": "45"})
    assert HeadCount.objects.count() == 0  # a count without a source is refused
    client.post(where, {"count": "1", "people": "45", "women": "20", "source_detail": "counted at the door"})
    client.post(where, {"count": "1", "people": "50", "source_detail": "the host's report"})
    second = HeadCount.objects.get(people=50)
    client.post(where, {"use": str(second.pk)})
    client.post(where, {"counts_from": "head_count"})

    page = client.get(where)
    assert page.context["difference"] == "2 names count, and the head count says  50: 48 came without a name on the list."  # fmt: skip
    assert list(HeadCount.objects.filter(used=True)) == [second]
    assert Event.objects.get(pk=event.pk).counts_from == "head_count"


# Devices ------------------------------------------------------------------------------------------------------


def test_the_passphrase_is_shown_once(client):
    event, _sessions, _people = an_event()
    signed_in(client)
    page = client.post(address("event_devices", event), {"give": "1", "name": "tablet"})
    passphrase = page.context["passphrase"]

    assert passphrase in page.content.decode()
    assert passphrase not in client.get(address("event_devices", event)).content.decode()


def test_the_page_of_a_device_is_small_and_calls_nobody(client, settings):
    event, _sessions, _people = an_event(0)
    device, _passphrase = give_out_list(event=event, name="tablet")

    page = client.get(reverse("offline_attendance", args=(device.number,)))

    assert len(page.content) < 60_000
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'sha256-" in policy and "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "src=" not in page.content.decode().replace("-src", "")
    assert page.cookies == {}


def test_a_device_hands_in_without_an_account_and_a_stranger_does_not(client):
    event, [one, _two], [asha, ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    where = reverse("offline_marks", args=(device.number,))
    content = written(device, [a_line(one, asha)])

    first = client.post(where, content, content_type="application/json")
    again = client.post(where, content, content_type="application/json")
    forged = client.post(where, content.replace("true", "false"), content_type="application/json")

    assert (first.json()["new"], again.json()["known"], forged.status_code) == (1, 1, 403)
    assert client.post(where, "no", content_type="application/json").status_code == 400
    assert client.get(where).status_code == 405
    assert ben.pk


def test_a_file_handed_in_twice_counts_once_and_a_lost_device_has_no_address(client):
    event, [one, two], [asha, ben] = an_event()
    device, _passphrase = give_out_list(event=event, name="tablet")
    signed_in(client, "Assistant")
    declare_lost(device=device, on=NINE + timedelta(minutes=30))
    content = written(device, [a_line(one, asha, 10), a_line(two, ben, 40)])

    for _time in range(2):
        file = SimpleUploadedFile("marks.json", content.encode())
        page = client.post(address("event_devices", event), {"brought": "1", "file": file})

    assert AttendanceMark.objects.get().participation == asha
    assert "was made after “tablet” was declared lost" in page.content.decode()
    assert client.get(reverse("offline_attendance", args=(device.number,))).status_code == 404


# Papers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["sheet.pdf", "sheet.pdf?boxes=sessions&in=ar", "badges.pdf", "plates.pdf", "plates.pdf?plates=countries", "participants.pdf?all=on&capitals=on", "participants.docx?all=on&in=fr"])  # fmt: skip
def test_papers_are_printed(client, paper):
    make.office()
    event, _sessions, _people = an_event()
    signed_in(client)
    name, _question, asked = paper.partition("?")

    answer = client.get(address("event_paper", event, name) + f"?{asked}")

    assert (answer.status_code, answer.content[:2]) == (200, b"PK" if name.endswith("docx") else b"%P")


def test_there_is_no_other_paper(client):
    event, _sessions, _people = an_event()
    signed_in(client)
    assert client.get(address("event_paper", event, "secrets.pdf")).status_code == 404


# Video platform -----------------------------------------------------------------------------------------------


def test_a_report_is_explained_first_and_written_when_confirmed(client):
    event, [one, _two], [asha, _ben] = an_event()
    asha.person.email = "asha@example.org"
    asha.person.save()
    signed_in(client, "Assistant")
    text = "Name,Email,Join Time,Leave Time\nAsha,asha@example.org,2014-05-06 09:00,2014-05-06 10:30\nNobody Known,,2014-05-06 09:00,2014-05-06 10:30\n"

    upload = SimpleUploadedFile("zoom.csv", text.encode())
    page = client.post(address("event_platform", event), {"read": "1", "report": upload, "threshold": "50"}, follow=True)  # fmt: skip
    assert [row["visitor"].how for row in page.context["rows"]] == ["unknown", "email"]
    assert AttendanceMark.objects.count() == 0

    where = page.redirect_chain[-1][0]
    client.post(where, {"confirm": "1", "who-0": "", "who-1": f"Asha {sheet_code(asha.pk)}"})
    assert [(mark.session, mark.participation, mark.minutes) for mark in AttendanceMark.objects.all()] == [(one, asha, 90)]  # fmt: skip
    assert client.get(where).status_code == 404  # the file is gone


def test_a_report_waits_for_its_own_uploader_and_not_for_another(client):
    event, _sessions, _people = an_event()
    signed_in(client, "Assistant")
    upload = SimpleUploadedFile(
        "zoom.csv", b"Name,Join Time,Leave Time\nA B,2014-05-06 09:00,2014-05-06 10:30\n"
    )
    page = client.post(address("event_platform", event), {"read": "1", "report": upload}, follow=True)
    where = page.redirect_chain[-1][0]
    client.logout()
    signed_in(client, "Programme officer")
    assert client.get(where).status_code == 404


def test_the_form_of_an_event_is_no_way_round_the_closing(client):
    event, _sessions, _people = an_event()
    signed_in(client, "Assistant")
    assert "attendance_closed_on" not in client.get(reverse("event:edit", args=(event.pk,))).content.decode()
