"""What the public may see of a figure: small counts of persons are withheld, with what would reveal them.

A count of persons under the office's least count is *small*. Where the parts shown add up to a total that is shown,
one small part alone could be computed from the others; the next smallest is then withheld with it, and no more than
that. A count that is withheld where it stands among others is withheld on its own page too, and in a table that runs the other way. The events whose counts
are withheld in a year stay together: no kind, host, theme or month that holds some of them and not the others is told,
as it would tell them apart. Counts of events, countries and studies are never withheld; of money see ``publishing_money``. What this cannot stop is
somebody subtracting two runs of years from one another, where a year has one small event only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from colonnade.figures.definition import (
    Dimension,
    Distinct,
    Figure,
    Measurement,
    NotAdditive,
    Part,
    Row,
    aggregate,
    not_additive_words,
)  # fmt: skip
from colonnade.figures.measure import Measurer, find
from colonnade.figures.publishing_money import few_events, hidden_parts, refuse_narrow
from colonnade.figures.scope import Scope
from colonnade.values.numbers import Amount, Bounds, Number, Ratio
from colonnade.values.period import Period

PERSONS: Final = frozenset({
    "participations", "people", "registrations", "completions", "participant-days", "certificates", "contributions",
    "invitations", "subscribers",
})  # fmt: skip
"""The units in which one of a figure is a person, or a person at an event."""


@dataclass(frozen=True)
class Withheld:
    """A count that is not shown. ``small``: it is known to be under the least count, and may be said to be."""

    small: bool = False


Shown = Number | Withheld


def hiding(value: Number, least: int) -> Withheld:
    """A count may be said to be small; of a share nothing is said."""
    return Withheld(small=small(value, least) and not isinstance(value, Ratio))


def personal(figure: Figure) -> bool:
    """Does the figure count persons, or divide something by how many they are?"""
    return figure.unit.code in PERSONS or (bool(figure.ratio) and figure.public_by is None)


def small(value: Number, least: int) -> bool:
    """Is there somebody, and fewer than the least count? Nought points at nobody. A share is as small as what it is of."""
    if isinstance(value, Ratio):
        return 0 < value.of < least
    if isinstance(value, Bounds):
        return 0 < value.low < least or 0 < value.high < least
    return isinstance(value, int) and 0 < value < least


def withheld(
    values: Sequence[Number], least: int, *, total: Number, also: Collection[int] = ()
) -> frozenset[int] | None:
    """Which of several counts must not be shown beside their total; None where none of them may.

    ``also`` are counts that must not be shown for another reason.

    What is withheld stays open to more than one reading: a reader who subtracts all that is shown from the
    total learns what the withheld counts come to together, and that none of them is nought.
    """
    hidden = {place for place, value in enumerate(values) if small(value, least)} | set(also)
    if not hidden or not _add_up(values, total):
        return frozenset(hidden)
    left = sorted(
        (place for place, value in enumerate(values) if place not in hidden and _size(value) > 0),
        key=lambda place: (_size(values[place]), place),
    )
    while len(hidden) < 2 or sum(_size(values[place]) for place in hidden) == len(hidden):
        if not left:
            return None
        hidden.add(left.pop(0))
    return frozenset(hidden)


def _add_up(values: Sequence[Number], total: Number) -> bool:
    """Do the counts come to the total, so that one of them follows from the others? Shares do where they are of all."""
    if isinstance(total, Ratio):
        return sum(map(_size, values)) == total.of
    return (
        isinstance(total, int)
        and all(isinstance(value, int) for value in values)
        and sum(map(_size, values)) == total
    )


def _size(value: Number) -> int:
    if isinstance(value, Ratio):
        return value.of
    return value.high if isinstance(value, Bounds) else value if isinstance(value, int) else 0


# --- a figure as it is published -------------------------------------------------------------------


@dataclass(frozen=True)
class PublicPart:
    """A part of a breakdown, its count withheld where it must be."""

    part: str
    label: str
    value: Shown
    reported: bool


@dataclass(frozen=True)
class PublicRow:
    """A record behind a figure and what it contributes; of persons only how many, never who."""

    ref: str
    label: str
    on: str
    contribution: Shown
    source: str
    keys: tuple[str, ...] = ()
    unnamed: int = 0
    opening: bool = False
    documents: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class Published:
    """A measurement as a reader may see it. ``parts`` is None where the whole breakdown is withheld."""

    figure: Figure
    scope: Scope
    value: Shown
    rows: tuple[PublicRow, ...]
    parts: tuple[PublicPart, ...] | None
    by: Dimension | None
    completeness: str
    caveats: tuple[str, ...]
    reported: bool

    @property
    def address(self) -> str:
        return self.scope.address(self.figure.key)

    @property
    def withholds(self) -> bool:
        """Is anything on the page withheld?"""
        shown = [
            self.value,
            *(row.contribution for row in self.rows),
            *(part.value for part in self.parts or ()),
        ]
        return self.parts is None or any(isinstance(value, Withheld) for value in shown)


class Publisher:
    """Shows measurements to a reader: with ``least`` 0, to the office itself, all of them."""

    def __init__(self, measurer: Measurer, least: int) -> None:
        self.measurer, self.least = measurer, least
        self._hidden: dict[tuple[str, Scope], bool] = {}
        self._kept_together: dict[tuple[str, int], frozenset[str]] = {}

    def publish(self, key: str, scope: Scope, *, by: str | None = None) -> Published:
        if self.least:
            refuse_narrow(find(key), scope, by)
        measured = self.measurer.measure_scope(key, scope, by=by)
        hidden = self.hides(key, scope)
        rows = self._rows(measured, hidden)
        parts = self._parts(measured, hidden)
        # The words a measurement rests on may tell a small count: “3 documented in 1 record”.
        told = not hidden and not any(isinstance(row.contribution, Withheld) for row in rows)
        figure = measured.figure
        return Published(
            figure, scope, hiding(measured.value, self.least) if hidden else measured.value, rows, parts, measured.by,
            measured.completeness if told else figure.completeness([row for row in measured.rows if not row.opening]),
            self._caveats(measured, told), measured.reported,
        )  # fmt: skip

    def _caveats(self, measured: Measurement, told: bool) -> tuple[str, ...]:
        """What a careful reader must be told; of an amount that is withheld, nothing that it follows from."""
        if told:
            return measured.caveats
        if measured.figure.public_by is not None:
            return ()
        return measured.figure.caveats(self.measurer.record, measured.scope, measured.rows)

    def hides(self, key: str, scope: Scope) -> bool:
        """Is the value withheld: small, or withheld among the parts that it is one of?"""
        asked = (key, scope)
        if asked not in self._hidden:
            self._hidden[asked] = self._hides(key, scope)
        return self._hidden[asked]

    def _hides(self, key: str, scope: Scope) -> bool:
        measured = self.measurer.measure_scope(key, scope)
        if self.least and measured.figure.public_by is not None:
            return self._hides_money(measured)
        if not self.least or not personal(measured.figure) or measured.value in (0, None):
            return False
        if small(measured.value, self.least) or self._splits(measured, measured.rows):
            return True
        return any(self._hidden_among(key, scope, name, part) for name, part in scope.parts)

    def _hidden_among(self, key: str, scope: Scope, name: str, part: str) -> bool:
        wider = replace(scope, parts=tuple(pair for pair in scope.parts if pair[0] != name))
        if self.hides(key, wider):
            return True
        whole = self.measurer.measure_scope(key, wider, by=name)
        hidden = self._hidden_parts(whole)
        return hidden is None or any(
            one.part == part and place in hidden for place, one in enumerate(whole.parts)
        )

    def _hides_money(self, measured: Measurement) -> bool:
        """Of the ledger: a cost of few events, or a part that is withheld among its like. A total of the office is shown."""
        if measured.figure.ratio:
            return few_events(measured, self.least)
        return any(
            self._among_money(measured, name, part)
            for name, part in measured.scope.parts
            if name not in ("year", "fund")
        )

    def _among_money(self, measured: Measurement, name: str, part: str) -> bool:
        wider = replace(measured.scope, parts=tuple(pair for pair in measured.scope.parts if pair[0] != name))
        whole = self.measurer.measure_scope(measured.figure.key, wider, by=name)
        hidden = hidden_parts(whole, self.least)
        return hidden is None or any(
            one.part == part and place in hidden for place, one in enumerate(whole.parts)
        )

    # --- events that stay together ------------------------------------------------------------------

    def _together(self, key: str, year: int) -> frozenset[str]:
        """The records of a whole year whose counts are withheld: only what they come to together is ever told."""
        if (key, year) not in self._kept_together:
            scope = Scope.of(Period.year(year), self.measurer.as_of)
            measured = self.measurer.measure_scope(key, scope)
            sizes = [_brought(row) for row in measured.rows]
            places = withheld(sizes, self.least, total=measured.value)
            every = places is None or small(measured.value, self.least)
            hidden = [
                place
                for place, size in enumerate(sizes)
                if _size(size) and (every or place in (places or ()))
            ]
            self._kept_together[key, year] = frozenset(measured.rows[place].ref for place in hidden)
        return self._kept_together[key, year]

    def _kept(self, measured: Measurement, rows: Sequence[Row]) -> frozenset[str]:
        """Of the rows, those whose counts are withheld in their own year. Where persons are told apart, none is."""
        if any(not measured.figure.dimension(name).whole for name, _part in measured.scope.parts):
            return frozenset()
        years = {int(row.on[:4]) for row in rows if not row.opening and row.on[:4].isdecimal()}
        return frozenset().union(*(self._together(measured.figure.key, year) for year in years))

    def _splits(self, measured: Measurement, rows: Sequence[Row]) -> bool:
        """Do the rows hold some of the records that stay together, and not the others of their year?"""
        kept = self._kept(measured, rows)
        held = {row.ref for row in rows if _size(_brought(row))}
        return bool(kept & held) and not kept <= held

    # --- which values ---------------------------------------------------------------------------------

    def _guarded(self, measured: Measurement) -> bool:
        return bool(self.least) and personal(measured.figure)

    def _hidden_parts(self, measured: Measurement) -> frozenset[int] | None:
        if measured.figure.public_by is not None:
            return hidden_parts(measured, self.least)
        whole = measured.by is not None and measured.by.whole
        also = [
            place
            for place, part in enumerate(measured.parts)
            if (whole and self._splits(measured, part.rows)) or self._hidden_across(measured, part)
        ]
        return withheld([part.value for part in measured.parts], self.least, total=measured.value, also=also)

    def _hidden_across(self, measured: Measurement, part: Part) -> bool:
        """Is a part withheld in a table that runs the other way? By year within a country, and by country within its year,
        are two tables of the same counts: what one withholds, the other must not show."""
        if measured.by is None or part.value in (0, None):
            return False
        key, own = measured.figure.key, measured.scope.narrow(measured.by.key, part.part)
        for name, one in measured.scope.parts:
            beside = replace(own, parts=tuple(pair for pair in own.parts if pair[0] != name))
            across = self.measurer.measure_scope(key, beside, by=name)
            places = withheld([each.value for each in across.parts], self.least, total=across.value)
            if places is None or any(across.parts[place].part == one for place in places):
                return True
        return False

    def _parts(self, measured: Measurement, hidden: bool) -> tuple[PublicPart, ...] | None:
        places: frozenset[int] | None = frozenset()
        if self._guarded(measured) or (self.least and measured.figure.public_by is not None):
            all_of_them = frozenset(
                place for place, part in enumerate(measured.parts) if part.value not in (0, None)
            )
            places = all_of_them if hidden else self._hidden_parts(measured)
        if places is None:
            return None
        return tuple(
            PublicPart(part.part, part.label, Withheld() if place in places else part.value, part.reported)
            for place, part in enumerate(measured.parts)
        )

    def _rows(self, measured: Measurement, hidden: bool) -> tuple[PublicRow, ...]:
        sizes = [_brought(row) for row in measured.rows]
        places: frozenset[int] | None = frozenset()
        if self._guarded(measured):
            kept = self._kept(measured, measured.rows)
            also = [
                place
                for place, row in enumerate(measured.rows)
                if sizes[place] and (hidden or row.ref in kept)
            ]
            places = withheld(sizes, self.least, total=measured.value, also=also)
        return tuple(
            _row(measured.figure, row, Withheld() if places is None or place in places else sizes[place])
            for place, row in enumerate(measured.rows)
        )


def _brought(row: Row) -> Number:
    """What a row contributes, as one number."""
    return row.contribution.size if isinstance(row.contribution, Distinct) else row.contribution


def _row(figure: Figure, row: Row, shown: Shown) -> PublicRow:
    held = row.contribution
    # Keys of persons are numbers of the record: they are nobody's business here.
    named = isinstance(held, Distinct) and not personal(figure)
    keys = tuple(sorted(str(key) for key in held.keys)) if isinstance(held, Distinct) and named else ()
    unnamed = held.unnamed if isinstance(held, Distinct) and named else 0
    return PublicRow(
        row.ref, row.label, row.on, shown, row.source, keys, unnamed, row.opening, row.documents, row.unknown
    )


# --- sums ------------------------------------------------------------------------------------------


def sum_of_parts(measured: Measurement, *, tell: bool = True) -> Number:
    """The parts of a breakdown added up; refused, with what to ask instead, where that would be false.

    ``tell`` False leaves numbers out of the refusal, for a reader from whom some of them are withheld.
    """
    figure, by = measured.figure, measured.by
    if not figure.additive:
        raise NotAdditive(not_additive_words(figure, [part.value for part in measured.parts] if tell else []))
    if by is not None and not by.disjoint:
        raise NotAdditive(
            f"{figure.label} cannot be summed over {by.label}: one record may stand in several parts, and would "
            f"count twice. Ask for {figure.key} over the whole: each record counts once."
        )
    return _all_of(figure, measured.parts)


def _all_of(figure: Figure, parts: Sequence[Part]) -> Number:
    return aggregate(figure, [row for part in parts for row in part.rows])


def whole(amounts: Sequence[Shown]) -> bool:
    """May these amounts stand in one chart: counts, or money of one currency?"""
    currencies = {value.currency for value in amounts if isinstance(value, Amount)}
    return len(currencies) <= 1
