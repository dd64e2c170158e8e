"""Clearance: the steps a product takes before it may be published, who took each and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models import Account
from colonnade.records.models import Tracked
from colonnade.research.models.products import Product
from colonnade.research.models.studies import Draft


class Clearance(Tracked):
    """A product submitted for clearance, with the version of the draft that is to be cleared.

    A clearance sent back is over: the product is submitted again, and the earlier one stays to be read.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="clearances", verbose_name=_("product"))
    number = models.PositiveSmallIntegerField(_("number"))
    draft = models.ForeignKey(
        Draft, models.PROTECT, null=True, blank=True, related_name="clearances", verbose_name=_("draft")
    )
    submitted_on = models.DateField(_("submitted on"))
    submitted_by = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )

    class Meta:
        ordering = ["product", "-number"]
        verbose_name = _("clearance")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "number"], name="a_number_of_a_clearance_once_a_product"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product.code} C{self.number}"


class ClearanceStep(Tracked):
    """One step of a clearance: which, in which order, how it stands, who said so and when."""

    class Kind(models.TextChoices):
        COPYRIGHT = "copyright", _("copyright and permissions")
        LANGUAGE = "language", _("language editing")
        DESIGN = "design", _("design")
        HEAD = "head", _("clearance by the head of office")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLEARED = "cleared", _("cleared")
        RETURNED = "returned", _("sent back")
        NOT_NEEDED = "not_needed", _("not needed")

    clearance = models.ForeignKey(
        Clearance, models.CASCADE, related_name="steps", verbose_name=_("clearance")
    )
    kind = models.CharField(_("step"), max_length=10, choices=Kind.choices)
    order = models.PositiveSmallIntegerField(_("order"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        ordering = ["clearance", "order"]
        verbose_name = _("step of a clearance")
        verbose_name_plural = _("steps of a clearance")
        constraints = [models.UniqueConstraint(fields=["clearance", "kind"], name="a_step_once_a_clearance")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ClearanceOverride(Tracked):
    """The head's decision that a product may be published without its clearance, and why."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="overrides", verbose_name=_("product"))
    because = models.CharField(_("because"), max_length=500)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(_("on"))

    class Meta:
        ordering = ["product", "-on", "-pk"]
        verbose_name = _("override of a clearance")
        verbose_name_plural = _("overrides of clearances")

    def __str__(self) -> str:
        return f"{self.product.code}: {self.because[:60]}"
