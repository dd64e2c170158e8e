"""The desk a report is arranged on: it asks for figures, remembers each, and gives them as bound values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext, ngettext

from colonnade.figures.definition import (
    Distinct,
    Figure,
    Measurement,
    Part,
    Row,
    UnitsDiffer,
    not_additive_words,
)
from colonnade.figures.dimensions import Words
from colonnade.figures.measure import Measurer, find
from colonnade.figures.scope import Scope
from colonnade.places.queries import country_names
from colonnade.renderers.document import Account, Bound, Cell, Definition, Paragraph, Run, TrailLine
from colonnade.reports.blocks import FIGURE, TOLD, read_parts
from colonnade.values.numbers import Amount, Ratio
from colonnade.values.period import Period
from colonnade.values.words import date_words, period_words


class Desk:
    """One report being arranged: its period, its as-of date, and every figure placed so far."""

    def __init__(
        self, *, period: Period, as_of: date, language: str, measurer: Measurer | None = None
    ) -> None:
        self.period, self.as_of, self.language = period, as_of, language
        self.measurer = measurer or Measurer(as_of=as_of, language=language)
        self.placed: dict[str, Measurement] = {}

    # --- periods and words -----------------------------------------------------------------------------

    def period_of(self, asked: str) -> Period:
        """The period a block names, or the report's own."""
        return Period.parse(self.fill(asked)) if asked and asked.strip() else self.period

    def fill(self, text: str) -> str:
        """``{period}`` and ``{year}`` in a title or a text."""
        return text.replace("{period}", period_words(self.period, self.language)).replace(
            "{year}", str(self.as_of.year)
        )

    def country(self, code: str) -> str:
        """The name of a country as at the report's own day, in its language."""
        names = self.measurer.record.keep("names", lambda: country_names(self.language, self.as_of))
        return names.get(code, code)

    # --- figures ----------------------------------------------------------------------------------------

    def measure(
        self, key: str, parts: Mapping[str, str] | None = None, *, period: Period | None = None
    ) -> Measurement:
        """A figure, remembered as placed."""
        measured = self.measurer.measure(key, period or self.period, parts)
        self.placed.setdefault(measured.address, measured)
        return measured

    def divide(
        self, key: str, by: str, parts: Mapping[str, str] | None = None, *, period: Period | None = None
    ) -> Measurement:
        """A figure broken down; its parts are placed one by one with ``part``."""
        return self.measurer.measure(key, period or self.period, parts, by=by)

    def bind(self, measured: Measurement, label: str = "") -> Bound:
        figure = measured.figure
        return Bound(
            measured.address, measured.value, figure.unit.code, label or str(figure.label), measured.reported
        )

    def number(
        self,
        key: str,
        parts: Mapping[str, str] | None = None,
        *,
        period: Period | None = None,
        label: str = "",
    ) -> Bound:
        return self.bind(self.measure(key, parts, period=period), label)

    def numbers(
        self,
        key: str,
        parts: Mapping[str, str] | None = None,
        *,
        period: Period | None = None,
        label: str = "",
    ) -> list[Bound]:
        """One number; of money in several currencies, which have no sum, the number of each fund."""
        try:
            return [self.number(key, parts, period=period, label=label)]
        except UnitsDiffer:
            figure, scope = find(key), Scope.of(period or self.period, self.as_of, parts)
            rows = figure.rows(self.measurer.record, scope, None)
            funds = dict.fromkeys(code for row in rows for code in row.facets.get("fund", ()))
            words = self.measurer.words
            return [
                self.number(key, {**(parts or {}), "fund": fund}, period=period,
                            label=f"{label or figure.label}, {words.label('fund', fund)}")
                for fund in words.ordered("fund", funds)
            ]  # fmt: skip

    def part(self, whole: Measurement, part: Part) -> Bound:
        """One part of a breakdown, under the address that asks for it alone."""
        scope = whole.scope.narrow(whole.by.key, part.part) if whole.by else whole.scope
        held = replace(whole, scope=scope, value=part.value, rows=part.rows, by=None, parts=(),
                       completeness=whole.figure.completeness(part.rows))  # fmt: skip
        self.placed.setdefault(held.address, held)
        return Bound(held.address, part.value, whole.figure.unit.code, str(whole.figure.label), part.reported)

    def runs(self, text: str) -> tuple[Run, ...]:
        """A line with its figures bound inside, and what must be told of them in words."""
        text = TOLD.sub(lambda match: self._told(match[1], match[2]), text)
        runs: list[Run] = []
        end = 0
        for match in FIGURE.finditer(text):
            if text[end : match.start()]:
                runs.append(self.fill(text[end : match.start()]))
            parts = read_parts(match[2])
            period = self.period_of(parts.pop("period", ""))
            for place, bound in enumerate(self.numbers(match[1], parts, period=period)):
                runs += ["; ", bound] if place else [bound]
            end = match.end()
        if text[end:]:
            runs.append(self.fill(text[end:]))
        return tuple(runs)

    def says(self, text: str) -> bool:
        """Has a line something to say: no figure in it, or at least one that rests on a row? Nothing is placed by asking."""
        asked = FIGURE.findall(text)
        return not asked or any(self._asked(key, parts).rows for key, parts in asked)

    def _asked(self, key: str, words: str) -> Measurement:
        parts = read_parts(words)
        return self.measurer.measure(key, self.period_of(parts.pop("period", "")), parts)

    def _told(self, key: str, parts: str) -> str:
        asked = read_parts(parts)
        period = self.period_of(asked.pop("period", ""))
        bounds = self.numbers(key, asked, period=period)
        return " ".join(caveat for bound in bounds for caveat in self.placed[bound.address].caveats)

    def paragraphs(self, text: str) -> tuple[Paragraph, ...]:
        """Lines of text as paragraphs; “- ” and “-- ” are bullets of two levels."""
        lines = []
        for line in text.splitlines():
            bare = line.strip()
            level = 2 if bare.startswith("-- ") else 1 if bare.startswith("- ") else 0
            runs = self.runs(bare[3:] if level == 2 else bare[2:] if level else bare)
            if runs:  # where nothing need be told of a figure, its line is left out
                lines.append(Paragraph(runs, level))
        return tuple(lines)

    def total(self, whole: Measurement) -> Cell:
        """The total of a breakdown: a sum where the figure adds up, else the union, and the reason."""
        self.placed.setdefault(whole.address, replace(whole, by=None, parts=()))
        note = "" if whole.figure.additive else gettext("not a sum: counted on the union")
        return Cell((self.bind(whole),), note)

    # --- what stands behind them ------------------------------------------------------------------------

    def accounts(self) -> tuple[Account, ...]:
        return tuple(account(measured, self.measurer.words) for measured in self.placed.values())

    def definitions(self) -> tuple[Definition, ...]:
        figures = {measured.figure.key: measured.figure for measured in self.placed.values()}
        return tuple(
            Definition(key, str(figure.label), figure.definition, figure.unit.code, figure.additivity)
            for key, figure in sorted(figures.items())
        )

    def sources(self) -> tuple[str, ...]:
        """Every source named by a row behind a figure, once."""
        return tuple(
            sorted({row.source for measured in self.placed.values() for row in measured.rows if row.source})
        )


