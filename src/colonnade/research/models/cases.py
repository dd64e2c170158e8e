"""Cases of good practice as they are published, and winners of awards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.office.models import Theme
from colonnade.places.models import Country
from colonnade.records.models import Record, Tracked
from colonnade.research.models.calls import LANGUAGE_CHOICES, Call
from colonnade.research.models.submissions import Submission


class CaseWords(models.Model):
    """What a case tells, in one language."""

    language = models.CharField(_("language"), max_length=7, choices=LANGUAGE_CHOICES, default="en")
    title = models.CharField(_("title"), max_length=300)
    problem = models.TextField(_("the problem"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    results = models.TextField(_("results"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)

    class Meta:
        abstract = True


class Case(CaseWords, Record):
    """A case of good practice, as the office publishes it: in its own language, with a ``CaseText`` for each other.

    ``year`` is that of the collection or the award. Public from ``published_on``; withdrawn, it leaves the site.
    """

    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="case", verbose_name=_("submission")
    )
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("call")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("country")
    )
    organisation_name = models.CharField(_("institution"), max_length=250, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("category"), max_length=200, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="cases", verbose_name=_("themes"))
    sources = models.TextField(_("sources"), blank=True, help_text=_("One on a line."))
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    picture = models.FileField(_("picture"), upload_to="cases/%Y/", blank=True)
    picture_alt = models.CharField(_("the picture in words"), max_length=300, blank=True)
    picture_credit = models.CharField(_("credit of the picture"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    _history_m2m_fields = [themes]

    class Meta:
        ordering = ["-year", "title", "code"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.picture and not (self.picture_alt.strip() and self.picture_credit.strip()):
            raise ValidationError({"picture": _("Say what the picture shows, and whose it is.")})


class CaseText(CaseWords, Tracked):
    """A case in another language. ``status`` says how far it may be relied on."""

    class Status(models.TextChoices):
        ORIGINAL = "original", _("original")
        OFFICIAL = "official", _("official translation")
        UNOFFICIAL = "unofficial", _("unofficial translation")
        MACHINE = "machine", _("machine translation")

    case = models.ForeignKey(Case, models.CASCADE, related_name="texts", verbose_name=_("case"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UNOFFICIAL)

    class Meta:
        ordering = ["case", "language"]
        verbose_name = _("case in another language")
        verbose_name_plural = _("in other languages")
        constraints = [models.UniqueConstraint(fields=["case", "language"], name="a_case_once_a_language")]

    def __str__(self) -> str:
        return self.title
