"""The newsletter's public pages: asking for it with one field, confirming, choosing, leaving. No account, no cookie, no script.

What somebody types is answered the same whether the address is known or not. A page that is only opened changes nothing:
programs that look into letters follow every link, so each step is a button. Only a mail program leaves without one, by
the POST that RFC 8058 describes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from colonnade.office.models import Theme
from colonnade.outreach.actions import (
    ask_for_newsletter,
    ask_new_address,
    choose,
    confirm_new_address,
    confirm_subscription,
    leave_newsletter,
)
from colonnade.outreach.letters import UNCONFIRMED, site_language, wording
from colonnade.outreach.links import from_token, token_of
from colonnade.outreach.models import Subscription
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES, known
from colonnade.web.caching import packed
from colonnade.web.events.private import gone, kept_private
from colonnade.web.events.visitors import (
    TRAP,
    WITHIN,
    Brake,
    address_of,
    for_visitors,
    in_their_language,
    new_stamp,
    not_by_a_person,
    read_stamp,
)

THE_NEWSLETTER = -1
"""In the place of an event's key, in the token of the form: no event has it."""

MOST_FROM_ONE_NETWORK, MOST_TO_ONE_MAILBOX = 20, 3
networks = Brake(most=MOST_FROM_ONE_NETWORK, within=WITHIN)
mailboxes = Brake(most=MOST_TO_ONE_MAILBOX, within=WITHIN)

View = Callable[..., HttpResponse]


# --- asking for it -------------------------------------------------------------------------------------------------


@for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """One field. A wrong address is said; anything else is answered alike."""
    typed, refused = request.POST.get("email", "").strip()[:254], ""
    if request.method == "POST":
        refused = _taken(request, typed)
        if not refused:
            response = HttpResponseRedirect(f"{reverse('newsletter_sent')}?lang={get_language()}", status=303)
            response["Cache-Control"] = "no-store"
            return response
    told = {
        "typed": typed,
        "refused": refused,
        "token": new_stamp(THE_NEWSLETTER),
        "trap": TRAP,
        "wording": wording(known(get_language() or "en")),
        "days": UNCONFIRMED.days,
    }
    response = render(request, "newsletter/form.html", told, status=422 if refused else 200)
    response["Cache-Control"] = "private, max-age=0"
    return packed(request, response)


def _taken(request: HttpRequest, typed: str) -> str:
    """Ask the mailbox, or say why the form is not taken yet."""
    stamp, network = read_stamp(request.POST.get("token", ""), THE_NEWSLETTER), address_of(request)
    if refused := not_by_a_person(request, stamp):
        return refused
    if not networks.allows(THE_NEWSLETTER, network):
        return _(
            "Very many addresses came from your network in the last minutes. Please wait ten minutes, and send the form again."
        )
    networks.note(THE_NEWSLETTER, network)
    mailbox = typed.casefold()
    if not mailboxes.allows(THE_NEWSLETTER, mailbox):
        return ""  # it has letters enough, and whoever floods it is told nothing
    try:
        ask_for_newsletter(address=typed, language=get_language() or "en")
    except Refused:
        return _("Please write an e-mail address, such as name@example.org.")
    mailboxes.note(THE_NEWSLETTER, mailbox)
    return ""


