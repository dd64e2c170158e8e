"""Letters that leave by mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models.persons import Person


class Message(models.Model):
    """A letter in the outbox: written in the transaction of what it tells of, sent afterwards, kept to be read.

    ``key`` names the occasion, so that one occasion writes one letter. ``next_try_at`` is when it is next taken up, and
    nothing where nothing is to be done; while it is being sent, it is when its sender counts as vanished. It keeps no
    history of its own, because it is one: what was written never changes, and what became of it stands on it.
    ``refusal`` is the server's code where it refused the address itself, not the letter: ``550 5.1.1``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    ref = models.CharField(_("record"), max_length=160, blank=True, db_index=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("person")
    )
    to_address = models.EmailField(_("to"), blank=True)
    to_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(_("the same as HTML"), blank=True)
    headers = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    tries = models.PositiveIntegerField(_("tries"), default=0)
    made_at = models.DateTimeField(_("written"))
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    give_up_at = models.DateTimeField(_("given up after"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.TextField(_("what happened"), blank=True)
    refusal = models.CharField(_("address refused with"), max_length=20, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["next_try_at", "id"], name="message_due")]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return self.subject or self.key


class MessageFile(models.Model):
    """A file that goes with a letter. In the database, so that it is there exactly when its letter is."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=150)
    media_type = models.CharField(_("media type"), max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")

    def __str__(self) -> str:
        return self.name
