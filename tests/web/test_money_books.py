"""The books at the desk: a line corrected, an account read line by line, other currencies valued anew, payments due."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests import make
from tests.money.a_fund import AFund, D, un_rate
from tests.seeing import barriers
from tests.web.test_money_pages import REFUSED, as_, at
from wagtail.users.models import UserProfile

from colonnade.money.actions import approve_budget, record_expense, record_refund, settle_commitment
from colonnade.money.models import BudgetClass, BudgetLine, BudgetVersion, Expense, Instalment, Receipt
from colonnade.web.desk.money.exchange import SEEN
from colonnade.web.desk.viewsets import KNOWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def read(client, address):
    """The words of a page, without the marks that keep the directions of writing apart."""
    words = html.unescape(client.get(address).content.decode())
    return words.replace("<bdi>", "").replace("</bdi>", "")


def a_year():
    a = AFund()
    a.receive("1000")
    line = a.allot(c125="500", c145="300")["125"]
    spent = record_expense(
        line=line,
        on=a.on("03-01"),
        amount=D(52),
        programme_wide=True,
        title="Paper",
        reference="V-1",
        by=a.finance,
    )
    return a, line, spent


def typed_from(page):
    """The form of a page as it came, for a browser that sends it back."""
    form = page.context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def test_an_expense_is_corrected_on_its_page_and_the_three_lines_lead_to_one_another(client):
    a, _line, spent = a_year()
    as_(client, a.finance, "Finance")
    page = client.get(at("correct", spent))
    typed = typed_from(page)
    assert (typed["amount"], typed["reference"], typed["title"], typed["currency"]) == (
        52,
        "V-1",
        "Paper",
        "USD",
    )
    client.post(
        at("correct", spent), typed | {"amount": "25", "on": a.on("04-01"), "because": "Digits turned round"}
    )

    back, right = Expense.objects.get(reverses=spent), Expense.objects.get(corrects=spent)
    assert (back.value, right.value, right.budget_class, right.programme_wide) == (
        -52,
        25,
        spent.budget_class,
        True,
    )
    shown = {line: read(client, at("inspect", line)) for line in (spent, back, right)}
    assert all(at("inspect", other) in shown[spent] for other in (back, right))
    assert at("inspect", spent) in shown[back] and at("inspect", spent) in shown[right]
    assert "Digits turned round" in shown[spent] and at("correct", spent) not in shown[spent]
    assert a.wrong == []


def test_a_correction_may_take_another_line_and_an_activity(client):
    a, line, spent = a_year()
    activity = make.activity("2014-05-06")
    other = line.allotment.lines.get(budget_class__code="145")
    as_(client, a.finance, "Finance")
    typed = typed_from(client.get(at("correct", spent)))
    client.post(
        at("correct", spent),
        typed | {"line": other.pk, "activity": activity.code, "on": a.on("04-01"), "because": "Travel"},
    )
    right = Expense.objects.get(corrects=spent)
    assert (right.line, right.activity, right.budget_class.code, a.wrong) == (other, activity, "145", [])


def test_an_account_shows_each_line_with_its_number_and_the_balance_after_it(client):
    a, _line, spent = a_year()
    record_refund(expense=spent, on=a.on("05-01"), amount=D(2), reference="C-1", by=a.finance)
    as_(client, a.finance, "Finance")
    shown = client.get(at("account", a.fund))
    told = [
        (one["line"].code[-3:], one["came"], one["went"], one["balance"]) for one in shown.context["lines"]
    ]
    assert told == [
        ("001", "1,000.00", "", "1,000.00"),
        ("003", "", "52.00", "948.00"),
        ("004", "2.00", "", "950.00"),
    ]
    assert (shown.context["opening"], shown.context["closing"], shown.context["years"]) == (
        "–",
        "950.00",
        ["2014"],
    )
    assert at("inspect", spent) in shown.content.decode()
    assert client.get(at("account", a.fund) + "?year=2013").context["lines"] == []
    assert client.get(at("account", a.fund) + "?year=x&page=0").status_code == 200
    for role in ("Viewer", "Programme officer", "Assistant"):
        assert as_(client, make.account(), role).get(at("account", a.fund)).status_code == REFUSED


def test_an_account_asks_as_many_questions_for_thirty_lines_as_for_three(
    client, django_assert_max_num_queries
):
    a, line, _spent = a_year()
    as_(client, a.finance, "Finance")
    client.get(at("account", a.fund))
    for number in range(30):
        record_expense(
            line=line,
            on=a.on("06-01"),
            amount=D(1),
            programme_wide=True,
            reference=f"V{number}",
            by=a.finance,
        )
    with django_assert_max_num_queries(32):
        client.get(at("account", a.fund))


def test_other_currencies_are_valued_anew_once_somebody_says_so(client):
    a = AFund(held_in="KRW")
    un_rate("KRW", "2014-01-01", "1055")
    un_rate("KRW", "2014-06-30", "1100")
    a.receive("1055000", currency="KRW")
    as_(client, a.finance, "Finance")
    address = at("revalue", a.fund)
    shown = client.get(f"{address}?on=2014-06-30")
    told = html.unescape(shown.content.decode())
    assert all(
        words in told
        for words in ("KRW 1,055,000", "1,000", "959.09", "\N{MINUS SIGN}40.91", "1,100 KRW for 1 USD")
    )
    assert Expense.objects.count() == 0

    stale = client.post(address, {"on": "2014-06-30", f"{SEEN}KRW": "-40.90"})
    assert "Look at it again" in stale.content.decode() and Expense.objects.count() == 0
    client.post(address, {"on": "2014-06-30", f"{SEEN}KRW": "-40.91"})
    assert (Expense.objects.get().value, a.wrong) == (D("40.91"), [])
    assert "There is nothing to post" in read(client, f"{address}?on=2014-06-30")
    assert (
        as_(client, make.account(), "Programme officer").post(address, {"on": "2014-06-30"}).status_code
        == REFUSED
    )


def test_an_order_in_another_currency_is_settled_at_its_own_rate_and_its_page_says_what_is_left(client):
    a = AFund()
    a.receive()
    un_rate("KRW", "2014-02-01", "1000")
    un_rate("KRW", "2014-03-01", "1250")
    order = a.commit(a.allot(c120="1000")["120"], "500000", currency="KRW")
    as_(client, a.finance, "Finance")
    assert "Still bound: USD 500.00" in read(client, at("inspect", order))
    client.post(at("settle", order), {"on": a.on("03-05"), "amount": "250000", "reference": "V-9"})
    spent = Expense.objects.get(kind="actual")
    assert (spent.value, spent.differences.get().value) == (250, -50)
    assert at("inspect", spent.differences.get()) in read(client, at("inspect", spent))
    assert "settle" not in KNOWN[type(order)].open_acts(a.commit(a.allot(c125="9")["125"], "5"))
    settle_commitment(commitment=order, on=a.on("03-05"), amount=D(250_000), reference="V", by=a.finance)
    assert a.wrong == []


def test_what_a_donor_owes_stands_on_the_agreement_the_fund_and_the_first_page(client):
    a = AFund(year=date.today().year)
    today = date.today()
    late, soon = today - timedelta(days=45), today + timedelta(days=45)
    first, _second = (
        Instalment.objects.create(agreement=a.agreement, due_on=on, amount=D(1000), condition="On report")
        for on in (late, soon)
    )
    a.agreement.earmark = "tight"
    a.agreement.save()
    as_(client, a.finance, "Finance")
    shown = read(client, at("inspect", a.agreement))
    assert "<strong>overdue</strong>" in shown and "to come" in shown and "no levy is entered" in shown
    assert "USD 1,000.00, overdue" in read(client, at("inspect", a.fund)).replace("</bdi>", "").replace(
        "<bdi>", ""
    )
    assert "Instalments due or overdue" in read(client, reverse("wagtailadmin_home"))

    client.post(
        at("receive", a.fund),
        {"kind": "contribution", "instalment": first.pk, "on": today, "amount": "1000", "currency": "USD"},
    )
    assert Receipt.objects.get().instalment == first
    assert "overdue" not in read(client, at("inspect", a.agreement))
    assert "Instalments due or overdue" not in read(client, reverse("wagtailadmin_home"))


def test_no_line_of_an_approved_budget_is_changed_or_removed_at_the_desk(client):
    a = AFund()
    version = BudgetVersion.objects.create(code="BV-1", fund=a.fund, drafted_by=a.officer)
    line = BudgetLine.objects.create(version=version, budget_class=BudgetClass.objects.get(code="120"), first_day=a.on("01-01"),
                                     last_day=a.on("12-31"), amount=D(5), result="Trained officials")  # fmt: skip
    approve_budget(version=version, by=a.head)
    as_(client, a.finance, "Finance")
    address = reverse("budgetversion:link", args=("lines", version.pk))
    typed = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1",
        "lines-0-id": line.pk,
        "lines-0-version": version.pk,
        "lines-0-DELETE": "on",
    }
    client.post(address, typed)
    assert BudgetLine.objects.count() == 1


def test_the_books_read_in_arabic_on_a_telephone_and_in_english_on_a_desk(page, live_server):
    make.office()
    a = AFund(held_in="KRW")
    un_rate("KRW", "2014-01-01", "1055")
    a.receive("1055000", currency="KRW")
    a.receive("100000", on="02-01")
    un_rate("KRW", "2014-01-10", "1000")
    line = a.allot(c125="500")["125"]
    spent = record_expense(
        line=line,
        on=a.on("03-01"),
        amount=D(52),
        programme_wide=True,
        title="Paper and pens",
        reference="V-1",
        by=a.finance,
    )
    record_refund(expense=spent, on=a.on("05-01"), amount=D(2), reference="C-1", by=a.finance)
    for due in ("02-01", "12-01"):
        Instalment.objects.create(
            agreement=a.agreement, due_on=a.on(due), amount=D(200_000), condition="Report received"
        )
    a.head.is_superuser = True
    a.head.set_password("a-long-password-1")
    a.head.save()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", a.head.username)
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    pages = {
        "account": at("account", a.fund), "revalue": at("revalue", a.fund) + "?on=2014-06-30", "rates": reverse("rate:un"),
        "late": reverse("rate:late"), "agreement": at("inspect", a.agreement),
    }  # fmt: skip
    told = {}
    for language, width in (("en", 1280), ("ar", 360)):
        UserProfile.objects.update_or_create(user=a.head, defaults={"preferred_language": language})
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            page.goto(live_server.url + address)
            told[language, name] = barriers(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                told[language, name].append("wider than the window")
    assert {where: found for where, found in told.items() if found} == {}
