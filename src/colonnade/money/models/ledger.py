"""What came in and what went out, line by line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.agreements import Agreement, Instalment
from colonnade.money.models.budgets import AllotmentLine, BudgetClass
from colonnade.money.models.commitments import Commitment, one_activity
from colonnade.money.models.exact import ExactField
from colonnade.money.models.kept import Converted, Posting
from colonnade.programme.models import Activity


class Receipt(Posting, Converted):
    """Money that came in: a contribution, interest, or the balance with which the ledger begins."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening balance")
        CONTRIBUTION = "contribution", _("contribution")
        INTEREST = "interest", _("interest")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CONTRIBUTION)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("agreement")
    )
    instalment = models.ForeignKey(
        Instalment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("instalment"),
    )

    class Meta(Posting.Meta):
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [models.Index(fields=["fund", "on"], name="receipts_of_a_fund")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="contribution") | Q(agreement__isnull=False), name="a_contribution_has_an_agreement"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.paid}"


class Expense(Posting, Converted):
    """What was spent, charged or given back, in one class and for one activity or the whole programme.

    ``percent`` are the support costs it carries, at the rate of its day. A gain is an exchange difference below nought;
    what a supplier pays back is an expense below nought that ``refunds`` the one it belongs to.
    """

    class Kind(models.TextChoices):
        ACTUAL = "actual", _("direct expenditure")
        SUPPORT = "support", _("support costs")
        EXCHANGE = "exchange", _("exchange difference")
        LEVY = "levy", _("coordination levy")
        REFUND = "refund", _("returned to the donor")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ACTUAL)
    budget_class = models.ForeignKey(
        BudgetClass, models.PROTECT, related_name="+", verbose_name=_("budget class")
    )
    line = models.ForeignKey(
        AllotmentLine, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("line")
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expenses",
        verbose_name=_("commitment"),
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("agreement")
    )
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, blank=True, related_name="levies", verbose_name=_("receipt")
    )
    refunds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="refunded_by", verbose_name=_("refund of")
    )
    title = models.CharField(_("what for"), max_length=250, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    programme_wide = models.BooleanField(_("programme-wide"), default=False)
    percent = ExactField(_("support costs, per cent"), default=0)

    class Meta(Posting.Meta):
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        indexes = [models.Index(fields=["fund", "on"], name="expenses_of_a_fund")]
        constraints = [
            one_activity("an_expense_is_for_one_activity"),
            models.CheckConstraint(
                condition=Q(kind="actual", line__isnull=False) | (~Q(kind="actual") & Q(line=None, commitment=None)),
                name="direct_expenditure_has_a_line",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title or self.get_kind_display()}, {self.paid}"
