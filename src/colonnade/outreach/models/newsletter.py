"""The newsletter: who wishes to have it, what was sent, and to whom."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.office.models import Theme
from colonnade.people.models import Consent, Message, Person
from colonnade.records.models import Record


class Subscription(models.Model):
    """One mailbox's wish to have the newsletter, from the day it was asked for to the day it ended.

    ``mailbox`` is a salted hash by which the address is recognised; once the wish has ended it is all that is kept,
    so that nobody who left is written to again. Whoever comes back has a new row. It keeps no history of its own,
    because it is one: no older address may outlive it. ``consent`` is what it rests on where somebody agreed at a
    registration; otherwise ``wording`` is what the mailbox itself confirmed. No themes chosen means all of them.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked for, not confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        BOUNCED = "bounced", _("letters come back")
        LEFT = "left", _("left")
        BLOCKED = "blocked", _("complained")

    class Origin(models.TextChoices):
        FORM = "form", _("public form")
        CONSENT = "consent", _("consent at a registration")

    STANDING = (State.ASKED, State.CONFIRMED, State.BOUNCED)

    code = models.CharField(_("code"), max_length=20, unique=True)
    mailbox = models.CharField(max_length=64, db_index=True, editable=False)
    address = models.EmailField(_("e-mail"), blank=True)
    new_address = models.EmailField(_("new e-mail, not confirmed"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    origin = models.CharField(_("came by"), max_length=10, choices=Origin.choices, default=Origin.FORM)
    wording = models.TextField(_("wording"), blank=True)
    version = models.CharField(_("version of the wording"), max_length=20, default="1")
    asked_at = models.DateTimeField(_("asked for"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=60, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="subscriptions", verbose_name=_("person")
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent")
    )
    soft_bounces = models.PositiveSmallIntegerField(_("letters put back in a row"), default=0)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    KEPT_AT_ERASURE = ("mailbox", "wording", "version", "ended_because")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        permissions = [("export_subscription", "Can take the addresses of subscribers out of the record")]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"],
                condition=models.Q(state__in=("asked", "confirmed", "bounced")),
                name="a_mailbox_subscribes_once",
            )
        ]
        indexes = [models.Index(fields=["state", "language"], name="subscription_state")]

    def __str__(self) -> str:
        return self.address or self.code

    @property
    def ref(self) -> str:
        return f"outreach/subscription/{self.code}"


class NewsletterIssue(Record):
    """One newsletter: blocks composed from the record, in several languages, to those subscribers its segment names.

    ``subjects`` and the words in ``blocks`` are kept by language; the first of ``languages`` stands in where another
    has no words. ``segment`` names languages, themes, country groups and kinds of event; empty means all.
    ``seal`` is the fingerprint of what was approved: an edit after it reopens the issue. ``counts`` is what became of
    the letters, by language, kept beside the issue as the letters end.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for approval")
        APPROVED = "approved", _("approved")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped")

    title = models.CharField(_("title"), max_length=200)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    subjects = models.JSONField(_("subjects"), default=dict, blank=True)
    blocks = models.JSONField(_("blocks"), default=list, blank=True)
    segment = models.JSONField(_("segment"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.CharField(_("written by"), max_length=150, blank=True)
    submitted_by = models.CharField(_("submitted by"), max_length=150, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=150, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True, editable=False)
    fixed_at = models.DateTimeField(_("recipients fixed"), null=True, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("last letter"), null=True, blank=True)
    counts = models.JSONField(_("letters"), default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        permissions = [("approve_newsletterissue", "Can approve a newsletter that somebody else wrote")]

    def __str__(self) -> str:
        return self.title

    def count(self, what: str) -> int:
        """How many letters ``fixed``, ``sent``, ``failed``, ``not_written``, ``bounced``, ``complained`` or ``left``, in all languages."""
        return sum(self.counts.get(what, {}).values())

    @property
    def is_open(self) -> bool:
        """May it still be composed?"""
        return self.state in (self.State.DRAFT, self.State.SUBMITTED, self.State.APPROVED)


class NewsletterText(models.Model):
    """A newsletter in one language as it was frozen, with marks where each reader's own links go; never edited."""

    issue = models.ForeignKey(NewsletterIssue, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("the same as HTML"))

    class Meta:
        ordering = ["issue", "pk"]
        verbose_name = _("text of a newsletter")
        verbose_name_plural = _("texts of newsletters")
        constraints = [models.UniqueConstraint(fields=["issue", "language"], name="a_text_once_a_language")]

    def __str__(self) -> str:
        return self.subject


class Recipient(models.Model):
    """One subscription that an issue goes to: fixed once, written to once, and what became of it.

    ``mark`` is in the Message-ID and in the address that bounces come back to. The letter itself stands in the
    outbox only until it has left. Who opened it is not asked and nowhere kept.
    """

    class State(models.TextChoices):
        FIXED = "fixed", _("to be written")
        WRITTEN = "written", _("in the outbox")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        NOT_WRITTEN = "not_written", _("not written to")

    class Bounce(models.TextChoices):
        NONE = "", _("none")
        SOFT = "soft", _("put back for now")
        HARD = "hard", _("no such mailbox")
        COMPLAINT = "complaint", _("complaint")

    issue = models.ForeignKey(NewsletterIssue, models.PROTECT, related_name="recipients")
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="letters")
    language = models.CharField(_("language"), max_length=2)
    domain = models.CharField(max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.FIXED)
    because = models.CharField(_("because"), max_length=60, blank=True)
    mark = models.CharField(max_length=32, blank=True, db_index=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    bounce = models.CharField(_("bounce"), max_length=10, choices=Bounce.choices, blank=True)
    left_at = models.DateTimeField(_("left after it"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recipient of a newsletter")
        verbose_name_plural = _("recipients of newsletters")
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscription"], name="a_newsletter_once_a_mailbox")
        ]
        indexes = [
            models.Index(fields=["issue", "state"], name="recipient_state"),
            models.Index(fields=["issue", "written_at"], name="recipient_pace"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.subscription_id}"


class SubscriberCount(Record):
    """How many were subscribed in a language at the end of a day; written on the days on which it changed.

    It outlives the addresses: what was counted can be shown when none of those counted is known any more.
    """

    on = models.DateField(_("at the end of"))
    language = models.CharField(_("language"), max_length=2)
    number = models.PositiveIntegerField(_("subscribers"))

    class Meta:
        ordering = ["-on", "language"]
        verbose_name = _("count of subscribers")
        verbose_name_plural = _("counts of subscribers")
        constraints = [models.UniqueConstraint(fields=["on", "language"], name="subscribers_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.language}: {self.number}"


Words = dict[str, str]
Block = dict[str, Any]
"""A block as it is kept: its ``kind``, its ``heading`` and ``words`` by language, and the ``refs`` of records in it."""
