"""A record is of one office, whatever a file says."""

import pytest
from tests import make

from colonnade.office.models import Office
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import Options, plan_import
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db


def an_office_sheet(folder, code):
    (folder / "office.csv").write_text(f"code,name,short_name\n{code},Office of Trials,OT\n", "utf-8")
    return folder


def test_a_second_office_is_refused_with_the_code_to_use_and_nothing_is_written(tmp_path):
    held = make.office("Office of Tests")

    with pytest.raises(Refused, match=f"This record is of the office {held.code}; the file brings OTHER."):
        plan_import(an_office_sheet(tmp_path, "OTHER"), SHEETS).write()
    assert list(Office.objects.values_list("name", flat=True)) == ["Office of Tests"]


def test_the_office_itself_is_changed_by_its_own_code(tmp_path):
    held = make.office("Office of Tests")

    plan_import(an_office_sheet(tmp_path, held.code), SHEETS, Options(overwrite=True)).write()

    assert list(Office.objects.values_list("name", flat=True)) == ["Office of Trials"]
