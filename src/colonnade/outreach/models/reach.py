"""What outreach reached, each in its own unit. None of it is people, and no two units are added."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.outreach.models.materials import Material
from colonnade.outreach.models.promotion import Promotion
from colonnade.records.models import Record
from colonnade.values.period import Period


class Reach(Record):
    """One count of what an outreach activity or a material reached, by whoever counted it.

    Most units are *flows*, counted over the days from ``first_day`` to ``last_day``: visits in a year. Followers are a
    *stock*, counted on one day: two days are two answers to one question and never a sum. ``channel`` tells apart what one
    activity has several of: two sites, three accounts.
    """

    class Unit(models.TextChoices):
        VISITS = "visits", _("visits")
        VIEWS = "views", _("views")
        DOWNLOADS = "downloads", _("downloads")
        IMPRESSIONS = "impressions", _("impressions")
        COPIES = "copies", _("copies handed out")
        IN_THE_ROOM = "in_the_room", _("people in the room")
        FOLLOWERS = "followers", _("followers")

    class Method(models.TextChoices):
        PLATFORM = "platform", _("count of the platform")
        LOG = "log", _("the office's own log")
        COUNTED = "counted", _("counted on the spot")
        DELIVERED = "delivered", _("delivery notes")
        ESTIMATED = "estimated", _("estimate")

    promotion = models.ForeignKey(
        Promotion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reach",
        verbose_name=_("of the outreach activity"),
    )
    material = models.ForeignKey(
        Material,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reach",
        verbose_name=_("of the material"),
    )
    channel = models.CharField(
        _("channel"),
        max_length=120,
        blank=True,
        help_text=_("which site or account, where there are several"),
    )
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    number = models.PositiveBigIntegerField(_("number"))
    first_day = models.DateField(_("from"), help_text=_("of a stock, the day it was read"))
    last_day = models.DateField(_("to"))
    method = models.CharField(_("how it was measured"), max_length=10, choices=Method.choices)

    class Meta:
        ordering = ["first_day", "code"]
        verbose_name = _("reach")
        verbose_name_plural = _("reach")

    def __str__(self) -> str:
        return f"{self.number:,} {self.get_unit_display()}, {self.period}"

    @property
    def is_stock(self) -> bool:
        return self.unit in STOCKS

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def about(self) -> Promotion | Material:
        """What it is the reach of."""
        return self.promotion or self.material  # type: ignore[return-value]  # one of the two, by a constraint

    def clean(self) -> None:
        super().clean()
        if bool(self.promotion_id) == bool(self.material_id):
            raise ValidationError(
                _("Name either the outreach activity or the material that was counted, not both.")
            )
        if not (self.first_day and self.last_day):
            return
        if self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The end is before the beginning.")})
        if self.is_stock and self.first_day != self.last_day:
            raise ValidationError({"last_day": _("Followers are counted on one day: give it as both.")})


STOCKS: Final = frozenset({str(Reach.Unit.FOLLOWERS)})
"""The units that are counted on a day and not over days."""
