"""What is printed for a room: the sheet that is signed, badges, plates for the table, and the list of participants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from colonnade.capacity.models import Participation, Role
from colonnade.capacity.queries import attendance_grid, columns_of
from colonnade.capacity.queries.attendance import Line
from colonnade.capacity.rules import SEATED
from colonnade.people.queries import consenting
from colonnade.places.queries import country_names
from colonnade.records.queries import standing
from colonnade.renderers.papers import badges as badge_papers
from colonnade.renderers.papers import participants as lists
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.participants import Delegation, Participant, ParticipantList, Roll
from colonnade.renderers.papers.press import Check, Printed
from colonnade.renderers.papers.sheets import Box, Row, SignInSheet, sign_in_sheet
from colonnade.reports.compiling import brand_on
from colonnade.values.languages import LANGUAGES, known
from colonnade.values.words import date_words, span_words
from colonnade.web.desk.events.room import RoomPage

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SECRETARIAT = (Role.ORGANISER, Role.INTERPRETER, Role.SUPPORT)
PHOTO = "photo"
TO_BE_LISTED = "participant_list"
"""The purpose under which somebody agreed to stand on the list of participants."""


class PrintingPage(RoomPage):
    """Which papers there are, and what can be chosen for each."""

    part = "event_printing"
    template_name = "desk/events/printing.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            languages=LANGUAGES.items(),
            language=known(get_language() or "en"),
            people=seated(self.event).count(),
            sessions=len(columns_of(self.event)),
            **kwargs,
        )


def seated(event):
    return standing(Participation.objects).filter(event=event, status__in=SEATED)


class PaperPage(RoomPage):
    """One paper, made from the record as it stands, in the language asked for."""

    part = "event_printing"

    def get(self, request, *args, paper: str, **kwargs) -> HttpResponse:
        make: Callable[[], tuple[bytes, str]] | None = {
            "sheet.pdf": self.sheet, "badges.pdf": self.badges, "plates.pdf": self.plates,
            "participants.pdf": self.participants, "participants.docx": self.participants_docx,
        }.get(paper)  # fmt: skip
        if make is None:
            raise Http404
        self.asked = request.GET
        self.language = known(self.asked.get("in") or get_language() or "en")
        self.today = date.today()
        with override("zh-hans" if self.language == "zh" else self.language):
            content, kind = make()
        response = HttpResponse(content, content_type=kind)
        name = f"{self.event.code}-{paper}"
        response["Content-Disposition"] = content_disposition_header(kind != PDF, name)
        response["Cache-Control"] = "no-store"
        return response

    def head(self) -> dict[str, Any]:
        activity = self.event.activity
        starts = activity.starts
        return {
            "brand": brand_on(activity.starts_on or self.today),
            "event": activity.title,
            "dates": span_words(starts, activity.ends, self.language) if starts else "",
            "on": self.today,
            "language": self.language,
        }

    def lines(self) -> list[Line]:
        names = self.countries()
        return [
            replace(line, country=names.get(line.country_code, line.country))
            for line in attendance_grid(self.event).lines
            if line.seated
        ]

    def countries(self) -> dict[str, str]:
        return country_names(self.language, self.event.activity.starts_on or self.today)

    def place(self) -> str:
        return ", ".join(filter(None, (self.event.venue, self.event.activity.place)))

    def sheet(self) -> tuple[bytes, str]:
        rows = tuple(
            Row(line.code, name_of(line), line.country or line.organisation) for line in self.lines()
        )
        address = self.request.build_absolute_uri(reverse("event_attendance", args=(self.event.pk,)))
        return sign_in_sheet(
            SignInSheet(
                rows=rows, boxes=self.boxes(), place=self.place(), check=Check(address), **self.head()
            )
        ).content, PDF

    def boxes(self) -> tuple[Box, ...]:
        """A box for each half-day, or for each session where that is asked for."""
        columns = columns_of(self.event)
        if self.asked.get("boxes") == "sessions":
            return tuple(
                Box(date_words(column.day, self.language), f"{column.number} · {column.starts_at:%H:%M}")
                for column in columns
            )
        halves = {column.half: column for column in reversed(columns)}
        return tuple(
            Box(
                date_words(column.day, self.language),
                capfirst(_("afternoon") if column.starts_at.hour >= 13 else _("morning")),
            )
            for _half, column in sorted(halves.items())
        )

    def badges(self) -> tuple[bytes, str]:
        roles = dict(Role.choices)
        no_photos = self.without_photo_consent()
        items = tuple(
            badge_papers.Badge(
                name_of(line), line.country or line.organisation,
                "" if line.role == Role.PARTICIPANT else str(capfirst(roles[line.role])), line.code,
                _("No photographs") if line.pk in no_photos else "",
            )
            for line in self.lines()
        )  # fmt: skip
        return badge_papers.badges(items, **self.head()).content, PDF

    def plates(self) -> tuple[bytes, str]:
        head = self.head()
        head.pop("dates")
        if self.asked.get("plates") == "countries":
            names = sorted({line.country or line.organisation for line in self.lines()} - {""})
            items = tuple(badge_papers.Plate(Name(name)) for name in names)
        else:
            items = tuple(
                badge_papers.Plate(name_of(line), line.country or line.organisation) for line in self.lines()
            )
        return badge_papers.plates(items, **head).content, PDF

    def participants(self) -> tuple[bytes, str]:
        printed: Printed = lists.pdf(self.participant_list())
        return printed.content, PDF

    def participants_docx(self) -> tuple[bytes, str]:
        return lists.docx(self.participant_list()), DOCX

    def participant_list(self) -> ParticipantList:
        """The list: those who agreed to be listed; with everybody, it says that it is for the office only."""
        rows = seated(self.event).select_related("person", "organisation", "country").order_by("person__family_name", "person__full_name")  # fmt: skip
        if self.event.attendance_closed_on:
            rows = rows.filter(status=Participation.Status.ATTENDED)
        held = [row for row in rows if row.person.erased_on is None]
        if "all" in self.asked:
            named, note = (
                held,
                _("For the office only, not to be handed on: not everybody here agreed to be listed."),
            )
        else:
            agreed = self.agreeing(TO_BE_LISTED)
            named = [row for row in held if row.person_id in agreed]
            told = {"named": len(named), "all": len(rows)}
            note = "" if len(named) == len(rows) else _("Named are those who agreed to be listed: %(named)s of %(all)s.") % told  # fmt: skip
        return ParticipantList(roll=self.roll(named), note=note, place=self.place(), **self.head())

    def agreeing(self, purpose: str) -> set[int]:
        """The persons of the event who agree to a purpose today."""
        return set(consenting(purpose, ref=self.event.ref).values_list("pk", flat=True))

    def without_photo_consent(self) -> set[int]:
        """The participations of those who did not agree to photographs, where the event asked."""
        if "photos" not in self.asked:
            return set()
        agreed = self.agreeing(PHOTO)
        return {
            pk for pk, person in seated(self.event).values_list("pk", "person_id") if person not in agreed
        }

    def roll(self, rows: list[Participation]) -> Roll:
        names = self.countries()
        countries: dict[tuple[str, str], list[Participant]] = defaultdict(list)
        organisations: dict[str, list[Participant]] = defaultdict(list)
        secretariat = []
        for row in rows:
            one = Participant(
                Name(row.person.full_name, row.person.name_latin, row.person.family_name), row.function,
                str(row.organisation) if row.organisation and row.country else "", row.person.form_of_address,
            )  # fmt: skip
            if row.role in SECRETARIAT:
                secretariat.append(one)
            elif row.country:
                countries[names.get(row.country.code, row.country.name_en), row.country.name_en].append(one)
            else:
                organisations[str(row.organisation) if row.organisation else _("Others")].append(one)
        return Roll(
            tuple(Delegation(title, tuple(held), english) for (title, english), held in countries.items()),
            tuple(Delegation(title, tuple(held)) for title, held in organisations.items()),
            tuple(secretariat), capitals="capitals" in self.asked,
        )  # fmt: skip


def name_of(line: Line) -> Name:
    return Name(line.name, line.latin, line.family)


URLS = [
    path("<int:pk>/attendance/papers/", PrintingPage.as_view(), name="event_printing"),
    path("<int:pk>/attendance/papers/<str:paper>", PaperPage.as_view(), name="event_paper"),
]
