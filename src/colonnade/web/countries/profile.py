"""A country as at a day: what it is called, which groups it is in, and all that the record says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from colonnade.office.models import Office
from colonnade.places.models import Country, CountryName, GroupMembership, Region
from colonnade.places.queries import memberships_of, names_of
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES, direction
from colonnade.values.words import date_words
from colonnade.web.countries.composing import Asked, Section, compose, partial_words
from colonnade.web.countries.indicators import Measured, measured
from colonnade.web.countries.sections import COMPOSERS

GROUP_NAMES: Final = (
    gettext_noop("Least developed countries"),
    gettext_noop("Landlocked developing countries"),
    gettext_noop("Small island developing States"),
    gettext_noop("Small islands that are associate members of regional commissions"),
    gettext_noop("Fragile and conflict-affected situations"),
)
"""The names of the groups that come with the product, so that pages can say them in every language."""

STATUS: Final = {
    "member": gettext_noop("State Member of the United Nations"),
    "observer": gettext_noop("Observer State"),
    "other": gettext_noop("Area or territory"),
}

NAMES_WORDS: Final = gettext_noop(
    "The names and groups of countries and areas on this page are those of the sources named. They carry no "
    "position of the organization on the legal status of any country, territory, city or area or of its authorities."
)
MAP_WORDS: Final = gettext_noop(
    "Names, borders and colours on this map are for orientation only; they carry no position of the "
    "organization on the legal status of any place, authority or boundary."
)
"""The words an office begins with; its own are printed as it wrote them."""

TO_THE_DAY: Final = frozenset({"day", "exact", "contested", ""})


@dataclass(frozen=True)
class NameLine:
    """The name in one language, with the direction it is written in."""

    language: str
    of: str
    name: str
    dir: str


@dataclass(frozen=True)
class GroupLine:
    """A group with what is to be said of the country's time in it."""

    code: str
    name: str
    words: str
    authority: str
    doubtful: bool = False


@dataclass
class Profile:
    """All that the page, the brief and the desk's page say of a country."""

    asked: Asked
    office: Office | None

    @property
    def country(self) -> Country:
        return self.asked.country

    # --- names --------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> list[CountryName]:
        return names_of(self.country)

    def name_in(self, language: str) -> str:
        """The short name on the page's day: a dated one where held, else today's; English where there is none."""
        dated = next((n for n in self._names if n.language == language and n.holds_on(self.asked.day)), None)
        if dated:
            return dated.name
        return getattr(self.country, f"name_{language}") or self.country.name_en

    @property
    def name(self) -> str:
        return self.name_in(self.asked.language)

    @property
    def names(self) -> list[NameLine]:
        return [NameLine(code, of, self.name_in(code), direction(code)) for code, of in LANGUAGES.items()]

    @property
    def dated_names(self) -> list[tuple[str, str, str]]:
        """Names with the days on which they were the name, and what is told of them; none where the name never changed."""
        return [
            (n.name, span_words(n, n.precision, n.precision, self.asked.language), n.note)
            for n in self._names
        ]

    # --- groups -------------------------------------------------------------------------------------------

    @cached_property
    def _memberships(self) -> list[GroupMembership]:
        return memberships_of(self.country)

    @property
    def groups(self) -> list[GroupLine]:
        """The groups the country is in on the page's day; one whose end is in doubt is told as such."""
        return [self._group(m) for m in self._memberships if m.holds_on(self.asked.day)] + [
            self._group(m, doubtful=True) for m in self._in_doubt()
        ]

    def _in_doubt(self) -> list[GroupMembership]:
        day = self.asked.day
        within = {m.group_id for m in self._memberships if m.holds_on(day)}
        return [
            m for m in self._memberships
            if m.contested and m.valid_to and m.valid_to < day and m.group_id not in within
        ]  # fmt: skip

    @property
    def other_times(self) -> list[GroupLine]:
        """Groups in which the country was before, or is to be: what another day would say."""
        day, doubted = self.asked.day, {m.pk for m in self._in_doubt()}
        return [self._group(m) for m in self._memberships if not m.holds_on(day) and m.pk not in doubted]

    def _group(self, held: GroupMembership, *, doubtful: bool = False) -> GroupLine:
        words = span_words(held, held.from_precision, held.to_precision, self.asked.language)
        if doubtful:
            words = f"{words}; {_('whether it has left is in doubt')}"
        return GroupLine(held.group.code, _(held.group.name), words, held.group.authority, doubtful)

    # --- what it is ---------------------------------------------------------------------------------------

    @property
    def status(self) -> str:
        held = STATUS.get(self.country.un_status, "")
        words = _(held) if held else self.country.un_status
        since = self.country.un_since
        return (
            f"{words}, {_('since %(day)s') % {'day': date_words(since, self.asked.language)}}"
            if since
            else words
        )

    @property
    def formal(self) -> str:
        return formal_of(self.country)

    @property
    def regions(self) -> list[str]:
        return [
            region_name(r, self.asked.language) for r in (self.country.region, self.country.subregion) if r
        ]

    @property
    def names_words(self) -> str:
        """The office's words on names; those it began with are said in the reader's language."""
        return words_on_names(self.office)

    @property
    def map_words(self) -> str:
        return _(self.office.map_disclaimer) if self.office and self.office.map_disclaimer else _(MAP_WORDS)

    # --- what the record says ---------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> list[Section]:
        return compose(self.asked, COMPOSERS)

    @cached_property
    def measured(self) -> Measured | None:
        return measured(self.asked)

    @property
    def counts(self) -> list:
        """The numbers at the head of the page: those that say something."""
        return [count for section in self.sections for count in section.counts if not count.nothing]


def formal_of(country: Country) -> str:
    """The formal name, which is held in English; empty where it is the short one."""
    return "" if country.formal_en.removeprefix("the ") == country.name_en else country.formal_en


def words_on_names(office: Office | None) -> str:
    """What the office says of the names of countries; the words it began with in the reader's language."""
    return _(office.names_disclaimer) if office and office.names_disclaimer else _(NAMES_WORDS)


def region_name(region: Region, language: str) -> str:
    """A region in the reader's language; in Korean none is held."""
    return getattr(region, f"name_{language}", "") or region.name_en


def span_words(held, first_precision: str, last_precision: str, language: str) -> str:
    """From when to when something held: “until 31 December 2013”, “since 2 June 2018”."""
    first = partial_words(held.valid_from, precision_of(first_precision))
    last = partial_words(held.valid_to, precision_of(last_precision))
    if first and last:
        return _("from %(first)s to %(last)s") % _days(first, last, language)
    if first:
        return _("since %(first)s") % _days(first, first, language)
    if last:
        return _("until %(last)s") % _days(last, last, language)
    return ""


def _days(first: PartialDate, last: PartialDate, language: str) -> dict[str, str]:
    return {"first": date_words(first, language), "last": date_words(last, language)}


def precision_of(told: str) -> str:
    """How precise a day of a list is; what is a convention is printed by its year."""
    if told in ("month", "year"):
        return told
    return "day" if told in TO_THE_DAY else "year"
