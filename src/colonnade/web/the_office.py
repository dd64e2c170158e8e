"""Whose pages these are, read once for all that answers a request."""

from __future__ import annotations

from django.http import HttpRequest

from colonnade.office.models import Office

PLAIN_COLOUR = "#1F4E79"


def office_of(request: HttpRequest) -> Office | None:
    """The office; None before `colonnade init`."""
    if not hasattr(request, "_the_office"):
        request._the_office = Office.objects.order_by("pk").first()
    return request._the_office
