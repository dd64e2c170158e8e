"""Reads that hold for every kind of record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from colonnade.records.models import Answer, Mapping

M = TypeVar("M", bound=Model)


def standing(queryset: QuerySet[M]) -> QuerySet[M]:
    """Without what was withdrawn."""
    return queryset.filter(withdrawn_on=None)


def valid_on(queryset: QuerySet[M], day: date, prefix: str = "") -> QuerySet[M]:
    """The dated facts that hold on a day; ``prefix`` reaches through a relation (``post__``)."""
    begins = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    ends = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return queryset.filter(begins, ends)


def headings_of(headings: Iterable[str]) -> str:
    """The fingerprint of a set of headings, in whatever order and case they stand."""
    words = sorted(" ".join(str(heading).casefold().split()) for heading in headings)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def mapping_for(headings: Iterable[str]) -> Mapping | None:
    """How a list with these headings was understood the last time."""
    return Mapping.objects.filter(fingerprint=headings_of(headings)).first()


def mappings_of(layout: str) -> dict[str, dict[str, str]]:
    """What the columns of every list of one layout meant the last time, by the fingerprint of its headings."""
    return dict(Mapping.objects.filter(layout=layout).values_list("fingerprint", "columns"))


def answers_about(ref: str) -> dict[tuple[str, str], str]:
    """What was answered to the questions of lists about one record, by kind and key."""
    rows = Answer.objects.filter(about=ref).values_list("kind", "key", "answer")
    return {(kind, key): answer for kind, key, answer in rows}
