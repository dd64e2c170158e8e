"""The rate that holds on a day, amounts converted at it, and rates entered by an officer."""

from datetime import date
from decimal import Decimal

import pytest

from colonnade.money.actions import RatesLoaded, enter_un_rate, load_rates
from colonnade.money.models import Rate
from colonnade.money.queries import convert, rate_book, rate_on
from colonnade.places.shipped import rows
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount

pytestmark = pytest.mark.django_db

DECK = date(2014, 4, 9)
WON = Amount(Decimal(500_000_000), "KRW")


def enter(on=date(2014, 4, 1), per_usd="1068", currency="KRW", **more):
    return enter_un_rate(
        currency=currency, on=on, per_usd=Decimal(per_usd), source="Circular of 1 April 2014", **more
    )


def told(rate):
    return rate.kind, rate.on.isoformat(), f"{rate.per_usd.normalize():f}"


# Which rate holds --------------------------------------------------------------------------------------------


def test_without_a_un_rate_the_mean_of_the_last_full_month_holds():
    assert told(rate_on("KRW", DECK)) == ("M-avg", "2014-03-31", "1070.72")


def test_a_months_mean_is_used_from_its_last_day_on():
    assert told(rate_on("KRW", date(2014, 3, 30)))[1] == "2014-02-28"
    assert told(rate_on("KRW", date(2014, 3, 31)))[1] == "2014-03-31"
    assert told(rate_on("KRW", date(2014, 4, 29)))[1] == "2014-03-31"
    assert told(rate_on("KRW", date(2014, 4, 30)))[1] == "2014-04-30"


def test_where_no_months_are_held_the_mean_of_the_last_full_year_holds():
    assert told(rate_on("KZT", DECK)) == ("A-avg", "2013-12-31", "152.129")


def test_a_series_that_stopped_gives_way_to_the_next_kind():
    """The European Central Bank gives no rate of the rouble since March 2022."""
    assert told(rate_on("RUB", date(2022, 3, 15)))[:2] == ("M-avg", "2022-02-28")
    assert told(rate_on("RUB", date(2024, 3, 1)))[:2] == ("A-avg", "2023-12-31")


def test_where_no_mean_is_held_the_rate_of_the_last_day_holds():
    assert told(rate_on("KZT", date(2026, 11, 23)))[:2] == ("spot", "2026-09-29")


def test_a_un_rate_goes_before_every_mean_for_six_weeks():
    enter()

    assert told(rate_on("KRW", date(2014, 3, 31)))[0] == "M-avg"
    assert told(rate_on("KRW", DECK)) == ("UNORE", "2014-04-01", "1068")
    assert told(rate_on("KRW", date(2014, 5, 13)))[0] == "UNORE"
    assert told(rate_on("KRW", date(2014, 5, 14))) == ("M-avg", "2014-04-30", "1043.48")


def test_a_un_rate_changed_within_the_month_holds_from_its_day():
    enter()
    enter(on=date(2014, 4, 15), per_usd="1040")

    assert told(rate_on("KRW", date(2014, 4, 14)))[2] == "1068"
    assert told(rate_on("KRW", date(2014, 4, 15)))[2] == "1040"


def test_a_rate_says_its_date_and_its_publisher():
    assert str(rate_on("KRW", DECK)) == "1,070.72 KRW for 1 USD, mean of March 2014 (European Central Bank)"


def test_where_nothing_is_held_the_refusal_says_what_to_do():
    with pytest.raises(Refused) as refused:
        rate_on("KRW", date(2006, 1, 30))

    assert str(refused.value) == (
        "No rate of KRW is held for 30 January 2006. "
        "Enter the United Nations operational rate of January 2006, with its source."
    )


def test_a_rate_that_is_too_old_is_named_and_not_used():
    with pytest.raises(Refused, match="0.401611 CYP for 1 USD, mean of December 2007 .*, which is too old"):
        rate_on("CYP", date(2014, 1, 1))


# Amounts ----------------------------------------------------------------------------------------------------


def test_the_operating_budget_of_the_deck_in_dollars():
    amount, rates = convert(WON, "USD", DECK)

    assert amount.rounded() == Amount(Decimal("466975.49"), "USD")
    assert [told(rate) for rate in rates] == [("M-avg", "2014-03-31", "1070.72")]


def test_two_currencies_meet_in_the_dollar_and_both_rates_are_told():
    amount, rates = convert(Amount(Decimal(1000), "EUR"), "KRW", DECK)

    by_hand = Decimal(1000) / rate_on("EUR", DECK).per_usd * rate_on("KRW", DECK).per_usd
    assert amount == Amount(by_hand, "KRW")
    assert [rate.currency for rate in rates] == ["EUR", "KRW"]


def test_dollars_into_won():
    assert convert(Amount(Decimal(1), "USD"), "KRW", DECK)[0].rounded() == Amount(Decimal(1071), "KRW")


