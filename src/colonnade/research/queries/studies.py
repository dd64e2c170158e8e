"""What the desk asks of studies: the rows of the year matrix, who wrote a study, which clearance holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from colonnade.partners.models import Affiliation
from colonnade.people.models import Account
from colonnade.programme.models import Activity
from colonnade.records.queries import standing, valid_on
from colonnade.research.models import (
    Clearance,
    ClearanceOverride,
    ClearanceStep,
    Contributor,
    Draft,
    Phase,
    Product,
    Study,
)
from colonnade.research.rules.studies import WROTE, PhaseState, is_cleared, phase_state, phase_years
from colonnade.values.comparing import folded


@dataclass(frozen=True)
class Bar:
    """A phase as it lies in the matrix: from the first to the last of its years, and how far it is."""

    phase: Phase
    years: range
    state: PhaseState


@dataclass(frozen=True)
class MatrixLine:
    """A study in the matrix: its bars in as many lanes as overlap, and the phases that have no date to lie at."""

    study: Study
    lanes: list[list[Bar]]
    undated: list[Phase] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        return [year for lane in self.lanes for bar in lane for year in bar.years]


def matrix_lines(
    today: date,
    *,
    group: str = "",
    theme: str = "",
    state: str = "",
    words: str = "",
    only: int | None = None,
) -> list[MatrixLine]:
    """The studies of the matrix in the office's order, each with its phases: two queries, however many there are."""
    rows = standing(Study.objects).filter(activity__withdrawn_on=None)
    if only is not None:
        rows = rows.filter(pk=only)
    if group:
        rows = rows.filter(group=group)
    if theme:
        rows = rows.filter(activity__themes__code=theme)
    if state:
        rows = rows.filter(activity__state=state)
    for word in words.split():
        rows = rows.filter(Q(activity__title__icontains=word) | Q(code__icontains=word))
    phases = Prefetch("phases", standing(Phase.objects).order_by("code"))
    rows = rows.select_related("activity__kind").prefetch_related(phases).order_by("order", "code")
    return [_line(study, study.phases.all(), today) for study in rows]


def _line(study: Study, phases: Iterable[Phase], today: date) -> MatrixLine:
    bars, undated = [], []
    for phase in phases:
        years = phase_years(phase, today)
        if years:
            bars.append(Bar(phase, years, phase_state(phase)))
        else:
            undated.append(phase)
    return MatrixLine(study, in_lanes(bars), undated)


def in_lanes(bars: Iterable[Bar]) -> list[list[Bar]]:
    """Bars in as few lanes as they fit in without lying on each other, from the earliest on."""
    lanes: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda one: (one.years[0], one.years[-1], one.phase.code)):
        lane = next((lane for lane in lanes if lane[-1].years[-1] < bar.years[0]), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes


# --- who wrote it ----------------------------------------------------------------------------------------------------


def contributors_of(study: Study) -> QuerySet[Contributor]:
    """Everybody who has a part in the study, authors first, in the order of the title page."""
    rows = standing(Contributor.objects).filter(study=study)
    return rows.select_related("person", "organisation").order_by("role", "order", "code")


def writers_of(study: Study) -> list[Contributor]:
    """The authors and editors, whose own work it is."""
    return list(contributors_of(study).filter(role__in=WROTE))


def institutions_of(persons: Iterable[int | None], day: date) -> dict[int, set[int]]:
    """In which institutions persons serve on a day, by the keys of both."""
    found: dict[int, set[int]] = {}
    rows = valid_on(standing(Affiliation.objects), day).filter(person__in=[key for key in persons if key])
    for person, organisation in rows.values_list("person_id", "organisation_id"):
        found.setdefault(person, set()).add(organisation)
    return found


def is_writer(account: Account, study: Study) -> bool:
    """Is the account that of an author or editor? By address, or by the name as printed."""
    own = {folded(name) for name in (account.get_full_name(), account.email) if name.strip()}
    for writer in writers_of(study):
        names = [writer.name]
        if writer.person:
            names += [writer.person.full_name, writer.person.name_latin, writer.person.email]
        if own & {folded(name) for name in names if name.strip()}:
            return True
    return False


def wrote(account: Account, study: Study) -> bool:
    """Is a study the account's own work for a clearance: that of an author or editor, or of whoever brought a draft?"""
    return is_writer(account, study) or Draft.objects.filter(study=study, brought_by=account).exists()


# --- clearance -------------------------------------------------------------------------------------------------------


def clearance_of(product: Product) -> Clearance | None:
    """The latest clearance of a product, with its steps."""
    steps = Prefetch("steps", ClearanceStep.objects.select_related("by").order_by("order"))
    rows = Clearance.objects.filter(product=product).select_related("draft", "submitted_by", "product")
    return rows.prefetch_related(steps).order_by("-number").first()


def latest_draft(study: Study | None) -> Draft | None:
    """The newest version of a study's text."""
    return Draft.objects.filter(study=study).order_by("-version").first() if study else None


def override_of(product: Product) -> ClearanceOverride | None:
    """The head's decision to publish without clearance, where there is one."""
    return ClearanceOverride.objects.filter(product=product).select_related("by").order_by("-pk").first()


def why_not_published(product: Product) -> str:
    """Why a product may not be published yet, in a sentence; empty where it may."""
    if override_of(product):
        return ""
    held = clearance_of(product)
    if held is None:
        return f"{product.code} was not submitted for clearance. Submit it first."
    if not is_cleared(held):
        waiting = next((s for s in held.steps.all() if s.state in ("waiting", "returned")), None)
        return (
            f"{product.code} is not cleared: “{waiting}” is {waiting.get_state_display()}." if waiting else ""
        )
    newest = latest_draft(product.study)
    if held.draft and newest and newest.version > held.draft.version:
        return (
            f"{product.code} was cleared in version {held.draft.version}, and version {newest.version} has come since. "
            "Submit that one for clearance."
        )
    return ""


def products_of(study: Study) -> list[Product]:
    """What comes, or came, out of the study."""
    return list(standing(Product.objects).filter(study=study).order_by("published_on", "code"))


def is_shown(study: Study) -> bool:
    """Does the public see the study?"""
    shown = (Activity.Standing.CONFIRMED, Activity.Standing.ANNOUNCED)
    return study.public and study.withdrawn_on is None and study.activity.standing in shown
