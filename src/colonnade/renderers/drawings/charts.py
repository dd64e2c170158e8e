"""Columns, stacked columns, bars and lines, with each value written where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from colonnade.renderers.document import Bound, Chart
from colonnade.renderers.drawings import colours
from colonnade.renderers.drawings.colours import INK, LINE, MUTED
from colonnade.renderers.drawings.svg import WIDTH, Canvas, lines, measure
from colonnade.renderers.labels import label
from colonnade.values.numbers import Amount, Bounds, Number, Ratio
from colonnade.values.words import number_words

SIZE: Final = 12.0
PLOT_HEIGHT: Final = 200.0
BAR: Final = 18.0

Y = Callable[[float], float]
"""Where on the page a value stands."""


def chart(block: Chart, language: str, brand_colour: str, width: float = WIDTH) -> str:
    """The chart as SVG. Columns whose names do not fit under them are laid down as bars."""
    canvas = Canvas(language, width)
    picture = _Picture(block, canvas, colours.series(brand_colour, len(block.series)))
    top = picture.legend(14.0)
    if block.kind == "bar" or (block.kind != "line" and not picture.names_fit()):
        bottom = picture.bars(top)
    else:
        bottom = picture.columns(top)
    if any(bound.reported for series in block.series for bound in series.values):
        canvas.text(0, bottom + 4, f"* {label('as_reported', language)}", 11, fill=MUTED)
        bottom += 16
    return canvas.svg(bottom, block.title, block.alt)


def extent(value: Number) -> tuple[float, float]:
    """From where to where a value reaches; a known number is both ends at once."""
    if isinstance(value, Bounds):
        return float(value.low), float(value.high)
    if isinstance(value, Amount):
        return float(value.value), float(value.value)
    if isinstance(value, Ratio):
        return float(value.rounded), float(value.rounded)
    return (0.0, 0.0) if value is None else (float(value), float(value))


def printed(bound: Bound, language: str) -> str:
    """The value beside its bar, with a star where it was reported and not counted from rows."""
    if isinstance(bound.value, Bounds):
        return f"{number_words(bound.value.low, language)}–{number_words(bound.value.high, language)}"
    return bound.words(language) + ("*" if bound.reported else "")


def scale(low: float, high: float) -> list[float]:
    """Three to six round numbers from at or under the lowest to at or over the highest."""
    span = max(high - low, 1.0)
    unit = 10 ** math.floor(math.log10(span))
    step = next(unit * part for part in (0.25, 0.5, 1, 2, 2.5, 5, 10) if span / (unit * part) <= 4.5)
    step = max(step, 1.0)
    first = math.floor(low / step)
    return [step * i for i in range(first, math.ceil(high / step) + 1)]


@dataclass
class _Picture:
    block: Chart
    canvas: Canvas
    colours: list[str]

    def __post_init__(self) -> None:
        reaches = [extent(bound.value) for series in self.block.series for bound in series.values]
        self.low = min((low for low, _ in reaches), default=0.0)
        self.high = max((high for _, high in reaches), default=0.0)
        if self.block.kind == "stacked":
            self.high = max((sum(self._heights(i)) for i in range(len(self.block.categories))), default=0.0)
        self.ticks = scale(min(self.low, 0.0), max(self.high, 1.0))

    def _heights(self, category: int) -> list[float]:
        return [extent(series.values[category].value)[1] for series in self.block.series]

    def _words(self, bound: Bound) -> str:
        return printed(bound, self.canvas.language)

    @property
    def _slot(self) -> float:
        return (self.canvas.width - self._axis) / max(len(self.block.categories), 1)

    @property
    def _axis(self) -> float:
        return max(measure(self._tick(tick), 11) for tick in self.ticks) + 8

    def _tick(self, tick: float) -> str:
        return number_words(round(tick), self.canvas.language)

    def names_fit(self) -> bool:
        """Can every category be written under its column, in three lines and without breaking a word?"""
        room = self._slot - 6
        words = [word for name in self.block.categories for word in name.split()]
        fits = all(measure(word, SIZE) <= room for word in words)
        return fits and all(len(lines(name, room, SIZE, 9)) <= 3 for name in self.block.categories)

    def legend(self, y: float) -> float:
        """Which colour is which series; nothing for a single one, which the title names."""
        if len(self.block.series) < 2:
            return y + 4
        x = 0.0
        for series, colour in zip(self.block.series, self.colours, strict=True):
            width = 16 + measure(series.name, SIZE) + 18
            if x and x + width - 18 > self.canvas.width:
                x, y = 0.0, y + 18
            self.canvas.rect(x, y - 9, 11, 11, colour, rx=2)
            self.canvas.text(x + 16, y, series.name)
            x += width
        return y + 22

    # --- standing -----------------------------------------------------------------------------

    def columns(self, top: float) -> float:
        top += 8  # room for the value over the highest column
        canvas, foot = self.canvas, top + PLOT_HEIGHT
        span = (self.ticks[-1] - self.ticks[0]) or 1.0

        def y(value: float) -> float:
            return foot - (value - self.ticks[0]) / span * PLOT_HEIGHT

        for tick in self.ticks:
            canvas.line(self._axis, y(tick), canvas.width, y(tick), MUTED if tick == 0 else LINE)
            canvas.text(self._axis - 6, y(tick) + 4, self._tick(tick), 11, "end", MUTED)
        {"line": self._lines, "stacked": self._stacks}.get(self.block.kind, self._groups)(y)
        return self._names(foot)

    def _centre(self, category: int) -> float:
        return self._axis + self._slot * (category + 0.5)

    def _names(self, foot: float) -> float:
        every = (
            1
            if self.names_fit()
            else math.ceil(max(map(self._name_width, self.block.categories)) / self._slot)
        )
        deepest = foot
        for i, name in enumerate(self.block.categories):
            if i % every == 0:
                words = lines(name, self._slot * every - 6, SIZE)
                deepest = max(
                    deepest, self.canvas.paragraph(self._centre(i), foot + 17, words, SIZE, "middle")
                )
        return deepest + 2

    def _name_width(self, name: str) -> float:
        return min(measure(name, SIZE), 90.0) + 8

    def _groups(self, y: Y) -> None:
        count = len(self.block.series)
        width = min(self._slot * 0.78 / count, 46.0)
        fits = self._widest() <= max(width, self._slot / count) + 2
        for i in range(len(self.block.categories)):
            left = self._centre(i) - width * count / 2
            for k, series in enumerate(self.block.series):
                self._column(left + k * width, width - 1.5, series.values[i], self.colours[k], y, fits)

    def _widest(self) -> float:
        return max(measure(self._words(bound), 11) for s in self.block.series for bound in s.values)

    def _column(self, x: float, width: float, bound: Bound, colour: str, y: Y, fits: bool) -> None:
        low, high = extent(bound.value)
        self._block(x, y(max(low, 0)), width, abs(y(0) - y(low)), colour)
        if high > low:  # only limits are known: solid to the lower, open to the upper
            self._open(x, y(high), width, y(low) - y(high), colour)
        if fits:
            self.canvas.text(x + width / 2, y(max(high, 0)) - 5, self._words(bound), 11, "middle")

    def _block(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        if height > 0:
            self.canvas.rect(x, y, width, height, colour)

    def _open(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.canvas.rect(
            x + 0.5, y, width - 1, height, colours.mixed(colour, colours.PAPER, 0.75),
            stroke=colour, stroke_width=1.0, stroke_dasharray="3 2",
        )  # fmt: skip

    def _stacks(self, y: Y) -> None:
        width = min(self._slot * 0.62, 60.0)
        for i in range(len(self.block.categories)):
            base = 0.0
            for series, colour in zip(self.block.series, self.colours, strict=True):
                bound = series.values[i]
                height = extent(bound.value)[1]
                over, under = y(base + height), y(base)
                x = self._centre(i) - width / 2
                self._block(x, over + 0.5, width, max(under - over - 1, 0.0), colour)
                words = self._words(bound)
                if under - over >= 14 and measure(words, 11) <= width:
                    ink = colours.ink_on(colour)
                    self.canvas.text(self._centre(i), (over + under) / 2 + 4, words, 11, "middle", ink)
                base += height

    def _lines(self, y: Y) -> None:
        fits = self._widest() <= self._slot + 2
        for k, (series, colour) in enumerate(zip(self.block.series, self.colours, strict=True)):
            run: list[tuple[float, float]] = []
            for i, bound in enumerate(series.values):
                if bound.value is None:  # not known: the line is broken, not drawn to zero
                    self._draw(run, colour)
                    run = []
                    continue
                run.append((self._centre(i), y(extent(bound.value)[1])))
            self._draw(run, colour)
            for i, bound in enumerate(series.values):
                if bound.value is not None and fits and self._free(k, i):
                    at = y(extent(bound.value)[1])
                    self.canvas.text(
                        self._centre(i), at - 8, self._words(bound), 11, "middle", halo=colours.PAPER
                    )

    def _draw(self, run: list[tuple[float, float]], colour: str) -> None:
        if len(run) > 1:
            self.canvas.polyline(run, colour, 2.5)
        for x, y in run:
            self.canvas.circle(x, y, 3.5, colour)

    def _free(self, series: int, category: int) -> bool:
        """Is no other line so near above the point that the value would be written over it?"""
        here = extent(self.block.series[series].values[category].value)[1]
        room = (self.ticks[-1] - self.ticks[0]) * 0.11
        others = [extent(s.values[category].value)[1] for k, s in enumerate(self.block.series) if k != series]
        return not any(-room / 2 < other - here < room for other in others)

    # --- lying --------------------------------------------------------------------------------

    def bars(self, top: float) -> float:
        """Bars under their names: long names have the whole width, on a phone too."""
        canvas, y = self.canvas, top - 4
        room = canvas.width - self._widest() - 10
        for i, name in enumerate(self.block.categories):
            y = canvas.paragraph(0, y + 8, lines(name, canvas.width, SIZE, 2), SIZE, fill=INK) - 8
            y = self._stacked_bar(i, y, room) if self.block.kind == "stacked" else self._bars_of(i, y, room)
            y += 10
        return y

    def _bars_of(self, category: int, y: float, room: float) -> float:
        for series, colour in zip(self.block.series, self.colours, strict=True):
            bound = series.values[category]
            low, high = (max(end, 0.0) / (self.high or 1.0) * room for end in extent(bound.value))
            self._block(0, y, low, BAR - 2, colour)
            if high > low:
                self._open(low, y, high - low, BAR - 2, colour)
            self.canvas.text(high + 6, y + BAR / 2 + 3, self._words(bound), 12)
            y += BAR
        return y

    def _stacked_bar(self, category: int, y: float, room: float) -> float:
        x = 0.0
        for series, colour in zip(self.block.series, self.colours, strict=True):
            bound = series.values[category]
            width = extent(bound.value)[1] / (self.high or 1.0) * room
            self._block(x, y, max(width - 1, 0.0), BAR, colour)
            if measure(self._words(bound), 11) + 4 <= width:
                self.canvas.text(
                    x + width / 2, y + BAR / 2 + 4, self._words(bound), 11, "middle", colours.ink_on(colour)
                )
            x += width
        return y + BAR
