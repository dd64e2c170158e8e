"""Calls in public: the list, the page of one, and its form, which is sent once and survives slow links."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from colonnade.records.errors import Refused
from colonnade.research.actions import keep_draft, submit
from colonnade.research.actions.submissions import CallClosed, sent_as
from colonnade.research.case_links import token_of
from colonnade.research.models import Call, CallDocument, CallText, Submission
from colonnade.research.queries import public_calls, published_cases
from colonnade.research.rules.calls import by_its_clock, takes_submissions, why_closed
from colonnade.values.languages import LANGUAGES, known
from colonnade.web.caching import packed, shared
from colonnade.web.cases.forms import CallForm
from colonnade.web.events.visitors import (
    ANY_EVENT,
    TRAP,
    Brake,
    address_of,
    for_visitors,
    mailboxes,
    new_stamp,
    not_by_a_person,
    read_stamp,
)

senders = Brake()


class Worded:
    """A call in the reader's language, or in its own where it has no other words; ``lang`` says which."""

    def __init__(self, call: Call, language: str) -> None:
        text = next((one for one in call.texts.all() if one.language == known(language)), None)
        self.lang = text.language if text else call.language
        self.title = text.title if text else call.title
        self.words = text.words if text else call.words
        self.who = (text.who if text else "") or call.who


def worded(call: Call) -> Worded:
    return Worded(call, get_language() or "en")


def _public(code: str) -> Call:
    texts = Prefetch("texts", CallText.objects.order_by("language"))
    return get_object_or_404(public_calls().prefetch_related(texts), code=code)


@require_safe
@shared
def calls(request: HttpRequest) -> HttpResponse:
    """Calls that are open or will be, and those that were, with how many cases came of them."""
    now = timezone.now()
    rows = [
        (call, worded(call), _closes(call), takes_submissions(call, now))
        for call in public_calls().prefetch_related("texts")
    ]
    return render(
        request,
        "cases/calls.html",
        {
            "ahead": [row for row in rows if row[3] != "over"][::-1],
            "over": [row for row in rows if row[3] == "over"],
        },
    )


def _closes(call: Call) -> str:
    return by_its_clock(call.closes_at, call) if call.closes_at else ""


@require_safe
@shared
def call_page(request: HttpRequest, code: str) -> HttpResponse:
    """What is called for, who may answer, by what it is judged; and, once it is decided, what came of it."""
    call = _public(code)
    language = known(get_language() or "en")
    word = takes_submissions(call, timezone.now())
    criteria = list(call.criteria.all())
    return render(
        request,
        "cases/call.html",
        {
            "call": call,
            "text": worded(call),
            "closes": _closes(call),
            "open": not word,
            "why": why_closed(call, word) if word else "",
            "criteria": [(one.label_in(language), one.words_in(language), one.weight) for one in criteria],
            "weights": sum(one.weight for one in criteria),
            "languages": [LANGUAGES[one] for one in call.languages if one in LANGUAGES],
            "documents": call.documents.all(),
            "cases": published_cases()
            .filter(call=call)
            .select_related("country")
            .order_by("category", "title"),
        },
    )


@require_safe
def call_document(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A paper of a public call. Always a download: a file somebody uploaded is never opened as a page of ours."""
    held = get_object_or_404(CallDocument, pk=pk, call=_public(code))
    name = f"{code}-{held.pk}.{held.file.name.rpartition('.')[2]}"
    return FileResponse(held.file.open("rb"), as_attachment=True, filename=name)


# The form ---------------------------------------------------------------------------------------------------


@for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def submit_form(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a call, or why there is none now. What is sent is kept once; a draft waits behind a personal link."""
    call = _public(code)
    if request.method == "POST":
        return _taken(request, call)
    if word := takes_submissions(call, timezone.now()):
        return _closed(request, call, why_closed(call, word))
    response = _page(request, call, _form(call), new_stamp(_key(call)))
    # To be had again by going back, also without a network, with what was typed.
    response["Cache-Control"] = "private, max-age=0"
    return response


def _key(call: Call) -> str:
    """For which form a token was made: a call's is never taken for an event's."""
    return f"call-{call.pk}"


def _form(call: Call, data: Any = None, *, draft: bool = False) -> CallForm:
    return CallForm(data, call=call, questions=call.questions.all(), draft=draft)


def _page(request: HttpRequest, call: Call, form: CallForm, token: str, refused: str = "") -> HttpResponse:
    told = {
        "call": call,
        "text": worded(call),
        "closes": _closes(call),
        "form": form,
        "token": token,
        "trap": TRAP,
        "refused": refused,
        "action": f"{reverse('call_submit', args=(call.code,))}?lang={get_language()}",
    }
    return packed(request, HttpResponse(render_to_string("cases/submit.html", told, request)))


def _taken(request: HttpRequest, call: Call) -> HttpResponse:
    """The form as it came back: kept and answered by a redirect, or shown again with all that was written."""
    stamp = read_stamp(request.POST.get("token", ""), _key(call))
    before = sent_as(stamp.submission) if stamp else None
    email, draft = request.POST.get("email", "").strip().casefold(), "draft" in request.POST
    if before and before.email.casefold() == email and before.state != Submission.State.DRAFT:
        return _to_own(before, "sent")  # once more, because no answer came through
    if word := takes_submissions(call, timezone.now()):
        return _closed(request, call, why_closed(call, word))
    shown, address = _form(call, request.POST, draft=draft), address_of(request)
    refused = not_by_a_person(request, stamp)
    if not refused and not senders.allows(call.pk, address):
        refused = _(
            "Very many forms came from your network in the last minutes. Please wait ten minutes, and send it again."
        )
    if not refused and email and not mailboxes.allows(ANY_EVENT, email):
        refused = _(
            "Very many forms came with this e-mail address in the last minutes. Please wait ten minutes, and send it again."
        )
    if before and before.email.casefold() != email:
        stamp = None
        refused = refused or _(
            "This page was used before, with another address. To send one more, please send the form again."
        )
    if shown.is_valid() and not refused and stamp is not None:
        facts = {"call": call, "number": stamp.submission, "told": shown.told()}
        try:
            made = keep_draft(**facts) if draft else submit(**facts, consents=shown.consents())
        except CallClosed as closed:
            return _closed(request, call, str(closed))
        except Refused as refusal:
            refused = str(refusal)
        else:
            senders.note(call.pk, address)
            mailboxes.note(ANY_EVENT, email)
            return _to_own(made, "draft" if draft else "sent")
    return _page(request, call, shown, stamp.text if stamp else new_stamp(_key(call)), refused)


def _to_own(made: Submission, done: str) -> HttpResponse:
    address = reverse("submission", args=(token_of(made),))
    response = HttpResponseRedirect(f"{address}?lang={get_language()}&done={done}", status=303)
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response


def _closed(request: HttpRequest, call: Call, why: str) -> HttpResponse:
    told = {"call": call, "text": worded(call), "why": why}
    response = HttpResponse(render_to_string("cases/closed.html", told, request))
    response["Cache-Control"] = "no-cache"
    return response


URLS = [
    path("calls/", calls, name="calls"),
    path("calls/<str:code>/", call_page, name="call_page"),
    path("calls/<str:code>/submit/", submit_form, name="call_submit"),
    path("calls/<str:code>/documents/<int:pk>/", call_document, name="call_document"),
]
