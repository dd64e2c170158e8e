"""The office itself: its names, mandate, statements, pillars, themes and posts, each as at a date."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.people.models import Person
from colonnade.places.models import Country
from colonnade.records.models import PRECISION_CHOICES, Dated, Record, Tracked
from colonnade.values.dates import PartialDate


class Office(Record):
    """The office whose record this is; there is one. ``small_cell`` is the least count shown to the public."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    parent_name = models.CharField(_("division or parent body"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    colour = models.CharField(
        _("colour"), max_length=7, default="#1F4E79", validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$")]
    )
    logo = models.FileField(_("logo"), upload_to="office/", blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    map_disclaimer = models.TextField(
        _("words under every map"),
        default=(
            "Names, borders and colours on this map are for orientation only; they carry no position of the "
            "organization on the legal status of any place, authority or boundary."
        ),
    )
    names_disclaimer = models.TextField(
        _("words on the names of countries"),
        default=(
            "The names and groups of countries and areas on this page are those of the sources named. They carry no "
            "position of the organization on the legal status of any country, territory, city or area or of its authorities."
        ),
    )
    small_cell = models.PositiveSmallIntegerField(_("least count shown to the public"), default=5)

    class Meta:
        verbose_name = _("office")

    def __str__(self) -> str:
        return self.name


class OfficeName(Dated, Tracked):
    """A name the office bore for a time."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="en")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.name


class Instrument(Record):
    """A text or an act that founds the office or renews it: a declaration, an agreement, the launch."""

    title = models.CharField(_("title"), max_length=250)
    text = models.CharField(_("what it did"), max_length=500, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    on = models.DateField(_("date"))
    on_precision = models.CharField(_("precision"), max_length=8, choices=PRECISION_CHOICES, default="day")
    founding = models.BooleanField(_("founding"), default=True)

    class Meta:
        ordering = ["on"]
        verbose_name = _("instrument")

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> PartialDate:
        return PartialDate(self.on, self.on_precision)  # type: ignore[arg-type]  # a choice field is read as text


class Statement(Dated, Record):
    """What the office says of itself for a time: vision and mission, way forward."""

    kind = models.CharField(_("kind"), max_length=40)
    heading = models.CharField(_("heading"), max_length=250, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["kind", "valid_from", "code"]
        verbose_name = _("statement")

    def __str__(self) -> str:
        return f"{self.kind}: {self.heading or self.text[:60]}"


class Pillar(Dated, Record):
    """One of the lines of work under the office's roof."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("pillar")

    def __str__(self) -> str:
        return self.name


class KindOfWork(Dated, Record):
    """What a pillar does, in the office's own words: “study tours”, “analyse best practices”."""

    pillar = models.ForeignKey(Pillar, models.PROTECT, related_name="kinds_of_work", verbose_name=_("pillar"))
    text = models.CharField(_("text"), max_length=250)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["pillar", "order", "code"]
        verbose_name = _("kind of work")
        verbose_name_plural = _("kinds of work")

    def __str__(self) -> str:
        return self.text


class ActivityKind(Record):
    """A kind of activity that figures tell apart: national training, regional workshop, study."""

    name = models.CharField(_("name"), max_length=80)
    plural = models.CharField(_("plural"), max_length=80)
    pillar = models.ForeignKey(
        Pillar, models.PROTECT, related_name="activity_kinds", verbose_name=_("pillar")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["pillar", "order", "code"]
        verbose_name = _("kind of activity")
        verbose_name_plural = _("kinds of activity")

    def __str__(self) -> str:
        return self.name


class Theme(Dated, Record):
    """A subject of the office's work for a time; a focus (“Governance”) is the parent of its themes."""

    name = models.CharField(_("name"), max_length=150)
    focus = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="themes", verbose_name=_("focus")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("theme")

    def __str__(self) -> str:
        return self.name


class Post(Dated, Record):
    """A place in the office, held or vacant."""

    class Category(models.TextChoices):
        INTERNATIONAL = "international", _("international")
        NATIONAL = "national", _("national")
        SECONDED = "seconded", _("seconded")

    title = models.CharField(_("title"), max_length=150)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="team", verbose_name=_("reports to")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("post")

    def __str__(self) -> str:
        return self.title


class Holding(Dated, Record):
    """Who holds a post from when to when. A post without a holding on a day is vacant on that day.

    Without a person, the post is held by somebody the record does not name.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=_("post"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name=_("person")
    )
    acting = models.BooleanField(_("acting"), default=False)

    class Meta:
        ordering = ["post", "valid_from"]
        verbose_name = _("holder of a post")
        verbose_name_plural = _("holders of posts")

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"
