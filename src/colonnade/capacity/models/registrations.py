"""How somebody comes to take part: seats, questions, registration, nomination, selection."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import Event
from colonnade.capacity.models.participations import Participation
from colonnade.partners.models import Organisation
from colonnade.places.models import Country
from colonnade.records.models import FormQuestion, Record, Tracked
from colonnade.values.languages import LANGUAGES


class Seats(models.Model):
    """How many seats of an event are taken, in all (no country) or by one country; the row that cannot be oversold.

    A seat is taken by raising ``taken`` only where it is below ``limit``, as the last step of a registration's
    transaction. The limit is kept here beside the count, so that both change in one row. ``queries.wrong_seats``
    compares the count with the participations at any time.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="seats")
    country = models.ForeignKey(Country, models.CASCADE, null=True, related_name="+")
    taken = models.PositiveIntegerField(default=0)
    limit = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=models.Q(country=None), name="one_count_of_all_seats"
            ),
            models.UniqueConstraint(fields=["event", "country"], name="one_count_of_a_countrys_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.limit}"


class Question(FormQuestion):
    """A question of an event's registration form, beside those every form asks."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions", verbose_name=_("event"))
    keep_days = models.PositiveSmallIntegerField(_("kept for (days after the event)"), default=90)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["event", "order", "pk"]
        verbose_name = _("question of a registration form")
        verbose_name_plural = _("questions of registration forms")
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="a_question_once_at_an_event")]


class Registration(Tracked):
    """The form somebody sent for an event: what they wrote, in which language, when.

    ``submission`` is made when the form is shown, so that sending it twice registers once. ``link_version`` is
    part of the signed link by which the person manages the registration; raising it closes older links.
    ``organisation_name`` is what they wrote; which organisation of the record it is, the participation says.
    """

    participation = models.OneToOneField(
        Participation, models.CASCADE, related_name="registration", verbose_name=_("participation")
    )
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    language = models.CharField(_("language"), max_length=7, default="en")
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    organisation_name = models.CharField(_("institution, as written"), max_length=250, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    answers_removed_on = models.DateField(_("answers removed on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return str(self.participation)


class FocalPoint(Record):
    """Who nominates for a government or an organisation, through a personal link and without an account."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="focal_points", verbose_name=_("event"))
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=7, default="en", choices=list(LANGUAGES.items()))
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nominates for")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("or for")
    )
    most = models.PositiveSmallIntegerField(_("candidates at most"), default=5)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["event", "code"]
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")

    def __str__(self) -> str:
        return f"{self.name} ({self.country or self.organisation or '–'})"


class Nomination(Record):
    """A government's or an organisation's proposal of a person, in its order of priority, with its letter.

    ``submission`` is made when the row of the form is shown, so that sending it twice nominates once.
    ``organisation_name`` is the institution as the focal point wrote it.
    """

    focal_point = models.ForeignKey(
        FocalPoint, models.PROTECT, related_name="nominations", verbose_name=_("focal point")
    )
    participation = models.OneToOneField(
        Participation, models.PROTECT, related_name="nomination", verbose_name=_("participation")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=1)
    letter = models.FileField(_("letter"), upload_to="nominations/%Y/", blank=True)
    submission = models.UUIDField(unique=True, null=True, editable=False)
    organisation_name = models.CharField(_("institution, as written"), max_length=250, blank=True)
    nominated_at = models.DateTimeField(_("nominated at"), auto_now_add=True)

    class Meta:
        ordering = ["focal_point", "priority", "pk"]
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")

    def __str__(self) -> str:
        return f"{self.priority}. {self.participation.person}"


class SelectionVote(Tracked):
    """What one member of staff says of an applicant. Two who agree decide."""

    class Verdict(models.TextChoices):
        SELECT = "select", _("select")
        RESERVE = "reserve", _("keep on the waiting list")
        DECLINE = "decline", _("do not select")

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="votes", verbose_name=_("participation")
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    criteria = models.JSONField(_("criteria met"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["participation", "pk"]
        verbose_name = _("vote of a selection")
        verbose_name_plural = _("votes of a selection")
        constraints = [
            models.UniqueConstraint(fields=["participation", "member"], name="one_vote_a_member_of_staff")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_verdict_display()}"
