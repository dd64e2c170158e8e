"""What was reported: opening figures from before the record, and editions frozen from it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.records.models import Record
from colonnade.values.period import Period


class OpeningFigure(Record):
    """A total reported before the office kept a record, with no rows behind it.

    Its period is closed: records inside it are its documentation, not additions. ``parts``
    narrows it: ``{"kind": "national_training"}``. One that adds up takes part in sums with a mark; one of
    distinct people or countries only bounds them.
    """

    class Rule(models.TextChoices):
        KNOWN = "known", _("known")
        UNKNOWN = "unknown", _("not known")

    figure = models.CharField(_("figure"), max_length=80, db_index=True)
    first_day = models.DateField(_("period from"))
    last_day = models.DateField(_("period to"))
    parts = models.JSONField(_("narrowed to"), default=dict, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    counting_rule = models.CharField(
        _("counting rule"), max_length=8, choices=Rule.choices, default=Rule.UNKNOWN
    )
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    entered_by = models.CharField(_("entered by"), max_length=150, blank=True)

    class Meta:
        ordering = ["figure", "first_day", "code"]
        verbose_name = _("opening figure")

    def __str__(self) -> str:
        narrowed = ", ".join(self.parts.values())
        return f"{self.figure} {narrowed} {self.period}: {self.value.normalize():f}"

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The end is before the beginning.")})
        named = isinstance(self.parts, dict) and all(isinstance(part, str) for part in self.parts.values())
        if not named:
            raise ValidationError({"parts": _('Write it as {"kind": "national_training"}.')})

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class Edition(models.Model):
    """A report as it was published: every value, its words and its rows, never edited.

    ``document`` is the whole report as ``renderers.document`` writes it, so that it prints again for ever with the
    same numbers. A later edition supersedes it.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    report = models.CharField(_("report"), max_length=60, db_index=True)
    title = models.CharField(_("title"), max_length=250)
    first_day = models.DateField(_("period from"))
    last_day = models.DateField(_("period to"))
    as_of = models.DateField(_("as of"))
    language = models.CharField(max_length=2, default="en")
    frozen_at = models.DateTimeField(_("frozen at"), auto_now_add=True)
    frozen_by = models.CharField(_("frozen by"), max_length=150, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    public = models.BooleanField(_("public"), default=True)
    document = models.JSONField()

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        verbose_name = _("edition")

    def __str__(self) -> str:
        return self.code

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class EditionFigure(models.Model):
    """One number as it was published, with its definition's words of that day."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="figures")
    address = models.CharField(max_length=300)
    key = models.CharField(max_length=80, db_index=True)
    label = models.CharField(max_length=150)
    definition = models.TextField()
    unit = models.CharField(max_length=30)
    value = models.JSONField(null=True)
    reported = models.BooleanField(default=False)
    completeness = models.TextField(blank=True)
    caveats = models.JSONField(default=list)
    seal = models.CharField(max_length=16)

    class Meta:
        ordering = ["edition", "key", "address"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "address"], name="a_figure_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.address} in {self.edition}"


class EditionRow(models.Model):
    """A record behind a published number and what it contributed on that day.

    ``amount`` for a figure that adds up, with ``among`` what it is divided by in a share or a mean; ``keys`` (countries, organisations) or ``persons`` (a compact set)
    for one of distinct things.
    """

    figure = models.ForeignKey(EditionFigure, models.PROTECT, related_name="rows")
    ref = models.CharField(max_length=160, db_index=True)
    label = models.CharField(max_length=400)
    on = models.CharField(max_length=30, blank=True)
    amount = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    among = models.PositiveBigIntegerField(null=True)
    keys = models.JSONField(null=True)
    persons = models.BinaryField(null=True)
    source = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["figure", "pk"]

    def __str__(self) -> str:
        return self.ref
