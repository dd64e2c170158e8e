"""What is written, served under its own address: the last door of the house, after every page of the record."""

from __future__ import annotations

from django.urls import re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_patterns
from wagtail.views import serve

from colonnade.web.caching import shared

written = shared(serve)

URLS = [pattern for pattern in wagtail_patterns if pattern.name != "wagtail_serve"] + [
    re_path(serve_pattern, written, name="wagtail_serve")
]
