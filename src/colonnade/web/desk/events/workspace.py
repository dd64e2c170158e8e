"""What the pages of one event share: who may open them, the tabs between them, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

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
from colonnade.web.desk.rights import may, may_see


@dataclass(frozen=True)
class Tab:
    """A page of an event: its words, the name of its address, and the kind of record one must be allowed to see."""

    label: Any
    address: str
    model: type[Model]


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


class EventPage(WagtailAdminTemplateMixin, TemplateView):
    """One page of an event. ``right`` is what one must be allowed to do with ``right_on`` to open it at all.

    ``self.event`` is the event with its activity; the template extends ``desk/events/base.html`` and fills ``work``.
    """

    header_icon = "group"
    tab = ""
    right = "view"
    right_on: type[Model] = Event

    def dispatch(self, request, *args, **kwargs):
        allowed = may_see(request.user, self.right_on) if self.right == "view" else self.may(self.right)
        if not allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        related = ("activity__kind", "activity__host_country")
        self.event = get_object_or_404(Event.objects.select_related(*related), pk=kwargs["pk"])

    def may(self, action: str, model: type[Model] | None = None) -> bool:
        """May this account do it to records of the kind (this page's own, if none is named)?"""
        return may(self.request.user, action, model or self.right_on)

    def key_told(self, name: str) -> int:
        """The key of a row that a form sent; 0, which no row has, where it sent anything else."""
        told = self.request.POST.get(name, "")
        return int(told) if told.isdecimal() else 0

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

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Words, address, and whether it is this page."""
        return [
            (tab.label, reverse(tab.address, args=(self.event.pk,)), tab.address == self.tab)
            for tab in TABS
            if may_see(self.request.user, tab.model)
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(event=self.event, tabs=self.tabs(), **kwargs)
