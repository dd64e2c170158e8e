"""Certificates: numbered statements that anybody can check."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import CertificateKind, Event
from colonnade.capacity.models.participations import Participation
from colonnade.records.models import Record


def check_code() -> str:
    """What the address of a certificate's check page ends with: short enough to type, too long to guess."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(secrets.choice(letters) for _ in range(12))


class CertificateBatch(models.Model):
    """One order for certificates of an event, worked off in the background: how many, how far, what stood in the way."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="certificate_batches")
    kind = models.CharField(max_length=14, choices=CertificateKind.choices)
    ordered_at = models.DateTimeField(auto_now_add=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    file = models.FileField(upload_to="certificates/%Y/", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at"]
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")

    def __str__(self) -> str:
        return f"{self.event}, {self.done} of {self.total}"


class Certificate(Record):
    """A numbered statement that somebody took part in an event, or completed it; its code is its number.

    What is printed is kept as it was on the day of issue: name, title, dates, hours, criteria, signatory and their
    function. ``check`` ends the address at which anybody may see that it is valid. A name that was wrong is not
    corrected but the certificate *reissued*: a new one ``replaces`` it.
    """

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")
        REPLACED = "replaced", _("replaced by another")

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="certificates", verbose_name=_("participation")
    )
    batch = models.ForeignKey(
        CertificateBatch, models.PROTECT, null=True, blank=True, related_name="certificates", editable=False
    )
    kind = models.CharField(_("kind"), max_length=14, choices=CertificateKind.choices)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.VALID)
    check_code = models.CharField(max_length=16, unique=True, default=check_code, editable=False)
    language = models.CharField(_("language"), max_length=7, default="en")
    name = models.CharField(_("name as printed"), max_length=200)
    name_latin = models.CharField(_("the same in Latin letters"), max_length=200, blank=True)
    title = models.CharField(_("event"), max_length=400)
    dates = models.CharField(_("dates"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    criteria = models.CharField(_("criteria"), max_length=400, blank=True)
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    signatory_function = models.CharField(_("function of the signatory"), max_length=200, blank=True)
    signed_for = models.CharField(_("signed for"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"))
    ended_on = models.DateField(_("revoked or replaced on"), null=True, blank=True)
    ended_because = models.CharField(_("reason"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    class Meta:
        ordering = ["-issued_on", "code"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "kind"],
                condition=models.Q(status="valid", withdrawn_on=None),
                name="one_valid_certificate_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.name}"
