"""Who was there: what each session's attendance is, and every mark it comes from."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import Event, Session
from colonnade.capacity.models.participations import Participation
from colonnade.records.models import Tracked


class CheckInDevice(Tracked):
    """A telephone or computer that carries an event's list away and takes attendance without a network.

    ``key_check`` recognises the passphrase of the list it carries without keeping it. ``returned_at`` is when
    its marks last came back; ``lost_on`` closes it: marks made afterwards are not accepted from it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="devices", verbose_name=_("event"))
    number = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    given_at = models.DateTimeField(_("given out at"), auto_now_add=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    key_check = models.CharField(max_length=128, blank=True, editable=False)
    returned_at = models.DateTimeField(_("last brought back at"), null=True, blank=True)
    lost_on = models.DateTimeField(_("lost at"), null=True, blank=True)

    class Meta:
        ordering = ["event", "pk"]
        verbose_name = _("device that takes attendance")
        verbose_name_plural = _("devices that take attendance")

    def __str__(self) -> str:
        return self.name


class CarriedList(models.Model):
    """The list that a device carries, encrypted: only whoever knows its passphrase can read it, the office too.

    ``salt`` stays when the list is made anew under the same passphrase, so that what the device has kept stays readable.
    """

    device = models.OneToOneField(CheckInDevice, models.CASCADE, related_name="carries")
    made_at = models.DateTimeField(auto_now=True)
    people = models.PositiveIntegerField(default=0)
    salt = models.BinaryField()
    content = models.TextField()

    def __str__(self) -> str:
        return f"{self.device_id}: {self.people}"


class AttendanceClosing(Tracked):
    """That an event's attendance was declared complete: by whom and when; and why it was opened again, where it was."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="closings", verbose_name=_("event"))
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(_("opened again at"), null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reopened_because = models.CharField(_("opened again because"), max_length=300, blank=True)

    class Meta:
        ordering = ["event", "closed_at"]
        verbose_name = _("closing of attendance")
        verbose_name_plural = _("closings of attendance")

    def __str__(self) -> str:
        return f"{self.event}, {self.closed_at:%Y-%m-%d}"


class AttendanceMark(models.Model):
    """One act of saying that somebody was, or was not, at a session: never changed, each with a number of its own.

    A mark that arrives twice, by sync and again by file, is one mark. It is its own history. A mark that came after
    attendance was closed is late: it says nothing until somebody who may close attendance accepts it.
    """

    class Way(models.TextChoices):
        GRID = "grid", _("attendance grid")
        CODE = "code", _("sheet code")
        SHEET = "sheet", _("signed sheet")
        DEVICE = "device", _("offline device")
        PLATFORM = "platform", _("video platform")

    number = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="marks")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="marks")
    present = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    device = models.ForeignKey(CheckInDevice, models.PROTECT, null=True, related_name="marks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "number"]
        verbose_name = _("mark of attendance")
        verbose_name_plural = _("marks of attendance")

    def __str__(self) -> str:
        return f"{self.participation_id} at {self.session_id}: {self.present}"


class Attendance(models.Model):
    """Whether somebody was at a session: what the latest mark says. Worked out from the marks, never typed."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="attendances")
    present = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    online = models.BooleanField(default=False)
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["session", "participation"], name="one_attendance_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} at {self.session_id}: {self.present}"
