"""Numbers, dates and amounts as a reader of each language expects them.

The one place where a value becomes text. United Nations habits: 9 April 2014;
“per cent”; “between 94 and 175”; an en dash for what is not known, which is
neither zero nor empty.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as _babel_date
from babel.numbers import format_decimal

from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES, known
from colonnade.values.numbers import Amount, Bounds, Number, Ratio, divided
from colonnade.values.period import Period

NOT_KNOWN: Final = "–"

_BETWEEN: Final = {
    "en": "between {low} and {high}",
    "fr": "entre {low} et {high}",
    "es": "entre {low} y {high}",
    "ru": "от {low} до {high}",
    "zh": "{low}至{high}",
    "ar": "بين {low} و{high}",
    "ko": "{low}~{high}",
}
_OF: Final = {
    "en": "{top} of {of}",
    "fr": "{top} sur {of}",
    "es": "{top} de {of}",
    "ru": "{top} из {of}",
    "zh": "{of}中的{top}",
    "ar": "{top} من {of}",
    "ko": "{of} 중 {top}",
}
_PER_CENT: Final = {
    "en": "{share} per cent ({parts})",
    "fr": "{share} pour cent ({parts})",
    "es": "{share} por ciento ({parts})",
    "ru": "{share} процента ({parts})",
    "zh": "百分之{share}（{parts}）",
    "ar": "{share} في المائة ({parts})",
    "ko": "{share}퍼센트({parts})",
}
_POINTS: Final = {
    "en": "{mean} points (n = {of})",
    "fr": "{mean} points (n = {of})",
    "es": "{mean} puntos (n = {of})",
    "ru": "{mean} балла (n = {of})",
    "zh": "{mean}分（n = {of}）",
    "ar": "{mean} نقطة (n = {of})",
    "ko": "{mean}점(n = {of})",
}
FEW, MANY = 10, 200
"""Of fewer than ten no percentage is printed; of two hundred or more it has a decimal."""
_PATTERNS: Final = {
    "en": {"day": "d MMMM y", "month": "MMMM y", "year": "y"},
    "fr": {"day": "d MMMM y", "month": "MMMM y", "year": "y"},
    "es": {"day": "d 'de' MMMM 'de' y", "month": "MMMM 'de' y", "year": "y"},
    "ru": {"day": "d MMMM y 'г.'", "month": "LLLL y 'г.'", "year": "y"},
    "zh": {"day": "y年M月d日", "month": "y年M月", "year": "y年"},
    "ar": {"day": "d MMMM y", "month": "MMMM y", "year": "y"},
    "ko": {"day": "y년 M월 d일", "month": "y년 M월", "year": "y년"},
}


@cache
def locale(language: str) -> Locale:
    """The reader's locale, with Western digits in Arabic as United Nations documents print them."""
    return Locale.parse({"zh": "zh_Hans", "en": "en_GB"}.get(known(language), known(language)))


@cache
def language_names(language: str = "en") -> dict[str, str]:
    """Every language by its code, in the words of another: those an office writes in first, the others by name."""
    names = {code: str(name) for code, name in locale(language).languages.items() if code != "und"}
    ours = {code: names[code] for code in LANGUAGES}
    return ours | dict(sorted(((c, n) for c, n in names.items() if c not in ours), key=lambda pair: pair[1]))


def number_words(value: Number, language: str = "en") -> str:
    """A figure's value as printed: ``3,144``, ``0.4204``, ``between 94 and 175``, ``USD 1,000,000``, ``62 per cent (31 of 50)``, or a dash."""
    if isinstance(value, Decimal):  # 0.5 and 0.50 are equal and not printed alike: no cache tells them apart
        places = max(0, -int(value.as_tuple().exponent))
        pattern = f"#,##0.{'0' * places}" if places else "#,##0"
        return format_decimal(value, pattern, locale=locale(language), numbering_system="latn")
    return _number_words(value, language)