def account(measured: Measurement, words: Words) -> Account:
    """A measurement with all that stands behind it, as a document carries it. Names of people are never in it."""
    figure = measured.figure
    bound = Bound(measured.address, measured.value, figure.unit.code, str(figure.label), measured.reported)
    trail = tuple(trail_line(row) for row in measured.rows) if figure.rows_public else ()
    apart = "" if figure.rows_public or not measured.rows else _lines_at_the_desk(len(measured.rows))
    completeness = "; ".join(filter(None, (measured.completeness, apart)))
    return Account(bound, scope_words(measured.scope, figure, words), completeness, measured.caveats, trail)


def _lines_at_the_desk(count: int) -> str:
    """Lines of money tell what single persons were paid: a printed report has their number, the desk has them."""
    return ngettext(
        "from %(count)d row, shown at the desk", "from %(count)d rows, shown at the desk", count
    ) % {"count": count}


def scope_words(scope: Scope, figure: Figure, words: Words) -> str:
    """The scope in words: “2006–2013; kind: National trainings; as of 9 April 2014”."""
    told = [period_words(scope.period, words.language)]
    told += [f"{figure.dimension(name).label}: {words.label(name, part)}" for name, part in scope.parts]
    return "; ".join([*told, f"{gettext('as of')} {date_words(scope.as_of, words.language)}"])


def trail_line(row: Row) -> TrailLine:
    """A row as the document tells it: a number that adds up, or the countries it brings; of people only how many."""
    contribution = row.contribution
    if isinstance(contribution, Distinct):
        named = sorted(contribution.keys) if isinstance(contribution.keys, frozenset) else []
        told: int | str = " ".join(named) if named else str(contribution.size)
        if named and contribution.unnamed:
            told = f"{told} (+{contribution.unnamed})"
        return TrailLine(row.ref, row.label, row.on, told, row.source)
    if isinstance(contribution, Ratio):
        return TrailLine(row.ref, row.label, row.on, str(contribution), row.source)
    return TrailLine(
        row.ref,
        row.label,
        row.on,
        contribution.value if isinstance(contribution, Amount) else contribution,
        row.source,
    )


def refusal(whole: Measurement) -> str:
    """Why the parts of a breakdown may not be summed."""
    return not_additive_words(whole.figure, [part.value for part in whole.parts])
