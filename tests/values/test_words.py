"""Numbers and dates as readers of each language expect them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from colonnade.values.dates import NotADate, PartialDate
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Amount, Bounds, MixedCurrencies, UnknownCurrency
from colonnade.values.period import NotAPeriod, Period
from colonnade.values.words import date_words, moment_words, number_words, period_words, span_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3144, "3,144"),
        (0, "0"),
        (None, "–"),
        (Bounds(94, 175), "between 94 and 175"),
        (Bounds(7, 7), "7"),
        (Amount(Decimal("1000000"), "USD"), "USD\N{NO-BREAK SPACE}1,000,000"),
        (Amount(Decimal("453366.7"), "USD"), "USD\N{NO-BREAK SPACE}453,366.70"),
        (Amount(Decimal("500000000.4"), "KRW"), "KRW\N{NO-BREAK SPACE}500,000,000"),
    ],
)
def test_values_in_english(value, words):
    assert number_words(value) == words


def test_not_known_is_told_apart_from_nought_in_every_language():
    assert {number_words(None, language) for language in LANGUAGES}.isdisjoint(
        number_words(0, language) for language in LANGUAGES
    )


def test_numbers_keep_western_digits_in_arabic_as_united_nations_documents_do():
    assert number_words(3144, "ar") == "3,144"
    assert number_words(Bounds(94, 175), "ar") == "بين 94 و175"


@pytest.mark.parametrize(
    ("text", "words"), [("2014-04-09", "9 April 2014"), ("2006-06", "June 2006"), ("2006", "2006")]
)
def test_a_date_is_printed_as_precisely_as_it_is_known(text, words):
    assert date_words(PartialDate.parse(text)) == words


def test_a_date_in_every_language():
    assert [date_words(date(2014, 4, 9), language) for language in LANGUAGES] == [
        "9 April 2014", "9 avril 2014", "9 de abril de 2014", "9 апреля 2014 г.", "2014年4月9日", "9 أبريل 2014", "2014년 4월 9일"
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["2014-13", "2014-02-30", "09/04/2014", "April", ""])
def test_what_is_no_date_is_refused_with_the_text(text):
    with pytest.raises(NotADate, match=f"“{text}”"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2014", "2014-01-01", "2014-12-31", "2014"),
        ("2006-2013", "2006-01-01", "2013-12-31", "2006–2013"),
        ("2014-Q2", "2014-04-01", "2014-06-30", "1 April 2014 – 30 June 2014"),
        ("2014-06", "2014-06-01", "2014-06-30", "June 2014"),
        ("2014-04-09/2014-05-01", "2014-04-09", "2014-05-01", "9 April 2014 – 1 May 2014"),
    ],
)
def test_a_period_is_read_and_printed_and_read_again(text, first, last, words):
    period = Period.parse(text)

    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period_words(period) == words
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize("text", ["2013-2006", "2014-Q5", "last year", ""])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(NotAPeriod):
        Period.parse(text)


def test_the_period_before_has_the_same_length():
    assert str(Period.parse("2010-2013").before) == "2006-2009"
    assert str(Period.parse("2014-06").before) == "2014-05-02/2014-05-31"


def test_two_currencies_are_not_added_and_an_unknown_one_is_refused():
    with pytest.raises(MixedCurrencies, match="USD and KRW cannot be added"):
        Amount(Decimal(1), "USD") + Amount(Decimal(1), "KRW")
    with pytest.raises(UnknownCurrency, match="“XYZ”"):
        Amount(Decimal(1), "XYZ")


@pytest.mark.parametrize(
    ("first", "last", "language", "words"),
    [
        ("2014-11-14", None, "en", "14 November 2014"),
        ("2014-11-14", "2014-11-14", "en", "14 November 2014"),
        ("2014-11-14", "2014-11-16", "en", "14–16 November 2014"),
        ("2014-11-30", "2014-12-02", "en", "30 November 2014 – 2 December 2014"),
        ("2014-08", "2015-04", "en", "August 2014 – April 2015"),
        ("2014-11-14", "2014-11-16", "es", "14–16 de noviembre de 2014"),
        ("2014-11-11", "2014-11-12", "zh", "2014年11月11–12日"),
        ("2014-11-11", "2014-11-12", "ko", "2014년 11월 11–12일"),
        ("2014-11-14", "2014-11-16", "ar", "14–16 نوفمبر 2014"),
    ],
)
def test_what_lasts_within_a_month_says_the_month_once(first, last, language, words):
    until = PartialDate.parse(last) if last else None
    assert span_words(PartialDate.parse(first), until, language) == words


def test_a_moment_tells_its_clock_in_one_piece_and_the_same_clock_once():
    moment = datetime(2026, 5, 15, 14, 59, tzinfo=UTC)
    assert moment_words(moment, ZoneInfo("UTC"), "en") == "15 May 2026, 14:59 (UTC)"
    assert moment_words(moment, ZoneInfo("Asia/Seoul"), "en") == "15 May 2026, 23:59 (Asia/Seoul, UTC+09:00)"
    assert moment_words(moment, ZoneInfo("Asia/Seoul"), "ar").endswith("(\u2066Asia/Seoul, UTC+09:00\u2069)")
