"""The public page of an event, the calendar, and what they hand to calendars, search engines and those who share them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import json_script
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.capacity.models import Event, EventDocument, Stage
from colonnade.capacity.queries import PublicEvent, calendar, held_in, public_event, public_events
from colonnade.capacity.rules import stage_of, takes_registrations
from colonnade.office.models import Office
from colonnade.values.words import NOT_KNOWN, date_words, moment_words, span_words
from colonnade.web.caching import shared
from colonnade.web.drawn import drawn
from colonnade.web.events import calendars
from colonnade.web.figures.words import language


@require_safe
@shared
def event_page(request: HttpRequest, code: str) -> HttpResponse:
    """All that the public may know of an event, and the way to take part."""
    told = _found(code)
    event, now = told.event, timezone.now()
    days = [
        (day, list(sessions))
        for day, sessions in groupby(
            [
                (s.starts_at.astimezone(event.zone), s.ends_at.astimezone(event.zone), s)
                for s in told.sessions
            ],
            key=lambda part: part[0].date(),
        )
    ]
    return render(
        request,
        "events/event.html",
        {
            "event": event,
            "when": when_words(event),
            "stage": Stage(stage_of(event)),
            "stopped": stage_of(event) in (Stage.CANCELLED, Stage.POSTPONED),
            "entry": entry_words(event, now),
            "open": takes_registrations(event, now) == "",
            "days": [
                (
                    date_words(day, language()),
                    [(f"{s:%H:%M}–{e:%H:%M}", part, told.speakers.get(part.pk, [])) for s, e, part in parts],
                )
                for day, parts in days
            ],
            "offset": offset_words(calendars.starts(event)),
            "documents": told.documents,
            "partners": told.partners,
            "said": structured(request, told),
        },
    )


def _found(code: str) -> PublicEvent:
    told = public_event(code, language())
    if told is None:
        raise Http404
    return told


def when_words(event: Event) -> str:
    """When an event is, as far as it is known: 4–6 March 2014."""
    if event.activity.starts is None:
        return NOT_KNOWN
    return span_words(event.activity.starts, event.activity.ends, language())


def offset_words(moment: datetime) -> str:
    """How far the event's clock is from UTC on its first day: UTC+09:00."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    sign = "+" if minutes >= 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "UTC"


def entry_words(event: Event, now: datetime) -> str:
    """How one comes to take part, at this moment, in a sentence; empty where there is nothing to say."""
    closed = takes_registrations(event, now)
    closes = event.registration_closes_at
    if not closed:
        return (
            _("Registration is open until %(moment)s.")
            % {"moment": moment_words(closes, event.zone, language())}
            if closes
            else ""
        )
    if closed == "not_yet" and event.registration_opens_at and event.registration_opens_at > now:
        return _("Registration opens on %(moment)s.") % {
            "moment": moment_words(event.registration_opens_at, event.zone, language())
        }
    if closed == "not_yet":
        return _("Registration is not open yet.")
    if closed == "over":
        return _("Registration has closed.")
    if (
        closed == "not_offered"
        and event.entry == "nomination"
        and stage_of(event) not in (Stage.CANCELLED, Stage.POSTPONED)
    ):
        return _("Participants are nominated by their governments or institutions.")
    return ""


# --- for machines -----------------------------------------------------------------------------------------------

_ATTENDANCE = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
_STATUS = {str(Stage.CANCELLED): "EventCancelled", str(Stage.POSTPONED): "EventPostponed"}


def structured(request: HttpRequest, told: PublicEvent) -> str:
    """The event in schema.org's words, as a block of data in the page. Nobody who takes part is named."""
    event, activity = told.event, told.event.activity
    office = (
        Office.objects.order_by("pk").first() if not hasattr(request, "_the_office") else request._the_office
    )
    request._the_office = office
    url = request.build_absolute_uri(reverse("event_page", args=(event.code,)))
    places: list[dict[str, Any]] = []
    if event.format != Event.Format.ONLINE and (event.venue or activity.place or event.host_name):
        address = {
            "@type": "PostalAddress",
            "addressLocality": activity.place,
            "addressCountry": event.host_name,
        }
        places.append({"@type": "Place", "name": event.venue or activity.place or event.host_name,
                       "address": {name: value for name, value in address.items() if value}})  # fmt: skip
    if event.format != Event.Format.IN_PERSON:
        places.append({"@type": "VirtualLocation", "url": url})
    said = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": activity.title,
        "url": url,
        "identifier": event.code,
        "startDate": activity.starts_on.isoformat(),
        "endDate": (activity.ends_on or activity.starts_on).isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS.get(stage_of(event), 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[event.format]}",
        "location": places,
        "organizer": {"@type": "Organization", "name": office.name} if office else None,
        "image": request.build_absolute_uri(reverse("event_picture", args=(event.code,))),
        "description": event.summary,
        "inLanguage": event.languages,
        "audience": {"@type": "Audience", "audienceType": event.audience} if event.audience else None,
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": event.seats_planned,
        "subEvent": [
            {"@type": "Event", "name": part.title, "startDate": part.starts_at.astimezone(event.zone).isoformat(),
             "endDate": part.ends_at.astimezone(event.zone).isoformat()}
            for part in told.sessions
        ],
    }  # fmt: skip
    data = {name: value for name, value in said.items() if value not in (None, "", [])}
    # json_script escapes what could end the block; schema.org's readers look for its own type.
    return mark_safe(json_script(data).replace('type="application/json"', 'type="application/ld+json"', 1))


