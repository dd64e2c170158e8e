"""Those who judge what was sent, and what they say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.places.models import Country
from colonnade.records.models import Record, Tracked
from colonnade.research.models.calls import LANGUAGE_CHOICES, Call
from colonnade.research.models.submissions import Submission


class Judge(Record):
    """Who judges the submissions to a call, through a personal link or an account, without seeing whose they are.

    Country and institution say which submissions are never given to them.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="judges", verbose_name=_("call"))
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGE_CHOICES, default="en")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    organisation_name = models.CharField(_("institution"), max_length=250, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0, editable=False)

    class Meta:
        ordering = ["call", "name", "code"]
        verbose_name = _("reviewer of a call")
        verbose_name_plural = _("reviewers of calls")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"], condition=models.Q(withdrawn_on=None), name="a_judge_once_a_call"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Judgement(Tracked):
    """One submission in the hands of one reviewer. ``scores`` maps a criterion's short name to its value and the reason.

    Once sent it is not changed. A conflict of interest that is declared stays, and somebody else is asked.
    """

    class State(models.TextChoices):
        GIVEN = "given", _("waiting")
        SENT = "sent", _("sent")
        CONFLICT = "conflict", _("conflict of interest")

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="judgements", verbose_name=_("reviewer"))
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="judgements", verbose_name=_("submission")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.GIVEN)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    conflict = models.CharField(_("conflict of interest"), max_length=400, blank=True)
    given_on = models.DateField(_("given on"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        ordering = ["submission", "pk"]
        verbose_name = _("review of a submission")
        verbose_name_plural = _("reviews of submissions")
        constraints = [
            models.UniqueConstraint(fields=["judge", "submission"], name="a_submission_once_a_judge")
        ]

    def __str__(self) -> str:
        return f"{self.judge_id}: {self.submission_id}"


class CaseVote(Tracked):
    """What one member of staff says of a submission. Two who agree decide."""

    class Verdict(models.TextChoices):
        SELECT = "select", _("select")
        DECLINE = "decline", _("do not select")

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="votes", verbose_name=_("submission")
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=400)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["submission", "pk"]
        verbose_name = _("vote on a submission")
        verbose_name_plural = _("votes on submissions")
        constraints = [
            models.UniqueConstraint(fields=["submission", "member"], name="one_vote_on_a_submission_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_verdict_display()}"
