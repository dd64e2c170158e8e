"""A file was fetched: one more on the day, and nothing about whom."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from colonnade.research.models import DownloadCount, PublicationFile


@transaction.atomic
def count_download(*, file: PublicationFile, day: date) -> None:
    """Count a file once more on a day."""
    held = DownloadCount.objects.filter(file=file, day=day)
    if held.update(count=F("count") + 1):
        return
    _count, new = DownloadCount.objects.get_or_create(file=file, day=day, defaults={"count": 1})
    if not new:  # another request made the day's row meanwhile
        held.update(count=F("count") + 1)
