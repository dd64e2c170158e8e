"""What a country's page is composed of: one question, sections of lines, and every number with the way to its figure.

The page, the printed brief and the desk's own page are made from the same sections. A part of the record that has
something to say of a country adds a composer to ``sections.COMPOSERS``: one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from colonnade.capacity.queries import public_events
from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import Published, Publisher, Shown, Withheld
from colonnade.figures.scope import Scope
from colonnade.places.models import Country
from colonnade.renderers.document import Bound
from colonnade.values.dates import PartialDate
from colonnade.values.period import Period
from colonnade.web.figures.words import shown_words, unit_after, when_words

PUBLIC_PAGES = {
    "research/study": "study_page",
    "research/product": "publication",
    "research/case": "case_page",
}
"""The names under which the public pages of records are found."""


@dataclass(frozen=True)
class Count:
    """A number of a page: in words, with its unit, and the address where its rows stand."""

    label: str
    words: str
    unit: str
    url: str
    reported: bool
    value: Shown
    address: str
    unit_code: str

    @property
    def withheld(self) -> bool:
        return isinstance(self.value, Withheld)

    @property
    def nothing(self) -> bool:
        return self.value in (0, None)

    @property
    def run(self) -> Bound | str:
        """As a document carries it: bound to its figure, or in words where it is withheld."""
        if isinstance(self.value, Withheld):
            return self.words
        return Bound(self.address, self.value, self.unit_code, self.label, self.reported)


@dataclass(frozen=True)
class Line:
    """A record in a list: when, what, and where it is read."""

    title: str
    when: str = ""
    url: str = ""
    note: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Said:
    """Words of a person that may be quoted."""

    text: str
    name: str
    attribution: str
    language: str
    code: str


@dataclass(frozen=True)
class Section:
    """A part of the page: a heading, the number it is about where there is one, and its lines, the latest first."""

    key: str
    heading: str
    lines: tuple[Line, ...] = ()
    counts: tuple[Count, ...] = ()
    quotes: tuple[Said, ...] = ()
    note: str = ""

    @property
    def empty(self) -> bool:
        return not self.lines and not self.quotes and all(count.nothing for count in self.counts)


@dataclass
class Asked:
    """One country, asked for by one reader as at a day.

    The day decides names and groups, and the editions of indicators; what the office did is told up to ``today``, so that
    nobody learns a small count by asking day after day. ``user`` is somebody of the staff; None for the public.
    """

    country: Country
    day: date
    today: date
    language: str
    least: int
    user: Any = None
    _measurer: Measurer | None = field(default=None, repr=False)

    @cached_property
    def publisher(self) -> Publisher:
        return Publisher(self._measurer or Measurer(as_of=self.today, language=self.language), self.least)

    @property
    def record(self) -> Any:
        return self.publisher.measurer.record

    @cached_property
    def period(self) -> Period:
        """From the first year the record knows of to this one."""
        return period_of(self.record, self.today)

    @property
    def staff(self) -> bool:
        return self.user is not None

    # --- numbers -----------------------------------------------------------------------------------------

    def published(self, key: str, **parts: str) -> Published:
        return self.publisher.publish(key, Scope.of(self.period, self.today, parts))

    def count(self, published: Published, label: str = "") -> Count:
        return counted(published, self.least, label, staff=self.staff)

    # --- lines -------------------------------------------------------------------------------------------

    def lines(self, published: Published, notes: dict[str, str] | None = None) -> tuple[Line, ...]:
        """The records behind a number, the latest first, each with its page where this reader has one."""
        rows = sorted(published.rows, key=lambda row: (row.on, row.ref), reverse=True)
        told = notes or {}
        return tuple(
            Line(row.label, when_words(row.on), self.page_of(row.ref), told.get(row.ref, ""), row.on)
            for row in rows
            if not row.opening and not row.unknown
        )

    def page_of(self, ref: str) -> str:
        """Where a record is read: at the desk by staff, else on its public page where it has one; empty where it has none."""
        room, noun, code = ref.split("/", 2)
        if self.staff:
            return reverse("record", args=(room, noun, code))
        if (room, noun) == ("capacity", "event"):
            return reverse("event_page", args=(code,)) if code in self._public_events else ""
        name = PUBLIC_PAGES.get(f"{room}/{noun}", "")
        return reverse(name, args=(code,)) if name else ""

    @cached_property
    def _public_events(self) -> frozenset[str]:
        return frozenset(public_events().order_by().values_list("code", flat=True))


Composer = Callable[[Asked], Section | None]
"""Says what one part of the record knows of a country; None where it knows nothing. Its queries are few and fixed."""


def counted(published: Published, least: int, label: str = "", *, staff: bool = False) -> Count:
    """A published number as a page prints it."""
    figure = published.figure
    query = published.address.partition("?")[2]
    return Count(
        label or str(figure.label), shown_words(published.value, least), unit_after(figure.unit.code, published.value),
        f"{reverse('desk_figures:figure' if staff else 'figure', args=(figure.key,))}?{query}", published.reported,
        published.value, published.address, figure.unit.code,
    )  # fmt: skip


def period_of(record: Any, today: date) -> Period:
    """From the first year in which the record knows of anything that was done, to this year."""
    years = [today.year]
    years += [event.starts.first_day.year for event in record.events]
    years += [mission.starts.first_day.year for mission in record.missions]
    years += [study.years[0] for study in record.studies if study.years]
    years += [study.listed[0] for study in record.studies if study.listed]
    years += [product.published.first_day.year for product in record.products if product.published]
    years += [partner.when.year for partner in record.partners]
    return Period.of_years(min(years), today.year)


def partial_words(first: date | None, precision: str) -> PartialDate | None:
    """A day of a table with its precision as a date that is as precise as known."""
    if first is None:
        return None
    return PartialDate(first, precision if precision in ("day", "month", "year") else "day")  # type: ignore[arg-type]


def compose(asked: Asked, composers: Iterable[Composer]) -> list[Section]:
    """The sections that have something to say, in their order."""
    told = [composer(asked) for composer in composers]
    return [section for section in told if section is not None and not section.empty]
