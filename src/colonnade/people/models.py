"""Persons the office works with, and the accounts of its staff."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.records.models import Record


class Account(AbstractUser):
    """A member of staff who signs in. An account is not a person of the record, and need not be one."""

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")


class Sex(models.TextChoices):
    """As the person says; never inferred from a title or a first name."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    ANOTHER = "another", _("another")
    UNDISCLOSED = "undisclosed", _("prefers not to say")
    NOT_RECORDED = "not_recorded", _("not recorded")


class Person(Record):
    """Somebody the office met, under one name in any script.

    One name is enough; the parts are optional and never split by the machine. Function
    and institution belong to an affiliation with dates, sex and country to each participation.
    ``erased_on`` marks a tombstone: the row stays so that counts stay true, the identity is gone.
    """

    full_name = models.CharField(_("full name"), max_length=200)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    form_of_address = models.CharField(_("form of address"), max_length=30, blank=True)
    sex = models.CharField(_("sex"), max_length=12, choices=Sex.choices, default=Sex.NOT_RECORDED)
    email = models.EmailField(_("e-mail"), blank=True)
    erased_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["full_name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name
