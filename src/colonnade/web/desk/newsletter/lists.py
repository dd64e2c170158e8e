"""The lists of the newsletter: issues, those who have it, and how many they were on a day."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from colonnade.outreach.actions import leave_newsletter
from colonnade.outreach.models import NewsletterIssue, SubscriberCount, Subscription
from colonnade.records.errors import Refused
from colonnade.values.languages import LANGUAGES
from colonnade.web.desk.letters import time_column, time_words
from colonnade.web.desk.rights import RecordPolicy, may
from colonnade.web.desk.tables import RecordIndex
from colonnade.web.desk.views import OfARecord, RecordPage
from colonnade.web.desk.viewsets import ReadingViewSet, RecordViewSet

EXPORT = "outreach.export_subscription"


class NewsletterIndex(RecordIndex):
    """The list of issues, with the way to their numbers."""

    @cached_property
    def header_more_buttons(self) -> list:
        return [
            *super().header_more_buttons,
            Button(_("Numbers"), url=reverse("newsletter_numbers"), icon_name="list-ul", priority=5),
        ]


class Newsletters(RecordViewSet):
    """Every issue; its row leads to the page on which one works on it."""

    model = NewsletterIssue
    icon = "mail"
    code_prefix = "NL"
    lines = ("code", "title")
    list_display = [
        "code",
        "title",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state", classname="day"),
        "sent_on",
        Column("sent", label=_("Letters"), accessor=lambda row: row.count("sent") or "", classname="day"),
        Column(
            "bounced", label=_("Came back"), accessor=lambda row: row.count("bounced") or "", classname="day"
        ),
        Column("left", label=_("Left"), accessor=lambda row: row.count("left") or "", classname="day"),
    ]
    list_filter_fields = ("state",)
    list_related = ("source",)
    year_field = "sent_on"
    ordering = "-pk"
    search_fields = ["code", "title"]
    not_shown = ("subjects", "blocks", "segment", "seal", "counts")

    index_view_class = NewsletterIndex

    def place(self, record: Model) -> str:
        return reverse("newsletter_issue", args=(record.pk,))

    def allowed(self, record: Model) -> None:
        if not record.is_open:
            raise Refused(_("It was sent and is not changed any more."))

    def withdraw(self, record: Model, because: str) -> None:
        if record.state == NewsletterIssue.State.SENDING:
            raise Refused(_("It is being sent: stop it first."))
        super().withdraw(record, because)


class SubscriptionPolicy(RecordPolicy):
    """Subscriptions are made and changed by those who have them; the office only ends one that somebody asks it to end."""

    forbidden = frozenset({"add", "delete", "withdraw"})


class SubscriptionIndex(RecordIndex):
    """The list of those who have the newsletter. Taking the addresses out of the record is a right of its own."""

    @property
    def show_export_buttons(self) -> bool:
        return self.request.user.has_perm(EXPORT)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        if not self.request.user.has_perm(EXPORT):
            raise PermissionDenied
        return super().as_spreadsheet(queryset, spreadsheet_format)


class SubscriptionPage(RecordPage):
    """One subscription, and the way to end it for somebody who asks the office to."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return []

    template_name = "desk/newsletter/subscription.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = self.object.state in Subscription.STANDING
        ends = standing and may(self.request.user, "change", Subscription)
        return super().get_context_data(
            end_url=self.viewset.address("end", self.object) if ends else "", **kwargs
        )


class EndSubscription(OfARecord, View):
    """Somebody wrote or called: they want it no more."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        leave_newsletter(subscription=self.object, because="asked the office")
        messages.success(request, _("They are written to no more, and the address is forgotten."))
        return redirect(self.back())


class Subscriptions(RecordViewSet):
    """Who has the newsletter, who has yet to confirm, and that somebody left."""

    model = Subscription
    policy = SubscriptionPolicy
    icon = "group"
    index_view_class = SubscriptionIndex
    inspect_view_class = SubscriptionPage
    list_display = [
        "__str__",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state", classname="day"),
        Column("language", label=_("Language"), accessor=lambda row: LANGUAGES.get(row.language, row.language), sort_key="language"),
        Column("origin", label=_("Came by"), accessor="get_origin_display", sort_key="origin"),
        time_column("confirmed_at", _("Confirmed")),
        Column("ended", label=_("Ended"), accessor=lambda row: f"{time_words(row.ended_at)} {row.ended_because}".strip()),
    ]  # fmt: skip
    list_filter_fields = ("state", "language", "origin")
    ordering = "-pk"
    search_fields = ["address", "code"]
    not_shown = ("mailbox", "link_version", "new_address")

    def get_urlpatterns(self) -> list:
        end = path("end/<int:pk>/", self.construct_view(EndSubscription), name="end")
        return [*super().get_urlpatterns(), end]


class SubscriberCounts(ReadingViewSet):
    """How many were subscribed at the end of a day, kept by the worker when it changes."""

    model = SubscriberCount
    icon = "list-ul"
    list_display = ["code", "on", "language", "number"]
    list_related = ("source",)
    list_filter_fields = ("language",)
    year_field = "on"
    ordering = "-on"
    search_fields = ["code"]
