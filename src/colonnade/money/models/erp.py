"""The lines of the system of record, as its export or the bank's statement gave them; and which of ours each of them is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.exact import ExactField
from colonnade.money.models.funds import Fund
from colonnade.money.models.kept import Kept
from colonnade.money.models.ledger import Expense, Receipt
from colonnade.values.numbers import Amount
from colonnade.values.words import date_words


class ErpImport(Kept):
    """One file of the system of record or of the bank that was brought in for a fund, and the days of its lines."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="erp_imports", verbose_name=_("fund"))
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    layout = models.CharField(_("layout"), max_length=60, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    added = models.PositiveIntegerField(_("added"))
    same = models.PositiveIntegerField(_("held before"), default=0)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )

    class Meta(Kept.Meta):
        ordering = ["-pk"]
        verbose_name = _("export of the system of record")
        verbose_name_plural = _("exports of the system of record")

    def __str__(self) -> str:
        return self.file_name

    @property
    def ref(self) -> str:
        return f"money/erpimport/{self.code}"


class ErpTakenBack(Kept):
    """That an export was brought in by mistake: its lines count no more, and are kept to be read."""

    erp_import = models.OneToOneField(ErpImport, models.PROTECT, related_name="taken_back")
    because = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta(Kept.Meta):
        verbose_name = _("export taken back")
        verbose_name_plural = _("exports taken back")

    def __str__(self) -> str:
        return f"{self.erp_import_id}: {self.because}"


class ErpLine(Kept):
    """A line of the system of record, in the fund's currency; below nought is what left the fund, whatever the file's own sign.

    ``document`` is its number there, ``reference`` the number of ours that it names, if it names one.
    """

    erp_import = models.ForeignKey(
        ErpImport, models.PROTECT, related_name="lines", verbose_name=_("export of the system of record")
    )
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="erp_lines", verbose_name=_("fund"))
    row = models.PositiveIntegerField(_("row"))
    document = models.CharField(_("document number"), max_length=80, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    on = models.DateField(_("date"))
    amount = ExactField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    text = models.CharField(_("text"), max_length=250, blank=True)
    class_code = models.CharField(_("class"), max_length=60, blank=True)
    fund_code = models.CharField(_("fund code"), max_length=60, blank=True)

    class Meta(Kept.Meta):
        ordering = ["on", "pk"]
        verbose_name = _("line of the system of record")
        verbose_name_plural = _("lines of the system of record")
        indexes = [models.Index(fields=["fund", "on"], name="erp_lines_of_a_fund")]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="an_erp_line_is_not_nought")]

    def __str__(self) -> str:
        return " · ".join(
            filter(None, (self.document or self.reference, date_words(self.on), str(self.paid)))
        )

    @property
    def paid(self) -> Amount:
        return Amount(self.amount, self.currency)


class ErpMatch(models.Model):
    """Lines of ours and lines of the system of record that are the same money; by which rule, by whom, and until it was undone.

    It is never deleted: undone, it keeps who undid it, when and why. ``difference`` is ours less theirs.
    """

    class Rule(models.TextChoices):
        NUMBER = "number", _("the same number")
        PARTS = "parts", _("one paid in parts")
        AMOUNT = "amount", _("amount, day and class")
        REVERSAL = "reversal", _("a line and its reversal")
        BY_HAND = "by_hand", _("by hand")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="erp_matches", verbose_name=_("fund"))
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices)
    difference = ExactField(_("difference"), default=0)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    because = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("matched by")
    )
    made_at = models.DateTimeField(_("matched at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_because = models.CharField(_("undone because"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        indexes = [models.Index(fields=["fund", "first_day", "last_day"], name="matches_of_a_fund")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None) | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="an_undone_match_says_by_whom",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_rule_display()}, {date_words(self.first_day)}"


def one_line(name: str) -> models.CheckConstraint:
    """One line of ours or of theirs: never two, never none."""
    ways = Q()
    for chosen in ("receipt", "expense", "erp_line"):
        ways |= Q(**{f"{each}__isnull": each != chosen for each in ("receipt", "expense", "erp_line")})
    return models.CheckConstraint(condition=ways, name=name)


def once(name: str, *fields: str, condition: Q) -> list[models.UniqueConstraint]:
    """Each line of ours or of theirs at most once, by the database's own word."""
    return [
        models.UniqueConstraint(
            fields=[*fields, line], condition=condition & Q(**{f"{line}__isnull": False}), name=f"{name}_{line}_once"
        )
        for line in ("receipt", "expense", "erp_line")
    ]  # fmt: skip


class ErpMatched(models.Model):
    """One line of a match. While the match stands, no other has the line. ``amount`` is what it brings to ours less theirs."""

    match = models.ForeignKey(ErpMatch, models.PROTECT, related_name="lines", verbose_name=_("match"))
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="matched")
    expense = models.ForeignKey(Expense, models.PROTECT, null=True, blank=True, related_name="matched")
    erp_line = models.ForeignKey(ErpLine, models.PROTECT, null=True, blank=True, related_name="matched")
    on = models.DateField(_("date"))
    amount = ExactField(_("amount"))
    stands = models.BooleanField(_("stands"), default=True)

    class Meta:
        ordering = ["match", "on", "pk"]
        verbose_name = _("matched line")
        verbose_name_plural = _("matched lines")
        constraints = [
            one_line("a_matched_line_is_one_line"),
            *once("a_matched", condition=Q(stands=True)),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.receipt_id or self.expense_id or self.erp_line_id}"
