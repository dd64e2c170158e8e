"""What is issued, or to be issued, and the series it belongs to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.office.models import Theme
from colonnade.places.models import Country
from colonnade.records.models import PRECISION_CHOICES, Record, Tracked, partial
from colonnade.research.models.identifiers import settle_identifiers
from colonnade.research.models.studies import Study
from colonnade.values.dates import PartialDate

STANDS = Q(withdrawn_on=None)


class Series(Record):
    """Publications that come out under one title, numbered or not, with the ISSN of the whole."""

    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=60, blank=True)
    issn = models.CharField(_("ISSN (print)"), max_length=9, blank=True)
    eissn = models.CharField(_("ISSN (online)"), max_length=9, blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        settle_identifiers(self, issn=("issn", "eissn"))


class Licence(models.TextChoices):
    """Under which terms a publication may be used."""

    RESERVED = "reserved", _("all rights reserved")
    CC_BY = "cc_by_4", "CC BY 4.0"
    CC_BY_IGO = "cc_by_3_igo", "CC BY 3.0 IGO"
    CC_BY_NC_SA_IGO = "cc_by_nc_sa_3_igo", "CC BY-NC-SA 3.0 IGO"
    CC_BY_NC_ND_IGO = "cc_by_nc_nd_3_igo", "CC BY-NC-ND 3.0 IGO"
    PUBLIC_DOMAIN = "public_domain", _("public domain")


class Product(Record):
    """Something issued, or to be issued: a research report, a country profile, an issue of a series.

    The symbol is one for all languages; each language is a version of it with a title, files and perhaps an ISBN of
    its own. ``isbn_print`` and ``isbn_online`` are those of the original. ``planned_on`` is the release as first
    planned and does not move: what was put off, and why, stands in the slips.
    """

    class Kind(models.TextChoices):
        RESEARCH_REPORT = "research_report", _("research report")
        COUNTRY_PROFILE = "country_profile", _("country profile")
        WORKING_PAPER = "working_paper", _("working paper")
        BOOK = "book", _("book")
        EVENT_REPORT = "event_report", _("event report")
        TOOLKIT = "toolkit", _("training material")
        PERIODICAL = "periodical", _("periodical")
        DATASET = "dataset", _("data set")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        CLEARED = "cleared", _("cleared")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn from publication")
        ABANDONED = "abandoned", _("abandoned")

    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.RESEARCH_REPORT)
    study = models.ForeignKey(
        Study, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("study")
    )
    priority_year = models.PositiveSmallIntegerField(_("in the plan of year"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    state_reason = models.CharField(_("reason for the state"), max_length=300, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    own = models.BooleanField(_("the office's own"), default=True)
    planned_on = models.DateField(_("first planned for"), null=True, blank=True)
    planned_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="month")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("series")
    )
    series_number = models.CharField(
        _("number in the series"), max_length=40, blank=True, help_text=_("as printed: No. 12, volume V")
    )
    symbol = models.CharField(
        _("document symbol"), max_length=60, blank=True, help_text=_("one for all languages")
    )
    sales_number = models.CharField(_("sales number"), max_length=40, blank=True)
    job_number = models.CharField(_("job number"), max_length=40, blank=True)
    isbn_print = models.CharField(_("ISBN (print)"), max_length=20, blank=True)
    isbn_online = models.CharField(_("ISBN (online)"), max_length=20, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    publisher = models.CharField(
        _("publisher"),
        max_length=200,
        blank=True,
        help_text=_("empty: the office, under its name of the day"),
    )
    place = models.CharField(_("place of publication"), max_length=120, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries covered")
    )

    _history_m2m_fields = [countries, themes]

    class Meta:
        ordering = ["published_on", "code"]
        verbose_name = _("product")
        constraints = [
            models.UniqueConstraint(
                fields=[name], condition=STANDS & ~Q(**{name: ""}), name=f"a_{name}_once_among_products"
            )
            for name in ("symbol", "isbn_print", "isbn_online", "doi")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def planned(self) -> PartialDate | None:
        """When it was first to come out."""
        return partial(self.planned_on, self.planned_precision)

    @property
    def published(self) -> PartialDate | None:
        return partial(self.published_on, self.published_precision)

    def clean(self) -> None:
        super().clean()
        settle_identifiers(self, isbn=("isbn_print", "isbn_online"), doi=("doi",))
        if self.superseded_by_id and self.superseded_by_id == self.pk:
            raise ValidationError({"superseded_by": _("A publication cannot take its own place.")})


class Slip(Tracked):
    """A release that was put off: to when, said when, and why."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="slips")
    to_on = models.DateField(_("put off to"))
    to_precision = models.CharField(_("precision"), max_length=8, choices=PRECISION_CHOICES, default="month")
    said_on = models.DateField(_("said on"))
    because = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["product", "said_on", "pk"]
        verbose_name = _("slip")

    def __str__(self) -> str:
        return f"{self.to}: {self.because}"

    @property
    def to(self) -> PartialDate:
        return PartialDate(self.to_on, self.to_precision)  # type: ignore[arg-type]
