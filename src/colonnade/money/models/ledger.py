"""What came in and what went out, line by line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.agreements import Agreement, Instalment
from colonnade.money.models.budgets import AllotmentLine, BudgetClass
from colonnade.money.models.commitments import Commitment, one_activity
from colonnade.money.models.exact import ExactField
from colonnade.money.models.funds import Fund
from colonnade.money.models.kept import Converted, Posting
from colonnade.programme.models import Activity


class Receipt(Posting, Converted):
    """Money that came in: a contribution, interest, or the balance with which the ledger begins."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening balance")
        CONTRIBUTION = "contribution", _("voluntary contribution")
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
    what a supplier pays back is an expense below nought that ``refunds`` the one it belongs to. What a balance in
    another currency gained or lost is a difference of nought in that currency; what the paying of an order did ``settles`` its expense.
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
        Receipt, models.PROTECT, null=True, blank=True, related_name="levies", db_index=False, verbose_name=_("receipt")
    )  # fmt: skip
    refunds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="refunded_by", db_index=False,
        verbose_name=_("refund of"),
    )  # fmt: skip
    settles = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="differences", db_index=False,
        verbose_name=_("exchange difference of"),
    )  # fmt: skip
    title = models.CharField(_("what for"), max_length=250, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    programme_wide = models.BooleanField(_("programme-wide"), default=False)
    percent = ExactField(_("support costs, per cent"), default=0)

    class Meta(Posting.Meta):
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        # Hardly any line has one of the last three. An index of all that have none is long, and a database that looks at it
        # believes that every line answers.
        indexes = [
            models.Index(fields=["fund", "on"], name="expenses_of_a_fund"),
            *(
                models.Index(
                    fields=[name], name=f"expenses_by_{name}", condition=Q(**{f"{name}__isnull": False})
                )
                for name in ("receipt", "refunds", "settles")
            ),
        ]
        constraints = [
            one_activity("an_expense_is_for_one_activity"),
            models.CheckConstraint(
                condition=Q(kind="actual", line__isnull=False) | (~Q(kind="actual") & Q(line=None, commitment=None)),
                name="direct_expenditure_has_a_line",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title or self.get_kind_display()}, {self.paid}"


class LedgerTally(models.Model):
    """What the lines of a fund come to in a month, by kind, agreement, class and support costs: kept by whoever posts.

    ``kind`` is a receipt's or an expense's own. So an account costs as many rows as there are months, however many lines.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    month = models.DateField()
    kind = models.CharField(max_length=12)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
    budget_class = models.ForeignKey(BudgetClass, models.PROTECT, null=True, related_name="+")
    percent = ExactField(default=0)
    value = ExactField(default=0)
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally of a month")
        verbose_name_plural = _("tallies of months")
        indexes = [models.Index(fields=["fund", "month"], name="tallies_of_a_fund")]

    def __str__(self) -> str:
        return f"{self.fund_id}, {self.month}, {self.kind}: {self.value}"
