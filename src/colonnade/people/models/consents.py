"""What persons agreed to, purpose by purpose."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colonnade.people.models.persons import Person
from colonnade.records.models import Tracked


class Consent(Tracked):
    """One person's yes to one purpose, in the words that were put to them.

    Purposes are asked one by one and never ticked beforehand. A consent withdrawn stays as a row, so that what
    was done under it can be explained. ``ref`` is the record it was given with: ``capacity/event/EV-1``.
    """

    class Purpose(models.TextChoices):
        PARTICIPANT_LIST = "participant_list", _("list of participants")
        PHOTO = "photo", _("photographs and film")
        QUOTE = "quote", _("quotation")
        MAILING_LIST = "mailing_list", _("mailing list")
        FOLLOW_UP = "follow_up", _("follow-up questions")
        CERTIFICATE_CHECK = "certificate_check", _("name on the page that checks certificates")
        SHARING_WITH_HOST = "sharing_with_host", _("sharing with the host")
        PUBLICATION = "publication", _("name with what is published")

    class Channel(models.TextChoices):
        FORM = "form", _("form")
        PAPER = "paper", _("paper")
        MAIL = "mail", _("e-mail")
        PHONE = "phone", _("telephone")

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    wording = models.TextField(_("wording"))
    version = models.CharField(_("version of the wording"), max_length=20, default="1")
    language = models.CharField(_("language"), max_length=2, default="en")
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.FORM)
    ref = models.CharField(_("given with"), max_length=160, blank=True, db_index=True)

    KEPT_AT_ERASURE = ("wording", "version", "language", "ref")

    class Meta:
        ordering = ["person", "purpose", "-given_at", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "ref"],
                condition=models.Q(withdrawn_at=None),
                name="a_consent_once_a_purpose_and_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"
