"""The workbook to fill in, the record as a workbook, and the guide that lists them."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from colonnade.capacity.models import Participation
from colonnade.money.models import AnnualBudget, Fund
from colonnade.office.models import Instrument, Theme
from colonnade.partners.models import Organisation
from colonnade.people.models import Person, Sex
from colonnade.places.actions import load_reference
from colonnade.records.intake.guide import guide
from colonnade.records.intake.plan import plan_import
from colonnade.records.intake.template import template
from colonnade.values.dates import PartialDate
from colonnade.web.setting_up import SAMPLE_FOLDER
from colonnade.web.sheets import SHEETS

ROOT = Path(__file__).resolve().parents[2]


def test_the_guide_lists_the_sheets_as_they_are():
    written = (ROOT / "docs/guide/workbook.md").read_text(encoding="utf-8")

    assert written == guide(SHEETS), "Run `colonnade template --guide`."


def test_every_column_fills_a_field_and_every_field_that_must_be_filled_has_a_required_column():
    wrong = []
    for sheet in SHEETS:
        for model in filter(None, (sheet.model, sheet.base and sheet.base.model)):
            names = {name: column for column in sheet.columns for name in column.fields}
            wrong += [
                f"{sheet.name}: {field.name}"
                for field in model._meta.concrete_fields
                if not (
                    field.blank
                    or field.has_default()
                    or field.auto_created
                    or field.name == (sheet.base and sheet.base.link)
                )
                and not (field.name in names and names[field.name].required)
            ]

    assert wrong == []


@pytest.mark.django_db
def test_the_template_has_a_sheet_a_kind_with_marked_headings_lists_and_frozen_panes():
    load_reference()
    book = load_workbook(io.BytesIO(template(SHEETS)))

    assert book.sheetnames == ["Instructions", *(sheet.name for sheet in SHEETS), "Lists"]
    events = book["Events"]
    headings = {cell.value: cell for cell in events[1]}
    assert headings["Title"].fill.fgColor.rgb != headings["Place"].fill.fgColor.rgb
    assert headings["Title"].comment.text.startswith("Title\nEvery row needs it.")
    assert (events.freeze_panes, book["Lists"].sheet_state) == ("B2", "hidden")
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in events.data_validations.dataValidation}
    assert lists[f"{headings['Host country'].column_letter}2"].startswith("list_")
    assert max(len([c.value for c in column if c.value]) for column in book["Lists"].columns) == 248
    assert events["A2"].value == "EXAMPLE-EV-1"


@pytest.mark.django_db
def test_the_template_as_it_stands_has_nothing_to_import(tmp_path):
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(template(SHEETS))

    plan = plan_import(path, SHEETS)

    assert (list(plan.findings), plan.empty) == ([], True)
    assert {each.examples for each in plan.understood} == {2}


@pytest.mark.django_db
def test_the_sample_office_goes_out_as_a_workbook_and_comes_in_without_a_change(tmp_path):
    load_reference()
    plan_import(SAMPLE_FOLDER, SHEETS).write()
    path = tmp_path / "record.xlsx"
    path.write_bytes(template(SHEETS, filled=True))

    plan = plan_import(path, SHEETS)

    assert ([f for f in plan.findings if f.stops], plan.new, plan.changed) == ([], 0, 0)
    assert plan.same > 900


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=40
).filter(
    lambda words: (
        words not in {"n/a", "N/A", "NA", "n.a.", "N.A.", "-", "–", "—", "#N/A"}
        and not words.startswith("EXAMPLE-")
    )
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PRECISE = st.sampled_from(["day", "month", "year"])


class AnythingGoesOutAndComesInAsItWas(TestCase):
    """Whatever a record holds, the workbook made of it says the same."""

    def comes_back(self, *models):
        sheets = [sheet for sheet in SHEETS if sheet.model in models]
        plan = plan_import(io.BytesIO(template(sheets, filled=True)), sheets, name="record.xlsx")
        assert [finding for finding in plan.findings if finding.stops] == []
        assert [(change.code, change.words()) for change in plan.changes] == []

    @settings(max_examples=15, deadline=None)
    @given(name=WORDS, note=WORDS, sex=st.sampled_from(Sex.values), first=DAYS, last=DAYS)
    def test_people_and_themes(self, name, note, sex, first, last):
        Person.objects.create(code="P", full_name=name, note=note, sex=sex)
        focus = Theme.objects.create(
            code="T", name=name, valid_from=min(first, last), valid_to=max(first, last)
        )
        Theme.objects.create(code="T-2", name=note, focus=focus)
        Organisation.objects.create(code="O", name=name, short_name=note)
        self.comes_back(Person, Theme, Organisation)

    @settings(max_examples=15, deadline=None)
    @given(day=DAYS, precision=PRECISE, founding=st.booleans(), text=WORDS)
    def test_dates_of_any_precision(self, day, precision, founding, text):
        first = PartialDate.parse(str(PartialDate(day, precision))).first_day
        Instrument.objects.create(code="I", title=text, on=first, on_precision=precision, founding=founding)
        self.comes_back(Instrument)

    @settings(max_examples=15, deadline=None)
    @given(
        amount=st.decimals(0, Decimal(10) ** 15, places=2), currency=st.sampled_from(["USD", "KRW", "TND"])
    )
    def test_money(self, amount, currency):
        fund = Fund.objects.create(code="F", name="Fund", kind="trust_fund", currency=currency)
        AnnualBudget.objects.create(code="B", fund=fund, purpose="project", amount=amount)
        self.comes_back(Fund, AnnualBudget)


def test_participations_are_among_the_sheets_of_many_rows():
    assert [sheet.name for sheet in SHEETS if sheet.model is Participation and sheet.many] == [
        "Participations"
    ]
