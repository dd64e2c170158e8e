"""Who wrote, edited or translated a publication, in the order and under the name printed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.partners.models import Organisation
from colonnade.people.models import Person
from colonnade.records.models import Tracked
from colonnade.research.models.products import Product


class Contribution(Tracked):
    """Somebody's part in a publication, as the title page says it: whoever is printed there agreed to be named.

    ``filed_as`` is the name as lists sort it, family name first: “Kim, Pan Suk”. No machine splits a name; without it
    the name is cited as printed. The person or the organisation is linked where the record holds them.
    """

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        EDITOR = "editor", _("editor")
        TRANSLATOR = "translator", _("translator")

    product = models.ForeignKey(Product, models.CASCADE, related_name="contributions")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.AUTHOR)
    name = models.CharField(_("name as printed"), max_length=200, blank=True)
    filed_as = models.CharField(
        _("filed as"),
        max_length=200,
        blank=True,
        help_text=_("family name first, with a comma: Kim, Pan Suk"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        ordering = ["product", "order", "pk"]
        verbose_name = _("contribution")

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"

    def clean(self) -> None:
        super().clean()
        if not self.name.strip():
            raise ValidationError({"name": _("Write the name as it is printed on the publication.")})
        if self.person_id and self.organisation_id:
            raise ValidationError(_("A contribution is a person's or an organisation's, not both."))
