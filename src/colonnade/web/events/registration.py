"""The public form of an event: shown from memory, taken once, answered by a page of its own."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from colonnade.capacity.actions import EventFull, RegistrationClosed, register
from colonnade.capacity.actions.registration import registered_as
from colonnade.capacity.links import token_of
from colonnade.capacity.models import Event, Question, Registration, Seats
from colonnade.capacity.notices import by_the_events_clock, when_and_where, why_not
from colonnade.capacity.rules import takes_registrations
from colonnade.office.models import Office
from colonnade.people.models import RetentionRule
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import known
from colonnade.web.events.forms import RegistrationForm
from colonnade.web.events.visitors import (
    TRAP,
    Prepared,
    address_of,
    brake,
    for_visitors,
    new_stamp,
    not_by_a_person,
    packed,
    read_stamp,
)

MARK = "%token%"
"""Stands in a prepared page where each reader's own token goes."""

KEPT = 200
_prepared: OrderedDict[tuple, Prepared] = OrderedDict()


@for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form of an event, or why there is none now; what is sent is registered once."""
    event = get_object_or_404(_public(), code=code)
    if request.method == "POST":
        return _taken(request, event)
    if word := takes_registrations(event, timezone.now()):
        return _closed(request, event, word)
    if event.full and not event.waiting_list and not event.selection:
        return _closed(request, event, sentence=_notice(event))
    response = _page(request, event).response(request, new_stamp(event.pk))
    # To be had again by going back, also without a network, with what was typed; asked for anew on the next visit.
    response["Cache-Control"] = "private, max-age=0"
    return response


def _public() -> QuerySet[Event]:
    """Public events, with the versions of all that their form shows."""
    return (
        standing(Event.objects)
        .filter(public=True)
        .select_related("activity")
        .annotate(
            full=Subquery(
                Seats.objects.filter(event=OuterRef("pk"), country=None, taken__gte=F("limit")).values("pk")
            ),
            **{
                f"version_{number}": _latest(model, **{field: reference})
                for number, (model, field, reference) in enumerate(SHOWN)
            },
        )
    )


SHOWN = (
    (Event, "id", OuterRef("pk")),
    (Activity, "id", OuterRef("activity_id")),
    (Question, "event_id", OuterRef("pk")),
    (Office, "id__gt", 0),
    (Country, "id__gt", 0),
    (RetentionRule, "id__gt", 0),
)
"""What the form shows, as far as its history says when it changed."""


def _latest(model: Any, **of: Any) -> Subquery:
    rows = model.history.model.objects.filter(**of).order_by("-history_id")
    return Subquery(rows.values("history_id")[:1])


def _page(request: HttpRequest, event: Event) -> Prepared:
    """The form as everybody gets it in a language, prepared when something it shows has changed."""
    versions = tuple(getattr(event, f"version_{number}") for number in range(len(SHOWN)))
    key = (event.pk, get_language(), timezone.localdate(), bool(event.full), versions)
    held = _prepared.get(key)
    if held is None:
        html = render_to_string("events/register.html", _told(event, _form(event), MARK), request)
        held = _prepared[key] = Prepared(html, MARK, request.allowed_styles)
        while len(_prepared) > KEPT:
            _prepared.popitem(last=False)
    return held


def _form(event: Event, data: Any = None) -> RegistrationForm:
    return RegistrationForm(data, event=event, questions=event.questions.all())


def _told(event: Event, shown: RegistrationForm, token: str, refused: str = "") -> dict[str, Any]:
    """What the page of the form says."""
    closes = event.registration_closes_at
    return {
        "event": event,
        "when": when_and_where(event, known(get_language() or "en")),
        "closes": by_the_events_clock(closes, event) if closes else "",
        "notice": _notice(event),
        "form": shown,
        "token": token,
        "trap": TRAP,
        "refused": refused,
        "action": f"{reverse('event_register', args=(event.code,))}?lang={get_language()}",
    }


def _notice(event: Event) -> str:
    """What one should know before filling in the form."""
    if event.selection:
        return _("Two members of staff select among those who apply. You will be told either way.")
    if not event.full:
        return ""
    if event.waiting_list:
        return _("All seats are taken. Who registers now waits, and is told when a seat becomes free.")
    return _("All seats are taken, and there is no waiting list.")


def _taken(request: HttpRequest, event: Event) -> HttpResponse:
    """The form as it came back: registered and answered by a redirect, or shown again with all that was written."""
    stamp = read_stamp(request.POST.get("token", ""), event.pk)
    if word := takes_registrations(event, timezone.now()):
        # Sent in time, and once more because no answer came through.
        before = registered_as(stamp.submission) if stamp else None
        return _to_the_confirmation(before) if before else _closed(request, event, word)
    shown, address = _form(event, request.POST), address_of(request)
    refused = not_by_a_person(request, stamp)
    if not refused and not brake.allows(event.pk, address):
        refused = _("Very many registrations came from your network in the last minutes. Please wait ten minutes, and send "
                    "the form again.")  # fmt: skip
    if shown.is_valid() and not refused and stamp is not None:
        try:
            made = register(
                event=event, submission=stamp.submission, entry=shown.entry(), language=get_language() or "en",
                consents=shown.consents(),
            )  # fmt: skip
        except RegistrationClosed as closed:
            return _closed(request, event, sentence=str(closed))
        except EventFull as full:
            refused = str(full)
        except Refused as refusal:
            refused = str(refusal)
        else:
            brake.note(event.pk, address)
            return _to_the_confirmation(made)
    told = _told(event, shown, stamp.text if stamp else new_stamp(event.pk), refused)
    html = render_to_string("events/register.html", told, request)
    return packed(request, HttpResponse(html))


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


URLS = [path("events/<str:code>/register/", form, name="event_register")]
