"""The office itself at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from colonnade.office.models import (
    ActivityKind,
    Holding,
    Instrument,
    KindOfWork,
    Office,
    OfficeName,
    Pillar,
    Post,
    Statement,
    Theme,
)
from colonnade.web.desk.links import Link
from colonnade.web.desk.tables import day_column
from colonnade.web.desk.viewsets import RecordViewSet


class Offices(RecordViewSet):
    model = Office
    icon = "home"
    code_prefix = "OF"
    lines = (
        "code",
        ("name", "short_name"),
        "parent_name",
        ("city", "country"),
        ("colour", "logo"),
        ("email", "small_cell"),
        "map_disclaimer",
        "names_disclaimer",
    )
    list_display = ["code", "name", "short_name", "city", "country", "email"]
    list_related = ("country", "source")
    search_fields = ["code", "name"]
    links = (
        Link(
            "names",
            OfficeName,
            "office",
            _("Dated names"),
            ("name", "short_name", "language", "valid_from", "valid_to", "note"),
        ),
    )


class Instruments(RecordViewSet):
    model = Instrument
    icon = "doc-full"
    code_prefix = "IN"
    lines = ("code", "title", "text", ("on", "on_precision"), ("symbol", "founding"))
    list_display = [
        "code",
        "title",
        day_column("when", _("Date"), "on", lambda row: row.when),
        "symbol",
        "founding",
    ]
    list_related = ("source",)
    list_filter_fields = ("founding",)
    search_fields = ["code", "title", "text", "symbol"]
    not_shown = ("on_precision",)


class Statements(RecordViewSet):
    model = Statement
    icon = "openquote"
    code_prefix = "SM"
    lines = ("code", ("kind", "heading"), "text", ("valid_from", "valid_to"))
    list_display = ["code", "kind", "heading", "text", "valid_from", "valid_to"]
    list_related = ("source",)
    search_fields = ["code", "kind", "heading", "text"]


class Pillars(RecordViewSet):
    model = Pillar
    icon = "grip"
    code_prefix = "PI"
    lines = ("code", ("name", "order"), ("valid_from", "valid_to"))
    list_display = ["code", "name", "order", "valid_from", "valid_to"]
    list_related = ("source",)
    search_fields = ["code", "name"]
    belonging = ((KindOfWork, "pillar"), (ActivityKind, "pillar"))


class KindsOfWork(RecordViewSet):
    model = KindOfWork
    icon = "list-ul"
    code_prefix = "KW"
    lines = ("code", "pillar", ("text", "order"), ("valid_from", "valid_to"))
    list_display = ["code", "pillar", "text", "order", "valid_from", "valid_to"]
    list_related = ("pillar", "source")
    list_filter_fields = ("pillar",)
    search_fields = ["code", "text"]


class ActivityKinds(RecordViewSet):
    model = ActivityKind
    icon = "tag"
    code_prefix = "AK"
    lines = ("code", ("name", "plural"), ("pillar", "order"))
    list_display = ["code", "name", "plural", "pillar", "order"]
    list_related = ("pillar", "source")
    list_filter_fields = ("pillar",)
    search_fields = ["code", "name", "plural"]


class Themes(RecordViewSet):
    model = Theme
    icon = "tag"
    code_prefix = "TH"
    lines = ("code", ("name", "order"), "focus", ("valid_from", "valid_to"))
    list_display = ["code", "name", "focus", "order", "valid_from", "valid_to"]
    list_related = ("focus", "source")
    search_fields = ["code", "name"]
    belonging = ((Theme, "focus"),)


class Posts(RecordViewSet):
    model = Post
    icon = "user"
    code_prefix = "PO"
    lines = ("code", "title", ("category", "grade"), ("reports_to", "order"), ("valid_from", "valid_to"))
    list_display = ["code", "title", "category", "grade", "reports_to", "valid_from", "valid_to"]
    list_related = ("reports_to", "source")
    list_filter_fields = ("category",)
    search_fields = ["code", "title", "grade"]
    belonging = ((Holding, "post"), (Post, "reports_to"))


class OfficeMenu(ViewSetGroup):
    menu_label = _("Office")
    menu_icon = "form"
    menu_order = 170
    items = (Offices, Instruments, Statements, Pillars, KindsOfWork, ActivityKinds, Themes, Posts)
