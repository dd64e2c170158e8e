"""Capacity development at the desk: events, who took part, missions."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.forms import DateTimeField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from colonnade.capacity.actions import (
    follow_kind,
    promote_waiting,
    settle_attendance,
    settle_event,
    tally_events,
    withdraw_participation,
)
from colonnade.capacity.actions.events import RULES
from colonnade.capacity.actions.participations import refuse_full, refuse_oversold, refuse_unselected
from colonnade.capacity.models import (
    Certificate,
    ChecklistItem,
    Evaluation,
    Event,
    EventDefaults,
    EventDocument,
    FocalPoint,
    HeadCount,
    Letter,
    LetterTemplate,
    Mission,
    Nomination,
    Participation,
    Question,
    Role,
    Session,
    SessionSpeaker,
)
from colonnade.capacity.rules import defaults_for, holds_seat
from colonnade.people.models import Person
from colonnade.programme.models import Activity
from colonnade.web.desk.forms import DayLines
from colonnade.web.desk.links import Link
from colonnade.web.desk.rights import may
from colonnade.web.desk.tables import RecordIndex, day_column
from colonnade.web.desk.views import RecordCreate, RecordEdit
from colonnade.web.desk.viewsets import ReadingViewSet, RecordViewSet


def zone_of(request, held) -> ZoneInfo:
    """The zone typed beside the hours of a form, or that of the record held; Greenwich's where there is neither."""
    typed = request.POST.get("time_zone", "")
    if typed in available_timezones():
        return ZoneInfo(typed)
    return held.zone if held else ZoneInfo("UTC")


class ByTheEventsClock:
    """Hours on a form are read and shown by the clock of the place where the event is, whatever the server's is."""

    viewset: Any
    clock_words: Any = _("By the event's own clock: %(zone)s.")

    def dispatch(self, request, *args, **kwargs):
        self.clock = self.viewset.clock_of(request, kwargs.get("pk"))
        with timezone.override(self.clock):
            answer = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            return answer.render() if hasattr(answer, "render") else answer

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        for field in form.fields.values():
            if isinstance(field, DateTimeField):
                field.help_text = str(self.clock_words) % {"zone": self.clock}
        return form


class AddByTheClock(ByTheEventsClock, RecordCreate):
    pass


class EditByTheClock(ByTheEventsClock, RecordEdit):
    pass


class AddEvent(AddByTheClock):
    """The event of an activity that stands already."""

    def get_initial(self) -> dict[str, Any]:
        told = super().get_initial()
        asked = told.get("activity", "")
        activity = Activity.objects.filter(pk=asked).first() if asked.isdigit() else None
        return (self.viewset.beginnings(activity) if activity else {}) | told


class EventList(RecordIndex):
    """The list of events; a new one is planned, with what its kind begins with."""

    def get_add_url(self) -> str | None:
        return reverse("event_begin") if super().get_add_url() else None


class Events(RecordViewSet):
    """Trainings, workshops and conferences; the facts of date and place are the activity's."""

    model = Event
    icon = "group"
    index_view_class = EventList
    add_view_class = AddEvent
    edit_view_class = EditByTheClock
    code_prefix = "EV"
    lines = (
        "code",
        "activity",
        ("counts_from", "seats_planned", "seats_per_country"),
        "counted_roles",
        ("attended_share", "completed_share", "certificate_kind"),
        ("entry", "selection", "waiting_list"),
        "selected_complete",
        ("registration_opens_at", "registration_closes_at", "nominations_close_at"),
        ("time_zone", "format", "languages"),
        ("public", "contact"),
        "summary",
        "audience",
        ("venue", "online_address"),
        "countries_named",
        "institutions_named",
    )
    listed = {"counted_roles": (_("Roles that count"), Role.choices)}
    list_display = [
        "code",
        "activity",
        day_column("starts", _("Starts"), "activity__starts_on", lambda row: row.activity.starts),
        "activity__kind",
        "activity__place",
        "counts_from",
        "attendance_closed_on",
    ]
    list_related = ("activity__kind__pillar", "source")
    list_filter_fields = ("counts_from", "activity__kind")
    year_field = "activity__starts_on"
    ordering = "-activity__starts_on"
    links = (
        Link(
            "questions", Question, "event", _("Questions of the registration form"),
            ("name", "label", "kind", "choices", "required", "purpose", "keep_days", "order"),
        ),
        Link("documents", EventDocument, "event", _("Documents"), ("title", "file", "language", "public", "order")),
        Link("checklist", ChecklistItem, "event", _("Checklist"), ("title", "days", "order")),
    )  # fmt: skip
    search_fields = ["code", "activity__title", "activity__place"]
    belonging = ((Participation, "event"), (HeadCount, "event"), (Session, "event"))

    def beginnings(self, activity) -> dict[str, Any]:
        """What the form of an activity's new event shows first: what its kind begins with."""
        held = defaults_for(Event(activity=activity))
        return {name: getattr(held, name) for name in RULES} | {"seats_planned": held.seats} if held else {}

    def kept(self, record, before) -> None:
        if before is None:
            follow_kind(event=record)
        settle_event(
            event=record, moved=before is not None and calendar_facts(before) != calendar_facts(record)
        )

    def place(self, record) -> str:
        return reverse("event_plan", args=(record.pk,))

    def clock_of(self, request, pk) -> ZoneInfo:
        """The zone typed beside the hours, or the one held."""
        return zone_of(request, Event.objects.filter(pk=pk).first() if pk else None)

    def more_buttons(self, record, user) -> list:
        plan = HeaderButton(
            _("Plan, people, letters and the rest"), url=self.place(record), icon_name="group"
        )
        return [plan, *self._bring(record, user)]

    def _bring(self, record, user) -> list:
        if record.withdrawn_on or not (may(user, "add", Participation) and may(user, "add", Person)):
            return []
        url = reverse("list_bring", args=(record.pk,))
        return [HeaderButton(_("Bring in a list"), url=url, icon_name="upload")]


