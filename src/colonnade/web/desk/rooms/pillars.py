"""Research and outreach at the desk."""

from __future__ import annotations

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from colonnade.outreach.models import Material, Promotion, Quote, Reach
from colonnade.records.errors import Refused
from colonnade.research.actions.studies import kind_of
from colonnade.research.models import Contributor, Phase, Product, Study
from colonnade.web.desk.newsletter.lists import Newsletters, SubscriberCounts, Subscriptions
from colonnade.web.desk.outreach.quotes import LedgerPages, QuotePage, WithdrawConsent
from colonnade.web.desk.outreach.reached import ReachedPage
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.rooms.cases import Calls, Cases, Judges, Submissions
from colonnade.web.desk.rooms.outreach import Materials, Mentions, ReachRows
from colonnade.web.desk.rooms.publications import LanguageVersions, Products, PublicationFiles, SeriesList
from colonnade.web.desk.tables import day_column, short_column
from colonnade.web.desk.viewsets import RecordViewSet


class Studies(RecordViewSet):
    """Studies; title, countries, themes and state are the activity's."""

    model = Study
    icon = "search"
    code_prefix = "SD"
    lines = (
        "code",
        "activity",
        ("group", "order"),
        ("listed_from", "listed_to"),
        "summary",
        "terms",
        "terms_file",
        ("peer_reviewed", "public"),
    )
    list_display = [
        "code",
        "activity",
        short_column("activity__state", _("State"), lambda row: row.activity.get_state_display()),
        "group",
        "peer_reviewed",
        "listed_from",
        "listed_to",
    ]
    list_related = ("activity", "source")
    list_filter_fields = ("group", "peer_reviewed")
    search_fields = ["code", "activity__title", "group"]
    belonging = ((Phase, "study"), (Contributor, "study"), (Product, "study"))
    not_shown = ("terms_file",)

    def allowed(self, record) -> None:
        """A file that is new to the record is told by what is in it."""
        file = record.terms_file
        if file and not file._committed:
            content = file.read()
            file.seek(0)
            if not kind_of(content):
                raise Refused(
                    _("The terms of reference are no PDF and no Word document (DOCX) that can be opened.")
                )

    def place(self, record) -> str:
        return reverse("study_plan", args=(record.pk,))

    def more_buttons(self, record, user) -> list:
        return [
            HeaderButton(_("Phases, peer review and clearance"), url=self.place(record), icon_name="search")
        ]


class Contributors(RecordViewSet):
    """Who made a study. Persons are chosen; a name alone is what the title page says."""

    model = Contributor
    icon = "user"
    code_prefix = "CO"
    lines = ("code", "study", ("role", "order"), "person", "organisation", "name", "may_be_named")
    list_display = ["code", "study", "role", "person", "organisation", "name", "may_be_named"]
    list_related = ("study__activity", "person", "organisation", "source")
    list_filter_fields = ("role", "may_be_named")
    search_fields = ["code", "name", "person__full_name", "organisation__name", "study__activity__title"]


class Phases(RecordViewSet):
    model = Phase
    icon = "time"
    code_prefix = "PH"
    lines = (
        "code",
        "study",
        "title",
        ("planned_starts_on", "planned_starts_precision"),
        ("planned_ends_on", "planned_ends_precision"),
        ("starts_on", "starts_precision"),
        ("ends_on", "ends_precision"),
    )
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
    not_shown = ("planned_starts_precision", "planned_ends_precision", "starts_precision", "ends_precision")


class MatrixItem(MenuItem):
    """Shown to those who may see studies."""

    def is_shown(self, request) -> bool:
        return may_see(request.user, Study)


class ResearchMenu(ViewSetGroup):
    menu_label = _("Research")
    menu_icon = "search"
    menu_order = 130
    items = (
        Studies, Phases, Contributors, Products, LanguageVersions, SeriesList, PublicationFiles, Calls, Submissions,
        Judges, Cases,
    )  # fmt: skip

    def get_submenu_items(self) -> list[MenuItem]:
        return [
            MatrixItem(_("Year matrix"), reverse("study_matrix"), icon_name="date", order=0),
            *super().get_submenu_items(),
        ]


class Promotions(RecordViewSet):
    model = Promotion
    icon = "mail"
    code_prefix = "OU"
    lines = ("code", "activity", ("purpose", "scope"), "form")
    list_display = [
        "code",
        "activity",
        day_column("starts", _("Starts"), "activity__starts_on", lambda row: row.activity.starts),
        "purpose",
        "scope",
        "form",
    ]
    list_related = ("activity", "source")
    list_filter_fields = ("purpose", "scope", "form")
    year_field = "activity__starts_on"
    ordering = "-activity__starts_on"
    search_fields = ["code", "activity__title", "form"]
    belonging = ((Material, "promotion"), (Reach, "promotion"))
    inspect_view_class = ReachedPage


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
    listed = {"channels": (_("Channels allowed"), Quote.Channel.choices)}
    list_display = ["code", "person", "text", "country", "consent_basis", "consent_withdrawn_on"]
    list_related = ("person", "country", "source")
    list_filter_fields = ("consent_basis",)
    search_fields = ["code", "text", "person__full_name"]
    inspect_view_class = QuotePage
    # Said by the page in its own way, both versions beside each other.
    not_shown = ("text", "edited", "edit_note", "approved_on", "channels", "with_name", "with_function")

    def get_urlpatterns(self) -> list:
        page = path("consent/<int:pk>/", self.construct_view(WithdrawConsent), name="consent")
        return [*super().get_urlpatterns(), page]


class OutreachMenu(ViewSetGroup):
    menu_label = _("Outreach")
    menu_icon = "openquote"
    menu_order = 140
    items = (
        Promotions, Materials, ReachRows, Mentions, LedgerPages, Quotes, Newsletters, Subscriptions, SubscriberCounts,
    )  # fmt: skip
