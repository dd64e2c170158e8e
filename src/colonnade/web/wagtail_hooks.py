"""What the desk registers with Wagtail."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from colonnade.web.countries import desk as countries
from colonnade.web.desk import imports, lists
from colonnade.web.desk.find import Find
from colonnade.web.desk.home import RecordRedirect, panels
from colonnade.web.desk.menu import ROOMS, choosers
from colonnade.web.desk.site import MenuEntries, keep_translations_pages, say_what_is_missing
from colonnade.web.desk.undoing import UndoBatch
from colonnade.web.desk.views import EvidenceDownload
from colonnade.web.figures.desk import FigurePages
from colonnade.web.reports.desk import Editions, Reports

HIDDEN = {"help", "reports"}
"""Wagtail's own items that an office has no use for."""


@hooks.register("register_admin_viewset")
def register_choosers() -> list:
    return choosers()


@hooks.register("register_admin_viewset")
def register_rooms() -> list:
    return [*(room() for room in ROOMS), FigurePages(), Reports(), Editions(), MenuEntries()]


@hooks.register("register_admin_urls")
def register_pages() -> list:
    return [
        path("evidence/<int:pk>/file/", EvidenceDownload.as_view(), name="evidence_file"),
        path("import/", imports.Upload.as_view(), name="import"),
        path("import/template/", imports.Template.as_view(), name="import_template"),
        path("import/<str:token>/", imports.Planned.as_view(), name="import_plan"),
        path("import/<str:token>/reasons/", imports.Reasons.as_view(), name="import_reasons"),
        path("events/", include("colonnade.web.desk.events.urls")),
        path("studies/", include("colonnade.web.desk.studies.urls")),
        path("calls/", include("colonnade.web.desk.cases.urls")),
        path("publications/", include("colonnade.web.desk.publications.urls")),
        path("money/", include("colonnade.web.desk.money.urls")),
        path("newsletter/", include("colonnade.web.desk.newsletter.urls")),
        path("lists/", lists.ChooseEvent.as_view(), name="lists"),
        path("lists/event/<int:pk>/", lists.BringList.as_view(), name="list_bring"),
        path("lists/undo/<int:pk>/", UndoBatch.as_view(), name="batch_undo"),
        path("lists/<str:token>/", lists.Planned.as_view(), name="list_plan"),
        path("lists/<str:token>/columns/", lists.Columns.as_view(), name="list_columns"),
        path("lists/<str:token>/reasons/", lists.ListReasons.as_view(), name="list_reasons"),
        *countries.URLS,
        path("find/", Find.as_view(), name="find_record"),
        path("record/<slug:room>/<slug:noun>/<path:code>/", RecordRedirect.as_view(), name="record"),
    ]


@hooks.register("construct_main_menu")
def leave_out(request, items: list) -> None:
    ours = [
        item for item in items if item.name not in HIDDEN or not type(item).__module__.startswith("wagtail.")
    ]
    items[:] = ours


class ImportItem(MenuItem):
    """Shown to those who may bring in a file."""

    def is_shown(self, request) -> bool:
        return imports.may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_item() -> MenuItem:
    return ImportItem(_("Import"), reverse("import"), name="import", icon_name="upload", order=210)


@hooks.register("register_admin_search_area")
def search_records() -> SearchArea:
    return SearchArea(_("Records"), reverse("find_record"), name="records", icon_name="search", order=-1)


@hooks.register("construct_search")
def search_only_records(request, areas: list) -> None:
    areas[:] = [area for area in areas if area.name == "records"]


@hooks.register("construct_homepage_panels")
def home_panels(request, held: list) -> None:
    held[:] = panels(request)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say(request, page) -> None:
    say_what_is_missing(request, page)


@hooks.register("before_edit_page", order=-1)
def keep(request, page) -> None:
    keep_translations_pages(request, page)


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk.css"))
