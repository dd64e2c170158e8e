"""What participants say: forms, who was asked, and answers that nobody can lead back to a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import Event
from colonnade.capacity.models.participations import Participation
from colonnade.records.models import Record, Tracked


class Evaluation(Record):
    """A form that an event's participants are asked to fill in: on their impression, a test, or months later on use."""

    class Kind(models.TextChoices):
        REACTION = "reaction", _("impression at the end")
        PRE_TEST = "pre_test", _("test before")
        POST_TEST = "post_test", _("test after")
        FOLLOW_UP = "follow_up", _("use, months later")

    event = models.ForeignKey(Event, models.PROTECT, related_name="evaluations", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=250)
    introduction = models.TextField(_("introduction"), blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["event", "kind", "code"]
        verbose_name = _("evaluation form")

    def __str__(self) -> str:
        return self.title


class EvaluationItem(Tracked):
    """One question of a form. A change of wording is a new version: answers stay with the wording they were given to.

    ``name`` is the same in the tests before and after, so that pairs can be compared. ``right`` is the right
    choice of a test question, or empty where there is none.
    """

    class Scale(models.TextChoices):
        AGREEMENT = "agreement", _("agreement from 1 to 5")
        CHOICE = "choice", _("one of several")
        CHOICES = "choices", _("any of several")
        YES_NO = "yes_no", _("yes or no")
        TEXT = "text", _("own words")
        QUOTE = "quote", _("own words that may be quoted")

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="items", verbose_name=_("form"))
    name = models.SlugField(_("short name"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version of the wording"), default=1)
    wording = models.CharField(_("question"), max_length=400)
    translations = models.JSONField(default=dict, blank=True)
    scale = models.CharField(_("answered by"), max_length=10, choices=Scale.choices, default=Scale.AGREEMENT)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One on a line."))
    right = models.CharField(_("right answer"), max_length=200, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["evaluation", "order", "pk"]
        verbose_name = _("question of an evaluation")
        verbose_name_plural = _("questions of evaluations")
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "name", "version"], name="one_wording_a_version")
        ]

    def __str__(self) -> str:
        return self.wording


class EvaluationToken(models.Model):
    """Who was asked, and whether they have answered; never what. The link itself is kept by nobody but its holder.

    ``digest`` recognises a link that comes back. No answer names its token, and no token its answer.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="tokens")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="evaluation_tokens")
    digest = models.CharField(max_length=64, unique=True)
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "participation"], name="asked_once_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.answered}"


class EvaluationAnswer(models.Model):
    """One filled-in form. Its key is random and it knows the day only, so that no order leads back to a person.

    ``pair`` joins the tests before and after of one person, made from the secret of their own link. ``answers`` maps
    ``"name@version"`` to what was answered: the item of that version keeps the wording.
    """

    number = models.UUIDField(primary_key=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="answers")
    on = models.DateField()
    language = models.CharField(max_length=7, default="en")
    pair = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        verbose_name = _("answer to an evaluation")
        verbose_name_plural = _("answers to evaluations")

    def __str__(self) -> str:
        return f"{self.evaluation_id}, {self.on}"
