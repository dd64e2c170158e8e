"""Dates as people type them, in seven languages. One that could be two days is asked about, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, Literal

from babel import Locale

from colonnade.records.intake.cells import Fault, Raw, shown, western
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words

DayOrder = Literal["", "dmy", "mdy"]
NO_ORDER: Final[DayOrder] = ""
FIRST_YEAR, LAST_YEAR = 1800, 2200

# The Arabic months have three sets of names, from Cairo, Damascus and Tunis.
_LOCALES: Final = ("en", "fr", "es", "ru", "zh", "ar", "ko", "ar_SY", "ar_TN", "ar_MA")
_FILLERS: Final = re.compile(
    r"(?<=\d)(st|nd|rd|th|er|º|ª)\b|\bde\b|\bdel\b|\bthe\b|\bof\b|г\.|\bг\b|\bгода?\b|日|일"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?")
_YEAR_LAST: Final = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})")
_DO: Final = "Write 9 April 2014, April 2014, 2014 or 2014-04-09."


def read_date(cell: Raw, order: DayOrder = NO_ORDER) -> PartialDate:
    """A cell as a date of the precision it gives; a Fault where it is none or could be two."""
    if isinstance(cell, datetime):
        return _checked(PartialDate(cell.date()), cell)
    if isinstance(cell, date):
        return _checked(PartialDate(cell), cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    text = western(shown(cell)).casefold().strip(" .,")
    text = re.sub(r"[t ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:?\d{2})?$", "", text)
    parts = _parts(text)
    if not parts:
        raise Fault(f"“{shown(cell)}” is not a date that can be read.", _DO)
    year, month, day = parts if len(parts) == 3 else _ordered(shown(cell), *parts[1:], order)  # type: ignore[misc]
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise Fault(f"“{shown(cell)}” is not in the calendar.", _DO) from error
    return _checked(PartialDate(first, "day" if day else "month" if month else "year"), cell)


def _parts(text: str) -> tuple[int, int, int] | tuple[str, int, int, int] | None:
    """Year, month and day (0 where not given), or ``("?", first, second, year)`` where the order is not told."""
    text = re.sub(r"[年月년월]", " ", text)
    named = False
    for name, number in months():
        if re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", text):
            text, named = (
                re.sub(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])\.?", f" m{number} ", text, count=1),
                True,
            )
            break
    text = " ".join(_FILLERS.sub(" ", text).replace(",", " ").split())
    if named:
        return _named(re.sub(r"[-/.]", " ", text).split())
    text = re.sub(r"\s*([-/.])\s*", r"\1", text)
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match := _YEAR_LAST.fullmatch(text):
        return (
            (int(match[3]), int(match[2]), 0)
            if match[1] is None
            else ("?", int(match[1]), int(match[2]), int(match[3]))
        )
    return None


def _named(words: list[str]) -> tuple[int, int, int] | None:
    """“9 m4 2014”, “m4 9 2014”, “2014 m4 9”, “m4 2014”."""
    month = [int(word[1:]) for word in words if re.fullmatch(r"m\d+", word)]
    numbers = [word for word in words if word.isdigit()]
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) <= 2]
    if len(month) != 1 or len(years) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        return None
    return years[0], month[0], days[0] if days else 0


def _ordered(typed: str, first: int, second: int, year: int, order: DayOrder) -> tuple[int, int, int]:
    """Settle which of two numbers is the day: by size, by the answer given, or not at all."""
    if first > 12 or first == second:
        return year, second, first
    if second > 12:
        return year, first, second
    if order == "dmy":
        return year, second, first
    if order == "mdy":
        return year, first, second
    one, other = (date_words(date(year, month, day)) for month, day in ((second, first), (first, second)))
    raise Fault(
        f"“{typed}” can be {one} or {other}.",
        f"Write “{one}” or “{other}”; or answer for the whole file: day first (--dates dmy), month first (--dates mdy).",
        question=True,
    )


def _from_number(cell: int | float) -> PartialDate:
    """A bare number: a year, or a spreadsheet's own count of days shown without its format."""
    if float(cell).is_integer() and FIRST_YEAR <= cell <= LAST_YEAR:
        return PartialDate(date(int(cell), 1, 1), "year")
    if 20_000 <= cell <= 80_000:
        meant = date_words(date(1899, 12, 30) + timedelta(days=int(cell)))
        raise Fault(
            f"{shown(cell)} is a number, perhaps a spreadsheet's own count of days for {meant}.",
            f"Write “{meant}” if that is meant, or format the cell as a date.", question=True,
        )  # fmt: skip
    raise Fault(f"{shown(cell)} is not a date.", _DO)


def _checked(day: PartialDate, cell: Raw) -> PartialDate:
    if not FIRST_YEAR <= day.first_day.year <= LAST_YEAR:
        raise Fault(f"“{shown(cell)}” lies outside the years {FIRST_YEAR} to {LAST_YEAR}.", "Check the year.")
    return day


@cache
def months() -> tuple[tuple[str, int], ...]:
    """Every name of a month, longest first, without those that are two months in two languages."""
    held: dict[str, set[int]] = {}
    for locale in map(Locale.parse, _LOCALES):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    plain = western(name).casefold().strip(" .")
                    if not re.search(r"\d", plain):
                        held.setdefault(plain, set()).add(number)
    held.setdefault("sept", set()).add(9)
    single = [(name, numbers.pop()) for name, numbers in held.items() if len(numbers) == 1]
    return tuple(sorted(single, key=lambda pair: -len(pair[0])))
