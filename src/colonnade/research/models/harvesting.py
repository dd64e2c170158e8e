"""What harvesters were given: for each language version its state as last handed out, and when that last changed."""

from __future__ import annotations

from django.db import models

from colonnade.research.models.versions import LanguageVersion


class HarvestItem(models.Model):
    """A language version as harvesters know it. What was handed out once stays, marked as deleted, for ever."""

    version = models.OneToOneField(LanguageVersion, models.PROTECT, related_name="harvested")
    datestamp = models.DateTimeField(db_index=True)
    fingerprint = models.CharField(max_length=64)
    deleted = models.BooleanField(default=False)
    series = models.CharField(max_length=60, blank=True)
    year = models.CharField(max_length=4, blank=True)
    language = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["datestamp", "version"])]

    def __str__(self) -> str:
        return f"{self.version_id}, {self.datestamp}"


class HarvestMark(models.Model):
    """How far the history of the record was read when the items were last settled. One row."""

    seen = models.JSONField(default=dict)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.begun_at}"
