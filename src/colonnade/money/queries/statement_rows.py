"""The lines of the ledger behind each line of a statement: kept as numbers when it is issued, and read again by them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, Sum
from pyroaring import BitMap

from colonnade.money.models import (
    Agreement,
    BudgetClass,
    Commitment,
    CommitmentChange,
    DonorStatement,
    Expense,
    Fund,
    Receipt,
    StatementRow,
)
from colonnade.money.queries.balances import of_agreement
from colonnade.money.queries.statements import bindings
from colonnade.money.stated import CLASS, Statement

Kind: Any = Expense.Kind
COMMITTED: Final = "committed:"
NOUGHT: Final = Decimal(0)
_NUMBER: Final = re.compile(r"\d+$")
_AT_ONCE: Final = 400
"""Codes asked for in one question."""


def number_of(code: str) -> int:
    """A line's number in its fund's series: 12 of ``TF-1-000012``."""
    found = _NUMBER.search(code)
    if found is None:
        raise ValueError(f"{code} has no number.")
    return int(found[0])


def rows_behind(
    statement: Statement, fund: Fund, agreement: Agreement | None
) -> Iterator[tuple[str, Decimal, BitMap]]:
    """Each line of a statement that has lines of the ledger behind it: its key, its value, their numbers."""
    first, last, values = statement.first, statement.last, statement.values
    came = of_agreement(Receipt.objects.filter(fund=fund), agreement)
    went = of_agreement(Expense.objects.filter(fund=fund), agreement)
    within, before = {"on__range": (first, last)}, {"on__lt": first}
    brought = came.filter(kind=Receipt.Kind.OPENING, **within)
    held: dict[str, Iterable[QuerySet]] = {
        "opening": (came.filter(**before), went.filter(**before), brought),
        "contributions": (came.filter(kind=Receipt.Kind.CONTRIBUTION, **within),),
        "interest": (came.filter(kind=Receipt.Kind.INTEREST, **within),),
        "levy": (went.filter(kind=Kind.LEVY, **within),),
        "exchange": (went.filter(kind=Kind.EXCHANGE, **within),),
        "support": (went.filter(kind=Kind.SUPPORT, **within),),
        "returned": (went.filter(kind=Kind.REFUND, **within),),
    }
    for one in statement.classes:
        held[f"{CLASS}{one.code}"] = (went.filter(kind=Kind.ACTUAL, budget_class__code=one.code, **within),)
    for key, rows in held.items():
        yield key, values[key].value, _numbers(rows)
    bound = _bound(fund, last, agreement)
    for one in statement.classes:
        if one.committed.value:
            yield f"{COMMITTED}{one.code}", one.committed.value, bound[one.code]


def _numbers(rows: Iterable[QuerySet]) -> BitMap:
    found = BitMap()
    for some in rows:
        found.update(map(number_of, some.order_by().values_list("code", flat=True).iterator()))
    found.run_optimize()
    return found


def _bound(fund: Fund, day: date, agreement: Agreement | None) -> dict[str, BitMap]:
    """The lines of every commitment that is open at the end of a day, by class."""
    made, changed, spent = bindings(fund, day, agreement)
    left = {row["pk"]: row["value"] for row in made.order_by().values("pk", "value")}
    for rows, sign in ((changed, 1), (spent, -1)):
        for row in rows.values("commitment").annotate(total=Sum("value")).order_by():
            left[row["commitment"]] += sign * row["total"]
    still = {key for key, value in left.items() if value}
    codes = dict(BudgetClass.objects.values_list("pk", "code"))
    found: dict[str, BitMap] = {}
    for rows, key, of in ((made, "pk", "line__budget_class"), (changed, "commitment", "commitment__line__budget_class"),
                          (spent, "commitment", "line__budget_class")):  # fmt: skip
        for commitment, code, kind in rows.order_by().values_list(key, "code", of).iterator():
            if commitment in still:
                found.setdefault(codes[kind], BitMap()).add(number_of(code))
    return found


def seal_of(content: Mapping[str, Any]) -> str:
    """The fingerprint of a statement as it is kept."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# --- read again --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BehindLine:
    """A line of the ledger behind a line of a statement, with what it brings to it."""

    on: date
    code: str
    ref: str
    brings: Decimal


def lines_behind(row: StatementRow, start: int = 0, most: int = 100) -> list[BehindLine]:
    """The lines behind one line of an issued statement, by their number: from the ``start``-th on, at most so many."""
    numbers = BitMap.deserialize(bytes(row.numbers))[start : start + most]
    found = list(_read(row, list(numbers)))
    return sorted(found, key=lambda line: (line.on, line.code))


def how_many(row: StatementRow) -> int:
    return len(BitMap.deserialize(bytes(row.numbers)))


def _read(row: StatementRow, numbers: list[int]) -> Iterator[BehindLine]:
    fund = row.statement.fund.code
    for start in range(0, len(numbers), _AT_ONCE):
        codes = [f"{fund}-{number:06d}" for number in numbers[start : start + _AT_ONCE]]
        for model, sign in _SIGNS:
            for held in model.objects.filter(code__in=codes).order_by():
                yield BehindLine(held.on, held.code, held.ref, held.value * _sign(row.key, model, sign))


_SIGNS: Final[tuple[tuple[Any, int], ...]] = (
    (Receipt, 1),
    (Expense, -1),
    (Commitment, 1),
    (CommitmentChange, 1),
)


def _sign(key: str, model: Any, sign: int) -> int:
    """What an expense takes from a balance it adds to expenditure."""
    adds = key in ("support", "returned") or key.startswith(CLASS)
    return 1 if model is Expense and adds else sign


def not_as_issued(statement: DonorStatement) -> list[str]:
    """The keys of lines that do not come to what their lines of the ledger come to; ``content`` where the seal is broken."""
    wrong = [] if seal_of(statement.content) == statement.seal else ["content"]
    for row in statement.rows.select_related("statement__fund"):
        numbers = list(BitMap.deserialize(bytes(row.numbers)))
        if sum((line.brings for line in _read(row, numbers)), NOUGHT) != row.value:
            wrong.append(row.key)
    return wrong
