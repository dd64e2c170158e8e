"""From the request to the order: who asked, who reviewed, certified and approved, and what was bound."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.budgets import AllotmentLine
from colonnade.money.models.exact import ExactField, validate_currency
from colonnade.money.models.funds import Fund
from colonnade.money.models.kept import Converted, Kept, Posting
from colonnade.programme.models import Activity
from colonnade.records.models import Record


def one_activity(name: str) -> models.CheckConstraint:
    """One activity, or the whole programme: never both, never neither."""
    return models.CheckConstraint(
        condition=Q(activity__isnull=False, programme_wide=False) | Q(activity__isnull=True, programme_wide=True),
        name=name,
    )  # fmt: skip


class CommitmentRequest(Record):
    """What somebody asks the office to bind itself to. Approved, it becomes a commitment or raises one."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        REVIEWED = "reviewed", _("reviewed")
        CERTIFIED = "certified", _("certified")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="requests", verbose_name=_("fund"))
    line = models.ForeignKey(AllotmentLine, models.PROTECT, related_name="requests", verbose_name=_("line"))
    title = models.CharField(_("what for"), max_length=250)
    vendor = models.CharField(_("vendor"), max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    programme_wide = models.BooleanField(_("programme-wide"), default=False)
    amount = ExactField(_("amount"), validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    raises = models.ForeignKey(
        "Commitment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="raised_by",
        verbose_name=_("raises"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request for a commitment")
        verbose_name_plural = _("requests for commitments")
        constraints = [one_activity("a_request_is_for_one_activity")]

    def __str__(self) -> str:
        return self.title


class RequestStep(Kept):
    """Who did what to a request, when, by which authority. ``officer`` is somebody of headquarters who has no account here."""

    class Act(models.TextChoices):
        REQUEST = "request", _("requested")
        REVIEW = "review", _("reviewed")
        CERTIFY = "certify", _("certified")
        APPROVE = "approve", _("approved")
        RETURN = "return", _("returned")

    request = models.ForeignKey(CommitmentRequest, models.PROTECT, related_name="steps")
    act = models.CharField(_("act"), max_length=8, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    officer = models.CharField(_("officer of headquarters"), max_length=150, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    delegation = models.ForeignKey(
        "Delegation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by delegation")
    )
    comment = models.CharField(_("comment"), max_length=400, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta(Kept.Meta):
        ordering = ["pk"]
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        constraints = [
            # A returned request begins anew as another one, so that each act is done once.
            models.UniqueConstraint(fields=["request", "act"], name="a_step_once_a_request"),
            models.UniqueConstraint(
                fields=["request", "by"], condition=Q(officer="") & ~Q(act="return"), name="one_person_one_step"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.officer or self.by}"


class Commitment(Posting, Converted):
    """Funds bound by an order, a contract or a travel request, until they are spent or freed."""

    line = models.ForeignKey(
        AllotmentLine, models.PROTECT, related_name="commitments", verbose_name=_("line")
    )
    request = models.ForeignKey(
        CommitmentRequest, models.PROTECT, related_name="commitments", verbose_name=_("request")
    )
    title = models.CharField(_("what for"), max_length=250)
    vendor = models.CharField(_("vendor"), max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    programme_wide = models.BooleanField(_("programme-wide"), default=False)

    class Meta(Posting.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            one_activity("a_commitment_is_for_one_activity"),
            models.CheckConstraint(condition=Q(reverses=None), name="a_commitment_is_freed_not_reversed"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.paid}"


class CommitmentChange(Posting):
    """A commitment raised, lowered or, with the last of it freed, liquidated. In the fund's currency."""

    class Kind(models.TextChoices):
        RAISED = "raised", _("raised")
        LOWERED = "lowered", _("lowered")
        LIQUIDATED = "liquidated", _("liquidated")

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="changes", verbose_name=_("commitment")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = ExactField(_("amount"))

    class Meta(Posting.Meta):
        verbose_name = _("change of a commitment")
        verbose_name_plural = _("changes of commitments")
