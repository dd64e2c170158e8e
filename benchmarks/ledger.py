"""The ledger as it grows: 10,000, 100,000 and 1,000,000 lines over ten years, five funds and ten agreements.

    python -m benchmarks.ledger [--sizes 10000,100000,1000000] [--databases sqlite,postgresql] [--postings 1000] [--no-save]

Funds, agreements, allotments and receipts are posted by the real actions; orders and expenses are then poured in by the
database itself, support costs charged and nine years closed by the actions again. On top of that the real actions post
from one process and from four, to one fund and to four. Each measurement is a fresh process; the floor is plain SQL over
all lines of the fund. PostgreSQL is a real server, with fsync.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, keep, load, machine, median, peak_memory, table, timed

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
FUNDS, AGREEMENTS, YEARS = 5, 2, range(2014, 2024)
CLASSES = ("105", "115", "120", "125", "135", "145")
IN_ORDERS = 20
"""Of so many lines one is an order, and one an expense that settles half of it."""
IN_WON = 10
"""Of so many expenses one is paid in another currency."""
RATE = 1100
WORKERS = 4


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        import django

        django.setup()
        print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
        return
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="10000,100000,1000000", help="lines, smallest first")
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument("--postings", type=int, default=1000, help="by each process (default: 1000)")
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    sizes, began = [int(size) for size in options.sizes.split(",")], load()
    found: dict[tuple[str, int], dict[str, Any]] = {}
    version = ""
    for database in options.databases.split(","):
        with offices(database) as of:
            for size in sizes:
                print(f"{NAMES[database]}: {size:,} lines", flush=True)
                found[database, size] = measured(of(size), size, options.postings, largest=size == sizes[-1])
                version = found[database, size]["laid"].get("version") or version
                print(json.dumps(found[database, size]), flush=True)
    text = told(
        found, sizes, options.postings, version, f"Load of the machine before and after: {began}; {load()}."
    )
    keep("The ledger as it grows", text) if not options.no_save else print(text)


@contextlib.contextmanager
def offices(database: str) -> Iterator[Callable[[int], dict[str, str]]]:
    """A folder or a server with tables, made once; for each size a copy of it, as the environment of the measured processes."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        first = Path(folder) / "first"
        first.mkdir()
        env = os.environ | {
            "COLONNADE_DATA": str(first), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "colonnade.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }  # fmt: skip
        if database == "postgresql":
            from tests import postgres

            postgres.SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
            env["DATABASE_URL"] = stack.enter_context(postgres.running_server())
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=env, check=True, cwd=ROOT
        )

        def of(size: int) -> dict[str, str]:
            if database == "sqlite":
                own = Path(folder) / str(size)
                shutil.copytree(first, own)
                return env | {"COLONNADE_DATA": str(own)}
            import psycopg

            url = env["DATABASE_URL"]
            with psycopg.connect(url.replace("@/postgres?", "@/template1?"), autocommit=True) as server:
                server.execute(f"CREATE DATABASE of_{size} TEMPLATE postgres")
            return env | {"DATABASE_URL": url.replace("@/postgres?", f"@/of_{size}?")}

        yield of


