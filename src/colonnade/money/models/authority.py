"""Who may act, from when to when and by whose word; and what two people allowed against a rule."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.budgets import AllotmentLine
from colonnade.money.models.exact import ExactField
from colonnade.money.models.funds import Fund, LedgerPeriod
from colonnade.money.models.kept import differ
from colonnade.records.models import Dated, Record, Tracked


class Delegation(Dated, Record):
    """That somebody may review, certify or approve, between two days, by the word of another or of headquarters.

    The record evidences authority, it does not grant it: ``authority`` is the document that did.
    """

    class Function(models.TextChoices):
        REVIEW = "review", _("review")
        CERTIFY = "certify", _("certify")
        APPROVE = "approve", _("approve")

    function = models.CharField(_("authority"), max_length=8, choices=Function.choices)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who may")
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for"),
        help_text=_("Whose authority is used while they are away; empty where it is the holder's own."),
    )  # fmt: skip
    authority = models.CharField(
        _("authority"),
        max_length=250,
        help_text=_("The memorandum or the e-mail that gives it, with its date."),
    )

    class Meta:
        ordering = ["-valid_from", "code"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            differ("nobody_delegates_to_themselves", "holder", "given_by"),
            models.CheckConstraint(
                condition=Q(given_by=None) | Q(valid_to__isnull=False), name="a_stand_in_has_a_last_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.get_function_display()}"

    def clean(self) -> None:
        super().clean()
        if self.given_by_id and self.given_by_id == self.holder_id:
            raise ValidationError({"given_by": _("Nobody stands in for themselves. Choose who is away.")})
        if self.given_by_id and not self.valid_to:
            raise ValidationError(
                {"valid_to": _("Whoever stands in does so from a day to a day: give the last one.")}
            )


class Override(Tracked):
    """A rule set aside by two people with a reason: a line passed, the cash ceiling passed, a period opened again."""

    class Rule(models.TextChoices):
        LINE = "line", _("a line is passed")
        CEILING = "ceiling", _("the cash ceiling is passed")
        REOPEN = "reopen", _("a period is opened again")

    rule = models.CharField(_("rule"), max_length=8, choices=Rule.choices)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="overrides", verbose_name=_("fund"))
    line = models.ForeignKey(
        AllotmentLine, models.PROTECT, null=True, blank=True, related_name="overrides", verbose_name=_("line")
    )
    period = models.ForeignKey(
        LedgerPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overrides",
        verbose_name=_("period"),
    )
    amount = ExactField(_("by how much"), default=0, validators=[MinValueValidator(0)])
    because = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        constraints = [
            differ("an_override_takes_two", "asked_by", "agreed_by"),
            models.CheckConstraint(
                condition=Q(rule="line", line__isnull=False, period=None)
                | Q(rule="reopen", period__isnull=False, line=None)
                | Q(rule="ceiling", line=None, period=None),
                name="an_override_names_what_it_is_about",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.because}"
