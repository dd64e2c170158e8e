"""A table with a column for each indicator: read as the sheet with a row for each, remembered, and written over when revised."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from colonnade.places.models import Indicator, IndicatorValue
from colonnade.records.intake.plan import Options, plan_import
from colonnade.records.models import Mapping
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

REAL = Path(__file__).resolve().parents[3] / "shared" / "reference" / "egdi.csv"
HEADINGS = "iso3,year,assessed,rank,egdi,osi,source"


def table(path: Path, *rows: str, headings: str = HEADINGS) -> Path:
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return path


def bring(path: Path, **columns: str):
    plan = plan_import(path, SHEETS, Options(columns=columns))
    if not plan.stopped:
        plan.write()
    return plan


def values(**asked):
    rows = IndicatorValue.objects.filter(**asked).order_by("indicator__code", "country__code", "year")
    return [(v.code, v.value.normalize() if v.value is not None else None, v.rank) for v in rows]


def test_a_plain_table_of_an_index_is_understood_by_its_headings(tmp_path):
    plan = bring(table(tmp_path / "egdi.csv", "WSM,2014,yes,111,0.4204,0.3228,A", "TUV,2014,no,,,,A"))

    assert plan.stopped is False
    assert values() == [("EGDI-WSM-2014", Decimal("0.4204"), 111), ("OSI-WSM-2014", Decimal("0.3228"), None)]
    assert "Not used: assessed, source." in " ".join(finding.what for finding in plan.findings)
    assert IndicatorValue.objects.get(code="OSI-WSM-2014").source_detail == "egdi, row 2"


def test_a_country_may_be_named_and_a_comma_before_decimals_is_no_thousand(tmp_path):
    path = table(tmp_path / "index.csv", "Samoa;2014;0,945", headings="Country name;Edition;EGDI")

    bring(path)

    assert values() == [("EGDI-WSM-2014", Decimal("0.945"), None)]


def test_what_a_column_means_is_told_once_and_remembered(tmp_path):
    Indicator.objects.create(code="NET", name="Households with Internet", publisher="Somebody")
    first = table(tmp_path / "a.csv", "WSM,2014,31.5,7", headings="nation,wave,online,place")
    second = table(tmp_path / "b.csv", "TON,2016,40.1,6", headings="nation,wave,online,place")
    told = {"nation": "country", "wave": "year", "online": "NET", "place": "NET:rank"}

    untold = plan_import(first, SHEETS).stopped
    bring(first, **told)
    bring(second)

    assert untold is True
    assert values() == [("NET-TON-2016", Decimal("40.1"), 6), ("NET-WSM-2014", Decimal("31.5"), 7)]
    assert Mapping.objects.get(layout="Indicator values").columns == told


def test_a_column_told_to_be_an_indicator_that_is_not_there_stops_the_import(tmp_path):
    plan = plan_import(
        table(tmp_path / "egdi.csv", "WSM,2014,yes,1,0.4,0.3,A"), SHEETS, Options(columns={"osi": "OSIX"})
    )

    assert plan.stopped and "there is no indicator OSIX" in " ".join(
        finding.what for finding in plan.findings
    )
    assert values() == []


def test_a_revised_value_is_written_over_and_the_history_keeps_what_it_was(tmp_path):
    bring(table(tmp_path / "egdi.csv", "WSM,2014,yes,111,0.4204,0.3228,A"))
    again = bring(table(tmp_path / "egdi.csv", "WSM,2014,yes,111,0.4204,0.3228,A"))
    bring(table(tmp_path / "egdi.csv", "WSM,2014,yes,110,0.4300,0.3228,A"))

    held = IndicatorValue.objects.get(code="EGDI-WSM-2014")

    assert again.empty
    assert [(line.value, line.rank) for line in held.history.order_by("history_id")] == [
        (Decimal("0.4204"), 111), (Decimal("0.43"), 110),
    ]  # fmt: skip


def test_a_country_that_is_not_known_is_told_with_its_row_and_nothing_is_written(tmp_path):
    plan = bring(table(tmp_path / "egdi.csv", "WSM,2014,yes,111,0.4204,,A", "Atlantis,2014,yes,1,0.9,,A"))

    assert [(finding.row, finding.value) for finding in plan.findings if finding.stops] == [(3, "Atlantis")]
    assert values() == []


@pytest.mark.skipif(not REAL.exists(), reason="the real table of the index is not beside the project")
def test_the_real_table_of_twelve_editions_is_understood_whole():
    plan = plan_import(REAL, SHEETS)

    assert (plan.stopped, plan.new > 10_000, plan.changed) == (False, True, 0)
