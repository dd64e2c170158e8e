"""Activities: where the pillars meet. Everything the office does, plans or funds hangs on one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.office.models import ActivityKind, Pillar, Theme
from colonnade.partners.models import Organisation
from colonnade.places.models import Country, CountryGroup
from colonnade.records.models import PRECISION_CHOICES, Record, Tracked, partial
from colonnade.values.dates import PartialDate


class TargetGroup(Record):
    """Whom an activity is for: women, least developed countries, post-conflict countries."""

    name = models.CharField(_("name"), max_length=150)
    country_group = models.ForeignKey(
        CountryGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country group")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("target group")

    def __str__(self) -> str:
        return self.name


class Priority(Record):
    """What the office puts first in a year, with its number in the plan."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)

    class Meta:
        ordering = ["year", "number"]
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="a_priority_number_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.number}) {self.title}"


class Strategy(Record):
    """How a priority is to be met: one line of the plan."""

    priority = models.ForeignKey(
        Priority, models.PROTECT, related_name="strategies", verbose_name=_("priority")
    )
    text = models.CharField(_("text"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["priority", "order", "code"]
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    def __str__(self) -> str:
        return self.text


class Activity(Record):
    """One thing the office does: a study, a training, a mission, a promotion.

    ``state`` says how far it is; ``standing`` how well the record knows it: only a *confirmed*
    activity counts in a figure, a candidate (its role of the office is not documented) or an
    announcement is shown as such. ``starts_on`` is the first possible day: an activity belongs to
    the period in which it falls. ``part_of`` marks an activity inside another.
    """

    class State(models.TextChoices):
        IDEA = "idea", _("idea")
        PLANNED = "planned", _("planned")
        ANNOUNCED = "announced", _("announced")
        RUNNING = "running", _("running")
        HELD = "held", _("held")
        CLOSED = "closed", _("closed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class Standing(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CANDIDATE = "candidate", _("candidate: role of the office not documented")
        ANNOUNCED = "announced", _("announced only")
        CONTEXT = "context", _("context: not an activity of the office")

    title = models.CharField(_("title"), max_length=400)
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="activities", verbose_name=_("kind"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    state_reason = models.CharField(_("reason for the state"), max_length=300, blank=True)
    standing = models.CharField(
        _("standing"), max_length=12, choices=Standing.choices, default=Standing.CONFIRMED
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True, db_index=True)
    starts_precision = models.CharField(
        _("precision of the start"), max_length=8, choices=PRECISION_CHOICES, default="day"
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    ends_precision = models.CharField(
        _("precision of the end"), max_length=8, choices=PRECISION_CHOICES, default="day"
    )
    place = models.CharField(_("place"), max_length=150, blank=True)
    host_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host country")
    )
    countries_covered = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries covered")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="activities", verbose_name=_("themes"))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="activities", verbose_name=_("target groups")
    )
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("priority")
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    _history_m2m_fields = [countries_covered, themes, target_groups]

    class Meta:
        ordering = ["starts_on", "code"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self) -> PartialDate | None:
        return partial(self.starts_on, self.starts_precision)

    @property
    def ends(self) -> PartialDate | None:
        return partial(self.ends_on, self.ends_precision)

    @property
    def pillar(self) -> Pillar:
        return self.kind.pillar

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends.last_day < self.starts.first_day:
            raise ValidationError({"ends_on": _("The end is before the start.")})
        if self.pk and self.pk in self._enclosing():
            raise ValidationError({"part_of": _("An activity cannot be inside itself.")})

    def _enclosing(self) -> list[int]:
        """The activities this one is part of, the nearest first, by their keys."""
        way: list[int] = []
        above = self.part_of_id
        while above and above not in way:
            way.append(above)
            above = Activity.objects.filter(pk=above).values_list("part_of_id", flat=True).first()
        return way


class ActivityPartner(Tracked):
    """An organisation's part in an activity."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        ORGANISER = "organiser", _("co-organiser")
        FUNDER = "funder", _("funder")
        KNOWLEDGE = "knowledge", _("knowledge partner")
        PARTNER = "partner", _("partner")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.PARTNER)

    class Meta:
        ordering = ["activity", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation", "role"], name="a_partner_once_in_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Partnership(Record):
    """An organisation the office works with or plans to in a year, apart from any one activity."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    national = models.BooleanField(_("national partner"), default=False)
    purpose = models.CharField(_("purpose"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["year", "national", "order", "code"]
        verbose_name = _("partnership")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"


class Chain(Record):
    """Activities that build on one another: survey, workshop, conference, training."""

    title = models.CharField(_("title"), max_length=250)

    class Meta:
        ordering = ["code"]
        verbose_name = _("chain of activities")
        verbose_name_plural = _("chains of activities")

    def __str__(self) -> str:
        return self.title


class ChainStep(Tracked):
    """An activity's place in a chain."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="steps")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="chain_steps")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["chain", "order"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "activity"], name="an_activity_once_in_a_chain")
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.activity}"


class Milestone(Record):
    """A date to be reached: the tenth anniversary, the renewal of an agreement."""

    title = models.CharField(_("title"), max_length=250)
    on = models.DateField(_("date"))
    on_precision = models.CharField(_("precision"), max_length=8, choices=PRECISION_CHOICES, default="day")
    text = models.TextField(_("text"), blank=True)
    reached = models.BooleanField(_("reached"), default=False)

    class Meta:
        ordering = ["on"]
        verbose_name = _("milestone")

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> PartialDate:
        return PartialDate(self.on, self.on_precision)  # type: ignore[arg-type]
