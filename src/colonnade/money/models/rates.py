"""Exchange rates with source, date and kind."""

from __future__ import annotations

from typing import Final

from django.db import models

from colonnade.values.conversions import Quotation
from colonnade.values.dates import PartialDate, Precision
from colonnade.values.words import date_words

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

    @property
    def fallback(self) -> bool:
        """Does it stand in for a United Nations rate that was not entered?"""
        return self.kind != "UNORE"

    @property
    def quotation(self) -> Quotation:
        """The rate as a conversion remembers it, whatever becomes of this row."""
        return Quotation(self.currency, self.per_usd, self.on, self.source, self.told)
