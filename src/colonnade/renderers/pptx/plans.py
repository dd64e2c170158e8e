"""A plan by month: lanes down, months across, a bar as long as the work lasts, its title in or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from babel.dates import get_month_names

from colonnade.renderers.document import Moment, Timeline
from colonnade.renderers.pptx import measure
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, RULE, TINT, WASH
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import SMALLEST, Line, write
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words, locale

_LARGEST: Final = 14.0
_FEWEST, _MOST = 3, 18
"""Months of a plan."""
_HEAD: Final = 0.4
_GAP: Final = 0.07
"""Inches between a bar and its title."""
_BAR: Final = 0.34
_LANE: Final = 12.5
"""Type of the lanes' names."""
_SMALL: Final = 11.0


def when_words(moment: Moment, language: str) -> str:
    begin = date_words(moment.when, language)
    return f"{begin} – {date_words(moment.until, language)}" if moment.until else begin


# --- the scale ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scale:
    """Days on the width of the plan: the ticks, and where a day stands from 0 to 1."""

    first: date
    last: date
    ticks: tuple[tuple[date, date, str], ...]

    def at(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        return (inside - self.first).days / ((self.last - self.first).days + 1)


def scale_of(moments: Sequence[Moment], language: str) -> Scale:
    """The months from the first moment to the end of the last, at least three; years where they are above eighteen."""
    begin = min(moment.when.first_day for moment in moments)
    end = max((moment.until or moment.when).last_day for moment in moments)
    months = max((end.year - begin.year) * 12 + end.month - begin.month + 1, _FEWEST)
    if months > _MOST:
        years = range(begin.year, end.year + 1)
        spans = [(date(year, 1, 1), date(year, 12, 31), str(year)) for year in years]
    else:
        two_years = begin.month + months - 1 > 12
        spans = [_month(begin.year, begin.month + step, language, two_years) for step in range(months)]
    return Scale(spans[0][0], spans[-1][1], tuple(spans))


def _month(year: int, month: int, language: str, with_year: bool) -> tuple[date, date, str]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    span = PartialDate(date(year, month, 1), "month")
    name = short_month(span.first_day, language)
    return span.first_day, span.last_day, f"{name} {year}" if with_year and month == 1 else name


def short_month(day: date, language: str) -> str:
    """The month's short name standing alone, as a calendar prints it."""
    names: Any = get_month_names(
        "wide" if language in ("ar", "zh", "ko") else "abbreviated", "stand-alone", locale(language)
    )
    return str(names[day.month]).rstrip(".")


# --- where the titles go --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Placed:
    """A moment's bar from left to right, and its title: where it begins, how wide it is, on how many lines."""

    moment: Moment
    left: float
    right: float
    label: float
    wide: float
    lines: int

    @property
    def inside(self) -> bool:
        return self.left <= self.label < self.right

    @property
    def reach(self) -> tuple[float, float]:
        return min(self.left, self.label), max(self.right, self.label + self.wide)


_Row = list[_Placed]


@dataclass(frozen=True)
class _Packed:
    """The lanes' rows at one size of type, and the heights of the rows before they are stretched."""

    size: float
    lanes: tuple[tuple[str, list[_Row]], ...]

    named: float
    """Inches for a lane's name."""

    def heights(self) -> list[list[float]]:
        """Of the rows of each lane: a lane is no lower than its name."""
        lanes = [[_row_height(row, self.size) for row in rows] for _, rows in self.lanes]
        names = [self._name_height(name) for name, _ in self.lanes]
        return [
            [high * max(1.0, name / sum(rows)) for high in rows]
            for name, rows in zip(names, lanes, strict=True)
        ]

    def _name_height(self, name: str) -> float:
        lines = measure.lines(name, _LANE, self.named, True) if name else 0
        return measure.height(lines, _LANE, name) + 0.06

    @property
    def needed(self) -> float:
        return sum(map(sum, self.heights()))

    @property
    def lines(self) -> int:
        """Of the longest title."""
        return max(placed.lines for _, rows in self.lanes for row in rows for placed in row)


def _row_height(row: _Row, size: float) -> float:
    text = "".join(placed.moment.title for placed in row)
    return max(measure.height(max(placed.lines for placed in row), size, text) + 0.06, 0.3)


def _packed(block: Timeline, page: Page, box: Box) -> _Packed:
    """All titles in one size, the largest at which the rows are high enough; if possible on two lines at most."""
    for least, lines in ((_SMALL, 2), (SMALLEST, 9)):
        size = _LARGEST
        while size >= least:
            packed = _packed_at(block, page, box, size)
            if packed.lines <= lines and packed.needed <= box.h - _HEAD:
                return packed
            size -= 0.5
    return _packed_at(block, page, box, SMALLEST - 0.5)


def _packed_at(block: Timeline, page: Page, box: Box, size: float) -> _Packed:
    side = _side(block, box)
    lanes = [
        (name, list(members)) for name, members in groupby(_by_lane(block.moments), key=lambda m: m.lane)
    ]
    scale = scale_of(block.moments, page.language)
    rows = tuple((name, _rows(members, box.w - side, scale, size)) for name, members in lanes)
    return _Packed(size, rows, side - 0.16)


def plan_scale(page: Page, box: Box, block: Timeline) -> float:
    return _packed(block, page, box).size / _LARGEST


def _side(block: Timeline, box: Box) -> float:
    """The width of the lanes' names."""
    return min(2.0, box.w * 0.17) if any(moment.lane for moment in block.moments) else 0.0


def _rows(moments: list[Moment], wide: float, scale: Scale, size: float) -> list[_Row]:
    """Moments share a row where they do not collide."""
    rows: list[_Row] = []
    for moment in moments:
        placed = _placed(moment, wide, scale, size)
        begin, end = placed.reach
        for row in rows:
            if all(other.reach[1] + 0.12 <= begin or end + 0.12 <= other.reach[0] for other in row):
                row.append(placed)
                break
        else:
            rows.append([placed])
    return rows


def _placed(moment: Moment, wide: float, scale: Scale, size: float) -> _Placed:
    """The title goes inside its bar, else after it, else before; on one line if it can, else on two."""
    end = (moment.until or moment.when).last_day
    left, right = scale.at(moment.when.first_day) * wide, min(scale.at(end) * wide + wide / 365, wide)
    right = min(max(right, left + 0.16), wide)
    left = min(left, right - 0.16)
    after, before = wide - right - _GAP, left - _GAP
    for lines in (1, 2):
        words = _width(moment.title, size, lines)
        if lines == 1 and words + 0.12 <= right - left:
            return _Placed(moment, left, right, left, right - left, 1)
        if words <= after:
            return _Placed(moment, left, right, right + _GAP, words, lines)
        if words <= before:
            return _Placed(moment, left, right, left - _GAP - words, words, lines)
    room = max(after, before, right - left - 0.16)
    lines = measure.lines(moment.title, size, room)
    if room == after:
        return _Placed(moment, left, right, right + _GAP, room, lines)
    if room == before:
        return _Placed(moment, left, right, left - _GAP - room, room, lines)
    return _Placed(moment, left, right, left, right - left, lines)


def _width(title: str, size: float, lines: int) -> float:
    """The narrowest column in which the title stands on so many lines."""
    whole = measure.width(title, size) + 0.08
    if lines == 1:
        return whole
    room = max(whole / lines, measure.longest_word(title, size) + 0.04)
    while measure.lines(title, size, room - 0.04) > lines:
        room += 0.1
    return room


# --- the drawing ----------------------------------------------------------------------------------------


def plan(page: Page, box: Box, block: Timeline) -> None:
    packed = _packed(block, page, box)
    scale = scale_of(block.moments, page.language)
    side = _side(block, box)
    field = Box(box.x + side, box.y + _HEAD, box.w - side, box.h - _HEAD)
    _months(page, box, field, scale, block.alt)
    stretch = min(field.h / packed.needed, 1.6)
    bottom = field.y + packed.needed * stretch
    bands = list(_bands(packed, field, stretch))
    for number, (name, strips) in enumerate(bands):
        top, end = strips[0][1].y, strips[-1][1].bottom
        _lane(page, box, Box(box.x, top, box.w, end - top), name, side, number)
    for begin, _, _ in scale.ticks[1:]:
        x = page.turned(Box(field.x + scale.at(begin) * field.w, field.y, 0, 0), box).x
        page.rule("Month", (x, field.y), (x, bottom), RULE, 0.5)
    for number, (_, strips) in enumerate(bands):
        for row, strip in strips:
            for placed in row:
                _bar(page, box, strip, placed, packed.size, WASH if number % 2 == 0 else GROUND)


def _bands(packed: _Packed, field: Box, stretch: float) -> Iterator[tuple[str, list[tuple[_Row, Box]]]]:
    """Each lane with its rows and where they stand."""
    y = field.y
    for (name, rows), heights in zip(packed.lanes, packed.heights(), strict=True):
        strips = []
        for row, high in zip(rows, heights, strict=True):
            strips.append((row, Box(field.x, y, field.w, high * stretch)))
            y += high * stretch
        yield name, strips


def _by_lane(moments: Sequence[Moment]) -> list[Moment]:
    """Lanes in the order in which they first come; moments inside a lane by date."""
    lanes = list(dict.fromkeys(moment.lane for moment in moments))
    return sorted(moments, key=lambda moment: (lanes.index(moment.lane), moment.when.first_day))


def _months(page: Page, box: Box, field: Box, scale: Scale, alt: str) -> None:
    step = field.w / len(scale.ticks)
    widest = max(measure.width(name, 12, True) for _, _, name in scale.ticks)
    size = max(12 * min(1.0, (step - 0.06) / widest), SMALLEST)
    for number, (begin, end, name) in enumerate(scale.ticks):
        left = field.x + scale.at(begin) * field.w
        days = ((end - begin).days + 1) / ((scale.last - scale.first).days + 1)
        cell = page.turned(Box(left, box.y, days * field.w, 0.34), box)
        head = page.panel(f"Month: {name}", cell, fill=DEEP, line=GROUND)
        write(
            page, head, [Line.of(name, size=size, bold=True, colour=GROUND, align="center")], anchor="middle"
        )
        if number == 0:
            page.say(head, alt)


def _lane(page: Page, box: Box, band: Box, name: str, side: float, number: int) -> None:
    if number % 2 == 0:
        page.ornament("Lane", band, WASH)
    page.rule("Lane", (band.x, band.bottom), (band.right, band.bottom), RULE, 0.75)
    if name:
        cell = page.turned(Box(band.x + 0.08, band.y, side - 0.16, band.h), box)
        page.text(f"Lane: {name}", cell, [Line.of(name, size=_LANE, bold=True, colour=DEEP)], anchor="middle")


def _bar(page: Page, box: Box, row: Box, placed: _Placed, size: float, ground: Any) -> None:
    moment = placed.moment
    thick = _BAR if placed.lines == 1 or not placed.inside else row.h - 0.06
    top = row.y + (row.h - thick) / 2
    bar = page.turned(Box(row.x + placed.left, top, placed.right - placed.left, thick), box)
    end = (moment.until or moment.when).last_day
    lasts = end > moment.when.first_day
    fill = BRAND if placed.inside or not lasts else TINT
    when = when_words(moment, page.language)
    shape = page.panel(f"{moment.title}: {when}", bar, fill=fill)
    page.say(shape, f"{moment.title}: {when}. {moment.text}".rstrip(" ."))
    if placed.inside:
        line = Line.of(moment.title, size=size, colour=GROUND)
        write(page, shape, [line], anchor="middle", margin=(0.06, 0), factor=1.0)
        return
    before = placed.label < placed.left
    room = page.turned(Box(row.x + placed.label, row.y, placed.wide, row.h), box)
    line = Line.of(moment.title, size=size, colour=INK, align="end" if before else "start")
    # On the lane's own ground, so that the lines of the months do not run through the words.
    title = page.panel(f"Title: {moment.title}", room, fill=ground)
    write(page, title, [line], anchor="middle", factor=1.0)
