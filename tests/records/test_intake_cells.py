"""Cells as people type them: dates in seven languages, numbers, marks and spaces."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.people.intake import Email
from colonnade.records.intake.cells import Fault, tidy, western
from colonnade.records.intake.days import read_date
from colonnade.records.intake.numbers import read_number
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES
from colonnade.values.words import date_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9 April 2014", "2014-04-09"), ("April 9th, 2014", "2014-04-09"), ("9-Apr-2014", "2014-04-09"),
        ("2014-04-09", "2014-04-09"), ("2014/4/9", "2014-04-09"), ("13/04/2014", "2014-04-13"),
        ("04/13/2014", "2014-04-13"), ("04/04/2014", "2014-04-04"), ("April 2014", "2014-04"), ("04/2014", "2014-04"),
        ("2014", "2014"), (2014.0, "2014"), ("2014.0", "2014"), ("1er avril 2014", "2014-04-01"),
        ("9 de abril de 2014", "2014-04-09"), ("9 апреля 2014 г.", "2014-04-09"), ("2014年4月9日", "2014-04-09"),
        ("2014년 4월", "2014-04"), ("٩ أبريل ٢٠١٤", "2014-04-09"), ("9 نيسان 2014", "2014-04-09"),
        ("２０１４／０４／０９", "2014-04-09"), ("2014-04-09T10:30:00", "2014-04-09"), (date(2014, 4, 9), "2014-04-09"),
        (datetime(2014, 4, 9, 10, 30), "2014-04-09"),
    ],
)  # fmt: skip
def test_an_unambiguous_date_is_read_with_its_precision(typed, meant):
    assert str(read_date(typed)) == meant


@pytest.mark.parametrize("typed", ["04/09/2014", "4.9.2014", "04-09-2014", 41738])
def test_a_date_that_can_be_two_is_asked_about(typed):
    with pytest.raises(Fault) as told:
        read_date(typed)

    assert told.value.question


def test_an_answer_settles_it():
    assert str(read_date("04/09/2014", "dmy")) == "2014-09-04"
    assert str(read_date("04/09/2014", "mdy")) == "2014-04-09"


@pytest.mark.parametrize(
    "typed", ["spring 2014", "9 April", "24-27 May 2005", "31 February 2014", "9-Apr-14", True, "2557"]
)
def test_what_is_no_date_is_a_problem_and_no_guess(typed):
    with pytest.raises(Fault) as told:
        read_date(typed)

    assert not told.value.question


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["day", "month", "year"]),
    st.sampled_from(list(LANGUAGES)),
)
def test_every_date_we_print_in_any_language_is_read_as_it_was(day, precision, language):
    first = day.replace(
        day=1 if precision != "day" else day.day, month=1 if precision == "year" else day.month
    )
    meant = PartialDate(first, precision)

    assert read_date(date_words(meant, language)) == meant


@pytest.mark.parametrize(
    ("typed", "places", "number"),
    [
        ("120", 0, "120"), ("1,000,000", 0, "1000000"), ("1 000 000", 2, "1000000.00"), ("1.000.000", 0, "1000000"),
        ("1.000.000,50", 2, "1000000.50"), ("1,000.50", 2, "1000.50"), ("1,5", 2, "1.50"), ("1,234", 2, "1234.00"),
        ("٤٠", 0, "40"), ("۱۲٫۵", 2, "12.50"), ("2014.0", 0, "2014"), (12.0, 0, "12"), (0.1, 2, "0.10"), ("-5", 0, "-5"),
        ("1’000", 0, "1000"), (1e6, 2, "1000000.00"), ("0", 0, "0"),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_marked(typed, places, number):
    assert str(read_number(typed, places)) == number


@pytest.mark.parametrize("typed", ["about 120", "12 people", "", "1,2,3", "twelve", True, "12.5.3", "45|0|0"])
def test_what_is_no_number_is_a_problem(typed):
    with pytest.raises(Fault):
        read_number(typed, 0)


def test_a_number_that_can_be_two_is_asked_about():
    with pytest.raises(Fault) as told:
        read_number("1.234", 2)

    assert told.value.question


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  Ana  Lima ", "Ana Lima"), ("Ana\N{NO-BREAK SPACE}Lima", "Ana Lima"), ("\ufeffAna", "Ana"),
        ("Ana\N{ZERO WIDTH SPACE}", "Ana"), ("می\u200cخواهم\u200f", "می\u200cخواهم"), ("one\r\ntwo", "one two"),
        ("e\u0301", "é"),
    ],
)  # fmt: skip
def test_spaces_that_nobody_sees_go_and_joiners_inside_words_stay(typed, tidied):
    assert tidy(typed) == tidied


def test_digits_of_every_script_become_western():
    assert western("٠١٢ ۳۴۵ ６７８ ९") == "012 345 678 9"


def test_an_e_mail_address_is_one_or_is_refused():
    assert Email().read(" ana@x.example ") == ("ana@x.example",)
    with pytest.raises(Fault, match="no e-mail address"):
        Email().read("by telephone")
