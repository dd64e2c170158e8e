"""What was reported, and what the record rests on, at the desk."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from colonnade.figures.actions import refuse_twice_told
from colonnade.figures.models import OpeningFigure
from colonnade.records.models import Batch, Evidence, Source
from colonnade.web.desk.letters import Letters
from colonnade.web.desk.viewsets import ReadingViewSet, RecordViewSet

NARROWED = Column(
    "parts", label=_("Narrowed to"), accessor=lambda row: ", ".join(map(str, row.parts.values()))
)


class OpeningFigures(RecordViewSet):
    """Totals reported before the record began, with the page they stand on."""

    model = OpeningFigure
    icon = "order"
    code_prefix = "OP"
    lines = (
        ("code", "figure"),
        ("first_day", "last_day"),
        "parts",
        ("value", "currency"),
        ("counting_rule", "reported_on"),
        "entered_by",
    )
    list_display = ["code", "figure", "first_day", "last_day", NARROWED, "value", "currency", "counting_rule"]
    list_related = ("source",)
    list_filter_fields = ("counting_rule",)
    year_field = "first_day"
    search_fields = ["code", "figure"]

    def allowed(self, record) -> None:
        refuse_twice_told(record)

    @transaction.atomic
    def restore(self, record) -> None:
        refuse_twice_told(record)
        super().restore(record)


class FiguresMenu(ViewSetGroup):
    menu_label = _("Figures")
    menu_icon = "order"
    menu_order = 100
    # Figures, reports and editions come to this menu by themselves, from the folders that show them.
    submenu_hook = "register_figures_menu_item"
    items = (OpeningFigures,)


class Sources(RecordViewSet):
    model = Source
    icon = "openquote"
    code_prefix = "SO"
    lines = (
        "code",
        "title",
        ("kind", "publisher"),
        "address",
        ("published_on", "licence"),
        "note",
    )
    list_display = ["code", "title", "kind", "publisher", "published_on", "licence"]
    list_filter_fields = ("kind",)
    search_fields = ["code", "title", "publisher"]


class EvidenceFiles(RecordViewSet):
    """Files are added on the page of the record they prove; here they are found again."""

    model = Evidence
    icon = "doc-full"
    list_display = ["title", "ref", "added_on"]
    ordering = "-added_on"
    search_fields = ["title", "ref"]
    not_shown = ("file",)


class Batches(ReadingViewSet):
    """Imports that were confirmed."""

    model = Batch
    icon = "upload"
    list_display = ["file_name", "imported_at", "imported_by", "added", "changed", "unchanged"]
    ordering = "-imported_at"
    search_fields = ["file_name", "imported_by"]


class RecordsMenu(ViewSetGroup):
    menu_label = _("Records")
    menu_icon = "folder-inverse"
    menu_order = 200
    items = (Sources, EvidenceFiles, Batches, Letters)
