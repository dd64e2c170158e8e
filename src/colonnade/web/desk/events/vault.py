"""The vault of an event: what was asked for and given, opened with a reason; who opened it, for the head."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from wagtail.admin import messages

from colonnade.capacity.actions import ask_passport, delete_item, open_item
from colonnade.capacity.actions.vault import Content
from colonnade.capacity.models import Participation, VaultItem, VaultOpening
from colonnade.capacity.rules import SEATED
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.records.uploads import MEDIA_TYPES
from colonnade.web.desk.events.workspace import EventPage

WORDS = {
    "name": gettext_lazy("name as printed"),
    "number": gettext_lazy("number"),
    "nationality": gettext_lazy("nationality"),
    "expires_on": gettext_lazy("date of expiry"),
    "scan": gettext_lazy("scan"),
}


class VaultPage(EventPage):
    """Items without their content. What an item holds is shown once, in answer to a reason."""

    tab = "event_vault"
    template_name = "desk/events/vault.html"
    right_on = VaultItem

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        items = VaultItem.objects.filter(participation__event=self.event).select_related(
            "participation__person"
        )
        asked = {item.participation_id for item in items if item.deleted_at is None}
        people = (
            standing(Participation.objects)
            .filter(event=self.event, status__in=SEATED)
            .exclude(pk__in=asked)
            .select_related("person", "country")
            .order_by("country__name_en", "person__full_name")
        )
        heads = self.may("view", VaultOpening)
        return super().get_context_data(
            items=[(item, [WORDS.get(name, name) for name in item.held]) for item in items],
            people=people,
            asks=self.may("change"),
            heads=heads,
            openings=VaultOpening.objects.filter(item__participation__event=self.event).select_related(
                "member", "item__participation__person"
            )[:200]
            if heads
            else (),
            **kwargs,
        )

    @sensitive_variables()
    def post(self, request, *args, **kwargs):
        told = request.POST
        if "open" not in told and not self.may("change"):
            raise PermissionDenied
        try:
            if "open" in told or "scan" in told:
                return self._open(told)
            if "delete" in told:
                delete_item(item=self._item(told["delete"]))
                messages.success(request, _("The content is deleted."))
            else:
                self._ask(told)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.tab, self.event.pk)

    def _item(self, key: str) -> VaultItem:
        found = VaultItem.objects.select_related("participation__person")
        return get_object_or_404(found, pk=key if key.isdecimal() else 0, participation__event=self.event)

    @sensitive_variables()
    def _open(self, told) -> HttpResponse:
        item = self._item(told.get("open") or told.get("scan", ""))
        content = open_item(item=item, member=self.request.user, reason=told.get("reason", ""))
        if "scan" in told:
            return _download(item, content)
        shown = [(WORDS[name], content.facts[name]) for name in WORDS if content.facts.get(name)]
        context = self.get_context_data(
            opened=item, shown=shown, scan=bool(content.scan), reason=told["reason"]
        )
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response

    def _ask(self, told) -> None:
        chosen = [key for key in told.getlist("person") if key.isdecimal()]
        people = standing(Participation.objects).filter(event=self.event, pk__in=chosen)
        if not people:
            raise Refused(_("Choose whom to ask."))
        for one in people:
            ask_passport(participation=one)
        words = ngettext("%(count)s person is asked.", "%(count)s people are asked.", len(people))
        messages.success(self.request, words % {"count": len(people)})


def _download(item: VaultItem, content: Content) -> HttpResponse:
    if not content.scan:
        raise Refused(_("There is no scan."))
    response = HttpResponse(content.scan, content_type=MEDIA_TYPES[content.scan_kind])
    response["Content-Disposition"] = f'attachment; filename="passport-{item.pk}.{content.scan_kind}"'
    response["Cache-Control"] = "no-store"
    return response


URLS = [path("<int:pk>/vault/", VaultPage.as_view(), name="event_vault")]
