"""What the public reads of events: one whole, and the calendar. Never a name of somebody who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, NullIf

from colonnade.capacity.models import Event, EventDocument, Participation, Session, SessionSpeaker
from colonnade.people.queries import usable
from colonnade.places.models import CountryName
from colonnade.programme.models import Activity, ActivityPartner
from colonnade.records.composed import Question
from colonnade.records.queries import standing
from colonnade.values.languages import known

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PublicEvent:
    """An event with all that its page says, read by a fixed number of queries.

    ``event.host_name`` is the host country's name on the first day, in the reader's language; ``event.changed_at``
    when the event or its activity was last changed.
    """

    event: Event
    sessions: list[Session]
    speakers: dict[int, list[SessionSpeaker]]
    documents: list[EventDocument]
    partners: list[ActivityPartner]


def public_events(language: str = "en") -> QuerySet[Event]:
    """The events the office shows: confirmed ones or announced, in the record, with a date, and marked as public."""
    shown = (Activity.Standing.CONFIRMED, Activity.Standing.ANNOUNCED)
    rows = standing(Event.objects).filter(
        public=True,
        activity__withdrawn_on=None,
        activity__standing__in=shown,
        activity__starts_on__isnull=False,
    )
    return _told(rows, language).order_by("activity__starts_on", "code")


def _told(rows: QuerySet[Event], language: str) -> QuerySet[Event]:
    """With the host's name on the day and the moment of the last change, by the same query."""
    language = known(language)
    day = OuterRef("activity__starts_on")
    dated = CountryName.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        country=OuterRef("activity__host_country"),
        language=language,
    )
    today = NullIf(F(f"activity__host_country__name_{language}"), Value(""))
    changed = [
        Subquery(model.objects.filter(id=OuterRef(key)).order_by("-history_date").values("history_date")[:1])
        for model, key in ((Event.history.model, "pk"), (Activity.history.model, "activity"))
    ]
    never = Value(BEGINNING, output_field=DateTimeField())
    return rows.select_related("activity__kind").annotate(
        host_name=Coalesce(
            Subquery(dated.values("name")[:1]), today, F("activity__host_country__name_en"), Value("")
        ),
        changed_at=Greatest(*(Coalesce(moment, never) for moment in changed)),
    )


def public_event(code: str, language: str = "en") -> PublicEvent | None:
    """One event as its page says it; None where there is none, or the office does not show it. Five queries."""
    event = _shown(known(language)).first(code)
    if event is None:
        return None
    speakers: dict[int, list[SessionSpeaker]] = {}
    for speaker in _speakers.all(event.pk):
        speakers.setdefault(speaker.session_id, []).append(speaker)
    return PublicEvent(
        event,
        _sessions.all(event.pk),
        speakers,
        _documents.all(event.pk),
        _partners.all(event.activity_id),
    )


@cache
def _shown(language: str) -> Question:
    return Question(lambda code: public_events(language).filter(code=code))


_GONE = (Participation.Status.CANCELLED, Participation.Status.DECLINED)


def _may_be_named() -> Q:
    """A name until there is a participation; then whoever comes and may be shown."""
    comes = Q(participation__withdrawn_on=None, participation__person__in=usable())
    return Q(participation=None) | (comes & ~Q(participation__status__in=_GONE))


_speakers = Question(
    lambda event: (
        SessionSpeaker.objects.filter(_may_be_named(), session__event=event, session__withdrawn_on=None)
        .select_related("participation__person")
        .order_by("session_id", "order", "pk")
    )
)
_sessions = Question(lambda event: standing(Session.objects).filter(event=event).order_by("starts_at", "pk"))
_documents = Question(lambda event: EventDocument.objects.filter(event=event, public=True))
_partners = Question(
    lambda activity: (
        ActivityPartner.objects.filter(activity=activity, organisation__withdrawn_on=None)
        .select_related("organisation")
        .order_by("role", "organisation__name")
    )
)


def calendar(language: str, today: date) -> tuple[list[Event], list[int]]:
    """The events that have not ended, the nearest first, and the years in which others were held, newest first."""
    rows = public_events(language)
    ahead = rows.filter(
        Q(activity__ends_on__gte=today) | Q(activity__ends_on=None, activity__starts_on__gte=today)
    )
    years = (
        public_events()
        .order_by("-activity__starts_on__year")
        .values_list("activity__starts_on__year", flat=True)
    )
    return list(ahead), list(dict.fromkeys(years))


def held_in(year: int, language: str) -> list[Event]:
    """The events that begin in a year, in order of days."""
    return list(public_events(language).filter(activity__starts_on__year=year))
