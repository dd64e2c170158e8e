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

from benchmarks.ledger_office import AGREEMENTS, FUNDS, YEARS, lay
from benchmarks.measuring import ROOT, keep, load, machine, median, peak_memory, table, timed

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
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
