"""What outreach made and reached, and what the press wrote, at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from colonnade.outreach.actions import refuse_counted_twice
from colonnade.outreach.models import Material, Mention, Reach
from colonnade.values.languages import LANGUAGES
from colonnade.web.desk.outreach.reached import ReachedPage
from colonnade.web.desk.tables import day_column
from colonnade.web.desk.viewsets import RecordViewSet

OF_WHAT = Column("about", label=_("Of what"), accessor=lambda row: str(row.about))


class Materials(RecordViewSet):
    model = Material
    icon = "doc-full"
    code_prefix = "MA"
    lines = (
        "code",
        "title",
        ("kind", "promotion"),
        "languages",
        ("made_on", "made_precision"),
        ("produced", "produced_in"),
        "address",
    )
    listed = {"languages": (_("Languages"), tuple(LANGUAGES.items()))}
    list_display = [
        "code",
        "title",
        "kind",
        day_column("made", _("Made"), "made_on", lambda row: row.made),
        "produced",
        "produced_in",
    ]
    list_related = ("promotion__activity", "source")
    list_filter_fields = ("kind",)
    year_field = "made_on"
    ordering = "-made_on"
    search_fields = ["code", "title", "promotion__activity__title"]
    belonging = ((Reach, "material"),)
    not_shown = ("made_precision",)
    inspect_view_class = ReachedPage


class ReachRows(RecordViewSet):
    model = Reach
    icon = "view"
    code_prefix = "RE"
    lines = (
        "code",
        ("promotion", "material"),
        "channel",
        ("unit", "number"),
        ("first_day", "last_day"),
        "method",
    )
    list_display = ["code", OF_WHAT, "channel", "unit", "number", "first_day", "last_day", "method"]
    list_related = ("promotion__activity", "material", "source")
    list_filter_fields = ("unit", "method")
    year_field = "last_day"
    ordering = "-last_day"
    search_fields = ["code", "promotion__activity__title", "material__title", "channel"]

    def allowed(self, record) -> None:
        refuse_counted_twice(record)

    def restore(self, record) -> None:
        record.withdrawn_on = None
        refuse_counted_twice(record)
        super().restore(record)


class Mentions(RecordViewSet):
    model = Mention
    icon = "globe"
    code_prefix = "MN"
    lines = (
        "code",
        ("outlet", "medium"),
        ("country", "language"),
        "title",
        ("on", "on_precision"),
        "address",
        ("activity", "about"),
    )
    list_display = [
        "code",
        "outlet",
        "title",
        day_column("when", _("Date"), "on", lambda row: row.when),
        "country",
        "language",
    ]
    list_related = ("country", "activity", "source")
    list_filter_fields = ("medium",)
    year_field = "on"
    ordering = "-on"
    search_fields = ["code", "outlet", "title", "about", "activity__title"]
    not_shown = ("on_precision",)
