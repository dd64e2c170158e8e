"""An export of the system of record as files hold it, and lines of it without a file."""

from __future__ import annotations

import csv
import io
from decimal import Decimal as D

from tests.money.a_fund import AFund, day

from colonnade.money.actions import import_erp_lines, record_expense
from colonnade.money.erp.layouts import EXPORTS
from colonnade.money.erp.plan import plan_export
from colonnade.money.queries import ErpRow
from colonnade.records.intake.pasting import open_list

UMOJA = ("Fund", "Sponsored Class", "Document Number", "Posting Date", "Reference", "Text", "Amount in Local Currency", "Local Currency")  # fmt: skip


def as_csv(*rows, heading=UMOJA, separator=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([heading, *rows])
    return out.getvalue().encode()


def umoja(a, document="5100", on="2014-03-01", reference="V1", text="Chairs", amount="100.00", cls="125", currency="USD", fund=""):  # fmt: skip
    return (fund or a.fund.code, cls, document, on, reference, text, amount, currency)


def plan_of(a, content, choices=None, name="export.csv", **more):
    return plan_export(open_list(content, EXPORTS.headings, name=name), a.fund, choices, **more)


def spent_fund(**facts):
    """A fund with cash and one line, of which vouchers can be paid."""
    a = AFund(**facts)
    a.receive(amount="10000", on="01-02", reference="B1")
    a.line = a.allot(c125="5000")["125"]
    return a


def pay(a, amount, on, voucher, title="Chairs"):
    return record_expense(
        line=a.line, on=a.on(on), amount=D(amount), programme_wide=True, reference=voucher, title=title, by=a.finance
    )  # fmt: skip


def theirs(a, *lines, by=None):
    """Lines of the system of record: amount (below nought where it left), day, reference."""
    rows = [
        ErpRow(at, day(f"{a.year}-{on}"), D(amount), document=f"51{on.replace('-', '')}{at}", reference=reference, text="Chairs")
        for at, (amount, on, reference) in enumerate(lines, start=2)
    ]  # fmt: skip
    return import_erp_lines(
        fund=a.fund, rows=rows, file_name="export.csv", sha256="0" * 64, by=by or a.finance
    )
