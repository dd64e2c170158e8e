"""Studies and the phases of work on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.programme.models import Activity
from colonnade.records.models import PRECISION_CHOICES, Record, partial
from colonnade.values.dates import PartialDate


class Study(Record):
    """A piece of research under one title.

    ``listed_from`` and ``listed_to`` are the years of a report that lists the title
    where no source gives its own: it then counts in that period as a whole and
    in no single year.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="study", verbose_name=_("activity")
    )
    group = models.CharField(_("group in the matrix"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    listed_from = models.PositiveSmallIntegerField(_("listed from year"), null=True, blank=True)
    listed_to = models.PositiveSmallIntegerField(_("listed to year"), null=True, blank=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    def __str__(self) -> str:
        return self.activity.title


class Phase(Record):
    """A stretch of work on a study. A start that no source gives stays empty: the matrix then fills the end only."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="phases", verbose_name=_("study"))
    title = models.CharField(_("title"), max_length=250, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    starts_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    ends_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")

    class Meta:
        ordering = ["study", "starts_on", "code"]
        verbose_name = _("phase")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def starts(self) -> PartialDate | None:
        return partial(self.starts_on, self.starts_precision)

    @property
    def ends(self) -> PartialDate | None:
        return partial(self.ends_on, self.ends_precision)