@require_safe
@shared
def event_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The event and its programme, to be taken into a calendar."""
    told = _found(code)
    url = request.build_absolute_uri(reverse("event_page", args=(told.event.code,)))
    entries = [calendars.entry(told.event, url)]
    entries += [calendars.session_entry(told.event, session, url) for session in told.sessions]
    return _calendar(told.event.activity.title, entries, f"{told.event.code}.ics")


@require_safe
@shared
def all_ics(request: HttpRequest) -> HttpResponse:
    """Every event the office shows, to be followed by a calendar."""
    office = Office.objects.order_by("pk").first()
    entries = [
        calendars.entry(event, request.build_absolute_uri(reverse("event_page", args=(event.code,))))
        for event in public_events(language())
    ]
    return _calendar(office.name if office else "Colonnade", entries, "events.ics")


def _calendar(name: str, entries: list, file: str) -> HttpResponse:
    response = HttpResponse(calendars.calendar(name, entries), content_type=calendars.MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


@require_safe
@shared
def feed(request: HttpRequest) -> HttpResponse:
    """The events to come as a JSON Feed (version 1.1): an item an event, its id never used for another."""
    office = Office.objects.order_by("pk").first()
    ahead, _years = calendar(language(), timezone.localdate())
    items = [
        {"id": f"urn:colonnade:event:{event.code}", "title": event.activity.title, "language": language(),
         "url": request.build_absolute_uri(reverse("event_page", args=(event.code,))),
         "content_text": " · ".join(filter(None, (when_words(event), place_words(event), event.summary))),
         "date_modified": event.changed_at.isoformat()}
        for event in ahead
    ]  # fmt: skip
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Events: %(office)s") % {"office": office.name if office else "Colonnade"},
        "home_page_url": request.build_absolute_uri(reverse("events")),
        "feed_url": request.build_absolute_uri(),
        "language": language(),
        "items": items,
    }
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/feed+json")


def place_words(event: Event) -> str:
    """Where an event is: Suva, Fiji; online."""
    if event.format == Event.Format.ONLINE:
        return _("online")
    return ", ".join(dict.fromkeys(filter(None, (event.activity.place, event.host_name))))


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """What stands where the event's page is shared: title, days and place in the office's colour. Kept until they change."""
    event = _found(code).event
    return drawn(event.activity.title, when_words(event), place_words(event), str(event.activity.kind))


# --- the calendar -----------------------------------------------------------------------------------------------


@require_safe
@shared
def events(request: HttpRequest) -> HttpResponse:
    """The calendar: what is to come, and year by year what was held."""
    today = timezone.localdate()
    ahead, years = calendar(language(), today)
    year = _year(request, years, bool(ahead))
    listed = held_in(year, language()) if year else []
    shown = {event.pk for event in ahead}
    return render(
        request,
        "events/calendar.html",
        {
            "ahead": [_line(event) for event in ahead],
            "years": years,
            "year": year,
            "held": [_line(event) for event in listed if event.pk not in shown],
        },
    )


def _year(request: HttpRequest, years: list[int], anything_ahead: bool) -> int | None:
    asked = request.GET.get("year", "")
    if asked.isdigit() and int(asked) in years:
        return int(asked)
    if asked:
        raise Http404
    past = [year for year in years if year <= date.today().year]
    return None if anything_ahead or not past else past[0]


def _line(event: Event) -> dict[str, Any]:
    stage = stage_of(event)
    return {
        "event": event,
        "when": when_words(event),
        "place": place_words(event),
        "stopped": str(Stage(stage).label) if stage in (Stage.CANCELLED, Stage.POSTPONED) else "",
        "open": takes_registrations(event, timezone.now()) == "",
    }


@require_safe
def document(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """A public paper of a public event, always as a download: an uploaded file is never a page of ours."""
    get_object_or_404(public_events(), code=code)
    held = get_object_or_404(EventDocument, pk=pk, event__code=code, public=True)
    return FileResponse(held.file.open("rb"), as_attachment=True, filename=held.file.name.rsplit("/", 1)[-1])


URLS = [
    path("events/", events, name="events"),
    path("events.ics", all_ics, name="events_ics"),
    path("events/feed.json", feed, name="events_feed"),
    path("events/<str:code>/", event_page, name="event_page"),
    path("events/<str:code>/picture.png", picture, name="event_picture"),
    path("events/<str:code>/event.ics", event_ics, name="event_ics"),
    path("events/<str:code>/documents/<int:pk>/", document, name="event_document"),
]
