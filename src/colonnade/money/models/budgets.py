"""Classes of cost in two schemes, budgets by activity and period, and the authority to commit: allotments by class."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.agreements import Agreement
from colonnade.money.models.exact import ExactField
from colonnade.money.models.funds import Fund, Scheme
from colonnade.money.models.kept import Kept, Posting, differ
from colonnade.programme.models import Activity
from colonnade.records.models import Record, Tracked
from colonnade.values.words import date_words


class BudgetClass(models.Model):
    """A standard category of cost. Those outside the schemes are what no budget is made for: rates, levies, returns."""

    OUTSIDE = "outside"

    code = models.CharField(_("code"), max_length=12, unique=True)
    scheme = models.CharField(
        _("scheme"), max_length=12, choices=[*Scheme.choices, (OUTSIDE, _("outside the budget"))]
    )
    name = models.CharField(_("name"), max_length=150)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    indirect = models.BooleanField(_("support costs"), default=False)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("budget class")
        verbose_name_plural = _("budget classes")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ClassMapping(models.Model):
    """Which class of the other scheme a class is told in: 115 travel of staff in 5 travel."""

    one = models.OneToOneField(BudgetClass, models.PROTECT, related_name="mapping", verbose_name=_("class"))
    other = models.ForeignKey(BudgetClass, models.PROTECT, related_name="+", verbose_name=_("told in"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["one"]
        verbose_name = _("mapping of a budget class")
        verbose_name_plural = _("mapping of budget classes")

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"


class BudgetVersion(Record):
    """A budget as it was approved: the original, and each revision. Approved, it is changed by the next version only."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="versions", verbose_name=_("fund"))
    number = models.PositiveSmallIntegerField(_("revision"), default=0, help_text=_("0 is the original."))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["fund", "number"]
        verbose_name = _("budget version")
        verbose_name_plural = _("budget versions")
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "number"], condition=Q(withdrawn_on=None), name="a_revision_once_a_fund"
            ),
            differ("a_budget_is_approved_by_another", "drafted_by", "approved_by"),
        ]

    def __str__(self) -> str:
        return f"{self.fund}: {_('original') if not self.number else self.number}"

    def clean(self) -> None:
        super().clean()
        held = BudgetVersion.objects.filter(fund=self.fund_id, number=self.number, withdrawn_on=None).exclude(
            pk=self.pk
        )
        if self.fund_id and not self.withdrawn_on and held.exists():
            raise ValidationError({"number": _("The fund has a budget of this number. Give the next one.")})


class BudgetLine(Tracked):
    """What a budget foresees for an activity or the whole programme, a class and a span of time."""

    version = models.ForeignKey(BudgetVersion, models.PROTECT, related_name="lines", verbose_name=_("budget"))
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    result = models.CharField(_("result"), max_length=200, blank=True)
    budget_class = models.ForeignKey(BudgetClass, models.PROTECT, related_name="+", verbose_name=_("class"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    amount = ExactField(_("amount"), validators=[MinValueValidator(0)])

    class Meta:
        ordering = ["version", "first_day", "budget_class"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")

    def __str__(self) -> str:
        return f"{self.budget_class}: {self.amount}"

    def clean(self) -> None:
        super().clean()
        if self.version_id and self.version.approved_on:
            raise ValidationError(_("This budget is approved. Draft the next revision and change it there."))
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The end is before the beginning.")})


class Allotment(Posting):
    """Authority to commit up to a sum, under one agreement, for a span of time, divided by class.

    ``percent`` are the support costs that come on top of it, at the rate of its day.
    """

    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allotments",
        verbose_name=_("agreement"),
    )
    budget = models.ForeignKey(
        BudgetVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allotments",
        verbose_name=_("budget"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    amount = ExactField(_("amount"))
    percent = ExactField(_("support costs, per cent"), default=0)

    class Meta(Posting.Meta):
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="an_allotment_is_more_than_nought"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="an_allotment_ends_after_it_begins"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{date_words(self.valid_from)} – {date_words(self.valid_to)}"


class AllotmentLine(Kept):
    """What an allotment gives a class; its number is the allotment's with the class."""

    code = models.CharField(_("code"), max_length=100, unique=True)
    allotment = models.ForeignKey(
        Allotment, models.PROTECT, related_name="lines", verbose_name=_("allotment")
    )
    budget_class = models.ForeignKey(BudgetClass, models.PROTECT, related_name="+", verbose_name=_("class"))
    amount = ExactField(_("amount"))

    class Meta(Kept.Meta):
        ordering = ["allotment", "budget_class"]
        verbose_name = _("line of an allotment")
        verbose_name_plural = _("lines of allotments")
        constraints = [
            models.UniqueConstraint(fields=["allotment", "budget_class"], name="a_class_once_in_an_allotment"),
            models.CheckConstraint(condition=Q(amount__gte=Decimal(0)), name="a_line_is_not_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.allotment.code}, {self.budget_class}"

    @property
    def ref(self) -> str:
        return f"money/allotmentline/{self.code}"


class AllotmentChange(Posting):
    """A line made larger or smaller: moved between classes, or lapsed at the end of its time."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved between classes")
        LAPSED = "lapsed", _("lapsed")

    line = models.ForeignKey(AllotmentLine, models.PROTECT, related_name="changes", verbose_name=_("line"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    amount = ExactField(_("amount"))

    class Meta(Posting.Meta):
        verbose_name = _("change of an allotment")
        verbose_name_plural = _("changes of allotments")


class LineTally(models.Model):
    """What a line has, what is committed of it and what is spent: kept by whoever posts, in the same transaction."""

    line = models.OneToOneField(AllotmentLine, models.PROTECT, related_name="tally")
    limit = ExactField(default=0)
    committed = ExactField(default=0)
    spent = ExactField(default=0)
    beyond = ExactField(default=0)

    class Meta:
        verbose_name = _("tally of a line")
        verbose_name_plural = _("tallies of lines")

    def __str__(self) -> str:
        return f"{self.line_id}: {self.limit}"
