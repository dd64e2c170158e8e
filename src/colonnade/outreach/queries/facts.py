"""What the room knows of outreach activities, materials and mentions, in the form figures count."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from colonnade.outreach.models import Material, Mention, Promotion
from colonnade.programme.models import Activity
from colonnade.records.models import Record
from colonnade.records.queries import standing
from colonnade.values.dates import PartialDate


@dataclass(frozen=True, slots=True)
class PromotionFact:
    """One outreach activity as figures see it."""

    code: str
    title: str
    purpose: str
    audience: str
    form: str
    starts: PartialDate
    themes: tuple[str, ...]
    source: str

    @property
    def ref(self) -> str:
        return f"outreach/promotion/{self.code}"


def promotion_facts() -> list[PromotionFact]:
    """Every confirmed, standing, dated outreach activity that took place."""
    rows = standing(Promotion.objects).filter(
        activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED,
        activity__state__in=[Activity.State.HELD, Activity.State.CLOSED, Activity.State.RUNNING],
        activity__starts_on__isnull=False,
    ).select_related("activity", "source").prefetch_related("activity__themes")  # fmt: skip
    return [
        PromotionFact(
            p.code, p.activity.title, p.purpose, p.scope, p.form, p.activity.starts,
            tuple(sorted(t.code for t in p.activity.themes.all())), source_of(p),
        )
        for p in rows.order_by("activity__starts_on", "code")
    ]  # fmt: skip


def source_of(row: Record) -> str:
    """Where a row comes from, as a trail prints it."""
    return (row.source.address or row.source.title) if row.source else ""


@dataclass(frozen=True, slots=True)
class MaterialFact:
    """One material as figures see it; made on no day that is known, it is in no period."""

    code: str
    title: str
    kind: str
    languages: tuple[str, ...]
    made: PartialDate
    source: str

    @property
    def ref(self) -> str:
        return f"outreach/material/{self.code}"


def material_facts() -> list[MaterialFact]:
    """Every material that stands and has a date: one query."""
    rows = standing(Material.objects).filter(made_on__isnull=False).select_related("source")
    return [
        MaterialFact(m.code, m.title, m.kind, tuple(m.languages), m.made, source_of(m))
        for m in rows.order_by("made_on", "code")
    ]


@dataclass(frozen=True, slots=True)
class MentionFact:
    """One mention as figures see it."""

    code: str
    title: str
    medium: str
    country: str
    language: str
    on: PartialDate
    source: str

    @property
    def ref(self) -> str:
        return f"outreach/mention/{self.code}"


def mention_facts() -> list[MentionFact]:
    """Every mention that stands; one about an activity that was withdrawn or is not the office's does not: one query."""
    ours = Q(activity__withdrawn_on=None) & ~Q(activity__standing=Activity.Standing.CONTEXT)
    rows = standing(Mention.objects).filter(Q(activity=None) | ours).select_related("country", "source")
    return [
        MentionFact(
            m.code, str(m), m.medium, m.country.code if m.country else "", m.language, m.when, m.address or source_of(m)
        )
        for m in rows.order_by("on", "code")
    ]  # fmt: skip
