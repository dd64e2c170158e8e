"""The sheets of reach, materials and cooperation agreements: what they refuse, and that a second import changes nothing."""

from __future__ import annotations

import pytest
from tests import make
from tests.intake.files import folder

from colonnade.outreach.models import Material, Reach
from colonnade.partners.models import CooperationAgreement
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import Options, plan_import
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

REACH = ["Code", "Outreach activity", "Material", "Unit", "Number", "Period", "How it was measured"]


def bring(path, sheets):
    return plan_import(folder(path, sheets), SHEETS, Options())


def test_a_row_that_counts_nothing_or_half_of_something_is_told_and_nothing_is_written(tmp_path):
    talk = make.promotion()
    plan = bring(tmp_path, {
        "Materials": [["Code", "Title", "Languages", "How many were made", "Counted in"], ["MA-1", "T", "en; xx", "", ""],
                      ["MA-2", "T", "en", "500", ""]],
        "Reach": [REACH, ["RE-1", "", "", "visits", "5", "2013", "estimate"],
                  ["RE-2", talk.code, "", "people", "5", "2013", "estimate"]],
    })  # fmt: skip
    assert [(f.sheet, f.row, f.column) for f in plan.findings] == [
        ("Materials", 2, "Languages"), ("Materials", 3, "Counted in"), ("Reach", 2, "Outreach activity"), ("Reach", 3, "Unit"),
    ]  # fmt: skip
    assert not (Material.objects.exists() or Reach.objects.exists())


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["visits", "2013"], ["visits", "2013-Q2"]], "would count twice"),
        ([["followers", "2013"]], "counted on one day"),
    ],
)
def test_what_would_count_twice_is_refused_whole(tmp_path, rows, words):
    talk = make.promotion()
    lines = [
        [f"RE-{n}", talk.code, "", unit, "5", period, "estimate"] for n, (unit, period) in enumerate(rows)
    ]
    with pytest.raises(Refused, match=words):
        bring(tmp_path, {"Reach": [REACH, *lines]}).write()
    assert not Reach.objects.exists()


def test_an_agreement_comes_in_with_its_parties_and_renewals_and_twice_is_once(tmp_path):
    one, other = make.organisation(), make.organisation()
    held = {
        "Cooperation agreements": [["Code", "Title", "Parties", "Signed on", "Valid to", "Public"],
                                   ["CO-1", "Memorandum", f"{other.code}; {one.code}", "2012", "30 June 2016", "yes"]],
        "Agreement renewals": [["Agreement", "Valid to"], ["CO-1", "30 June 2016"]],
    }  # fmt: skip
    bring(tmp_path / "first", held).write()
    again = bring(tmp_path / "second", held)

    agreement = CooperationAgreement.objects.get()
    assert [party.organisation for party in agreement.parties.all()] == [other, one]
    assert (agreement.public, agreement.renewals.count()) == (True, 1)
    assert [
        (each.name, each.new, each.changed) for each in again.understood if each.new or each.changed
    ] == []
    held["Agreement renewals"].append(["CO-1", "30 June 2019"])
    with pytest.raises(Refused, match="Enter the later day as its end"):
        bring(tmp_path / "third", held).write()
