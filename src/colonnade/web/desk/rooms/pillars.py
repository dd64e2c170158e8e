"""Research and outreach at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from colonnade.outreach.models import Promotion, Quote
from colonnade.research.models import Phase, Product, Study
from colonnade.web.desk.newsletter.lists import Newsletters, SubscriberCounts, Subscriptions
from colonnade.web.desk.tables import day_column
from colonnade.web.desk.viewsets import RecordViewSet


class Studies(RecordViewSet):
    model = Study
    icon = "search"
    code_prefix = "SD"
    lines = ("code", "activity", ("group", "order"), ("listed_from", "listed_to"))
    list_display = ["code", "activity", "group", "listed_from", "listed_to"]
    list_related = ("activity", "source")
    search_fields = ["code", "activity__title", "group"]
    belonging = ((Phase, "study"), (Product, "study"))


class Phases(RecordViewSet):
    model = Phase
    icon = "time"
    code_prefix = "PH"
    lines = ("code", "study", "title", ("starts_on", "starts_precision"), ("ends_on", "ends_precision"))
    list_display = [
        "code",
        "study",
        "title",
        day_column("starts", _("Starts"), "starts_on", lambda row: row.starts),
        day_column("ends", _("Ends"), "ends_on", lambda row: row.ends),
    ]
    list_related = ("study__activity", "source")
    year_field = "starts_on"
    search_fields = ["code", "title", "study__activity__title"]
    not_shown = ("starts_precision", "ends_precision")


class Products(RecordViewSet):
    model = Product
    icon = "doc-full"
    code_prefix = "PD"
    lines = (
        "code",
        "title",
        ("kind", "state"),
        ("published_on", "published_precision"),
        ("study", "priority_year"),
        ("series", "symbol"),
        ("isbn", "doi"),
        ("languages", "own"),
        "countries",
    )
    list_display = [
        "code",
        "title",
        "kind",
        "state",
        day_column("published", _("Published"), "published_on", lambda row: row.published),
        "series",
        "symbol",
        "own",
    ]
    list_related = ("source",)
    list_filter_fields = ("kind", "state", "own")
    year_field = "published_on"
    ordering = "-published_on"
    search_fields = ["code", "title", "series", "symbol", "isbn", "doi"]
    not_shown = ("published_precision",)


class ResearchMenu(ViewSetGroup):
    menu_label = _("Research")
    menu_icon = "search"
    menu_order = 130
    items = (Studies, Phases, Products)


class Promotions(RecordViewSet):
    model = Promotion
    icon = "mail"
    code_prefix = "OU"
    lines = ("code", "activity", ("purpose", "scope"), ("form", "audience"))
    list_display = [
        "code",
        "activity",
        day_column("starts", _("Starts"), "activity__starts_on", lambda row: row.activity.starts),
        "purpose",
        "scope",
        "form",
        "audience",
    ]
    list_related = ("activity", "source")
    list_filter_fields = ("purpose", "scope")
    year_field = "activity__starts_on"
    ordering = "-activity__starts_on"
    search_fields = ["code", "activity__title", "form"]


CHANNELS = (("oversight", _("reports to oversight bodies")), ("web", _("the web")), ("print", _("print")))


class Quotes(RecordViewSet):
    model = Quote
    icon = "openquote"
    code_prefix = "QU"
    lines = (
        "code",
        "person",
        "text",
        "edited",
        ("edit_note", "approved_on"),
        ("language", "said_on", "origin"),
        "activity",
        ("function", "body"),
        "country",
        ("consent_basis", "consent_on", "consent_until", "consent_withdrawn_on"),
        "channels",
        ("with_name", "with_function"),
        "consent_wording",
        "order",
    )
    listed = {"channels": (_("Channels allowed"), CHANNELS)}
    list_display = ["code", "person", "text", "country", "consent_basis", "consent_withdrawn_on"]
    list_related = ("person", "country", "source")
    list_filter_fields = ("consent_basis",)
    search_fields = ["code", "text", "person__full_name"]


class OutreachMenu(ViewSetGroup):
    menu_label = _("Outreach")
    menu_icon = "openquote"
    menu_order = 140
    items = (Promotions, Quotes, Newsletters, Subscriptions, SubscriberCounts)
