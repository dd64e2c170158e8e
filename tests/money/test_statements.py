"""What a donor gets: the statement of a case checked by hand, kept as issued, and the certified one beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import make
from tests.money.a_case import Case, in_words, read
from tests.money.a_fund import AFund, D, day, un_rate

from colonnade.money.actions import (
    charge_support_costs,
    close_donor_link,
    correct_certified_line,
    issue_statement,
    key_certified,
    make_donor_link,
    record_expense,
    record_receipt,
)
from colonnade.money.links import address_of, link_from, token_of
from colonnade.money.models import Agreement, CertifiedLine, Fund, InKind, StatementRow
from colonnade.money.queries import (
    account_of,
    certified_beside,
    differences_of,
    does_not_add_up,
    lines_behind,
    not_as_issued,
    statement_for,
    statement_of,
    statements_for,
)
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.records.models import Evidence
from colonnade.reports.statements import head_on, printed

pytestmark = pytest.mark.django_db

HEAD = {"office": "Office of Tests", "short_name": "OT", "colour": "#1F4E79", "logo": ""}


def spend(a, line, amount="100", **facts):
    told = {
        "on": a.on("03-01"),
        "amount": D(amount),
        "programme_wide": True,
        "reference": "V",
        "by": a.finance,
    }
    return record_expense(line=line, **told | facts)


def issued(a, **facts):
    told = {"first": a.on("01-01"), "last": a.on("12-31"), "head": HEAD, "by": a.head}
    return issue_statement(fund=a.fund, **told | facts)


def a_year():
    a = AFund(levy="1")
    a.receive("10000")
    lines = a.allot(c145="4000", c120="2000")
    spend(a, lines["145"], "1200.50")
    a.commit(lines["120"], "700")
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return a, lines


def test_a_trust_fund_of_three_years_comes_out_as_it_was_checked_by_hand():
    told = read("a_trust_fund")
    case = Case(told)
    kept = {}
    for year in told["years"]:
        for posting in year["postings"]:
            case.post(posting)
        kept[year["year"]] = issued(
            case.a, first=date(year["year"], 1, 1), last=date(year["year"], 12, 31)
        )  # fmt: skip

    for year in told["years"]:
        # In the order of the case: a class that is not in it, or twice, is a difference.
        assert in_words(case.statement(year["year"])) == year["statement"]
    assert {year: not_as_issued(one) for year, one in kept.items()} == {2011: [], 2012: [], 2013: []}
    assert case.a.wrong == []


def test_a_statement_is_the_account_of_its_fund_and_every_line_leads_to_its_lines():
    a, lines = a_year()
    held, account = (
        statement_of(a.fund, a.on("01-01"), a.on("12-31")),
        account_of(a.fund, a.on("01-01"), a.on("12-31")),
    )
    assert (held.closing, held.direct, held.support) == (account.closing, account.direct, account.support)

    kept = issued(a)
    row = kept.rows.get(key="class:145")
    assert [(line.brings, line.on) for line in lines_behind(row)] == [(D("1200.5"), a.on("03-01"))]
    assert [line.brings for line in lines_behind(kept.rows.get(key="committed:120"))] == [D(700)]
    assert not_as_issued(kept) == []
    StatementRow.objects.bulk_create(
        [StatementRow(statement=kept, key="planted", value=1, numbers=row.numbers)]
    )
    assert not_as_issued(kept) == ["planted"]


def test_what_was_issued_prints_the_same_after_the_record_changed_and_a_later_one_takes_its_place():
    a, lines = a_year()
    first = issued(a)
    before = {kind: printed(first, kind, "ar") for kind in ("pdf", "xlsx")}
    with pytest.raises(Refused, match="was issued on .* and nothing has changed since"):
        issued(a)
    spend(a, lines["145"], "55")
    Fund.objects.filter(pk=a.fund.pk).update(name="Another name")
    make.office("Another office")
    second = issued(a)

    assert {kind: printed(first, kind, "ar") for kind in ("pdf", "xlsx")} == before
    assert (second.supersedes, second.code[-4:], not_as_issued(first)) == (first, "S002", [])
    assert printed(second, "pdf", "ar") != before["pdf"]


def test_a_statement_that_was_changed_behind_its_seal_is_not_printed():
    a, _lines = a_year()
    kept = issued(a)
    kept.content["statement"]["amounts"]["contributions"] = "1"
    assert not_as_issued(kept) == ["content"]
    with pytest.raises(Refused, match="not what was issued"):
        printed(kept, "pdf", "en")


def test_of_one_agreement_only_its_own_lines_are_told():
    a, lines = a_year()
    other = Agreement.objects.create(
        code=make.next_code("AG"), title="Other", fund=a.fund, partner=make.organisation()
    )
    record_receipt(fund=a.fund, on=a.on("02-02"), amount=D(500), agreement=other, by=a.finance)
    line = a.allot(agreement=other, c105="300")["105"]
    spend(a, line, "20")
    both, one = (statement_of(a.fund, a.on("01-01"), a.on("12-31"), which) for which in (None, other))

    assert ([one.code for one in both.classes], [one.code for one in one.classes]) == (
        ["105", "120", "145"],
        ["105"],
    )
    assert (str(one.contributions), str(one.closing), str(one.committed)) == (
        "USD 500.00",
        "USD 480.00",
        "USD 0.00",
    )
    ours = statement_of(a.fund, a.on("01-01"), a.on("12-31"), a.agreement)
    assert ours.closing + one.closing == both.closing


def test_what_is_in_kind_or_a_counterparts_stands_beside_and_never_inside():
    a, _lines = a_year()
    a.fund.donor = a.agreement.partner
    a.fund.save()
    before = statement_of(a.fund, a.on("01-01"), a.on("12-31")).values
    InKind.objects.create(
        code=make.next_code("IK"), partner=a.fund.donor, kind="personnel", title="Ms. Somebody", valuation=80000,
        currency="USD", method="cost", valid_from=a.on("01-01"),
    )  # fmt: skip
    theirs = AFund(kind="counterpart", currency="KRW", percent="0", donor=a.fund.donor)
    theirs.receive("9000000")
    held = statement_of(a.fund, a.on("01-01"), a.on("12-31"))

    assert held.values == before
    assert [(one.what, one.title, one.currency, one.amount, one.received) for one in held.beside] == [
        ("personnel", "cost", "USD", D(80000), None),
        ("counterpart", theirs.fund.name, "KRW", D(0), D(9000000)),
    ]
    with pytest.raises(Refused, match="stands beside the trust fund"):
        issued(theirs)


def test_a_statement_says_that_it_is_not_reconciled_and_which_rates_it_used():
    a, lines = a_year()
    un_rate("KRW", "2014-03-01", "1000")
    spend(a, lines["145"], "50000", currency="KRW")
    held = statement_of(a.fund, a.on("01-01"), a.on("12-31"))

    assert (
        held.unreconciled["en"]
        == "Not reconciled with the system of record: 1 January 2014 – 31 December 2014."
    )
    assert len(held.unreconciled) == 7
    (rate,) = held.rates
    assert (rate.currency, rate.lines, rate.amount, rate.value) == ("KRW", 1, D(-50000), D(-50))
    assert (
        "1,000 KRW for 1 USD, United Nations operational rate of 1 March 2014 (Circular of 2014-03-01)"
        in rate.told
    )


def test_a_statement_of_no_period_or_of_days_to_come_is_refused():
    a, _lines = a_year()
    for first, last, words in (
        (a.on("12-31"), a.on("01-01"), "ends before it begins"),
        (a.on("01-01"), date.today() + timedelta(days=1), "is not over"),
    ):
        with pytest.raises(Refused, match=words):
            issued(a, first=first, last=last)
    with pytest.raises(Refused, match="Choose one of this fund's agreements"):
        issued(a, agreement=AFund().agreement)


# --- the certified one -------------------------------------------------------------------------------------------------


def certified(a, kept, **figures):
    told = {"opening": "0", "class:145": "1188.50", "direct": "1188.50", "closing": "8543.50"} | figures
    return key_certified(
        statement=kept, reference="Accounts 2014/7", certified_on=a.on("12-31"), file=make.pdf(), by=a.finance,
        figures={key: D(value) for key, value in told.items()},
    )  # fmt: skip


def test_the_certified_statement_differs_line_by_line_in_words():
    a, _lines = a_year()
    kept = issued(a)
    beside = certified(a, kept)

    told = {one.key: one for one in differences_of(beside)}
    assert told["class:145"].sentence == "Certified is USD 12.00 lower in class 145."
    assert (
        told["closing"].sentence
        == f"Certified is USD {D('8543.5') - kept_closing(kept):,.2f} higher in closing balance."
    )
    assert (told["opening"].sentence, told["levy"].certified, told["levy"].sentence) == ("", None, "")
    assert told["closing"].keyed_by == str(a.finance)
    assert certified_beside(kept) == beside
    assert Evidence.objects.get(ref=beside.ref).title == "Accounts 2014/7"
    assert does_not_add_up(beside) == []  # what its closing balance rests on was not keyed in
    correct_certified_line(
        certified=beside, key="class:105", value=D("0.5"), because="Left out", by=a.finance
    )
    assert does_not_add_up(beside) == [
        "In direct expenditure, the certified statement says USD 1,188.50 and its lines come to USD 1,189.00."
    ]


def kept_closing(kept):
    from colonnade.money.queries import Statement

    return Statement.from_plain(kept.content["statement"]).closing.value


def test_a_figure_keyed_in_wrongly_is_corrected_with_a_reason_and_its_history_stays():
    a, _lines = a_year()
    beside = certified(a, issued(a))
    with pytest.raises(Refused, match="Say why"):
        correct_certified_line(certified=beside, key="class:145", value=D("1200.5"), because=" ", by=a.head)
    correct_certified_line(
        certified=beside, key="class:145", value=D("1200.5"), because="Slip of the pen", by=a.head
    )
    correct_certified_line(certified=beside, key="levy", value=D(-100), because="Left out", by=a.head)

    line = CertifiedLine.objects.get(certified=beside, key="class:145")
    history = [
        (one.value, one.history_user, one.history_change_reason)
        for one in line.history.order_by("history_date")
    ]
    assert history == [(D("1188.5"), a.finance, None), (D("1200.5"), a.head, "Slip of the pen")]
    assert {one.key: one.sentence for one in differences_of(beside)}["levy"] == ""


def test_what_is_no_certified_statement_is_refused():
    a, _lines = a_year()
    kept = issued(a)
    for told, words in (
        ({"figures": {"opening": D(0)}}, "closing balance at least"),
        ({"figures": {"closing": D(1), "tea": D(1)}}, "no line “tea”"),
        ({"figures": {"closing": D("1.005")}}, "more decimals than USD has"),
        ({"file": b"No PDF"}, "no PDF"),
        ({"certified_on": date.today() + timedelta(days=1)}, "yet to come"),
    ):
        with pytest.raises(Refused, match=words):
            key_certified(**{"statement": kept, "reference": "A", "certified_on": a.on("12-31"), "file": make.pdf(),
                             "figures": {"closing": D(1)}, "by": a.finance} | told)  # fmt: skip
    first = certified(a, kept)
    with pytest.raises(Refused, match="stands beside .* already"):
        certified(a, kept)
    withdraw(record=first, because="The wrong year")
    assert certified(a, kept).code.endswith("-C2")


# --- links -------------------------------------------------------------------------------------------------------------


def test_a_link_opens_the_statements_of_its_own_fund_and_of_no_other_until_it_ends_or_is_closed():
    a, _lines = a_year()
    b, _others = a_year()
    ours, theirs = issued(a), issued(b)
    link = make_donor_link(fund=a.fund, holder="Budget division", ends_on=date.today(), by=a.head)

    assert link_from(token_of(link)) == link and token_of(link) in address_of(link, "ar")
    assert (statements_for(link), statement_for(link, ours.code), statement_for(link, theirs.code)) == (
        [ours],
        ours,
        None,
    )
    assert link_from(token_of(link), date.today() + timedelta(days=1)) is None
    assert (link_from("1.1"), link_from(token_of(link) + "x")) == (None, None)
    old = token_of(link)
    closed = close_donor_link(link=link, because="Sent to the wrong desk", by=a.head)
    assert (link_from(old), link_from(token_of(closed))) == (None, None)
    with pytest.raises(Refused, match="closed on .* already"):
        close_donor_link(link=link, because="Again", by=a.head)
    withdraw(record=ours, because="Wrong")
    assert statements_for(link) == []


def test_where_several_donors_give_a_link_opens_one_agreement_alone():
    a, _lines = a_year()
    Agreement.objects.create(
        code=make.next_code("AG"), title="Other", fund=a.fund, partner=make.organisation()
    )
    whole, ours = issued(a), issued(a, agreement=a.agreement)
    with pytest.raises(Refused, match="Several donors give to .* Choose the agreement"):
        make_donor_link(fund=a.fund, holder="Budget division", ends_on=date.today(), by=a.head)
    with pytest.raises(Refused, match="Give a day to come"):
        make_donor_link(fund=a.fund, agreement=a.agreement, holder="B", ends_on=day("2014-01-01"), by=a.head)
    link = make_donor_link(fund=a.fund, agreement=a.agreement, holder="B", ends_on=date.today(), by=a.head)
    assert (statements_for(link), statement_for(link, whole.code)) == ([ours], None)


def test_the_office_at_the_head_of_a_statement_is_that_of_its_day():
    make.office("Office of Tests")
    assert head_on(date.today())["office"] == "Office of Tests"
