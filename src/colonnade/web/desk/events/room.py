"""What the pages of the room share: the grid, counts and closing, devices, the video platform and paper are one tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from colonnade.capacity.models import AttendanceClosing, Participation
from colonnade.records.errors import Refused
from colonnade.web.desk.events.workspace import EventPage

PARTS = (
    (gettext_lazy("Grid"), "event_attendance"),
    (gettext_lazy("Counts and closing"), "event_counts"),
    (gettext_lazy("Without a network"), "event_devices"),
    (gettext_lazy("Video platform"), "event_platform"),
    (gettext_lazy("On paper"), "event_printing"),
)


class RoomPage(EventPage):
    """A page about who was there. Seen by whoever may see who takes part; marked by whoever may change it.

    ``acts`` maps the name of a button to the right it needs and to what it does.
    """

    tab = "event_attendance"
    part = ""
    right_on = Participation
    acts: dict[str, tuple[Callable[[RoomPage], bool], str]] = {}

    def may_mark(self) -> bool:
        return self.may("change")

    def may_close(self) -> bool:
        """Closing approves: it is a right of its own, which assistants do not have."""
        return self.may("add", AttendanceClosing)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        parts = [(words, reverse(name, args=(self.event.pk,)), name == self.part) for words, name in PARTS]
        return super().get_context_data(
            parts=parts, may_mark=self.may_mark(), may_close=self.may_close(), **kwargs
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """One of the page's buttons: done, refused in words, or not allowed."""
        name = next((name for name in self.acts if name in request.POST), "")
        if not name:
            return HttpResponseNotAllowed(["GET"])
        allowed, act = self.acts[name]
        if not allowed(self):
            messages.error(request, _("Your account may read this page and not do that."))
            return self.back()
        try:
            return getattr(self, act)() or self.back()
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.back()

    def back(self) -> HttpResponse:
        return redirect(self.part, self.event.pk)
