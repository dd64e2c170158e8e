"""Ours less theirs is what is explained, line by line; another than who prepared it signs; and what comes later ends it."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.money.a_fund import day
from tests.money.an_export import pay, spent_fund, theirs

from colonnade.money.actions import (
    begin_reconciliation,
    charge_support_costs,
    close_period,
    delegate,
    explain,
    match_automatically,
    match_lines,
    reopen_reconciliation,
    reverse,
    sign_off,
    take_back_erp_import,
    take_back_explanation,
    unmatch,
)
from colonnade.money.models import ErpLine, ErpMatch, ErpMatched, ReconciliationStep, ReconcilingItem
from colonnade.money.queries import held_of, reconciled, wrong_in
from colonnade.money.queries.erp import expenses_of, receipts_of, theirs_of
from colonnade.money.queries.reconciliation import proposals_of
from colonnade.records.errors import Refused
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db
YEAR = Period.year(2014)


def begin(a, first="01-01", last="12-31"):
    return begin_reconciliation(fund=a.fund, first_day=a.on(first), last_day=a.on(last), by=a.finance)


def told(held):
    """What differs: by how much, and whether it is explained."""
    return [(each.about.reference, each.amount, each.suggested(held.fund), each.explained) for each in held.differences]  # fmt: skip


def agreed():
    """A fund of which one voucher is not there yet: the rest is matched."""
    a = spent_fund()
    pay(a, "100", "03-01", "V1")
    late = pay(a, "40", "12-30", "V2")
    theirs(a, ("10000", "01-02", "B1"), ("-100", "03-02", "V1"))
    match_automatically(fund=a.fund, by=a.finance)
    return a, late, begin(a)


def signed():
    a, late, span = agreed()
    explain(reconciliation=span, lines=[late], kind="timing", text="Paid in January", by=a.finance)
    sign_off(reconciliation=span, by=a.head)
    return a, late, span


def test_differences_are_listed_explained_and_signed_and_the_year_is_reconciled():
    a, late, span = agreed()
    held = held_of(span)
    assert (held.ledger_total, held.erp_total, held.difference) == (D(9860), D(9900), D(-40))
    assert told(held) == [("V2", D(-40), "missing_there", False)]
    before = reconciled(a.fund, YEAR)
    assert (before.done, before.words) == (
        False, "Not reconciled with the system of record: 1 January 2014 – 31 December 2014.",
    )  # fmt: skip
    with pytest.raises(Refused, match="1 differences of USD -40.00 in all are not explained yet"):
        sign_off(reconciliation=span, by=a.head)
    explain(reconciliation=span, lines=[late], kind="timing", text="Paid in January", by=a.finance)
    step = sign_off(reconciliation=span, by=a.head, comment="Seen")
    assert (step.ledger_total - step.erp_total, step.explained, step.delegation.holder) == (
        D(-40),
        D(-40),
        a.head,
    )
    assert (reconciled(a.fund, YEAR).done, reconciled(a.fund, YEAR).words) == (True, "")
    assert a.wrong == []


def test_whoever_prepared_it_or_may_not_approve_does_not_sign_nor_who_stands_in_for_them():
    a, late, span = agreed()
    explain(reconciliation=span, lines=[late], kind="timing", text="Paid in January", by=a.approver)
    for who, words in ((a.officer, "no delegation"), (a.approver, "prepared a reconciliation does not sign")):
        with pytest.raises(Refused, match=words):
            sign_off(reconciliation=span, by=who)
    delegate(holder=a.officer, function="approve", authority="Memo", valid_from=day("2020-01-01"), by=a.head,
             valid_to=day("2999-12-31"), given_by=a.approver)  # fmt: skip
    with pytest.raises(Refused, match="stands in"):
        sign_off(reconciliation=span, by=a.officer)
    sign_off(reconciliation=span, by=a.head)


def test_the_database_itself_refuses_a_signature_over_what_is_not_explained():
    a, _late, span = agreed()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReconciliationStep.objects.create(reconciliation=span, act="sign", by=a.head, ledger_total=5, erp_total=4, explained=0)  # fmt: skip


@pytest.mark.parametrize("what", ["posting", "export"])
def test_a_later_line_of_either_side_ends_it_and_it_is_opened_explained_and_signed_again(what):
    a, _late, span = signed()
    if what == "posting":
        pay(a, "7", "06-01", "V3")
    else:
        theirs(a, ("-7", "06-01", "V3"))
    assert reconciled(a.fund, YEAR).words.endswith("It was signed off, and lines came since.")
    with pytest.raises(Refused, match="Open it again first"):
        explain(reconciliation=span, lines=[*expenses_of(a.fund)], kind="error", text="Late", by=a.finance)
    reopen_reconciliation(reconciliation=span, because="A voucher came late", by=a.finance)
    if what == "posting":
        theirs(a, ("-7", "06-02", "V3"))
    else:
        pay(a, "7", "06-02", "V3")
    assert match_automatically(fund=a.fund, by=a.finance).total == 1
    sign_off(reconciliation=span, by=a.head)
    assert reconciled(a.fund, YEAR).done
    assert [step.act for step in span.steps.all()] == ["sign", "reopen", "sign"]


def test_what_is_signed_is_neither_matched_parted_nor_taken_back_before_it_is_opened():
    a, late, span = signed()
    match = ErpMatch.objects.first()
    for act in (
        lambda: unmatch(match=match, because="Wrong", by=a.finance),
        lambda: take_back_explanation(item=ReconcilingItem.objects.get(), because="Wrong", by=a.finance),
        lambda: take_back_erp_import(erp_import=a.fund.erp_imports.get(), because="Wrong", by=a.finance),
        lambda: sign_off(reconciliation=span, by=a.approver),
    ):
        with pytest.raises(Refused, match="[Oo]pen"):
            act()
    with pytest.raises(Refused, match="Say why it is opened"):
        reopen_reconciliation(reconciliation=span, because="", by=a.finance)
    assert reconciled(a.fund, YEAR).done


def test_what_comes_in_january_is_matched_with_december_and_both_years_are_explained():
    a, late, span = signed()
    a.year = 2015
    theirs(a, ("-40", "01-05", "V2"))
    assert match_automatically(fund=a.fund, by=a.finance).total == 1
    assert reconciled(a.fund, YEAR).done, "December's difference is as it was signed"
    next_year = begin(a)
    assert told(held_of(next_year)) == [("V2", D(40), "timing", False)]
    explain(reconciliation=next_year, lines=list(ErpLine.objects.filter(fund=a.fund, on__year=2015)), kind="timing",
            text="Posted here on 30 December", by=a.finance)  # fmt: skip
    sign_off(reconciliation=next_year, by=a.head)
    assert reconciled(a.fund, Period.of_years(2014, 2015)).done


def test_a_period_is_reconciled_when_all_days_with_lines_are_and_days_without_lines_need_nothing():
    a = spent_fund()
    pay(a, "100", "03-01", "V1")
    theirs(a, ("10000", "01-02", "B1"), ("-100", "03-02", "V1"))
    match_automatically(fund=a.fund, by=a.finance)
    first = begin(a, "01-01", "01-31")
    sign_off(reconciliation=first, by=a.head)
    assert reconciled(a.fund, Period.parse("2014-01")).done
    assert reconciled(a.fund, Period.parse("2014-02")).done and reconciled(a.fund, Period.year(2013)).done
    assert reconciled(a.fund, YEAR).words == "Not reconciled with the system of record: 1 February 2014 – 31 December 2014."  # fmt: skip
    with pytest.raises(Refused, match="has days of it already"):
        begin(a, "01-31", "12-31")
    sign_off(reconciliation=begin(a, "02-01", "12-31"), by=a.head)
    assert reconciled(a.fund, YEAR).done
    assert reconciled(a.fund, Period.parse("2014-02/2014-06")).done, "all lines of the span are in these days"
    cut = (
        reconciled(a.fund, Period.parse("2014-02/2014-02")),
        reconciled(a.fund, Period.parse("2014-03-02/2014-12-31")),
    )
    assert [each.words for each in cut] == [
        "", "Not reconciled with the system of record: 2 March 2014 – 31 December 2014.",
    ], "a part of what was signed as a whole is not signed alone"  # fmt: skip


def test_lines_of_two_amounts_are_matched_with_a_reason_and_what_differs_is_explained():
    a = spent_fund()
    ours = pay(a, "100", "03-01", "V1")
    theirs(a, ("10000", "01-02", "B1"), ("-100.01", "03-02", "V1"))
    assert match_automatically(fund=a.fund, by=a.finance).proposed == 1
    span = begin(a)
    assert [(group.why, group.difference) for group in proposals_of(held_of(span))] == [("amount", D("0.01"))]
    other = ErpLine.objects.get(reference="V1")
    with pytest.raises(Refused, match=r"differ by USD 0.01. Say why"):
        match_lines(fund=a.fund, lines=[ours, other], by=a.finance)
    match_lines(fund=a.fund, lines=[ours, other], by=a.finance, because="The bank rounded")
    assert told(held_of(span)) == [("V1", D("0.01"), "rounding", False)]
    explain(reconciliation=span, lines=[other], kind="rounding", text="A cent", by=a.finance)
    sign_off(reconciliation=span, by=a.head)
    assert a.wrong == []


def test_a_match_is_undone_with_its_reason_and_stays_to_be_read():
    a, late, span = agreed()
    match = ErpMatch.objects.get(lines__erp_line__reference="V1")
    with pytest.raises(Refused, match="Say why"):
        unmatch(match=match, because="", by=a.finance)
    unmatch(match=match, because="Another payment", by=a.head)
    match.refresh_from_db()
    assert (match.made_by, match.undone_by, match.undone_because) == (a.finance, a.head, "Another payment")
    assert [each[:2] for each in told(held_of(span))] == [("V1", D(-100)), ("V1", D(100)), ("V2", D(-40))]
    with pytest.raises(Refused, match="undone already"):
        unmatch(match=match, because="Again", by=a.finance)
    again = match_lines(fund=a.fund, lines=[row.receipt or row.expense or row.erp_line for row in match.lines.all()], by=a.head)  # fmt: skip
    with pytest.raises(Refused, match="matched already"):
        match_lines(fund=a.fund, lines=[row.receipt or row.expense or row.erp_line for row in again.lines.all()], by=a.head)  # fmt: skip
    row = again.lines.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ErpMatched.objects.create(match=match, on=row.on, amount=row.amount, expense=row.expense, erp_line=row.erp_line, receipt=row.receipt)  # fmt: skip


def test_an_explanation_falls_when_its_line_is_matched_and_is_taken_back_with_a_reason():
    a, late, span = agreed()
    (item,) = explain(reconciliation=span, lines=[late], kind="missing_there", text="Not there", by=a.finance)
    with pytest.raises(Refused, match="explained already"):
        explain(reconciliation=span, lines=[late], kind="error", text="Twice", by=a.finance)
    with pytest.raises(Refused, match="makes no difference"):
        explain(
            reconciliation=span, lines=[receipts_of(a.fund).get()], kind="error", text="None", by=a.finance
        )
    theirs(a, ("-40", "12-31", "V2"))
    match_automatically(fund=a.fund, by=a.head)
    item.refresh_from_db()
    assert (item.taken_back_by, item.taken_back_because) == (a.head, "Matched since.")
    assert held_of(span).agrees
    with pytest.raises(Refused, match="taken back already"):
        take_back_explanation(item=item, because="Wrong", by=a.finance)


def test_a_line_and_its_reversal_need_nothing_of_the_other_side():
    a, late, span = agreed()
    reverse(posting=late, on=late.on, because="Twice", by=a.finance)
    assert match_automatically(fund=a.fund, by=a.finance).groups == {"reversal": 1}
    assert held_of(span).agrees


def test_without_an_export_nothing_is_signed_and_without_end_nothing_is_begun():
    a = spent_fund()
    span = begin(a)
    explain(
        reconciliation=span,
        lines=list(receipts_of(a.fund)),
        kind="missing_there",
        text="Not there",
        by=a.finance,
    )
    with pytest.raises(Refused, match="No export of the system of record was brought in"):
        sign_off(reconciliation=span, by=a.head)
    with pytest.raises(Refused, match="when they are over"):
        begin_reconciliation(
            fund=a.fund, first_day=day("2014-01-01"), last_day=day("2999-01-01"), by=a.finance
        )


def test_a_closed_ledger_takes_no_posting_and_still_an_export_that_ends_what_was_signed():
    a, late, span = signed()
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    reopen_reconciliation(reconciliation=span, because="Support costs", by=a.finance)
    explain(
        reconciliation=span,
        lines=expenses_of(a.fund).filter(kind="support"),
        kind="timing",
        text="Charged there in January",
        by=a.finance,
    )
    sign_off(reconciliation=span, by=a.head)
    close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)
    with pytest.raises(Refused, match="is closed through"):
        pay(a, "3", "07-01", "V9")
    assert reconciled(a.fund, YEAR).done
    theirs(a, ("-3", "07-01", "V9"))
    assert not reconciled(a.fund, YEAR).done


def test_a_signature_that_is_not_explained_any_more_is_seen_by_the_checks():
    a, late, span = signed()
    ReconcilingItem.objects.update(amount=D(-39))
    assert [wrong.rule for wrong in wrong_in(a.fund)] == ["I12"]


def test_what_a_span_shows_costs_as_many_queries_for_many_lines_as_for_one(django_assert_num_queries):
    a, late, span = agreed()
    with django_assert_num_queries(8):
        held_of(span)
    theirs(a, *((str(-n), "05-01", f"X{n}") for n in range(1, 30)))
    with django_assert_num_queries(8):
        assert len(held_of(span).differences) == 30
    with django_assert_num_queries(5):
        reconciled(a.fund, YEAR)


moves = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["V1", "V2", "V3", ""]), st.integers(1, 28), st.sampled_from("ot")), max_size=14)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves, st.integers(1, 27))
def test_ours_less_theirs_is_the_sum_of_the_differences_however_the_days_are_cut(lines, cut):
    with transaction.atomic():
        a = spent_fund()
        for amount, number, on, side in lines:
            if side == "o":
                pay(a, amount, f"03-{on:02d}", number or "V0")
            else:
                theirs(a, (-amount, f"03-{on:02d}", number))
        match_automatically(fund=a.fund, by=a.finance)
        spans = [
            held_of(begin(a, *days)) for days in (("01-01", f"03-{cut:02d}"), (f"03-{cut + 1:02d}", "12-31"))
        ]
        for held in spans:
            assert held.difference == sum(each.amount for each in held.differences)
        whole = sum(held.ledger_total for held in spans), sum(held.ledger_lines for held in spans), sum(held.erp_lines for held in spans)  # fmt: skip
        assert whole == (
            sum(row.value for row in receipts_of(a.fund)) - sum(row.value for row in expenses_of(a.fund)),
            receipts_of(a.fund).count() + expenses_of(a.fund).count(), theirs_of(a.fund).count(),
        )  # fmt: skip
        transaction.set_rollback(True)
