"""Attendance without a network: one page that carries its own style, script and encrypted list, and where it hands in."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from colonnade.capacity.actions import take_back
from colonnade.capacity.models import CheckInDevice
from colonnade.records.errors import Refused

STATIC = Path(__file__).parent.parent / "static"


@dataclass(frozen=True)
class OfflinePage:
    """The page, and the policy under which a browser runs it: this style, this script, and no other address."""

    html: str
    policy: str


@lru_cache(maxsize=8)
def _text(name: str, changed: float) -> str:
    return (STATIC / name).read_text(encoding="utf-8").strip()


def _part(name: str) -> str:
    return _text(name, (STATIC / name).stat().st_mtime)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def has_list(device: CheckInDevice) -> bool:
    """Is there a list to hand out? It is emptied when somebody on it is erased, until it is made anew."""
    return hasattr(device, "carries") and bool(device.carries.content)


def offline_page(device: CheckInDevice) -> OfflinePage:
    """The page of a device, in the reader's language. Of the list it has only what is encrypted."""
    style, script = _part("offline.css"), _part("sheetcodes.js") + "\n" + _part("offline.js")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; connect-src 'self'; "
        "worker-src 'self'; base-uri 'none'; form-action 'none'"
    )
    told = {
        "device": device,
        "sealed": json.loads(device.carries.content),
        "words": offline_words(),
        "policy": policy,
        "style": mark_safe(style),  # both are files of ours, named here
        "script": mark_safe(script),
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return OfflinePage(render_to_string("events/offline.html", told), policy)


@require_GET
def offline_attendance(request: HttpRequest, number: UUID) -> HttpResponse:
    """The page at an address: whoever has the address sees that there is a list, and nothing of it."""
    device = get_object_or_404(CheckInDevice.objects.select_related("carries"), number=number, lost_on=None)
    if not has_list(device):
        raise Http404
    page = offline_page(device)
    response = HttpResponse(page.html)
    response["Content-Security-Policy"] = page.policy + "; frame-ancestors 'none'"
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # no account is at work here: the device's own signature says who sends
@require_POST
def offline_marks(request: HttpRequest, number: UUID) -> JsonResponse:
    """What a device sends: taken in once however often it comes, refused in words where it is not the device's."""
    try:
        sent = request.body.decode()
        if json.loads(sent).get("device") != str(number):
            raise Refused(_("This is of another device."))
        done = take_back(sent=sent)
    except Refused as refusal:
        return JsonResponse({"why": str(refusal)}, status=403)
    except (ValueError, AttributeError):
        return JsonResponse({"why": _("What was sent could not be read.")}, status=400)
    refused = [[str(mark.number), why] for mark, why in done.marked.refused]
    told = {"new": done.marked.new, "known": done.marked.known, "late": done.marked.late, "came": done.came}
    return JsonResponse(told | {"refused": refused})


@require_GET
def offline_worker(request: HttpRequest, number: UUID) -> HttpResponse:
    """The script by which a browser keeps one device's address for when there is no network."""
    response = HttpResponse(_part("offline-worker.js"), content_type="text/javascript; charset=utf-8")
    response["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    response["Cache-Control"] = "no-cache"
    return response


def offline_words() -> dict[str, str]:
    """What the page says, in the reader's language. Names in braces are filled in by the script."""
    return {
        "opening": _("Opening the list…"),
        "wrong_passphrase": _("This passphrase does not open the list. Look at what was written down."),
        "present": _("present"),
        "tap": _("mark present"),
        "is_present": _("✓ {name}: present"),
        "is_absent": _("{name}: not present"),
        "already": _("{name} is marked present already."),
        "several": _("{many} people: type more letters, or choose below."),
        "code_of_nobody": _("“{typed}” is a right code, of nobody on this list."),
        "nobody_found": _("“{typed}”: nobody. A character of the code is wrong, or the person is not on the list."),
        "nobody": _("Nobody. Who came without registration is added below."),
        "more": _("and {many} more: type a few letters"),
        "waiting": _("Waiting to be handed in: {many}. All is kept on this device, encrypted."),
        "all_sent": _("All is handed in."),
        "none_yet": _("Nothing is marked on this device yet."),
        "from_address": _("It is sent by itself whenever there is a network. A file can be handed in at the office as well: nothing counts twice."),
        "from_file": _("This page was opened as a file and sends nothing. Save what was marked as a file, and hand that in at the office."),
        "nothing": _("There is nothing to send."),
        "sending": _("Sending…"),
        "sent": _("The office has it: {new} new, {known} were there already."),
        "no_network": _("There is no network, or the office does not answer. Everything stays kept here."),
        "refused_all": _("Not taken in: {why}"),
        "refused": _("{many} were not taken in: {why}"),
        "file_saved": _("Saved as a file: {many} marks. It may be handed in more than once."),
        "not_kept": _("NOT KEPT: this device has no room left, or the browser forbids it. Write this person down on paper."),
    }  # fmt: skip


URLS = [
    path("attendance/<uuid:number>/", offline_attendance, name="offline_attendance"),
    path("attendance/<uuid:number>/marks/", offline_marks, name="offline_marks"),
    path("attendance/<uuid:number>/worker.js", offline_worker, name="offline_worker"),
]
