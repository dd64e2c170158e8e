"""A study on its way: stages with reasons, phases in the matrix, and how late they are."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import make

from colonnade.people.actions import erase_person, restrict_person
from colonnade.records.errors import Refused
from colonnade.research.actions import (
    bring_draft,
    change_phase,
    lengthen_phase,
    move_phase,
    move_study,
    plan_phase,
)
from colonnade.research.models import Phase, Study
from colonnade.research.queries.studies import Bar, in_lanes, matrix_lines, wrote
from colonnade.research.rules.studies import PhaseState, months_late, next_stages, phase_years, stage_of
from colonnade.values.dates import PartialDate

pytestmark = pytest.mark.django_db
TODAY = date(2014, 6, 5)


def dates(phase: Phase) -> tuple[str, ...]:
    return tuple(
        str(getattr(phase, name) or "") for name in ("planned_starts", "planned_ends", "starts", "ends")
    )


def plan(*texts: str) -> dict[str, PartialDate | None]:
    names = ("planned_starts", "planned_ends", "starts", "ends")
    return {name: PartialDate.parse(text) if text else None for name, text in zip(names, texts, strict=False)}


# --- stages ----------------------------------------------------------------------------------------------------------


def test_a_study_goes_on_stage_by_stage_and_its_activity_with_it():
    study = make.study(state="planned")
    told = []
    for stage in ("contracted", "outline", "draft", "review"):
        study = move_study(study=study, to=stage)
        told.append((study.stage, study.activity.state))

    assert told == [
        ("contracted", "planned"), ("outline", "running"), ("draft", "running"), ("review", "running"),
    ]  # fmt: skip


def test_a_study_never_moved_is_where_its_activity_says():
    assert [stage_of(make.study(state=state)) for state in ("idea", "running", "closed", "postponed")] == [
        "concept", "draft", "closed", "postponed",
    ]  # fmt: skip


def test_putting_off_calling_off_and_stepping_back_need_a_reason_that_stays_in_the_history():
    study = move_study(study=make.study(state="running"), to="review")
    for stage in ("postponed", "cancelled", "draft"):
        with pytest.raises(Refused, match="Say why"):
            move_study(study=study, to=stage, because=" ")

    study = move_study(study=study, to="postponed", because="The author fell ill.")
    study = move_study(study=study, to="draft")
    held = study.activity.history.exclude(state_reason="").values_list("state", "state_reason")

    assert (study.activity.state, study.activity.state_reason) == ("running", "")
    assert list(held) == [("postponed", "The author fell ill.")]


def test_a_stage_that_does_not_follow_is_refused_with_those_that_do():
    study = make.study(state="planned")
    with pytest.raises(Refused, match="It can go to: authors contracted, outline, postponed, cancelled"):
        move_study(study=study, to="published")
    cancelled = move_study(study=study, to="cancelled", because="No funds.")

    assert next_stages(cancelled) == ()


def test_a_study_is_not_cleared_while_its_review_is_open_nor_published_without_a_product():
    study = move_study(study=make.study(state="running"), to="review")
    make.review_round(study)
    with pytest.raises(Refused, match="Round 1 of the peer review"):
        move_study(study=study, to="clearance")

    done = make.study(state="running")
    Study.objects.filter(pk=done.pk).update(stage="clearance")
    with pytest.raises(Refused, match="has no product"):
        move_study(study=done, to="published")


# --- drafts ----------------------------------------------------------------------------------------------------------


def word(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return held.getvalue()


def test_drafts_are_numbered_and_bear_the_fingerprint_of_their_file():
    study = make.study()
    first = bring_draft(study=study, content=b"%PDF-1.7\nabc\n%%EOF\n")
    second = bring_draft(study=study, content=word("word/document.xml"), title="Revised")

    assert [(one.version, one.kind) for one in (first, second)] == [(1, "pdf"), (2, "docx")]
    with first.file.open() as held:
        assert first.sha256 == hashlib.sha256(held.read()).hexdigest()
    with pytest.raises(Refused, match="is version 1"):
        bring_draft(study=study, content=b"%PDF-1.7\nabc\n%%EOF\n")


@pytest.mark.parametrize(
    "content", [b"MZ\x90", b"<html>", word("xl/workbook.xml"), word("word/document.xml", "word/vbaProject.bin"), b"PK\x03\x04"]
)  # fmt: skip
def test_a_file_that_is_no_pdf_and_no_word_document_is_no_draft(content):
    with pytest.raises(Refused, match="no PDF and no Word"):
        bring_draft(study=make.study(), content=content)


# --- phases ----------------------------------------------------------------------------------------------------------


def test_a_phase_is_planned_moved_and_made_longer_before_work_begins_without_a_word():
    phase = plan_phase(study=make.study(), title="Field work", dates=plan("2015-03", "2015-09"))
    phase = move_phase(phase=phase, years=1, today=TODAY)
    phase = lengthen_phase(phase=phase, years=1, today=TODAY)

    assert dates(phase) == ("2016-03", "2017-09", "", "")


def test_once_work_was_to_begin_the_plan_changes_only_with_a_reason_that_is_kept():
    phase = make.phase(make.study(), planned=("2013", "2014"))
    with pytest.raises(Refused, match="say why its plan changes"):
        lengthen_phase(phase=phase, years=1, today=TODAY)
    phase = lengthen_phase(phase=phase, years=1, because="The survey came late.", today=TODAY)

    assert dates(phase)[1] == "2015"
    assert phase.history.first().history_change_reason == "The survey came late."


def test_what_a_phase_was_is_written_without_a_reason_and_leaves_the_plan():
    phase = make.phase(make.study(), planned=("2013-01", "2013-06"))
    phase = change_phase(phase=phase, dates=plan("2013-01", "2013-06", "2013-02", "2013-09-30"), today=TODAY)

    assert dates(phase) == ("2013-01", "2013-06", "2013-02", "2013-09-30")


def test_a_phase_that_ended_moves_as_it_was_and_one_that_runs_ends_later_by_its_plan():
    ended = make.phase(make.study(), planned=("2010", "2010"), actual=("2010", "2011"))
    runs = make.phase(make.study(), actual=("2013", ""))

    assert dates(move_phase(phase=ended, years=-1, today=TODAY)) == ("2010", "2010", "2009", "2010")
    assert dates(lengthen_phase(phase=runs, years=1, today=TODAY)) == ("", "2014", "2013", "")


def test_a_phase_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="before the start"):
        plan_phase(study=make.study(), dates=plan("2014", "2013"))
    with pytest.raises(Refused, match="before the start"):
        lengthen_phase(phase=make.phase(make.study(), planned=("2015", "2015")), years=-1, today=TODAY)
    with pytest.raises(Refused, match="if only the year"):
        plan_phase(study=make.study(), dates={})


def test_the_29th_of_february_moves_to_the_28th():
    assert dates(move_phase(phase=make.phase(make.study(), planned=("2016-02-29", "")), years=1, today=TODAY))[0] == (
        "2017-02-28"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("planned", "actual", "years"),
    [
        (("2013", "2014"), ("", ""), [2013, 2014]),
        (("2013", "2013"), ("2013", "2015"), [2013, 2014, 2015]),
        (("", ""), ("", "2012"), [2012]),
        (("2012", "2013"), ("2012", ""), [2012, 2013, 2014]),
        (("2012", "2016"), ("2013", ""), [2013, 2014, 2015, 2016]),
        (("", ""), ("", ""), []),
    ],
)
def test_a_phase_fills_the_years_it_had_or_is_to_have(planned, actual, years):
    assert list(phase_years(make.phase(make.study(), planned=planned, actual=actual), TODAY)) == years


@pytest.mark.parametrize(
    ("planned", "actual", "months"),
    [("2013-06", "2013-09", 3), ("2013-06-30", "2013-06-01", 0), ("2013-06", "2013-01", -5),
     ("2013-06", "2014", None), ("2013", "2014-01", None), ("", "2014-01", None), ("2013-06", "", None)],
)  # fmt: skip
def test_slippage_is_known_where_both_ends_are_known_to_the_month(planned, actual, months):
    assert months_late(*(PartialDate.parse(text) if text else None for text in (planned, actual))) == months


@given(st.lists(st.tuples(st.integers(2000, 2010), st.integers(0, 4)), max_size=12))
def test_no_two_bars_of_a_lane_share_a_year_and_no_bar_is_lost(spans):
    bars = [
        Bar(Phase(code=str(n)), range(first, first + length + 1), PhaseState.ENDED)
        for n, (first, length) in enumerate(spans)
    ]
    lanes = in_lanes(bars)
    most = max((sum(year in bar.years for bar in bars) for year in range(2000, 2016)), default=0)

    assert sorted(bar.phase.code for lane in lanes for bar in lane) == sorted(bar.phase.code for bar in bars)
    assert all(
        one.years[-1] < next_.years[0] for lane in lanes for one, next_ in zip(lane, lane[1:], strict=False)
    )
    assert len(lanes) == most


def test_the_matrix_asks_two_questions_however_many_studies_there_are(django_assert_num_queries):
    for _number in range(5):
        make.phase(make.study(2010, 2012), planned=("2013", "2014"))
    with django_assert_num_queries(2):
        lines = matrix_lines(TODAY)

    assert [len(line.lanes[0]) for line in lines] == [2] * 5


# --- who wrote it ----------------------------------------------------------------------------------------------------


def test_an_account_wrote_a_study_by_its_address_its_name_or_the_draft_it_brought():
    by_address, by_name, brought, other = (make.study() for _ in range(4))
    ana = make.account("ana", email="Ana@Example.org", first_name="Ana", last_name="Tui")
    make.contributor(by_address, person=make.person("A. T.", email="ana@example.org"))
    make.contributor(by_name, "Ana Túi", role="editor")
    make.draft(brought, by=ana)
    make.contributor(other, "Ana Tui", role="translator")

    assert [wrote(ana, study) for study in (by_address, by_name, brought, other)] == [True, True, True, False]


def test_what_was_printed_of_a_contributor_is_gone_with_the_person():
    ana = make.person("Ana Tui", email="ana@example.org")
    held = make.contributor(make.study(), "A. Tui", person=ana, may_be_named=True)
    restrict_person(person=ana, because="asked")
    erase_person(person=ana, because="asked", by="head")
    held.refresh_from_db()

    assert (held.name, held.printed) == ("", "")
    assert set(held.history.values_list("name", flat=True)) == {""}
