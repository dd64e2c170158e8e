"""What is kept apart: passports and visas of one event, encrypted, opened with a reason, deleted on a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.participations import Participation


class VaultItem(models.Model):
    """A passport, visa or itinerary of a participation. The content is encrypted; ``delete_on`` ends it.

    It begins empty, when the office asks for it (``asked_at``), and is filled by the person through their own page.

    ``held`` names what is inside without saying it: passport number, expiry, scan. When the content is deleted the
    row stays, to show that there was one and when it went.
    """

    class Kind(models.TextChoices):
        PASSPORT = "passport", _("passport")
        VISA = "visa", _("visa")
        ITINERARY = "itinerary", _("itinerary")

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="vault")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    held = models.JSONField(default=list)
    sealed = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    put_at = models.DateTimeField(_("given at"), null=True, blank=True)
    delete_on = models.DateField(_("deleted on"))
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["participation", "kind"]
        verbose_name = _("item of the vault")
        verbose_name_plural = _("items of the vault")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "kind"],
                condition=models.Q(deleted_at=None),
                name="one_item_of_a_kind_in_the_vault",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.participation_id}"

    @property
    def state(self) -> str:
        """``asked``, ``given`` or ``deleted``."""
        return "deleted" if self.deleted_at else "given" if self.put_at else "asked"


class VaultOpening(models.Model):
    """Who opened an item of the vault, when and why. Kept; shown to the head.

    Without a member it was opened by somebody with the person's own link: the person, or whoever their letter reached.
    """

    item = models.ForeignKey(VaultItem, models.PROTECT, related_name="openings")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("opening of the vault")
        verbose_name_plural = _("openings of the vault")

    def __str__(self) -> str:
        return f"{self.member or '–'}, {self.at:%Y-%m-%d %H:%M}"
