"""What is written, served under its own address: the last door of the house, after every page of the record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from wagtail.url_routing import RouteResult
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_patterns
from wagtail.views import serve

from colonnade.outreach.models import page_at
from colonnade.web.caching import shared


@shared
def written(request: HttpRequest, path: str) -> HttpResponse:
    """A written page, by Wagtail's own door. Found here first, by a third of the questions its router asks."""
    page = page_at(path)
    request._wagtail_route_for_request = RouteResult(page) if page else None
    return serve(request, path)


URLS = [pattern for pattern in wagtail_patterns if pattern.name != "wagtail_serve"] + [
    re_path(serve_pattern, written, name="wagtail_serve")
]
