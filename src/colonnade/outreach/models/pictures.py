"""Pictures of what the office does, each with whom it is owed to and what those shown in it agreed to."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class Picture(AbstractImage):
    """A picture the office keeps. It is shown only with its credit, and only as far as those shown in it agreed.

    What it shows in words stands with each use of it, in the language of the page. A withdrawn consent takes
    it off every page on that day, and its copies made for pages off the disk.
    """

    class Shows(models.TextChoices):
        NOBODY = "nobody", _("nobody who can be recognised")
        PERSONS = "persons", _("persons who can be recognised")

    class Basis(models.TextChoices):
        WRITTEN = "written", _("given in writing")
        ORAL = "oral", _("given orally and noted")
        NONE = "none", _("not asked or not given")

    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Who made it, as it is printed beside it.")
    )
    shows = models.CharField(_("shows"), max_length=8, choices=Shows.choices, default=Shows.PERSONS)
    consent_basis = models.CharField(
        _("consent of those shown"), max_length=8, choices=Basis.choices, default=Basis.NONE
    )
    consent_wording = models.TextField(_("consent, as it was put"), blank=True)
    for_web = models.BooleanField(_("may stand on the web"), default=False)
    for_print = models.BooleanField(_("may be printed"), default=False)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_until = models.DateField(_("consent until"), null=True, blank=True)
    consent_withdrawn_on = models.DateField(_("consent withdrawn on"), null=True, blank=True)

    admin_form_fields = (
        "title", "file", "collection", "credit", "shows", "consent_basis", "consent_wording", "for_web", "for_print",
        "consent_on", "consent_until", "consent_withdrawn_on", "focal_point_x", "focal_point_y", "focal_point_width",
        "focal_point_height",
    )  # fmt: skip

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def clean(self) -> None:
        super().clean()
        if self.consent_basis != self.Basis.NONE and not self.consent_on and self.shows == self.Shows.PERSONS:
            raise ValidationError({"consent_on": _("Say when the consent was given.")})

    def allowed_on(self, day: date, channel: str = "web") -> bool:
        """May the picture be shown on a day through a channel (``web``, ``print``)?"""
        if not self.credit.strip():
            return False
        if self.consent_withdrawn_on and self.consent_withdrawn_on <= day:
            return False
        if self.shows == self.Shows.NOBODY:
            return True
        if self.consent_basis == self.Basis.NONE or (self.consent_until and day > self.consent_until):
            return False
        return self.for_web if channel == "web" else self.for_print


class PictureRendition(AbstractRendition):
    """A copy of a picture in the size and format of one place on a page."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="a_copy_of_a_picture_once"
            )
        ]
