"""An event to come, for the demonstration: everything that happens from registration to certificate can be tried on it.

It and its people are made up, and it says so. It is announced and not confirmed, so that no figure of the sample
office, which is the public record of a real one, counts it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from colonnade.capacity.actions import Entry, add_sessions, move_event, plan_event, register
from colonnade.capacity.models import ChecklistItem, Event, FocalPoint, Question, Stage
from colonnade.office.models import ActivityKind
from colonnade.people.models import Consent
from colonnade.places.models import Country
from colonnade.programme.models import Activity

CODE: Final = "EXAMPLE-1"
ZONE: Final = ZoneInfo("Pacific/Fiji")
AHEAD: Final = timedelta(days=60)

PEOPLE: Final = (
    ("Litia Ravuvu", "", "FJI", "Ministry of Communications", "Director", "female", "en"),
    ("Sefo Leota", "", "WSM", "Ministry of Public Enterprises", "Adviser", "male", "en"),
    (
        "آمنة يوسف",
        "Amina Yousuf",
        "MDV",
        "National Centre for Information Technology",
        "Engineer",
        "female",
        "ar",
    ),
    ("Hoàng Thu Trang", "", "VNM", "Ministry of Home Affairs", "Official", "female", "en"),
    (
        "Ольга Миронова",
        "Olga Mironova",
        "KGZ",
        "Ministry of Digital Development",
        "Head of Unit",
        "female",
        "ru",
    ),
    ("박서준", "Park Seo-jun", "KOR", "Ministry of the Interior and Safety", "Deputy Director", "male", "ko"),
    ("林美华", "Lin Meihua", "CHN", "Academy of Governance", "Lecturer", "female", "zh-hans"),
    ("Suharto", "", "IDN", "Ministry of Administrative Reform", "Analyst", "male", "en"),
)
"""Made-up names in several scripts; one name is enough."""


@transaction.atomic
def show_an_event(today: date) -> Event:
    """The example event with its programme, its form and its first registrations; made once."""
    if held := Event.objects.filter(code=CODE).first():
        return held
    first = today + AHEAD
    activity = Activity.objects.create(
        code=CODE, title="Example: workshop on digital services for island States",
        kind=ActivityKind.objects.get(code="regional_workshop"), standing=Activity.Standing.ANNOUNCED,
        state=Activity.State.PLANNED, starts_on=first, ends_on=first + timedelta(days=2), place="Nadi",
        host_country=Country.objects.get(code="FJI"), note="Made up for the demonstration. No figure counts it.",
    )  # fmt: skip
    event = plan_event(
        activity=activity, public=True, entry="both", seats_planned=40, seats_per_country=3, time_zone=ZONE.key,
        certificate_kind="completion", languages="English", venue="Conference centre",
        audience="Officials who run public services of small administrations",
        summary="An event made up to try things on: register, take attendance, issue certificates, ask for an evaluation.",
        registration_closes_at=at(first - timedelta(days=14), 23, 59), nominations_close_at=at(first - timedelta(days=30), 23, 59),
    )  # fmt: skip
    add_sessions(
        event=event,
        sessions=[part for day in range(3) for part in programme(first + timedelta(days=day), day + 1)],
    )
    Question.objects.create(
        event=event, name="needs", label="Do you need anything to take part: access, interpretation, food?",
        kind=Question.Kind.TEXT, purpose="So that the hosts can provide it.", keep_days=90,
    )  # fmt: skip
    for days, title in (
        (-60, "Invite focal points"),
        (-21, "Letters for visas"),
        (-7, "Print the sign-in sheet"),
        (3, "Close attendance"),
    ):
        ChecklistItem.objects.create(event=event, title=title, days=days)
    FocalPoint.objects.create(
        code=f"{CODE}-FP1",
        event=event,
        name="Focal point of Samoa",
        email="focal.point@example.org",
        country=Country.objects.get(code="WSM"),
    )
    for stage in (Stage.ANNOUNCED, Stage.REGISTRATION_OPEN):
        event = move_event(event=event, to=stage)
    for number, facts in enumerate(PEOPLE):
        come(event, number, *facts)
    return event


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def programme(day: date, number: int) -> list[dict]:
    """Two halves of a day."""
    return [
        {
            "title": f"Day {number}: lectures",
            "starts_at": at(day, 9),
            "ends_at": at(day, 12),
            "room": "Hall A",
        },
        {
            "title": f"Day {number}: working groups",
            "starts_at": at(day, 14),
            "ends_at": at(day, 17),
            "room": "Hall A",
        },
    ]


def come(event: Event, number: int, name: str, latin: str, country: str, institution: str, function: str, sex: str, language: str) -> None:  # fmt: skip
    """One registration, as by the public form; every second agrees to be listed."""
    agreed = (
        {str(Consent.Purpose.PARTICIPANT_LIST): "Show my name in the list of participants."}
        if number % 2 == 0
        else {}
    )
    register(
        event=event, submission=uuid5(NAMESPACE_URL, f"{CODE}-{number}"), language=language, consents=agreed,
        entry=Entry(
            full_name=name, name_latin=latin, email=f"participant{number + 1:02d}@example.org",
            country=Country.objects.get(code=country), organisation_name=institution, function=function, sex=sex,
            sector="national_government",
        ),
    )  # fmt: skip
