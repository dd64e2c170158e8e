"""Pages that are somebody's own, reached by a signed link: kept by nobody on the way, found by no search."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from colonnade.capacity.links import key_of
from colonnade.capacity.models import Registration
from colonnade.records.errors import Refused

AROUND = 100_000
"""Bytes that a form may need around its file."""


def kept_private(response: HttpResponse) -> HttpResponse:
    """Not kept in any cache, not listed by any search, and its address not told to where it leads."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def registration_of(
    token: str, read: Callable[[int, int], Registration | None] | None = None
) -> Registration | None:
    """The registration that a link leads to, with what its pages show; None where it is closed, or its person was erased.

    ``read`` brings what a page needs that must be quick, by the key and the version of the link.
    """
    told = key_of(Registration, token)
    held = (read or _whole)(*told) if told else None
    return None if held is None or held.participation.person.erased_on else held


def _whole(key: int, version: int) -> Registration | None:
    related = ("participation__person", "participation__event__activity", "participation__country")
    rows = Registration.objects.select_related(*related).filter(pk=key, link_version=version)
    return rows.order_by().first()


def sent_file(request: HttpRequest, name: str, largest: int) -> UploadedFile:
    """The file that a person sends; a request that is too large is refused before it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest + AROUND:
        raise Refused(
            _("The file is larger than %(most)s MB. Please send a smaller one.")
            % {"most": largest // 1_000_000}
        )
    file = request.FILES.get(name)
    if file is None:
        raise Refused(_("Choose a file first."))
    return file


def gone(request: HttpRequest, words: str) -> HttpResponse:
    """Said to whoever comes by a link that was closed, or was never ours."""
    return kept_private(render(request, "events/gone.html", {"words": words}, status=404))
