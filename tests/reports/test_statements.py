"""A donor's statement as files: marked on every page, in every language, and a workbook whose totals a real program works out alike."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest
from tests import make
from tests.money.a_fund import AFund, D, un_rate

from colonnade.money.actions import charge_support_costs, record_expense, record_refund, return_to_donor
from colonnade.money.models import InKind
from colonnade.money.queries import account_of, statement_of
from colonnade.renderers.labels import label
from colonnade.reports.statements import drafted
from colonnade.values.languages import LANGUAGES

pytestmark = pytest.mark.django_db

LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CALC = bool(LIBREOFFICE) and (Path(LIBREOFFICE).resolve().parent / "libsclo.so").exists()


def a_year():
    make.office("Office of Tests")
    a = AFund(levy="1")
    a.receive("10000.01")
    lines = a.allot(c145="4000", c120="2000")
    un_rate("KRW", "2014-03-01", "1123")
    told = {"on": a.on("03-02"), "programme_wide": True, "reference": "V", "by": a.finance}
    spent = record_expense(line=lines["145"], amount=D("1200.55"), **told)
    record_expense(line=lines["145"], amount=D("777777"), currency="KRW", **told)
    record_refund(expense=spent, on=a.on("04-01"), amount=D("0.55"), reference="R", by=a.finance)
    a.commit(lines["120"], "700")
    charge_support_costs(agreement=a.agreement, on=a.on("12-31"), by=a.finance)
    return_to_donor(agreement=a.agreement, on=a.on("12-31"), amount=D(100), reference="Letter", by=a.finance)
    InKind.objects.create(
        code=make.next_code("IK"), partner=a.agreement.partner, agreement=a.agreement, kind="premises", title="=HYPERLINK(1)",
        valuation=60000, currency="USD", method="market", valid_from=a.on("01-01"),
    )  # fmt: skip
    return a


def held_of(a):
    return statement_of(a.fund, a.on("01-01"), a.on("12-31"))


def by_libreoffice(folder, *books):
    """The first sheet of each as LibreOffice works it out, none of the values being in the file."""
    paths = []
    for number, book in enumerate(books):
        paths.append(folder / f"{number}.xlsx")
        book.save(paths[-1])  # openpyxl keeps formulas and drops what they came to
    out = folder / "out"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [LIBREOFFICE, "--headless", profile, "--convert-to", "xlsx", "--outdir", out, *paths],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return [
        {row[0].value: row[4].value for row in sheet.iter_rows() if row[0].value}
        for path in paths
        for sheet in [openpyxl.load_workbook(out / path.name, data_only=True).worksheets[0]]
    ]


def by_hand(_folder, *books):
    """The same where there is no such program: our few kinds of formula, in decimals."""
    return [
        {row[0].value: worked(book.worksheets[0], row[4].coordinate) for row in book.worksheets[0].iter_rows() if row[0].value}
        for book in books
    ]  # fmt: skip


def worked(sheet, place):
    held = sheet[place].value
    if not isinstance(held, str) or not held.startswith("="):
        return D(str(held)) if isinstance(held, int | float) else held
    between = re.compile(r"SUM\((\w)(\d+):\w(\d+)\)")
    text = between.sub(
        lambda span: f"({'+'.join(f'{span[1]}{n}' for n in range(int(span[2]), int(span[3]) + 1))})", held[1:]
    )
    text = re.sub(r"\b[A-E]\d+\b", lambda cell: f"D('{worked(sheet, cell[0])}')", text)
    return eval(text, {"D": D, "IF": lambda so, one, other: one if so else other, "ROUND": round})


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            by_libreoffice,
            marks=pytest.mark.skipif(
                not CALC, reason="No LibreOffice Calc on this machine: install libreoffice-calc."
            ),
        ),
        by_hand,
    ],
)
def test_totals_of_the_workbook_are_formulas_that_come_to_the_figures_and_follow_what_is_given(
    program, tmp_path
):
    a = a_year()
    held, account = held_of(a), account_of(a.fund, a.on("01-01"), a.on("12-31"))
    content = drafted(held, "xlsx", "en", date(2015, 2, 1))
    book, other = (openpyxl.load_workbook(io.BytesIO(content)) for _ in range(2))
    cells = {row[0].value: row[4] for row in other.worksheets[0].iter_rows() if row[0].value}
    cells["Contributions received"].value += 1000
    cells["Programme support costs"].value -= 7
    told, changed = program(tmp_path, book, other)

    def cents(number):
        return D(str(number)).quantize(D("0.01"))

    shown = {
        label(f"st_{key}", "en"): amount.value
        for key, amount in held.values.items()
        if not key.startswith("class:")
    }
    assert {words: cents(told[words]) for words in shown} == shown
    assert cents(told["Closing balance"]) == account.closing.value
    assert D(str(told["Delivery rate"])) == held.to_date.delivery.scaleb(-2)
    totals = (
        "Total available",
        "Direct expenditure",
        "Total expenditure",
        "Closing balance",
        "Net funded amount",
        "Delivery rate",
    )
    assert [cells[words].value[:1] for words in totals] == ["="] * len(totals)
    # What is given changes, and the totals follow: none is a number that was written down.
    assert cents(changed["Total available"]) - held.available.value == 1000
    assert cents(changed["Closing balance"]) - held.closing.value == 1007


def test_every_page_is_marked_as_provisional_and_says_that_it_is_not_reconciled():
    held = held_of(a_year())
    for language in ("en", "fr"):
        read = pypdf.PdfReader(io.BytesIO(drafted(held, "pdf", language, date(2015, 2, 1))))
        mark = label("provisional", language).upper()
        assert [mark in " ".join(page.extract_text().split()) for page in read.pages] == [True] * len(
            read.pages
        )
    told = " ".join("".join(page.extract_text() for page in read.pages).split())
    assert held.unreconciled["fr"] in told and label("not_issued", "fr") in told


def test_a_statement_prints_in_every_language_and_names_nobody(recwarn):
    a = a_year()
    held, names = held_of(a), {str(who) for who in (a.officer, a.finance, a.head)}
    for language in LANGUAGES:
        assert drafted(held, "pdf", language, date(2015, 2, 1)).startswith(b"%PDF")
        book = openpyxl.load_workbook(io.BytesIO(drafted(held, "xlsx", language, date(2015, 2, 1))))
        words = "\n".join(
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
        )
        assert "HYPERLINK" not in words and not any(name in words for name in names)
        assert bool(book.worksheets[0].sheet_view.rightToLeft) == (language == "ar")
    assert list(recwarn) == []
