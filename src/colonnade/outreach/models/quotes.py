"""The words people allow the office to quote."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.models import Record


class Quote(Record):
    """Somebody's own words, as they were at the time, printed only under consent.

    ``text`` stays as it was said, slips and all. ``edited`` is another version for length and language, which its note
    explains; it is printed once the person approved it, and never before.

    ``consent_basis`` says what the consent rests on; ``channels`` where it reaches. A withdrawn
    consent takes the quote off every live page and every later report; printed editions
    keep it and say so.
    """

    class Basis(models.TextChoices):
        WRITTEN = "written", _("given in writing")
        ORAL = "oral", _("given orally and noted")
        PUBLISHED = "published", _("published before with the person's name; the paper is not held")
        NONE = "none", _("not asked or not given")

    class Origin(models.TextChoices):
        SURVEY = "survey", _("evaluation form")
        MAIL = "mail", _("e-mail or letter")
        INTERVIEW = "interview", _("interview")
        SPEECH = "speech", _("speech or statement")
        PRINT = "print", _("printed before")

    person = models.ForeignKey(Person, models.PROTECT, related_name="quotes", verbose_name=_("person"))
    text = models.TextField(_("words"))
    edited = models.TextField(_("edited version"), blank=True)
    edit_note = models.CharField(_("what was edited"), max_length=300, blank=True)
    approved_on = models.DateField(_("edited version approved by the person on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    origin = models.CharField(_("said in"), max_length=10, choices=Origin.choices, blank=True)
    said_on = models.DateField(_("said on"), null=True, blank=True)
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        verbose_name=_("about the activity"),
    )
    function = models.CharField(_("function"), max_length=200, blank=True)
    body = models.CharField(_("body"), max_length=250, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    consent_basis = models.CharField(_("consent"), max_length=12, choices=Basis.choices, default=Basis.NONE)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_until = models.DateField(_("consent until"), null=True, blank=True)
    consent_wording = models.TextField(_("consent, as it was put"), blank=True)
    with_name = models.BooleanField(_("may be printed with the name"), default=True)
    with_function = models.BooleanField(_("may be printed with function and body"), default=True)
    consent_withdrawn_on = models.DateField(_("consent withdrawn on"), null=True, blank=True)
    channels = models.JSONField(_("channels allowed"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("quote")

    def __str__(self) -> str:
        return f"{self.person}: {self.text[:60]}"

    def allowed_on(self, day: date, channel: str) -> bool:
        """May the words be printed on a day through a channel (``oversight``, ``web``, ``print``)?"""
        withdrawn = self.consent_withdrawn_on and self.consent_withdrawn_on <= day
        if self.consent_until and day > self.consent_until:
            return False
        return self.consent_basis != self.Basis.NONE and channel in self.channels and not withdrawn

    @property
    def printed(self) -> str:
        """The words as they are printed: edited where the person approved the edited version, otherwise as they were said."""
        return self.edited if self.edited and self.approved_on else self.text
