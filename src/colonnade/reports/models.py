"""Reports as they are arranged at the desk: for whom, by whom, and which slides in which order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from colonnade.office.models import Post
from colonnade.records.models import Record
from colonnade.reports.blocks import Slides
from colonnade.values.languages import LANGUAGES


class Report(PreviewableMixin, Record):
    """An account the office gives to somebody: its cover and the stream of its slides.

    It holds words and places for figures, never a number. ``first_year`` to ``last_year`` is the period it reports on
    unless another is asked for; the presenter is whoever holds the post on the as-of date.
    """

    title = models.CharField(_("title"), max_length=250)
    session = models.CharField(_("session"), max_length=150, blank=True)
    body = models.CharField(_("for"), max_length=250, blank=True)
    presenter = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("presented by the holder of"),
    )
    place = models.CharField(_("place"), max_length=100, blank=True)
    on = models.DateField(_("presented on"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGES.items()), default="en")
    slides = StreamField(Slides(), verbose_name=_("slides"), blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("report")

    def __str__(self) -> str:
        return self.title
