"""Downloads as figures count them: how many on which days, of which file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Sum

from colonnade.research.models import DownloadCount


@dataclass(frozen=True, slots=True)
class DownloadFact:
    """How often a file was fetched in a year of a period."""

    code: str
    title: str
    year: int
    first: date
    last: date
    count: int
    language: str
    kind: str
    series: str

    @property
    def ref(self) -> str:
        return f"research/publicationfile/{self.code}"


def downloads_between(first: date, last: date) -> list[DownloadFact]:
    """The downloads of own publications on the days of a period, by file and year: one query."""
    rows = (
        DownloadCount.objects.filter(day__range=(first, last), file__version__product__own=True)
        .filter(
            file__withdrawn_on=None,
            file__version__withdrawn_on=None,
            file__version__product__withdrawn_on=None,
        )
        .values(
            "file__code", "file__version__title", "file__version__language", "file__version__product__kind",
            "file__version__product__series__code", "day__year",
        )
        .annotate(count=Sum("count"), first=Min("day"), last=Max("day"))
        .order_by("file__code", "day__year")
    )  # fmt: skip
    return [
        DownloadFact(
            row["file__code"], row["file__version__title"], row["day__year"], row["first"], row["last"], row["count"],
            row["file__version__language"], row["file__version__product__kind"],
            row["file__version__product__series__code"] or "",
        )
        for row in rows
    ]  # fmt: skip
