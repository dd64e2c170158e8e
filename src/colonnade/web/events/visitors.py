"""What the pages for visitors share: no account, no cookie, no script, few bytes; a form that is sent once, and by people.

A form carries a signed token instead of a cookie: for which event it was made, for which submission, and when.
"""

from __future__ import annotations

import ipaddress
import re
import threading
import time
import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from colonnade.web.caching import takes_gzip

LEAST_SECONDS = 2
"""Nobody fills the form in less."""

TRAP = "website"
"""The field that is not shown: who fills it is a machine that fills every field."""

WITHIN = 600
MOST_FROM_ONE_ADDRESS = 200
"""So many registrations for one event from one address in ten minutes: a ministry registers its whole staff from one."""
MOST_TO_ONE_MAILBOX = 30
"""So many confirmations to one e-mail address in ten minutes, over all events: a secretary registers a delegation, and
nobody's mailbox is flooded by a form that anybody may send."""


def for_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that leaves nothing in the browser; it takes forms by their token, for there is no cookie to check by."""

    return csrf_exempt(view)


def in_their_language(request: HttpRequest, language: str) -> None:
    """The language of somebody's own form, unless the address asks for another."""
    if not request.GET.get("lang"):
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


# The token of a form ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """What a form that comes back says of itself."""

    submission: UUID
    age: float
    text: str


_signer = TimestampSigner(salt="colonnade.events.form")


def new_stamp(event: int | str, submission: UUID | None = None) -> str:
    """The token of a form that is shown now."""
    return _signer.sign(f"{event}.{(submission or uuid4()).hex}")


def read_stamp(text: str, event: int | str) -> Stamp | None:
    """The token of a form that was made here for the event; None for anything else."""
    try:
        value = _signer.unsign(text)
        made_for, _dot, submission = value.partition(".")
        if made_for != str(event):
            return None
        made = b62_decode(text.rsplit(":", 2)[1])
        return Stamp(UUID(submission), time.time() - made, text)
    except (BadSignature, ValueError):
        return None


def not_by_a_person(request: HttpRequest, stamp: Stamp | None) -> str:
    """Why a form that came back is not taken yet, in a sentence to somebody who is no machine; empty where it is."""
    if stamp is None:
        return _(
            "This form was not complete when it reached us. What you wrote is still here: please send it again."
        )
    if request.POST.get(TRAP):
        return _("Please leave the last field of the form empty, and send it again.")
    if stamp.age < LEAST_SECONDS:
        return _("The form was sent faster than somebody can fill it in. Please send it again.")
    return ""


class Brake:
    """How often one address (of a network, or of a mailbox) did something in the last minutes. In memory: what it guards against does not last longer."""

    def __init__(self, most: int = MOST_FROM_ONE_ADDRESS, within: float = WITHIN, kept: int = 20_000) -> None:
        self.most, self.within, self.kept = most, within, kept
        self._held: OrderedDict[tuple[int, str], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, event: int, address: str) -> bool:
        with self._lock:
            return len(self._recent((event, address))) < self.most

    def note(self, event: int, address: str) -> None:
        with self._lock:
            self._recent((event, address)).append(time.monotonic())
            self._held.move_to_end((event, address))
            while len(self._held) > self.kept:
                self._held.popitem(last=False)

    def _recent(self, key: tuple[int, str]) -> deque[float]:
        held, begins = self._held.setdefault(key, deque()), time.monotonic() - self.within
        while held and held[0] < begins:
            held.popleft()
        return held


brake = Brake()
mailboxes = Brake(most=MOST_TO_ONE_MAILBOX)
ANY_EVENT = 0
"""In the place of an event's key: counted over all of them."""


def address_of(request: HttpRequest) -> str:
    """The address a form comes from: what the proxy in front says, where one stands on this machine or beside it.

    Of an IPv6 address the network: one person has as many addresses as they like.
    """
    told = request.META.get("REMOTE_ADDR", "")
    try:
        near = ipaddress.ip_address(told)
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        address = ipaddress.ip_address(forwarded) if near.is_private and forwarded else near
    except ValueError:
        return told
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


# Few bytes --------------------------------------------------------------------------------------------------


class Personal:
    """A page that is the same for everybody but for a few words of their own, put in escaped where their marks stand.

    Never compressed: the address it shows is a secret, beside words that somebody else may have chosen.
    """

    def __init__(self, html: str, marks: Iterable[str], styles: list[str]) -> None:
        self.parts, self.styles = re.split(f"({'|'.join(map(re.escape, marks))})", html), styles

    def response(self, request: HttpRequest, words: Mapping[str, str]) -> HttpResponse:
        request.allowed_styles = self.styles
        # Between two parts of the page stands a mark, always.
        filled = [escape(words[part]) if at % 2 else part for at, part in enumerate(self.parts)]
        return HttpResponse("".join(filled))


class Prepared:
    """A page that is the same for everybody but for one token, compressed once up to where it stands."""

    def __init__(self, html: str, mark: str, styles: list[str]) -> None:
        head, _mark, tail = html.partition(mark)
        self.head, self.tail, self.styles = head.encode(), tail.encode(), styles
        self._packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        self._begun = self._packer.compress(self.head)
        self._lock = threading.Lock()

    def response(self, request: HttpRequest, token: str) -> HttpResponse:
        request.allowed_styles = self.styles
        rest = token.encode() + self.tail
        if takes_gzip(request):
            with self._lock:
                packer = self._packer.copy()
            response = HttpResponse(b"".join((self._begun, packer.compress(rest), packer.flush())))
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(self.head + rest)
        patch_vary_headers(response, ("Accept-Encoding",))
        return response
