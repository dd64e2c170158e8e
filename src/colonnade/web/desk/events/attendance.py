"""Attendance at the desk: people by sessions, saved as one goes; by sheet code; without scripts as a form for a session."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.capacity.actions import Mark, Marked, admit_at_the_door, mark_attendance
from colonnade.capacity.models import AttendanceMark, Role
from colonnade.capacity.queries import (
    Grid,
    attendance_grid,
    changed_since,
    closings_of,
    gaps,
    without_seat,
)
from colonnade.capacity.queries.attendance import Column
from colonnade.capacity.sheetcodes import read_codes
from colonnade.places.models import Country
from colonnade.records.actions import add_evidence
from colonnade.records.errors import Refused
from colonnade.records.models import Evidence
from colonnade.web.desk.events.grid_words import grid_words
from colonnade.web.desk.events.room import RoomPage
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.views import EvidenceForm

Way = AttendanceMark.Way
MOST = 2000
"""Marks that the grid sends at once."""


def when(column: Column) -> str:
    return f"{column.starts_at:%H:%M}–{column.ends_at:%H:%M}"


class AttendancePage(RoomPage):
    """The grid. What a script does cell by cell, a form does for one session where there is no script."""

    part = "event_attendance"
    template_name = "desk/events/attendance.html"
    acts = {
        "present_form": (RoomPage.may_mark, "mark_session"),
        "codes_form": (RoomPage.may_mark, "mark_codes"),
        "door": (lambda page: page.may("add"), "at_the_door"),
        "admit": (RoomPage.may_mark, "admit"),
        "scan": (lambda page: page.may("add", Evidence), "keep_scan"),
    }
    kept_codes = ""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grid = attendance_grid(self.event)
        chosen = self.chosen(grid)
        return super().get_context_data(
            grid=grid,
            gaps=gaps(grid),
            data=self.told(grid),
            days=days_of(grid.columns),
            halves=halves_of(grid.columns),
            chosen=chosen,
            chosen_lines=[
                (line, self.is_present(grid, chosen, line.pk)) for line in grid.lines
            ] if chosen else [],
            by_country=grid.by_country(),
            others=list(without_seat(self.event)),
            closing=closings_of(self.event).last(),
            countries=Country.objects.filter(withdrawn_on=None).values_list("code", "name_en").order_by("name_en"),
            roles=Role.choices,
            scans=Evidence.objects.filter(ref=self.event.ref) if may_see(self.request.user, Evidence) else None,
            may_scan=self.may("add", Evidence),
            may_add=self.may("add"),
            scan_form=EvidenceForm(initial={"title": _("Signed sheet")}, auto_id="scan_%s"),
            kept_codes=self.kept_codes,
            **kwargs,
        )  # fmt: skip

    def is_present(self, grid: Grid, column: Column, pk: int) -> bool:
        mark = grid.marks.get((column.pk, pk))
        return bool(mark and mark.present)

    def chosen(self, grid: Grid) -> Column | None:
        """The session asked for; else the one that runs now, the last that began, or the first."""
        asked = self.request.POST.get("session") or self.request.GET.get("session", "")
        by_key = {str(column.pk): column for column in grid.columns}
        now = timezone.now()
        begun = [column for column in grid.columns if column.starts_at <= now]
        usual = begun[-1] if begun else grid.columns[0] if grid.columns else None
        return by_key.get(asked) or usual

    def told(self, grid: Grid) -> dict[str, Any]:
        """What the script is given: who, when, and what is marked."""
        _changes, until = changed_since(self.event, None) if not grid.marks else ([], last_of(self.event))
        return {
            "event": self.event.pk,
            "may": self.may_mark(),
            "closed": self.event.attendance_closed_on is not None,
            "url": reverse("event_attendance_marks", args=(self.event.pk,)),
            "now": timezone.now().isoformat(),
            "until": until.isoformat() if until else "",
            "columns": [
                [column.pk, column.number, column.title, f"{column.day:%d.%m.} {when(column)}", column.half]
                for column in grid.columns
            ],
            "lines": [
                [line.pk, line.code, line.name, line.latin, line.country or line.organisation, grid.state(line), line.seated]
                for line in grid.lines
            ],
            "words": grid_words(),
        }  # fmt: skip

    def mark_session(self) -> HttpResponse | None:
        """The form without scripts: whoever is ticked was there; whoever was marked and is ticked no more was not."""
        grid, posted = attendance_grid(self.event), self.request.POST
        column = self.chosen(grid)
        if column is None:
            raise Refused(_("This event has no session at which attendance is taken. Add one first."))
        everybody = "everybody" in posted
        ticked = {int(pk) for pk in posted.getlist("present") if pk.isdigit()}
        now = timezone.now()
        marks = []
        for line in grid.lines:
            held = grid.marks.get((column.pk, line.pk))
            there = line.pk in ticked or (everybody and line.seated)
            if there != bool(held and held.present):
                marks.append(Mark(column.pk, line.pk, there, now))
        self.tell(mark_attendance(event=self.event, marks=marks, by=self.request.user))
        return None

    def mark_codes(self) -> HttpResponse | None:
        """Codes typed or pasted. What is wrong stays in the field."""
        grid, now = attendance_grid(self.event), timezone.now()
        where = sessions_meant(self.request.POST.get("where", ""), grid.columns)
        by_number = {column.number: column.pk for column in grid.columns}
        marks, wrong = [], []
        for typed in read_codes(self.request.POST.get("codes", ""), [line.pk for line in grid.lines]):
            meant = [by_number.get(number, 0) for number in typed.parts] or where
            if typed.participation is None or not meant or 0 in meant:
                wrong.append(typed.line)
                continue
            marks += [Mark(session, typed.participation, True, now, str(Way.CODE)) for session in meant]
        self.tell(mark_attendance(event=self.event, marks=marks, by=self.request.user))
        if not wrong:
            return None
        told = {"lines": ", ".join(wrong[:20])}
        messages.error(
            self.request,
            _("Not understood, and kept in the field: %(lines)s. Look at the sheet again: a character is wrong, or the session does not exist.") % told,
        )  # fmt: skip
        self.kept_codes = "\n".join(wrong)
        return self.render_to_response(self.get_context_data())

    def tell(self, done: Marked) -> None:
        if done.late:
            messages.warning(self.request, late_words(done.late))
        elif done.new:
            messages.success(self.request, _("Saved: %(new)s marks.") % {"new": done.new})
        for _mark, why in done.refused[:5]:
            messages.error(self.request, why)

    def at_the_door(self) -> None:
        posted = self.request.POST
        country = Country.objects.filter(code=posted.get("country", "")).first()
        role = posted.get("role") if posted.get("role") in Role.values else Role.PARTICIPANT
        held = admit_at_the_door(event=self.event, name=posted.get("name", ""), country=country, role=role)
        column = self.chosen(attendance_grid(self.event))
        if column:
            mark = Mark(column.pk, held.pk, True, timezone.now())
            self.tell(mark_attendance(event=self.event, marks=[mark], by=self.request.user))
        messages.success(self.request, _("%(name)s is on the list.") % {"name": held.person})

    def admit(self) -> None:
        key = self.request.POST["admit"]
        held = without_seat(self.event).filter(pk=key if key.isdigit() else 0).first()
        if held is None:
            raise Refused(_("Somebody admitted this person already."))
        admit_at_the_door(event=self.event, participation=held)
        messages.success(self.request, _("%(name)s is on the list.") % {"name": held.person})

    def keep_scan(self) -> None:
        form = EvidenceForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            raise Refused(_("Choose the file of the scan first."))
        add_evidence(record=self.event, **form.cleaned_data)
        messages.success(self.request, _("“%(title)s” is kept.") % {"title": form.cleaned_data["title"]})


def late_words(many: int) -> str:
    return _(
        "Attendance is closed: %(many)s marks are kept as late. They count once somebody who may close attendance accepts them."
    ) % {"many": many}


def last_of(event) -> datetime | None:
    """When the last mark of the event came in."""
    marks = AttendanceMark.objects.filter(session__event=event).order_by("-received_at")
    return marks.values_list("received_at", flat=True).first()


def days_of(columns: list[Column]) -> list[tuple[Any, list[Column]]]:
    """Sessions by day."""
    found: dict[Any, list[Column]] = {}
    for column in columns:
        found.setdefault(column.day, []).append(column)
    return list(found.items())


def halves_of(columns: list[Column]) -> list[tuple[int, str, list[Column]]]:
    """Half-days of more than one session, each with its words."""
    found: dict[int, list[Column]] = {}
    for column in columns:
        found.setdefault(column.half, []).append(column)
    return [
        (half, _("afternoon") if held[0].starts_at.hour >= 13 else _("morning"), held)
        for half, held in found.items()
        if len(held) > 1
    ]


def sessions_meant(where: str, columns: list[Column]) -> list[int]:
    """The sessions that “s12” (one) or “h3” (a half-day) stands for."""
    if where.startswith("h"):
        return [column.pk for column in columns if str(column.half) == where[1:]]
    return [column.pk for column in columns if str(column.pk) == where[1:]]


class MarksOfTheGrid(RoomPage):
    """Where the grid sends its marks and asks what others marked meanwhile."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args, **kwargs) -> JsonResponse:
        return JsonResponse(self.changes(request.GET.get("since", "")))

    def post(self, request: HttpRequest, *args, **kwargs) -> JsonResponse:
        if not self.may_mark():
            return JsonResponse({"why": _("Your account may read attendance and not change it.")}, status=403)
        try:
            sent = json.loads(request.body)
            marks = [read_mark(one) for one in sent["marks"][:MOST]]
        except (ValueError, TypeError, KeyError, AttributeError):
            return JsonResponse(
                {"why": _("What was sent could not be read. Load the page again.")}, status=400
            )
        done = mark_attendance(event=self.event, marks=marks, by=request.user)
        refused = [[str(mark.number), why] for mark, why in done.refused]
        told = {"new": done.new, "known": done.known, "late": done.late, "refused": refused}
        return JsonResponse(told | self.changes(sent.get("since", "")))

    def changes(self, since: object) -> dict[str, Any]:
        moment = parse_datetime(str(since)) if since else None
        held, until = changed_since(self.event, moment)
        return {
            "changes": [[session, who, int(present)] for session, who, present in held],
            "until": until.isoformat() if until else "",
            "now": timezone.now().isoformat(),
            "closed": self.event.attendance_closed_on is not None,
        }


def read_mark(told: dict[str, Any]) -> Mark:
    """One mark of the grid, as the script wrote it."""
    made_at = datetime.fromisoformat(told["at"])
    if made_at.tzinfo is None:
        raise ValueError
    way = str(Way.CODE if told.get("way") == Way.CODE else Way.GRID)
    return Mark(int(told["s"]), int(told["p"]), told["on"] is True, made_at, way, UUID(told["n"]))


URLS = [
    path("<int:pk>/attendance/", AttendancePage.as_view(), name="event_attendance"),
    path("<int:pk>/attendance/marks/", MarksOfTheGrid.as_view(), name="event_attendance_marks"),
]
