"""Forbidden postings through the pages of the desk: the page says what to do, what was typed stays, and nothing is posted."""

from __future__ import annotations

import ast
import html
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests import make
from tests.money.a_fund import AFund, D, day
from tests.web.test_money_pages import as_, at

import colonnade.money
from colonnade.money.actions import (
    charge_support_costs,
    close_period,
    liquidate_commitment,
    record_expense,
    record_receipt,
)
from colonnade.money.models import AllotmentLine, Commitment, CommitmentRequest, Delegation, Expense, Receipt

NEXT = (
    "Allot|Ask|ask|Begin|Bring|Charge|Correct|Explain|explain|Key|key it in|Make|Match|Open|Take|Undo|"
    "Choose|choose|Close|confirm|Draft|Enter|enter|Fill|Give|give|Have|Leave|Liquidate|Look|Lower|Keep|"
    "Mend|Name|name|Post|post|Record|Restore|restore|Return|Reverse|reverse|Round|Run|Say|Spend|Split|Use|Write|Move|somebody else"
)


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def spend(a, line, **typed):
    told = {
        "title": "Paper",
        "line": line.pk,
        "on": a.on("03-01"),
        "amount": "1",
        "currency": "USD",
        "activity": "",
        "reference": "V-17",
    }
    return at("spend", a.fund), told | typed


def into_a_closed_period(a, line):
    close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("06-30"), by=a.finance)
    return spend(a, line, on=a.on("06-30"))


def on_a_day_to_come(a, line):
    return at("receive", a.fund), {"kind": "interest", "on": date.today() + timedelta(days=1), "amount": "5", "currency": "USD",
                                   "reference": "V-17"}  # fmt: skip


def beyond_a_line(a, line):
    return spend(a, line, amount="1000.01")


def out_of_time(a, line):
    return spend(a, line, on=a.on("01-01") - timedelta(days=1))


def a_fraction_of_a_cent(a, line):
    return spend(a, line, amount="1.005")


def without_a_rate(a, line):
    return spend(a, line, currency="CLF")


def for_an_activity_that_is_not(a, line):
    return spend(a, line, activity="ACT-9999")


def of_another_funds_line(a, line):
    other = AFund()
    other.receive()
    return spend(a, other.allot(c120="5")["120"])


def beyond_a_commitment(a, line):
    order = a.commit(line, "500")
    return at("spend", order), {
        "on": a.on("03-01"),
        "amount": "500.01",
        "currency": "USD",
        "reference": "V-17",
    }


def of_a_liquidated_commitment(a, line):
    order = a.commit(line, "500")
    liquidate_commitment(commitment=order, on=a.on("03-01"), because="Done", by=a.finance)
    return at("spend", order), {"on": a.on("03-02"), "amount": "1", "currency": "USD", "reference": "V-17"}


def more_than_the_cash(a, line):
    return at("allot", a.fund), {"agreement": a.agreement.pk, "on": a.on("03-01"), "valid_from": a.on("01-01"), "valid_to": a.on("12-31"),
                                 "lines": "125 884000", "reference": "V-17"}  # fmt: skip


def support_costs_as_a_budget(a, line):
    return at("allot", a.fund), {"agreement": a.agreement.pk, "on": a.on("03-01"), "valid_from": a.on("01-01"), "valid_to": a.on("12-31"),
                                 "lines": "PSC 5", "reference": "V-17"}  # fmt: skip


def without_an_agreement(a, line):
    return at("receive", a.fund), {
        "kind": "contribution",
        "on": a.on("03-01"),
        "amount": "5",
        "currency": "USD",
        "reference": "V-17",
    }


def a_gift_in_kind_as_cash(a, line):
    other = AFund(kind="in_kind")
    return at("receive", other.fund), {"kind": "contribution", "agreement": other.agreement.pk, "on": a.on("03-01"), "amount": "5",
                                       "currency": "USD", "reference": "V-17"}  # fmt: skip


