"""United Nations rates at the desk: typed or from a file, whole or not at all; and what a late one would have changed."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from tests import make
from tests.money.a_fund import AFund, un_rate
from tests.web.test_money_pages import as_, at

from colonnade.money.models import Expense, Rate, Receipt
from colonnade.money.queries import conversion
from colonnade.values.numbers import Amount

pytestmark = pytest.mark.django_db
TOLD = {"source": "Circular of 1 March 2014"}


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def a_file(*rows, name="rates.csv"):
    out = io.StringIO()
    csv.writer(out).writerows([("Currency", "From", "Units for one US dollar"), *rows])
    return SimpleUploadedFile(name, out.getvalue().encode())


def bring(client, file, **more):
    return client.post(reverse("rate:un"), {"month": "1", "file": file, **TOLD, **more})


def entered():
    return {(rate.currency, str(rate.on)): rate.per_usd for rate in Rate.objects.filter(kind="UNORE")}


def test_a_months_rates_come_in_a_file_and_rows_left_empty_are_left_out(client):
    as_(client, make.account(), "Finance")
    done = bring(
        client,
        a_file(("KRW", "1 March 2014", "1,068"), ("eur", "2014-03-01", "0.7265"), ("JPY", "2014-03-01", "")),
    )
    assert done.status_code == 302
    assert entered() == {("KRW", "2014-03-01"): D(1068), ("EUR", "2014-03-01"): D("0.7265")}
    again = bring(client, a_file(("KRW", "March 2014", "1068")))
    assert (again.status_code, len(entered())) == (302, 2)


def test_every_bad_row_of_a_file_is_named_and_nothing_is_written(client):
    as_(client, make.account(), "Finance")
    rows = [
        ("KRW", "2014-03-01", "1068"), ("WON", "2014-03-01", "1068"), ("EUR", "yesterday", "0.72"), ("JPY", "2014-03-01", "lots"),
        ("USD", "2014-03-01", "1"), ("CHF", "2014-03-01", "0"), ("GBP", "2014-03-01", "59"), ("KRW", "2014-03-01", "1069"),
    ]  # fmt: skip
    said = bring(client, a_file(*rows))
    assert [text.split(":")[0] for text in said.context["wrong"]] == [
        "Row 4",
        "Row 5",
        "Row 3",
        "Row 6",
        "Row 7",
        "Row 8",
        "Row 9",
    ]
    words = said.content.decode()
    assert all(
        word in words
        for word in (
            "Mend these rows",
            "is not a date that can be read",
            "is far from the last rate held",
            TOLD["source"],
        )
    )
    assert entered() == {}


def test_a_file_without_its_columns_or_of_another_kind_is_refused_with_what_to_do(client):
    as_(client, make.account(), "Finance")
    lost = SimpleUploadedFile("rates.csv", b"Country,Price\nKorea,1068\n")
    assert "Use the template" in bring(client, lost).content.decode()
    assert (
        "only .xlsx and .csv are read"
        in bring(client, SimpleUploadedFile("rates.pdf", b"%PDF")).content.decode()
    )
    assert entered() == {}


def test_the_template_has_the_currencies_that_are_used_and_comes_back_as_it_went(client):
    AFund(currency="EUR", held_in="KRW")
    as_(client, make.account(), "Finance")
    book = load_workbook(io.BytesIO(client.get(reverse("rate:template")).content))
    page = book["Rates"]
    first = date.today().replace(day=1)
    assert [[cell.value for cell in row] for row in page.iter_rows(max_col=2)] == [
        ["Currency", "From"], *([code, page["B2"].value] for code in ("EUR", "KRW")),
    ]  # fmt: skip
    assert page["B2"].value.date() == first
    page["C2"], page["C3"] = 0.92, 1390
    out = io.BytesIO()
    book.save(out)
    bring(client, SimpleUploadedFile("rates.xlsx", out.getvalue()), sure="on")
    assert entered() == {("EUR", str(first)): D("0.92"), ("KRW", str(first)): D(1390)}


def test_one_rate_is_typed_and_one_that_cannot_be_right_is_asked_about_with_what_was_typed_kept(client):
    as_(client, make.account(), "Finance")
    told = {"one": "1", "currency": "krw", "on": "2014-03-01", "per_usd": "0.00093", **TOLD}
    said = client.post(reverse("rate:un"), told).content.decode()
    assert "is far from the last rate held" in said and 'value="0.00093"' in said and TOLD["source"] in said
    client.post(reverse("rate:un"), told | {"per_usd": "1068"})
    assert entered() == {("KRW", "2014-03-01"): D(1068)}


def test_what_stands_in_for_a_united_nations_rate_is_marked_at_the_desk_and_wherever_it_converts(client):
    AFund(currency="KRW", kind="counterpart")
    as_(client, make.account(), "Finance")
    un_rate("KRW", "2014-05-01", "1031")
    shown = client.get(reverse("rate:index") + "?currency=KRW&year=2014").content.decode()
    assert "stands in for a United Nations rate" in shown and "United Nations operational rate" in shown
    assert str(conversion(Amount(D(1_070_720), "KRW"), "USD", date(2014, 4, 9))) == (
        "KRW 1,070,720 = USD 1,000.00 (at 1,070.72 KRW for 1 USD, mean of March 2014 (European Central Bank))"
    )
    waits = client.get(reverse("rate:un")).content.decode()
    assert "Not entered for" in waits and "<strong>KRW</strong>" in waits


def test_a_late_rate_lists_the_lines_that_would_differ_with_the_way_to_put_each_right(client):
    a = AFund()
    un_rate("KRW", "2014-01-01", "1055")
    a.receive("1055000", currency="KRW")
    as_(client, a.finance, "Finance")
    before = list(Receipt.objects.values())
    done = client.post(
        reverse("rate:un"), {"one": "1", "currency": "KRW", "on": "2014-01-10", "per_usd": "1000", **TOLD}
    )
    assert done["Location"] == reverse("rate:late") + "?currency=KRW"
    shown = client.get(done["Location"]).content.decode()
    receipt = Receipt.objects.get()
    assert all(
        words in shown
        for words in (
            receipt.code,
            "1,000.00",
            "1,055.00",
            "55.00",
            at("reverse", receipt),
            receipt.rate_told,
        )
    )
    assert list(Receipt.objects.values()) == before

    client.post(at("reverse", receipt), {"on": "2014-01-20", "because": "The rate came late"})
    assert "Every line stands at the rate" in client.get(done["Location"]).content.decode()


def test_rates_are_entered_by_finance_and_the_head_and_shipped_ones_by_nobody(client):
    for role in ("Viewer", "Programme officer", "Communications"):
        as_(client, make.account(), role)
        for name in ("un", "template", "late"):
            assert client.get(reverse(f"rate:{name}")).status_code == 302
    as_(client, make.account(), "Head")
    assert client.get(reverse("rate:un")).status_code == 200
    from colonnade.web.desk.viewsets import KNOWN

    assert not {"add", "edit"} & {pattern.name for pattern in KNOWN[Rate].get_urlpatterns()}
    assert Expense.objects.count() == 0
