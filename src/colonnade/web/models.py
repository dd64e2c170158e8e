"""What the public site keeps of its own: the order of its menu, and the words by which its pages are found."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from colonnade.records.models import Tracked


class MenuEntry(Tracked):
    """A place in the menu of the public site: a part of the record, or a page that was written.

    Its words are not kept here: a part of the record has them in every language, a page has its titles.
    """

    class Section(models.TextChoices):
        HOME = "home", _("The office")
        EVENTS = "events", _("Events")
        STUDIES = "studies", _("Studies")
        PUBLICATIONS = "publications", _("Publications")
        CASES = "cases", _("Good practices")
        COUNTRIES = "countries", _("Countries")
        MAP = "map", _("Map")
        PARTNERS = "partners", _("Partners")
        FIGURES = "figures", _("Figures")
        REPORTS = "reports", _("Reports")
        ARCHIVE = "archive", _("Archive")
        NEWSLETTER = "newsletter", _("Newsletter")
        ABOUT = "about", _("About this record")

    section = models.CharField(_("part of the record"), max_length=12, choices=Section.choices, blank=True)
    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("written page")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("entry of the menu")
        verbose_name_plural = _("menu of the public site")

    def __str__(self) -> str:
        return str(self.get_section_display() or self.page or "")

    def clean(self) -> None:
        super().clean()
        if bool(self.section) == bool(self.page):
            raise ValidationError(_("Choose a part of the record or a written page: one of the two."))


class SearchDocument(models.Model):
    """A public page in one language, and the words by which it is found. Made from the record, so it keeps no history.

    ``ref`` names what it is of: the versions of one record share it. ``named`` and ``words`` are folded
    words between spaces, those of the title and all of them.
    """

    ref = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=400)
    address = models.CharField(max_length=300)
    on = models.DateField(null=True)
    named = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref", "language"], name="a_public_page_once_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.ref} ({self.language})"
