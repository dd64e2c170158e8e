"""Studies, their phases, and the products that come out of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.models import PRECISION_CHOICES, Record, partial
from colonnade.values.dates import PartialDate


class Study(Record):
    """A piece of research under one title.

    ``listed_from`` and ``listed_to`` are the years of a report that lists the title
    where no source gives its own: it then counts in that period as a whole and
    in no single year.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="study", verbose_name=_("activity")
    )
    group = models.CharField(_("group in the matrix"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    listed_from = models.PositiveSmallIntegerField(_("listed from year"), null=True, blank=True)
    listed_to = models.PositiveSmallIntegerField(_("listed to year"), null=True, blank=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    def __str__(self) -> str:
        return self.activity.title


class Phase(Record):
    """A stretch of work on a study. A start that no source gives stays empty: the matrix then fills the end only."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="phases", verbose_name=_("study"))
    title = models.CharField(_("title"), max_length=250, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    starts_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    ends_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")

    class Meta:
        ordering = ["study", "starts_on", "code"]
        verbose_name = _("phase")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def starts(self) -> PartialDate | None:
        return partial(self.starts_on, self.starts_precision)

    @property
    def ends(self) -> PartialDate | None:
        return partial(self.ends_on, self.ends_precision)


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
