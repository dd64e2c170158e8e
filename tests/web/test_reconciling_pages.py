"""The reconciliation at the desk: an export in four steps, differences in three columns, each act by those who may."""

from __future__ import annotations

import csv
import io
from decimal import Decimal as D

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make
from tests.money.an_export import UMOJA, as_csv, pay, spent_fund, theirs, umoja
from tests.seeing import barriers
from tests.web.test_money_pages import REFUSED, as_, at
from wagtail.users.models import UserProfile

from colonnade.money.actions import begin_reconciliation, explain, match_automatically
from colonnade.money.models import (
    ErpImport,
    ErpLine,
    ErpMatch,
    Reconciliation,
    ReconciliationStep,
    ReconcilingItem,
)
from colonnade.records.models import Mapping


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def bring(client, a, content, name="export.csv"):
    """The file, its columns as proposed, and the address of its plan."""
    place = client.post(
        at("bring", a.fund), {"file": SimpleUploadedFile(name, content), "pasted": ""}
    ).headers["Location"]
    if place.endswith("columns/"):
        chosen = {f"column-{each['number']}": each["target"] for each in client.get(place).context["columns"]}
        place = client.post(place, chosen | {"dates": "", "decimals": ""}).headers["Location"]
    return place


def begun(difference="-7"):
    """A year with a voucher there that is not here, one here that is not there, and one of both."""
    a = spent_fund()
    pay(a, "100", "03-01", "V1")
    pay(a, "40", "12-30", "V2", title="=Interpreters")
    theirs(a, ("10000", "01-02", "B1"), ("-100", "03-02", "V1"), (difference, "06-01", "V9"))
    match_automatically(fund=a.fund, by=a.finance)
    return a, begin_reconciliation(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)


@pytest.mark.django_db
def test_an_export_is_read_its_columns_said_once_and_brought_in_when_confirmed(client):
    a = spent_fund()
    as_(client, a.finance, "Finance")
    place = bring(client, a, as_csv(umoja(a), umoja(a, "5101", amount="-3.5")))
    page = client.get(place)
    assert (page.context["plan"].new, str(page.context["came"]), str(page.context["went"])) == (
        2,
        "USD 3.50",
        "USD 100.00",
    )
    assert ErpLine.objects.count() == 0
    made = client.post(place, {"confirmed": page.context["plan"].seen})
    assert made.headers["Location"] == at("inspect", ErpImport.objects.get())
    assert set(ErpLine.objects.values_list("amount", flat=True)) == {D(-100), D("3.5")}
    again = bring(client, a, as_csv(umoja(a), heading=UMOJA))
    assert "/columns/" not in again and Mapping.objects.count() == 1, "its columns are remembered"
    assert client.get(again).context["plan"].empty


@pytest.mark.django_db
def test_what_is_wrong_with_an_export_is_told_and_what_it_cannot_say_is_asked(client):
    a = spent_fund()
    as_(client, a.finance, "Finance")
    place = bring(
        client, a, as_csv(umoja(a, on="04/09/2014", fund="32AIF"), umoja(a, amount="many", fund="64X"))
    )
    page = client.get(place)
    assert dict(page.context["plan"].funds) == {"32AIF": 1, "64X": 1}
    client.post(place, {"fund_code": "32AIF"})
    told = client.get(place)
    assert [finding.column for finding in told.context["findings"] if finding.stops] == ["Posting Date"]
    client.post(place, {"confirmed": told.context["plan"].seen})
    assert ErpLine.objects.count() == 0
    columns = place + "columns/"
    chosen = {f"column-{each['number']}": each["target"] for each in client.get(columns).context["columns"]}
    lacking = client.post(columns, dict.fromkeys(chosen, ""))
    assert "Say which column has the date" in lacking.content.decode()
    client.post(columns, chosen | {"dates": "dmy", "decimals": ""})
    assert client.get(place).context["writable"]


