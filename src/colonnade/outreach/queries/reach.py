"""What was reached: as figures count it, and as the pages of one activity or material tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from colonnade.outreach.models import Material, Promotion, Reach
from colonnade.outreach.queries.facts import source_of
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.values.period import Period


@dataclass(frozen=True, slots=True)
class ReachFact:
    """One count as figures see it; ``thing`` and ``channel`` say of what, for a stock is told for each of them once."""

    code: str
    label: str
    thing: str
    channel: str
    unit: str
    number: int
    period: Period
    method: str
    form: str
    source: str

    @property
    def ref(self) -> str:
        return f"outreach/reach/{self.code}"


def _counted() -> QuerySet[Reach]:
    """Reach that stands, of what stands: an activity that is not confirmed reaches nobody."""
    of_activity = Q(
        promotion__withdrawn_on=None,
        promotion__activity__withdrawn_on=None,
        promotion__activity__standing=Activity.Standing.CONFIRMED,
    )
    rows = standing(Reach.objects).filter(
        Q(promotion=None) | of_activity, Q(material=None) | Q(material__withdrawn_on=None)
    )
    return rows.select_related("promotion__activity", "material", "source")


def reach_facts() -> list[ReachFact]:
    """Every count that stands: one query."""
    return [_fact(row) for row in _counted().order_by("first_day", "last_day", "code")]


def _fact(row: Reach) -> ReachFact:
    about = row.about
    # A material is told apart by what it is, in the words of the forms of outreach where they have it.
    form = about.form if isinstance(about, Promotion) else _FORM_OF.get(about.kind, Promotion.Form.OTHER)
    label = f"{about} ({row.channel})" if row.channel else str(about)
    return ReachFact(
        row.code, label, about.ref, row.channel, row.unit, row.number, row.period, row.method, str(form),
        source_of(row),
    )  # fmt: skip


_FORM_OF = {
    Material.Kind.BROCHURE: Promotion.Form.BROCHURE,
    Material.Kind.VIDEO: Promotion.Form.VIDEO,
    Material.Kind.PANEL: Promotion.Form.EXHIBITION,
    Material.Kind.PRESENTATION: Promotion.Form.PRESENTATION,
    Material.Kind.PRESS_KIT: Promotion.Form.PRESS,
}


# --- of one activity or material ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reached:
    """What was reached in one unit: of flows the sum over their days, of a stock the latest count of each channel."""

    unit: str
    label: str
    stock: bool
    rows: tuple[Reach, ...]

    @property
    def total(self) -> int | None:
        """The sum of a flow; of a stock only where there is one channel, for the same people follow several."""
        latest = self.latest
        if self.stock:
            return latest[0].number if len(latest) == 1 else None
        return sum(row.number for row in self.rows)

    @property
    def latest(self) -> list[Reach]:
        """Of a stock, the last count of each thing and channel."""
        held = {(row.promotion_id, row.material_id, row.channel): row for row in self.rows}
        return list(held.values())


def _by_unit(rows: Iterable[Reach]) -> list[Reached]:
    held: dict[str, list[Reach]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.last_day, row.code)):
        held[row.unit].append(row)
    return [
        Reached(str(unit), str(label), held[unit][0].is_stock, tuple(held[unit]))
        for unit, label in Reach.Unit.choices
        if unit in held
    ]


def reach_of_promotion(promotion: Promotion) -> list[Reached]:
    """What an activity reached, unit by unit, with what its materials did."""
    rows = standing(Reach.objects).filter(
        Q(promotion=promotion) | Q(material__promotion=promotion, material__withdrawn_on=None)
    )
    return _by_unit(rows.select_related("material", "promotion__activity"))


def reach_of_materials(materials: Iterable[Material]) -> dict[int, list[Reached]]:
    """What each material reached, unit by unit: one query for all."""
    held: dict[int, list[Reach]] = defaultdict(list)
    for row in standing(Reach.objects).filter(material__in=list(materials)):
        held[row.material_id].append(row)
    return {key: _by_unit(rows) for key, rows in held.items()}
