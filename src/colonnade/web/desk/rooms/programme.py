"""The programme at the desk: activities and what orders them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from colonnade.capacity.actions import settle_event
from colonnade.capacity.models import Event, Mission
from colonnade.capacity.rules import STATE_OF
from colonnade.outreach.models import Mention, Promotion, Quote
from colonnade.programme.models import (
    Activity,
    ActivityPartner,
    Chain,
    ChainStep,
    Milestone,
    Partnership,
    Priority,
    Strategy,
    TargetGroup,
)
from colonnade.records.errors import Refused
from colonnade.research.models import Study
from colonnade.web.desk.links import Link
from colonnade.web.desk.tables import day_column, short_column
from colonnade.web.desk.viewsets import RecordViewSet


class Activities(RecordViewSet):
    """Where the pillars meet: the list officers work in most."""

    model = Activity
    icon = "calendar-alt"
    code_prefix = "ACT"
    lines = (
        ("code", "kind"),
        "title",
        ("state", "state_reason"),
        ("starts_on", "starts_precision"),
        ("ends_on", "ends_precision"),
        ("place", "host_country"),
        ("standing", "priority"),
        "part_of",
        "countries_covered",
        "themes",
        "target_groups",
    )
    list_display = [
        "code",
        "title",
        "kind",
        day_column("starts", _("Starts"), "starts_on", lambda row: row.starts),
        "place",
        "host_country",
        "state",
        short_column("standing", _("Standing"), lambda row: row.get_standing_display()),
    ]
    list_related = ("kind__pillar", "host_country", "source")
    list_filter_fields = ("kind", "state", "standing")
    year_field = "starts_on"
    ordering = "-starts_on"
    search_fields = ["code", "title", "place", "host_country__name_en"]
    links = (
        Link(
            "partners",
            ActivityPartner,
            "activity",
            _("Partners"),
            ("organisation", "role"),
            ("organisation",),
        ),
    )
    belonging = (
        (Event, "activity"),
        (Mission, "activity"),
        (Study, "activity"),
        (Promotion, "activity"),
        (Quote, "activity"),
        (Mention, "activity"),
        (Activity, "part_of"),
    )
    not_shown = ("starts_precision", "ends_precision")

    def allowed(self, record) -> None:
        """An event that goes by stages carries its activity along: the state is not set past it."""
        event = Event.objects.filter(activity=record).exclude(stage="").first() if record.pk else None
        if event and STATE_OF[event.stage] != record.state:
            raise Refused(
                _(
                    "%(code)s is at the stage “%(stage)s”. Move the event on its own page; its activity goes with it."
                )
                % {"code": event.code, "stage": event.get_stage_display()}
            )

    def kept(self, record, before) -> None:
        event = Event.objects.filter(activity=record).first() if before else None
        # The kind says which roles count at an event that does not say so itself; calendars tell title, days and place.
        told = [
            (r.kind_id, r.title, r.starts_on, r.ends_on, r.place, r.host_country_id)
            for r in (before, record)
            if r
        ]
        if event and told[0] != told[1]:
            settle_event(event=event, moved=told[0][1:] != told[1][1:])


class Chains(RecordViewSet):
    model = Chain
    icon = "link"
    code_prefix = "CH"
    lines = ("code", "title")
    list_display = ["code", "title"]
    list_related = ("source",)
    search_fields = ["code", "title"]
    links = (Link("steps", ChainStep, "chain", _("Steps"), ("activity", "order"), ("activity",)),)


class Priorities(RecordViewSet):
    model = Priority
    icon = "pick"
    code_prefix = "PR"
    lines = ("code", ("year", "number"), "title")
    list_display = ["code", "year", "number", "title"]
    list_related = ("source",)
    list_filter_fields = ("year",)
    search_fields = ["code", "title"]
    belonging = ((Strategy, "priority"), (Activity, "priority"))


class Strategies(RecordViewSet):
    model = Strategy
    icon = "list-ol"
    code_prefix = "ST"
    lines = ("code", "priority", "text", "order")
    list_display = ["code", "priority", "text", "order"]
    list_related = ("priority", "source")
    search_fields = ["code", "text", "priority__title"]


class Milestones(RecordViewSet):
    model = Milestone
    icon = "date"
    code_prefix = "MS"
    lines = ("code", "title", ("on", "on_precision"), "text", "reached")
    list_display = [
        "code",
        "title",
        day_column("when", _("Date"), "on", lambda row: row.when),
        "reached",
    ]
    list_related = ("source",)
    list_filter_fields = ("reached",)
    year_field = "on"
    search_fields = ["code", "title"]
    not_shown = ("on_precision",)


class Partnerships(RecordViewSet):
    model = Partnership
    icon = "group"
    code_prefix = "PA"
    lines = ("code", "organisation", ("year", "order"), "national", "purpose")
    list_display = ["code", "organisation", "year", "national", "purpose"]
    list_related = ("organisation", "source")
    list_filter_fields = ("year", "national")
    search_fields = ["code", "organisation__name", "organisation__short_name", "purpose"]


class TargetGroups(RecordViewSet):
    model = TargetGroup
    icon = "user"
    code_prefix = "TG"
    lines = ("code", "name", "country_group")
    list_display = ["code", "name", "country_group"]
    list_related = ("country_group", "source")
    search_fields = ["code", "name"]


class ProgrammeMenu(ViewSetGroup):
    menu_label = _("Programme")
    menu_icon = "calendar-alt"
    menu_order = 110
    items = (Activities, Chains, Priorities, Strategies, Milestones, Partnerships, TargetGroups)
