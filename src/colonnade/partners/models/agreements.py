"""What was agreed with partners on working together. Texts that bring money are the room of money's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.partners.models.organisations import Organisation
from colonnade.people.models import Person
from colonnade.records.models import PRECISION_CHOICES, Dated, Record, Tracked, partial
from colonnade.values.dates import PartialDate

SOON: Final = timedelta(days=90)
"""How long before its end an agreement is said to end soon."""


class CooperationAgreement(Dated, Record):
    """A text in which the office and others say how they work together: a memorandum, an exchange of letters.

    It moves no money; a contribution is an ``Agreement`` of money, under its fund. ``valid_to`` is the end as it stands
    today: a renewal moves it on, notice brings it forward. The signed text is kept as evidence. Only what is marked as
    public is named outside, by its title and its dates.
    """

    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        LETTERS = "letters", _("exchange of letters")
        FRAMEWORK = "framework", _("framework agreement")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        PREPARED = "prepared", _("in preparation")
        SIGNED = "signed", _("signed, not yet in force")
        IN_FORCE = "in_force", _("in force")
        ENDING = "ending", _("in force, ends soon")
        ENDED = "ended", _("ended")

    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MEMORANDUM)
    scope = models.TextField(_("scope"), blank=True, help_text=_("what is to be done together"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = models.CharField(
        _("precision of the signature"), max_length=8, choices=PRECISION_CHOICES, default="day"
    )
    notice_days = models.PositiveSmallIntegerField(_("notice period, in days"), null=True, blank=True)
    ended_because = models.CharField(_("ended early because"), max_length=300, blank=True)
    public = models.BooleanField(
        _("public"), default=False, help_text=_("its title and dates may stand on the public pages")
    )

    class Meta:
        ordering = ["-signed_on", "code"]
        verbose_name = _("cooperation agreement")

    def __str__(self) -> str:
        return self.title

    @property
    def signed(self) -> PartialDate | None:
        return partial(self.signed_on, self.signed_precision)

    @property
    def begins(self) -> date | None:
        """The first day it holds: the one it names, or else that of the signature."""
        return self.valid_from or self.signed_on

    def state_on(self, day: date) -> State:
        """How far it is on a day; worked out of its dates, never typed."""
        return self.State(self._stands(day))

    def _stands(self, day: date) -> Any:
        if self.begins is None:
            return self.State.PREPARED
        if self.valid_to and self.valid_to < day:
            return self.State.ENDED
        if self.begins > day:
            signed = self.signed_on and self.signed_on <= day
            return self.State.SIGNED if signed else self.State.PREPARED
        return self.State.ENDING if self.valid_to and self.valid_to <= day + SOON else self.State.IN_FORCE

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice can be given before it ends."""
        if self.valid_to is None or self.notice_days is None:
            return None
        return self.valid_to - timedelta(days=self.notice_days)


class AgreementParty(Tracked):
    """An organisation that is a party, in the order of the text; the office itself is always one and is not listed."""

    agreement = models.ForeignKey(CooperationAgreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cooperation", verbose_name=_("organisation")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["agreement", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="a_party_once_in_an_agreement")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class AgreementFocalPoint(Tracked):
    """Who looks after an agreement: for a party, or for the office where no organisation is named."""

    agreement = models.ForeignKey(CooperationAgreement, models.CASCADE, related_name="focal_points")
    person = models.ForeignKey(Person, models.PROTECT, related_name="looks_after", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for"),
        help_text=_("empty: for the office"),
    )

    class Meta:
        ordering = ["agreement", "pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}" if self.organisation_id else str(self.person)


class AgreementRenewal(Tracked):
    """That an agreement was to hold on: until when, and what says so. An empty day of signature: by itself."""

    agreement = models.ForeignKey(CooperationAgreement, models.CASCADE, related_name="renewals")
    valid_to = models.DateField(_("valid to"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["agreement", "valid_to"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "valid_to"], name="a_renewal_once_to_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.valid_to}"