@pytest.mark.django_db
def test_differences_are_ticked_and_explained_matched_parted_and_signed_by_another(client):
    a, one = begun()
    as_(client, a.finance, "Finance")
    page = client.get(at("inspect", one))
    ours, there = ([line["entry"].key for line in column["lines"]] for column in page.context["columns"])
    assert (len(ours), len(there), page.context["matched_count"]) == (1, 1, 2)
    work = at("work", one)
    client.post(work, {"do": "explain", "line": ours, "kind": "timing", "text": ""})
    assert ReconcilingItem.objects.count() == 0
    client.post(work, {"do": "explain", "line": ours, "kind": "timing", "text": "Paid in January"})
    client.post(work, {"do": "explain", "line": there, "kind": "bank_charge", "text": "A charge"})
    assert "Every difference is explained" in client.get(at("inspect", one)).content.decode()
    match = ErpMatch.objects.get(lines__erp_line__reference="V1")
    undo = reverse("erp_match", args=(one.pk, match.pk))
    client.post(undo, {"because": "Look again"})
    assert "Look again" in client.get(undo).content.decode()
    proposed = client.get(at("inspect", one)).context["proposals"]
    assert [name for name, _why, _groups in proposed] == ["number"]
    client.post(work, {"do": "propose", "group": [proposed[0][2][0]["value"]]})
    assert ErpMatch.objects.filter(undone_at=None).count() == 2
    said = client.post(at("sign", one), {"comment": ""}).content.decode()
    assert "no delegation is recorded" in said
    as_(client, a.head, "Head").post(at("sign", one), {"comment": "Seen"})
    assert ReconciliationStep.objects.get().by == a.head
    assert "Reconciled with the system of record." in client.get(at("inspect", one)).content.decode()
    client.post(at("withdraw", one), {"because": "Not needed"})
    one.refresh_from_db()
    assert one.withdrawn_on is None
    client.post(at("reopen", one), {"because": "A voucher came"})
    assert ReconciliationStep.objects.last().act == "reopen"


@pytest.mark.django_db
def test_whoever_may_not_change_a_fund_neither_brings_in_nor_reconciles(client):
    a, one = begun()
    line = ErpLine.objects.get(reference="V9")
    for role in ("Viewer", "Programme officer", "Assistant", "Communications"):
        as_(client, make.account(), role)
        for place, told in (
            (at("bring", a.fund), {"pasted": "x"}), (at("reconcile", a.fund), {}), (at("sign", one), {}), (at("reopen", one), {}),
            (at("work", one), {"do": "explain", "line": f"erp_line-{line.pk}", "kind": "error", "text": "x"}),
            (reverse("erp_match", args=(one.pk, ErpMatch.objects.first().pk)), {"because": "x"}),
            (at("back", ErpImport.objects.get()), {"because": "x"}),
        ):  # fmt: skip
            assert client.post(place, told).status_code == REFUSED
        for place in (
            at("inspect", one),
            reverse("differences_csv", args=(one.pk,)),
            reverse("differences_xlsx", args=(one.pk,)),
        ):
            assert client.get(place).status_code == REFUSED
    assert (ReconcilingItem.objects.count(), ErpMatch.objects.exclude(undone_at=None).count()) == (0, 0)
    as_(client, a.finance, "Finance").post(
        at("reconcile", a.fund), {"first_day": "2015-01-01", "last_day": "2015-12-31"}
    )
    assert Reconciliation.objects.count() == 2


@pytest.mark.django_db
def test_the_files_of_the_differences_run_nothing_and_their_sums_are_formulas_that_agree(client):
    a, one = begun()
    explain(
        reconciliation=one,
        lines=[ErpLine.objects.get(reference="V9")],
        kind="error",
        text="@SUM(1)",
        by=a.finance,
    )
    as_(client, a.finance, "Finance")
    text = b"".join(client.get(reverse("differences_csv", args=(one.pk,))).streaming_content).decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(text)))
    assert [(row[2], row[3], row[7], row[10]) for row in rows[1:]] == [
        ("V9", "Chairs", "7", "'@SUM(1)"), ("V2", "'=Interpreters", "-40", "")
    ]  # fmt: skip
    content = client.get(reverse("differences_xlsx", args=(one.pk,))).content
    values, formulas = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=only).active for only in (True, False)
    )
    assert [cell.value for cell in values[9]][5:8] == [-40, -7, -33]
    assert [cell.value for cell in formulas[9]][5:8] == ["=SUM(F7:F8)", "=SUM(G7:G8)", "=SUM(H7:H8)"]
    assert (values["B4"].value, formulas["B4"].value, formulas["D8"].data_type) == (-33, "=B2-B3", "s")


@pytest.mark.django_db
def test_the_page_asks_as_many_questions_for_many_differences_as_for_few(client):
    a, one = begun()
    as_(client, a.finance, "Finance")
    asked = []
    for _round in range(2):
        client.get(at("inspect", one))
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(at("inspect", one))
        asked.append(len(found))
        theirs(a, *((str(-n), "05-01", f"X{n}") for n in range(1, 12)))
    assert asked[0] == asked[1]


def test_a_reconciliation_reads_in_arabic_on_a_telephone_and_in_english_on_a_desk(page, live_server, client):  # fmt: skip
    make.office()
    a, one = begun("-40.01")
    as_(client, a.finance, "Finance")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    told = {}
    match = reverse("erp_match", args=(one.pk, ErpMatch.objects.first().pk))
    for language, width in (("en", 1280), ("ar", 360)):
        UserProfile.objects.update_or_create(user=a.finance, defaults={"preferred_language": language})
        page.set_viewport_size({"width": width, "height": 900})
        for place in (at("inspect", one), match, at("bring", a.fund)):
            page.goto(live_server.url + place)
            told[language, place] = barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {where: found for where, found in told.items() if found} == {}
