"""What is asked about those who come: how many seats are taken, who waits, who is on the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from colonnade.capacity.models import Event, Participation, Role, Seats
from colonnade.capacity.rules import SEATED, SEATED_ROLES
from colonnade.records.queries import standing

AT_ONCE = 200
"""Events whose rows are read together."""

Status = Participation.Status


def seats_taken(events: Iterable[int]) -> Counter[tuple[int, int | None]]:
    """How many hold a seat by the participations, by event and country; without a country, all of them."""
    seated = standing(Participation.objects).filter(
        event__in=list(events), status__in=SEATED, role__in=SEATED_ROLES
    )
    rows = seated.order_by().values_list("event", "country").annotate(number=Count("pk"))
    told: Counter[tuple[int, int | None]] = Counter()
    for event, country, number in rows:
        told[event, None] += number
        if country is not None:
            told[event, country] += number
    return told


def wrong_seats() -> list[str]:
    """The codes of events whose counts of seats differ from their participations; empty when all is well."""
    keys = list(Seats.objects.order_by("event_id").values_list("event", flat=True).distinct())
    wrong: set[int] = set()
    for start in range(0, len(keys), AT_ONCE):
        events = keys[start : start + AT_ONCE]
        right = seats_taken(events)
        rows = Seats.objects.filter(event__in=events).values_list("event", "country", "taken", "limit")
        wrong |= {event for event, country, taken, _limit in rows if right[event, country] != taken}
        limits = {
            pk: told
            for pk, *told in Event.objects.filter(pk__in=events).values_list(
                "pk", "seats_planned", "seats_per_country"
            )
        }
        wrong |= {
            event
            for event, country, _taken, limit in rows
            if limits[event][0 if country is None else 1] != limit
        }
    return sorted(Event.objects.filter(pk__in=wrong).values_list("code", flat=True))


def waiting_list(event: Event) -> QuerySet[Participation]:
    """Who waits for a seat, in the order in which they came."""
    return standing(Participation.objects).filter(event=event, status=Status.WAITING).order_by("pk")


def known_elsewhere(participation: Participation) -> bool:
    """Does the office know the person from more than this event? Then a link of one event does not say who they are."""
    person = participation.person
    return person.participations.exclude(pk=participation.pk).exists() or person.holdings.exists()


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of an event's people."""

    pk: int
    code: str
    person: str
    latin: str
    email: str
    country: str
    institution: str
    function: str
    role: str
    status: str
    sector: str
    sex: str
    withdrawn: bool

    @property
    def status_words(self) -> str:
        return str(Status(self.status).label)

    @property
    def role_words(self) -> str:
        return str(Role(self.role).label)


LINE = (
    "pk", "code", "person__full_name", "person__name_latin", "person__email", "country__name_en",
    "registration__organisation_name", "organisation__name", "function", "role", "status", "sector", "sex",
    "withdrawn_on",
)  # fmt: skip


def people_of(
    event: Event, *, status: str = "", country: str = "", words: str = "", withdrawn: bool = False
) -> QuerySet[Participation]:
    """Who stands at an event, in the order in which they came; narrowed by state, country and words of name or e-mail."""
    rows = Participation.objects.filter(event=event).order_by("pk")
    rows = rows.exclude(withdrawn_on=None) if withdrawn else rows.filter(withdrawn_on=None)
    if status:
        rows = rows.filter(status=status)
    if country:
        rows = rows.filter(country__code=country)
    for word in words.split():
        rows = rows.filter(
            Q(person__full_name__icontains=word)
            | Q(person__name_latin__icontains=word)
            | Q(person__email__icontains=word)
            | Q(registration__organisation_name__icontains=word)
            | Q(code__iexact=word)
        )
    return rows


def page_of(
    rows: QuerySet[Participation], *, after: int = 0, before: int = 0, size: int = 100
) -> tuple[list[Listed], bool]:
    """The lines that follow a key (or come before one), and whether there are more that way: as fast at the end as at the
    beginning."""
    if before:
        rows = rows.filter(pk__lt=before).order_by("-pk")
    elif after:
        rows = rows.filter(pk__gt=after)
    found = [_line(row) for row in rows.values_list(*LINE)[: size + 1]]
    more, found = len(found) > size, found[:size]
    return (found[::-1] if before else found), more


def _line(row: tuple) -> Listed:
    (
        pk,
        code,
        name,
        latin,
        email,
        country,
        written,
        organisation,
        function,
        role,
        status,
        sector,
        sex,
        gone,
    ) = row
    return Listed(
        pk, code, name, latin, email, country or "", organisation or written or "", function, role, status, sector,
        sex, gone is not None,
    )  # fmt: skip


def states_of(event: Event) -> dict[str, int]:
    """How many stand in each state."""
    rows = standing(Participation.objects).filter(event=event).order_by()
    told = dict(rows.values_list("status").annotate(number=Count("pk")))
    return {status: told[status] for status in Status.values if status in told}


def seats_of(event: Event) -> tuple[Seats | None, list[Seats]]:
    """The count of all seats, and those of countries that have a limit or a seat, fullest first."""
    rows = Seats.objects.filter(event=event).select_related("country").order_by("-taken", "country__name_en")
    told = list(rows)
    return next((row for row in told if row.country_id is None), None), [
        row for row in told if row.country_id is not None and row.taken
    ]
