"""Where others wrote or spoke of the office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.models import PRECISION_CHOICES, Record
from colonnade.values.dates import PartialDate


class Mention(Record):
    """One piece in the press or on the air that speaks of the office or of what it does."""

    class Medium(models.TextChoices):
        NEWSPAPER = "newspaper", _("newspaper")
        MAGAZINE = "magazine", _("magazine or journal")
        RADIO = "radio", _("radio")
        TELEVISION = "television", _("television")
        AGENCY = "agency", _("news agency")
        ONLINE = "online", _("online only")
        OTHER = "other", _("other")

    outlet = models.CharField(_("outlet"), max_length=200)
    medium = models.CharField(_("medium"), max_length=12, choices=Medium.choices, default=Medium.ONLINE)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country of the outlet"),
    )
    # Any language of the world: an office reads of itself in more than it writes.
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("its tag, such as en, vi or pt-BR")
    )
    title = models.CharField(_("headline"), max_length=300, blank=True)
    on = models.DateField(_("date"))
    on_precision = models.CharField(_("precision"), max_length=8, choices=PRECISION_CHOICES, default="day")
    address = models.URLField(_("address"), max_length=1000, blank=True)
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentions",
        verbose_name=_("about the activity"),
    )
    about = models.CharField(
        _("about"), max_length=300, blank=True, help_text=_("where it is about no single activity")
    )

    class Meta:
        ordering = ["-on", "code"]
        verbose_name = _("mention in the press")
        verbose_name_plural = _("mentions in the press")

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}" if self.title else self.outlet

    @property
    def when(self) -> PartialDate:
        return PartialDate(self.on, self.on_precision)  # type: ignore[arg-type]  # a choice field is read as text