def calendar_facts(event: Event) -> tuple:
    """What somebody's calendar says of an event."""
    return (event.venue, event.online_address, event.summary, event.time_zone, event.public)


class Participations(RecordViewSet):
    """Who took part, as they were then. Each change here keeps the event's tally."""

    model = Participation
    icon = "user"
    code_prefix = "PT"
    lines = (
        "code",
        "event",
        "person",
        ("country", "organisation"),
        "function",
        ("role", "status"),
        ("sector", "sex"),
        ("modality", "days"),
        "completed",
    )
    list_display = ["code", "person", "event", "country", "function", "role", "status", "sex", "sector"]
    list_related = ("person", "event__activity", "country", "source")
    list_filter_fields = ("status", "role", "sex", "sector", "modality")
    year_field = "event__activity__starts_on"
    ordering = "-pk"
    search_fields = ["code", "person__full_name", "person__name_latin", "event__activity__title"]

    def allowed(self, record) -> None:
        if record.status != Participation.Status.REGISTERED or not holds_seat(record):
            return
        before = Participation.objects.filter(pk=record.pk).first() if record.pk else None
        sits = sits_already(before, record)
        if not sits:
            refuse_unselected(record)
        if not sits or (before and before.country_id != record.country_id):
            refuse_full(record, sits=sits)

    def kept(self, record, before) -> None:
        tally_events({record.event_id, before.event_id} if before else {record.event_id})
        sits = sits_already(before, record)
        if not sits or (before and before.country_id != record.country_id):
            refuse_oversold(record, sits=sits)
        promote_waiting(event=before.event if before else record.event)

    def withdraw(self, record, because) -> None:
        withdraw_participation(participation=record, because=because)

    @transaction.atomic
    def restore(self, record) -> None:
        super().restore(record)
        tally_events([record.event_id])
        refuse_oversold(type(record).objects.get(pk=record.pk))


def sits_already(before: Participation | None, record: Participation) -> bool:
    """Had somebody one of the event's seats before they were changed?"""
    return before is not None and holds_seat(before) and before.event_id == record.event_id


class HeadCounts(RecordViewSet):
    model = HeadCount
    icon = "form"
    code_prefix = "HC"
    lines = ("code", "event", ("people", "women", "countries"), ("qualifier", "used"))
    list_display = ["code", "event", "qualifier", "people", "women", "countries", "used"]
    list_related = ("event__activity", "source")
    list_filter_fields = ("used",)
    search_fields = ["code", "event__activity__title"]


class Missions(RecordViewSet):
    model = Mission
    icon = "site"
    code_prefix = "MI"
    lines = ("code", "activity", "kind", "requested_by")
    list_display = [
        "code",
        "activity",
        "kind",
        day_column("starts", _("Starts"), "activity__starts_on", lambda row: row.activity.starts),
        "activity__host_country",
        "requested_by",
    ]
    list_related = ("activity__host_country", "requested_by", "source")
    list_filter_fields = ("kind",)
    year_field = "activity__starts_on"
    ordering = "-activity__starts_on"
    search_fields = ["code", "activity__title"]


