"""What the room knows of its outreach activities, in the form figures count."""

from __future__ import annotations

from dataclasses import dataclass

from colonnade.outreach.models import Promotion
from colonnade.programme.models import Activity
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
            tuple(sorted(t.code for t in p.activity.themes.all())), p.source.address or p.source.title if p.source else "",
        )
        for p in rows.order_by("activity__starts_on", "code")
    ]  # fmt: skip
