"""The sheets of research: contributors and phases with their plan come in whole, and go out as they came."""

import pytest
from tests.intake.files import workbook

from colonnade.records.intake.plan import Options, plan_import
from colonnade.research.models import Contributor, Phase, Study
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

FRAME = {
    "Pillars": [["Code", "Name"], ["research", "Research"]],
    "Kinds of activity": [["Code", "Name", "Plural", "Pillar"], ["study", "study", "studies", "research"]],
    "Organisations": [["Code", "Name"], ["ORG-1", "University of Rivers"]],
    "Studies": [
        ["Code", "Title", "Kind", "State", "Summary", "Peer review", "Shown on the public site"],
        ["SY-1", "Trust in government", "study", "closed", "Why people trust.", "peer-reviewed", "no"],
    ],
    "Phases": [
        ["Code", "Study", "Title", "Planned to start on", "Planned to end on", "Starts on", "Ends on"],
        ["PH-1", "SY-1", "Field work", "2012-01", "June 2012", "2012-02", "15 September 2012"],
    ],
}  # fmt: skip
HEAD = ["Code", "Study", "Role", "Order", "Institution", "Name as printed", "Agreed to be named in public"]


def bring(tmp_path, contributors, **options):
    path = workbook(tmp_path / "workbook.xlsx", FRAME | {"Contributors": [HEAD, *contributors]})
    return plan_import(path, SHEETS, Options(**options))


def test_a_study_comes_with_its_contributors_and_its_phases_as_planned_and_as_they_were(tmp_path):
    rows = [
        ["CO-1", "SY-1", "author", "1", "ORG-1", "", ""],
        ["CO-2", "SY-1", "editor", "1", "", "A. Editor", "yes"],
    ]
    bring(tmp_path, rows).write()
    study, phase = Study.objects.get(), Phase.objects.get()

    assert (study.summary, study.peer_reviewed, study.public) == ("Why people trust.", "yes", False)
    assert [str(day) for day in (phase.planned_starts, phase.planned_ends, phase.starts, phase.ends)] == [
        "2012-01", "2012-06", "2012-02", "2012-09-15",
    ]  # fmt: skip
    assert [(one.role, str(one), one.may_be_named) for one in Contributor.objects.order_by("code")] == [
        ("author", "University of Rivers", False), ("editor", "A. Editor", True),
    ]  # fmt: skip
    assert bring(tmp_path, rows).empty


def test_a_contributor_who_is_nobody_is_a_fault(tmp_path):
    plan = bring(tmp_path, [["CO-1", "SY-1", "author", "1", "", "", ""]])

    assert [(f.sheet, f.row, f.column) for f in plan.findings] == [("Contributors", 2, "Name as printed")]
