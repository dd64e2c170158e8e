"""Workbooks as they come: other calendars, stray cells, styled emptiness, archives that would burst, hundred thousands of rows."""

import io
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from tests.intake.files import workbook

from colonnade.records.intake.books import Limits, NotReadable
from colonnade.records.intake.plan import Options, plan_import
from colonnade.records.intake.reasons import with_reasons
from colonnade.records.intake.xlsx import read_xlsx
from colonnade.web.sheets import SHEETS

THEMES = [["Code", "Name"], ["t", "Trust"]]


def values(path, sheet=0):
    return list(read_xlsx(path.read_bytes(), Limits())[sheet].rows())


def test_a_date_is_the_same_day_in_both_calendars_of_spreadsheets(tmp_path):
    for calendar in (False, True):
        path = tmp_path / f"{calendar}.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": calendar}) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            book.add_worksheet("Milestones").write_datetime(0, 0, date(2014, 4, 9), day)
        assert values(path) == [[date(2014, 4, 9)]]


def test_cells_stand_where_they_stood_though_rows_and_columns_before_them_are_empty(tmp_path):
    path = workbook(tmp_path / "book.xlsx", {"Themes": [[], [None, "Code", "Name"], [None, "t", "Trust"]]})

    assert values(path) == [[None, None, None], [None, "Code", "Name"], [None, "t", "Trust"]]


def test_styled_rows_without_values_to_the_end_of_the_sheet_are_no_rows(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, red = book.add_worksheet("Themes"), book.add_format({"bg_color": "red"})
        for number, row in enumerate(THEMES):
            page.write_row(number, 0, row)
        page.write_blank(1_048_575, 5, None, red)

    table = read_xlsx(path.read_bytes(), Limits())[0]

    assert (table.last_row, table.last_column) == (2, 2)


@pytest.mark.django_db
def test_a_value_far_from_the_table_is_told_and_not_loaded(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Themes").write(1_048_575, 16_383, "x")
        book.add_worksheet("Pillars").write(0, 16_383, "x")

    plan = plan_import(path, SHEETS)

    assert [(f.sheet, f.what[:30]) for f in plan.findings] == [
        ("Themes", "The sheet has 1,048,575 rows u"),
        ("Pillars", "Something stands in column 16,"),
    ]


@pytest.mark.django_db
def test_the_limit_of_rows_can_be_raised(tmp_path):
    rows = [["Code", "Name"], *([f"t-{n}", "Theme"] for n in range(30))]
    path = workbook(tmp_path / "book.xlsx", {"Themes": rows})

    assert plan_import(path, SHEETS, Options(limits=Limits(rows=20))).stopped
    assert plan_import(path, SHEETS, Options(limits=Limits(rows=30))).new == 30


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000_000)

    with pytest.raises(NotReadable, match="unpacks to 19 MB"):
        read_xlsx(bomb.getvalue(), Limits(unpacked_bytes=10_000_000))


def test_an_entity_in_the_workbook_is_not_unfolded(tmp_path):
    path = workbook(tmp_path / "book.xlsx", {"Themes": THEMES})
    secret = tmp_path / "secret"
    secret.write_text("secret")
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/workbook.xml":
                doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
                content = re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + doctype, content).replace(
                    b'name="Themes"', b'name="Themes"'
                )
            new.writestr(part, content)

    assert [table.name for table in read_xlsx(changed.getvalue(), Limits())] == ["Themes"]


@pytest.mark.django_db
def test_the_copy_with_reasons_marks_what_is_wrong_runs_nothing_and_can_be_imported_again(tmp_path):
    rows = [
        ["Code", "Name", "Valid from"],
        ["t", None, "04/09/2014"],
        ["u", "+1+1", date(2014, 4, 9)],
        ["v", "=1+1"],
    ]
    path = workbook(tmp_path / "book.xlsx", {"Themes": rows})
    plan = plan_import(path, SHEETS)
    copy = tmp_path / "reasons.xlsx"

    copy.write_bytes(with_reasons(plan))

    book = CalamineWorkbook.from_path(copy)
    assert book.sheet_names == ["Findings", "Themes"]
    copied = list(book.get_sheet_by_name("Themes").iter_rows())
    assert copied[0] == ["Code", "Name", "Valid from", "Reason"]
    assert copied[1][3].startswith("Name: Name is missing.")
    assert "can be 4 September 2014 or 9 April 2014" in copied[1][3]
    assert copied[2] == ["u", "+1+1", date(2014, 4, 9), ""]
    with zipfile.ZipFile(copy) as archive:
        assert not any(b"<f>" in archive.read(part) for part in archive.namelist())
    again = plan_import(copy, SHEETS)
    assert [(f.row, f.column) for f in again.findings] == [(2, "Name"), (2, "Valid from")]


MEASURE = """
import resource, sys
from pathlib import Path
from django.core.management import call_command
import django
django.setup()
from django.apps import apps
from django.conf import settings
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables at once, not step by step
call_command("migrate", run_syncdb=True, verbosity=0)
from colonnade.records.intake.plan import plan_import
from colonnade.web.sheets import SHEETS
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
plan = plan_import(Path(sys.argv[1]), SHEETS)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(plan.understood[0].rows, sum(1 for _ in plan.findings), (after - before) // 1024)
"""


def test_a_hundred_thousand_participations_are_read_in_less_than_four_hundred_megabytes(tmp_path):
    """Each names an event that is not there: the findings too are kept within bounds."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("Participations")
        page.write_row(0, 0, ["Code", "Event", "Person", "Sex", "Role", "Days"])
        for number in range(1, 100_001):
            page.write_row(number, 0, [f"PA-{number}", "EV-1", f"P-{number}", "female", "participant", 3])

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env={"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "DJANGO_SETTINGS_MODULE": "colonnade.settings",
             "COLONNADE_DATA": str(tmp_path), "PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip

    rows, findings, megabytes = map(int, done.stdout.split())
    assert (rows, findings) == (100_000, 2_002)
    assert megabytes < 400
