"""The page of a focal point: candidates in rows or pasted, in order of priority, with the letter; corrected until the deadline.

It needs no account, no script and no cookie: the signed address is the key.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from colonnade.capacity.actions.nomination import (
    LARGEST_LETTER,
    Candidate,
    NotNominated,
    Problem,
    check_candidates,
    nominate,
)
from colonnade.capacity.links import from_token
from colonnade.capacity.models import FocalPoint, Nomination, Participation
from colonnade.capacity.pasted import read_pasted
from colonnade.capacity.rules import takes_nominations
from colonnade.capacity.wording import dates_words, place_words, represented
from colonnade.people.models import Sex
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.values.languages import known
from colonnade.values.words import moment_words
from colonnade.web.events.private import gone, kept_private

BLANK: Final = 2
"""Empty rows offered below those that are filled."""
MOST_ROWS: Final = 60
MOST_PASTED: Final = 60_000
TYPED: Final = ("full_name", "form_of_address", "function", "organisation", "email")
LABELS: Final = {
    "full_name": gettext_lazy("Name"),
    "form_of_address": gettext_lazy("Form of address (Ms., Dr.)"),
    "function": gettext_lazy("Function"),
    "organisation": gettext_lazy("Institution"),
    "email": gettext_lazy("E-mail"),
}
Standing = Participation.Status
NOT_RECORDED: Final = str(Sex.NOT_RECORDED)


@dataclass
class Row:
    """One candidate as the form shows it: what was typed, and what is wrong with it."""

    submission: uuid.UUID
    typed: dict[str, str] = field(default_factory=dict)
    priority: str = ""
    sex: str = NOT_RECORDED
    withdraw: bool = False
    kept: bool = False
    left: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.kept and not any(self.typed.values())

    @property
    def lines(self) -> list[tuple[str, Any, str, list[str]]]:
        """Each field typed in one line: name, label, value, what is wrong."""
        return [(name, LABELS[name], self.typed.get(name, ""), self.wrong(name)) for name in TYPED]

    @property
    def wrong_sex(self) -> list[str]:
        return self.wrong("sex")

    def wrong(self, name: str) -> list[str]:
        return [problem.words for problem in self.problems if problem.field == name]

    def candidate(self) -> Candidate:
        digits = self.priority.strip()
        return Candidate(
            self.submission, priority=int(digits) if digits.isdecimal() and len(digits) < 4 else None, sex=self.sex,
            **{name: self.typed.get(name, "") for name in TYPED},
        )  # fmt: skip


# The link is the key: no cookie says who is there, so no other site can borrow one.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def nomination(request: HttpRequest, token: str) -> HttpResponse:
    """What was nominated, and the form to nominate, correct, put in order and withdraw."""
    point = from_token(FocalPoint, token)
    if point is None or point.withdrawn_on:
        return gone(
            request,
            _("This link does not lead to a nomination any more. Please ask the office for a new one."),
        )
    if not request.GET.get("lang"):
        translation.activate(site_language(point.language))
        request.LANGUAGE_CODE = translation.get_language()
    page = _Page(request, point)
    return kept_private(page.answer())


class _Page:
    """One visit."""

    def __init__(self, request: HttpRequest, point: FocalPoint) -> None:
        self.request, self.point, self.event = request, point, point.event
        self.language = known(get_language() or "en")
        self.refused = ""

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.from_the_record())
        told, rows = self.request.POST, rows_typed(self.request.POST, self.submissions())
        pasted = told.get("pasted", "").strip()
        if pasted:
            return self.read(rows, pasted[:MOST_PASTED])
        if "more" in told:
            return self.show(rows, blank=BLANK + len([row for row in rows if row.empty]))
        return self.send([row for row in rows if not row.empty])

    def read(self, rows: list[Row], pasted: str) -> HttpResponse:
        """Put what was pasted into rows, and show them with what is wrong before anything is nominated."""
        rows = [row for row in rows if not row.empty]
        for one in read_pasted(pasted)[: MOST_ROWS - len(rows)]:
            fields = dict(one.fields)
            rows.append(
                Row(uuid.uuid4(), priority=fields.pop("priority", ""), sex=fields.pop("sex", NOT_RECORDED),
                    typed=fields, left=one.left)
            )  # fmt: skip
        self.check(rows)
        return self.show(rows, read=True)

    def check(self, rows: Iterable[Row]) -> None:
        kept = [row for row in rows if not row.withdraw]
        others = [n.participation.person for n in self.decided()]
        found = check_candidates(
            [row.candidate() for row in kept], most=self.point.most - len(others), others=others
        )
        for row, problems in zip(kept, found, strict=True):
            row.problems = problems

    def send(self, rows: list[Row]) -> HttpResponse:
        letter = self.request.FILES.get("letter")
        if letter is not None and letter.size > LARGEST_LETTER:
            return self.refuse(
                rows, _("The letter is larger than 5 MB. Scan it in grey, or with fewer dots.")
            )
        kept = [row for row in rows if not row.withdraw]
        try:
            nominate(
                focal_point=self.point, candidates=[row.candidate() for row in kept],
                letter=letter.read() if letter else None, withdrawn=[row.submission for row in rows if row.withdraw],
            )  # fmt: skip
        except NotNominated as refusal:
            for row, problems in zip(kept, refusal.problems, strict=False):
                row.problems = list(problems)
            return self.refuse(rows, str(refusal))
        except Refused as refusal:
            return self.refuse(rows, str(refusal))
        language = f"&lang={self.request.GET['lang']}" if "lang" in self.request.GET else ""
        return HttpResponseRedirect(f"{self.request.path}?sent=1{language}")

    def refuse(self, rows: list[Row], words: str) -> HttpResponse:
        self.refused = words
        return self.show(rows, status=422)

    def standing(self) -> list[Nomination]:
        related = ("participation__person",)
        return list(standing(self.point.nominations).select_related(*related).order_by("priority", "pk"))

    def submissions(self) -> set[uuid.UUID | None]:
        return {one.submission for one in self.standing() if one.participation.status == Standing.APPLIED}

    def decided(self) -> list[Nomination]:
        return [one for one in self.standing() if one.participation.status != Standing.APPLIED]

    def from_the_record(self) -> list[Row]:
        return [row_of(one) for one in self.standing() if one.participation.status == Standing.APPLIED]

    def show(
        self, rows: list[Row], *, blank: int = BLANK, read: bool = False, status: int = 200
    ) -> HttpResponse:
        event, point, held = self.event, self.point, self.standing()
        why = takes_nominations(event, timezone.now())
        room = max(0, point.most - len(self.decided()) - len([row for row in rows if not row.empty]))
        filled = [row for row in rows if not row.empty]
        rows = [*filled, *(Row(uuid.uuid4()) for _n in range(min(blank, room)))]
        return render(
            self.request,
            "events/nominate.html",
            {
                "event": event,
                "point": point,
                "for_whom": represented(point, self.language),
                "dates": dates_words(event, self.language),
                "place": place_words(event, self.language),
                "deadline": moment_words(event.nominations_close_at, event.zone, self.language)
                if event.nominations_close_at
                else "",
                "open": not why,
                "over": why == "over",
                "rows": list(enumerate(rows, 1)),
                "room": room > min(blank, room),
                "sexes": [(value, label) for value, label in Sex.choices],
                "held": held,
                "has_letter": any(one.letter for one in held),
                "sent": "sent" in self.request.GET and self.request.method != "POST",
                "read": read,
                "wrong": [(n, row) for n, row in enumerate(rows, 1) if row.problems or row.left],
                "refused": self.refused,
            },
            status=status,
        )


def row_of(one: Nomination) -> Row:
    person, participation = one.participation.person, one.participation
    typed = {"full_name": person.full_name, "form_of_address": person.form_of_address, "email": person.email,
             "function": participation.function, "organisation": one.organisation_name}  # fmt: skip
    return Row(one.submission or uuid.uuid4(), typed, str(one.priority), participation.sex, kept=True)


def rows_typed(told: Mapping[str, str], kept: set[uuid.UUID | None]) -> list[Row]:
    """The rows of the form as they came back, in their order on the page; those without a number of ours are not read."""
    rows = []
    for number in range(1, MOST_ROWS + 1):
        try:
            submission = uuid.UUID(told.get(f"{number}-submission", ""))
        except ValueError:
            continue
        rows.append(
            Row(
                submission,
                {name: told.get(f"{number}-{name}", "").strip() for name in TYPED},
                told.get(f"{number}-priority", "").strip(),
                told.get(f"{number}-sex", NOT_RECORDED),
                withdraw=f"{number}-withdraw" in told,
                kept=submission in kept,
            )
        )
    return rows


URLS = [path("nominate/<str:token>/", nomination, name="nominate")]
