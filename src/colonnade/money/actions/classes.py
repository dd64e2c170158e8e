"""The standard classes of cost of both schemes, and how one is told in the other."""

from __future__ import annotations

from django.db import transaction

from colonnade.money.models import BudgetClass, ClassMapping
from colonnade.places.shipped import rows


@transaction.atomic
def load_budget_classes() -> int:
    """Put the shipped classes into the record. Safe to repeat: names an office changed stay."""
    held = {made.code: made for made in BudgetClass.objects.all()}
    table = rows("budget_classes")
    new = [
        BudgetClass(
            code=row["code"], scheme=row["scheme"], name=row["name"], order=int(row["order"]),
            indirect=row["indirect"] == "yes",
        )
        for row in table if row["code"] not in held
    ]  # fmt: skip
    BudgetClass.objects.bulk_create(new)
    held |= {made.code: made for made in new}
    mapped = set(ClassMapping.objects.values_list("one__code", flat=True))
    ClassMapping.objects.bulk_create(
        ClassMapping(one=held[row["code"]], other=held[row["told_in"]], note=row["note"])
        for row in table if row["told_in"] and row["code"] not in mapped
    )  # fmt: skip
    return len(new)
