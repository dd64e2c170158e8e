"""A figure: a number, the words that define it, and the rows that it is the aggregate of.

A figure that *adds up* sums what its rows contribute. A figure of *distinct* things (people,
countries) counts the union of what its rows bring, and refuses to be summed: the people of two
events are not the sum of both. A *share* or a *mean* divides what its rows bring by what they bring it of, and is
worked out anew for every union of rows: half of one event and all of another are not one and a half.
A figure that is *taken over* is somebody else's number: of one row it is the number, of several there is none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar, Final

from pyroaring import BitMap

from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount, Bounds, MixedCurrencies, Number, Ratio
from colonnade.values.units import Unit

NOT_RECORDED: Final = "not_recorded"
"""The part of rows that do not say: it keeps parts adding up to the total."""

UNDIVIDED: Final = "undivided"
"""What an opening figure reported beyond the rows held, where it cannot be broken down."""


class NotAdditive(Refused):
    """Distinct people or countries were to be summed."""


class UnitsDiffer(Refused):
    """Seats were to be added to people, or dollars to won."""


class CannotBreakDown(Refused):
    """The figure has no such dimension, or not together with another."""


class UnknownFigure(Refused):
    """No figure of the catalogue has this key."""


Keys = frozenset[str] | BitMap


@dataclass(frozen=True, eq=False)
class Doubts:
    """Keys that may stand for one and the same: each with the key that would stand for all if every doubt were true.

    Persons 3 and 8 look alike, and 8 and 9: ``{3: 3, 8: 3, 9: 3}``. Among 8, 9 and 11 there may be one fewer than three.
    """

    stands_for: Mapping[int, int]

    @cached_property
    def keys(self) -> BitMap:
        return BitMap(self.stands_for)

    def fewer(self, keys: Keys) -> int:
        """How many fewer these keys may be."""
        if not isinstance(keys, BitMap):
            return 0
        doubtful = keys & self.keys
        return len(doubtful) - len({self.stands_for[key] for key in doubtful})


@dataclass(frozen=True)
class Distinct:
    """What a row brings to a count of distinct things: the keys known, and how many there are by its own word.

    A conference of “41 countries” of which three are named is ``Distinct({three}, stated=41)``. Asked for
    the least developed among them, two may be named and any of the other 38 may be one, as far as
    there are others: ``Distinct({two}, possible=38, among={the least developed countries})``.
    ``doubts`` are the keys of which nobody can say yet whether they are one: the same for all rows of a count.
    """

    keys: Keys
    stated: int = 0
    possible: int = 0
    among: frozenset[str] = frozenset()
    doubts: Doubts | None = None

    @property
    def size(self) -> int:
        return max(len(self.keys), self.stated)

    @property
    def unnamed(self) -> int:
        return self.size - len(self.keys)

    @property
    def least(self) -> int:
        """How many there are at least: fewer than keys where some may be one, never fewer than its own word."""
        fewer = self.doubts.fewer(self.keys) if self.doubts else 0
        return max(len(self.keys) - fewer, self.stated)


Contribution = int | Decimal | Amount | Distinct | Ratio


@dataclass(frozen=True)
class Row:
    """A record behind a figure and what it contributes, narrowed to what was asked.

    ``shares`` says how the contribution divides over the parts of the dimension asked for.
    ``facets`` are the parts the row belongs to as a whole (kind, year); an opening figure finds its
    documentation by them. ``opening`` marks an opening figure; ``documents`` is the reference of
    the opening figure that this row documents. ``unknown`` marks a row whose contribution is not known
    and therefore counts for nothing.
    """

    ref: str
    label: str
    on: str
    contribution: Contribution
    shares: Mapping[str, Contribution] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    opening: bool = False
    documents: str = ""
    unknown: bool = False
    caveat: str = ""


@dataclass(frozen=True)
class Dimension:
    """What a figure may be broken down by.

    ``disjoint``: each row, or each share of it, falls in one part only, so the parts of a figure that adds up sum to
    its total. Themes and country groups overlap: their parts do not. ``whole``: a row belongs to it as a whole, so
    opening figures can be narrowed to one of its parts.
    """

    key: str
    label: str
    disjoint: bool = True
    whole: bool = True


class Figure(ABC):
    """A published number. The docstring of each figure is its definition, printed as it stands.

    ``rows`` answers with the rows of a scope, narrowed to its parts, and divided by ``by`` where asked. ``ratio`` is
    ``share`` or ``mean`` where the rows bring ratios; such a figure is never additive. ``taken_over`` marks a number that
    somebody else worked out: it is neither summed nor averaged.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    unit: ClassVar[Unit]
    additive: ClassVar[bool] = True
    ratio: ClassVar[str] = ""
    taken_over: ClassVar[bool] = False
    dimensions: ClassVar[tuple[Dimension, ...]] = ()
    clock: ClassVar[str]
    rows_public: ClassVar[bool] = True
    """May everybody see the rows one by one? Of money the public sees totals."""
    public_by: ClassVar[tuple[str, ...] | None] = None
    """Of the ledger: what the public may tell its totals apart by, see ``figures.publishing_money``. None: by everything."""

    @property
    def definition(self) -> str:
        return " ".join((self.__doc__ or "").split())

    @property
    def additivity(self) -> str:
        """In a phrase, for the definitions sheet."""
        if self.ratio:
            return f"a {self.ratio}: never summed, worked out anew from what is divided"
        if self.taken_over:
            return "taken over as published: neither summed nor averaged; of several there is no one number"
        if not self.additive:
            return "counts distinct things: never summed, recomputed on the union"
        overlapping = [str(d.label) for d in self.dimensions if not d.disjoint]
        return "adds up" + (f", but not over {' or '.join(overlapping)}" if overlapping else "")

    def dimension(self, key: str) -> Dimension:
        for dimension in self.dimensions:
            if dimension.key == key:
                return dimension
        known = ", ".join(d.key for d in self.dimensions) or "nothing"
        raise CannotBreakDown(f"{self.label} ({self.key}) cannot be told apart by {key}. It can by: {known}.")

    @abstractmethod
    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        """The rows of the scope; each contribution narrowed to ``scope.parts``, divided by ``by``."""

    def completeness(self, rows: Sequence[Row]) -> str:
        """What the number rests on, in a sentence; empty where the rows say it all."""
        unknown = sum(row.unknown for row in rows)
        counted = [row for row in rows if not row.opening]
        if not unknown:
            return ""
        return f"known for {len(counted) - unknown} of {len(counted)}"

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        """What a careful reader must be told: contested groups, rates, soft dates."""
        return tuple(dict.fromkeys(row.caveat for row in rows if row.caveat))


