"""Moments in time: a line with cards for a few, a plan by month for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from babel.dates import get_month_names
from pptx.enum.shapes import MSO_SHAPE

from colonnade.renderers.document import Moment, Timeline
from colonnade.renderers.pptx import measure
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, RULE, TINT, WASH
from colonnade.renderers.pptx.drawing import captioned, draw
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, factor_for, height_of, write
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words, locale

_FEW = 6


@draw.register
def _(block: Timeline, page: Page, box: Box) -> None:
    box = captioned(page, box, block.caption)
    if not block.moments:
        return
    if len(block.moments) <= _FEW and not any(moment.lane for moment in block.moments):
        _line(page, box, block)
    else:
        _plan(page, box, block)


def when_words(moment: Moment, language: str) -> str:
    begin = date_words(moment.when, language)
    return f"{begin} – {date_words(moment.until, language)}" if moment.until else begin


# --- a line with cards ----------------------------------------------------------------------------------


def _line(page: Page, box: Box, block: Timeline) -> None:
    """Dates over the line, cards under it, one marker each; in order, not to scale."""
    box = Box(box.x, box.y + min(0.4, box.h * 0.1), box.w, box.h - min(0.4, box.h * 0.1))
    cells = page.columns(box, (1,) * len(block.moments), 0.3)
    level = box.y + 1.0
    page.rule("Line of time", (box.x, level), (box.right, level), TINT, 3)
    high = min(box.bottom - level - 0.4, 3.6)
    factor = min(
        factor_for(_card_lines(m), cells[0].w - 0.4, high - 0.36, page.language) for m in block.moments
    )
    tallest = max(
        height_of([p.at(factor) for p in _card_lines(m)], cells[0].w - 0.4, page.language)
        for m in block.moments
    )
    for number, (moment, cell) in enumerate(zip(block.moments, cells, strict=True)):
        dot = page.turned(Box(cell.x, level - 0.14, 0.28, 0.28), cell)
        page.ornament("Marker", dot, BRAND, MSO_SHAPE.OVAL)
        core = page.turned(Box(cell.x + 0.08, level - 0.06, 0.12, 0.12), cell)
        page.ornament("Marker", core, GROUND, MSO_SHAPE.OVAL)
        date_line = Line.of(when_words(moment, page.language), size=20, bold=True, colour=BRAND)
        stamp = page.text(
            f"Date: {moment.title}", Box(cell.x, box.y, cell.w, 0.78), [date_line], anchor="bottom"
        )
        if number == 0:
            page.say(stamp, block.alt)
        room = Box(cell.x, level + 0.4, cell.w, min(max(tallest + 0.45, 1.4), high))
        card = page.panel(f"Moment: {moment.title}", room, fill=WASH)
        write(page, card, _card_lines(moment), margin=(0.2, 0.18), factor=factor)


def _card_lines(moment: Moment) -> list[Line]:
    lines = [Line.of(moment.title, size=22, bold=True)]
    return [*lines, Line.of(moment.text, size=16, colour=INK, space=6)] if moment.text else lines


# --- a plan by month ------------------------------------------------------------------------------------


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
    """Months where the plan is of at most eighteen, else years; whole years where it is one."""
    begin = min(moment.when.first_day for moment in moments)
    end = max((moment.until or moment.when).last_day for moment in moments)
    if begin.year == end.year:
        begin, end = date(begin.year, 1, 1), date(end.year, 12, 31)
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if months > 18:
        years = range(begin.year, end.year + 1)
        spans = [(date(year, 1, 1), date(year, 12, 31), str(year)) for year in years]
    else:
        spans = [_month(begin.year, begin.month + step, language, months > 12) for step in range(months)]
    return Scale(spans[0][0], spans[-1][1], tuple(spans))


def _month(year: int, month: int, language: str, with_year: bool) -> tuple[date, date, str]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    span = PartialDate(date(year, month, 1), "month")
    name = short_month(span.first_day, language)
    return span.first_day, span.last_day, f"{name} {year % 100:02d}" if with_year and month == 1 else name


def short_month(day: date, language: str) -> str:
    """The month's short name standing alone, as a calendar prints it."""
    names: Any = get_month_names(
        "wide" if language in ("ar", "zh", "ko") else "abbreviated", "stand-alone", locale(language)
    )
    return str(names[day.month]).rstrip(".")


@dataclass(frozen=True)
class _Placed:
    moment: Moment
    left: float
    right: float
    label_left: float
    inside: bool