def process(env: dict[str, str], *words: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.ledger", *map(str, words)]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def answer(started: subprocess.Popen[str]) -> Any:
    said, _nothing = started.communicate()
    if started.returncode:
        raise SystemExit(f"{started.args} failed.")
    return json.loads(said.splitlines()[-1])


def measured(env: dict[str, str], size: int, postings: int, *, largest: bool) -> dict[str, Any]:
    found = {"laid": answer(process(env, "lay", size)), "one": answer(process(env, "post", 0, postings, 0))}
    found["read"] = answer(process(env, "read", 0))
    if largest:
        for name, funds in (("same", [0] * WORKERS), ("different", range(WORKERS))):
            begin = time.time() + 5
            workers = [process(env, "post", fund, postings, begin) for fund in funds]
            done = [answer(worker) for worker in workers]
            span = max(one["ended"] for one in done) - min(one["began"] for one in done)
            found[name] = {"seconds": span, "posted": sum(one["posted"] for one in done),
                           "slowest": max(one["slowest"] for one in done)}  # fmt: skip
        found["wrong"] = answer(process(env, "check", 0))
    return found


# --- the office ------------------------------------------------------------------------------------------------------


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


def settle_tallies(fund: Any, connection: Any, LineTally: Any) -> None:  # noqa: N803
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


# --- what is measured ------------------------------------------------------------------------------------------------


def post(fund: str, postings: str, begin: str) -> dict[str, Any]:
    """Of twenty: seventeen expenses of a line, a receipt, a reversal and a correction; each a transaction of its own."""
    from colonnade.money import actions
    from colonnade.money.models import AllotmentLine, Fund
    from colonnade.people.models import Account

    held = Fund.objects.get(code=f"F{fund}")
    by = Account.objects.get(username="approves")
    lines = list(
        AllotmentLine.objects.filter(allotment__fund=held, allotment__valid_from=date(YEARS[-1], 1, 1))
    )
    signed = held.agreements.first()
    on, spent, slowest = date(YEARS[-1], 12, 30), None, 0.0
    facts = {"on": on, "by": by}
    again = actions.record_expense(
        line=lines[0], amount=Decimal(1), programme_wide=True, reference="V", **facts
    )
    while float(begin) and time.time() < float(begin):
        time.sleep(0.01)
    began, cpu = time.time(), time.process_time()
    for number in range(int(postings)):
        started = time.perf_counter()
        match number % 20:
            case 7:
                actions.record_receipt(fund=held, amount=Decimal(100), agreement=signed, **facts)
            case 13:
                actions.reverse(posting=spent or again, because="Twice", **facts)
            case 19:
                actions.correct_expense(expense=spent or again, amount=Decimal(2), because="Digits", **facts)
            case _:
                spent = actions.record_expense(
                    line=lines[number % len(lines)], amount=Decimal("12.34"), programme_wide=True, reference=f"V{number}", **facts
                )  # fmt: skip
        slowest = max(slowest, time.perf_counter() - started)
    ended = time.time()
    return {"began": began, "ended": ended, "seconds": ended - began, "cpu": time.process_time() - cpu,
            "posted": int(postings), "slowest": slowest}  # fmt: skip


def read(fund: str) -> dict[str, Any]:
    """The account of one fund, and the floor: a plain sum over its lines. The median of five; memory once, before the floor."""
    from django.db import connection

    from colonnade.money.models import Fund
    from colonnade.money.queries import account_of, balance_on, classes_of, lines_between, room_of

    held = Fund.objects.get(code=f"F{fund}")
    last = YEARS[-1]
    start = peak_memory()

    def floor() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT kind, budget_class_id, SUM(value) FROM money_expense WHERE fund_id = %s AND "on" BETWEEN %s AND %s '
                "GROUP BY kind, budget_class_id",
                [held.pk, date(last, 1, 1), date(last, 12, 31)],
            )
            told = cursor.fetchall()
            cursor.execute(
                'SELECT SUM(value) FROM money_expense WHERE fund_id = %s AND "on" < %s',
                [held.pk, date(last, 1, 1)],
            )
            return [*told, cursor.fetchone()]

    acts: dict[str, Callable[[], Any]] = {
        "account_of": lambda: account_of(held, date(last, 1, 1), date(last, 12, 31)),
        "account of ten years": lambda: [
            account_of(held, date(year, 1, 1), date(year, 12, 31)) for year in YEARS
        ],
        "classes_of": lambda: classes_of(held),
        "room_of": lambda: room_of(held),
        "balance in mid-month": lambda: balance_on(held, date(last, 6, 15)),
        "two hundred lines": lambda: lines_between(held, date(last, 1, 1), date(last, 12, 31)),
        "floor": floor,
    }
    found: dict[str, Any] = {}
    for name, act in acts.items():
        if name == "floor":
            found["memory"] = peak_memory() - start
        times = [timed(act)[1] for _round in range(5)]
        found[name] = [median(took.wall for took in times), median(took.cpu for took in times)]
    return found


