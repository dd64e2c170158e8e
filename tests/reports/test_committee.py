"""The committee report from the sample office: every row of the acceptance table, read from the files themselves."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections import defaultdict
from datetime import date

import openpyxl
import pypdf
import pytest
from django.db import transaction
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests import make

from colonnade.capacity.models import Event
from colonnade.figures.measure import Measurer
from colonnade.figures.models import Edition, EditionFigure
from colonnade.figures.scope import read_address
from colonnade.records.actions import withdraw
from colonnade.records.intake.plan import plan_import
from colonnade.renderers import html, pptx, xlsx
from colonnade.renderers import json as json_format
from colonnade.reports.actions import document_of, find_report, print_document, publish
from colonnade.reports.compiling import compile_report
from colonnade.sample import FOLDER
from colonnade.values.numbers import Amount
from colonnade.values.period import Period
from colonnade.values.words import number_words
from colonnade.web.setting_up import SAMPLE, complete_report, found_office
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

AS_OF = date(2014, 4, 9)
PAST = Period.of_years(2006, 2013)
KINDS = ("national_training", "regional_workshop", "international_conference")


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """The sample office with its report, loaded once for this file and taken out again."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan_import(FOLDER, SHEETS).write()
        found_office(code=SAMPLE.code, name=SAMPLE.name, short_name=SAMPLE.short_name)
        complete_report(**SAMPLE.cover)
        yield find_report("committee")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def compiled(office):
    return compile_report(office, period=PAST, as_of=AS_OF)


@pytest.fixture(scope="module")
def files(compiled):
    return print_document(compiled.document)


class Deck:
    """A deck read back with python-pptx alone: the text of each slide by its heading, tables and charts as rows."""

    def __init__(self, data: bytes) -> None:
        self.slides = list(Presentation(io.BytesIO(data)).slides)

    def headed(self, start: str):
        found = [
            s for s in self.slides if s.shapes.title is not None and s.shapes.title.text.startswith(start)
        ]
        assert found, f"no slide is headed {start}"
        return found

    def words(self, *starts: str) -> str:
        """Everything that stands on the slides, in one line."""
        slides = [slide for start in starts for slide in self.headed(start)]
        return " ".join(" ".join(text.split()) for slide in slides for text in _texts(slide.shapes))

    def tables(self, start: str) -> list[list[list[str]]]:
        return [
            [[" ".join(cell.text.split()) for cell in row.cells] for row in shape.table.rows]
            for slide in self.headed(start) for shape in slide.shapes if shape.has_table
        ]  # fmt: skip

    def charts(self, start: str):
        return [shape.chart for slide in self.headed(start) for shape in slide.shapes if shape.has_chart]


