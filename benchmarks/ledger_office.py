"""An office with a ledger of a size: terms and receipts by the real actions, orders and expenses poured in by the database itself."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any

FUNDS, AGREEMENTS, YEARS = 5, 2, range(2014, 2024)
CLASSES = ("105", "115", "120", "125", "135", "145")
IN_ORDERS = 20
"""Of so many lines one is an order, and one an expense that settles half of it."""
IN_WON = 10
"""Of so many expenses one is paid in another currency."""
RATE = 1100


def lay(size: str) -> dict[str, Any]:
    """Funds and what they may spend by the real actions; orders and expenses poured in; tallies, charges, closed years."""
    from django.db import connection, transaction

    from colonnade.money import actions
    from colonnade.money.models import Agreement, AgreementCharge, BudgetClass, Fund, LineTally
    from colonnade.partners.models import Organisation
    from colonnade.people.models import Account

    lines, began = int(size), time.perf_counter()
    actions.load_budget_classes()
    people = [
        Account.objects.create_user(name, email=f"{name}@office.example")
        for name in ("asks", "reviews", "certifies", "approves")
    ]
    donor = Organisation.objects.create(code="DONOR", name="Donor", kind="government")
    classes = [BudgetClass.objects.get(code=code) for code in CLASSES]
    by, funds = people[3], []
    for number in range(FUNDS):
        fund = Fund.objects.create(
            code=f"F{number}", name=f"Fund {number}", kind="trust_fund", currency="USD"
        )
        funds.append(fund)
        for other in range(AGREEMENTS):
            signed = Agreement.objects.create(
                code=f"A{number}{other}", title="Agreement", fund=fund, partner=donor, currency="USD"
            )
            AgreementCharge.objects.create(agreement=signed, percent=Decimal(13))
            for year in YEARS:
                with transaction.atomic():
                    actions.record_receipt(
                        fund=fund, on=date(year, 1, 2), amount=Decimal(10) ** 9, agreement=signed, by=by
                    )
                    actions.issue_allotment(
                        fund=fund, agreement=signed, on=date(year, 1, 3), valid_from=date(year, 1, 1), valid_to=date(year, 12, 31),
                        lines=dict.fromkeys(classes, Decimal(10) ** 8), by=by,
                    )  # fmt: skip
    held = lines - sum(len(YEARS) * AGREEMENTS for _fund in funds)
    for sql in pouring(connection.vendor, held, [person.pk for person in people]):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(sql)
    for fund in funds:
        settle_tallies(fund, connection, LineTally)
        actions.tally_ledger(fund=fund)
        for year in YEARS:
            for signed in fund.agreements.all():
                actions.charge_support_costs(agreement=signed, on=date(year, 12, 31), by=by)
            if year != YEARS[-1]:
                actions.close_period(
                    fund=fund, first_day=date(year, 1, 1), last_day=date(year, 12, 31), by=by
                )
    version = ""
    if (
        connection.vendor == "postgresql"
    ):  # as it does at night by itself; SQLite is left as an office leaves it
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0].split()[0]
    return {
        "seconds": time.perf_counter() - began,
        "lines": counted(),
        "version": version,
    }


def counted() -> int:
    from colonnade.money.models import Commitment, Expense, Receipt

    return sum(model.objects.count() for model in (Receipt, Expense, Commitment))


def pouring(vendor: str, held: int, people: list[int]) -> list[str]:
    """Orders with their requests and steps, and expenses: line ``n`` is of allotment line ``n`` in turn, on a day of its year."""
    from colonnade.money.models import AllotmentLine, Commitment, CommitmentRequest, Expense, RequestStep

    asks, reviews, certifies, approves = people
    orders = held // (2 * IN_ORDERS)
    spread = AllotmentLine.objects.count()
    if vendor == "sqlite":
        series = "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {0}) "
        of, on = "FROM s", "date(a.valid_from, '+' || (n * 7919 % 300 + 10) || ' days')"
        number = "printf('%07d', n + {0})"
        past = "'2014-01-01 00:00:00'"
    else:
        series, of = "", "FROM generate_series(0::bigint, {0} - 1) AS s(n)"
        on, number = "(a.valid_from + (n * 7919 % 300 + 10)::int)", "lpad((n + {0})::text, 7, '0')"
        past = "'2014-01-01 00:00:00+00'"
    joined = (
        f"{of} JOIN (SELECT id, allotment_id, budget_class_id, row_number() OVER (ORDER BY id) - 1 AS place FROM money_allotmentline) l"
        f" ON l.place = n % {spread} JOIN money_allotment a ON a.id = l.allotment_id JOIN money_fund f ON f.id = a.fund_id"
    )
    code = f"f.code || '-' || {number}"
    cents = "((n * 7919 % 90000) + 100) * 100"  # 1.00 to 900.99, in ten-thousandths
    order = {
        "fund_id": "a.fund_id", "line_id": "l.id", "title": "'Order'", "vendor": "'Vendor'", "programme_wide": "true",
        "amount": f"{cents} * 2", "currency": "'USD'",
    }  # fmt: skip
    posted = {
        "on": on, "reference": "'V' || n", "posted_at": past, "posted_by_id": str(approves), "value": f"{cents} * 2",
        "rate": str(10**8), "fund_rate": str(10**8),
    }  # fmt: skip
    in_won = f"n % {IN_WON} = 1 AND n >= {orders}"
    won = f"({cents} / 10000) * {RATE} * 10000"  # whole dollars in won, so that the sum is exact
    spent = {
        "fund_id": "a.fund_id", "code": code.format(orders * 2 + 5000), "on": on, "line_id": "l.id", "budget_class_id": "l.budget_class_id",
        "agreement_id": "a.agreement_id", "kind": "'actual'", "programme_wide": "true", "title": "'Paid'", "reference": "'V' || n",
        "posted_at": past, "posted_by_id": str(approves), "percent": str(13 * 10**4),
        "amount": f"CASE WHEN {in_won} THEN {won} ELSE {cents} END", "currency": f"CASE WHEN {in_won} THEN 'KRW' ELSE 'USD' END",
        "value": f"CASE WHEN {in_won} THEN ({cents} / 10000) * 10000 ELSE {cents} END",
        "rate": f"CASE WHEN {in_won} THEN {RATE}{'0' * 8} ELSE {10**8} END", "fund_rate": str(10**8),
        "rate_told": f"CASE WHEN {in_won} THEN '{RATE} KRW for 1 USD' ELSE '' END",
    }  # fmt: skip

    def insert(model: Any, columns: dict[str, str], count: int, more: str = "") -> str:
        source = f"{joined} {more}".format(count)
        return _insert(model, columns, f"{series.format(count)}", source)

    requests = insert(
        CommitmentRequest,
        {
            **order,
            "code": "'CR-' || " + number.format(0),
            "state": "'approved'",
            "requested_by_id": str(asks),
        },
        orders,
    )
    steps = [
        _insert(
            RequestStep,
            {"request_id": "r.id", "act": f"'{act}'", "by_id": str(who), "at": past},
            "",
            "FROM money_commitmentrequest r",
        )
        for act, who in (
            ("request", asks),
            ("review", reviews),
            ("certify", certifies),
            ("approve", approves),
        )
    ]
    request = "JOIN money_commitmentrequest r ON r.code = 'CR-' || " + number.format(0)
    bound = insert(
        Commitment, {**order, **posted, "code": code.format(5000), "request_id": "r.id"}, orders, request
    )
    settled = "LEFT JOIN money_commitment c ON c.code = " + code.format(5000) + f" AND n < {orders}"
    return [
        requests,
        *steps,
        bound,
        insert(Expense, {**spent, "commitment_id": "c.id"}, held - orders, settled),
    ]


def _insert(model: Any, columns: dict[str, str], before: str, source: str) -> str:
    """What is not said is empty, or as the model has it."""
    told = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        if field.column in columns:
            told[field.column] = columns[field.column]
        elif field.null:
            told[field.column] = "NULL"
        else:
            told[field.column] = "0" if field.get_internal_type() == "BigIntegerField" else "''"
    names = ", ".join(f'"{name}"' for name in told)
    insert = f"INSERT INTO {model._meta.db_table} ({names})"
    return f"{insert} {before} SELECT {', '.join(told.values())} {source}"


def settle_tallies(fund: Any, connection: Any, LineTally: Any) -> None:  # noqa: N803  (a class, by its name)
    """What is bound and spent of each line, and the last number given."""
    from django.db.models import Sum

    from colonnade.money.models import Commitment, Expense, Ledger

    bound = dict(
        Commitment.objects.filter(fund=fund).values_list("line").annotate(total=Sum("value")).order_by()
    )
    charged = dict(
        Expense.objects.filter(fund=fund)
        .exclude(commitment=None)
        .values_list("line")
        .annotate(total=Sum("value"))
        .order_by()
    )
    spent = dict(
        Expense.objects.filter(fund=fund, kind="actual")
        .values_list("line")
        .annotate(total=Sum("value"))
        .order_by()
    )
    for tally in LineTally.objects.filter(line__allotment__fund=fund):
        tally.committed = bound.get(tally.line_id, Decimal(0)) - charged.get(tally.line_id, Decimal(0))
        tally.spent = spent.get(tally.line_id, Decimal(0))
        tally.save()
    Ledger.objects.filter(fund=fund).update(last_number=9_000_000)
