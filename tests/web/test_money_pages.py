"""Money at the desk: acts by those who may, a balance that is the ledger's, and no form that changes what is posted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from tests import make
from tests.money.a_fund import AFund
from tests.seeing import barriers
from wagtail.users.models import UserProfile

from colonnade.money.actions import record_expense
from colonnade.money.models import AllotmentLine, Commitment, CommitmentRequest, Delegation, Expense, Receipt
from colonnade.web.desk.roles import settle_roles
from colonnade.web.desk.viewsets import KNOWN

REFUSED = 302


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def as_(client, account, role):
    settle_roles()
    account.groups.set([Group.objects.get(name=role)])
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name, record):
    return KNOWN[type(record)].address(name, record)


def this_year():
    a = AFund(year=date.today().year)
    a.receive(on="01-01")
    return a, a.allot(on="01-01", c145="1000")["145"]


@pytest.mark.django_db
def test_a_commitment_goes_through_four_sign_ins_and_one_who_acted_is_stopped_with_a_sentence(client):
    a, line = this_year()
    as_(client, a.officer, "Programme officer").post(
        at("ask", a.fund), {"title": "Interpreters", "line": line.pk, "amount": "400", "currency": "USD", "activity": "", "vendor": ""}
    )  # fmt: skip
    request = CommitmentRequest.objects.get()
    as_(client, a.finance, "Finance").post(at("review", request), {"comment": "Three offers"})
    said = client.post(at("certify", request), {"officer": "", "reference": "", "comment": ""})
    assert "no delegation is recorded" in said.content.decode()
    as_(client, a.certifier, "Head").post(at("certify", request), {})
    as_(client, a.approver, "Head").post(at("approve", request), {"on": date.today().isoformat()})

    order = Commitment.objects.get()
    assert (order.request, order.value, order.posted_by) == (request, D(400), a.approver)
    shown = client.get(at("inspect", request)).content.decode()
    assert all(str(who) in shown for who in (a.officer, a.finance, a.certifier, a.approver))


@pytest.mark.django_db
def test_a_receipt_is_entered_by_finance_and_by_no_viewer_or_officer(client):
    a, _line = this_year()
    told = {"kind": "contribution", "agreement": a.agreement.pk, "on": date.today().isoformat(), "amount": "5",
            "currency": "USD", "reference": "B1"}  # fmt: skip
    for role in ("Viewer", "Programme officer", "Assistant", "Communications"):
        assert as_(client, make.account(), role).post(at("receive", a.fund), told).status_code == REFUSED
    assert Receipt.objects.count() == 1
    as_(client, a.finance, "Finance").post(at("receive", a.fund), told)
    assert Receipt.objects.order_by("pk").last().posted_by == a.finance


@pytest.mark.django_db
def test_an_allotment_is_typed_a_class_on_a_line_and_a_slip_is_said(client):
    a, _line = this_year()
    as_(client, a.finance, "Finance")
    told = {"agreement": a.agreement.pk, "on": date.today().isoformat(), "valid_from": f"{a.year}-01-01",
            "valid_to": f"{a.year}-12-31", "reference": ""}  # fmt: skip
    for lines, words in (
        ("145", "is not understood"),
        ("999 5", "is no budget class of"),
        ("145 5\n145 6", "stands twice"),
    ):
        assert words in client.post(at("allot", a.fund), told | {"lines": lines}).content.decode()
    assert client.post(at("allot", a.fund), told | {"lines": "115 1,500\n\n120 20.50"}).status_code == 302
    held = [(line.budget_class.code, line.amount) for line in AllotmentLine.objects.order_by("-pk")[:2]]
    assert held == [("120", D("20.5")), ("115", D(1500))]


@pytest.mark.django_db
def test_what_is_posted_has_no_form_and_a_posted_funds_currency_stays(client):
    a, line = this_year()
    spent = record_expense(
        line=line, on=date.today(), amount=D(5), programme_wide=True, reference="V", by=a.finance
    )
    as_(client, a.finance, "Finance")
    for kind in (Receipt, Expense, Commitment):
        assert not {"add", "edit"} & {pattern.name for pattern in KNOWN[kind].get_urlpatterns()}
    page = client.get(at("edit", a.fund))
    form = page.context["form"]
    told = {name: "" if form[name].value() is None else form[name].value() for name in form.fields} | {
        "currency": "EUR"
    }
    refused = client.post(at("edit", a.fund), told).context["form"].errors
    assert "its currency, kind and scheme stay" in str(refused)
    client.post(at("reverse", spent), {"on": date.today().isoformat(), "because": "Twice"})
    assert Expense.objects.get(reverses=spent).value == D(-5)


@pytest.mark.django_db
def test_an_authority_is_recorded_by_another_and_never_changed(client):
    a, _line = this_year()
    as_(client, a.finance, "Finance")
    viewset = KNOWN[Delegation]
    told = {"code": "", "function": "approve", "holder": a.finance.pk, "given_by": "", "authority": "E-mail",
            "valid_from": "2026-01-01", "valid_to": "", "source": "", "source_detail": "", "note": ""}  # fmt: skip
    before = viewset.model.objects.count()
    add = reverse(viewset.get_url_name("add"))
    assert "Nobody records an authority of their own" in client.post(add, told).content.decode()
    client.post(add, told | {"holder": a.officer.pk})
    assert viewset.model.objects.count() == before + 1
    assert client.get(viewset.address("edit", viewset.model.objects.first())).status_code == REFUSED


@pytest.mark.django_db
def test_the_page_of_a_fund_asks_as_many_questions_for_three_lines_as_for_one(
    client, django_assert_max_num_queries
):
    a, line = this_year()
    as_(client, a.finance, "Finance")
    client.get(at("inspect", a.fund))
    for number in range(3):
        record_expense(
            line=line, on=date.today(), amount=D(5), programme_wide=True, reference=f"V{number}", by=a.finance
        )
    with django_assert_max_num_queries(75):
        shown = client.get(at("inspect", a.fund)).content.decode()
    assert "985.00" in shown


def test_the_balance_of_a_fund_reads_in_arabic_on_a_telephone_and_on_a_desk(page, live_server):
    make.office()
    a, line = this_year()
    record_expense(
        line=line, on=date.today(), amount=D("125.5"), programme_wide=True, reference="V", by=a.finance
    )
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
        for name in ("inspect", "receive"):
            page.goto(live_server.url + at(name, a.fund))
            told[language, name] = barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {where: found for where, found in told.items() if found} == {}
