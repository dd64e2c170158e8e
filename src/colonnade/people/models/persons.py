"""Persons the office met, once each, and the words they are found by."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.records.models import Record


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
    ``merged_into`` is the person this row turned out to be; the row stays, so that the merge can be undone.
    ``restricted_on``: shown, and used in no mailing and no list. ``hold_because``: not to be erased until the
    day, for an audit, a payment or an investigation.
    """

    full_name = models.CharField(_("full name"), max_length=200)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    form_of_address = models.CharField(_("form of address"), max_length=30, blank=True)
    sex = models.CharField(_("sex"), max_length=12, choices=Sex.choices, default=Sex.NOT_RECORDED)
    email = models.EmailField(_("e-mail"), blank=True)
    erased_on = models.DateField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("the same person as"),
    )
    restricted_on = models.DateField(_("restricted on"), null=True, blank=True, editable=False)
    restricted_because = models.CharField(_("restricted because"), max_length=300, blank=True, editable=False)
    hold_because = models.CharField(_("held because"), max_length=300, blank=True, editable=False)
    hold_until = models.DateField(_("held until"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["full_name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name or self.code

    def held_on(self, day: date) -> bool:
        """Does a legal hold forbid to erase the person on a day?"""
        return bool(self.hold_because) and (self.hold_until is None or day <= self.hold_until)


class NameWord(models.Model):
    """One word a person is found by: romanised, small, without accents. Kept by ``keep_words``, never typed.

    ``sound`` is how the word is compared where the same name is spelt in several ways: its consonants.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)
    sound = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "word"], name="a_word_once_a_person")]
        indexes = [models.Index(fields=["word", "person"]), models.Index(fields=["sound", "person"])]

    def __str__(self) -> str:
        return self.word
