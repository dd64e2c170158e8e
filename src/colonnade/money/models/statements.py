"""What a donor gets of its fund: statements as they were issued, the certified one beside each, and links to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.agreements import Agreement
from colonnade.money.models.exact import ExactField
from colonnade.money.models.funds import Fund
from colonnade.money.models.kept import Kept
from colonnade.records.models import Record, Tracked
from colonnade.values.period import Period
from colonnade.values.words import period_words


class DonorStatement(Record):
    """The provisional account of a fund, or of one agreement of it, as it was issued to the donor. It never changes.

    ``content`` is the whole statement in numbers and names, so that it prints the same for ever; ``seal`` is its
    fingerprint. A later statement of the same fund and period takes its place and does not touch it.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="statements", verbose_name=_("fund"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("agreement")
    )  # fmt: skip
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("takes the place of")
    )  # fmt: skip
    content = models.JSONField(editable=False)
    seal = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-last_day", "-pk"]
        verbose_name = _("donor statement")
        verbose_name_plural = _("donor statements")

    def __str__(self) -> str:
        return f"{self.code}, {period_words(self.period)}"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class StatementRow(Kept):
    """A line of an issued statement, with the lines of the ledger it was computed from: their numbers, as a compact set.

    The ledger's lines never change, so their numbers are all that has to be kept.
    """

    statement = models.ForeignKey(DonorStatement, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=40)
    value = ExactField()
    numbers = models.BinaryField()

    class Meta(Kept.Meta):
        ordering = ["statement", "pk"]
        verbose_name = _("line of a donor statement")
        verbose_name_plural = _("lines of donor statements")
        constraints = [
            models.UniqueConstraint(fields=["statement", "key"], name="a_line_once_a_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class CertifiedStatement(Record):
    """The statement that headquarters certified, beside the one the office issued: its file is evidence, its figures are keyed in."""

    statement = models.ForeignKey(
        DonorStatement, models.PROTECT, related_name="certified", verbose_name=_("donor statement")
    )
    reference = models.CharField(_("reference"), max_length=120)
    certified_on = models.DateField(_("certified on"))
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("keyed in by")
    )
    keyed_at = models.DateTimeField(_("keyed in at"), auto_now_add=True)

    class Meta:
        ordering = ["-certified_on", "-pk"]
        verbose_name = _("certified statement")
        verbose_name_plural = _("certified statements")
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=Q(withdrawn_on=None), name="one_certified_beside_a_statement"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CertifiedLine(Tracked):
    """A figure of the certified statement as somebody keyed it in; corrected with a reason, and its history kept."""

    certified = models.ForeignKey(CertifiedStatement, models.PROTECT, related_name="lines")
    key = models.CharField(_("line"), max_length=40)
    value = ExactField(_("amount"))
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("keyed in by")
    )

    class Meta:
        ordering = ["certified", "pk"]
        verbose_name = _("line of a certified statement")
        verbose_name_plural = _("lines of certified statements")
        constraints = [
            models.UniqueConstraint(fields=["certified", "key"], name="a_line_once_a_certified_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class DonorLink(Record):
    """A signed address by which one post or unit of a donor reads the statements of its own fund, until a day.

    With an agreement it opens the statements of that agreement alone. Closing raises the version: the address opens
    nothing any more, and no other is opened by it.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="donor_links", verbose_name=_("fund"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="donor_links", verbose_name=_("agreement")
    )  # fmt: skip
    holder = models.CharField(
        _("for whom"), max_length=200, help_text=_("The post or the unit: not the name of a person.")
    )
    ends_on = models.DateField(_("last day"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    link_version = models.PositiveIntegerField(default=1, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("closed because"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("donor's link")
        verbose_name_plural = _("donors' links")

    def __str__(self) -> str:
        return self.holder
