"""How the cells of a column are read. A kind turns a cell into the values of one or two fields, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Literal

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices

from colonnade.records.intake.cells import Fault, Raw, folded, listing, shown, tidy, western
from colonnade.records.intake.days import NO_ORDER, DayOrder, read_date
from colonnade.records.intake.near import did_you_mean
from colonnade.records.intake.numbers import read_number
from colonnade.records.models import validate_code
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES


class Kind:
    """The plainest kind, from which all others are made: one cell, one field."""

    words: ClassVar[str] = ""
    marks_are_words: ClassVar[bool] = False
    """Where “NA” is a word (Namibia) and not a mark for “not known”."""

    def ready(self, held: dict[str, Any]) -> Kind:
        """The kind for one run over a file; ``held`` is shared by all kinds of that run."""
        return self

    def fields(self, name: str) -> tuple[str, ...]:
        return (name,)

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        """The values of the fields, in their order; a Fault where the cell cannot be taken."""
        raise NotImplementedError

    def show(self, *values: Any) -> Raw:
        """The values as a cell, so that the record goes out as it came in."""
        return None if values[0] in (None, "") else str(values[0])

    def options(self) -> Sequence[str]:
        """The words of the drop-down; none where anything may be written."""
        return ()

    def about(self) -> str:
        """What may be written, for the guide and the header's comment."""
        return self.words


@dataclass(frozen=True)
class Text(Kind):
    """Words. Its greatest length is the field's."""

    code: bool = False
    long: bool = False

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        if isinstance(cell, float) and abs(cell) >= 1e15:
            raise Fault(
                "A number this long lost its last digits in the spreadsheet.", "Type it again as text."
            )
        text = tidy(shown(cell), lines=self.long)
        return (check_code(text) if self.code else text,)

    def about(self) -> str:
        return "code" if self.code else "long text" if self.long else "text"


def check_code(text: str) -> str:
    """A code is printed, typed and put in addresses."""
    try:
        validate_code(text)
    except ValidationError as error:
        raise Fault(f"“{text}” cannot be a code.", "Leave out spaces and the marks / \\ ? # &.") from error
    return text


