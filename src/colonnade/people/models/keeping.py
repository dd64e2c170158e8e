"""How long what is personal is kept, and what was removed."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models.persons import Person
from colonnade.records.models import Dated, Tracked


class Erasure(models.Model):
    """That a person's identity was removed, on which day and why; never what it was.

    ``removed`` names fields, not values. It outlives a restored backup by its line in the file of erasures,
    from which ``reapply_erasures`` does it again.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures", verbose_name=_("person"))
    on = models.DateField(_("erased on"))
    by = models.CharField(_("by"), max_length=150, blank=True)
    because = models.CharField(_("because"), max_length=300)
    removed = models.JSONField(_("fields removed"), default=list)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.code}: {self.person.code}"


class RetentionRule(Dated, Tracked):
    """When a kind of personal data is removed: so long after an event, a year or a case has ended.

    ``code_of_schedule`` is the letter of retention schedules (C current year, T termination) and ``schedule`` where
    the rule comes from. A rule that changes gets an end, and a new one begins.
    """

    class Trigger(models.TextChoices):
        EVENT_END = "event_end", _("the end of the event")
        FISCAL_YEAR_END = "fiscal_year_end", _("the end of the year")
        CASE_CLOSE = "case_close", _("the case is closed")

    class Disposition(models.TextChoices):
        DESTROY = "destroy", _("destroy")
        ARCHIVE = "archive", _("review for the archive")

    category = models.CharField(_("category"), max_length=40, db_index=True)
    trigger = models.CharField(_("counted from"), max_length=16, choices=Trigger.choices)
    years = models.PositiveSmallIntegerField(_("years"), default=0)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    disposition = models.CharField(
        _("disposition"), max_length=8, choices=Disposition.choices, default=Disposition.DESTROY
    )
    code_of_schedule = models.CharField(_("code of the schedule"), max_length=10, blank=True)
    schedule = models.CharField(_("schedule"), max_length=200, blank=True)

    class Meta:
        ordering = ["category", "valid_from"]
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")

    def __str__(self) -> str:
        return f"{self.category}: {self.get_trigger_display()} + {self.years} / {self.days}"

    def clean(self) -> None:
        super().clean()
        if not self.years and not self.days:
            raise ValidationError({"years": _("Say after how many years or days.")})

    def due_from(self, ended: date) -> date:
        """The first day on which what ended on a day is to be removed."""
        counted = date(ended.year, 12, 31) if self.trigger == self.Trigger.FISCAL_YEAR_END else ended
        return _later(counted, self.years, self.days + 1)

    def last_end(self, day: date) -> date:
        """The latest end whose time is up on a day: what ended on it or before is due."""
        ended = _later(day, -self.years, -self.days - 1)
        while self.due_from(ended) > day:
            ended -= timedelta(days=1)
        while self.due_from(ended + timedelta(days=1)) <= day:
            ended += timedelta(days=1)
        return ended


class Disposal(models.Model):
    """What retention removed on a day under a rule: how many, and the codes of the records, nothing of what they held."""

    rule = models.ForeignKey(
        RetentionRule, models.PROTECT, related_name="disposals", verbose_name=_("retention rule")
    )
    on = models.DateField(_("on"))
    by = models.CharField(_("by"), max_length=150, blank=True)
    number = models.PositiveIntegerField(_("number"))
    refs = models.JSONField(_("records"), default=list)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")

    def __str__(self) -> str:
        return f"{self.on}: {self.rule.category}, {self.number}"


def _later(day: date, years: int, days: int) -> date:
    """A day so many years and days later; 29 February becomes the 28th where the year has none."""
    year = day.year + years
    try:
        moved = day.replace(year=year)
    except ValueError:
        moved = day.replace(year=year, day=28)
    return date.fromordinal(moved.toordinal() + days)
