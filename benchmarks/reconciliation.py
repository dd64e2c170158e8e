"""A year's export of 20,000 lines held against the ledger: time to read, to match and to list, and every planted difference found.

    python -m benchmarks.reconciliation [--rows 20000] [--databases sqlite,postgresql] [--no-save]

The ledger and the export are made up with a fixed seed, and so are the differences: vouchers missing on either side, doubled,
off by a cent, posted over the end of the year, with the sign turned, and paid in parts. A found difference counts where it is
one that was planted, of its amount; every other is false. Each database is measured in a process of its own; PostgreSQL
is a real one, started for the purpose with fsync on.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.measuring import ROOT, keep, load, machine, peak_memory, table, timed

YEAR = 2014
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PLANTED = {"missing there": 60, "missing here": 60, "doubled there": 40, "off by a cent": 50, "over the end": 30,
           "sign turned": 25, "paid in parts": 80}  # fmt: skip
HEADING = ("Fund", "Sponsored Class", "Document Number", "Posting Date", "Document Date", "Reference", "Text",
           "Amount in Local Currency", "Local Currency")  # fmt: skip
TEXTS = (
    "Interpreters",
    "Travel of participants",
    "DSA",
    "Printing",
    "Consultant, second payment",
    "Rent of the hall",
    "Translation",
)
CENT = Decimal("0.01")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    asked.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.measure:
        print(json.dumps(measure(options.rows)))
        return
    began = load()
    told = {NAMES[name]: _measured(options.rows, name) for name in options.databases.split(",")}
    text = _words(told, options.rows, began)
    if options.no_save:
        print(text)
    else:
        keep("Reconciliation with the system of record", text)


def _measured(rows: int, database: str) -> dict[str, Any]:
    if database == "sqlite":
        return _apart(rows, "")
    from tests import postgres

    # The server of the tests forgets what it wrote; that of an office does not.
    postgres.SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    with postgres.running_server() as server:
        return _apart(rows, server)


def _apart(rows: int, database: str) -> dict[str, Any]:
    """One database in a process of its own, on an office that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "COLONNADE_DATA": folder, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "colonnade.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]), "PYTHONHASHSEED": "0",
        }  # fmt: skip
        words = [sys.executable, "-m", "benchmarks.reconciliation", "--measure", "--rows", str(rows)]
        done = subprocess.run(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(rows: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from colonnade.money.actions import (
        begin_reconciliation,
        match_automatically,
    )
    from colonnade.money.erp.layouts import EXPORTS
    from colonnade.money.erp.plan import plan_export
    from colonnade.money.models import ErpMatch, Fund
    from colonnade.money.queries import held_of, reconciled
    from colonnade.money.queries.reconciliation import proposals_of
    from colonnade.people.models import Account
    from colonnade.records.intake.pasting import open_list
    from colonnade.values.period import Period

    call_command("migrate", verbosity=0)
    fund = Fund.objects.create(code="TF-1", name="Trust fund", kind="trust_fund", currency="USD")
    by = Account.objects.create(username="finance")
    export, planted = _year(fund, by, rows)
    before = peak_memory()

    took: dict[str, Any] = {}
    content = {"CSV": _as_csv(export), "XLSX": _as_xlsx(export)}
    plans = {}
    for name, data in content.items():
        made, spent = timed(
            lambda data=data, name=name: plan_export(
                open_list(data, EXPORTS.headings, name=f"e.{name.lower()}"), fund
            )
        )  # type: ignore[misc]  # a lambda's defaults have no types
        plans[name], took[f"read {name}"] = made, spent.plain()
    assert plans["CSV"].read.rows == plans["XLSX"].read.rows, "both files say the same"
    plan = plans["CSV"]
    assert not plan.stopped, [str(finding) for finding in plan.findings]
    _made, spent = timed(lambda: plan.write(by))
    took["bring in"] = spent.plain()
    again = plan_export(open_list(content["CSV"], EXPORTS.headings, name="e.csv"), fund)
    matched, spent = timed(lambda: match_automatically(fund=fund, by=by))
    took["match"] = spent.plain()
    one = begin_reconciliation(fund=fund, first_day=date(YEAR, 1, 1), last_day=date(YEAR, 12, 31), by=by)
    held, spent = timed(lambda: held_of(one))
    took["list differences"] = spent.plain()
    proposals, spent = timed(lambda: proposals_of(held))
    took["propose"] = spent.plain()
    _told, spent = timed(lambda: reconciled(fund, Period.year(YEAR)))
    took["is it reconciled"] = spent.plain()
    found = _found(held, proposals, ErpMatch)
    return {
        "took": took, "planted": planted, "found": found, "memory": [before, peak_memory()], "rows": len(export),
        "ledger": held.ledger_lines, "groups": dict(matched.groups), "again": again.new,
        "adds up": held.difference == sum(each.amount for each in held.differences),
        "version": _version(connection),
    }  # fmt: skip


def _version(connection: Any) -> str:
    """The version of PostgreSQL; empty on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    return f"{connection.pg_version // 10_000}.{connection.pg_version % 10_000}"


def _year(fund: Any, by: Any, rows: int) -> tuple[list[tuple[str, ...]], dict[str, list[list[str]]]]:
    """The ledger's lines, written as posting would, and the export of the same year with what was planted."""
    from colonnade.money.actions import load_budget_classes
    from colonnade.money.models import Allotment, AllotmentLine, BudgetClass, Expense, Receipt

    load_budget_classes()
    chance = random.Random(12)
    classes = list(BudgetClass.objects.filter(code__in=("105", "115", "120", "125", "145")))
    allotment = Allotment.objects.create(
        code="TF-1-000001", fund=fund, on=date(YEAR, 1, 1), posted_by=by, valid_from=date(YEAR, 1, 1),
        valid_to=date(YEAR + 1, 12, 31), amount=Decimal(10**9),
    )  # fmt: skip
    lines = {
        each.pk: AllotmentLine.objects.create(code=f"TF-1-000001-{each.code}", allotment=allotment, budget_class=each, amount=10**8)
        for each in classes
    }  # fmt: skip
    ours: list[Any] = []
    export: list[tuple[str, ...]] = []
    planted: dict[str, list[list[str]]] = {name: [] for name in PLANTED}
    fates = [name for name, count in PLANTED.items() for _n in range(count)]
    fates += [""] * (rows - len(fates))
    chance.shuffle(fates)
    for number, fate in enumerate(fates, start=1):
        paid = Decimal(chance.randrange(500, 900_000)).scaleb(-2) + CENT
        on = date(YEAR, 1, 1) + timedelta(days=chance.randrange(355))
        own, voucher, text = chance.choice(classes), f"V-{number:05d}", chance.choice(TEXTS)
        if fate == "over the end":
            on = date(YEAR, 12, 31) - timedelta(days=chance.randrange(5))
        there = on + timedelta(days=chance.randrange(4))
        if fate == "over the end":
            there = date(YEAR + 1, 1, 2) + timedelta(days=chance.randrange(9))

        def line(amount: Decimal, at: date = there, part: int = 0, own: Any = own, voucher: str = voucher, text: str = text,
                 on: date = on, number: int = number) -> tuple[str, ...]:  # fmt: skip
            return (fund.code, f"FT30_CLASS_{own.code}", f"51{number:07d}{part}", at.isoformat(), on.isoformat(), voucher, text,
                    f"{amount:.2f}", "USD")  # fmt: skip

        if fate != "missing here":
            ours.append(
                Expense(
                    code=f"TF-1-{number + 1:06d}", fund=fund, on=on, posted_by=by, reference=voucher, amount=paid, value=paid,
                    currency="USD", kind="actual", budget_class=own, line=lines[own.pk], title=text, programme_wide=True,
                )
            )  # fmt: skip
        # Each planted difference is known by its voucher and by what ours less theirs must be (spending is below nought).
        differs = {"missing there": -paid, "missing here": paid, "doubled there": paid, "off by a cent": CENT, "over the end": -paid,
                   "sign turned": -2 * paid, "paid in parts": Decimal(0)}  # fmt: skip
        if fate:
            planted[fate].append([voucher, f"{differs[fate]:.2f}"])
        if fate == "paid in parts":
            first = (paid / 3).quantize(CENT)
            export += [line(first), line(paid - first, there + timedelta(days=1), 1)]
        elif fate == "doubled there":
            export += [line(paid), line(paid, part=1)]
        elif fate != "missing there":
            amount = {"off by a cent": paid + CENT, "sign turned": -paid}.get(fate, paid)
            export.append(line(amount))
    Expense.objects.bulk_create(ours, batch_size=2_000)
    Receipt.objects.create(
        code="TF-1-999999", fund=fund, on=date(YEAR, 1, 2), posted_by=by, kind="interest", amount=Decimal(5), value=Decimal(5),
        currency="USD", reference="B-1",
    )  # fmt: skip
    export.append(
        (fund.code, "", "5299999990", f"{YEAR}-01-02", f"{YEAR}-01-02", "B-1", "Interest", "-5.00", "USD")
    )
    export.sort(key=lambda row: (row[3], row[2]))
    return export, planted


def _found(held: Any, proposals: Any, matches: Any) -> dict[str, list[list[str]]]:
    """What was found, each by its voucher and its amount: from proposals what one number says otherwise, else the open lines."""
    kinds = {"amount": "off by a cent", "sign": "sign turned", "doubled": "doubled there"}
    numbers = {entry.key: entry.reference for entry in (*held.only_ours, *held.only_theirs)}
    found: dict[str, list[list[str]]] = {name: [] for name in PLANTED}
    used: set[str] = set()
    for group in proposals:
        keys = [str(line.key) for line in (*group.ours, *group.theirs)]
        if group.why in kinds:
            used.update(keys)
            found[kinds[group.why]].append([numbers[keys[0]], f"{group.difference:.2f}"])
    for each in held.differences:
        if each.match is not None:
            name = "over the end" if each.beyond else "other"
        elif each.about.key in used:
            continue
        else:
            name = "missing there" if each.about.ours else "missing here"
        found.setdefault(name, []).append([each.about.reference, f"{each.amount:.2f}"])
    for one in matches.objects.filter(rule="parts").prefetch_related("lines__expense"):
        (ours,) = [row.expense for row in one.lines.all() if row.expense_id]
        found["paid in parts"].append([ours.reference, "0.00"])
    return found


def _as_csv(export: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADING, *export])
    return out.getvalue().encode()


def _as_xlsx(export: list[tuple[str, ...]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page, day = book.add_worksheet("GL"), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, HEADING)
        for at, row in enumerate(export, start=1):
            for column, cell in enumerate(row):
                if column in (3, 4):
                    page.write_datetime(at, column, date.fromisoformat(cell), day)
                elif column == 7:
                    page.write_number(at, column, Decimal(cell))
                else:
                    page.write_string(at, column, cell)
    return out.getvalue()


def _words(told: dict[str, dict[str, Any]], rows: int, began: str) -> str:
    steps = list(next(iter(told.values()))["took"])
    times = table(
        ("seconds on the clock (of processor)", *told),
        (
            [step, *(f"{each['took'][step][0]:.2f} ({each['took'][step][1]:.2f})" for each in told.values())]
            for step in steps
        ),
    )
    parts = []
    for name, each in told.items():
        lines = []
        for kind in {**each["planted"], **each["found"]}:
            planted = Counter(map(tuple, each["planted"].get(kind, [])))
            found = Counter(map(tuple, each["found"].get(kind, [])))
            right = planted & found
            lines.append(
                [
                    kind,
                    str(planted.total()),
                    str(right.total()),
                    str((planted - found).total()),
                    str((found - planted).total()),
                ]
            )
        parts.append(
            f"**{name}**, differences:\n\n" + table(("planted", "of them", "found", "missed", "false"), lines)
        )
    first = next(iter(told.values()))
    version = next((each["version"] for each in told.values() if each["version"]), "")
    words = (
        f"A ledger of {first['ledger']:,} lines of {YEAR} and an export of {first['rows']:,} lines that looks like a general ledger of Umoja, "
        "made up with a fixed seed. Reading is from the file to the rows that would be added, beside what is held; bringing in, matching "
        "and listing are what the buttons of the desk do. “Paid in parts” is no difference: found means matched as one."
    )
    checks = "; ".join(
        f"{name}: {sum(each['groups'].values()):,} groups matched ({', '.join(f'{count:,} by {rule}' for rule, count in sorted(each['groups'].items()))}), "
        f"the same file again adds {each['again']}, ours less theirs {'is' if each['adds up'] else 'IS NOT'} the sum of the differences, "
        f"memory {each['memory'][0]:.0f} MB before and {each['memory'][1]:.0f} MB at most"
        for name, each in told.items()
    )
    return "\n\n".join(
        [
            words,
            times,
            *parts,
            f"{checks}.",
            machine(version),
            f"Load of the machine before and after: {began}; {load()}.",
        ]
    )


if __name__ == "__main__":
    main()
