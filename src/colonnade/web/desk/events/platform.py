"""The attendance report of a video platform: read and explained first, then confirmed; nothing is written before that."""

from __future__ import annotations

import hashlib
import shutil
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from colonnade.capacity.actions import mark_from_report
from colonnade.capacity.models import Participation
from colonnade.capacity.platforms import (
    Listed,
    Report,
    Visitor,
    minutes_in,
    read_report,
    same_days,
    visitors,
    was_there,
)
from colonnade.capacity.presence import ONLINE_FROM
from colonnade.capacity.queries import columns_of
from colonnade.capacity.sheetcodes import plain_code, sheet_code
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.web.desk.events.attendance import late_words
from colonnade.web.desk.events.room import RoomPage
from colonnade.web.desk.imports import folder, keep

LARGEST = 20 * 1024**2
HOW = {
    "email": gettext_lazy("by e-mail"),
    "name": gettext_lazy("by name"),
    "doubtful": gettext_lazy("Is this the same person?"),
    "unknown": gettext_lazy("Who is this?"),
}


class PlatformPage(RoomPage):
    """Choose a report; the next page says what it would do."""

    part = "event_platform"
    template_name = "desk/events/platform.html"
    acts = {"read": (RoomPage.may_mark, "read")}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(threshold=ONLINE_FROM, sessions=columns_of(self.event), **kwargs)

    def read(self) -> HttpResponse:
        file = self.request.FILES.get("report")
        if file is None or file.size > LARGEST:
            raise Refused(_("Choose the report as a CSV file first."))
        told = {"order": self.request.POST.get("order", ""), "name": file.name}
        content = file.read()
        read_report(file.name, content, columns_of(self.event), self.event.zone, told["order"])
        file.seek(0)
        token = keep([file])
        waiting = self.request.session.get("platform", {})
        share = self.request.POST.get("threshold", "")
        told["threshold"] = int(share) if share.isdigit() and 1 <= int(share) <= 100 else ONLINE_FROM
        self.request.session["platform"] = {**waiting, token: told | {"event": self.event.pk}}
        return redirect("event_platform_plan", self.event.pk, token)


class PlatformPlan(RoomPage):
    """What a report says: who is who, how long they were there, and what is asked."""

    part = "event_platform"
    template_name = "desk/events/platform_plan.html"
    acts = {"confirm": (RoomPage.may_mark, "confirm"), "forget": (RoomPage.may_mark, "forget")}

    def dispatch(self, request, *args, **kwargs):
        self.token = kwargs["token"]
        self.chosen = request.session.get("platform", {}).get(self.token)
        if not self.chosen or self.chosen["event"] != self.event.pk or not (folder() / self.token).is_dir():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def opened(self) -> tuple[str, Report, list[Visitor]]:
        file = next((folder() / self.token).iterdir())
        content = file.read_bytes()
        columns = columns_of(self.event)
        report = read_report(self.chosen["name"], content, columns, self.event.zone, self.chosen["order"])
        return hashlib.sha256(content).hexdigest(), report, visitors(report, self.listed())

    def listed(self) -> list[Listed]:
        rows = standing(Participation.objects).filter(event=self.event).order_by("person__full_name", "pk")
        names = ("pk", "person__full_name", "person__name_latin", "person__email")
        return [
            Listed(pk, (name, latin), (email or "").lower())
            for pk, name, latin, email in rows.values_list(*names)
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        _sha256, report, people = self.opened()
        columns, share = columns_of(self.event), self.chosen["threshold"]
        listed = {one.participation: one.names[0] for one in self.listed()}
        rows = [
            {
                "visitor": one, "how": HOW[one.how],
                "meant": f"{listed[one.likely]} {sheet_code(one.likely)}" if one.likely else "",
                "ask": one.how in ("doubtful", "unknown"),
                "cells": [(minutes, was_there(minutes, column, share)) for column, minutes in (
                    (column, minutes_in(one.logins, column)) for column in columns)],
            }
            for one in people
        ]  # fmt: skip
        return super().get_context_data(
            report=report,
            rows=rows,
            columns=columns,
            threshold=share,
            asked=sum(row["ask"] for row in rows),
            listed=[f"{name} {sheet_code(pk)}" for pk, name in listed.items()],
            other_days=not same_days(report, columns, self.event.zone),
            may_add=self.may("add"),
            **kwargs,
        )

    def confirm(self) -> HttpResponse:
        sha256, _report, people = self.opened()
        posted = self.request.POST
        codes = {plain_code(sheet_code(one.participation)): one.participation for one in self.listed()}
        who: dict[str, int | str] = {}
        for place, one in enumerate(people):
            meant = posted.get(f"who-{place}", "").strip()
            if posted.get(f"new-{place}") and self.may("add"):
                who[one.key] = "new"
            elif meant:
                held = codes.get(plain_code(meant.split()[-1]))
                if held is None:
                    raise Refused(_("“%(typed)s” is nobody on the list: choose a name from the list, with its code.") % {"typed": meant})  # fmt: skip
                who[one.key] = held
        done = mark_from_report(event=self.event, sha256=sha256, visitors=people, who=who,
                                threshold=self.chosen["threshold"], by=self.request.user)  # fmt: skip
        told = {"new": done.marked.new, "known": done.marked.known, "added": done.added, "kept": done.in_room}
        messages.success(
            self.request,
            _("Written: %(new)s marks, %(known)s were here already; %(added)s people added; %(kept)s times somebody was in the room already.") % told,
        )  # fmt: skip
        if done.marked.late:
            messages.warning(self.request, late_words(done.marked.late))
        self.clear()
        return redirect("event_attendance", self.event.pk)

    def forget(self) -> HttpResponse:
        self.clear()
        return redirect("event_platform", self.event.pk)

    def clear(self) -> None:
        waiting = self.request.session.get("platform", {})
        waiting.pop(self.token, None)
        self.request.session["platform"] = waiting
        shutil.rmtree(folder() / self.token, ignore_errors=True)

    def back(self) -> HttpResponse:
        return redirect("event_platform_plan", self.event.pk, self.token)


URLS = [
    path("<int:pk>/attendance/platform/", PlatformPage.as_view(), name="event_platform"),
    path("<int:pk>/attendance/platform/<str:token>/", PlatformPlan.as_view(), name="event_platform_plan"),
]
