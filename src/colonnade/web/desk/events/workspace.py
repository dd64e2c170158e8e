"""What the pages of one event share: who may open them, the tabs between them, the way back."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models import (
    Certificate,
    Evaluation,
    Event,
    FocalPoint,
    Letter,
    Participation,
    SelectionVote,
    VaultItem,
)
from colonnade.web.desk.workspace import Tab, WorkPage

TABS: tuple[Tab, ...] = (
    Tab(_("Plan"), "event_plan", Event),
    Tab(_("Nominations"), "event_nominations", FocalPoint),
    Tab(_("Selection"), "event_selection", SelectionVote),
    Tab(_("People"), "event_people", Participation),
    Tab(_("Letters"), "event_letters", Letter),
    Tab(_("Vault"), "event_vault", VaultItem),
    Tab(_("Attendance"), "event_attendance", Participation),
    Tab(_("Certificates"), "event_certificates", Certificate),
    Tab(_("Evaluation"), "event_evaluation", Evaluation),
)
"""The pages of an event, in the order of its life. A page that is added stands here."""


class EventPage(WorkPage):
    """One page of an event. ``right`` is what one must be allowed to do with ``right_on`` to open it at all.

    ``self.event`` is the event with its activity; the template extends ``desk/events/base.html`` and fills ``work``.
    """

    header_icon = "group"
    right_on: type[Model] = Event

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        related = ("activity__kind", "activity__host_country")
        self.event = get_object_or_404(Event.objects.select_related(*related), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.event)

    def get_page_subtitle(self) -> str:
        return self.event.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("event:index"), "label": _("Events")},
            {"url": "", "label": str(self.event)},
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(event=self.event, tabs=self.tabs(TABS, self.event.pk), **kwargs)
