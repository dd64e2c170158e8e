"""What the public may see of money: totals that no subtraction turns into what one person was paid.

A sum that is narrowed far enough is somebody's fee: a class of one activity, a day on which one bill was paid. So the
public asks of the ledger

- for whole years, and for one thing at a time: by year, by fund, by class or by pillar, never by two of these together
  except with the year; by no activity and no country;
- by class or by pillar for one year at a time, so that no two runs of years can be taken from each other;
- and a class or pillar behind which there are fewer orders or vouchers than the office's least count is withheld in that
  year, with the next smallest where it would follow from the total.

Support costs are a known percentage of all the rest: they hide nothing, and nothing is hidden behind them. A cost per event or
participant-day is withheld where fewer events than the least count make it up. What an office holds, receives and
spends in a year, as a whole and by fund, is always shown. The office itself sees everything.
"""

from __future__ import annotations

from colonnade.figures.catalogue.money_ledger import PAID
from colonnade.figures.definition import Dimension, Figure, Measurement, Part
from colonnade.figures.scope import Scope
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount, Number


class NotPublic(Refused):
    """Money was asked for in a way in which the public does not see it."""


def refuse_narrow(figure: Figure, scope: Scope, by: str | None) -> None:
    """Refuse what would tell single payments, with what can be asked instead."""
    if figure.public_by is None:
        return
    asked = {*scope.narrowed, *([by] if by else [])}
    told = (
        ", ".join(str(figure.dimension(name).label) for name in figure.public_by if _has(figure, name))
        or "nothing"
    )
    if not asked <= set(figure.public_by):
        raise NotPublic(
            f"{figure.label} is shown to the public by {told} only: less would tell what one person was paid."
        )
    apart = asked - {"year"}
    if len(apart) > 1:
        raise NotPublic(
            f"{figure.label} is shown to the public by one thing at a time: by {told}. Ask for one of them."
        )
    if not scope.period.whole_years:
        raise NotPublic(
            f"{figure.label} is shown to the public for whole years. Write a year, such as {scope.period.last.year}."
        )
    if apart - {"fund"} and len(scope.period.years) > 1:
        raise NotPublic(
            f"{figure.label} is shown to the public by {figure.dimension(apart.pop()).label} for one year at a time."
        )


def offered(figure: Figure, scope: Scope, *, public: bool) -> list[Dimension]:
    """What a reader may break the figure down by, as it is narrowed now."""
    return [
        d
        for d in figure.dimensions
        if d.key not in scope.narrowed and not (public and _refused(figure, scope, d.key))
    ]


def _refused(figure: Figure, scope: Scope, by: str) -> bool:
    try:
        refuse_narrow(figure, scope, by)
    except NotPublic:
        return True
    return False


def _has(figure: Figure, name: str) -> bool:
    return any(dimension.key == name for dimension in figure.dimensions)


def hidden_parts(measured: Measurement, least: int) -> frozenset[int] | None:
    """The parts of a class or pillar breakdown that are withheld from the public; None where none may be shown."""
    if measured.by is None or measured.by.key in ("year", "fund"):
        return frozenset()
    counts = {
        place: orders(part) for place, part in enumerate(measured.parts) if orders(part) and _says(part.value)
    }
    hidden = {place for place, count in counts.items() if count < least}
    left = sorted(
        (place for place in counts if place not in hidden), key=lambda place: (counts[place], place)
    )
    if len(hidden) == 1 and not left:
        return None
    return frozenset(hidden | set(left[:1])) if len(hidden) == 1 else frozenset(hidden)


def _says(value: Number) -> bool:
    """Is it other than nought? What was paid and taken back hides nothing else."""
    return isinstance(value, Amount) and bool(value.value)


def orders(part: Part) -> int:
    """How many orders and vouchers stand behind a part; none behind support costs alone."""
    return len({row.facets[PAID] for row in part.rows if PAID in row.facets})


def few_events(measured: Measurement, least: int) -> bool:
    """Is a cost made up of fewer events than may be shown? A rate of whole funds is not."""
    return (
        "fund" not in (measured.figure.public_by or ())
        and 0 < sum(not row.unknown for row in measured.rows) < least
    )
