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
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["event", "kind", "code"]
        verbose_name = _("evaluation form")
        verbose_name_plural = _("evaluation forms")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind"],
                condition=models.Q(withdrawn_on=None),
                name="one_form_of_a_kind_an_event",
            )
        ]

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
    """Who was asked, and whether they have answered; never what, never when. The link itself is kept by its holder.

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


class EvaluationBox(models.Model):
    """The sealed box into which answers are put while a form is open: one row, shuffled and sealed anew with each.

    ``sealed`` can be read only with the office's signing key, which is not in the database, and whatever is put in, all
    of it looks different afterwards. ``salt`` makes the links of the form; it goes with the box. The box is opened once,
    when the form closes, and only from five answers on.
    """

    evaluation = models.OneToOneField(Evaluation, models.CASCADE, related_name="box")
    salt = models.BinaryField()
    sealed = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return str(self.evaluation_id)


class EvaluationAnswer(models.Model):
    """One filled-in form, taken out of the box when its form closed. Its key is random; ``on`` is that day for all.

    ``pair`` joins the tests before and after of one person; once both are closed it is a random word that leads to
    nobody. ``answers`` maps ``"name@version"`` to what was answered: the item of that version keeps the wording.
    """

    number = models.UUIDField(primary_key=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="answers")
    on = models.DateField()
    pair = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        verbose_name = _("answer to an evaluation")
        verbose_name_plural = _("answers to evaluations")

    def __str__(self) -> str:
        return f"{self.evaluation_id}, {self.on}"


class OfferedQuote(models.Model):
    """Own words that somebody allowed the office to quote, under a name they typed for it; apart from their answers.

    What may be printed with the words, and where: ``with_name``, ``with_function``, ``channels``, until ``until``.
    When it stands in the ledger of quotes, or was set aside, the words and the name are taken out of here; ``taken_as``
    names the quote.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        TAKEN = "taken", _("in the ledger of quotes")
        ASIDE = "aside", _("set aside")

    number = models.UUIDField(primary_key=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="offered_quotes")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OFFERED)
    text = models.TextField(_("words"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    with_name = models.BooleanField(_("with the name"), default=False)
    with_function = models.BooleanField(_("with function and institution"), default=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    function = models.CharField(_("function and institution"), max_length=300, blank=True)
    channels = models.JSONField(_("channels allowed"), default=list, blank=True)
    wording = models.TextField(_("consent, as it was put"), blank=True)
    offered_on = models.DateField(_("offered on"))
    taken_as = models.CharField(_("quote"), max_length=160, blank=True)

    class Meta:
        ordering = ["evaluation", "number"]
        verbose_name = _("offered quote")
        verbose_name_plural = _("offered quotes")

    def __str__(self) -> str:
        return self.text[:60] or self.taken_as or str(self.number)
