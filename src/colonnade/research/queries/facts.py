"""What the room knows of its studies and products, in the form figures count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.research.models import LanguageVersion, Phase, Product, Reviewed, Slip, Study
from colonnade.research.rules.studies import months_late
from colonnade.values.dates import PartialDate

BEGUN = (Activity.State.RUNNING, Activity.State.HELD, Activity.State.CLOSED)
"""The states of a study on which work goes on, or went on."""


@dataclass(frozen=True, slots=True)
class PhaseFact:
    """A phase as far as its dates are known; the years it is known to have run in."""

    code: str
    title: str
    starts: PartialDate | None
    ends: PartialDate | None
    planned_ends: PartialDate | None = None

    @property
    def ref(self) -> str:
        return f"research/phase/{self.code}"

    @property
    def months_late(self) -> int | None:
        """By how many months it ended after its plan, where both are known to the month."""
        return months_late(self.planned_ends, self.ends)

    @property
    def years(self) -> range:
        """From the known start, or the end alone; empty where neither is known."""
        first, last = self.starts or self.ends, self.ends or self.starts
        return range(first.first_day.year, last.last_day.year + 1) if first and last else range(0)


@dataclass(frozen=True, slots=True)
class StudyFact:
    """One study with its phases. ``listed`` are the years of the report that lists it where no phase is dated."""

    code: str
    title: str
    group: str
    kind: str
    begun: bool
    themes: tuple[str, ...]
    phases: tuple[PhaseFact, ...]
    listed: tuple[int, int] | None
    covered: frozenset[str]
    note: str
    source: str
    reviewed: str = str(Reviewed.NOT_RECORDED)

    @property
    def ref(self) -> str:
        return f"research/study/{self.code}"

    @property
    def years(self) -> tuple[int, ...]:
        """Every year in which a phase is known to have run."""
        return tuple(sorted({year for phase in self.phases for year in phase.years}))


@dataclass(frozen=True, slots=True)
class VersionFact:
    """One released language version. Without a date of its own it came out with the publication."""

    code: str
    title: str
    language: str
    status: str
    released: PartialDate | None

    @property
    def ref(self) -> str:
        return f"research/languageversion/{self.code}"


@dataclass(frozen=True, slots=True)
class ProductFact:
    """One product, published or on its way, with its released versions and how often it was put off."""

    code: str
    title: str
    kind: str
    state: str
    own: bool
    published: PartialDate | None
    planned: PartialDate | None
    put_off: int
    series: str
    series_code: str
    symbol: str
    isbn: str
    study: str
    plan_year: int | None
    covered: frozenset[str]
    note: str
    source: str
    versions: tuple[VersionFact, ...] = ()

    @property
    def ref(self) -> str:
        return f"research/product/{self.code}"


def study_facts() -> list[StudyFact]:
    """Every confirmed, standing study, in the office's order, by a fixed number of queries."""
    phases: dict[int, list[PhaseFact]] = defaultdict(list)
    for p in standing(Phase.objects).order_by("starts_on", "ends_on", "code"):
        phases[p.study_id].append(PhaseFact(p.code, p.title, p.starts, p.ends, p.planned_ends))
    covered = _covered(
        Activity.countries_covered.through.objects.filter(activity__study__isnull=False), "activity_id"
    )
    themes = defaultdict(set)
    for owner, code in Activity.themes.through.objects.filter(activity__study__isnull=False).values_list(
        "activity_id", "theme__code"):  # fmt: skip
        themes[owner].add(code)
    studies = standing(Study.objects).filter(
        activity__withdrawn_on=None, activity__standing=Activity.Standing.CONFIRMED
    ).select_related("activity__kind", "source")  # fmt: skip
    return [
        StudyFact(
            s.code, s.activity.title, s.group, s.activity.kind.code, s.activity.state in BEGUN, tuple(sorted(themes[s.activity_id])),
            tuple(phases[s.pk]), (s.listed_from, s.listed_to) if s.listed_from and s.listed_to else None,
            frozenset(covered[s.activity_id]), s.note, s.source.address or s.source.title if s.source else "", s.peer_reviewed,
        )
        for s in studies
    ]  # fmt: skip


def product_facts() -> list[ProductFact]:
    """Every standing product, by three queries."""
    covered = _covered(Product.countries.through.objects.all(), "product_id")
    slips = Slip.objects.filter(product=OuterRef("pk")).order_by().values("product")
    put_off = Coalesce(Subquery(slips.annotate(number=Count("pk")).values("number")), 0)
    rows = standing(Product.objects).select_related("study", "series", "source")
    products = list(rows.annotate(put_off=put_off))
    published = {p.pk: p.published for p in products}
    versions: dict[int, list[VersionFact]] = defaultdict(list)
    for v in standing(LanguageVersion.objects).filter(released=True).order_by("pk"):
        released = v.released_when or published.get(v.product_id)
        versions[v.product_id].append(VersionFact(v.code, v.title, v.language, v.status, released))
    return [
        ProductFact(
            p.code, p.title, p.kind, p.state, p.own, p.published, p.planned, p.put_off,
            p.series.title if p.series else "", p.series.code if p.series else "", p.symbol,
            p.isbn_print or p.isbn_online, p.study.code if p.study else "", p.priority_year, frozenset(covered[p.pk]),
            p.note, p.source.address or p.source.title if p.source else "", tuple(versions[p.pk]),
        )
        for p in products
    ]  # fmt: skip


def _covered(links, owner: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for pk, code in links.values_list(owner, "country__code"):
        found[pk].add(code)
    return found
