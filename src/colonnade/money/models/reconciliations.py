"""A span of a fund's ledger held against the system of record: its differences, each explained, and who signed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.erp import ErpLine, once, one_line
from colonnade.money.models.exact import ExactField
from colonnade.money.models.funds import Fund
from colonnade.money.models.kept import Kept
from colonnade.money.models.ledger import Expense, Receipt
from colonnade.records.models import Record
from colonnade.values.words import date_words


class Reconciliation(Record):
    """A span of days of one fund, reconciled with the system of record: those of a fund never share a day."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="reconciliations", verbose_name=_("fund"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("begun by")
    )

    class Meta:
        ordering = ["fund", "-first_day"]
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="a_reconciliation_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fund.code}, {date_words(self.first_day)} – {date_words(self.last_day)}"


class ReconciliationStep(Kept):
    """What was done about a reconciliation as a whole: signed off, with what was seen that day; or opened again, with the reason.

    I12 is the database's own word: what is signed differs by what is explained, to the cent.
    """

    class Act(models.TextChoices):
        SIGN = "sign", _("signed off")
        REOPEN = "reopen", _("opened again")

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="steps")
    act = models.CharField(_("act"), max_length=6, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    delegation = models.ForeignKey(
        "Delegation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by delegation")
    )
    comment = models.CharField(_("comment"), max_length=400, blank=True)
    ledger_total = ExactField(_("ledger"), default=0)
    erp_total = ExactField(_("system of record"), default=0)
    explained = ExactField(_("explained"), default=0)
    ledger_lines = models.PositiveIntegerField(default=0)
    erp_lines = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta(Kept.Meta):
        ordering = ["pk"]
        verbose_name = _("step of a reconciliation")
        verbose_name_plural = _("steps of reconciliations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="sign")
                | Q(explained=ExpressionWrapper(F("ledger_total") - F("erp_total"), output_field=ExactField())),
                name="what_is_signed_is_explained",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.by}"


class ReconcilingItem(models.Model):
    """Why ours and theirs differ at one line of a reconciliation: of which kind, by how much, in whose words.

    It is never deleted: taken back, it keeps who took it back, when and why. ``amount`` is ours less theirs.
    """

    class Kind(models.TextChoices):
        TIMING = "timing", _("timing")
        BANK_CHARGE = "bank_charge", _("bank charge")
        ROUNDING = "rounding", _("rounding")
        MISSING_HERE = "missing_here", _("missing in the ledger")
        MISSING_THERE = "missing_there", _("missing in the system of record")
        ERROR = "error", _("error")

    reconciliation = models.ForeignKey(
        Reconciliation, models.PROTECT, related_name="items", verbose_name=_("reconciliation")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    text = models.CharField(_("explanation"), max_length=300)
    amount = ExactField(_("amount"))
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="explained")
    expense = models.ForeignKey(Expense, models.PROTECT, null=True, blank=True, related_name="explained")
    erp_line = models.ForeignKey(ErpLine, models.PROTECT, null=True, blank=True, related_name="explained")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_because = models.CharField(_("taken back because"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reconciling item")
        verbose_name_plural = _("reconciling items")
        constraints = [
            one_line("a_reconciling_item_is_about_one_line"),
            *once("an_explained", "reconciliation", condition=Q(taken_back_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
