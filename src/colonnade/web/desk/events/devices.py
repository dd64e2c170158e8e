"""Attendance without a network: the list given out to a device, encrypted; what it brings back; what was lost."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.capacity.actions import Returned, declare_lost, give_out_list, renew_list, take_back
from colonnade.capacity.models import CheckInDevice
from colonnade.capacity.queries import columns_of, devices_of
from colonnade.records.errors import Refused
from colonnade.web.desk.events.attendance import late_words
from colonnade.web.desk.events.room import RoomPage
from colonnade.web.events.offline import has_list, offline_page

LARGEST = 20 * 1024**2
"""A file of marks is a few hundred kilobytes."""


class DevicesPage(RoomPage):
    """The devices of an event: given out, made anew, brought back, lost."""

    part = "event_devices"
    template_name = "desk/events/devices.html"
    acts = {
        "give": (lambda page: page.may("add", CheckInDevice), "give"),
        "renew": (lambda page: page.may("change", CheckInDevice), "renew"),
        "lost": (lambda page: page.may("change", CheckInDevice), "lost"),
        "brought": (RoomPage.may_mark, "brought"),
    }

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            devices=list(devices_of(self.event)),
            sessions=len(columns_of(self.event)),
            may_give=self.may("add", CheckInDevice),
            secure=self.request.is_secure() or self.request.get_host().split(":")[0] in ("localhost", "127.0.0.1"),
            **kwargs,
        )  # fmt: skip

    def give(self) -> HttpResponse:
        """The passphrase is shown on this answer and nowhere again."""
        device, passphrase = give_out_list(
            event=self.event, name=self.request.POST.get("name", ""), by=self.request.user
        )
        response = self.render_to_response(self.get_context_data(given=device, passphrase=passphrase))
        response["Cache-Control"] = "no-store"
        return response

    def renew(self) -> None:
        device = self.device("renew")
        held = renew_list(device=device, passphrase=self.request.POST.get("passphrase", ""))
        told = {"name": device, "many": held.people}
        messages.success(self.request, _("The list of “%(name)s” is as of now: %(many)s people.") % told)

    def lost(self) -> None:
        device = declare_lost(device=self.device("lost"))
        messages.warning(
            self.request,
            _("“%(name)s” is lost: what it marks from now on is refused. The list on it stays encrypted.") % {"name": device},
        )  # fmt: skip

    def device(self, name: str) -> CheckInDevice:
        key = self.request.POST[name]
        held = CheckInDevice.objects.filter(event=self.event, pk=key if key.isdigit() else 0).first()
        if held is None:
            raise Refused(_("This device was not given the list of this event."))
        return held

    def brought(self) -> HttpResponse | None:
        file = self.request.FILES.get("file")
        if file is None or file.size > LARGEST:
            raise Refused(_("Choose the file that was saved on the device, first."))
        try:
            text = file.read().decode()
        except UnicodeDecodeError as error:
            raise Refused(_("This is not a file that a device of ours writes.")) from error
        done = take_back(sent=text, event=self.event, by=self.request.user)
        self.tell(done)
        if not done.marked.refused and not done.twice:
            return None
        return self.render_to_response(self.get_context_data(returned=done))

    def tell(self, done: Returned) -> None:
        told = {"name": done.device, "new": done.marked.new, "known": done.marked.known, "came": done.came}
        messages.success(
            self.request,
            _("“%(name)s”: %(new)s marks are new, %(known)s were here already; %(came)s people were written down at the door.") % told,
        )  # fmt: skip
        if done.marked.late:
            messages.warning(self.request, late_words(done.marked.late))


class DeviceFile(RoomPage):
    """The page of a device as one file to be saved on it."""

    def get(self, request, *args, device: int, **kwargs) -> HttpResponse:
        held = CheckInDevice.objects.filter(event=self.event, pk=device, lost_on=None).select_related("carries", "event__activity").first()  # fmt: skip
        if held is None or not has_list(held) or not self.may("add", CheckInDevice):
            raise Http404
        page = offline_page(held)
        response = HttpResponse(page.html, content_type="text/html; charset=utf-8")
        name = f"{self.event.code}-{held.pk}.html"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Cache-Control"] = "no-store"
        return response


URLS = [
    path("<int:pk>/attendance/devices/", DevicesPage.as_view(), name="event_devices"),
    path("<int:pk>/attendance/devices/<int:device>/file/", DeviceFile.as_view(), name="event_device_file"),
]
