"""What was done together with others: facts for figures, and what pages tell of an organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from colonnade.partners.models import CooperationAgreement, Organisation
from colonnade.partners.queries import in_force
from colonnade.programme.models import Activity, ActivityPartner, Partnership
from colonnade.records.queries import standing
from colonnade.values.dates import PartialDate

DONE = (Activity.State.HELD, Activity.State.CLOSED, Activity.State.RUNNING)
SHOWN = (*DONE, Activity.State.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class JointFact:
    """One activity done together with others; ``parts`` are the organisation's code, its kind and the part it took."""

    code: str
    title: str
    kind: str
    pillar: str
    starts: PartialDate
    inside: str
    parts: tuple[tuple[str, str, str], ...]
    source: str

    @property
    def ref(self) -> str:
        return f"programme/activity/{self.code}"


def joint_facts() -> list[JointFact]:
    """Every confirmed, standing, dated activity that took place and in which an organisation had a part: one query."""
    rows = ActivityPartner.objects.filter(
        organisation__withdrawn_on=None, activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED,
        activity__state__in=DONE, activity__starts_on__isnull=False,
    ).select_related("activity__kind__pillar", "activity__part_of", "activity__source", "organisation")  # fmt: skip
    ordered = rows.order_by("activity__starts_on", "activity__code", "organisation__code", "role")
    return [
        _joint(activity, [(row.organisation.code, row.organisation.kind, row.role) for row in held])
        for activity, held in groupby(ordered, key=lambda row: row.activity)
    ]


def _joint(activity: Activity, parts: list[tuple[str, str, str]]) -> JointFact:
    source, starts = activity.source, PartialDate(activity.starts_on, activity.starts_precision)  # type: ignore[arg-type]  # a choice field is read as text
    return JointFact(
        activity.code, activity.title, activity.kind.code, activity.kind.pillar.code, starts,
        activity.part_of.code if activity.part_of else "", tuple(parts),
        (source.address or source.title) if source else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearFact:
    """An organisation that the office worked with in a year, apart from any one activity."""

    code: str
    title: str
    year: int
    organisation: str
    kind: str
    source: str

    @property
    def ref(self) -> str:
        return f"programme/partnership/{self.code}"


def year_facts() -> list[YearFact]:
    """The partners of every year: one query."""
    rows = standing(Partnership.objects).filter(organisation__withdrawn_on=None)
    return [
        YearFact(p.code, str(p), p.year, p.organisation.code, p.organisation.kind,
                 (p.source.address or p.source.title) if p.source else "")
        for p in rows.select_related("organisation", "source").order_by("year", "order", "code")
    ]  # fmt: skip


# --- of one organisation, and of all that the office may name ----------------------------------------------------


def done_together(hidden: Iterable[int] | QuerySet = ()) -> QuerySet[ActivityPartner]:
    """The parts that organisations took in activities which anybody may know of, newest first.

    An activity that is an idea, a candidate or withdrawn is left out, and with it whatever ``hidden`` names.
    """
    shown = (Activity.Standing.CONFIRMED, Activity.Standing.ANNOUNCED)
    rows = ActivityPartner.objects.filter(
        activity__withdrawn_on=None, activity__standing__in=shown, activity__state__in=SHOWN,
        activity__starts_on__isnull=False,
    )  # fmt: skip
    return rows.exclude(activity__in=hidden).order_by("-activity__starts_on", "activity__code", "role")


def partners_shown(day: date, hidden: Iterable[int] | QuerySet = ()) -> QuerySet[Organisation]:
    """The organisations that the public may know as partners, with ``together``: in how many activities.

    A body that is in the record because somebody came from it is none. A partner had a part in an activity, was
    named a partner of a year that has come, or is party to an agreement in force that is public.
    """
    parts = done_together(hidden)
    agreed = CooperationAgreement.objects.filter(
        pk__in=in_force(day).filter(public=True).values("pk"), parties__organisation=OuterRef("pk")
    )
    years = standing(Partnership.objects).filter(organisation=OuterRef("pk"), year__lte=day.year)
    rows = standing(Organisation.objects).annotate(
        together=Count(
            "partnerships__activity", distinct=True, filter=Q(partnerships__in=parts.order_by().values("pk"))
        )
    )
    return rows.filter(Q(together__gt=0) | Exists(years) | Exists(agreed))


@dataclass(frozen=True)
class Together:
    """What was done together in a year: each activity once, with the parts the organisation took."""

    year: int
    activities: tuple[tuple[Activity, tuple[str, ...]], ...]


def by_year(parts: Iterable[ActivityPartner]) -> list[Together]:
    """The parts of one organisation by year, newest first; several parts in one activity are one line."""
    held: dict[int, dict[int, tuple[Activity, list[str]]]] = defaultdict(dict)
    for part in parts:
        if part.activity.starts is None:
            continue
        year = held[part.activity.starts.first_day.year]
        year.setdefault(part.activity_id, (part.activity, []))[1].append(str(part.get_role_display()))
    return [
        Together(year, tuple((activity, tuple(roles)) for activity, roles in held[year].values()))
        for year in sorted(held, reverse=True)
    ]


def under_agreement(agreement: CooperationAgreement, day: date) -> QuerySet[Activity]:
    """The activities that took place together with a party while an agreement held, up to a day."""
    last = min(filter(None, (agreement.valid_to, day)))
    if agreement.begins is None or agreement.begins > last:
        return Activity.objects.none()
    parties = agreement.parties.values("organisation")
    rows = standing(Activity.objects).filter(
        standing=Activity.Standing.CONFIRMED, state__in=DONE, starts_on__range=(agreement.begins, last),
        pk__in=ActivityPartner.objects.filter(organisation__in=parties).values("activity"),
    )  # fmt: skip
    return rows.order_by("-starts_on", "code")
