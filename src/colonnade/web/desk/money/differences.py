"""The differences of a reconciliation, handed out as a workbook and as CSV."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from colonnade.money.models import Fund, Reconciliation
from colonnade.money.queries.reconciliation import Held, held_of
from colonnade.values.currencies import exponent
from colonnade.web.desk.imports import download
from colonnade.web.desk.rights import may_see
from colonnade.web.lines import as_csv


def _headings(fund: Fund) -> list[str]:
    money = [f"{name}, {fund.currency}" for name in (_("Ledger"), _("System of record"), _("Difference"))]
    return [_("Date"), _("Number"), _("Reference"), _("Text"), _("Class"), *money, _("What is to be seen"), _("Kind"), _("Explanation"), _("Written by")]  # fmt: skip


def _rows(held: Held) -> Iterator[list[Any]]:
    """Every difference, its amounts as they are."""
    for each in held.differences:
        about = each.about
        ours = sum((entry.amount for entry in each.entries if entry.ours), held.fund.amount(0).value)
        there = sum((entry.amount for entry in each.entries if not entry.ours), held.fund.amount(0).value)
        item = each.item
        said = [item.get_kind_display(), item.text, str(item.written_by)] if item else ["", "", ""]
        yield [about.on, about.number, about.reference, about.text, about.class_code, ours, there, each.amount, each.words, *said]  # fmt: skip


def _of(request, pk: int) -> tuple[Reconciliation, Held]:
    if not may_see(request.user, Reconciliation):
        raise PermissionDenied
    one = get_object_or_404(Reconciliation.objects.select_related("fund"), pk=pk)
    return one, held_of(one)


def differences_csv(request, pk: int) -> StreamingHttpResponse:
    """The differences as text that any spreadsheet reads."""
    one, held = _of(request, pk)
    rows = ([str(cell) for cell in row] for row in [_headings(one.fund), *_rows(held)])
    response = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{one.code}-differences.csv")
    return response


def differences_xlsx(request, pk: int) -> HttpResponse:
    """The differences as a workbook: amounts are numbers, sums are formulas, and every text stays a text."""
    one, held = _of(request, pk)
    return download(workbook(one, held), f"{one.code}-differences.xlsx")


def workbook(one: Reconciliation, held: Held) -> bytes:
    out = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        places = exponent(one.fund.currency)
        money = book.add_format({"num_format": f"#,##0{'.' + '0' * places if places else ''}"})
        day_, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        sum_ = book.add_format(
            {"num_format": f"#,##0{'.' + '0' * places if places else ''}", "bold": True, "top": 1}
        )
        page = book.add_worksheet(_("Differences")[:31])
        page.write_string(0, 0, str(one), bold)
        told = ((_("Ledger"), held.ledger_total), (_("System of record"), held.erp_total))
        for at, (name, amount) in enumerate(told, start=1):
            page.write_string(at, 0, name)
            page.write_number(at, 1, amount, money)
        page.write_string(3, 0, _("Difference"))
        page.write_formula(3, 1, "=B2-B3", money, held.difference)
        for at, heading in enumerate(_headings(one.fund)):
            page.write_string(5, at, heading, bold)
        at = 5
        for at, row in enumerate(_rows(held), start=6):
            page.write_datetime(at, 0, row[0], day_)
            for column, cell in enumerate(row[1:], start=1):
                if column in (5, 6, 7):
                    page.write_number(at, column, cell, money)
                else:
                    page.write_string(at, column, str(cell))
        for column, letter in ((5, "F"), (6, "G"), (7, "H")):
            total = sum((row[column] for row in _rows(held)), one.fund.amount(0).value)
            page.write_formula(
                at + 1, column, f"=SUM({letter}7:{letter}{at + 1})" if at > 5 else "=0", sum_, total
            )
        page.set_column(0, 0, 17)
        page.set_column(1, 4, 20)
        page.set_column(5, 7, 16)
        page.set_column(8, 11, 28)
        page.freeze_panes(6, 0)
    return out.getvalue()


URLS = [
    path("reconciliation/<int:pk>/differences.csv", differences_csv, name="differences_csv"),
    path("reconciliation/<int:pk>/differences.xlsx", differences_xlsx, name="differences_xlsx"),
]