@for_visitors
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next: the same for everybody."""
    return packed(request, render(request, "newsletter/sent.html", {"days": UNCONFIRMED.days}))


# --- by a personal link --------------------------------------------------------------------------------------------


def by_link(purpose: str) -> Callable[[View], View]:
    """A page opened by a signed link of a subscriber: kept by nobody on the way, found by no search."""

    def around(view: View) -> View:
        @for_visitors
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            held = from_token(token, purpose)
            if held is None:
                return gone(request, _("A part of it is missing, or it has done its work. Copy the whole link from the latest letter, "
                                       "or ask for the newsletter again."))  # fmt: skip
            in_their_language(request, site_language(held.language))
            return kept_private(view(request, held, token))

        return answer

    return around


def _shown(request: HttpRequest, template: str, held: Subscription, token: str, **more: Any) -> HttpResponse:
    status = 422 if more.get("refused") else 200
    told = {"subscription": held, "token": token, "lang": get_language(), **more}
    return render(request, f"newsletter/{template}.html", told, status=status)


def _to_own(held: Subscription, done: str) -> HttpResponse:
    place = reverse("newsletter_own", args=(token_of(held, "own"),))
    return HttpResponseRedirect(f"{place}?lang={get_language()}&done={done}", status=303)


@by_link("confirm")
def confirm(request: HttpRequest, held: Subscription, token: str) -> HttpResponse:
    """The second yes: a button, under the words that are agreed to."""
    refused = ""
    if request.method == "POST":
        try:
            return _to_own(confirm_subscription(subscription=held), "confirmed")
        except Refused:
            refused = _("This link has done its work. To have the newsletter, ask for it again.")
    if held.state not in Subscription.STANDING:
        return _shown(request, "left", held, token)
    return _shown(
        request, "confirm", held, token, wording=held.wording, refused=refused, masked=masked(held.address)
    )


@by_link("address")
def new_address(request: HttpRequest, held: Subscription, token: str) -> HttpResponse:
    """The new mailbox says yes."""
    if request.method == "POST":
        try:
            return _to_own(confirm_new_address(subscription=held), "address")
        except Refused:
            return _shown(request, "left", held, token)
    return _shown(request, "address", held, token, masked=masked(held.new_address))


@by_link("own")
def own(request: HttpRequest, held: Subscription, token: str) -> HttpResponse:
    """What somebody wished, and all they may change. The address is shown in part: a letter may have been passed on."""
    if held.state not in (Subscription.State.CONFIRMED, Subscription.State.BOUNCED):
        return _shown(request, "left", held, token)
    refused, done = "", request.GET.get("done", "")
    if request.method == "POST":
        try:
            return _changed(request, held)
        except Refused:
            refused = _("Please write an e-mail address, such as name@example.org.")
    chosen = set(held.themes.values_list("code", flat=True))
    return _shown(
        request, "own", held, token, refused=refused, done=done, masked=masked(held.address),
        bounced=held.state == Subscription.State.BOUNCED, leave=token_of(held, "leave"),
        languages=[(code, name, code == held.language) for code, name in LANGUAGES.items()],
        themes=[(theme.code, theme.name, theme.code in chosen) for theme in offered_themes()],
    )  # fmt: skip


def _changed(request: HttpRequest, held: Subscription) -> HttpResponse:
    if request.POST.get("act") == "address":
        ask_new_address(subscription=held, address=request.POST.get("email", ""))
        return _to_own(held, "asked")
    wished = offered_themes().filter(code__in=request.POST.getlist("theme"))
    language = request.POST.get("language", held.language)
    held = choose(
        subscription=held, language=language if language in LANGUAGES else held.language, themes=wished
    )
    place = reverse("newsletter_own", args=(token_of(held, "own"),))
    return HttpResponseRedirect(f"{place}?lang={site_language(held.language)}&done=chosen", status=303)


@by_link("leave")
def leave(request: HttpRequest, held: Subscription, token: str) -> HttpResponse:
    """Leaving: a GET shows a button; a POST leaves, whether the button sends it or a mail program (RFC 8058)."""
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        leave_newsletter(
            subscription=held, because="one press in a mail program" if one_click else "own wish"
        )
        held.refresh_from_db()
    if held.state not in Subscription.STANDING:
        return _shown(request, "left", held, token)
    return _shown(request, "leave", held, token, masked=masked(held.address), own=token_of(held, "own"))


def offered_themes() -> Any:
    """What the office works on now: a theme that has ended is offered no more."""
    return standing(Theme.objects).filter(valid_to=None).order_by("order", "code")


def masked(address: str) -> str:
    """Enough of an address for its owner to know it: a…@example.org."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if local else ""


_HERE = "newsletter/<str:token>/"

URLS = [
    path("newsletter/", form, name="newsletter"),
    path("newsletter/sent/", sent, name="newsletter_sent"),
    path(_HERE, own, name="newsletter_own"),
    path(f"{_HERE}confirm/", confirm, name="newsletter_confirm"),
    path(f"{_HERE}address/", new_address, name="newsletter_address"),
    path(f"{_HERE}leave/", leave, name="newsletter_leave"),
]
