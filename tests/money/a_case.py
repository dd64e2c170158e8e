"""A case that an accountant can read, posted line by line through the actions of the desk. YAML is read by the engine of print."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import typst
from tests import make
from tests.money.a_fund import AFund, D, day

from colonnade.money.actions import (
    charge_support_costs,
    close_period,
    enter_un_rate,
    issue_allotment,
    lapse_allotment,
    liquidate_commitment,
    lower_commitment,
    record_exchange_difference,
    record_expense,
    record_receipt,
    record_refund,
    return_to_donor,
    reverse,
)
from colonnade.money.models import Allotment, AllotmentLine, BudgetClass, Instalment
from colonnade.money.queries import statement_of

CASES = Path(__file__).parent / "cases"


def read(name: str) -> dict:
    told = typst.query(
        CASES / "read.typ", "<case>", field="value", one=True, sys_inputs={"case": f"{name}.yaml"}
    )
    return json.loads(told)


def number(words: object) -> Decimal:
    return D(str(words).replace(",", ""))


class Case:
    """A fund as a case tells it; its postings by the word they carry."""

    def __init__(self, told: dict) -> None:
        fund, agreement = told["fund"], told["agreement"]
        charges = {"percent": str(agreement["support costs"]), "levy": str(agreement["levy"])}
        self.a = AFund(currency=fund["currency"], donor=make.organisation(fund["donor"]), **charges)
        self.a.fund.name = fund["name"]
        self.a.fund.save()
        signed = self.a.agreement
        signed.title, signed.signed_on = agreement["title"], day(agreement["signed"])
        signed.amount, signed.partner = self.money(agreement["amount"])[0], self.a.fund.donor
        signed.save()
        for one in told["instalments"]:
            Instalment.objects.create(
                agreement=signed, due_on=day(one["due"]), amount=self.money(one["amount"])[0]
            )
        for one in told["rates"]:
            self.rate(one)
        self.named: dict[str, object] = {}

    @staticmethod
    def money(words: str) -> tuple[Decimal, str]:
        currency, _space, amount = words.partition(" ")
        return number(amount), currency

    def rate(self, told: dict) -> None:
        source = f"Circular of {told['from']}"
        enter_un_rate(currency="KRW", on=day(told["from"]), per_usd=number(told["KRW"]), source=source)

    def post(self, told: dict) -> None:
        """One posting; where the case says what it gives, it gives that."""
        on, a = day(told["on"]), self.a
        amount, currency = self.money(told["amount"]) if "amount" in told else (D(0), "")
        paid = {"amount": amount, "currency": currency}
        common = {"on": on, "by": a.finance}
        of = self.named.get(told.get("of", ""))
        because = told.get("because", "")
        match told["post"]:
            case "contribution":
                made = record_receipt(fund=a.fund, agreement=a.agreement, **paid, **common)
            case "interest":
                made = record_receipt(fund=a.fund, kind="interest", **paid, **common)
            case "allotment":
                lines = {
                    BudgetClass.objects.get(code=code): number(sum_) for code, sum_ in told["classes"].items()
                }
                made = issue_allotment(
                    fund=a.fund, agreement=a.agreement, on=on, valid_from=on.replace(month=1, day=1),
                    valid_to=day(told["until"]), lines=lines, by=a.head,
                )  # fmt: skip
            case "commitment":
                a.year = on.year
                made = a.commit(self.line(told, on), str(amount), on=f"{on:%m-%d}")
            case "expense" if of:
                made = record_expense(commitment=of, reference="V", **paid, **common)
            case "expense":
                made = record_expense(
                    line=self.line(told, on), programme_wide=True, reference="V", **paid, **common
                )
            case "refund":
                made = record_refund(expense=of, amount=amount, reference="R", **common)
            case "reversal":
                made = reverse(posting=of, because=because, **common)
            case "lowering":
                made = lower_commitment(commitment=of, by_how_much=amount, because=because, **common)
            case "liquidation":
                made = liquidate_commitment(commitment=of, because=because, **common)
            case "exchange difference":
                made = record_exchange_difference(fund=a.fund, amount=amount, because=because, **common)
            case "return":
                made = return_to_donor(agreement=a.agreement, amount=amount, reference="Letter", **common)
            case "support costs":
                made = charge_support_costs(agreement=a.agreement, **common)
            case "late rate":
                made = self.rate(told)
            case "year-end":
                made = self.year_end(on)
            case other:
                raise ValueError(f"No posting is called {other}.")
        if "gives" in told:
            assert (made.value, a.fund.currency) == self.money(told["gives"]), told
        if "name" in told:
            self.named[told["name"]] = made

    def line(self, told: dict, on: date) -> AllotmentLine:
        return AllotmentLine.objects.get(
            allotment__fund=self.a.fund, allotment__valid_from__lte=on, allotment__valid_to__gte=on,
            budget_class__code=str(told["class"]),
        )  # fmt: skip

    def year_end(self, on: date) -> None:
        for allotment in Allotment.objects.filter(fund=self.a.fund, valid_to=on):
            lapse_allotment(allotment=allotment, on=on, because="The year's end", by=self.a.head)
        close_period(fund=self.a.fund, first_day=on.replace(month=1, day=1), last_day=on, by=self.a.finance)

    def statement(self, year: int, **facts):
        return statement_of(self.a.fund, date(year, 1, 1), date(year, 12, 31), **facts)


def in_words(held) -> dict:
    """A statement as a case writes it."""

    def two(value) -> str:
        return f"{value:,.2f}"

    lines = {key: two(amount.value) for key, amount in held.values.items() if not key.startswith("class:")}
    classes = {
        one.code: [two(amount.value) for amount in (one.spent, one.paid_back, one.committed, one.net)]
        for one in held.classes
    }
    (promised,) = held.promised
    return lines | {
        "classes": classes, "committed": two(held.committed.value), "receivable": two(promised.receivable),
        "due": two(promised.due), "funded": two(held.to_date.funded.value), "delivery": str(held.to_date.delivery),
    }  # fmt: skip
