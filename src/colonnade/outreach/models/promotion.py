"""What the office does to be known and understood."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.programme.models import Activity
from colonnade.records.models import Record


class Promotion(Record):
    """An outreach activity: a lecture, a booth, a brochure, a website; told apart by purpose and by audience."""

    class Purpose(models.TextChoices):
        INSTITUTIONAL = "institutional", _("institutional promotion")
        THEMATIC = "thematic", _("thematic promotion")
        OTHER = "other", _("other public outreach")

    class Scope(models.TextChoices):
        INTERNATIONAL = "international", _("international")
        NATIONAL = "national", _("national")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="promotion", verbose_name=_("activity")
    )
    purpose = models.CharField(_("purpose"), max_length=14, choices=Purpose.choices)
    scope = models.CharField(_("scope"), max_length=14, choices=Scope.choices, blank=True)
    form = models.CharField(_("form"), max_length=40, blank=True)
    audience = models.PositiveIntegerField(_("audience reached"), null=True, blank=True)

    class Meta:
        ordering = ["activity__starts_on", "code"]
        verbose_name = _("outreach activity")
        verbose_name_plural = _("outreach activities")

    def __str__(self) -> str:
        return self.activity.title