def test_an_amount_in_its_own_currency_needs_no_rate():
    assert convert(WON, "KRW", date(1990, 1, 1)) == (WON, ())


def test_the_dollar_is_one_dollar_on_every_day(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rate_on("USD", date(1990, 1, 1)).per_usd == 1


def test_a_rate_costs_one_query_and_a_book_of_rates_one_in_all(django_assert_num_queries):
    days = [date(2014, month, 9) for month in range(1, 13)]

    with django_assert_num_queries(1):
        rate_on("KRW", DECK)
    with django_assert_num_queries(1):
        book = rate_book({"KRW", "EUR", "USD"})
        amounts = [book.convert(WON, "USD", day)[0] for day in days]

    assert amounts == [convert(WON, "USD", day)[0] for day in days]


# The shipped rates ------------------------------------------------------------------------------------------


def test_every_shipped_rate_is_held_and_a_second_load_changes_nothing():
    before = list(Rate.objects.order_by("pk").values())

    assert load_rates() == RatesLoaded(added=0, changed=0, unchanged=len(rows("exchange_rates")))
    assert list(Rate.objects.order_by("pk").values()) == before
    assert len(before) == 11_960


def test_a_load_leaves_what_an_officer_entered():
    enter()

    load_rates()

    assert told(rate_on("KRW", DECK)) == ("UNORE", "2014-04-01", "1068")


def test_a_correction_in_a_new_release_is_taken_over():
    Rate.objects.filter(currency="KRW", on=date(2014, 3, 31), kind="M-avg").update(per_usd=Decimal("1000"))

    assert load_rates().changed == 1
    assert told(rate_on("KRW", DECK))[2] == "1070.72"


def test_a_file_of_rates_is_loaded_as_the_shipped_one(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("date,currency,rate,kind,source\n2005-12-31,KRW,1013.5,M-avg,Bank of Korea\n", "utf-8")

    assert load_rates(path=path) == RatesLoaded(added=1, changed=0, unchanged=0)
    assert rate_on("KRW", date(2006, 1, 9)).source == "Bank of Korea"


def test_a_file_with_bad_rows_is_refused_whole_and_every_row_is_named(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(
        "date,currency,rate,kind,source\n"
        "2005-12-31,KRW,1013.5,M-avg,ECB\n"
        "2005-12-32,EUR,0.8,M-avg,ECB\n"
        "2005-12-31,XYZ,0.8,M-avg,ECB\n"
        "2005-12-31,EUR,n/a,M-avg,ECB\n"
        "2005-12-31,EUR,-1,M-avg,ECB\n"
        "2005-12-31,EUR,0.8,UNORE,ECB\n"
        "2005-12-31,KRW,1014,M-avg,ECB\n",
        "utf-8",
    )
    before = Rate.objects.count()

    with pytest.raises(Refused) as refused:
        load_rates(path=path)

    assert [f"row {number}:" in str(refused.value) for number in range(2, 9)] == [False] + [True] * 6
    assert Rate.objects.count() == before


def test_a_file_without_the_columns_is_refused_with_their_names(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("date,currency,rate\n", "utf-8")

    with pytest.raises(Refused, match="rates.csv has no column kind, source."):
        load_rates(path=path)


# Rates entered by an officer --------------------------------------------------------------------------------


def test_entering_the_same_rate_twice_holds_it_once():
    assert enter() == enter()
    assert Rate.objects.filter(kind="UNORE").count() == 1


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"currency": "USD"}, "the dollar itself has none"),
        ({"currency": "WON"}, "“WON” is not a currency code of ISO 4217"),
        ({"per_usd": "0"}, "0 is not a rate"),
        ({"per_usd": "-5"}, "-5 is not a rate"),
        ({"per_usd": "0.00093"}, "0.00093 is far from the last rate held, 1,070.72 KRW for 1 USD"),
        ({"per_usd": "106.8"}, "106.8 is far from the last rate held"),
    ],
)
def test_a_rate_that_cannot_be_right_is_refused_with_the_reason(given, because):
    with pytest.raises(Refused) as refused:
        enter(**given)

    assert because in str(refused.value)
    assert not Rate.objects.filter(kind="UNORE").exists()


def test_a_rate_without_a_source_is_refused():
    with pytest.raises(Refused, match="Say where the rate was published"):
        enter_un_rate(currency="KRW", on=DECK, per_usd=Decimal(1068), source=" ")


def test_a_far_rate_and_a_corrected_one_pass_when_confirmed():
    enter()
    with pytest.raises(Refused, match="If it was entered wrongly, confirm the new one."):
        enter(per_usd="1069")

    assert told(enter(per_usd="1069", sure=True))[2] == "1069"
    assert told(enter(per_usd="106.9", on=date(2014, 5, 1), sure=True))[2] == "106.9"