def _texts(shapes):
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _texts(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


@pytest.fixture(scope="module")
def deck(files):
    return Deck(files["pptx"])


# --- the acceptance table of the 2014 deck, row by row --------------------------------------------------------


def test_the_cover_names_session_body_presenter_place_and_day(deck):
    words = " ".join(" ".join(text.split()) for text in _texts(deck.slides[0].shapes))
    for told in ("13th session", "UN Committee of Experts on Public Administration", "Jae-hong Lim", "Head of UNPOG",
                 "Division for Public Administration and Development Management", "New York, 9 April 2014"):  # fmt: skip
        assert told in words


def test_the_agenda_is_generated_from_the_outline(deck):
    words = deck.words("Agenda")
    for part in ("Introduction of the office", "1.1 Establishment", "1.5 Budget and personnel", "Achievements: 2006–2013",
                 "2.2 Capacity development", "2014 activities and way forward", "3.3 Way forward"):  # fmt: skip
        assert part in words


def test_1_1_establishment_has_its_three_dates(deck):
    words = deck.words("1.1")
    for told in (
        "May 2005",
        "Seoul Declaration",
        "June 2006",
        "Trust Fund Agreement",
        "September 2006",
        "launch",
    ):
        assert told in words


def test_1_2_the_statement_valid_on_the_day_is_printed(deck):
    assert "Global hub for good governance" in deck.words("1.2")
    assert "Assist Member States" in deck.words("1.2")


def test_1_3_three_pillars_with_their_kinds_of_work(deck):
    words = deck.words("1.3")
    for told in ("Research & Policy Development", "Capacity Development", "Communication & Outreach", "Study tours",
                 "Analyze best practices", "Establish partnerships with relevant institutions"):  # fmt: skip
        assert told in words


def test_1_4_the_chart_shows_ten_posts_and_their_holders(deck):
    words = deck.words("1.4")
    assert "Jae-hong Lim" in words
    assert (words.count("International staff member"), words.count("National staff member")) == (2, 6)


def test_1_5_budgets_in_their_currencies_with_rate_and_date_and_ten_staff(deck):
    words = deck.words("1.5").replace("\N{NO-BREAK SPACE}", " ")
    for told in ("USD 1,000,000", "KRW 500,000,000", "about USD 450,000", "At 1,070.72 KRW for 1 USD, mean of March 2014",
                 "it implies 1,111.11 KRW for 1 USD", "4 international and 6 national staff"):  # fmt: skip
        assert told in words
    assert re.search(r"\b10\b", words)


def test_2_1_the_chart_of_studies_and_products_is_native_and_by_year(deck):
    (chart,) = deck.charts("2.1")
    plot = chart.plots[0]
    assert list(plot.categories)[:8] == [str(year) for year in range(2006, 2014)]
    values = {series.name: list(series.values) for series in plot.series}
    assert (sum(values["Studies"]), sum(values["Products"])) == (16, 17)


def test_2_1_the_matrix_has_sixteen_titles_by_eight_years_grouped(deck):
    matrices = [
        table for table in deck.tables("2.1") if table[0][-8:] == [str(year) for year in range(2006, 2014)]
    ]
    titles = [row for table in matrices for row in table[1:]]
    assert len(titles) == 16
    filled = {row[-9].split(" (year")[0]: [cell != "" for cell in row[-8:]] for row in titles}
    assert (
        filled["Understanding Governance Challenges in Post Conflict Societies"]
        == [False, True, True] + [False] * 5
    )
    assert sum(any(row) for row in filled.values()) == 11, "five titles have no year in any source"


def test_2_1_products_and_the_gap_between_titles_and_products(deck):
    words = deck.words("2.1")
    assert "13 Research reports" in words and "4 Country profiles" in words
    assert (
        "13 reported (Research reports), 12 documented in 12 records; 4 reported (Country profiles), none documented"
        in words
    )


def test_2_2_the_summary_table_sums_what_adds_up_and_not_countries(deck):
    (table,) = [table for table in deck.tables("2.2") if "Events" in [row[0] for row in table]]
    assert table[0][1:] == [
        "National training programmes",
        "Regional workshops",
        "International conferences",
        "All",
    ]
    rows = {row[0]: row[1:] for row in table}
    assert rows["Events"] == ["11", "8", "11", "30"]
    assert rows["Participants"] == ["752", "872", "3,144", "4,768"]
    assert rows["Countries"] == ["11", "70", "94", "between 94 and 175 not a sum: counted on the union"]
    assert "10 advisory services and study tours" in deck.words("2.2")


def test_2_2_hosting_countries_are_listed_beside_the_map(deck):
    words = deck.words("2.2")
    for country in ("Republic of Korea", "Côte d’Ivoire", "China", "Kenya"):
        assert country.replace("’", "'") in words.replace("’", "'")
    assert "carry no position of the organization on the legal status" in words


def test_2_2_themes_before_and_after_2010(deck):
    words = deck.words("2.2")
    assert "2006–2009: Governance" in words and "Combating corruption" in words
    assert "From 2010: E-governance for sustainable development" in words and "Mobile government" in words


def test_2_2_four_quotes_with_name_function_body_and_country(deck):
    words = deck.words("2.2")
    for told in ("Mr. Abdul Mujeeb Mohmand", "Ministry of Communication and IT, Afghanistan", "Dr. Artak Barseghyan",
                 "Administration of the President of Armenia", "Mr. Benjamin Choppy", "Seychelles",
                 "Mr. Gerald Ilukwe", "Nigeria"):  # fmt: skip
        assert told in words


def test_2_3_outreach_two_by_two_and_its_sum(deck):
    (table,) = list(deck.tables("2.3"))
    assert table[0][1:] == ["Institutional promotion", "Thematic promotion", "All"]
    assert list(table[1:]) == [
        ["International", "9", "9", "18"], ["National", "11", "2", "13"], ["All", "20", "11", "31"]
    ]  # fmt: skip
    for told in ("brochures", "promotion video", "website"):
        assert told in deck.words("2.3")


def test_2_3_what_was_reached_stands_in_the_notes_in_its_own_unit_beside_a_count_it_does_not_change(
    office, deck
):
    with transaction.atomic():
        make.reach(make.promotion("2010-05-01", "other"), "visits", 120_000, "2006-2013")
        slides = compile_report(office, period=PAST, as_of=AS_OF).document.slides
        transaction.set_rollback(True)
    [notes] = [slide.notes for slide in slides if slide.number == "2.3"]
    (slide,) = deck.headed("2.3")

    assert notes == (
        "Reached: 60 people in the room, who are no participants.",
        "Reached: 120,000 visits to websites.",
    )
    assert "60 people in the room" in slide.notes_slide.notes_text_frame.text
    assert "visits" not in slide.notes_slide.notes_text_frame.text, (
        "what is not known is not printed as nought"
    )
    assert [row[-1] for row in deck.tables("2.3")[0]] == ["All", "18", "13", "31"]


def test_3_the_plan_the_priorities_the_chain_the_partners_and_the_way_forward(deck):
    assert "Global E-Government Forum 2014" in deck.words("3.1")
    words = deck.words("3.2")
    for told in ("1) Strengthen flagship activities", "E-government for least developed countries", "3rd UN Conference on SIDS",
                 "1–4 September 2014", "Apia, Samoa", "Seats planned: 15", "November 2014", "(UNESCAP)", "(ITU)", "(ADB)",
                 "(UNDP)", "Korea Customs Service", "6) Outreach activities to increase visibility"):  # fmt: skip
        assert told in words
    assert "tenth anniversary by mid-2016" in deck.words("3.3")


def test_the_closing_names_the_office(deck):
    words = " ".join(_texts(deck.slides[-1].shapes))
    assert "United Nations Project Office on Governance" in " ".join(words.split())


# --- no value is typed: every printed value is a figure's --------------------------------------------------------


def measured_words(addresses):
    """Each address asked again of the record by a fresh measurer, in words."""
    measurer = Measurer(as_of=AS_OF)
    return {
        address: number_words(measurer.measure_scope(*read_address(address)).value) for address in addresses
    }


@pytest.fixture(scope="module")
def expected(compiled):
    return measured_words({bound.address for bound in compiled.document.bounds()})


def test_every_value_in_the_deck_is_the_figures_and_stands_where_it_says(files, expected):
    found = pptx.read_bounds(files["pptx"])
    assert set(found) == set(expected)
    wrong = {
        a: texts
        for a, texts in found.items()
        if {t.replace("\N{NO-BREAK SPACE}", " ") for t in texts}
        != {expected[a].replace("\N{NO-BREAK SPACE}", " ")}
    }
    assert wrong == {}


@pytest.mark.parametrize("suffix", ["html", "json"])
def test_every_value_on_the_page_and_in_the_data_is_the_figures(files, expected, suffix):
    reader = {"html": html, "json": json_format}[suffix].read_bounds
    found = defaultdict(set)
    for address, text in reader(files[suffix]):
        found[address].add(text)
    assert {address: found[address] for address in expected} == {
        address: {words} for address, words in expected.items()
    }


def test_every_value_of_the_workbook_is_the_figures(files, compiled):
    found = defaultdict(set)
    for address, shown in xlsx.read_bounds(files["xlsx"]):
        found[address].add(shown)
    assert dict(found) == {
        account.bound.address: {in_a_cell(account.bound.address)} for account in compiled.document.accounts
    }
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert {"Figures", "Definitions", "Sources"} <= set(book.sheetnames)


def in_a_cell(address):
    """What a cell must show of a figure asked again of the record: a number, or words for a span and for not known."""
    value = Measurer(as_of=AS_OF).measure_scope(*read_address(address)).value
    if isinstance(value, Amount):
        return float(value.rounded().value)
    return value if isinstance(value, int) else number_words(value)


def test_every_value_is_in_the_annex_of_the_pdf(files, expected):
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    told = dict(re.findall(r"([a-z_]+\.[a-z_]+\?[\S\n]*?)\s=\s(.*)", text))
    told = {re.sub(r"[\s\u200b]", "", address): value.strip() for address, value in told.items()}
    assert {address: told.get(address) for address in expected} == expected


def test_each_figure_in_the_data_carries_its_rows_and_they_make_the_value(files):
    figures = {figure["address"]: figure for figure in json.loads(files["json"])["figures"]}
    whole = next(
        f for a, f in figures.items() if a == "capacity.participations?as_of=2014-04-09&period=2006-2013"
    )
    assert whole["value"] == 4768 == sum(row["contribution"] for row in whole["rows"])


# --- editions ------------------------------------------------------------------------------------------------------


def test_an_edition_prints_the_same_a_year_later_and_after_changes_to_the_record(office):
    with transaction.atomic():
        edition = publish(report=office, period=PAST, as_of=AS_OF, code="frozen")
        before = print_document(document_of(edition))
        for row in Measurer(as_of=AS_OF).record.events:
            withdraw(record=Event.objects.get(pk=row.pk), because="the record is changed under the edition")
        after = print_document(document_of(Edition.objects.get(code="frozen")))
        live = compile_report(office, period=PAST, as_of=AS_OF).document
        transaction.set_rollback(True)

    assert after == before
    hosting = [b for b in live.bounds() if b.key == "capacity.countries_hosting"]
    assert hosting == [], "the live report has changed: no event is left to host"


def test_an_edition_keeps_each_value_with_its_rows_and_words(office):
    with transaction.atomic():
        edition = publish(report=office, period=PAST, as_of=AS_OF, code="kept")
        figure = EditionFigure.objects.get(
            edition=edition, address="capacity.participations?as_of=2014-04-09&period=2006-2013"
        )
        amounts = [row.amount for row in figure.rows.all()]
        transaction.set_rollback(True)

    assert (figure.value, figure.label, sum(amounts)) == (4768, "Participations", 4768)
    assert figure.definition.startswith("One person at one event")


def test_the_report_of_2014_differs_from_that_of_2006_to_2013_as_it_should(office):
    later = Deck(
        print_document(
            compile_report(office, period=Period.year(2014), as_of=date(2014, 12, 31)).document, ("pptx",)
        )["pptx"]
    )
    (table,) = [table for table in later.tables("2.2") if "Events" in [row[0] for row in table]]
    rows = {row[0]: row[1:] for row in table}
    assert rows["Events"] == ["1", "0", "0", "1"]
    assert rows["Participants"] == ["20", "0", "0", "20"]
    assert "752" not in later.words("2.2")


def test_the_report_takes_the_same_number_of_queries_twice_as_long_or_not(
    office, django_assert_max_num_queries
):
    with django_assert_max_num_queries(75):
        compile_report(office, period=PAST, as_of=AS_OF)


def test_the_public_page_comes_over_the_line_in_less_than_forty_kilobytes(office, client):
    """Style and drawings are inside it, so this is the whole first visit but for the headers."""
    edition = publish(report=office, period=PAST, as_of=AS_OF, code="weighed")
    page = client.get(f"/reports/editions/{edition.code}/", headers={"accept-encoding": "gzip"})
    told = gzip.decompress(page.content).decode()

    assert (page["Content-Encoding"], len(page.content) < 40_000) == ("gzip", True)
    assert re.findall(r' src="(?!data:)[^"]+"|<link rel="stylesheet"', told) == []
