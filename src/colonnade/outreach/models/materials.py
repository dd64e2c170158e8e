"""What the office makes to be handed out, hung up, shown or watched."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.outreach.models.promotion import Promotion
from colonnade.records.models import PRECISION_CHOICES, Record, partial
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES


def validate_languages(codes: object) -> None:
    """A list of the languages that an office writes in, by their two letters."""
    if not isinstance(codes, list) or any(code not in LANGUAGES for code in codes):
        raise ValidationError(_("Write the languages by their two letters, such as en or ko."))


class Material(Record):
    """A brochure, a video, an exhibition panel, a giveaway: one title, however many copies and languages.

    ``produced`` says how many were made, in ``produced_in``; how many left the office stands in rows of ``Reach``.
    The file itself is kept as evidence beside the record, or stands at ``address``.
    """

    class Kind(models.TextChoices):
        BROCHURE = "brochure", _("brochure or leaflet")
        POSTER = "poster", _("poster or banner")
        PANEL = "panel", _("exhibition panel")
        VIDEO = "video", _("video")
        PRESENTATION = "presentation", _("presentation")
        PRESS_KIT = "press_kit", _("press kit or release")
        GIVEAWAY = "giveaway", _("giveaway")
        OTHER = "other", _("other")

    class Made(models.TextChoices):
        COPIES = "copies", _("copies")
        PIECES = "pieces", _("pieces")
        MINUTES = "minutes", _("minutes")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.BROCHURE)
    promotion = models.ForeignKey(
        Promotion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name=_("made for the outreach activity"),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, validators=[validate_languages])
    made_on = models.DateField(_("made on"), null=True, blank=True)
    made_precision = models.CharField(
        _("precision of the date"), max_length=8, choices=PRECISION_CHOICES, default="day"
    )
    address = models.URLField(_("address"), max_length=500, blank=True)
    produced = models.PositiveIntegerField(_("how many were made"), null=True, blank=True)
    produced_in = models.CharField(_("counted in"), max_length=8, choices=Made.choices, blank=True)

    class Meta:
        ordering = ["made_on", "code"]
        verbose_name = _("outreach material")
        verbose_name_plural = _("outreach materials")

    def __str__(self) -> str:
        return self.title

    @property
    def made(self) -> PartialDate | None:
        return partial(self.made_on, self.made_precision)

    def clean(self) -> None:
        super().clean()
        if (self.produced is None) == bool(self.produced_in):
            raise ValidationError(
                {"produced_in": _("A number and what it counts belong together: copies, pieces or minutes.")}
            )
