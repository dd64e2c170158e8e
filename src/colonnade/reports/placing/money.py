"""Blocks of money: what came in, was budgeted, bound and spent, year by year, from the office's own ledger.

There are none where the ledger is empty: a table of noughts would say that nothing was spent, which nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext, pgettext

from colonnade.figures.publishing import Publisher
from colonnade.money.queries import anything_received
from colonnade.office.queries import the_office
from colonnade.records.errors import Refused
from colonnade.renderers.document import (
    Block,
    Bound,
    Cell,
    Chart,
    Paragraph,
    Run,
    Series,
    Table,
    Text,
)
from colonnade.reports.desk import Desk
from colonnade.values.period import Period
from colonnade.values.words import date_words, period_words

Value = Mapping[str, Any]

MOST_YEARS: Final = 12
"""Rows of the table: the latest, where a report spans more."""

FLOWS: Final = ("money.received", "money.budgeted", "money.spent")
"""What belongs to a year."""

STANDS: Final = ("money.committed", "money.balance")
"""What stands at the end of a year."""

COLUMNS: Final = ("money.received", "money.budgeted", "money.committed", "money.spent", "money.balance")


class Books:
    """The office's own ledger as a report tells it: its years, and its currency or, of several, US dollars."""

    def __init__(self, desk: Desk, period: Period) -> None:
        record = desk.measurer.record
        begun = record.keep("anything received", anything_received)
        lines = (
            [fact for fact in record.ledger if not fact.beside and fact.on <= period.last] if begun else []
        )
        plans = (
            [line for line in record.plans if not line.beside and line.approved <= desk.as_of]
            if lines
            else []
        )
        currencies = {fact.amount.currency for fact in lines} | {line.amount.currency for line in plans}
        first = min([fact.on.year for fact in lines], default=0)
        self.desk, self.period = desk, period
        self.empty = not lines
        self.converted = len(currencies) > 1
        self.currency = "USD" if self.converted else next(iter(currencies), "")
        self.years = [year for year in period.years if year >= first][-MOST_YEARS:]

    def number(self, key: str, period: Period) -> Bound:
        return self.desk.number(f"{key}_usd" if self.converted else key, period=period)

    def of_year(self, key: str, year: int) -> Bound:
        """The part of a year that the report is about."""
        first, last = max(self.period.first, date(year, 1, 1)), min(self.period.last, date(year, 12, 31))
        return self.number(key, Period(first, last))

    def label(self, key: str) -> str:
        return LABELS[key]()

    @property
    def basis(self) -> str:
        """In which currency, at which rates."""
        if not self.converted:
            return gettext(
                "In %(currency)s, the currency of the fund; committed and balance as on the last day of the year."
            ) % {"currency": self.currency}
        day = date_words(self.desk.as_of, self.desk.language)
        return gettext(
            "In US dollars: received and spent at the rate of each line’s own day, committed and balance at that of the last day "
            "of the year, budgets at that of %(day)s. The rates are told with each figure."
        ) % {"day": day}


LABELS: Final[dict[str, Callable[[], str]]] = {
    "money.received": lambda: pgettext("money", "Received"),
    "money.budgeted": lambda: gettext("Budgeted"),
    "money.committed": lambda: gettext("Committed"),
    "money.spent": lambda: gettext("Spent"),
    "money.balance": lambda: gettext("Balance"),
}


def section_notes(desk: Desk, period: Period) -> tuple[str, ...]:
    """What must be said under the money of a period: whose books they are, and fund by fund what is not reconciled."""
    record = desk.measurer.record
    told = record.unreconciled(period)
    funds = {fact.fund for fact in record.ledger if not fact.beside and fact.on in period} & told.keys()
    return (
        gettext("From the office’s working ledger."),
        *(f"{fund}: {told[fund]}" for fund in sorted(funds)),
    )


def place_money(value: Value, desk: Desk) -> list[Block]:
    books = Books(desk, desk.period_of(value.get("period", "")))
    try:
        return SHOWN[value["show"]](books)
    except Refused as refusal:  # a rate is not held: the report is printed, and says which
        return [Text((Paragraph((str(refusal),), 1),))]


def _years(books: Books) -> list[Block]:
    """The years down, what happened in each across."""
    if books.empty:
        return []
    header = (gettext("Year"), *(books.label(key) for key in COLUMNS))
    rows = tuple(
        (Cell((str(year),)), *(Cell((books.of_year(key, year),)) for key in COLUMNS)) for year in books.years
    )
    note = " ".join((books.basis, *section_notes(books.desk, books.period)))
    return [Table(header, rows, "", note=note), *_shares(books)]


def _shares(books: Books) -> list[Block]:
    """The delivery rate and what events cost, where there is enough to tell it by."""
    publisher = Publisher(books.desk.measurer, the_office().small_cell)
    lines = []
    for key, converts in RATES:
        asked = f"{key}_usd" if converts and books.converted else key
        try:
            measured = books.desk.measurer.measure(asked, books.period)
        except Refused:  # funds in two currencies have no one rate; the amounts beside it do
            continue
        if measured.value is not None and not publisher.hides(asked, measured.scope):
            bound = books.desk.number(asked, period=books.period)
            lines.append(Paragraph((f"{bound.label}: ", bound), 1))
    return [Text(tuple(lines))] if lines else []


RATES: Final = (
    ("money.delivery_rate", False),
    ("money.cost_per_event", True),
    ("money.cost_per_participant_day", True),
)


def _flows(books: Books) -> list[Block]:
    title = gettext("Received, budgeted and spent by year, %(currency)s")
    return [] if books.empty else [_chart(books, FLOWS, title)]


def _stands(books: Books) -> list[Block]:
    title = gettext("Committed and balance at the end of each year, %(currency)s")
    return [] if books.empty else [_chart(books, STANDS, title)]


def _chart(books: Books, keys: tuple[str, ...], title: str) -> Chart:
    series = tuple(
        Series(books.label(key), tuple(books.of_year(key, year) for year in books.years)) for key in keys
    )
    years = tuple(map(str, books.years))
    told = title % {"currency": books.currency}
    alt = f"{told}: {', '.join(one.name for one in series)}; {', '.join(years)}"
    note = " ".join(section_notes(books.desk, books.period))
    return Chart("column", years, series, told, alt, note)


def _standing(books: Books) -> list[Block]:
    """Beside the budget: what of it was received and spent; or the words that nobody has recorded it."""
    if books.empty:
        words = gettext("What was received and spent of it is not recorded.")
        return [Text((Paragraph((words,), 1),))]
    period = period_words(books.period, books.desk.language)
    last = date_words(books.period.last, books.desk.language)
    flows = _told(books, period, ("money.budgeted", "money.received", "money.spent"))
    stands = _told(books, last, ("money.balance", "money.committed"))
    notes = (*([books.basis] if books.converted else []), *section_notes(books.desk, books.period))
    return [Text((Paragraph(flows, 1), Paragraph(stands, 1), Paragraph((" ".join(notes),), 2)))]


def _told(books: Books, when: str, keys: tuple[str, ...]) -> tuple[Run, ...]:
    """“2006–2013: Budgeted: …; Received: …”."""
    runs: list[Run] = [f"{when}: "]
    for place, key in enumerate(keys):
        runs += [f"{'; ' if place else ''}{books.label(key)}: ", books.number(key, books.period)]
    return tuple(runs)


SHOWN: Final[dict[str, Callable[[Books], list[Block]]]] = {
    "years": _years,
    "flows": _flows,
    "stands": _stands,
    "standing": _standing,
}