@lru_cache(maxsize=4096, typed=True)  # a deck asks for the same number in ten places and sizes
def _number_words(value: Number, language: str) -> str:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, Bounds):
        low, high = number_words(value.low, language), number_words(value.high, language)
        return low if value.low == value.high else _BETWEEN[known(language)].format(low=low, high=high)
    if isinstance(value, Ratio):
        return _ratio_words(value, known(language))
    if isinstance(value, Amount):
        rounded = value.rounded().value
        pattern = "#,##0" if rounded == int(rounded) else "#,##0.00"
        told = format_decimal(rounded, pattern, locale=locale(language), numbering_system="latn")
        return f"{value.currency}\N{NO-BREAK SPACE}{told}"
    return format_decimal(value, locale=locale(language), numbering_system="latn")


def _ratio_words(value: Ratio, language: str) -> str:
    """A share with what it is of; a mean with its sign and how many it is of."""
    of = number_words(value.of, language)
    if not value.of:
        return NOT_KNOWN
    if value.currency:
        return _money_ratio_words(value, language, of)
    if not value.share:
        mean = format_decimal(
            value.rounded, "+0.0;\N{MINUS SIGN}0.0", locale=locale(language), numbering_system="latn"
        )
        return _POINTS[language].format(mean=mean, of=of)
    parts = _OF[language].format(top=number_words(int(value.top), language), of=of)
    if value.of < FEW:
        return parts
    exact = value.exact * 100
    whole = divided(Decimal(exact.numerator), Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    share, pattern = (value.rounded, "0.0") if value.of >= MANY else (whole, "0")
    told = format_decimal(share, pattern, locale=locale(language), numbering_system="latn")
    return _PER_CENT[language].format(share=told, parts=parts)


def _money_ratio_words(value: Ratio, language: str, of: str) -> str:
    """``USD 150 (n = 2)``, or ``5.1 per cent (USD 508.50 of USD 10,000)``."""
    if not value.share:
        mean = number_words(Amount(value.rounded, value.currency), language)
        return f"{mean}（n = {of}）" if language == "zh" else f"{mean} (n = {of})"
    top, whole = (number_words(amount, language) for amount in value.amounts)
    told = format_decimal(value.rounded, "#,##0.0", locale=locale(language), numbering_system="latn")
    return _PER_CENT[language].format(share=told, parts=_OF[language].format(top=top, of=whole))


def date_words(day: date | PartialDate, language: str = "en") -> str:
    """``9 April 2014``; ``June 2006``; ``2006``; in the reader's language."""
    partial = day if isinstance(day, PartialDate) else PartialDate(day)
    pattern = _PATTERNS[known(language)][partial.precision]
    words = _babel_date(partial.first_day, pattern, locale=locale(language))
    return words.translate(_WESTERN)


def moment_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """``15 May 2026, 23:59 (Asia/Seoul, UTC+09:00)``: a deadline is by the clock of its place, and says so."""
    there = moment.astimezone(zone)
    offset = there.strftime("%z")
    place = zone.key if zone.key == "UTC" else f"{zone.key}, UTC{offset[:3]}:{offset[3:5]}"
    if known(language) == "ar":  # kept together, from left to right, wherever the line ends
        place = f"\u2066{place}\u2069"
    return f"{date_words(there.date(), language)}, {there:%H:%M} ({place})"


def span_words(first: PartialDate, last: PartialDate | None, language: str = "en") -> str:
    """When something lasts: ``14–16 November 2014`` within a month; one date where it ends as it begins."""
    if last is None or last == first:
        return date_words(first, language)
    words = date_words(last, language)
    days = (first.first_day, last.first_day)
    in_one_month = first.precision == last.precision == "day" and len({(d.year, d.month) for d in days}) == 1
    if not in_one_month:
        return f"{date_words(first, language)} – {words}"
    numbers = list(re.finditer(r"\d+", words))
    # The day stands first, but after the year and the month where the year comes first.
    at = numbers[-1] if numbers[0][0] == str(days[1].year) else numbers[0]
    return f"{words[: at.start()]}{days[0].day}–{words[at.start() :]}"


def period_words(period: Period, language: str = "en") -> str:
    """``2014``, ``2006–2013``, ``June 2014``, ``9 April 2014 – 1 May 2014``."""
    if period.whole_years:
        return str(period).replace("-", "–")
    text = str(period)
    if "/" not in text:
        return date_words(PartialDate.parse(text), language)
    return f"{date_words(period.first, language)} – {date_words(period.last, language)}"


_WESTERN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