class Address(Text):
    """A web address given in place of a source's code: it becomes a source of its own, once for the whole file."""

    def fields(self, name: str) -> tuple[str, ...]:
        return ("source",)

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        (text,) = super().read(cell, order)
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text):
            raise Fault(
                f"“{text}” is not a web address.",
                "Write it from https:// on, or name a source of the sheet Sources.",
            )
        return (text,)

    def about(self) -> str:
        return "web address"


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number between two others."""

    low: int = 0
    high: int = 2_147_483_647

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        number = int(read_number(cell, 0))
        if not self.low <= number <= self.high:
            raise Fault(f"{number} is out of range.", f"Write a number from {self.low} to {self.high}.")
        return (number,)

    def show(self, *values: Any) -> Raw:
        return values[0]

    def about(self) -> str:
        return (
            "whole number" if self.high == 2_147_483_647 else f"whole number from {self.low} to {self.high}"
        )


ORDER = Whole(0, 32_767)
YEAR = Whole(1900, 2200)


@dataclass(frozen=True)
class Number(Kind):
    """A number with decimals; money among them. The currency stands in a column of its own."""

    places: int = 2
    words: ClassVar[str] = "number"

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        number = read_number(cell, self.places)
        if abs(number) >= Decimal(10) ** 16:
            raise Fault(f"{number} is out of range.", "Check the number of noughts.")
        return (number,)

    def show(self, *values: Any) -> Raw:
        return None if values[0] is None else f"{values[0].normalize():f}"


@dataclass(frozen=True)
class When(Kind):
    """A date as precise as its source: a day, a month or a year. It fills a day and its precision."""

    precision: str
    words: ClassVar[str] = "date: day, month or year"

    def fields(self, name: str) -> tuple[str, ...]:
        return (name, self.precision)

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        day = read_date(cell, order)
        return day.first_day, day.precision

    def show(self, *values: Any) -> Raw:
        return str(PartialDate(*values)) if values[0] else None


@dataclass(frozen=True)
class Day(Kind):
    """A date to the day. With ``edge``, a month or a year is taken as its first or its last day."""

    edge: Literal["", "first", "last"] = ""

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        day = read_date(cell, order)
        if day.precision != "day" and not self.edge:
            raise Fault(
                f"“{shown(cell)}” gives no day.",
                "Write the full date, or leave the cell empty and say it in the note.",
            )
        return (day.last_day if self.edge == "last" else day.first_day,)

    def about(self) -> str:
        return f"date; a month or year means its {self.edge} day" if self.edge else "full date"


class YesNo(Kind):
    """Yes or no."""

    words: ClassVar[str] = "yes or no"
    yes: ClassVar = frozenset(
        [
            "yes",
            "y",
            "true",
            "1",
            "x",
            "✓",
            "✔",
            "oui",
            "vrai",
            "sí",
            "si",
            "verdadero",
            "да",
            "истина",
            "是",
            "对",
            "نعم",
            "예",
            "네",
            "참",
        ]
    )
    no: ClassVar = frozenset(
        [
            "no",
            "n",
            "false",
            "0",
            "✗",
            "✘",
            "non",
            "faux",
            "falso",
            "нет",
            "ложь",
            "否",
            "不",
            "لا",
            "아니요",
            "아니오",
            "거짓",
        ]
    )

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        word = folded(western(shown(cell)))
        if word not in self.yes | self.no:
            raise Fault(f"“{shown(cell)}” is neither yes nor no.", "Write yes or no.")
        return (word in self.yes,)

    def show(self, *values: Any) -> Raw:
        return "yes" if values[0] else "no"

    def options(self) -> Sequence[str]:
        return ("yes", "no")


class Choice(Kind):
    """One of a list, by its label or its value; with ``many``, several of them between semicolons."""

    def __init__(self, choices: type[TextChoices] | Mapping[str, str], *, many: bool = False) -> None:
        held = choices.choices if isinstance(choices, type) else choices.items()
        self.labels = {str(value): str(label) for value, label in held if value}
        self.many = many

    @cached_property
    def known(self) -> dict[str, str]:
        """Every way to write a choice: its value, its label, and its label up to a colon."""
        ways = {folded(label.partition(":")[0]): value for value, label in self.labels.items()}
        ways |= {folded(label): value for value, label in self.labels.items()}
        return ways | {folded(value): value for value in self.labels}

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        if self.many:
            return (list(dict.fromkeys(self._one(word) for word in several(shown(cell)))),)
        return (self._one(shown(cell)),)

    def _one(self, word: str) -> str:
        if folded(word) in self.known:
            return self.known[folded(word)]
        choices = f"Choose among: {listing(self.labels.values(), 20)}."
        raise Fault(
            f"“{word}” is not one of the choices.",
            f"{did_you_mean(word, self.labels.values(), '')} {choices}".strip(),
        )

    def show(self, *values: Any) -> Raw:
        if self.many:
            return "; ".join(self.labels.get(value, value) for value in values[0]) or None
        return self.labels.get(values[0], values[0]) or None

    def options(self) -> Sequence[str]:
        return () if self.many else tuple(self.labels.values())

    def about(self) -> str:
        return (
            f"{'any of, between semicolons' if self.many else 'one of'}: {listing(self.labels.values(), 20)}"
        )


def several(text: str) -> list[str]:
    """The items of a cell that holds several, between semicolons or on lines of their own."""
    return [word for part in re.split(r"[;；؛\n]", text) if (word := tidy(part))]


class Ref(Kind):
    """A record named by its code, on a sheet of the same file or in the record already; with ``many``, several."""

    def __init__(self, model: type[Model], *, many: bool = False) -> None:
        self.model, self.many = model, many

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        if self.many:
            return (tuple(dict.fromkeys(self.one(word) for word in several(shown(cell)))),)
        return (self.one(tidy(shown(cell))),)

    def one(self, word: str) -> str:
        """The code that a word of the cell stands for; whether there is such a record is seen later."""
        return word

    def show(self, *values: Any) -> Raw:
        return ("; ".join(values[0]) or None) if self.many else values[0]

    def about(self) -> str:
        noun = str(self.model._meta.verbose_name)
        return f"codes ({noun}), between semicolons" if self.many else f"code ({noun})"


class Steps(Ref):
    """Records in an order, kept as rows of their own that point to both sides: the activities of a chain."""

    def __init__(
        self, model: type[Model], through: type[Model], *, parent: str, item: str, order: str
    ) -> None:
        super().__init__(model, many=True)
        self.through, self.parent, self.item, self.order = through, parent, item, order

    def about(self) -> str:
        return f"{super().about()}, in their order"


class Language(Choice):
    """One of the languages an office writes in, by its name or its two letters."""

    def __init__(self) -> None:
        super().__init__(LANGUAGES)

    @cached_property
    def known(self) -> dict[str, str]:
        english = dict(
            zip(
                ("english", "french", "spanish", "russian", "chinese", "arabic", "korean"),
                LANGUAGES,
                strict=True,
            )
        )
        return (
            english
            | {folded(code): code for code in LANGUAGES}
            | {folded(name): code for code, name in LANGUAGES.items()}
        )

    def options(self) -> Sequence[str]:
        return tuple(LANGUAGES)

    def show(self, *values: Any) -> Raw:
        return values[0]


class Currency(Kind):
    """A currency by its three letters of ISO 4217."""

    words: ClassVar[str] = "currency: three letters, such as USD"

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        code = tidy(shown(cell)).upper()
        known = list_currencies()
        if code not in known:
            raise Fault(
                f"“{shown(cell)}” is not a currency.",
                did_you_mean(code, known, "Write three letters, such as USD, EUR or KRW."),
            )
        return (code,)
