"""Events and who took part in them; missions and study tours."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.partners.models import Organisation
from colonnade.people.models import Person, Sex
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.models import Record


class Role(models.TextChoices):
    """What somebody does at an event. Which roles count is the event's own rule."""

    PARTICIPANT = "participant", _("participant")
    OBSERVER = "observer", _("observer")
    SPEAKER = "speaker", _("speaker or resource person")
    MODERATOR = "moderator", _("moderator")
    ORGANISER = "organiser", _("organiser")
    INTERPRETER = "interpreter", _("interpreter")
    SUPPORT = "support", _("support")


class Sector(models.TextChoices):
    """Where a participant worked at the time of the event."""

    NATIONAL = "national_government", _("national government")
    SUBNATIONAL = "subnational_government", _("sub-national government")
    PARLIAMENT = "parliament", _("parliament")
    JUDICIARY = "judiciary", _("judiciary")
    PUBLIC_ENTERPRISE = "public_enterprise", _("public enterprise or agency")
    ACADEMIA = "academia", _("academia and training institutes")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    PRIVATE = "private_sector", _("private sector")
    IGO = "igo", _("intergovernmental organization")
    UN = "un_system", _("United Nations system")
    MEDIA = "media", _("media")
    OTHER = "other", _("other")
    NOT_RECORDED = "not_recorded", _("not recorded")


class Modality(models.TextChoices):
    """How somebody took part: it belongs to the participation, not to the event."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    MIXED = "mixed", _("mixed")
    NOT_RECORDED = "not_recorded", _("not recorded")


class Event(Record):
    """A training, workshop or conference.

    ``counts_from`` is the declared choice between the two sources of one fact: the
    *names* of those who took part, or a *head count*. ``counted_roles`` are the roles that
    make a participation count. ``countries_named`` are countries known to have been
    there although no name is held.
    """

    class CountsFrom(models.TextChoices):
        NAMES = "names", _("the names")
        HEAD_COUNT = "head_count", _("the head count")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="event", verbose_name=_("activity")
    )
    counts_from = models.CharField(
        _("figures count from"), max_length=12, choices=CountsFrom.choices, default=CountsFrom.NAMES
    )
    counted_roles = models.JSONField(_("roles that count"), default=list, blank=True)
    attendance_closed_on = models.DateField(_("attendance closed on"), null=True, blank=True)
    seats_planned = models.PositiveIntegerField(_("seats planned"), null=True, blank=True)
    countries_named = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries known to have been represented")
    )

    _history_m2m_fields = [countries_named]

    class Meta:
        ordering = ["activity__starts_on", "code"]
        verbose_name = _("event")

    def __str__(self) -> str:
        return self.activity.title


class Session(Record):
    """A part of an event's programme, for which attendance can be taken."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=250)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))

    class Meta:
        ordering = ["event", "starts_at"]
        verbose_name = _("session")

    def __str__(self) -> str:
        return self.title


class Participation(Record):
    """One person at one event, as they were then: country represented, sector, sex, function.

    It counts where ``status`` is attended and the role is one of the event's counted roles. A name that
    was registered and never came is a registration, not a participation that counts.
    """

    class Status(models.TextChoices):
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


class HeadCount(Record):
    """How many took part according to somebody who counted or wrote it down, without names.

    ``qualifier`` keeps the source's own word (“about”, “over”); ``countries`` is the number of
    countries stated beside it.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="head_counts", verbose_name=_("event"))
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    countries = models.PositiveSmallIntegerField(_("countries"), null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=20, blank=True)
    used = models.BooleanField(_("the one figures use"), default=True)

    class Meta:
        ordering = ["event", "code"]
        verbose_name = _("head count")
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=models.Q(used=True, withdrawn_on=None),
                name="one_head_count_is_used",
            )
        ]

    def __str__(self) -> str:
        return f"{self.qualifier} {self.people}".strip()

    def clean(self) -> None:
        super().clean()
        if self.people is not None and self.women is not None and self.women > self.people:
            raise ValidationError({"women": _("These are more women than people.")})


class Mission(Record):
    """An advisory mission to a government, or a study tour of its officials: not an event, not attended by list."""

    class Kind(models.TextChoices):
        ADVISORY = "advisory_mission", _("advisory mission")
        STUDY_TOUR = "study_tour", _("study tour")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="mission", verbose_name=_("activity")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    requested_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("requested by")
    )

    class Meta:
        ordering = ["activity__starts_on", "code"]
        verbose_name = _("mission or study tour")
        verbose_name_plural = _("missions and study tours")

    def __str__(self) -> str:
        return self.activity.title


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
