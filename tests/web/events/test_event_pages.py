"""The public page of an event and the calendar: what is shown, to whom, and to machines."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make

from colonnade.capacity.actions import add_sessions, move_event
from colonnade.capacity.models import EventDocument, SessionSpeaker
from colonnade.places.models import Country
from colonnade.programme.models import ActivityPartner

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    make.office("Office of Rivers")
    held = make.event(
        "2027-03-01", until="2027-03-03", host="FJI", title="Workshop on <rivers>", state="announced"
    )
    held.stage, held.public, held.entry, held.time_zone = "registration_open", True, "open", "Pacific/Fiji"
    held.registration_closes_at = datetime(2027, 2, 1, 11, 59, 59, tzinfo=UTC)
    held.summary, held.seats_planned = "How rivers are kept clean.", 30
    held.save()
    hour = datetime(2027, 2, 28, 21, tzinfo=UTC)
    add_sessions(
        event=held, sessions=[{"title": "Opening", "starts_at": hour, "ends_at": hour + timedelta(hours=1)}]
    )
    held.refresh_from_db()
    return held


def page(client, event, **asked):
    return client.get(reverse("event_page", args=(event.code,)), asked)


def test_the_page_says_what_when_where_and_until_when(client, event):
    said = page(client, event).content.decode()
    for words in (
        "Workshop on &lt;rivers&gt;", "1–3 March 2027", "Fiji", "How rivers are kept clean.",
        "1 February 2027, 23:59 (Pacific/Fiji, UTC+12:00)", "09:00–10:00", f'href="/events/{event.code}/register/"',
    ):  # fmt: skip
        assert words in said


def test_an_event_that_is_not_shown_has_no_page_no_calendar_and_no_paper(client, event):
    paper = EventDocument.objects.create(
        event=event, title="Note", public=True, file=SimpleUploadedFile("a.pdf", b"%PDF")
    )
    event.public = False
    event.save()
    addresses = [
        reverse("event_page", args=(event.code,)),
        reverse("event_ics", args=(event.code,)),
        reverse("event_document", args=(event.code, paper.pk)),
    ]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert event.code not in client.get(reverse("events_ics")).content.decode()


def test_a_paper_that_is_not_public_is_not_handed_out(client, event):
    papers = [
        EventDocument.objects.create(
            event=event, title=str(public), public=public, file=SimpleUploadedFile("a.pdf", b"%PDF")
        )
        for public in (True, False)
    ]
    told = [client.get(reverse("event_document", args=(event.code, paper.pk))) for paper in papers]
    assert [answer.status_code for answer in told] == [200, 404]
    assert told[0]["Content-Disposition"].startswith("attachment")
    b"".join(told[0].streaming_content)


def test_nobody_who_takes_part_is_named_but_speakers(client, event):
    speaker = make.participation(event, make.person("Ada Speaker"), role="speaker")
    make.participation(event, make.person("Bo Participant"))
    SessionSpeaker.objects.create(session=event.sessions.get(), participation=speaker)
    said = page(client, event).content.decode()
    assert ("Ada Speaker" in said, "Bo Participant" in said) == (True, False)


@pytest.mark.parametrize("gone", [{"withdrawn_on": date(2027, 1, 1)}, {"status": "cancelled"}, {"status": "declined"}, {"restricted_on": date(2027, 1, 1)}])  # fmt: skip
def test_a_speaker_who_does_not_come_or_may_not_be_shown_is_no_longer_named(client, event, gone):
    speaker = make.participation(event, make.person("Ada Speaker"), role="speaker")
    SessionSpeaker.objects.create(session=event.sessions.get(), participation=speaker)
    SessionSpeaker.objects.create(session=event.sessions.get(), name="Name Alone")
    held = speaker.person if "restricted_on" in gone else speaker
    for name, value in gone.items():
        setattr(held, name, value)
    held.save()

    said = page(client, event).content.decode()

    assert ("Ada Speaker" in said, "Name Alone" in said) == (False, True)


def test_the_page_costs_six_queries_whatever_the_programme(client, event, django_assert_num_queries):
    page(client, event)
    for parts in (1, 3):
        hour = datetime(2027, 3, 1, parts, tzinfo=UTC)
        add_sessions(
            event=event,
            sessions=[{"title": f"Part {parts}", "starts_at": hour, "ends_at": hour + timedelta(hours=1)}]
            * parts,
        )
        ActivityPartner.objects.create(
            activity=event.activity, organisation=make.organisation(f"Partner {parts}")
        )
        with django_assert_num_queries(6):
            page(client, event)


def test_a_proxy_may_keep_the_page_and_is_told_when_nothing_changed(client, event):
    first = page(client, event)
    again = client.get(reverse("event_page", args=(event.code,)), headers={"If-None-Match": first["ETag"]})
    assert (first["Cache-Control"], again.status_code, again.content) == ("public, max-age=300", 304, b"")
    assert {"Cookie", "Accept-Language"} <= set(re.split(r",\s*", first["Vary"]))


@pytest.mark.parametrize("asked", ["events", "event_page", "certificate_check", "certificate"])
def test_a_page_that_others_keep_sets_no_cookie_and_carries_its_language_along(client, event, asked):
    args = {"event_page": [event.code], "certificate": ["ABCD-EFGH"]}.get(asked, [])
    for headers in ({}, {"If-None-Match": "*"}):
        answer = client.get(reverse(asked, args=args), {"lang": "ar"}, headers=headers)
        assert (dict(answer.cookies), answer["Content-Language"]) == ({}, "ar")
    if asked == "event_page":
        assert f'href="/events/{event.code}/register/?lang=ar"' in answer.content.decode()
    assert 'href="/events/?lang=ar"' in answer.content.decode()


def test_an_event_called_off_stays_on_its_page_with_the_reason_and_takes_nobody(client, event):
    move_event(event=event, to="cancelled", because="The host withdrew.")
    said = page(client, event).content.decode()
    assert ("The host withdrew." in said, "/register/" in said) == (True, False)
    entry = only_entry(client, event)
    assert (str(entry["status"]), entry["sequence"]) == ("CANCELLED", 2)


def only_entry(client, event):
    told = icalendar.Calendar.from_ical(client.get(reverse("event_ics", args=(event.code,))).content)
    return next(iter(told.walk("VEVENT")))


def test_the_calendar_entry_keeps_its_uid_and_counts_its_changes(client, event):
    first = only_entry(client, event)
    event.sequence += 1
    event.save()
    second = only_entry(client, event)
    assert first["uid"] == second["uid"]
    assert second["sequence"] == first["sequence"] + 1
    # A whole-day entry ends on the day after its last.
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2027, 3, 1), date(2027, 3, 4))


def test_the_programme_goes_into_the_calendar_at_its_hours(client, event):
    told = icalendar.Calendar.from_ical(client.get(reverse("event_ics", args=(event.code,))).content)
    session = list(told.walk("VEVENT"))[1]
    assert session["dtstart"].dt.isoformat() == "2027-03-01T09:00:00+12:00"
    assert [str(zone["tzid"]) for zone in told.walk("VTIMEZONE")] == ["Pacific/Fiji"]


def test_search_engines_read_the_event_in_the_words_of_schema_org(client, event):
    make.participation(event, make.person("Bo Participant"))
    said = page(client, event).content.decode()
    block = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', said, re.DOTALL)[1])
    told = {
        name: block[name]
        for name in ("@type", "name", "startDate", "endDate", "eventStatus", "maximumAttendeeCapacity")
    }
    assert told == {
        "@type": "EducationEvent", "name": "Workshop on <rivers>", "startDate": "2027-03-01", "endDate": "2027-03-03",
        "eventStatus": "https://schema.org/EventScheduled", "maximumAttendeeCapacity": 30,
    }  # fmt: skip
    assert ("attendee" in block, "Bo Participant" in said) == (False, False)


def test_the_host_is_called_as_it_was_called_then(client):
    make.office()
    event = make.event("2014-05-06", host="SWZ", state="held")
    event.public = True
    event.save()
    assert ("Swaziland" in page(client, event).content.decode(), Country.objects.get(code="SWZ").name_en) == (
        True,
        "Eswatini",
    )


def test_the_calendar_tells_what_is_to_come_and_what_was_held_by_year(client, event):
    old = make.event("2013-05-06", title="The one of 2013", state="held")
    hidden = make.event("2013-06-06", title="Not to be shown", state="held")
    old.public = True
    old.save()
    said = client.get(reverse("events")).content.decode()
    assert ("Workshop on &lt;rivers&gt;" in said, "The one of 2013" in said) == (True, False)
    past = client.get(reverse("events"), {"year": "2013"}).content.decode()
    assert ("The one of 2013" in past, hidden.activity.title in past) == (True, False)
    assert client.get(reverse("events"), {"year": "1900"}).status_code == 404


def test_the_calendar_costs_the_same_for_one_event_and_for_three(client, event, django_assert_num_queries):
    client.get(reverse("events"))
    for more in (1, 2):
        for number in range(more):
            made = make.event(f"2027-05-0{more}", title=f"More {number}", state="announced")
            made.public = True
            made.save()
        with django_assert_num_queries(3):
            client.get(reverse("events"))


def test_the_feed_lists_what_is_to_come(client, event):
    told = client.get(reverse("events_feed")).json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [(item["id"], item["title"]) for item in told["items"]] == [
        (f"urn:colonnade:event:{event.code}", "Workshop on <rivers>")
    ]
