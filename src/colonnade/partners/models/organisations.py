"""Organisations the office works with, and who serves in them when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.records.models import Dated, Record, Tracked


class Organisation(Record):
    """A ministry, a body of the United Nations, a university: anyone who is not a single person."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        LOCAL_GOVERNMENT = "local_government", _("local government")
        UN = "un", _("United Nations system")
        IGO = "igo", _("intergovernmental organization")
        ACADEMIA = "academia", _("academia and training institutes")
        NGO = "ngo", _("civil society")
        PRIVATE = "private", _("private sector")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    logo = models.ImageField(
        _("logo"),
        upload_to="partners/",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"])],
        help_text=_("shown on its public page; a picture of dots, PNG, JPEG or WebP"),
    )
    logo_alt = models.CharField(
        _("the logo in words"), max_length=150, blank=True, help_text=_("for those who do not see it")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.short_name or self.name

    def clean(self) -> None:
        super().clean()
        if self.logo and not self.logo_alt:
            raise ValidationError({"logo_alt": _("Say in words what the logo shows.")})


class OrganisationName(Dated, Tracked):
    """A name an organisation bore for a time: one ministry, four names since 2006."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default="en")

    class Meta:
        ordering = ["organisation", "valid_from"]

    def __str__(self) -> str:
        """The name with its years, where any are known."""
        years = [str(day.year) if day else "" for day in (self.valid_from, self.valid_to)]
        return f"{self.name} ({'–'.join(years)})" if any(years) else self.name


class Affiliation(Dated, Record):
    """A person's function in an organisation for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    function = models.CharField(_("function"), max_length=200, blank=True)

    class Meta:
        ordering = ["person", "valid_from"]
        verbose_name = _("affiliation")

    def __str__(self) -> str:
        return f"{self.person}, {self.function or self.organisation}"