def taken_back_twice(a, line):
    spent = record_expense(
        line=line, on=a.on("03-01"), amount=D(5), programme_wide=True, reference="V", by=a.finance
    )
    return at("correct", spent), {
        "on": a.on("02-01"),
        "amount": "4",
        "currency": "USD",
        "line": line.pk,
        "because": "V-17",
        "reference": "V",
    }


def before_support_costs_are_charged(a, line):
    record_expense(
        line=line, on=a.on("03-01"), amount=D(100), programme_wide=True, reference="V", by=a.finance
    )
    return at("close", a.fund), {"first_day": a.on("01-01"), "last_day": a.on("12-31")}


def support_costs_taken_back_alone(a, line):
    record_expense(
        line=line, on=a.on("03-01"), amount=D(100), programme_wide=True, reference="V", by=a.finance
    )
    charge = charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return at("reverse", charge), {"on": a.on("12-31"), "because": "V-17"}


def more_back_than_was_paid(a, line):
    spent = record_expense(
        line=line, on=a.on("03-01"), amount=D(5), programme_wide=True, reference="V", by=a.finance
    )
    return at("refund", spent), {"on": a.on("04-01"), "amount": "5.01", "reference": "V-17"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("posting", "words"),
    [
        (into_a_closed_period, "Post it on 1 July 2014 or later, or ask for the period to be opened again"),
        (on_a_day_to_come, "is yet to come. Post it on its day, or ask for a commitment"),
        (beyond_a_line, "has USD 1,000.00 left, and this needs USD 1,000.01. Lower or liquidate"),
        (out_of_time, "Spend from a line that is in time"),
        (a_fraction_of_a_cent, "the smallest unit is 0.01. Round it first"),
        (without_a_rate, "Enter the United Nations operational rate of March 2014"),
        (for_an_activity_that_is_not, "No activity has the code ACT-9999"),
        (of_another_funds_line, "not one of the available choices"),
        (beyond_a_commitment, "Ask for the commitment to be raised first"),
        (of_a_liquidated_commitment, "Ask for a new commitment, or spend from the line by a voucher"),
        (more_than_the_cash, "USD 50.00 less in cash than is allotted"),
        (support_costs_as_a_budget, "is no budget class of"),
        (without_an_agreement, "Say under which agreement the contribution came"),
        (a_gift_in_kind_as_cash, "Enter it under contributions in kind, with its valuation"),
        (taken_back_twice, "Give its day or a later one"),
        (before_support_costs_are_charged, "USD 13.00 of support costs are not charged"),
        (support_costs_taken_back_alone, "Support costs follow the expenditure: reverse that"),
        (more_back_than_was_paid, "Post what is beyond it as a receipt"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_forbidden_posting_is_stopped_on_its_page_and_what_was_typed_stays(client, posting, words):
    a = AFund()
    a.receive("1000000")
    address, typed = posting(a, a.allot(c120="1000")["120"])
    as_(client, a.finance, "Finance")
    before = [model.objects.count() for model in (Receipt, Expense, Commitment, AllotmentLine)]
    shown = client.post(address, typed)
    told = html.unescape(shown.content.decode())

    assert shown.status_code == 200
    assert words in told and 'class="error-message' in told
    lost = {
        name
        for name, value in typed.items()
        if str(value) and str(shown.context["form"][name].value()) != str(value)
    }
    assert lost == set()
    assert all(str(value) in told for value in typed.values())
    assert [model.objects.count() for model in (Receipt, Expense, Commitment, AllotmentLine)] == before
    assert a.wrong == []


def refusals():
    """The words of every refusal of the room's actions, as they are written."""
    for file in sorted((Path(colonnade.money.__file__).parent / "actions").glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "Refused" or not call.args:
                continue
            translated = [
                one
                for one in ast.walk(call.args[0])
                if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "_"
            ]
            for one in translated[:1]:
                yield f"{file.name}:{call.lineno}", ast.literal_eval(one.args[0])


def test_every_refusal_says_what_to_do():
    held = dict(refusals())
    assert len(held) > 60
    assert {place: words for place, words in held.items() if not re.search(rf"\b({NEXT})\b", words)} == {}


# --- by whom ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_person_takes_no_two_steps_whatever_delegations_they_hold(client):
    """An officer who holds every authority asks; at each page the same person is stopped, and another goes on."""
    a = AFund(year=date.today().year)
    a.receive(on="01-01")
    line = a.allot(on="01-01", c120="1000")["120"]
    for function in ("review", "certify", "approve"):
        for who in (a.officer, a.finance, a.certifier):
            Delegation.objects.create(code=make.next_code("DE"), holder=who, function=function, authority="Memorandum",
                                      valid_from=day("2006-01-02"))  # fmt: skip
    as_(client, a.officer, "Head").post(
        at("ask", a.fund),
        {"title": "Chairs", "line": line.pk, "amount": "5", "currency": "USD", "activity": ""},
    )
    request = CommitmentRequest.objects.get()
    on = {"on": date.today().isoformat()}
    for step, others, who in (
        ("review", [a.officer], a.finance), ("certify", [a.officer, a.finance], a.certifier),
        ("approve", [a.officer, a.finance, a.certifier], a.approver),
    ):  # fmt: skip
        for same in others:
            said = as_(client, same, "Head").post(at(step, request), {"comment": "Mine", **on})
            assert "are different people: ask a colleague" in said.content.decode()
            assert said.context["form"]["comment"].value() == "Mine"
        as_(client, who, "Head").post(at(step, request), on)
    assert (Commitment.objects.get().posted_by, a.wrong) == (a.approver, [])


@pytest.mark.django_db
def test_a_stand_in_acts_within_the_days_of_the_delegation_and_not_after(client):
    a = AFund(year=date.today().year)
    a.receive(on="01-01")
    request = a.certified(a.allot(on="01-01", c120="1000")["120"])
    deputy, today = make.account(), date.today()
    told = {"code": "", "function": "approve", "holder": deputy.pk, "given_by": a.head.pk, "authority": "E-mail of the head",
            "source": "", "source_detail": "", "note": ""}  # fmt: skip
    add = reverse("delegation:add")
    as_(client, a.finance, "Finance")
    assert (
        "give the last one" in client.post(add, told | {"valid_from": today, "valid_to": ""}).content.decode()
    )
    past = today - timedelta(days=3)
    client.post(add, told | {"valid_from": past, "valid_to": past + timedelta(days=1)})
    said = as_(client, deputy, "Head").post(at("approve", request), {"on": today})
    assert "no delegation is recorded for them" in said.content.decode()
    as_(client, a.finance, "Finance").post(add, told | {"valid_from": today, "valid_to": today})
    as_(client, deputy, "Head").post(at("approve", request), {"on": today})
    shown = client.get(at("inspect", request)).content.decode()
    assert str(a.head) in shown and Commitment.objects.get().posted_by == deputy


@pytest.mark.django_db
def test_an_override_and_a_reopening_take_two_who_sign_in(client):
    a = AFund()
    a.receive()
    line = a.allot(c120="100")["120"]
    Delegation.objects.create(
        code=make.next_code("DE"),
        holder=a.finance,
        function="approve",
        authority="Memo",
        valid_from=day("2006-01-02"),
    )
    period = close_period(fund=a.fund, first_day=a.on("01-01"), last_day=a.on("12-31"), by=a.finance)
    as_(client, a.finance, "Finance")
    client.post(at("override", line), {"amount": "50", "because": "Prices rose"})
    client.post(at("reopen", period), {"because": "A late invoice"})
    asked = list(a.fund.overrides.order_by("pk"))
    assert [one.rule for one in asked] == ["line", "reopen"]
    for one in asked:
        assert "takes two people: ask somebody else" in client.post(at("agree", one)).content.decode()
    as_(client, a.head, "Head")
    page = html.unescape(client.get(at("agree", asked[1])).content.decode())
    assert "A late invoice" in page and f"A letter will go to: {a.finance}, {a.head}" in page
    for one in asked:
        client.post(at("agree", one))
    period.refresh_from_db()
    assert (period.state, period.state_reason) == ("reopened", "A late invoice")
    record_receipt(fund=a.fund, on=a.on("12-30"), amount=D(5), kind="interest", by=a.finance)
    assert a.wrong == []