class Sessions(RecordViewSet):
    model = Session
    icon = "time"
    add_view_class = AddByTheClock
    edit_view_class = EditByTheClock
    code_prefix = "SE"
    lines = ("code", "event", "title", ("starts_at", "ends_at"), ("room", "taken"), "text")
    links = (
        Link(
            "speakers", SessionSpeaker, "session", _("Speakers"), ("participation", "name", "function", "order"),
            ("participation__person",), names=Participation,
        ),
    )  # fmt: skip
    list_display = ["code", "title", "event", "starts_at", "ends_at"]
    list_related = ("event__activity", "source")
    ordering = "-starts_at"
    search_fields = ["code", "title", "event__activity__title"]

    def clock_of(self, request, pk) -> ZoneInfo:
        """The clock of the session's event."""
        named = request.POST.get("event") or request.GET.get("event", "")
        asked = {"pk": named} if named.isdigit() else {"sessions": pk}
        held = Event.objects.filter(**asked).first()
        return held.zone if held else ZoneInfo("UTC")

    def afterwards(self, record) -> str:
        return reverse("event_plan", args=(record.event_id,))

    def kept(self, record, before) -> None:
        told = [(one.event_id, one.starts_at, one.ends_at, one.taken) for one in (before, record) if one]
        if len(set(told)) == len(told):
            for event in Event.objects.filter(pk__in={record.event_id, told[0][0]}).order_by("pk"):
                settle_sessions(event)

    @transaction.atomic
    def withdraw(self, record, because) -> None:
        super().withdraw(record, because)
        settle_sessions(record.event)

    @transaction.atomic
    def restore(self, record) -> None:
        super().restore(record)
        settle_sessions(record.event)


def settle_sessions(event: Event) -> None:
    """After the sessions of an event changed: who took part, by its rule, and what calendars show."""
    settle_attendance(event=event)
    settle_event(event=event, moved=True)


class Defaults(RecordViewSet):
    """What events of a kind begin with."""

    model = EventDefaults
    icon = "cogs"
    code_prefix = "ED"
    lines = (
        "code",
        ("kind", "seats", "seats_per_country"),
        "counted_roles",
        ("attended_share", "completed_share", "certificate_kind"),
        ("entry", "selection", "waiting_list"),
        "selected_complete",
        ("nominations_close_before", "registration_closes_before"),
        "checklist",
    )
    listed = {
        "counted_roles": (_("Roles that count"), Role.choices),
        "checklist": DayLines(label=_("Checklist")),
    }
    list_display = ["code", "kind", "entry", "seats", "certificate_kind"]
    list_related = ("kind", "source")
    search_fields = ["code", "kind__name"]


class FocalPoints(RecordViewSet):
    model = FocalPoint
    icon = "mail"
    code_prefix = "FP"
    lines = ("code", "event", ("name", "email", "language"), ("country", "organisation"), "most")
    list_display = ["code", "name", "event", "country", "organisation", "email", "invited_at"]
    list_related = ("event__activity", "country", "organisation", "source")
    search_fields = ["code", "name", "email", "event__activity__title"]

    def afterwards(self, record) -> str:
        return reverse("event_nominations", args=(record.event_id,))


class Nominations(ReadingViewSet):
    model = Nomination
    icon = "pick"
    list_display = ["code", "participation", "focal_point", "priority", "nominated_at"]
    list_related = (
        "participation__person",
        "participation__event__activity",
        "focal_point__country",
        "source",
    )
    search_fields = ["code", "participation__person__full_name", "focal_point__name"]


class Letters(ReadingViewSet):
    """Letters as they were written; nobody changes what was sent."""

    model = Letter
    icon = "doc-full"
    list_display = ["code", "kind", "participation", "event", "language", "issued_on"]
    list_related = ("participation__person", "participation__event__activity", "event__activity", "source")
    list_filter_fields = ("kind",)
    search_fields = ["code", "subject", "recipient", "participation__person__full_name"]


class LetterTemplates(RecordViewSet):
    model = LetterTemplate
    icon = "edit"
    code_prefix = "LT"
    lines = ("code", ("kind", "language"), "subject", "body")
    list_display = ["code", "kind", "language", "subject"]
    list_related = ("source",)
    list_filter_fields = ("kind",)
    search_fields = ["code", "subject", "body"]


class Certificates(ReadingViewSet):
    """Certificates as they were printed; they are revoked or reissued, never edited."""

    model = Certificate
    icon = "tick"
    list_display = ["code", "name", "kind", "title", "status", "issued_on"]
    list_related = ("participation__person", "source")
    list_filter_fields = ("status", "kind")
    year_field = "issued_on"
    search_fields = ["code", "name", "title"]


class Evaluations(RecordViewSet):
    model = Evaluation
    icon = "form"
    code_prefix = "EF"
    lines = ("code", "event", ("kind", "title"), "introduction", ("opens_on", "closes_on"))
    list_display = ["code", "title", "kind", "event", "opens_on", "closes_on"]
    list_related = ("event__activity", "source")
    list_filter_fields = ("kind",)
    search_fields = ["code", "title", "event__activity__title"]


class CapacityMenu(ViewSetGroup):
    menu_label = _("Capacity")
    menu_icon = "group"
    menu_order = 120
    items = (
        Events,
        Participations,
        HeadCounts,
        Missions,
        Sessions,
        FocalPoints,
        Nominations,
        Letters,
        Certificates,
        Evaluations,
        Defaults,
        LetterTemplates,
    )
