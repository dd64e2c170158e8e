"""A small fund with its people: what a test of the ledger begins with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests import make

from colonnade.money.actions import (
    approve_request,
    certify_request,
    delegate,
    issue_allotment,
    load_budget_classes,
    record_receipt,
    request_commitment,
    review_request,
)
from colonnade.money.models import Agreement, AgreementCharge, BudgetClass, Fund, Rate
from colonnade.money.queries import wrong_in

D = Decimal


def day(text: str) -> date:
    return date.fromisoformat(text)


class AFund:
    """A trust fund under one agreement of 13 per cent, an officer who asks and three who may act."""

    def __init__(self, *, currency="USD", percent="13", levy="", kind="trust_fund", year=2014, **facts):
        load_budget_classes()
        code = make.next_code("TF")
        self.year = year
        self.fund = Fund.objects.create(code=code, name=f"Fund {code}", kind=kind, currency=currency, **facts)
        self.agreement = Agreement.objects.create(
            code=make.next_code("AG"),
            title="Agreement",
            fund=self.fund,
            partner=make.organisation(),
            currency=currency,
        )
        AgreementCharge.objects.create(agreement=self.agreement, kind="support", percent=D(percent))
        if levy:
            AgreementCharge.objects.create(agreement=self.agreement, kind="levy", percent=D(levy))
        self.officer, self.finance, self.certifier, self.approver, self.head = (
            make.account(make.next_code(name), email=f"{name}@office.example")
            for name in ("officer", "finance", "certifier", "approver", "head")
        )
        for who, function in (
            (self.finance, "review"), (self.certifier, "certify"), (self.approver, "approve"), (self.head, "approve"),
        ):  # fmt: skip
            delegate(
                holder=who, function=function, authority="Memorandum of 2 January 2006", valid_from=day("2006-01-02"),
                by=self.officer,
            )  # fmt: skip

    def on(self, month_day: str) -> date:
        return day(f"{self.year}-{month_day}")

    def receive(self, amount="1000000", on="01-15", **facts):
        facts.setdefault(
            "agreement", self.agreement if facts.get("kind", "contribution") == "contribution" else None
        )
        return record_receipt(fund=self.fund, on=self.on(on), amount=D(amount), by=self.finance, **facts)

    def allot(self, on="01-20", until="12-31", agreement=None, **classes):
        """By class: ``allot(c105="1000")``."""
        lines = {
            BudgetClass.objects.get(code=name[1:].replace("_", "-")): D(amount)
            for name, amount in classes.items()
        }
        made = issue_allotment(
            fund=self.fund, agreement=agreement or self.agreement, on=self.on(on), valid_from=self.on("01-01"),
            valid_to=self.on(until), lines=lines, by=self.head,
        )  # fmt: skip
        return {line.budget_class.code: line for line in made.lines.select_related("budget_class")}

    def ask(self, line, amount="100", **facts):
        facts.setdefault("programme_wide", "activity" not in facts and "raises" not in facts)
        return request_commitment(line=line, title="An order", amount=D(amount), by=self.officer, **facts)

    def certified(self, line, amount="100", **facts):
        request = self.ask(line, amount, **facts)
        review_request(request=request, by=self.finance)
        return certify_request(request=request, by=self.certifier)

    def commit(self, line, amount="100", on="02-01", **facts):
        return approve_request(
            request=self.certified(line, amount, **facts), by=self.approver, on=self.on(on)
        )

    @property
    def wrong(self) -> list[str]:
        return list(map(str, wrong_in(self.fund)))


def un_rate(currency: str, on: str, per_usd: str) -> Rate:
    held, _new = Rate.objects.update_or_create(
        currency=currency,
        on=day(on),
        kind="UNORE",
        defaults={"per_usd": D(per_usd), "source": f"Circular of {on}"},
    )
    return held
