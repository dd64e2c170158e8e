"""Who applied and what is said of them; how an event would be balanced."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from colonnade.capacity.models import Event, FocalPoint, Nomination, Participation, Seats, SelectionVote
from colonnade.capacity.queries.letters import institution_of
from colonnade.capacity.rules import SEATED
from colonnade.places.models import Country, CountryGroup
from colonnade.places.queries import groups_by_country_on
from colonnade.records.queries import standing

Status = Participation.Status

UNDECIDED: Final = (str(Status.APPLIED), str(Status.WAITING))
DECIDED: Final = (str(Status.REGISTERED), str(Status.DECLINED))


@dataclass
class Applicant:
    """One applicant as a panel sees them. ``earlier`` counts other events attended; ``perhaps`` those of an alike e-mail."""

    participation: Participation
    institution: str
    nomination: Nomination | None = None
    earlier: int = 0
    perhaps: int = 0
    votes: list[SelectionVote] = field(default_factory=list)

    def voice_of(self, member: int) -> SelectionVote | None:
        return next((vote for vote in self.votes if vote.member_id == member), None)


def applicants(event: Event, statuses: Iterable[str] = UNDECIDED) -> list[Applicant]:
    """Everybody who applied, by country and priority: five queries, however many they are."""
    related = ("person", "country", "organisation", "registration", "nomination__focal_point")
    rows = list(
        standing(Participation.objects)
        .filter(event=event, status__in=statuses)
        .select_related(*related)
        .order_by("country__name_en", "nomination__priority", "pk")
    )
    votes: dict[int, list[SelectionVote]] = defaultdict(list)
    for vote in SelectionVote.objects.filter(participation__in=rows).select_related("member"):
        votes[vote.participation_id].append(vote)
    earlier, perhaps = _earlier(event, rows)
    return [
        Applicant(
            row, institution_of(row), getattr(row, "nomination", None), earlier[row.person_id],
            perhaps[row.person.email.lower(), row.person_id] if row.person.email else 0, votes[row.pk],
        )
        for row in rows
    ]  # fmt: skip


def _earlier(event: Event, rows: Sequence[Participation]) -> tuple[Counter[int], dict[tuple[str, int], int]]:
    """How often each was at another event; and how often somebody else with the same address was."""
    emails = {row.person.email.lower() for row in rows if row.person.email}
    attended = (
        standing(Participation.objects)
        .annotate(email=Lower("person__email"))
        .filter(Q(person__in=[row.person_id for row in rows]) | Q(email__in=emails), status=Status.ATTENDED)
        .exclude(event=event)
        .values_list("person", "email")
    )
    same: Counter[int] = Counter()
    by_email: Counter[tuple[str, int]] = Counter()
    for person, email in attended:
        same[person] += 1
        by_email[email, person] += 1
    perhaps: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        email = row.person.email.lower()
        if email:
            perhaps[email, row.person_id] = sum(
                number
                for (held, person), number in by_email.items()
                if held == email and person != row.person_id
            )
    return same, perhaps


@dataclass
class Balance:
    """How applicants and those selected are divided: each part with both numbers."""

    applied: int = 0
    selected: int = 0
    seats: int | None = None
    taken: int = 0
    each: int | None = None
    sex: list[tuple[str, int, int]] = field(default_factory=list)
    groups: list[tuple[str, int, int]] = field(default_factory=list)
    countries: list[tuple[Country | None, int, int]] = field(default_factory=list)


def balance(event: Event) -> Balance:
    """The event at a glance, as applied and as selected; four queries. Country groups are those of the first day."""
    rows = list(
        standing(Participation.objects)
        .filter(event=event, status__in=(Status.APPLIED, Status.WAITING, *SEATED))
        .select_related("country")
    )
    groups = groups_by_country_on(event.activity.starts_on).groups if event.activity.starts_on else {}
    total = Seats.objects.filter(event=event, country=None).first()
    told = Balance(
        applied=len(rows), selected=sum(row.status in SEATED for row in rows), seats=event.seats_planned,
        taken=total.taken if total else 0, each=event.seats_per_country,
    )  # fmt: skip
    labels = dict(Participation._meta.get_field("sex").choices or ())
    names = dict(CountryGroup.objects.values_list("code", "name"))
    told.sex = _parts((str(labels[row.sex]), row) for row in rows)
    told.groups = _parts(
        (names.get(group, group), row)
        for row in rows
        if row.country
        for group in groups.get(row.country.code, ())
    )
    countries = {row.country.pk: row.country for row in rows if row.country}
    by_country = _parts((str(row.country_id or ""), row) for row in rows)
    told.countries = sorted(
        (
            (countries.get(int(key)) if key else None, applied, selected)
            for key, applied, selected in by_country
        ),
        key=lambda part: part[0].name_en if part[0] else "\uffff",
    )
    return told


def _parts(pairs: Iterable[tuple[str, Participation]]) -> list[tuple[str, int, int]]:
    applied: Counter[str] = Counter()
    selected: Counter[str] = Counter()
    for part, row in pairs:
        applied[part] += 1
        selected[part] += row.status in SEATED
    return [
        (part, number, selected[part])
        for part, number in sorted(applied.items(), key=lambda p: (-p[1], p[0]))
    ]


def focal_points(event: Event) -> QuerySet[FocalPoint]:
    """Those who nominate for an event, with how many candidates stand."""
    return (
        standing(FocalPoint.objects)
        .filter(event=event)
        .select_related("country", "organisation")
        .annotate(candidates=Count("nominations", filter=Q(nominations__withdrawn_on=None)))
        .order_by("country__name_en", "name")
    )
