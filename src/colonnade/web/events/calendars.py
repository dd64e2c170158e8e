"""Events as calendars take them in (RFC 5545): one, or all that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from colonnade.capacity.models import Event, Session, Stage
from colonnade.capacity.rules import stage_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
STATUS = {
    str(Stage.CANCELLED): "CANCELLED",
    str(Stage.POSTPONED): "TENTATIVE",
    str(Stage.IDEA): "TENTATIVE",
}


def calendar(name: str, entries: Iterable[icalendar.Event]) -> bytes:
    """A calendar under the office's name, with the definition of every time zone it uses."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Colonnade//Events//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(entry)
    made.add_missing_timezones()
    return made.to_ical()


def entry(event: Event, url: str) -> icalendar.Event:
    """An event as one line of a calendar: whole days, by the event's own calendar; its UID stays for ever."""
    activity = event.activity
    last = activity.ends_on or activity.starts_on
    made = _begun(event, f"{event.code}@{_domain()}", activity.title, url)
    made.add("dtstart", activity.starts_on)
    made.add(
        "dtend", last + timedelta(days=1)
    )  # the day after: the end of a whole-day entry is not part of it
    place = ", ".join(dict.fromkeys(filter(None, (event.venue, activity.place, event.host_name))))
    if place:
        made.add("location", place)
    if event.summary:
        made.add("description", event.summary)
    made.add("categories", [str(activity.kind)])
    return made


def session_entry(event: Event, session: Session, url: str) -> icalendar.Event:
    """A part of the programme, at its hour in the event's time zone."""
    made = _begun(event, f"{session.code}@{_domain()}", session.title, url)
    made.add("dtstart", session.starts_at.astimezone(event.zone))
    made.add("dtend", session.ends_at.astimezone(event.zone))
    if session.room or event.venue:
        made.add("location", ", ".join(filter(None, (session.room, event.venue))))
    return made


def _begun(event: Event, uid: str, title: str, url: str) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", uid)
    made.add("summary", title)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    made.add("status", STATUS.get(stage_of(event), "CONFIRMED"))
    made.add("url", url)
    return made


def _domain() -> str:
    """Whose identifiers these are: the office's host name, which stays whichever address the page was asked at."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def starts(event: Event) -> datetime:
    """The first moment of the first day, by the event's own clock."""
    return datetime.combine(event.activity.starts_on, time(), event.zone)
