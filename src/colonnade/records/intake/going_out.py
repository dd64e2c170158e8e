"""The record as the workbook it could have come from: what goes out so comes in again without a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from colonnade.records.intake.cells import Raw
from colonnade.records.intake.kinds import Address, Ref, Steps
from colonnade.records.intake.sheets import Column, Sheet


def rows_of(sheet: Sheet, sheets: Sequence[Sheet]) -> Iterator[list[Raw]]:
    """The rows of a sheet, in the order of their keys, without what was withdrawn.

    A record that another sheet writes with its own, as an event does its activity, stands there only.
    """
    held = _standing(sheet.model)
    for other in sheets:
        if other.base and other.base.model is sheet.model:
            held = held.exclude(pk__in=other.model._default_manager.values(other.base.link))
    base = sheet.base.link if sheet.base else ""
    for row in held.select_related(*_singles(sheet)).prefetch_related(*_sets(sheet)).order_by(*_order(sheet)):
        beneath = getattr(row, base) if base else row
        yield [_cell(beneath if column.on_base else row, column) for column in sheet.columns]


def _standing(model: type[Model]) -> QuerySet[Any]:
    withdrawn = any(held.name == "withdrawn_on" for held in model._meta.fields)
    return model._default_manager.filter(withdrawn_on=None) if withdrawn else model._default_manager.all()


def _order(sheet: Sheet) -> list[str]:
    return [f"{name}__code" if isinstance(sheet.column(name).kind, Ref) else name for name in sheet.key]


def _paths(sheet: Sheet, *, many: bool) -> list[str]:
    """How to reach what the columns name, through the record beneath where it is that one's."""
    return [
        f"{sheet.base.link}__{column.fields[0]}" if column.on_base and sheet.base else column.fields[0]
        for column in sheet.columns
        if isinstance(column.kind, Ref) and column.kind.many == many and not isinstance(column.kind, Steps)
    ]


def _singles(sheet: Sheet) -> list[str]:
    return _paths(sheet, many=False) + ([sheet.base.link] if sheet.base else [])


def _sets(sheet: Sheet) -> list[str]:
    return _paths(sheet, many=True)


def _cell(row: Any, column: Column) -> Raw:
    kind = column.kind
    if isinstance(kind, Address):
        return None
    if isinstance(kind, Steps):
        steps = kind.through._default_manager.filter(**{kind.parent: row}).order_by(kind.order)
        return kind.show(tuple(steps.values_list(f"{kind.item}__code", flat=True)))
    values = [getattr(row, name) for name in column.fields]
    if isinstance(kind, Ref) and kind.many:
        return kind.show(tuple(sorted(each.code for each in values[0].all())))
    if isinstance(kind, Ref):
        return kind.show(values[0].code if values[0] is not None else None)
    return kind.show(*values)
