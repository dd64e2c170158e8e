"""Finding records by words typed in any order, without their accents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from colonnade.people.models import Person
from colonnade.people.queries import named
from colonnade.values.comparing import folded

M = TypeVar("M", bound=Model)

SMALL = 5_000
"""Up to so many rows are read and compared here; a larger table is asked as the database can."""


def found(rows: QuerySet[M], fields: Sequence[str], words: str) -> QuerySet[M]:
    """The rows in which every word occurs in one of the fields; persons by the beginnings of words, in any script."""
    wanted = folded(words).split()
    if not wanted:
        return rows
    if rows.model is Person:
        return named(words, rows)
    if rows.order_by()[: SMALL + 1].count() > SMALL:
        return _asked(rows, fields, words.split())
    keys = [
        key
        for key, *held in rows.order_by().values_list("pk", *fields)
        if _holds(" ".join(folded(part) for part in held if part), wanted)
    ]
    return rows.filter(pk__in=keys)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    return all(word in text for word in wanted)


def _asked(rows: QuerySet[M], fields: Sequence[str], words: Sequence[str]) -> QuerySet[M]:
    """The same of a large table: letter case is ignored as far as the database can, accents are not."""
    for word in words:
        condition = Q()
        for field in fields:
            condition |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(condition)
    return rows
