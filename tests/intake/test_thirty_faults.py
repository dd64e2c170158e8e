"""One workbook with thirty faults of different kinds: each is told, with its place, and nothing is written."""

from datetime import date

import pytest
import xlsxwriter
from django.apps import apps

from colonnade.places.actions import load_reference
from colonnade.places.models import Country
from colonnade.records.intake.plan import plan_import
from colonnade.records.models import Batch, Record
from colonnade.web.sheets import SHEETS

# What is wrong; where it is; a part of what is said of it; problem, question or note.
FAULTS = [
    ("a column nobody knows", "Organisations", 1, "Homepage", "not known and was not used", "note"),
    ("the same code twice", "Organisations", 3, "Code", "stands in row 2 already", "problem"),
    ("a misspelt choice", "Organisations", 4, "Kind", "is not one of the choices", "problem"),
    ("an unknown country", "Organisations", 5, "Country", "is not a country", "problem"),
    ("a country that can be two", "Organisations", 6, "Country", "may mean", "question"),
    ("a code of nothing", "Organisations", 7, "Part of", "There is no organisation with the code", "problem"),
    ("a code with a space", "Organisations", 8, "Code", "cannot be a code", "problem"),
    ("a required cell left empty", "Organisations", 9, "Name", "is missing", "problem"),
    ("a text that is too long", "Organisations", 10, "Name", "at most 250 fit", "problem"),
    ("spaces nobody sees", "Organisations", 11, "Name", "Spaces that nobody sees", "note"),
    ("a circle", "Organisations", 12, "Part of", "in a circle", "problem"),
    ("two columns of one heading", "People", 1, "E-mail", "Two columns are headed", "problem"),
    ("a formula", "People", 3, "Full name", "holds a formula", "problem"),
    ("merged cells", "People", 4, "", "are merged", "problem"),
    ("a name that is no address", "People", 6, "E-mail", "no e-mail address", "problem"),
    ("a wrong name of a sheet", "Event", None, "", "There is no sheet", "problem"),
    ("a date that can be two", "Event", 3, "Starts on", "can be 4 September 2014 or 9 April 2014", "question"),
    ("an end before its start", "Event", 4, "Ends on", "is before Starts on", "problem"),
    ("a day that no calendar has", "Event", 5, "Starts on", "not in the calendar", "problem"),
    ("a word for a number", "Event", 6, "Seats planned", "is not a number", "problem"),
    ("a part of a seat", "Event", 7, "Seats planned", "is not a whole number", "problem"),
    ("Arabic digits", "Event", 8, "Seats planned", "Digits of another script", "note"),
    ("a number for a date", "Event", 9, "Starts on", "own count of days", "question"),
    ("a person twice at an event", "Participations", 3, "Person", "may be there once only", "problem"),
    ("neither yes nor no", "Participations", 4, "Completed", "neither yes nor no", "problem"),
    ("more women than people", "Head counts", 2, "Women", "more than 10 people", "problem"),
    ("a currency that is none", "Funds", 2, "Currency", "is not a currency", "problem"),
    ("a required column left out", "Agreements", 1, "Fund", "is missing; every row needs it", "problem"),
    ("a figure that is none", "Opening figures", 2, "Figure", "There is no figure", "problem"),
    ("200,000 rows", "Themes", None, "", "has 200,000 rows", "problem"),
]  # fmt: skip


