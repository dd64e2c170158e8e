"""The public form of an event: shown from memory, taken once, answered by a page of its own."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from secrets import token_hex
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from colonnade.capacity.actions import RegistrationClosed, register
from colonnade.capacity.actions.registration import registered_as
from colonnade.capacity.links import address, token_of
from colonnade.capacity.models import Event, Participation, Question, Registration, Seats
from colonnade.capacity.notices import by_the_events_clock, when_and_where, why_not
from colonnade.capacity.rules import takes_registrations
from colonnade.office.models import Office
from colonnade.people.models import Person, RetentionRule
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.composed import Question as Composed
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import known
from colonnade.web.caching import packed
from colonnade.web.events import own
from colonnade.web.events.forms import RegistrationForm
from colonnade.web.events.visitors import (
    ANY_EVENT,
    TRAP,
    Personal,
    Prepared,
    address_of,
    brake,
    for_visitors,
    mailboxes,
    new_stamp,
    not_by_a_person,
    read_stamp,
)

MARK = "%token%"
"""Stands in a prepared page where each reader's own token goes."""

TOKEN, NAME, EMAIL = (f"~{name}-{token_hex(8)}~" for name in ("token", "name", "email"))
"""Stand in the confirmation where what is each reader's own goes; in no event's words, for nobody knows them."""

KEPT = 200
_known: OrderedDict[str, Known] = OrderedDict()


@for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form of an event, or why there is none now; what is sent is registered once."""
    known_event = _event(code)
    if known_event is None:
        raise Http404
    event, full = known_event.event, known_event.full
    if request.method == "POST":
        return _taken(request, event, full)
    if word := takes_registrations(event, timezone.now()):
        return _closed(request, event, word)
    if full and not event.waiting_list and not event.selection:
        return _closed(request, event, sentence=_notice(event, full))
    response = _page(request, known_event).response(request, new_stamp(event.pk))
    # To be had again by going back, also without a network, with what was typed; asked for anew on the next visit.
    response["Cache-Control"] = "private, max-age=0"
    return response


# What is known of an event ----------------------------------------------------------------------------------


@dataclass
class Known:
    """A public event, as of the versions of all that its form shows; each page that was made of it."""

    versions: tuple
    full: bool
    event: Event
    pages: dict[tuple, Any] = field(default_factory=dict)


def _event(code: str) -> Known | None:
    """The event, by one question that says whether anything its form shows has changed; read again only then."""
    sql, params = _versions_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, [code if param == MARK else param for param in params])
        row = cursor.fetchone()
    if row is None:
        _known.pop(code, None)
        return None
    versions, full = tuple(row[1:]), row[0] is not None
    held = _known.get(code)
    if held is None or (held.versions, held.full) != (versions, full):
        event = Event.objects.select_related("activity").prefetch_related("questions").get(code=code)
        held = _known[code] = Known(versions, full, event)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return held


@cache
def _versions_sql() -> tuple[str, tuple]:
    """That question, put together once: composing it costs more than asking it."""
    full = Seats.objects.filter(event=OuterRef("pk"), country=None, taken__gte=F("limit"))
    shown: tuple[tuple[Any, dict[str, Any]], ...] = (
        (Event, {"id": OuterRef("pk")}),
        (Activity, {"id": OuterRef("activity_id")}),
        (Question, {"event_id": OuterRef("pk")}),
        (Office, {}),
        (Country, {}),
        (RetentionRule, {}),
    )
    latest = [
        Subquery(model.history.model.objects.filter(**of).order_by("-history_id").values("history_id")[:1])
        for model, of in shown
    ]
    rows = standing(Event.objects).filter(public=True, code=MARK).order_by()
    return rows.values_list(Subquery(full.values("pk")), *latest).query.sql_with_params()


def _page(request: HttpRequest, known_event: Known) -> Prepared:
    """The form as everybody gets it in a language, prepared when something it shows has changed."""
    key, event = (get_language(), timezone.localdate()), known_event.event
    held = known_event.pages.get(key)
    if held is None:
        told = _told(event, known_event.full, _form(event), MARK)
        html = render_to_string("events/register.html", told, request)
        held = known_event.pages[key] = Prepared(html, MARK, request.allowed_styles)
    return held


def _form(event: Event, data: Any = None) -> RegistrationForm:
    return RegistrationForm(data, event=event, questions=event.questions.all())


def _told(event: Event, full: bool, shown: RegistrationForm, token: str, refused: str = "") -> dict[str, Any]:
    """What the page of the form says."""
    closes = event.registration_closes_at
    return {
        "event": event,
        "when": when_and_where(event, known(get_language() or "en")),
        "closes": by_the_events_clock(closes, event) if closes else "",
        "notice": _notice(event, full),
        "form": shown,
        "token": token,
        "trap": TRAP,
        "refused": refused,
        "action": f"{reverse('event_register', args=(event.code,))}?lang={get_language()}",
    }


def _notice(event: Event, full: bool) -> str:
    """What one should know before filling in the form."""
    if event.selection:
        return _("Two members of staff select among those who apply. You will be told either way.")
    if not full:
        return ""
    if event.waiting_list:
        return _("All seats are taken. Who registers now waits, and is told when a seat becomes free.")
    return _("All seats are taken, and there is no waiting list.")


def _taken(request: HttpRequest, event: Event, full: bool) -> HttpResponse:
    """The form as it came back: registered and answered by a redirect, or shown again with all that was written."""
    stamp = read_stamp(request.POST.get("token", ""), event.pk)
    if word := takes_registrations(event, timezone.now()):
        # Sent in time, and once more because no answer came through.
        before = registered_as(stamp.submission) if stamp else None
        same = before and _is_of(before, request.POST.get("full_name", ""), request.POST.get("email", ""))
        return _to_the_confirmation(before) if before and same else _closed(request, event, word)
    shown, address = _form(event, request.POST), address_of(request)
    refused = not_by_a_person(request, stamp)
    if not refused and not brake.allows(event.pk, address):
        refused = _("Very many registrations came from your network in the last minutes. Please wait ten minutes, and send "
                    "the form again.")  # fmt: skip
    mailbox = request.POST.get("email", "").strip().casefold()
    if not refused and mailbox and not mailboxes.allows(ANY_EVENT, mailbox):
        refused = _("Very many registrations came with this e-mail address in the last minutes. Please wait ten minutes, and "
                    "send the form again.")  # fmt: skip
    if shown.is_valid() and not refused and stamp is not None:
        try:
            made = register(
                event=event, submission=stamp.submission, entry=shown.entry(), language=get_language() or "en",
                consents=shown.consents(),
            )  # fmt: skip
        except RegistrationClosed as closed:
            return _closed(request, event, sentence=str(closed))
        except Refused as refusal:
            refused = str(refusal)
        else:
            if _is_of(made, shown.cleaned_data["full_name"], shown.cleaned_data["email"]):
                brake.note(event.pk, address)
                if mailbox:
                    mailboxes.note(ANY_EVENT, mailbox)
                return _to_the_confirmation(made)
            stamp = None
            refused = _("This page was sent before, and somebody else is registered by it. To register the person below as "
                        "well, please send the form again.")  # fmt: skip
    told = _told(event, full, shown, stamp.text if stamp else new_stamp(event.pk), refused)
    html = render_to_string("events/register.html", told, request)
    return packed(request, HttpResponse(html))


def _is_of(registration: Registration, full_name: str, email: str) -> bool:
    """Is it the same person's, or did a colleague go back to the page and write a name of their own?"""
    person = registration.participation.person
    return [" ".join(words.casefold().split()) for words in (full_name, email)] == [
        " ".join(words.casefold().split()) for words in (person.full_name, person.email)
    ]


