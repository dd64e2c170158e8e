"""Lines of ours and of the system of record side by side: those of a span, those not matched, those a file would add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from colonnade.money.matching import Line, numbers_of, plain_class, plain_number, words_of
from colonnade.money.models import BudgetClass, ErpLine, ErpMatched, Expense, Fund, Receipt

RECEIPT, EXPENSE, ERP_LINE = "receipt", "expense", "erp_line"
MODELS: Final[dict[str, Any]] = {RECEIPT: Receipt, EXPENSE: Expense, ERP_LINE: ErpLine}


class ErpRow(NamedTuple):
    """A row of an export as it was understood, its amount by what it does to the balance. ``row`` is its place in the file."""

    row: int
    on: date
    amount: Decimal
    document: str = ""
    reference: str = ""
    text: str = ""
    class_code: str = ""
    fund_code: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from other rows; a file may hold the same twice."""
        return self.on, self.amount, self.document, self.reference, self.text, self.class_code


@dataclass(frozen=True)
class Against:
    """The rows of a file beside the lines held: those to be added, how many are held, how many of its days it has no more."""

    new: list[ErpRow]
    same: int
    gone: int


def against_held(fund: Fund, rows: Sequence[ErpRow]) -> Against:
    """Of each kind of row, as many are new as the file has more than are held: a file that comes again adds nothing, and
    what stands in it twice is kept twice."""
    if not rows:
        return Against([], 0, 0)
    days = (min(row.on for row in rows), max(row.on for row in rows))
    names = ("on", "amount", "document", "reference", "text", "class_code")
    held = Counter(theirs_of(fund).filter(on__range=days).values_list(*names))
    left, new = Counter(held), []
    for row in rows:
        if left[row.key]:
            left[row.key] -= 1
        else:
            new.append(row)
    return Against(new, len(rows) - len(new), left.total())


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of ours or of theirs as a reconciliation shows it; ``amount`` is what it does to the balance."""

    what: str
    pk: int
    on: date
    amount: Decimal
    number: str = ""
    reference: str = ""
    text: str = ""
    class_code: str = ""
    reverses: int | None = None

    @property
    def key(self) -> str:
        return f"{self.what}-{self.pk}"

    @property
    def ours(self) -> bool:
        return self.what != ERP_LINE

    @property
    def brings(self) -> Decimal:
        """To ours less theirs."""
        return self.amount if self.ours else -self.amount

    def as_line(self, classes: frozenset[str]) -> Line:
        """As it is compared; a class that is none of the office's says nothing."""
        own = plain_class(self.class_code) if self.class_code else ""
        return Line(
            key=self.key, on=self.on, amount=self.amount, numbers=numbers_of(self.number, self.reference),
            names=bool(self.reference), class_code=own if own in classes else "", text=plain_number(self.text),
            words=frozenset() if self.ours else words_of(self.text),
            reverses=f"{self.what}-{self.reverses}" if self.reverses else None,
        )  # fmt: skip


def receipts_of(fund: Fund) -> QuerySet[Receipt]:
    """What came in. A balance brought into the ledger moved nothing, and no export has it."""
    return Receipt.objects.filter(fund=fund).exclude(kind=Receipt.Kind.OPENING)


def expenses_of(fund: Fund) -> QuerySet[Expense]:
    return Expense.objects.filter(fund=fund)


def theirs_of(fund: Fund) -> QuerySet[ErpLine]:
    """The lines of the system of record, without those of exports that were taken back."""
    return ErpLine.objects.filter(fund=fund, erp_import__taken_back=None)


def unmatched(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    """Those that stand in no match."""
    return rows.filter(~Exists(ErpMatched.objects.filter(**{what: OuterRef("pk")}, stands=True)))


_READ: Final = {
    RECEIPT: ("pk", "on", "value", "code", "reference", "note", "reverses_id"),
    EXPENSE: ("pk", "on", "value", "code", "reference", "title", "reverses_id", "budget_class__code"),
    ERP_LINE: ("pk", "on", "amount", "document", "reference", "text", "class_code"),
}


def entries(rows: QuerySet[Any], what: str) -> list[Entry]:
    """Rows of one kind as entries; one query."""
    found = []
    for pk, on, value, number, reference, text, *rest in rows.order_by("on", "pk").values_list(*_READ[what]):
        if what == ERP_LINE:
            found.append(Entry(what, pk, on, value, number, reference, text, rest[0]))
        else:
            amount, own = (-value, rest[1]) if what == EXPENSE else (value, "")
            found.append(Entry(what, pk, on, amount, number, reference, text, own, rest[0]))
    return found


def ours_open(fund: Fund, days: tuple[date, date] | None = None) -> list[Entry]:
    """Lines of the ledger that stand in no match."""
    return [
        *_open(receipts_of(fund), RECEIPT, days),
        *_open(expenses_of(fund), EXPENSE, days),
    ]


def theirs_open(fund: Fund, days: tuple[date, date] | None = None) -> list[Entry]:
    """Lines of the system of record that stand in no match."""
    return _open(theirs_of(fund), ERP_LINE, days)


def _open(rows: QuerySet[Any], what: str, days: tuple[date, date] | None) -> list[Entry]:
    return entries(unmatched(rows.filter(on__range=days) if days else rows, what), what)


def compared(found: Iterable[Entry]) -> Iterator[Line]:
    """Entries as they are compared."""
    classes = frozenset(plain_class(code) for code in BudgetClass.objects.values_list("code", flat=True))
    return (entry.as_line(classes) for entry in found)


def entry_of(line: Receipt | Expense | ErpLine) -> Entry:
    """One line as an entry."""
    if isinstance(line, ErpLine):
        return Entry(ERP_LINE, line.pk, line.on, line.amount, line.document, line.reference, line.text, line.class_code)  # fmt: skip
    if isinstance(line, Expense):
        return Entry(EXPENSE, line.pk, line.on, -line.value, line.code, line.reference, line.title, line.budget_class.code)  # fmt: skip
    return Entry(RECEIPT, line.pk, line.on, line.value, line.code, line.reference, line.note)


def lines_named(fund: Fund, keys: Iterable[str]) -> list[Receipt | Expense | ErpLine]:
    """The lines of a fund that keys such as ``expense-12`` name; unknown ones are left out."""
    asked: dict[str, list[int]] = {what: [] for what in MODELS}
    for key in keys:
        what, _dash, pk = key.partition("-")
        if what in asked and pk.isdecimal():
            asked[what].append(int(pk))
    related = {RECEIPT: (), EXPENSE: ("budget_class",), ERP_LINE: ()}
    return [
        line for what, pks in asked.items() if pks
        for line in MODELS[what].objects.filter(fund=fund, pk__in=pks).select_related(*related[what])
    ]  # fmt: skip
