"""What is issued, or to be issued."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.places.models import Country
from colonnade.records.models import PRECISION_CHOICES, Record, partial
from colonnade.research.models.studies import Study
from colonnade.values.dates import PartialDate


class Product(Record):
    """Something issued, or to be issued: a research report, a country profile, a series."""

    class Kind(models.TextChoices):
        RESEARCH_REPORT = "research_report", _("research report")
        COUNTRY_PROFILE = "country_profile", _("country profile")
        WORKING_PAPER = "working_paper", _("working paper")
        BOOK = "book", _("book")
        EVENT_REPORT = "event_report", _("event report")
        TOOLKIT = "toolkit", _("training material")
        PERIODICAL = "periodical", _("periodical")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        PUBLISHED = "published", _("published")
        ABANDONED = "abandoned", _("abandoned")

    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.RESEARCH_REPORT)
    study = models.ForeignKey(
        Study, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("study")
    )
    priority_year = models.PositiveSmallIntegerField(_("in the plan of year"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    own = models.BooleanField(_("the office's own"), default=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    series = models.CharField(_("series"), max_length=150, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries covered")
    )

    _history_m2m_fields = [countries]

    class Meta:
        ordering = ["published_on", "code"]
        verbose_name = _("product")

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> PartialDate | None:
        return partial(self.published_on, self.published_precision)
