"""What a donor gets, at the desk and by its own link: by those who may, of its own fund, and nothing of anybody else's."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make
from tests.money.a_fund import AFund, D
from tests.seeing import barriers
from wagtail.users.models import UserProfile

from colonnade.money.actions import (
    charge_support_costs,
    close_donor_link,
    issue_statement,
    key_certified,
    make_donor_link,
    record_expense,
)
from colonnade.money.links import token_of
from colonnade.money.models import CertifiedStatement, DonorLink, DonorStatement
from colonnade.reports.statements import head_on
from colonnade.web.desk.roles import settle_roles
from colonnade.web.desk.viewsets import KNOWN
from colonnade.web.donors import pages

REFUSED = 302


@pytest.fixture(autouse=True)
def open_to_all():
    reverse("wagtailadmin_home")
    pages.asked._held.clear()


def a_year(**facts):
    a = AFund(levy="1", **facts)
    a.receive("10000")
    line = a.allot(c145="4000")["145"]
    record_expense(
        line=line, on=a.on("03-01"), amount=D("1200.5"), programme_wide=True, reference="V", title="Paid to Somebody", by=a.finance
    )  # fmt: skip
    a.commit(line, "700")
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return a


def issued(a):
    return issue_statement(
        fund=a.fund, first=a.on("01-01"), last=a.on("12-31"), head=head_on(date.today()), by=a.head
    )


def a_link(a, **facts):
    return make_donor_link(
        **{"fund": a.fund, "holder": "Budget division", "ends_on": date.today(), "by": a.head} | facts
    )


def as_(client, account, role):
    settle_roles()
    account.groups.set([Group.objects.get(name=role)])
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name, record):
    return KNOWN[type(record)].address(name, record)


YEAR = {"first": "2014-01-01", "last": "2014-12-31", "agreement": ""}

# --- the desk ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_finance_looks_at_a_statement_and_the_head_issues_it(client):
    make.office()
    a = a_year()
    page = reverse("fund_statement", args=(a.fund.pk,))
    as_(client, a.finance, "Finance")
    shown = client.get(page, YEAR).content.decode()
    assert (
        all(words in shown for words in ("1,200.50", "8,543.43", "Not reconciled", "Draft as PDF"))
        and "Issue this" not in shown
    )
    assert client.get(reverse("draft_pdf", args=(a.fund.pk,)), YEAR).content.startswith(b"%PDF")
    assert page in client.get(at("inspect", a.fund)).content.decode()
    assert client.post(page, YEAR).status_code == REFUSED
    for role in ("Viewer", "Programme officer", "Assistant", "Communications"):
        assert as_(client, make.account(), role).get(page).status_code == REFUSED
        assert client.get(reverse("draft_xlsx", args=(a.fund.pk,)), YEAR).status_code == REFUSED
    assert DonorStatement.objects.count() == 0

    as_(client, a.head, "Head").post(page, YEAR)
    one = DonorStatement.objects.get()
    assert (one.issued_by, one.issued_on) == (a.head, date.today())
    assert "nothing has changed since" in client.post(page, YEAR).content.decode()
    assert (
        "is not over" in client.get(page, YEAR | {"last": f"{date.today().year + 1}-12-31"}).content.decode()
    )


@pytest.mark.django_db
def test_each_line_of_an_issued_statement_leads_to_its_lines_of_the_ledger(client):
    make.office()
    a = a_year()
    one = issued(a)
    as_(client, a.finance, "Finance")
    shown = client.get(at("inspect", one)).content.decode()
    rows = reverse("statement_rows", args=(one.pk,))
    assert f"{rows}?line=class%3A145" in shown and f"{rows}?line=committed%3A145" in shown
    lines = client.get(rows, {"line": "class:145"}).content.decode()
    assert "1 line of the ledger comes to this" in lines and "1,200.50" in lines
    assert client.get(rows, {"line": "closing"}).status_code == 404
    book = client.get(reverse("statement_file", args=(one.pk,)), {"lang": "ar", "as": "xlsx"}).content
    assert openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].sheet_view.rightToLeft


@pytest.mark.django_db
def test_the_certified_statement_is_keyed_in_beside_it_and_corrected_with_a_reason(client):
    make.office()
    a = a_year()
    one = issued(a)
    page = reverse("key_certified", args=(one.pk,))
    as_(client, a.finance, "Finance")
    told = {"reference": "Accounts 2014/7", "certified_on": "2015-03-01", "opening": "0", "class:145": "1188.5",
            "closing": "8543.43"}  # fmt: skip
    wrong = client.post(page, told | {"file": SimpleUploadedFile("c.pdf", b"no pdf")})
    assert (
        wrong.status_code == 422
        and "no PDF" in wrong.content.decode()
        and 'value="1188.5"' in wrong.content.decode()
    )
    client.post(page, told | {"file": SimpleUploadedFile("c.pdf", make.pdf())})

    beside = CertifiedStatement.objects.get()
    shown = client.get(at("inspect", one)).content.decode()
    assert "Certified is USD 12.00 lower in class 145." in shown and str(a.finance) in shown
    client.post(at("correct", beside), {"line": "class:145", "value": "1200.5", "because": "Slip"})
    assert "Certified is" not in client.get(at("inspect", one)).content.decode()
    corrected = client.get(at("inspect", beside)).content.decode()
    assert "Slip" in corrected and "1,200.5" in corrected
    assert b"".join(client.get(reverse("certified_file", args=(beside.pk,)))).startswith(b"%PDF")
    for role in ("Viewer", "Programme officer"):
        assert (
            as_(client, make.account(), role).get(reverse("certified_file", args=(beside.pk,))).status_code
            == REFUSED
        )


@pytest.mark.django_db
def test_the_head_makes_a_donors_link_and_closes_it_and_finance_does_not_see_its_address(client):
    make.office()
    a = a_year()
    told = {"holder": "Budget division", "agreement": "", "ends_on": date.today().isoformat()}
    assert as_(client, a.finance, "Finance").post(at("link", a.fund), told).status_code == REFUSED
    as_(client, a.head, "Head").post(at("link", a.fund), told)
    link = DonorLink.objects.get()
    assert token_of(link) in client.get(at("inspect", link)).content.decode()
    assert token_of(link) not in as_(client, a.finance, "Finance").get(at("inspect", link)).content.decode()
    as_(client, a.head, "Head").post(at("close", link), {"because": "Sent to the wrong desk"})
    assert client.get(reverse("donor", args=(token_of(link),))).status_code == 404


# --- the donor ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_donor_reads_its_own_fund_by_class_and_names_nobody(client, django_assert_num_queries):
    make.office()
    a, b = a_year(), a_year()
    ours, theirs = issued(a), issued(b)
    link = a_link(a)
    address = reverse("donor", args=(token_of(link),))
    with django_assert_num_queries(
        5
    ):  # the office, the link, its statements, what was certified, the latest one's content
        answer = client.get(address)
    shown = answer.content.decode()
    assert all(
        words in shown
        for words in ("145 Grants", "1,200.50", "8,543.43", "Provisional, not certified", ours.code)
    )
    for word in (theirs.code, "Somebody", str(a.finance), str(a.officer), token_of(link)):
        assert word not in shown
    assert (answer.cookies, answer["Cache-Control"], answer["X-Robots-Tag"]) == (
        {},
        "no-store",
        "noindex, nofollow",
    )
    assert "<script" not in shown and len(answer.content) < 15_000
    file = client.get(f"{address}{ours.code}.pdf?lang=ar")
    assert (file["Content-Type"], file.content[:4], file.cookies) == ("application/pdf", b"%PDF", {})
    assert file["Content-Disposition"] == f'attachment; filename="{ours.code}-ar.pdf"'
    assert client.get(f"{address}{ours.code}.xlsx").content[:2] == b"PK"
    for suffix in ("pdf", "xlsx"):
        assert client.get(f"{address}{theirs.code}.{suffix}").status_code == 404
    for month in ("03-31", "06-30"):
        issue_statement(
            fund=a.fund, first=a.on("01-01"), last=a.on(month), head=head_on(date.today()), by=a.head
        )
    with django_assert_num_queries(5):
        assert client.get(address).content.decode().count("<li>") == 3


@pytest.mark.django_db
def test_a_link_that_ended_was_closed_or_made_up_opens_nothing_and_says_what_to_do(client):
    make.office()
    a = a_year()
    one = issued(a)
    link, ended = a_link(a), a_link(a)
    DonorLink.objects.filter(pk=ended.pk).update(ends_on=date.today() - timedelta(days=1))
    old = token_of(link)
    closed = close_donor_link(link=link, because="Lost", by=a.head)
    for token in (old, token_of(closed), token_of(ended), old[:-1], "1.1:x"):
        for address in (reverse("donor", args=(token,)), reverse("donor_pdf", args=(token, one.code))):
            answer = client.get(address)
            assert answer.status_code == 404
            assert "ask the office for a new one" in answer.content.decode()
            assert answer["Cache-Control"] == "no-store"
    assert client.post(reverse("donor", args=(old,))).status_code == 405


@pytest.mark.django_db
def test_who_asks_very_often_waits(client, monkeypatch):
    make.office()
    a = a_year()
    link = a_link(a)
    address = reverse("donor", args=(token_of(link),))
    monkeypatch.setattr(pages.asked, "most", 3)
    told = [client.get(address).status_code for _time in range(4)]
    assert told == [200, 200, 200, 429]
    assert client.get(address, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_donors_page_and_the_statement_at_the_desk_keep_nobody_out_in_arabic_on_a_telephone(
    page, live_server
):
    make.office()
    a = a_year()
    one = issued(a)
    key_certified(
        statement=one, reference="Accounts 2014/7", certified_on=a.on("12-31"), file=make.pdf(), by=a.finance,
        figures={"class:145": D("1188.5"), "closing": D("8543.43")},
    )  # fmt: skip
    donor = reverse("donor", args=(token_of(a_link(a)),))
    a.head.is_superuser = True
    a.head.set_password("a-long-password-1")
    a.head.save()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", a.head.username)
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    desk = [f"{reverse('fund_statement', args=(a.fund.pk,))}?first=2014-01-01&last=2014-12-31", at("inspect", one),
            reverse("key_certified", args=(issued_again(a).pk,))]  # fmt: skip
    told = {}
    for language, width in (("en", 1280), ("ar", 360)):
        UserProfile.objects.update_or_create(user=a.head, defaults={"preferred_language": language})
        page.set_viewport_size({"width": width, "height": 900})
        for address in (*desk, f"{donor}?lang={language}"):
            page.goto(live_server.url + address)
            told[language, address] = barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert {where: found for where, found in told.items() if found} == {}


def issued_again(a):
    """Another one, beside which nothing stands yet."""
    return issue_statement(
        fund=a.fund, first=a.on("01-01"), last=a.on("06-30"), head=head_on(date.today()), by=a.head
    )
