"""The words people allow the office to quote."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.models import Record

SOON: Final = timedelta(days=90)
"""How long before its end a consent is said to run out soon."""


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

    class Channel(models.TextChoices):
        OVERSIGHT = "oversight", _("reports to oversight bodies")
        DONOR = "donor", _("reports to donors")
        WEB = "web", _("the web")
        PRINT = "print", _("print")

    class State(models.TextChoices):
        MISSING = "missing", _("no consent")
        WITHDRAWN = "withdrawn", _("consent withdrawn")
        OVER = "over", _("consent has run out")
        ENDING = "ending", _("consent runs out soon")
        ALLOWED = "allowed", _("may be printed")

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
        """May the words be printed on a day through a channel?"""
        return self.state_on(day) in (self.State.ALLOWED, self.State.ENDING) and channel in self.channels

    def state_on(self, day: date) -> State:
        """How the consent stands on a day; a consent that reaches no channel is none."""
        return self.State(self._stands(day))

    def _stands(self, day: date) -> Any:
        if self.consent_withdrawn_on and self.consent_withdrawn_on <= day:
            return self.State.WITHDRAWN
        if self.consent_basis == self.Basis.NONE or not self.channels:
            return self.State.MISSING
        if self.consent_until and self.consent_until < day:
            return self.State.OVER
        soon = self.consent_until and self.consent_until <= day + SOON
        return self.State.ENDING if soon else self.State.ALLOWED

    @property
    def printed(self) -> str:
        """The words as they are printed: edited where the person approved the edited version, otherwise as they were said."""
        return self.edited if self.edited and self.approved_on else self.text

    @property
    def name_printed(self) -> str:
        """Who said it, as far as the consent reaches."""
        if not self.with_name:
            return ""
        return " ".join(filter(None, (self.person.form_of_address, self.person.full_name)))

    def attribution(self, country: str = "") -> str:
        """Function and body as they were then, where the consent reaches them, and the country by the name given."""
        held = (self.function, self.body) if self.with_function else ()
        # A body that names its country is not followed by it once more.
        shown = country if country not in self.body or not self.with_function else ""
        return ", ".join(filter(None, (*held, shown)))
