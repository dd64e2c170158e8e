"""The money in the committee report: there with a ledger and its words, absent without one, the same in every format."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal as D

import pytest
from pptx import Presentation
from tests import make
from tests.money.a_budget import ABudget
from tests.money.a_fund import un_rate

from colonnade.figures.measure import Measurer
from colonnade.figures.scope import read_address
from colonnade.money.actions import record_expense
from colonnade.money.models import AgreementCharge, AnnualBudget
from colonnade.renderers import html, pptx, xlsx
from colonnade.renderers.document import Chart, Table, Text, words_of
from colonnade.renderers.document import _bounds as bounds_of
from colonnade.reports.actions import lay_committee_report, print_document, publish
from colonnade.reports.compiling import compile_report
from colonnade.values.period import Period
from colonnade.values.words import number_words
from colonnade.web.reports.printing import document_for

pytestmark = pytest.mark.django_db

AS_OF = date(2014, 12, 31)
YEARS = Period.of_years(2012, 2014)


@pytest.fixture
def a():
    """A fund of 2013 and 2014 with a budget, an order and bills of both years."""
    make.office(small_cell=5)
    a = ABudget(year=2013)
    a.budget(
        "2013-01-10",
        *(
            ("145", amount, None, f"{year}-01-01", f"{year}-12-31")
            for year, amount in ((2013, "900"), (2014, "800"))
        ),
    )
    for year, amount in ((2013, "300.25"), (2014, "200")):
        a.year = year
        a.receive("1000")
        lines = a.allot(c145="500", c115="100")
        a.commit(lines["145"], "50")
        record_expense(
            line=lines["145"],
            on=a.on("05-06"),
            amount=D(amount),
            programme_wide=True,
            reference="V",
            by=a.finance,
        )
    return a


def document(**more):
    return compile_report(lay_committee_report(), period=YEARS, as_of=AS_OF, **more).document


def not_reconciled(a):
    return f"{a.fund.code}: Not reconciled with the system of record: 1 January 2012 – 31 December 2014."


def money(told):
    return [slide for slide in told.slides if slide.title == "Money"]


def words(block):
    if isinstance(block, Table):
        return [
            [words_of(cell.runs, "en").replace("\N{NO-BREAK SPACE}", " ") for cell in row]
            for row in block.rows
        ]
    return [words_of(line.runs, "en").replace("\N{NO-BREAK SPACE}", " ") for line in block.paragraphs]


def beside_the_budget(told):
    [slide] = [slide for slide in told.slides if slide.title == "Budget and personnel"]
    return words(slide.blocks[-1])


def test_an_office_without_a_ledger_has_no_money_section_and_slide_1_5_says_so():
    make.office()
    make.budget(1_000_000, "USD")
    told = document()
    assert money(told) == []
    assert beside_the_budget(told) == ["What was received and spent of it is not recorded."]


def test_the_money_of_each_year_since_the_ledger_began(a):
    table, flows, stands = (slide.blocks[0] for slide in money(document()))

    assert table.header == ("Year", "Received", "Budgeted", "Committed", "Spent", "Balance")
    assert words(table) == [
        ["2013", "USD 1,000", "USD 900", "USD 50", "USD 300.25", "USD 699.75"],
        ["2014", "USD 1,000", "USD 800", "USD 100", "USD 200", "USD 1,499.75"],
    ]
    assert table.note == (
        "In USD, the currency of the fund; committed and balance as on the last day of the year. "
        f"From the office’s working ledger. {not_reconciled(a)}"
    )
    assert [series.name for series in flows.series] == ["Received", "Budgeted", "Spent"]
    assert isinstance(stands, Chart) and stands.categories == ("2013", "2014")


def test_slide_1_5_tells_the_budget_against_what_was_received_and_spent_and_whether_it_is_gross(a):
    AgreementCharge.objects.filter(agreement=a.agreement).update(percent=D(13))
    AnnualBudget.objects.create(code="AB", fund=a.fund, purpose="project", amount=D(1_000_000), basis="gross")
    told = document()
    [slide] = [slide for slide in told.slides if slide.title == "Budget and personnel"]
    said = words(slide.blocks[1])

    assert said[0] == (
        "USD 1,000,000 a year is gross: USD 884,955.75 of direct cost and USD 115,044.25 of support costs, at 13 per cent of direct cost."
    )
    assert beside_the_budget(told) == [
        "2012–2014: Budgeted: USD 1,700; Received: USD 2,000; Spent: USD 500.25",
        "31 December 2014: Balance: USD 1,499.75; Committed: USD 100",
        f"From the office’s working ledger. {not_reconciled(a)}",
    ]


@pytest.mark.parametrize(("basis", "said"), [("net", "is net: support costs come on top."), ("none", "carries no support costs"), ("", "does not say whether")])  # fmt: skip
def test_what_a_budget_says_of_support_costs_is_said_and_what_it_does_not_say_too(basis, said):
    make.budget(1000, "USD", basis=basis)
    [caveat] = Measurer(as_of=AS_OF).measure("money.project_budget", YEARS).caveats
    assert said in caveat


def test_project_budgets_in_two_currencies_stand_beside_each_other():
    make.office()
    make.budget(1000, "USD")
    make.budget(500, "EUR")
    [slide] = [slide for slide in document().slides if slide.title == "Budget and personnel"]
    assert [number_words(item.value) for item in slide.blocks[0].items[:2]] == [
        "USD\N{NO-BREAK SPACE}1,000",
        "EUR\N{NO-BREAK SPACE}500",
    ]


def test_funds_in_two_currencies_are_told_in_dollars_with_the_rule_or_with_the_rate_that_is_missing(a):
    for on in ("2013-01-01", "2013-12-15", "2014-12-15"):
        un_rate("EUR", on, "0.8")
    other = ABudget(currency="EUR", year=2013)
    other.receive("80")
    table = money(document())[0].blocks[0]
    assert (words(table)[0][1], words(table)[1][5]) == ("USD 1,100", "USD 1,599.75")
    assert table.note.startswith("In US dollars: received and spent at the rate of each line’s own day")
    third = ABudget(currency="XTS", year=2013)
    third.receive("80")
    [text] = {type(slide.blocks[0]) for slide in money(document())}
    assert text is Text and "No rate of XTS" in words(money(document())[0].blocks[0])[0]


def test_what_events_cost_is_printed_where_as_many_stand_behind_it_as_the_public_sees(a):
    assert [words(block) for block in money(document())[0].blocks[1:]] == [["Delivery rate: 25 per cent (USD 500.25 of USD 2,000)".replace("25 per", "25.0 per")]]  # fmt: skip
    line = a.allot(c120="300")["120"]
    for number in range(5):
        event = make.event(f"2014-0{number + 1}-06", host="FJI")
        make.participation(event, days=4)
        record_expense(
            line=line,
            on=a.on("06-06"),
            amount=D(20),
            activity=event.activity,
            reference=f"E{number}",
            by=a.finance,
        )
        told = words(money(document())[0].blocks[1])
        assert len(told) == (3 if number == 4 else 1), number
    assert told[1:] == ["Cost per event: USD 20 (n = 5)", "Cost per participant-day: USD 5 (n = 20)"]


def test_every_amount_of_the_section_is_the_figures_in_every_format(a):
    told = document()
    addresses = {bound.address for slide in money(told) for bound in bounds_of(slide.blocks)}
    measurer = Measurer(as_of=AS_OF)
    expected = {
        address: number_words(measurer.measure_scope(*read_address(address)).value) for address in addresses
    }
    files = print_document(told)

    assert len(expected) == 2 * 5 + 1
    deck = pptx.read_bounds(files["pptx"])
    assert {address: set(deck[address]) for address in expected} == {
        address: {text} for address, text in expected.items()
    }
    page: dict[str, set[str]] = {}
    for address, text in html.read_bounds(files["html"]):
        page.setdefault(address, set()).add(text)
    assert {address: page[address] for address in expected} == {
        address: {text} for address, text in expected.items()
    }
    assert addresses <= {address for address, _shown in xlsx.read_bounds(files["xlsx"])}
    charts = [
        shape.chart
        for slide in Presentation(io.BytesIO(files["pptx"])).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert [300.25, 200] in [list(series.values) for chart in charts for series in chart.plots[0].series]


def test_a_printed_report_tells_no_line_of_the_ledger_and_an_edition_keeps_them(a):
    edition = publish(report=lay_committee_report(), period=YEARS, as_of=AS_OF, code="with-money")
    for told in (document(), document_for(edition, 5)):
        [account] = [
            one for one in told.accounts if one.bound.address == f"money.spent?as_of={AS_OF}&period=2014"
        ]
        assert (account.trail, account.completeness) == ((), "from 1 row, shown at the desk")
    kept = edition.figures.get(address=f"money.spent?as_of={AS_OF}&period=2014").rows.all()
    assert [row.amount for row in kept] == [D(200)]


def test_the_money_section_costs_as_many_queries_for_three_bills_as_for_one(a, django_assert_max_num_queries):
    report = lay_committee_report()
    with django_assert_max_num_queries(80) as one:
        compile_report(report, period=YEARS, as_of=AS_OF)
    line = a.allot(c120="300")["120"]
    for number in range(3):
        record_expense(
            line=line,
            on=a.on("06-06"),
            amount=D(20),
            programme_wide=True,
            reference=f"E{number}",
            by=a.finance,
        )
    with django_assert_max_num_queries(len(one)):
        compile_report(report, period=YEARS, as_of=AS_OF)
