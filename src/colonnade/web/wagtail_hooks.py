"""What the desk registers with Wagtail."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from colonnade.web.desk.home import RecordRedirect, panels
from colonnade.web.desk.menu import ROOMS, choosers
from colonnade.web.desk.views import EvidenceDownload

HIDDEN = {"explorer", "help"}
"""Wagtail's own items that an office has no use for: its site has no page tree, and help is ours."""


@hooks.register("register_admin_viewset")
def register_choosers() -> list:
    return choosers()


@hooks.register("register_admin_viewset")
def register_rooms() -> list:
    return [room() for room in ROOMS]


@hooks.register("register_admin_urls")
def register_pages() -> list:
    return [
        path("evidence/<int:pk>/file/", EvidenceDownload.as_view(), name="evidence_file"),
        path("record/<slug:room>/<slug:noun>/<path:code>/", RecordRedirect.as_view(), name="record"),
    ]


@hooks.register("construct_main_menu")
def leave_out(request, items: list) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_homepage_panels")
def home_panels(request, held: list) -> None:
    held[:] = panels(request)


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk.css"))
