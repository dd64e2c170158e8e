"""Countries and areas, their names and groups over time, regions and points, and what others measure of them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.records.models import PRECISION_CHOICES, Dated, Record, Tracked


class Region(Tracked):
    """A region of the M49 standard: world, region, sub-region or intermediate region."""

    m49 = models.CharField("M49", max_length=3, unique=True)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    name_en = models.CharField(max_length=100)
    name_fr = models.CharField(max_length=100, blank=True)
    name_es = models.CharField(max_length=100, blank=True)
    name_ru = models.CharField(max_length=100, blank=True)
    name_zh = models.CharField(max_length=100, blank=True)
    name_ar = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["m49"]

    def __str__(self) -> str:
        return self.name_en


class Country(Record):
    """A country or area of the M49 list; its code is ISO 3166-1 alpha-3.

    ``name_*`` are the United Nations short names of today (Korean: Unicode CLDR);
    the name on an earlier day is ``queries.name_on``. Names are never taken from a
    programming library.
    """

    iso2 = models.CharField("ISO alpha-2", max_length=2, unique=True)
    m49 = models.CharField("M49", max_length=3, unique=True)
    name_en = models.CharField(_("name"), max_length=100)
    name_fr = models.CharField(max_length=100, blank=True)
    name_es = models.CharField(max_length=100, blank=True)
    name_ru = models.CharField(max_length=100, blank=True)
    name_zh = models.CharField(max_length=100, blank=True)
    name_ar = models.CharField(max_length=100, blank=True)
    name_ko = models.CharField(max_length=100, blank=True)
    formal_en = models.CharField(_("formal name"), max_length=150, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("region"))
    subregion = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("sub-region")
    )
    un_status = models.CharField(_("United Nations status"), max_length=20, blank=True)
    un_since = models.DateField(_("member since"), null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")

    def __str__(self) -> str:
        return self.name_en


class CountryName(Dated, Tracked):
    """A name a country had, or has, for a time: Swaziland to 2018, Eswatini since."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="names")
    language = models.CharField(max_length=2, default="en")
    name = models.CharField(max_length=100)
    precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="day")
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["country", "language", "valid_from"]

    def __str__(self) -> str:
        return self.name


class CountryGroup(Record):
    """A list of countries decided by somebody: LDC, LLDC, SIDS, fragile situations."""

    name = models.CharField(_("name"), max_length=150)
    authority = models.CharField(_("list kept by"), max_length=200)

    class Meta:
        ordering = ["code"]
        verbose_name = _("country group")

    def __str__(self) -> str:
        return self.name


class GroupMembership(Dated, Tracked):
    """A country in a group from one day to another.

    ``contested`` marks an end that was decided and is disputed or may be deferred:
    a count that rests on it says so.
    """

    country = models.ForeignKey(Country, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(CountryGroup, models.CASCADE, related_name="memberships")
    subgroup = models.CharField(max_length=60, blank=True)
    from_precision = models.CharField(max_length=12, blank=True)
    to_precision = models.CharField(max_length=12, blank=True)
    contested = models.BooleanField(_("contested"), default=False)
    status = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["group", "country", "valid_from"]
        indexes = [models.Index(fields=["group", "valid_from", "valid_to"])]

    def __str__(self) -> str:
        return f"{self.country} in {self.group.code}"


class Indicator(Record):
    """A series that somebody else works out for countries, edition by edition: an index, a rate.

    It is theirs: printed with publisher, licence and edition, never added up and never averaged. ``decimals`` is how
    many of them are printed. ``licence`` says on what terms the values may be shown.
    """

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True, help_text=_("such as: from 0 to 1"))
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=4, validators=[MaxValueValidator(6)])
    publisher = models.CharField(_("publisher"), max_length=200)
    licence = models.CharField(_("terms of use"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("indicator")

    def __str__(self) -> str:
        return self.name


class IndicatorValue(Record):
    """What an indicator says of a country in one edition. An edition is named by its year.

    Without a value the country was not assessed, which is not nought. What the publisher revises is written over; the
    history keeps what it was.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="values", verbose_name=_("indicator")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="indicator_values", verbose_name=_("country")
    )
    year = models.PositiveSmallIntegerField(_("edition of the year"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)

    class Meta:
        ordering = ["indicator", "country", "year"]
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "country", "year"], name="an_indicator_once_a_country_and_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.short_name or self.indicator.code}, {self.country}, {self.year}"