def _to_the_confirmation(registration: Registration) -> HttpResponse:
    to = reverse("registration_sent", args=(token_of(registration),))
    response = HttpResponseRedirect(to, status=303)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _closed(request: HttpRequest, event: Event, word: str = "", sentence: str = "") -> HttpResponse:
    """Why one cannot register now; what else the page says stays."""
    told = {
        "event": event,
        "when": when_and_where(event, known(get_language() or "en")),
        "why": sentence or why_not(event, word),
    }
    response = HttpResponse(render_to_string("events/closed.html", told, request))
    response["Cache-Control"] = "no-cache"
    return response


# The confirmation -------------------------------------------------------------------------------------------


_shown = Composed(
    lambda key, version: (
        Registration.objects.select_related("participation__person", "participation__event")
        .only(
            "link_version", "language", "participation__status", "participation__withdrawn_on",
            "participation__person__full_name", "participation__person__email",
            "participation__person__erased_on", "participation__event__code",
        )
        .filter(pk=key, link_version=version)
        .order_by()
    ),
    2,
)  # fmt: skip


@require_safe
def _sent(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What follows a registration: that it was received, what happens next, and the link to come back by."""
    at = registration.participation
    key, known_event = ("sent", get_language(), at.status, bool(at.withdrawn_on)), _event(at.event.code)
    page = known_event.pages.get(key) if known_event else None
    if page is None:
        event = (
            known_event.event if known_event else Event.objects.select_related("activity").get(pk=at.event_id)
        )
        told = own.told_of(_anybody(event, at), TOKEN) | {
            "papers": list(
                own.calendar_entry(_anybody(event, at), TOKEN)
            ),  # nothing has been written to them yet
            "address": address("registration_own", TOKEN, language=get_language() or "en"),
        }
        html = render_to_string("events/sent.html", told, request)
        page = Personal(html, (TOKEN, NAME, EMAIL), request.allowed_styles)
        if known_event:
            known_event.pages[key] = page
    return page.response(request, {TOKEN: token, NAME: at.person.full_name, EMAIL: at.person.email})


def _anybody(event: Event, at: Participation) -> Registration:
    """Somebody who stands as ``at`` does, with marks where their own words go."""
    person = Person(full_name=NAME, email=EMAIL)
    return Registration(
        participation=Participation(
            event=event, person=person, status=at.status, withdrawn_on=at.withdrawn_on
        )
    )


URLS = [
    path("events/<str:code>/register/", form, name="event_register"),
    path("registration/<str:token>/sent/", own.by_link(_sent, _shown.first), name="registration_sent"),
]
