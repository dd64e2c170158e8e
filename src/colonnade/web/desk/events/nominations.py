"""Who nominates for an event: invited, reminded, and what they sent."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages

from colonnade.capacity.actions import close_link, invite_focal_points
from colonnade.capacity.links import address, token_of
from colonnade.capacity.models import FocalPoint, Nomination
from colonnade.capacity.queries.selection import focal_points
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.words import moment_words
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may_see


class NominationsPage(EventPage):
    """Focal points with what they nominated."""

    tab = "event_nominations"
    template_name = "desk/events/nominations.html"
    right_on = FocalPoint

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        changes = self.may("change")
        nominated = (
            standing(Nomination.objects)
            .filter(focal_point__event=self.event)
            .select_related("participation__person")
            .order_by("priority", "pk")
        )
        by_point: dict[int, list[Nomination]] = {}
        for one in nominated:
            by_point.setdefault(one.focal_point_id, []).append(one)
        closes = self.event.nominations_close_at
        return super().get_context_data(
            points=[
                (point, by_point.get(point.pk, []), address("nominate", token_of(point)) if changes else "")
                for point in focal_points(self.event)
            ],
            changes=changes,
            deadline=moment_words(closes, self.event.zone, "en") if closes else "",
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not self.may("change"):
            raise PermissionDenied
        try:
            self._done(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.tab, self.event.pk)

    def _done(self, told) -> None:
        if "close" in told:
            point = get_object_or_404(FocalPoint, pk=self.key_told("close"), event=self.event)
            close_link(focal_point=point)
            messages.success(self.request, _("The link is closed. Invite again to send a new one."))
            return
        chosen = [key for key in told.getlist("point") if key.isdecimal()]
        count = invite_focal_points(event=self.event, points=FocalPoint.objects.filter(pk__in=chosen))
        if not count:
            raise Refused(_("Choose whom to invite."))
        written = ngettext(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
        )
        messages.success(self.request, written % {"count": count})


class NominationLetter(View):
    """The letter of a nomination, to those who may see nominations."""

    def get(self, request, pk: int, nomination: int):
        if not may_see(request.user, Nomination):
            raise PermissionDenied
        held = get_object_or_404(Nomination.objects.exclude(letter=""), pk=nomination, focal_point__event=pk)
        suffix = held.letter.name.rsplit(".", 1)[-1]
        # Always a download: a file somebody uploaded is never opened as a page of ours.
        response = FileResponse(held.letter.open("rb"), as_attachment=True, filename=f"{held.code}.{suffix}")
        response["Cache-Control"] = "private, no-store"
        return response


URLS = [
    path("<int:pk>/nominations/", NominationsPage.as_view(), name="event_nominations"),
    path(
        "<int:pk>/nominations/<int:nomination>/letter/", NominationLetter.as_view(), name="nomination_letter"
    ),
]
