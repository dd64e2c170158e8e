"""The statement of account that a donor gets: as PDF, marked on every page as provisional, and as a workbook whose totals are formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from colonnade.renderers.document import Brand
from colonnade.renderers.labels import label
from colonnade.renderers.papers.letters import Fact
from colonnade.renderers.papers.names import Names
from colonnade.renderers.papers.press import Plain, Printed, frame, press
from colonnade.values.numbers import Amount
from colonnade.values.words import NOT_KNOWN, number_words

BEFORE: Final = ("opening", "contributions", "levy", "interest", "exchange")
"""The lines that come to what is available."""
AFTER: Final = ("direct", "support", "expenditure", "returned", "closing")
TO_DATE: Final = ("contributed_to_date", "levied_to_date", "returned_to_date", "funded", "spent_to_date")
SHOWN_RATES: Final = 16
"""Rates printed on paper; the workbook has them all."""


@dataclass(frozen=True)
class CostLine:
    """A class of cost with its four amounts."""

    name: str
    spent: Amount
    paid_back: Amount
    net: Amount
    committed: Amount


@dataclass(frozen=True)
class SmallTable:
    """A table beside the account: agreements, rates, what is given in kind. A cell is words, an amount, or not known."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | Amount | int | None, ...], ...]


@dataclass(frozen=True)
class StatementPaper:
    """A statement, complete. ``amounts`` has every line by its key; all words are in their language already.

    ``remarks`` are what must be known before it is read: that it is not reconciled, that it is a draft.
    """

    brand: Brand
    name: str
    period: str
    on: date
    currency: str
    facts: tuple[Fact, ...]
    amounts: Mapping[str, Amount]
    classes: tuple[CostLine, ...]
    delivery: Decimal | None
    remarks: tuple[str, ...] = ()
    agreements: SmallTable | None = None
    beside: SmallTable | None = None
    rates: SmallTable | None = None
    notes: tuple[str, ...] = ()
    language: str = "en"

    @property
    def title(self) -> str:
        return f"{label('statement_of_account', self.language)}: {self.name}, {self.period}"

    def word(self, key: str) -> str:
        return label(key, self.language)


def told(cell: str | Amount | Decimal | int | None, language: str) -> str:
    """An amount to its currency's last unit, without the currency; nought is a dash, so that the others are seen."""
    if isinstance(cell, Amount):
        words = number_words(cell.rounded().value, language) if cell.value else NOT_KNOWN
    elif cell is None:
        words = NOT_KNOWN
    else:
        return cell if isinstance(cell, str) else number_words(cell, language)
    return words.replace("-", "\N{MINUS SIGN}").replace("\N{LEFT-TO-RIGHT MARK}", "")


def pdf(paper: StatementPaper) -> Printed:
    said, names = paper.language, Names()
    content = frame(
        paper.brand, said, paper.title, (),
        kind=paper.word("statement_of_account"),
        name=paper.name,
        under=[paper.period, label("amounts_in", said, currency=paper.currency)],
        watermark=paper.word("provisional"),
        remarks=list(paper.remarks),
        facts=[fact.plain(names) for fact in paper.facts],
        account=_account(paper),
        memo=_memo(paper),
        tables=[_table(one, said) for one in (paper.agreements, paper.beside, _shortened(paper)) if one and one.rows],
        notes_title=paper.word("notes"),
        notes=list(paper.notes),
        page=label("page_of", said, page="{page}", pages="{pages}"),
        foot=f"{paper.name} · {paper.period} · {paper.word('provisional')}",
    )  # fmt: skip
    with press("statement.typ") as ready:
        return ready.pdf(content, paper.brand, names, paper.on)


def _account(paper: StatementPaper) -> Plain:
    said = paper.language

    def line(key: str, strong: bool = False) -> Plain:
        return {"label": paper.word(f"st_{key}"), "amount": told(paper.amounts[key], said), "strong": strong}

    return {
        "title": paper.word("st_account"),
        "before": [*map(line, BEFORE), line("available", strong=True)],
        "heads": [paper.word(f"st_{key}") for key in ("class", "spent", "paid_back", "committed", "net")],
        "classes": [
            [one.name, *(told(amount, said) for amount in (one.spent, one.paid_back, one.committed, one.net))]
            for one in paper.classes
        ],
        "direct": [
            paper.word("st_direct"),
            *(told(paper.amounts[key], said) for key in ("spent", "paid_back", "committed", "direct")),
        ],
        "after": [line(key, strong=key in ("expenditure", "closing")) for key in AFTER[1:]],
    }


def _memo(paper: StatementPaper) -> Plain:
    said = paper.language
    rows = [
        (paper.word(f"st_{key}"), told(paper.amounts[key], said))
        for key in ("committed", "uncommitted", *TO_DATE)
    ]
    return {
        "title": paper.word("st_memo"),
        "rows": [*rows, (paper.word("st_delivery"), rate_words(paper.delivery, said))],
    }


def rate_words(rate: Decimal | None, language: str) -> str:
    return NOT_KNOWN if rate is None else f"{number_words(rate, language)} %"


def _table(one: SmallTable, language: str) -> Plain:
    numbers = [
        at for at in range(len(one.header)) if any(isinstance(row[at], Amount | int) for row in one.rows if at < len(row))
    ]  # fmt: skip
    rows = [[told(cell, language) for cell in row] for row in one.rows]
    words = [at for at in range(len(one.header)) if at not in numbers]
    wide = max(words, key=lambda at: max(len(row[at]) for row in rows), default=0)
    return {"title": one.title, "header": list(one.header), "rows": rows, "numbers": numbers, "wide": wide}


def _shortened(paper: StatementPaper) -> SmallTable | None:
    """The rates that fit on paper, and how many more there are."""
    held = paper.rates
    if held is None or len(held.rows) <= SHOWN_RATES:
        return held
    more = label("st_more_rates", paper.language, n=len(held.rows) - SHOWN_RATES)
    blank = ("",) * (len(held.header) - 2)
    return SmallTable(held.title, held.header, (*held.rows[:SHOWN_RATES], ("", more, *blank)))
