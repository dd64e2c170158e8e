"""The pages that look over the money: for those who may read it, each number with its way to the figure, in a spreadsheet too."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal as D

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import escape
from tests import make
from tests.money.a_budget import ABudget
from tests.seeing import barriers
from wagtail.users.models import UserProfile

from colonnade.money.actions import record_expense
from colonnade.money.models import Agreement, Instalment
from colonnade.web.desk.roles import settle_roles

REFUSED = 302
PAGES = ("index", "cash", "ending")


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def at(name, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(f"money_overview:{name}") + (f"?{query}" if query else "")


def as_(client, account, role):
    settle_roles()
    account.groups.set([Group.objects.get(name=role)])
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def a_year():
    """A fund of this year: 1,500 budgeted, 700 committed of which 300 are spent, an agreement that ends in ten days."""
    make.office()
    today = date.today()
    a = ABudget(year=today.year)
    a.receive("1000", on="01-01")
    a.workshop = make.activity(f"{today.year}-01-02", host="FJI", title="Workshop <in> Suva")
    a.budget(f"{today.year}-01-01", ("145", "1500", a.workshop))
    order = a.commit(a.allot(on="01-01", c145="800")["145"], "700", on="01-01", activity=a.workshop)
    record_expense(commitment=order, on=today, amount=D(300), reference="V1", by=a.finance)
    Instalment.objects.create(agreement=a.agreement, due_on=today, amount=D(1400))
    Agreement.objects.filter(pk=a.agreement.pk).update(
        ends_on=today + timedelta(days=10), reporting_terms="A narrative report"
    )
    return a


@pytest.mark.django_db
def test_the_money_is_looked_over_by_head_and_finance_and_by_nobody_else(client):
    a = a_year()
    for role, expected in (("Head", 200), ("Finance", 200), ("Programme officer", REFUSED), ("Assistant", REFUSED),
                           ("Communications", REFUSED), ("Viewer", REFUSED)):  # fmt: skip
        as_(client, a.finance, role)
        assert [client.get(at(name)).status_code for name in PAGES] == [expected] * 3, role
        menu = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (at("index") in menu) == (expected == 200), role


@pytest.mark.django_db
def test_a_number_of_budget_against_spend_leads_to_the_figure_that_it_is(client):
    a = a_year()
    page = (
        as_(client, a.finance, "Finance").get(at("index", fund=a.fund.code, by="activity")).content.decode()
    )
    assert escape("Workshop <in> Suva") in page and "Workshop <in>" not in page
    for shown, key in (
        ("1,500.00", "money.budgeted"),
        ("400.00", "money.committed"),
        ("300.00", "money.spent"),
    ):
        asked = f"as_of={date.today()}&fund={a.fund.code}&activity={a.workshop.code}"
        address = f"{reverse('desk_figures:figure', args=(key,))}?period={date.today().year}&{asked}"
        assert f'<a href="{escape(address)}"><bdi>{shown}</bdi></a>' in page
        assert f"USD\N{NO-BREAK SPACE}{shown.removesuffix('.00')}" in client.get(address).content.decode()
    assert "20.0\N{NARROW NO-BREAK SPACE}%" in page
    assert "is not a period" in client.get(at("index", period="20x4")).content.decode()


@pytest.mark.django_db
def test_the_plan_says_when_cash_runs_out_and_the_agreements_what_must_be_done(client):
    a = a_year()
    as_(client, a.finance, "Finance")
    cash = client.get(at("cash", fund=a.fund.code, months=6)).content.decode()
    assert "Cash lasts through" in cash and "USD 400.00 was due before today" in cash
    ending = client.get(at("ending", months=3)).content.decode()
    for words in ("10 days left", "Ask for USD 400.00", "commitments of USD 400.00", "Charge support costs of USD 39.00",
                  "Commit USD 100.00 of its allotments", "what becomes of USD 700.00", "A narrative report"):  # fmt: skip
        assert words in ending
    Agreement.objects.update(ends_on=date.today() + timedelta(days=900))
    assert "No agreement ends in this time" in client.get(at("ending", months=3)).content.decode()


@pytest.mark.django_db
def test_each_page_is_a_spreadsheet_whose_amounts_are_numbers(client):
    a = a_year()
    as_(client, a.finance, "Finance")
    books = {
        name: openpyxl.load_workbook(io.BytesIO(client.get(at(name, file="xlsx")).content)).active
        for name in PAGES
    }
    cells = {
        name: [[cell.value for cell in row] for row in sheet.iter_rows()] for name, sheet in books.items()
    }
    assert ["Workshop <in> Suva", 1500, 1500, 400, 300, 800, "20.0\N{NARROW NO-BREAK SPACE}%"] in cells[
        "index"
    ]
    assert any(row[1] == 700 for row in cells["cash"]) and any(700 in row for row in cells["ending"])


@pytest.mark.django_db
def test_a_page_asks_as_many_questions_for_three_activities_as_for_one(client, django_assert_max_num_queries):
    a = a_year()
    as_(client, a.finance, "Finance")
    client.get(at("index"))
    asked = {}
    for name in PAGES:
        with django_assert_max_num_queries(40) as asked[name]:
            client.get(at(name))
    a.budget(
        f"{date.today().year}-01-02", *(("145", "10", make.activity("2014-05-06")) for _number in range(3))
    )
    for number in range(2):
        held = {"fund": a.fund, "partner": a.agreement.partner, "ends_on": date.today() + timedelta(days=20)}
        Agreement.objects.create(code=f"AG-{number}", title="Another", **held)
    for name in PAGES:
        with django_assert_max_num_queries(len(asked[name])):
            assert client.get(at(name)).status_code == 200


@pytest.mark.django_db
def test_an_office_without_a_fund_is_told_so(client):
    make.office()
    as_(client, make.account(), "Finance")
    assert "No fund is recorded yet." in client.get(at("index")).content.decode()
    assert "No fund is recorded yet." in client.get(at("cash")).content.decode()


def test_the_pages_read_in_english_and_arabic_on_a_telephone_and_on_a_desk(page, live_server):
    a = a_year()
    a.head.is_superuser = True
    a.head.set_password("a-long-password-1")
    a.head.save()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", a.head.username)
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    told = {}
    for language, width in (("en", 1280), ("ar", 360)):
        UserProfile.objects.update_or_create(user=a.head, defaults={"preferred_language": language})
        page.set_viewport_size({"width": width, "height": 900})
        for name in PAGES:
            page.goto(live_server.url + at(name))
            told[language, name] = barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {where: found for where, found in told.items() if found} == {}
