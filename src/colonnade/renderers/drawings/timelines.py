"""Moments down a line, or, where they have lanes, the plan of a year by months."""

from __future__ import annotations

from datetime import date
from typing import Final

from babel.dates import format_date

from colonnade.renderers.document import Moment, Timeline
from colonnade.renderers.drawings import colours
from colonnade.renderers.drawings.colours import INK, LINE, MUTED
from colonnade.renderers.drawings.svg import WIDTH, Canvas, lines, measure
from colonnade.values.words import date_words, locale

ROW: Final = 30.0


def timeline(block: Timeline, language: str, brand_colour: str, width: float = WIDTH) -> str:
    colour = colours.seen(brand_colour)
    canvas = Canvas(language, width)
    if any(moment.lane for moment in block.moments):
        bottom = _plan(canvas, block, colour)
    else:
        bottom = _line(canvas, block, colour)
    return canvas.svg(bottom, block.caption, block.alt)


def when(moment: Moment, language: str) -> str:
    """The date, as precise as it is known: ``May 2005``; ``1 September 2014 – 4 September 2014``."""
    begin = date_words(moment.when, language)
    return f"{begin} – {date_words(moment.until, language)}" if moment.until else begin


def _line(canvas: Canvas, block: Timeline, colour: str) -> float:
    """Date, title and words beside a dot, one under the other."""
    y, left, dots = 16.0, 26.0, []
    room = canvas.width - left
    for moment in block.moments:
        dots.append(y - 4)
        y = canvas.paragraph(left, y, [when(moment, canvas.language)], 12, fill=MUTED)
        y = canvas.paragraph(left, y + 1, lines(moment.title, room, 15, 3, bold=True), 15, bold=True)
        y = canvas.paragraph(left, y, lines(moment.text, room, 13, 4), 13) + 14
    if dots:
        canvas.line(8, dots[0], 8, dots[-1], LINE, 3.0)
    for dot in dots:
        canvas.circle(8, dot, 6.0, colour, stroke=colours.PAPER, stroke_width=2.0)
    return y - 12


def _plan(canvas: Canvas, block: Timeline, colour: str) -> float:
    """Months across, lanes down; each entry is a bar over its days with its title after it."""
    first = min(moment.when.first_day for moment in block.moments).replace(day=1)
    last = max((moment.until or moment.when).last_day for moment in block.moments)
    months = _months(first, last)
    span = (months[-1][1] - months[0][0]).days
    top = 20.0

    def x(day: date) -> float:
        return (day - months[0][0]).days / span * canvas.width

    y = top
    lanes = list(dict.fromkeys(moment.lane for moment in block.moments))
    marks: list[tuple[float, Moment]] = []
    heads: list[tuple[float, str]] = []
    for lane in lanes:
        if lane:
            heads.append((y, lane))
            y += 26
        for moment in sorted((m for m in block.moments if m.lane == lane), key=lambda m: m.when):
            marks.append((y, moment))
            y += ROW
        y += 4
    _calendar(canvas, [(x(begin), begin) for begin, _ in months], top, y)
    for at, lane in heads:
        canvas.rect(0, at + 2, canvas.width, 20, colours.mixed(colour, colours.PAPER, 0.88))
        canvas.text(6, at + 16, lane, 12, bold=True)
    for at, moment in marks:
        _entry(
            canvas, moment, at, x(moment.when.first_day), x((moment.until or moment.when).last_day), colour
        )
    return y


def _months(first: date, last: date) -> list[tuple[date, date]]:
    """Whole years where the plan is of a year: each month with the first day of the next."""
    begin, end = date(first.year, 1, 1), date(last.year, 12, 31)
    found = []
    while begin <= end:
        following = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
        found.append((begin, following))
        begin = following
    return found


def _calendar(canvas: Canvas, months: list[tuple[float, date]], top: float, bottom: float) -> None:
    width = canvas.width / len(months)
    for x, month in months:
        canvas.line(x, top - 2, x, bottom, LINE, 0.8)
        name = format_date(month, "LLL", locale=locale(canvas.language))
        if measure(name, 11) > width:
            name = format_date(month, "LLLLL", locale=locale(canvas.language))
        if len(months) > 24 and month.month != 1:
            continue
        if len(months) > 24:
            name = str(month.year)
        anchor, at = ("start", x + 2) if len(months) > 24 else ("middle", x + width / 2)
        canvas.text(at, top - 8, name, 11, anchor, MUTED)
    canvas.line(0, top - 2, canvas.width, top - 2, MUTED)


def _entry(canvas: Canvas, moment: Moment, y: float, begin: float, end: float, colour: str) -> None:
    """A bar as long as the days it may take: pale where only the month or the year is known."""
    exact = moment.when.precision == "day"
    fill = colour if exact else colours.mixed(colour, colours.PAPER, 0.55)
    width = max(end - begin, 6.0)
    canvas.rect(begin, y + 4, width, 8, fill, rx=3, stroke=colour, stroke_width=0.8)
    room = max(canvas.width - begin, begin + width)
    words = lines(moment.title, room, 12, 1)
    if canvas.width - begin >= begin + width:
        canvas.paragraph(begin, y + 24, words, 12, fill=INK)
    else:
        canvas.paragraph(begin + width, y + 24, words, 12, "end", fill=INK)
