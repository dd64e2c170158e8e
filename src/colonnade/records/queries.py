"""Reads that hold for every kind of record."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


def standing(queryset: QuerySet[M]) -> QuerySet[M]:
    """Without what was withdrawn."""
    return queryset.filter(withdrawn_on=None)


def valid_on(queryset: QuerySet[M], day: date, prefix: str = "") -> QuerySet[M]:
    """The dated facts that hold on a day; ``prefix`` reaches through a relation (``post__``)."""
    begins = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    ends = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return queryset.filter(begins, ends)
