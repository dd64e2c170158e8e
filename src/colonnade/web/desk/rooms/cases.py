"""Calls, what is sent to them, who judges, and cases, at the desk."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from colonnade.records.errors import Refused
from colonnade.records.uploads import kind_of
from colonnade.research.actions.cases import refuse_unpublishable
from colonnade.research.models import (
    Call,
    CallCriterion,
    CallDocument,
    CallQuestion,
    CallText,
    Case,
    CaseText,
    Judge,
    Submission,
)
from colonnade.values.languages import LANGUAGES
from colonnade.web.desk.links import Link
from colonnade.web.desk.rights import may
from colonnade.web.desk.rooms.capacity import AddByTheClock, EditByTheClock, zone_of
from colonnade.web.desk.viewsets import RecordViewSet


class AddByTheCallsClock(AddByTheClock):
    clock_words = _("By the call's own clock: %(zone)s.")


class EditByTheCallsClock(EditByTheClock):
    clock_words = _("By the call's own clock: %(zone)s.")


class Calls(RecordViewSet):
    """Calls for cases and nominations to awards."""

    model = Call
    icon = "form"
    code_prefix = "CALL"
    add_view_class = AddByTheCallsClock
    edit_view_class = EditByTheCallsClock
    lines = (
        "code", ("kind", "language"), "title", "words", "who", ("award", "activity"), "categories", ("public", "contact"),
        ("opens_at", "closes_at", "time_zone"), "languages", ("reviews_needed", "reviews_by", "hides_country"), ("best", "licence"),
        "anchors",
    )  # fmt: skip
    listed = {"languages": (_("Languages accepted"), tuple(LANGUAGES.items()))}
    list_display = ["code", "title", "kind", "public", "opens_at", "closes_at"]
    list_related = ("source",)
    list_filter_fields = ("kind", "public")
    year_field = "closes_at"
    ordering = "-closes_at"
    search_fields = ["code", "title", "award"]
    links = (
        Link("criteria", CallCriterion, "call", _("Criteria"), ("name", "label", "words", "weight", "in_others", "order")),
        Link("questions", CallQuestion, "call", _("Questions"),
             ("name", "label", "kind", "choices", "required", "purpose", "keep_days", "in_others", "shown_to_judges", "order")),
        Link("texts", CallText, "call", _("Other languages"), ("language", "title", "words", "who", "anchors")),
        Link("documents", CallDocument, "call", _("Documents"), ("title", "language", "file")),
    )  # fmt: skip
    belonging = ((Judge, "call"), (Case, "call"))

    def clock_of(self, request: Any, pk: Any = None) -> ZoneInfo:
        """The zone typed beside the hours, or the one held."""
        return zone_of(request, Call.objects.filter(pk=pk).first() if pk else None)

    def more_buttons(self, record: Model, user: Any) -> list[HeaderButton]:
        buttons = []
        if may(user, "view", Submission):
            buttons.append(
                HeaderButton(
                    str(_("Submissions")),
                    url=reverse("call_submissions", args=(record.pk,)),
                    icon_name="list-ul",
                )
            )
        if record.public:  # type: ignore[attr-defined]
            buttons.append(
                HeaderButton(
                    str(_("Public page")), url=reverse("call_page", args=(record.code,)), icon_name="globe"
                )
            )  # type: ignore[attr-defined]
        return buttons


class Submissions(RecordViewSet):
    """What was sent to calls: read here, worked on in the pages of its call."""

    model = Submission
    icon = "doc-full"
    list_display = ["code", "title", "call", "country", "state", "sent_at"]
    list_related = ("call", "country", "source")
    list_filter_fields = ("call", "state")
    year_field = "sent_at"
    search_fields = ["code", "title", "organisation_name", "contact_name"]
    not_shown = ("number", "link_version")

    def place(self, record: Model) -> str:
        return reverse("call_submission", args=(record.call_id, record.pk))  # type: ignore[attr-defined]


class Judges(RecordViewSet):
    """Who judges the submissions to a call."""

    model = Judge
    icon = "user"
    code_prefix = "JU"
    lines = ("code", "call", ("name", "email"), ("language", "country"), ("organisation_name", "account"))
    list_display = ["code", "name", "call", "country", "organisation_name", "invited_at"]
    list_related = ("call", "country", "source")
    list_filter_fields = ("call",)
    search_fields = ["code", "name", "organisation_name", "email"]
    not_shown = ("link_version",)


class Cases(RecordViewSet):
    """Cases as they are published."""

    model = Case
    icon = "doc-full-inverse"
    code_prefix = "CASE"
    lines = (
        "code", ("language", "year"), "title", ("country", "organisation_name"), ("call", "category"), "themes", "problem", "done",
        "results", "lessons", "sources", "licence", "picture", ("picture_alt", "picture_credit"), "published_on",
    )  # fmt: skip
    list_display = ["code", "title", "country", "organisation_name", "year", "published_on"]
    list_related = ("country", "source")
    list_filter_fields = ("call", "category")
    year_field = "published_on"
    ordering = "-year"
    search_fields = ["code", "title", "organisation_name"]
    links = (
        Link("texts", CaseText, "case", _("Other languages"),
             ("language", "status", "title", "problem", "done", "results", "lessons")),
    )  # fmt: skip

    def allowed(self, record: Any) -> None:
        if record.published_on:
            refuse_unpublishable(record)
        if record.picture and not record.picture._committed:
            kind = kind_of(record.picture.read())
            record.picture.seek(0)
            if kind not in ("jpg", "png"):
                raise Refused(_("The picture is no JPEG or PNG that can be opened."))
            record.picture.name = f"picture.{kind}"

    def more_buttons(self, record: Model, user: Any) -> list[HeaderButton]:
        if not record.published_on:  # type: ignore[attr-defined]
            return []
        return [
            HeaderButton(
                str(_("Public page")), url=reverse("case_page", args=(record.code,)), icon_name="globe"
            )
        ]  # type: ignore[attr-defined]
