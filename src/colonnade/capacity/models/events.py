"""Events: what they are, how one comes to take part, what their kind begins with; head counts and missions."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.office.models import ActivityKind
from colonnade.partners.models import Organisation
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.models import Record, Tracked, validate_time_zone


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


class Stage(models.TextChoices):
    """How far an event is, in the office's own steps. Each belongs to one state of its activity."""

    IDEA = "idea", _("idea")
    CONCEPT = "concept_submitted", _("concept note submitted")
    APPROVED = "approved", _("approved")
    ANNOUNCED = "announced", _("announced")
    REGISTRATION_OPEN = "registration_open", _("registration open")
    REGISTRATION_CLOSED = "registration_closed", _("registration closed")
    RUNNING = "running", _("running")
    HELD = "held", _("held")
    REPORTING = "reporting", _("reporting")
    CLOSED = "closed", _("closed")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class EntryMode(models.TextChoices):
    """How one comes to take part."""

    NONE = "none", _("not through this site")
    NOMINATION = "nomination", _("nomination by a focal point")
    OPEN = "open", _("open registration")
    BOTH = "both", _("nomination, and open registration")


class CertificateKind(models.TextChoices):
    """What a certificate says of its holder."""

    PARTICIPATION = "participation", _("participation")
    COMPLETION = "completion", _("completion")


class EventRules(models.Model):
    """What decides who counts, who completes and who may come: set for a kind of event, copied to each, and its own from then on.

    Shares are per cent of the event's sessions for which attendance is taken. ``attended_share`` of 0 means that one
    session is enough to have taken part.
    """

    counted_roles = models.JSONField(_("roles that count"), default=list, blank=True)
    attended_share = models.PositiveSmallIntegerField(
        _("took part from (per cent of sessions)"), default=0, validators=[MaxValueValidator(100)]
    )
    completed_share = models.PositiveSmallIntegerField(
        _("completed from (per cent of sessions)"), default=80, validators=[MaxValueValidator(100)]
    )
    certificate_kind = models.CharField(
        _("certificate"), max_length=14, choices=CertificateKind.choices, blank=True,
        help_text=_("Empty: none is issued."),
    )  # fmt: skip
    entry = models.CharField(
        _("how one comes to take part"), max_length=12, choices=EntryMode.choices, default=EntryMode.NONE
    )
    selection = models.BooleanField(
        _("two people select"), default=False,
        help_text=_("Who applies waits until two members of staff agree. Otherwise a seat is given at once."),
    )  # fmt: skip
    waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    seats_per_country = models.PositiveSmallIntegerField(_("seats per country"), null=True, blank=True)
    criteria = models.JSONField(
        _("criteria of selection"), default=list, blank=True,
        help_text=_("A short list: what makes an applicant right for this event."),
    )  # fmt: skip
    selected_complete = models.BooleanField(
        _("who is selected completes the registration"), default=False,
        help_text=_("Whoever is selected is sent a personal link to give the rest of their facts."),
    )  # fmt: skip

    class Meta:
        abstract = True


class EventDefaults(EventRules, Record):
    """What an event of a kind begins with: its rules, its deadlines, its checklist.

    Deadlines are in days before the first day. ``checklist`` is a list of ``{"title": ..., "days": -30}``: the day
    before (negative) or after the first day on which each thing is due.
    """

    kind = models.OneToOneField(
        ActivityKind, models.PROTECT, related_name="event_defaults", verbose_name=_("kind")
    )
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    nominations_close_before = models.PositiveSmallIntegerField(
        _("nominations close (days before)"), default=45
    )
    registration_closes_before = models.PositiveSmallIntegerField(
        _("registration closes (days before)"), default=14
    )
    checklist = models.JSONField(_("checklist"), default=list, blank=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("what a kind of event begins with")
        verbose_name_plural = _("what kinds of event begin with")

    def __str__(self) -> str:
        return str(self.kind)


class Event(EventRules, Record):
    """A training, workshop or conference.

    ``counts_from`` is the declared choice between the two sources of one fact: the
    *names* of those who took part, or a *head count*. ``counted_roles`` are the roles that
    make a participation count. ``countries_named`` and ``institutions_named`` are known to have been
    there although no name is held. ``stage`` is empty for events of which only the state of the activity is known.
    ``seats_planned`` is the number of seats, and the most that registration accepts. ``sequence`` rises with
    every change that calendars must learn of.
    """

    class CountsFrom(models.TextChoices):
        NAMES = "names", _("the names")
        HEAD_COUNT = "head_count", _("the head count")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="event", verbose_name=_("activity")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True, editable=False)
    counts_from = models.CharField(
        _("figures count from"), max_length=12, choices=CountsFrom.choices, default=CountsFrom.NAMES
    )
    attendance_closed_on = models.DateField(_("attendance closed on"), null=True, blank=True)
    seats_planned = models.PositiveIntegerField(_("seats planned"), null=True, blank=True)
    countries_named = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries known to have been represented")
    )
    institutions_named = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="+",
        verbose_name=_("institutions known to have been represented"),
    )

    # What the public reads.
    public = models.BooleanField(_("shown on the public site"), default=False)
    summary = models.TextField(_("in a few sentences"), blank=True)
    audience = models.CharField(_("who should come"), max_length=400, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.IN_PERSON)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    online_address = models.URLField(
        _("address online"), blank=True, help_text=_("Told to those who have a seat.")
    )
    languages = models.CharField(_("working languages"), max_length=60, blank=True)
    contact = models.EmailField(_("questions to"), blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone]
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)

    # Until when one may come.
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    nominations_close_at = models.DateTimeField(_("nominations close"), null=True, blank=True)

    _history_m2m_fields = [countries_named, institutions_named]

    class Meta:
        ordering = ["activity__starts_on", "code"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.activity.title

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the event's own clock runs."""
        return ZoneInfo(self.time_zone or "UTC")

    def clean(self) -> None:
        super().clean()
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            raise ValidationError({"registration_closes_at": _("Registration would close before it opens.")})


class Session(Record):
    """A part of an event's programme. ``taken``: attendance is taken at it; a coffee break has none."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("what it is about"), blank=True)
    room = models.CharField(_("room"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    taken = models.BooleanField(_("attendance is taken"), default=True)

    class Meta:
        ordering = ["event", "starts_at"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end is before the start.")})


class EventDocument(Tracked):
    """A paper of the event: concept note, aide-memoire, presentation. Only public ones are shown on the site."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="documents", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, default="en")
    file = models.FileField(_("file"), upload_to="events/%Y/")
    public = models.BooleanField(_("public"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["event", "order", "pk"]
        verbose_name = _("document of an event")
        verbose_name_plural = _("documents of events")

    def __str__(self) -> str:
        return self.title


class ChecklistItem(Tracked):
    """One thing to do for an event, due some days before (negative) or after its first day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="checklist", verbose_name=_("event"))
    title = models.CharField(_("what"), max_length=200)
    days = models.SmallIntegerField(_("days from the first day"), default=0)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["event", "days", "order", "pk"]
        verbose_name = _("thing to do")
        verbose_name_plural = _("things to do")

    def __str__(self) -> str:
        return self.title

    @property
    def due_on(self) -> date | None:
        """The day it is due; None while the event has no date."""
        starts = self.event.activity.starts_on
        return starts + timedelta(days=self.days) if starts else None


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
        verbose_name_plural = _("head counts")
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