def _plan(page: Page, box: Box, block: Timeline) -> None:
    """Months across, lanes down; a bar as long as the work lasts, its title in it or beside it."""
    scale = scale_of(block.moments, page.language)
    lanes = [
        (name, list(members)) for name, members in groupby(_by_lane(block.moments), key=lambda m: m.lane)
    ]
    side = min(2.2, box.w * 0.18) if any(name for name, _ in lanes) else 0.0
    field = Box(box.x + side, box.y + 0.4, box.w - side, box.h - 0.4)
    _months(page, box, field, scale, block.alt)
    size, rows = _packed(lanes, field, scale, page.language)
    total = sum(len(lane) for lane in rows)
    high = min(field.h / max(total, 1), 0.62)
    bands, y = [], field.y
    for number, ((name, _), lane) in enumerate(zip(lanes, rows, strict=True)):
        bands.append(Box(box.x, y, box.w, high * len(lane)))
        _lane(page, box, bands[-1], name, side, number)
        y = bands[-1].bottom
    for begin, _, _ in scale.ticks[1:]:
        x = page.turned(Box(field.x + scale.at(begin) * field.w, y, 0, 0), box).x
        page.rule("Month", (x, field.y), (x, y), RULE, 0.5)
    for band, lane in zip(bands, rows, strict=True):
        for row, strip in zip(lane, band.rows((1,) * len(lane), 0), strict=True):
            for placed in row:
                _bar(page, box, Box(field.x, strip.y, field.w, high), placed, size)


def _by_lane(moments: Sequence[Moment]) -> list[Moment]:
    """Lanes in the order in which they first come; moments inside a lane by date."""
    lanes = list(dict.fromkeys(moment.lane for moment in moments))
    return sorted(moments, key=lambda moment: (lanes.index(moment.lane), moment.when.first_day))


def _months(page: Page, box: Box, field: Box, scale: Scale, alt: str) -> None:
    step = field.w / len(scale.ticks)
    widest = max(measure.width(name, 12, True) for _, _, name in scale.ticks)
    size = max(12 * min(1.0, (step - 0.06) / widest), 7.0)
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
        page.text(f"Lane: {name}", cell, [Line.of(name, size=13, bold=True, colour=DEEP)], anchor="middle")


def _packed(
    lanes: list[tuple[str, list[Moment]]], field: Box, scale: Scale, language: str
) -> tuple[float, list[list[list[_Placed]]]]:
    """Moments on as few rows as do not collide, at the largest type for which the rows are high enough."""
    size = 14.0
    while True:
        rows = [_rows(moments, field.w, scale, size, language) for _, moments in lanes]
        if size <= 7 or sum(map(len, rows)) * measure.height(1, size) * 1.35 <= field.h:
            return size, rows
        size -= 0.5


def _rows(
    moments: list[Moment], wide: float, scale: Scale, size: float, language: str
) -> list[list[_Placed]]:
    rows: list[list[_Placed]] = []
    for moment in moments:
        placed = _placed(moment, wide, scale, size)
        begin, end = _reach(placed, size)
        for row in rows:
            if all(
                _reach(other, size)[1] + 0.1 <= begin or end + 0.1 <= _reach(other, size)[0] for other in row
            ):
                row.append(placed)
                break
        else:
            rows.append([placed])
    return rows


def _reach(placed: _Placed, size: float) -> tuple[float, float]:
    words = measure.width(placed.moment.title, size) + 0.1
    if placed.inside:
        return placed.left, placed.right
    return min(placed.left, placed.label_left), max(placed.right, placed.label_left + words)


def _placed(moment: Moment, wide: float, scale: Scale, size: float) -> _Placed:
    """Where the bar runs, and where its title goes: inside it, after it, or before it at the end of the year."""
    end = (moment.until or moment.when).last_day
    left, right = scale.at(moment.when.first_day) * wide, min(scale.at(end) * wide + wide / 365, wide)
    right = min(max(right, left + 0.16), wide)
    left = min(left, right - 0.16)
    words = measure.width(moment.title, size) + 0.2
    if words <= right - left:
        return _Placed(moment, left, right, left, True)
    if right + words <= wide:
        return _Placed(moment, left, right, right + 0.06, False)
    return _Placed(moment, left, right, max(left - words, 0), False)


def _bar(page: Page, box: Box, row: Box, placed: _Placed, size: float) -> None:
    moment = placed.moment
    thick = min(row.h * 0.72, 0.36)
    top = row.y + (row.h - thick) / 2
    bar = page.turned(Box(row.x + placed.left, top, placed.right - placed.left, thick), box)
    fill = BRAND if placed.inside else (TINT if moment.until or moment.when.precision != "day" else BRAND)
    shape = page.panel(f"{moment.title}: {when_words(moment, page.language)}", bar, fill=fill)
    page.say(shape, f"{moment.title}: {when_words(moment, page.language)}. {moment.text}".rstrip(" ."))
    if placed.inside:
        write(
            page, shape, [Line.of(moment.title, size=size, colour=GROUND)], anchor="middle", margin=(0.08, 0)
        )
        return
    words = measure.width(moment.title, size) + 0.12
    room = (
        min(words, row.w - placed.label_left)
        if placed.label_left > placed.left
        else placed.left - placed.label_left - 0.07
    )
    label = page.turned(Box(row.x + placed.label_left, row.y, max(room, 0.3), row.h), box)
    align = "start" if placed.label_left > placed.left else "end"
    page.text(
        f"Title: {moment.title}",
        label,
        [Line.of(moment.title, size=size, colour=INK, align=align)],
        anchor="middle",
    )
