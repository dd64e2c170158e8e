"""Letters of an event: invitation, confirmation, visa support."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import Event
from colonnade.capacity.models.participations import Participation
from colonnade.records.models import Record


class LetterKind(models.TextChoices):
    """What a letter is for."""

    INVITATION = "invitation", _("invitation")
    CONFIRMATION = "confirmation", _("confirmation")
    VISA = "visa_letter", _("visa support")


class LetterTemplate(Record):
    """The words of a kind of letter in one language, with places such as {name}, {event} and {dates} to be filled in.

    The product brings one for each kind; an office's own stands before it.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=7, default="en")
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("template of a letter")
        verbose_name_plural = _("templates of letters")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                condition=models.Q(withdrawn_on=None),
                name="one_template_a_kind_and_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"


class Letter(Record):
    """A letter as it was written: its text, signatory and function on that day. Its code is its reference number.

    It is never edited: a new one is written, and this one withdrawn. Of the text, the first paragraph is the salutation and
    the last the closing. A paragraph ``{passport}`` stays as it is: the details come from the vault whenever the letter is
    printed, and are never kept here. ``to_send`` while the letter waits to be printed and put in the outbox.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="letters", verbose_name=_("event"))
    participation = models.ForeignKey(
        Participation, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=7, default="en")
    recipient = models.TextField(_("addressed to"), blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    signatory_function = models.CharField(_("function of the signatory"), max_length=200, blank=True)
    signed_for = models.CharField(
        _("signed for"), max_length=200, blank=True,
        help_text=_("Whose place the signatory took: “Head of Office”, where an officer in charge signed."),
    )  # fmt: skip
    issued_on = models.DateField(_("issued on"))
    to_send = models.BooleanField(_("to be sent"), default=False, editable=False)

    class Meta:
        ordering = ["-issued_on", "code"]
        verbose_name = _("letter")

    def __str__(self) -> str:
        return f"{self.code}, {self.subject}"

    @property
    def reference(self) -> str:
        """The reference as printed: UNPOG/2026/INV/0042."""
        return self.code.replace("-", "/")
