"""Reports of video platforms: stays put together, minutes within a session, doubt asked, nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests import make

from colonnade.capacity.actions import Mark, mark_attendance, mark_from_report
from colonnade.capacity.models import Attendance, AttendanceMark, Participation
from colonnade.capacity.platforms import Listed, minutes_in, read_report, visitors, was_there
from colonnade.capacity.queries import columns_of
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

ZOOM = """Topic,ID,Duration (minutes),Start time,End time,Participants
Workshop,812 1111 2222,95,"05/06/2014 08:55:00 AM","05/06/2014 10:31:00 AM",4

Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room
Asha (Asha Rao),asha@example.org,"05/06/2014 09:00:00 AM","05/06/2014 09:30:00 AM",30,No,,No
Asha Rao,asha@example.org,"05/06/2014 09:20:00 AM","05/06/2014 09:50:00 AM",30,No,,No
Bén Bako,,"05/06/2014 09:00:00 AM","05/06/2014 09:20:00 AM",20,Yes,,No
iPhone,,"05/06/2014 09:00:00 AM","05/06/2014 10:30:00 AM",90,Yes,,No
Chen Li,,"05/06/2014 08:50:00 AM","05/06/2014 09:00:00 AM",10,Yes,,Yes
"""

TEAMS = """1. Summary
Meeting title\tWorkshop
Attended participants\t2
Start time\t5/6/14, 8:55:00 AM
End time\t5/6/14, 10:31:00 AM
Meeting duration\t1h 36m 0s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Asha Rao\t5/6/14, 9:00:00 AM\t5/6/14, 10:30:00 AM\t40m 0s\tasha@example.org\tasha@example.org\tAttendee
"""
ACTIVITIES = """
3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Asha Rao\t5/6/14, 9:00:00 AM\t5/6/14, 9:20:00 AM\t20m 0s\tasha@example.org\tAttendee
Asha Rao\t5/6/14, 10:10:00 AM\t5/6/14, 10:30:00 AM\t20m 0s\tasha@example.org\tAttendee
"""
WEBEX = """Meeting Name,Meeting Start Time,Display Name,First Name,Last Name,Role,Attendee Email,Join Time,Leave Time,Attendance Duration,Connection Type
Workshop,2014-05-06 09:00:00,Asha Rao,Asha,Rao,Attendee,asha@example.org,2014-05-06 09:00:00,2014-05-06 10:00:00,60 mins,Desktop app
"""


def an_event():
    event = make.event("2014-05-06")
    one = make.session(event, "2014-05-06T09:00+00:00", 1.5)
    people = [
        make.participation(event, make.person(name, email=email), status="registered", tally=False)
        for name, email in (("Asha Rao", "asha@example.org"), ("Ben Bako", ""), ("Chen Li", ""))
    ]
    return event, one, people


def listed(event) -> list[Listed]:
    return [
        Listed(one.pk, (one.person.full_name, ""), one.person.email) for one in event.participations.all()
    ]


def read(event, text: str, encoding="utf-8", **facts):
    return read_report("report.csv", text.encode(encoding), columns_of(event), event.zone, **facts)


def test_several_log_ins_of_one_person_are_put_together_and_side_by_side_count_once():
    event, _one, [asha, ben, _chen] = an_event()

    people = {one.name: one for one in visitors(read(event, ZOOM), listed(event))}

    assert {name: (one.how, one.likely, len(one.logins)) for name, one in people.items()} == {
        "Asha (Asha Rao)": ("email", asha.pk, 2), "Bén Bako": ("name", ben.pk, 1), "iPhone": ("unknown", None, 1),
    }  # fmt: skip
    [column] = columns_of(event)
    assert {name: minutes_in(one.logins, column) for name, one in people.items()} == {
        "Asha (Asha Rao)": 50, "Bén Bako": 20, "iPhone": 90,
    }  # fmt: skip


def test_the_stays_of_teams_go_before_its_summary_and_the_file_may_be_utf_16():
    event, _one, _people = an_event()
    [column] = columns_of(event)
    whole = read(event, TEAMS + ACTIVITIES, "utf-16")
    summary = read(event, TEAMS, "utf-16")

    assert (whole.platform, summary.platform) == ("Microsoft Teams", "Microsoft Teams")
    assert [minutes_in(report.logins, column) for report in (whole, summary)] == [40, 40]
    assert [len(report.logins) for report in (whole, summary)] == [2, 1]


def test_webex_is_read_too():
    event, _one, _people = an_event()
    report = read(event, WEBEX)
    assert (report.platform, minutes_in(report.logins, columns_of(event)[0])) == ("Webex", 60)


def test_day_and_month_are_told_apart_by_the_days_of_the_event():
    event, _one, _people = an_event()
    text = "Name,Join Time,Leave Time\nAsha Rao,06/05/2014 09:00,06/05/2014 10:00\n"
    [login] = read(event, text).logins
    assert login.joined == datetime(2014, 5, 6, 9, tzinfo=UTC)
    assert read(event, text, order="mdy").logins[0].joined.month == 6


def test_half_of_the_scheduled_minutes_is_enough_and_less_is_not():
    event, _one, _people = an_event()
    [column] = columns_of(event)
    assert [was_there(minutes, column, 50) for minutes in (0, 44, 45, 90)] == [False, False, True, True]


def test_a_name_that_is_only_alike_is_asked_about():
    event, _one, [_asha, ben, _chen] = an_event()
    text = "Name,Join Time,Leave Time\nBen Bakko,2014-05-06 09:00,2014-05-06 10:00\n"
    [one] = visitors(read(event, text), listed(event))
    assert (one.how, one.likely) == ("doubtful", ben.pk)


@pytest.mark.parametrize(("text", "words"), [("Name,User Email,Total Duration (Minutes)\nA,a@b.c,30\n", "unique users"), ("a,b\n1,2\n", "no table of participants"), ("PK\x03\x04", "workbook")])  # fmt: skip
def test_what_has_no_times_is_refused_with_what_to_do(text, words):
    event, _one, _people = an_event()
    with pytest.raises(Refused, match=words):
        read(event, text)


def test_a_report_is_taken_in_once_and_modality_is_the_persons_own():
    event, one, [asha, ben, chen] = an_event()
    room = datetime(2014, 5, 6, 9, tzinfo=UTC)
    mark_attendance(event=event, marks=[Mark(one.pk, ben.pk, True, room)])
    people = visitors(read(event, ZOOM), listed(event))
    who = {held.key: held.likely for held in people if held.likely} | {"name:iphone": "new"}

    first, again = (
        mark_from_report(event=event, sha256="f" * 64, visitors=people, who=who) for _time in range(2)
    )

    assert (first.marked.new, first.added, first.in_room) == (2, 1, 1)
    assert (again.marked.new, again.marked.known) == (0, 2)
    came = Participation.objects.get(person__full_name="iPhone")
    assert {(row.participation_id, row.present, row.minutes, row.online) for row in Attendance.objects.all()} == {
        (asha.pk, True, 50, True), (ben.pk, True, None, False), (came.pk, True, 90, True),
    }  # fmt: skip
    for held in (asha, ben, chen):
        held.refresh_from_db()
    assert [(held.status, held.modality) for held in (asha, ben, chen)] == [
        ("attended", "online"), ("attended", "in_person"), ("registered", "not_recorded"),
    ]  # fmt: skip


def test_a_correction_by_hand_after_a_report_stands_when_the_report_comes_again():
    event, one, [asha, _ben, _chen] = an_event()
    people = visitors(read(event, ZOOM), listed(event))
    who = {held.key: held.likely for held in people if held.likely}
    mark_from_report(event=event, sha256="f" * 64, visitors=people, who=who)
    later = datetime.now(UTC) + timedelta(milliseconds=1)
    mark_attendance(event=event, marks=[Mark(one.pk, asha.pk, False, later)])

    mark_from_report(event=event, sha256="f" * 64, visitors=people, who=who)

    assert Attendance.objects.get(participation=asha).present is False
    assert AttendanceMark.objects.filter(participation=asha).count() == 2


def test_a_share_that_is_none_is_refused():
    event, _one, _people = an_event()
    with pytest.raises(Refused, match="from 1 to 100"):
        mark_from_report(event=event, sha256="", visitors=[], who={}, threshold=0)