def a_workbook_with_thirty_faults(path):
    sheets = {
        "Organisations": [
            ["Code", "Name", "Kind", "Country", "Part of", "Homepage"],
            ["ORG-1", "Ministry of Health", "government", "Kenya", None, "https://health.example"],
            ["ORG-1", "Ministry of Labour", "government", "Kenya", None],
            ["ORG-2", "Ministry of Trade", "goverment", "Kenya", None],
            ["ORG-3", "Ministry of Sport", "government", "Kenyaa", None],
            ["ORG-4", "Ministry of Water", "government", "Congo", None],
            ["ORG-5", "Water Board", "government", "Kenya", "ORG-99"],
            ["ORG 6", "Land Board", "government", "Kenya", None],
            ["ORG-7", None, "government", "Kenya", None],
            ["ORG-8", "Ministry of Everything" + " and Everything" * 20, "government", "Kenya", None],
            ["ORG-9", " Ministry of\N{NO-BREAK SPACE}Finance ", "government", "NA", None],
            ["ORG-10", "Upper House", "government", "Kenya", "ORG-11"],
            ["ORG-11", "Lower House", "government", "Kenya", "ORG-10"],
        ],
        "People": [
            ["Code", "Full name", "E-mail", "Family name", "E-mail"],
            ["P-1", "Ana Lima", "ana@office.example", "Lima"],
            ["P-2", "=A2", None, "Lima"],
            ["P-3", "Bo Li", None, "Li"],
            ["P-4", "Bo Wang", None, None],
            ["P-5", "Cem Kaya", "cem at office", "Kaya"],
        ],
        "Pillars": [["Code", "Name"], ["capacity", "Capacity development"]],
        "Kinds of activity": [["Code", "Name", "Plural", "Pillar"], ["workshop", "workshop", "workshops", "capacity"]],
        "Event": [
            ["Code", "Title", "Kind", "State", "Starts on", "Ends on", "Seats planned"],
            ["EV-1", "First workshop", "workshop", "held", date(2013, 4, 9), "11 April 2013", 40],
            ["EV-2", "Second workshop", "workshop", "held", "04/09/2014", None, 40],
            ["EV-3", "Third workshop", "workshop", "held", "9 April 2014", "8 April 2014", 40],
            ["EV-4", "Fourth workshop", "workshop", "held", "31 February 2014", None, 40],
            ["EV-5", "Fifth workshop", "workshop", "held", 2014.0, None, "about 40"],
            ["EV-6", "Sixth workshop", "workshop", "held", "mai 2014", None, 12.5],
            ["EV-7", "Seventh workshop", "workshop", "held", "2014", None, "٤٠"],
            ["EV-8", "Eighth workshop", "workshop", "held", 41738, None, "40"],
        ],
        "Participations": [
            ["Code", "Event", "Person", "Completed"],
            ["PA-1", "EV-1", "P-1", "yes"],
            ["PA-2", "EV-1", "P-1", "no"],
            ["PA-3", "EV-1", "P-3", "perhaps"],
        ],
        "Head counts": [["Code", "Event", "People", "Women"], ["HC-1", "EV-1", 10, 12]],
        "Funds": [["Code", "Name", "Kind", "Currency"], ["FU-1", "Trust fund", "trust fund", "US$"]],
        "Agreements": [["Code", "Title", "Party"], ["AG-1", "Agreement", "ORG-1"]],
        "Opening figures": [
            ["Code", "Figure", "Period", "Value"],
            ["OF-1", "capacity.heads", "2006-2013", 752],
        ],
    }  # fmt: skip
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        page.write_formula(number, place, cell, None, "P-1")
                    elif cell is not None:
                        page.write(number, place, cell)
                if name == "People" and number == 3:
                    page.merge_range("D4:D5", "Li")
        page = book.add_worksheet("Themes")
        page.write_row(0, 0, ["Code", "Name"])
        for number in range(1, 200_001):
            page.write_row(number, 0, [f"TH-{number}", "Theme"])
    return path


def rows_held():
    """Every row of every kind of record but the reference data."""
    rooms = [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model._meta.app_label != "places"
    ]
    return sum(model._default_manager.count() for model in rooms)


@pytest.mark.django_db
def test_thirty_faults_are_thirty_findings_and_nothing_is_written(tmp_path):
    load_reference()
    before, countries = rows_held(), Country.objects.count()

    plan = plan_import(a_workbook_with_thirty_faults(tmp_path / "faults.xlsx"), SHEETS)

    told = {(f.sheet, f.row, f.column, f.severity): f.what for f in plan.findings}
    expected = {(sheet, row, column, severity): part for _, sheet, row, column, part, severity in FAULTS}
    assert told.keys() == expected.keys()
    assert [part for place, part in expected.items() if part not in told[place]] == []
    assert len(plan.findings) == len(FAULTS) == 30
    assert plan.stopped
    assert (rows_held(), Country.objects.count(), Batch.objects.count()) == (before, countries, 0)
