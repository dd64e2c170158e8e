"""One person at one event, and what all of an event's participations come to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import Event, Modality, Role, Sector, Session
from colonnade.partners.models import Organisation
from colonnade.people.models import Person, Sex
from colonnade.places.models import Country
from colonnade.records.models import Record, Tracked


class Participation(Record):
    """One person at one event, as they were then: country represented, sector, sex, function.

    It counts where ``status`` is attended and the role is one of the event's counted roles. A name that
    was registered and never came is a registration, not a participation that counts; one that applied, waits
    or was not selected is neither.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied, or nominated")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("not selected")
        REGISTERED = "registered", _("registered")
        ATTENDED = "attended", _("attended")
        ABSENT = "absent", _("absent")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey(Event, models.PROTECT, related_name="participations", verbose_name=_("event"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country represented"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    function = models.CharField(_("function"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=24, choices=Sector.choices, default=Sector.NOT_RECORDED)
    sex = models.CharField(_("sex"), max_length=12, choices=Sex.choices, default=Sex.NOT_RECORDED)
    modality = models.CharField(
        _("modality"), max_length=12, choices=Modality.choices, default=Modality.NOT_RECORDED
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.ATTENDED)
    days = models.PositiveSmallIntegerField(_("days attended"), null=True, blank=True)
    completed = models.BooleanField(_("completed"), default=False)

    class Meta:
        ordering = ["event", "code"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        indexes = [models.Index(fields=["event", "person"])]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=models.Q(withdrawn_on=None),
                name="a_person_once_at_an_event",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.event}"


class SessionSpeaker(Tracked):
    """Somebody who speaks at a session: a participation of the event, or a name until there is one."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers", verbose_name=_("session"))
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speaks_at",
        verbose_name=_("participation"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["session", "order", "pk"]
        verbose_name = _("speaker at a session")
        verbose_name_plural = _("speakers at sessions")

    def __str__(self) -> str:
        return str(self.participation.person) if self.participation else self.name

    def clean(self) -> None:
        super().clean()
        if self.participation is None and not self.name.strip():
            raise ValidationError(_("Say who speaks: somebody who takes part, or a name."))
        if self.participation and self.participation.event_id != self.session.event_id:
            raise ValidationError({"participation": _("This person takes part in another event.")})


class Tally(models.Model):
    """What an event contributes to figures, kept by every action that changes its participations.

    ``parts`` maps a dimension to counts: ``{"sex": {"female": 12, "male": 30}, "country": {"KOR": 4}, ...}``;
    ``persons`` is the compact set (a roaring bitmap of person keys) of those counted, and
    ``TallySet`` the same for each part. ``queries.wrong_tallies`` compares all with the rows at any time.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="tally")
    registered = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=dict)
    persons = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"{self.event_id}: {self.counted}"


class TallySet(models.Model):
    """The compact set of persons of one part of an event's tally: the women, those of one country."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="tally_sets")
    dimension = models.CharField(max_length=12)
    part = models.CharField(max_length=24)
    persons = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dimension", "event", "part"], name="a_tally_set_once_a_part")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.dimension}={self.part}"
