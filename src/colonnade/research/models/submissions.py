"""What was sent in answer to a call, and the files with it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.records.models import Record, Tracked
from colonnade.research.models.calls import LANGUAGE_CHOICES, Call
from colonnade.values.languages import known

NARRATIVE = ("problem", "done", "results", "lessons", "evidence")
"""What a submission tells, in the order in which it is asked and read."""


class Submission(Record):
    """What somebody sent in answer to a call: a draft until it is sent, then screened, judged and decided.

    ``number`` is made when the form is shown, so that sending it twice is sending it once. ``person`` is who sent it.
    ``hidden_words`` are words that are struck out before those who judge read the text, besides names and addresses.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        TAKEN_BACK = "taken_back", _("taken back by the submitter")
        ELIGIBLE = "eligible", _("eligible")
        NOT_ELIGIBLE = "not_eligible", _("not eligible")
        DUPLICATE = "duplicate", _("duplicate")
        SELECTED = "selected", _("selected")
        DECLINED = "declined", _("not selected")

    class Reason(models.TextChoices):
        THEME = "theme", _("not on the subject of the call")
        WHO = "who", _("not by somebody who may submit")
        INCOMPLETE = "incomplete", _("not complete")
        NOT_DONE = "not_done", _("planned, not yet done")
        LANGUAGE = "language", _("in a language that is not accepted")
        COMMERCIAL = "commercial", _("offers a product for sale")
        OTHER = "other", _("another reason")

    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions", verbose_name=_("call"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("sent by")
    )
    number = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGE_CHOICES, default="en")
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    # Who.
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    function = models.CharField(_("function"), max_length=200, blank=True)
    organisation_name = models.CharField(_("institution"), max_length=250, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    nominee = models.CharField(_("who is nominated, if another"), max_length=250, blank=True)

    # What.
    category = models.CharField(_("category"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    problem = models.TextField(_("the problem"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    results = models.TextField(_("results"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    answers_removed_on = models.DateField(_("answers removed on"), null=True, blank=True)

    # What the office made of it.
    reason = models.CharField(_("why not eligible"), max_length=12, choices=Reason.choices, blank=True)
    reason_words = models.CharField(_("in words"), max_length=400, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    screened_on = models.DateField(_("screened on"), null=True, blank=True, editable=False)
    hidden_words = models.TextField(
        _("words hidden from reviewers"), blank=True,
        help_text=_("One on a line: names of towns, systems, ministers that would say who submits."),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)

    KEPT_AT_ERASURE = ("category",)

    class Meta:
        ordering = ["call", "pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [models.Index(fields=["call", "state", "id"], name="submissions_of_a_call")]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def written_in(self) -> str:
        """The language for ``lang``, of ours."""
        return known(self.language)


class SubmissionFile(Tracked):
    """A file sent with a submission. Those who judge see its plain text, or ``shown``: a copy without its properties,
    made when somebody at the desk had looked and found nothing in it that says who sent it."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="files", verbose_name=_("submission")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    file = models.FileField(_("file"), upload_to="submissions/%Y/")
    shown = models.FileField(_("copy for reviewers"), upload_to="submissions/%Y/", blank=True)
    text = models.TextField(_("plain text"), blank=True)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["submission", "pk"]
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        constraints = [
            models.UniqueConstraint(fields=["submission", "sha256"], name="a_file_once_a_submission")
        ]

    def __str__(self) -> str:
        return self.name
