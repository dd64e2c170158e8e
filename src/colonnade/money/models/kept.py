"""Rows that stand as they were written: a posting is corrected by its reversal and a new one, never by a change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.exact import ExactField, validate_currency
from colonnade.money.models.funds import Fund
from colonnade.records.errors import Refused
from colonnade.records.models import Source
from colonnade.values.numbers import Amount

STANDS = "A posted row is never changed or deleted. Reverse it, with the reason, and post the right one."


class KeptRows(models.QuerySet):
    """Rows that may be added and read."""

    def _refused(self, *args: Any, **kwargs: Any) -> Any:
        raise Refused(STANDS)

    update = delete = bulk_update = update_or_create = _refused  # type: ignore[assignment]  # refused whatever they are asked with

    def bulk_create(self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any) -> Any:
        if update_conflicts:
            raise Refused(STANDS)
        return super().bulk_create(objs, *args, **kwargs)


class Kept(models.Model):
    """A row that is written once."""

    objects = KeptRows.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(STANDS)
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Refused(STANDS)


class Posting(Kept):
    """One line of a fund's ledger, with its number in the fund's one series, who posted it, and what it reverses.

    ``on`` is the day it belongs to. ``reverses`` takes another line back; ``corrects`` is the line that this one
    stands for instead. ``reference`` is the document outside: the voucher, the order, the letter.
    """

    code = models.CharField(_("code"), max_length=80, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name=_("fund"))
    on = models.DateField(_("date"), db_index=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    because = models.CharField(_("reason"), max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)
    posted_at = models.DateTimeField(_("posted at"), auto_now_add=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("posted by")
    )

    class Meta(Kept.Meta):
        abstract = True
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """The line's name in trails: room, noun, code."""
        return f"{self._meta.app_label}/{self._meta.model_name}/{self.code}"


class Converted(models.Model):
    """An amount as it was paid and as the fund's currency keeps it, with the rates of that day, for ever.

    Rates are units for one US dollar: of the currency paid, and of the fund's. One stands for the dollar itself.
    """

    amount = ExactField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    value = ExactField(_("in the fund's currency"))
    rate = ExactField(_("rate"), places=8, default=1)
    fund_rate = ExactField(_("rate of the fund's currency"), places=8, default=1)
    rate_told = models.CharField(_("at the rate"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def paid(self) -> Amount:
        return Amount(self.amount, self.currency)


def differ(name: str, one: str, other: str) -> models.CheckConstraint:
    """Two people of one act are two, by the database's own word."""
    return models.CheckConstraint(
        condition=Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)}),
        name=name,
    )