# --- from rows to a number -------------------------------------------------------------------------


def aggregate(figure: type[Figure] | Figure, rows: Iterable[Row]) -> Number:
    """The value of rows: the sum of what they contribute, the size of their union, or the one divided by the other.

    The one place where rows become a number; what a page, a slide or an edition shows went through here.
    Where there are rows and none of them says, the value is not known, which is not nought.
    """
    rows = list(rows)
    if rows and all(row.unknown for row in rows):
        return None
    if figure.taken_over:
        told = [row.contribution for row in rows if not row.unknown]
        return told[0] if len(told) == 1 else None  # type: ignore[return-value]  # one taken over adds no keys
    if figure.ratio:
        return _divided(figure, [row.contribution for row in rows if not row.unknown])
    if figure.additive:
        return _sum(figure, [row.contribution for row in rows if not row.unknown])
    return _union(rows)


def _sum(figure: type[Figure] | Figure, contributions: Sequence[Any]) -> Number:
    if figure.unit.code != "money":
        return int(sum(contributions))
    if not contributions:
        return None
    total: Amount = contributions[0]
    for amount in contributions[1:]:
        try:
            total = total + amount
        except MixedCurrencies as error:
            raise UnitsDiffer(f"{figure.label}: {error}") from error
    return total


def _divided(figure: type[Figure] | Figure, contributions: Sequence[Any]) -> Number:
    """All that is divided by all that it is divided by; not known where there is nothing to divide by."""
    currencies = sorted({brought.currency for brought in contributions if brought.of})
    if len(currencies) > 1:
        raise UnitsDiffer(
            f"{figure.label}: {' and '.join(currencies)} cannot be divided together. Ask for one fund, or in one named "
            "currency."
        )
    of = sum(brought.of for brought in contributions)
    share, currency = figure.ratio == "share", "".join(currencies)
    return Ratio(sum(brought.top for brought in contributions), of, share, currency) if of else None


def _union(rows: Sequence[Row]) -> Number:
    """Exact where every key is known; otherwise the span it must lie in.

    An opening figure that all other rows document stands as it was reported.
    """
    openings = {row.ref: row for row in rows if row.opening}
    if len(openings) == 1 and all(row.opening or row.documents in openings for row in rows):
        return next(iter(openings.values())).contribution.size  # type: ignore[union-attr]  # distinct things are counted here
    brought = [
        (row, row.contribution) for row in rows if isinstance(row.contribution, Distinct) and not row.unknown
    ]
    everything = union_of(part.keys for _, part in brought)
    known = len(everything)
    doubts = next((part.doubts for _, part in brought if part.doubts), None)
    low = max([known - (doubts.fewer(everything) if doubts else 0), *(part.least for _, part in brought)])
    high = known
    for row, part in brought:
        if row.opening:
            documented = union_of(other.keys for r, other in brought if r.documents == row.ref)
            high += max(0, part.size - len(documented))
        elif not row.documents:
            high += part.unnamed + part.possible
    doubtful = [part for _, part in brought if part.possible or (part.unnamed and part.among)]
    unbounded = any((part.possible or part.unnamed) and not part.among for _, part in brought)
    if doubtful and not unbounded and not openings:
        named = frozenset[str]().union(*(part.keys for _, part in brought))
        high = min(high, len(named.union(*(part.among for part in doubtful))))
    high = max(low, high)
    return low if low == high else Bounds(low, high)


def union_of(sets: Iterable[Keys]) -> Keys:
    """All keys of all sets; compact sets stay compact."""
    sets = list(sets)
    compact = [held for held in sets if isinstance(held, BitMap)]
    if compact:
        return BitMap.union(*compact)
    return frozenset[str]().union(*(held for held in sets if isinstance(held, frozenset)))


