"""Funds, agreements, annual budgets in their own currency, and exchange rates with source and date."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.partners.models import Organisation
from colonnade.records.models import PRECISION_CHOICES, Dated, Record
from colonnade.values.dates import PartialDate, Precision
from colonnade.values.numbers import Amount, UnknownCurrency
from colonnade.values.words import date_words


def validate_currency(code: str) -> None:
    """ISO 4217 only."""
    try:
        Amount(0, code)  # type: ignore[arg-type]
    except UnknownCurrency as error:
        raise ValidationError(str(error)) from error


class Fund(Record):
    """Money with its own terms and its own currency. A counterpart's money stands beside the trust fund, never in it."""

    class Kind(models.TextChoices):
        TRUST_FUND = "trust_fund", _("trust fund")
        DEVELOPMENT_ACCOUNT = "development_account", _("Development Account")
        REGULAR = "regular", _("regular budget")
        COUNTERPART = "counterpart", _("counterpart budget")
        IN_KIND = "in_kind", _("in kind")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    donor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="funds", verbose_name=_("donor")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("fund")

    def __str__(self) -> str:
        return self.name


class Agreement(Record):
    """A signed contribution or hosting text that binds the parties."""

    title = models.CharField(_("title"), max_length=250)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="agreements", verbose_name=_("fund"))
    partner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name=_("party")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="day")
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])

    class Meta:
        ordering = ["signed_on", "code"]
        verbose_name = _("agreement")

    def __str__(self) -> str:
        return self.title


class AnnualBudget(Dated, Record):
    """What a fund gives a year, in its own currency, while it is valid."""

    class Purpose(models.TextChoices):
        PROJECT = "project", _("project")
        OPERATING = "operating", _("operating")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="budgets", verbose_name=_("fund"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    amount = models.DecimalField(_("amount a year"), max_digits=18, decimal_places=2)
    stated_usd = models.DecimalField(
        _("in US dollars, as the source states it"), max_digits=18, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["fund", "valid_from", "code"]
        verbose_name = _("annual budget")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.a_year}"

    @property
    def a_year(self) -> Amount:
        return Amount(self.amount, self.fund.currency)


_TOLD: Final[dict[str, tuple[Precision, str]]] = {
    "UNORE": ("day", "United Nations operational rate"),
    "M-avg": ("month", "mean"),
    "A-avg": ("year", "mean"),
    "spot": ("day", "rate"),
}


class Rate(models.Model):
    """Units of a currency for one US dollar, from one day on, with who published it.

    ``kind``: UN operational rate (``UNORE``, entered by an officer), monthly mean (``M-avg``), annual mean
    (``A-avg``), of the day (``spot``).
    """

    currency = models.CharField(max_length=3)
    on = models.DateField()
    per_usd = models.DecimalField(max_digits=20, decimal_places=8)
    kind = models.CharField(max_length=8)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["currency", "on"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "on", "kind"], name="a_rate_once_a_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.per_usd.normalize():,f} {self.currency} for 1 USD, {self.told}"

    @property
    def told(self) -> str:
        """What kind of rate it is, of when and by whom: “mean of March 2014 (ECB)”."""
        precision, words = _TOLD.get(self.kind, ("day", "rate"))
        return f"{words} of {date_words(PartialDate(self.on, precision))} ({self.source})"