def check(fund: str) -> dict[str, Any]:
    """`wrong_in` asks every line by design: its time and memory grow with them."""
    from colonnade.money.models import Fund
    from colonnade.money.queries import wrong_in

    held = Fund.objects.get(code=f"F{fund}")
    start = peak_memory()
    wrong, took = timed(lambda: wrong_in(held))
    return {
        "wrong": [str(one) for one in wrong[:5]],
        "seconds": took.wall,
        "cpu": took.cpu,
        "memory": peak_memory() - start,
    }


PARTS: dict[str, Callable[..., Any]] = {"lay": lay, "post": post, "read": read, "check": check}


# --- saying it -------------------------------------------------------------------------------------------------------


def told(
    found: dict[tuple[str, int], dict[str, Any]], sizes: list[int], postings: int, version: str, loads: str
) -> str:
    databases = list(dict.fromkeys(database for database, _size in found))
    rates = []
    for database in databases:
        base = found[database, sizes[0]]["one"]
        for size in sizes:
            one = found[database, size]["one"]
            each, first = one["cpu"] / one["posted"], base["cpu"] / base["posted"]
            rates.append([f"{NAMES[database]}, {size:,} lines", f"{one['posted'] / one['seconds']:.0f}", f"{each * 1000:.1f}",
                          f"{each / first:.2f}", f"{one['slowest'] * 1000:.0f}"])  # fmt: skip
    several = []
    for database in databases:
        held = found[database, sizes[-1]]
        for name, words in (("same", "the same fund"), ("different", "four funds")):
            one = held[name]
            several.append(
                [
                    f"{NAMES[database]}, four processes, {words}",
                    f"{one['posted'] / one['seconds']:.0f}",
                    f"{one['slowest'] * 1000:.0f}",
                ]
            )
    names = [name for name in found[databases[0], sizes[0]]["read"] if name != "memory"]
    reads = [
        [
            name,
            *(
                f"{found[database, size]['read'][name][0] * 1000:.1f}"
                for database in databases
                for size in sizes
            ),
        ]
        for name in names
    ]
    reads.append(
        [
            "memory of all of them, MB",
            *(f"{found[database, size]['read']['memory']:.0f}" for database in databases for size in sizes),
        ]
    )
    checks = [
        f"{NAMES[database]}: {held['seconds']:.1f} s ({held['cpu']:.1f} s of processor), {held['memory']:.0f} MB, {len(held['wrong'])} breaches"
        for database in databases
        for held in [found[database, sizes[-1]]["wrong"]]
    ]
    lines = ", ".join(
        f"{found[database, sizes[-1]]['laid']['lines']:,} on {NAMES[database]}" for database in databases
    )
    return "\n\n".join([
        f"{machine(version)} The machine is shared: processor time is the steadier number. {loads}",
        f"Lines are receipts, expenses and orders of {FUNDS} funds, {FUNDS * AGREEMENTS} agreements and {len(YEARS)} years, nine of them closed "
        f"({lines} at the largest); a tenth of the expenses is in another currency, and orders went through four people. {postings:,} postings a process "
        "by the real actions, each a transaction of its own on the disc: of twenty, seventeen expenses, a receipt, a reversal and a correction.",
        table(["", "postings a second, one process", "processor, ms a posting", "against the smallest", "slowest, ms"], rates),
        table(["at the largest size", "postings a second, together", "slowest, ms"], several),
        "Reading one of the funds, milliseconds on the clock (the median of five). The floor is plain SQL: the lines of one year by kind and class, "
        "and the sum of those before.",
        table(["", *(f"{NAMES[database]}, {size:,}" for database in databases for size in sizes)], reads),
        f"`wrong_in` asks every line of a fund (a fifth of all), whatever the tallies say: {'; '.join(checks)}.",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