@dataclass(frozen=True)
class Part:
    """A figure narrowed to one part of a dimension."""

    part: str
    label: str
    value: Number
    rows: tuple[Row, ...]
    reported: bool


@dataclass(frozen=True)
class Measurement:
    """A figure in a scope: value, unit, the rows, and what the number rests on."""

    figure: Figure
    scope: Scope
    value: Number
    rows: tuple[Row, ...]
    completeness: str = ""
    caveats: tuple[str, ...] = ()
    by: Dimension | None = None
    parts: tuple[Part, ...] = ()

    @property
    def address(self) -> str:
        return self.scope.address(self.figure.key)

    @property
    def reported(self) -> bool:
        """Does it rest, in whole or part, on an opening figure?"""
        return any(row.opening for row in self.rows)

    @property
    def seal(self) -> str:
        """Changes when a row joins, leaves or changes what it contributes; not when it is merely edited."""
        lines = sorted(f"{row.ref} {_seal_of(row.contribution)}" for row in self.rows)
        return sha256("\n".join((self.address, str(self.value), *lines)).encode()).hexdigest()[:16]


def _seal_of(contribution: Contribution) -> str:
    if isinstance(contribution, Distinct):
        keys = contribution.keys
        told = keys.serialize().hex() if isinstance(keys, BitMap) else ";".join(sorted(keys))
        return f"{contribution.stated}:{contribution.possible}:{told}"
    return str(contribution)


def add(measurements: Sequence[Measurement]) -> Number:
    """The sum of numbers that have nothing in common; refused, with what to ask instead, where it would be false.

    Parts of one figure over a dimension that falls apart, such as women and men, have the same events behind them
    and nothing in common; two figures with the same rows, such as participations and those of women, have.
    """
    if not measurements:
        return None
    first = measurements[0].figure
    units = {m.figure.unit.code: m.figure.unit for m in measurements}
    if len(units) > 1:
        named = " and ".join(sorted(unit.many for unit in units.values()))
        raise UnitsDiffer(
            f"{named} cannot be added: one is not a number of the other. Ask for each on its own."
        )
    for measured in measurements:
        if not measured.figure.additive:
            raise NotAdditive(not_additive_words(measured.figure, [m.value for m in measurements]))
    if not _parts_that_fall_apart([m.scope for m in measurements], measurements):
        _refuse_shared_rows(measurements)
    return aggregate(first, [row for m in measurements for row in m.rows])


def _parts_that_fall_apart(scopes: Sequence[Scope], measurements: Sequence[Measurement]) -> bool:
    """Is it one figure of one period and day, narrowed to different parts of one dimension that does not overlap?"""
    first = measurements[0].figure
    if any(m.figure.key != first.key for m in measurements):
        return False
    if len({(scope.period, scope.as_of, frozenset(scope.narrowed)) for scope in scopes}) > 1:
        return False
    differ = [name for name in scopes[0].narrowed if len({scope.narrowed[name] for scope in scopes}) > 1]
    if len(differ) != 1 or not first.dimension(differ[0]).disjoint:
        return False
    return len({scope.narrowed[differ[0]] for scope in scopes}) == len(scopes)


def _refuse_shared_rows(measurements: Sequence[Measurement]) -> None:
    refs = [row.ref for m in measurements for row in m.rows]
    twice = len(refs) - len(set(refs))
    if not twice:
        return
    stand = f"{twice} row stands" if twice == 1 else f"{twice} rows stand"
    figures = list(dict.fromkeys(f"{m.figure.label} ({m.figure.key})" for m in measurements))
    if len(figures) > 1:
        raise NotAdditive(
            f"{' and '.join(figures)} cannot be added: {stand} behind more than one of them, and what the one counts "
            "the other may count too. Ask for each on its own."
        )
    raise NotAdditive(
        f"{stand} in more than one of these numbers, and would count twice. "
        f"Ask for {measurements[0].figure.key} over the whole instead."
    )


def not_additive_words(figure: Figure, values: Sequence[Number]) -> str:
    """Why the values may not be summed, what is true of their union, and what to ask."""
    if figure.taken_over:
        return (
            f"{figure.label} cannot be summed or averaged: it is the publisher's own number for one indicator, one country and "
            f"one edition. Ask for {figure.key} of each by itself."
        )
    if figure.ratio:
        return (
            f"{figure.label} cannot be summed: the {figure.ratio} of one part and that of another are not that of both. "
            f"Ask for {figure.key} over the whole: it is worked out anew."
        )
    lows = [v.low if isinstance(v, Bounds) else v for v in values if isinstance(v, int | Bounds)]
    highs = [v.high if isinstance(v, Bounds) else v for v in values if isinstance(v, int | Bounds)]
    span = f" All that can be said is that there are between {max(lows)} and {sum(highs)}." if lows else ""
    return (
        f"{figure.label} cannot be summed: the same {figure.unit.one} may stand behind several of the "
        f"numbers.{span} Ask for {figure.key} over the whole: it is counted on the union."
    )
