"""A publication in one language: its title, its files, its cover, and how often each file was fetched."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.records.models import PRECISION_CHOICES, Record, partial
from colonnade.research.models.identifiers import settle_identifiers
from colonnade.research.models.products import STANDS, Product
from colonnade.values.dates import PartialDate

NOT_STATED = "und"
"""The language of a version of which no source says it (ISO 639: undetermined)."""


class LanguageVersion(Record):
    """A publication in one language. It counts and is shown once it is released.

    Without a file it can name the web address where it stands. ``isbn`` is a translation's own; the original's are
    those of the publication.
    """

    class Status(models.TextChoices):
        ORIGINAL = "original", _("original")
        OFFICIAL = "official", _("official translation")
        UNOFFICIAL = "unofficial", _("unofficial translation")
        MACHINE = "machine", _("machine translation")

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="versions", verbose_name=_("publication")
    )
    language = models.CharField(
        _("language"), max_length=12, validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?$")],
        help_text=_("its code: en, ar, vi; und where no source says it"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=400, help_text=_("as on its title page"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ORIGINAL)
    released = models.BooleanField(_("released"), default=False)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    released_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="day")
    translator = models.CharField(_("translator as printed"), max_length=200, blank=True)
    isbn = models.CharField(_("ISBN of its own"), max_length=20, blank=True)
    address = models.URLField(
        _("web address"), max_length=1000, blank=True, help_text=_("where it stands, if not here")
    )
    abstract = models.TextField(_("abstract"), blank=True)

    class Meta:
        ordering = ["product", "pk"]
        verbose_name = _("language version")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "language"], condition=STANDS, name="a_language_once_a_publication"
            ),
            models.UniqueConstraint(
                fields=["product"], condition=STANDS & Q(status="original"), name="one_original_a_publication"
            ),
            models.UniqueConstraint(
                fields=["isbn"], condition=STANDS & ~Q(isbn=""), name="an_isbn_once_among_versions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def released_when(self) -> PartialDate | None:
        return partial(self.released_on, self.released_precision)

    def clean(self) -> None:
        super().clean()
        settle_identifiers(self, isbn=("isbn",))


class PublicationFile(Record):
    """A file of a language version, as it was handed out. It is never overwritten: one that takes its place says why.

    A file that nothing replaces and nobody withdrew is the one that is handed out.
    """

    class What(models.TextChoices):
        FULL_TEXT = "full_text", _("full text")
        SUMMARY = "summary", _("summary")
        ANNEX = "annex", _("annex")
        DATA = "data", _("data")
        CORRIGENDUM = "corrigendum", _("corrigendum")

    version = models.ForeignKey(
        LanguageVersion, models.PROTECT, related_name="files", verbose_name=_("language version")
    )
    what = models.CharField(_("what it is"), max_length=12, choices=What.choices, default=What.FULL_TEXT)
    file = models.FileField(_("file"), upload_to="publications/%Y/")
    media_type = models.CharField(_("media type"), max_length=100)
    bytes = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    because = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["version", "pk"]
        verbose_name = _("file of a publication")
        verbose_name_plural = _("files of publications")

    def __str__(self) -> str:
        return f"{self.version}, {self.get_what_display()}"


class Cover(models.Model):
    """The first page of a version's file as a picture in two sizes and two formats, made again when the file changes."""

    version = models.OneToOneField(LanguageVersion, models.CASCADE, related_name="cover")
    made_from = models.ForeignKey(PublicationFile, models.CASCADE, related_name="+")
    alt = models.CharField(_("words for who cannot see it"), max_length=300)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    small_webp = models.FileField(upload_to="covers/")
    small_avif = models.FileField(upload_to="covers/")
    large_webp = models.FileField(upload_to="covers/")
    large_avif = models.FileField(upload_to="covers/")

    class Meta:
        verbose_name = _("cover")

    def __str__(self) -> str:
        return self.alt


class DownloadCount(models.Model):
    """How often a file was fetched on a day. Of who fetched it nothing is kept anywhere."""

    file = models.ForeignKey(PublicationFile, models.PROTECT, related_name="downloads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "day"], name="a_count_once_a_file_and_day"),
        ]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.file_id}, {self.day}: {self.count}"
