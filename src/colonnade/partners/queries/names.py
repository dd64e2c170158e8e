"""What organisations are called: in a reader's language, and on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from colonnade.partners.models import Organisation, OrganisationName
from colonnade.values.languages import known


def named_in(rows: QuerySet[Organisation], language: str, day: date) -> QuerySet[Organisation]:
    """Organisations with their ``called`` name: the one kept in the language for the day, or else today's own.

    ``called_in`` is the language of that name, empty where none was kept in the reader's.
    """
    kept = OrganisationName.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day),
        organisation=OuterRef("pk"), language=known(language),
    ).order_by(F("valid_from").desc(nulls_last=True), "pk")  # fmt: skip
    own = language == "en"
    return rows.annotate(
        called=F("name") if own else Coalesce(Subquery(kept.values("name")[:1]), "name"),
        called_in=Subquery(kept.values("language")[:1]),
    )


@dataclass(frozen=True)
class Called:
    """An organisation's name for a reader, the language it is in, and what it was called before."""

    name: str
    language: str
    former: tuple[tuple[str, date | None, date | None], ...] = ()


def called(
    name: str, kept: Iterable[tuple[str, str, date | None, date | None]], language: str, day: date
) -> Called:
    """The name to print, from today's own and the names kept: (name, language, from, to)."""
    wanted = known(language)
    rows = sorted(kept, key=lambda row: (row[2] or date.min, row[3] or date.max, row[0]))
    now = [row for row in rows if (row[2] is None or row[2] <= day) and (row[3] is None or row[3] >= day)]
    own = [row[0] for row in now if row[1] == wanted] if wanted != "en" else []
    shown = own[-1] if own else name
    tongue = wanted if own else "en"
    former = tuple(
        (row[0], row[2], row[3])
        for row in rows
        if row[1] == tongue and row[3] and row[3] < day and row[0] != shown
    )
    return Called(shown, tongue, former)
