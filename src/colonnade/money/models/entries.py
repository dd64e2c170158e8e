"""What an office enters in bulk: entries that wait to be posted. None of them counts before."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.agreements import Agreement
from colonnade.money.models.budgets import BudgetClass
from colonnade.money.models.exact import ExactField, validate_currency
from colonnade.money.models.funds import Fund
from colonnade.programme.models import Activity
from colonnade.records.models import Record


class LedgerEntry(Record):
    """A line of a workbook that waits to be posted: the rules are asked when it is, and not before.

    ``allotment`` is a word of the office's own that ties the classes of one allotment together, and its expenses to it.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening balance")
        CONTRIBUTION = "contribution", _("voluntary contribution")
        INTEREST = "interest", _("interest")
        ALLOTMENT = "allotment", _("line of an allotment")
        EXPENSE = "expense", _("direct expenditure")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries", verbose_name=_("fund"))
    on = models.DateField(_("date"))
    amount = ExactField(_("amount"), validators=[MinValueValidator(0)])
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[validate_currency],
        help_text=_("Empty: the fund's."),
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreement")
    )
    allotment = models.CharField(_("allotment"), max_length=60, blank=True)
    until = models.DateField(_("valid to"), null=True, blank=True)
    budget_class = models.ForeignKey(
        BudgetClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("budget class")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    posted_as = models.CharField(_("posted as"), max_length=160, blank=True, editable=False, db_index=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["on", "code"]
        verbose_name = _("entry to be posted")
        verbose_name_plural = _("entries to be posted")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}: {self.amount}"
