"""The lines of the ledger as figures read them: a fixed number of queries, whatever the number of lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from colonnade.money.models import (
    Allotment,
    AllotmentChange,
    AllotmentLine,
    ClassMapping,
    Commitment,
    CommitmentChange,
    Expense,
    Fund,
    InKind,
    Receipt,
)
from colonnade.records.queries import standing
from colonnade.values.numbers import Amount

BESIDE: Final = (Fund.Kind.COUNTERPART, Fund.Kind.IN_KIND)
"""Kinds of fund that stand beside the office's own, never in it."""


@dataclass(frozen=True, slots=True)
class LedgerFact:
    """One line: what it brings, in its fund's currency, and what it belongs to. ``kind`` is the line's own word.

    Its label has class, activity and number only: what it was for, and who was paid, stand on its own page at the desk.
    """

    ref: str
    label: str
    on: date
    what: str
    kind: str
    amount: Amount
    fund: str
    beside: bool
    budget_class: str = ""
    harmonised: str = ""
    activity: str = ""
    pillar: str = ""
    host: str = ""
    source: str = ""
    told: str = ""
    paid: str = ""
    """The order that the line belongs to, else its voucher, else itself: as near as the ledger comes to who is paid."""


_OWN: Final = ("code", "on", "fund__code", "fund__kind", "fund__currency", "source__title", "reference")
_ACTIVITY: Final = ("activity__code", "activity__kind__pillar__code", "activity__host_country__code")


def ledger_facts() -> list[LedgerFact]:
    """Every line of every fund that stands, whatever its day."""
    told_in = dict(ClassMapping.objects.values_list("one__code", "other__code"))
    facts = [
        *_read("receipt", _standing(Receipt), told_in, "value", kind="kind", told="rate_told"),
        *_allotted(told_in),
        *_read("allotmentchange", _standing(AllotmentChange), told_in, "amount", budget_class="line__budget_class__code"),
        *_read("commitment", _standing(Commitment), told_in, "value", budget_class="line__budget_class__code",
               activity="", told="rate_told"),
        *_read("commitmentchange", _standing(CommitmentChange), told_in, "value",
               budget_class="commitment__line__budget_class__code", activity="commitment__", order="commitment__code"),
        *_read("expense", _standing(Expense), told_in, "value", kind="kind", budget_class="budget_class__code",
               activity="", told="rate_told", bound="commitment__code", order="commitment__code"),
    ]  # fmt: skip
    return sorted(facts, key=lambda fact: (fact.on, fact.ref))


def anything_received() -> bool:
    """Is there a ledger at all? Nothing is spent before something came; one query."""
    return _standing(Receipt).exists()


def _standing(model: Any) -> QuerySet:
    return model.objects.filter(fund__withdrawn_on=None)


def _read(what: str, rows: QuerySet, told_in: dict[str, str], value: str, *, kind: str = "", budget_class: str = "",
          activity: str | None = None, told: str = "", bound: str = "", order: str = "") -> list[LedgerFact]:  # fmt: skip
    """The lines of one table. ``bound`` marks expenses that free what was committed: ``what`` is then ``settled``."""
    reach = [f"{activity}{name}" for name in _ACTIVITY] if activity is not None else []
    extra = [name for name in (kind, budget_class, told, order) if name]
    facts = []
    for row in rows.values(*_OWN, value, *reach, *extra):
        own = row[budget_class] if budget_class else ""
        labels = dict(zip(("activity", "pillar", "host"), (row[name] or "" for name in reach), strict=False))
        facts.append(
            LedgerFact(
                ref=f"money/{what}/{row['code']}",
                label=" · ".join(filter(None, (own, labels.get("activity", ""), row["code"]))),
                on=row["on"],
                what="settled" if bound and row[bound] else what,
                kind=row[kind] if kind else "",
                amount=Amount(row[value], row["fund__currency"]),
                fund=row["fund__code"],
                beside=row["fund__kind"] in BESIDE,
                budget_class=own,
                harmonised=told_in.get(own, own),
                source=row["source__title"] or "",
                told=row[told] if told else "",
                paid=(row[order] if order else "") or row["reference"] or row["code"],
                **labels,
            )
        )
    return facts


def _allotted(told_in: dict[str, str]) -> list[LedgerFact]:
    """Allotments by class. A line has no number of its own: its allotment's, and its class."""
    lines = AllotmentLine.objects.filter(allotment__fund__withdrawn_on=None).values(
        "allotment__code", "allotment__on", "allotment__fund__code", "allotment__fund__kind",
        "allotment__fund__currency", "budget_class__code", "amount", "code",
    )  # fmt: skip
    return [
        LedgerFact(
            ref=f"money/{AllotmentLine._meta.model_name}/{row['code']}",
            label=row["code"],
            on=row["allotment__on"],
            what=str(Allotment._meta.model_name),
            kind="",
            amount=Amount(row["amount"], row["allotment__fund__currency"]),
            fund=row["allotment__fund__code"],
            beside=row["allotment__fund__kind"] in BESIDE,
            budget_class=row["budget_class__code"],
            harmonised=told_in.get(row["budget_class__code"], row["budget_class__code"]),
        )
        for row in lines
    ]


def in_kind_facts() -> list[InKind]:
    """What partners gave that is no money."""
    return list(
        standing(InKind.objects).select_related("activity__kind__pillar", "activity__host_country", "source")
    )
