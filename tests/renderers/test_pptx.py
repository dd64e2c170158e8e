"""What a deck promises: native, bound, readable without seeing, inside its slides, the same every time.

Sizes of type, and what goes on to another slide, are in ``test_pptx_fit``; the file and its master in ``test_pptx_file``.
"""

import base64
import io
import re
import struct
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests.renderers.a_document import bound, cell, every_block

from colonnade.renderers import pptx
from colonnade.renderers.document import (
    Account,
    Bound,
    Brand,
    Chart,
    Definition,
    Matrix,
    MatrixRow,
    Moment,
    Node,
    Paragraph,
    Series,
    Slide,
    Table,
    Text,
    Timeline,
    Tree,
)  # fmt: skip
from colonnade.renderers.pptx import master, measure
from colonnade.renderers.pptx.box import BODY
from colonnade.renderers.pptx.text import Line, fitted, height_of
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Bounds

LONG = "A sentence that says at length what was done in the year, with whom, where, and what came of it. "


@lru_cache
def printed(language="en"):
    """The sample document as a deck."""
    return pptx.render(every_block(language))


def opened(data):
    return Presentation(io.BytesIO(data))


def shapes_in(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes_in(shape.shapes)


def alt(shape):
    return shape._element.xpath(".//p:cNvPr")[0].get("descr", "")


def with_blocks(*blocks, language="en", **slide):
    """The sample office with one slide of these blocks."""
    return replace(
        every_block(language), slides=(Slide("content", "A slide", "1.1", blocks=blocks, **slide),)
    )


def the_slide(*blocks, **how):
    return opened(pptx.render(with_blocks(*blocks, **how))).slides[0]


def a_png(wide=40, high=10):
    """A plain bitmap, written by hand."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x1f\x4e\x79" * wide for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return base64.b64encode(data).decode()


def crowded(language):
    """More of everything than a slide likes to hold."""
    posts = tuple(
        Node(f"Governance and public administration officer {n}", "", "P-3", True) for n in range(9)
    )
    rows = tuple(
        MatrixRow(f"{LONG}{n}"[:90], tuple(n // 2 == c for c in range(8)), f"Theme {n // 6}")
        for n in range(16)
    )
    moments = tuple(
        Moment(
            PartialDate.parse(f"2014-{1 + n % 12:02d}"),
            f"An activity with a long name {n}",
            lane=f"Lane {n % 4}",
        )
        for n in range(20)
    )
    table = tuple(
        (cell(LONG), cell(LONG * 2), cell(bound("capacity.events_held", n, "events", row=n)))
        for n in range(14)
    )
    blocks = (
        Tree((Node("Head of office", "Jae-hong Lim", "D-1", children=posts),), "Ten posts"),
        Matrix(tuple(str(year) for year in range(2006, 2014)), rows, "runs in the year"),
        Timeline(moments, "The year"),
        Table(("What", "How", "Number"), table, LONG, note=LONG * 3),
        Text(tuple(Paragraph((LONG,), n % 3) for n in range(30))),
    )
    slides = tuple(Slide("content", LONG, f"1.{n}", blocks=(block,)) for n, block in enumerate(blocks, 1))
    return replace(every_block(language), slides=slides)


# --- figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_read_back_at_its_place_as_it_is_printed_in_the_language(language):
    document = every_block(language)
    read = pptx.read_bounds(printed(language))

    assert {address: set(texts) for address, texts in read.items()} == {
        figure.address: {figure.words(language)} for figure in document.bounds()
    }


def test_a_figure_printed_on_two_slides_is_read_twice():
    read = pptx.read_bounds(printed())

    assert read["capacity.participations?as_of=2014-04-09&period=2006-2013"] == ("4,768", "4,768")


def edited(document, change):
    """The deck after somebody worked on its first slide by hand."""
    presentation = opened(pptx.render(document))
    change(presentation.slides[0])
    file = io.BytesIO()
    presentation.save(file)
    return pptx.printed(file.getvalue())


def test_a_number_changed_by_hand_in_a_sentence_is_found_though_its_alternative_text_is_old():
    figure = bound("capacity.participations", 752, "participations")

    def change(slide):
        run = next(
            r
            for s in slide.shapes
            if s.has_text_frame
            for p in s.text_frame.paragraphs
            for r in p.runs
            if r.text == "752"
        )
        run.text = "760"

    [read] = edited(with_blocks(Text((Paragraph(("In all ", figure, "."), 1),))), change)
    assert (read.address, read.slide, read.was, read.now) == (figure.address, 1, "752", "760")


def test_a_number_changed_by_hand_in_a_cell_is_found():
    figure = bound("capacity.participations", 752, "participations")

    def change(slide):
        table = next(shape.table for shape in slide.shapes if shape.has_table)
        table.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "753"

    [read] = edited(with_blocks(Table(("", "Seats"), ((cell("Training"), cell(figure)),))), change)
    assert (read.where, read.was, read.now) == ("r2c2p1r1", "752", "753")


def test_a_point_changed_by_hand_in_a_chart_is_found():
    values = (
        bound("research.studies", 3, "studies", year=2006),
        bound("research.studies", 5, "studies", year=2007),
    )
    chart = Chart("column", ("2006", "2007"), (Series("Studies", values),), "Studies", "Studies by year")

    def change(slide):
        drawn = next(shape.chart for shape in slide.shapes if shape.has_chart)
        drawn._chartSpace.xpath('.//c:val//c:pt[@idx="1"]/c:v')[0].text = "6"

    assert [(read.where, read.was, read.now) for read in edited(with_blocks(chart), change)] == [
        ("s1c1", "3", "3"),
        ("s1c2", "5", "6"),
    ]


def test_a_deleted_paragraph_leaves_its_figure_without_text():
    figure = bound("capacity.participations", 752, "participations")

    def change(slide):
        frame = next(s.text_frame for s in slide.shapes if s.has_text_frame and "752" in s.text_frame.text)
        frame._txBody.remove(frame.paragraphs[1]._p)

    [read] = edited(with_blocks(Text((Paragraph(("Words",)), Paragraph((figure,))))), change)
    assert read.now == ""


def test_a_chart_prints_a_span_in_words_and_names_what_is_not_known():
    values = (bound("c.c", Bounds(94, 175), "countries", k=1), bound("c.c", None, "countries", k=2))
    document = with_blocks(
        Chart("column", ("Union", "Rest"), (Series("Countries", values),), "Countries", "Countries")
    )
    data = pptx.render(document)

    assert pptx.read_bounds(data) == {values[0].address: ("between 94 and 175",), values[1].address: ("–",)}
    assert "Rest: not known." in [
        s.text_frame.text for s in opened(data).slides[0].shapes if s.has_text_frame
    ]


# --- native and complete ---------------------------------------------------------------------------------


def test_an_unknown_block_is_an_error_and_not_a_gap():
    @dataclass(frozen=True)
    class Hologram:
        title: str = ""

    with pytest.raises(TypeError, match="Hologram"):
        pptx.render(with_blocks(Hologram()))


@pytest.mark.parametrize("kind", ["column", "stacked", "bar", "line"])
def test_a_chart_is_native_with_its_numbers_and_a_legend_only_for_several_series(kind):
    one = Series(
        "Studies", (bound("research.studies", 3, "studies"), bound("research.studies", 5, "studies", year=2))
    )
    for series, legend in (((one,), False), ((one, replace(one, name="Products")), True)):
        slide = the_slide(Chart(kind, ("2006", "2007"), series, "By year", "Studies by year"))
        chart = next(shape.chart for shape in slide.shapes if shape.has_chart)

        assert [tuple(drawn.values) for drawn in chart.plots[0].series] == [(3, 5)] * len(series)
        assert list(chart.plots[0].categories) == ["2006", "2007"]
        assert chart.has_legend is legend


def test_a_table_is_native_with_numbers_to_the_right_and_its_note_in_small_print():
    figure = bound("capacity.participations", 752, "participations")
    table = Table(("", "Seats"), ((cell("All"), cell(figure, note="as reported")),), "Seats", total_row=True)
    drawn = next(shape.table for shape in the_slide(table).shapes if shape.has_table)
    value, note = drawn.cell(1, 1).text_frame.paragraphs

    assert (drawn.first_row, drawn.last_row) == (True, True)
    assert (value.text, note.text) == ("752", "as reported")
    assert value._p.pPr.get("algn") == note._p.pPr.get("algn") == "r"
    assert note.runs[0].font.size < value.runs[0].font.size


def test_a_matrix_marks_filled_cells_also_without_colour_and_joins_its_groups():
    rows = (
        MatrixRow("One", (True, False), "Theme"),
        MatrixRow("Two", (False, True), "Theme"),
        MatrixRow("Three", (True, True), "Other"),
    )
    drawn = next(s.table for s in the_slide(Matrix(("2006", "2007"), rows, "runs")).shapes if s.has_table)

    assert [[drawn.cell(r, c).text_frame.text for c in range(4)] for r in range(4)] == [
        ["", "", "2006", "2007"],
        ["Theme", "One", "●", ""],
        ["", "Two", "", "●"],
        ["Other", "Three", "●", "●"],
    ]
    assert drawn.cell(1, 0).span_height == 2


def test_a_vacant_post_says_so_and_is_dashed():
    tree = Tree(
        (Node("Head", "Jae-hong Lim", "D-1", children=(Node("Expert", "", "P-5", vacant=True),)),),
        "Two posts",
    )
    slide = the_slide(tree)
    cards = {s.name: s for s in shapes_in(slide.shapes) if s.name.startswith("Post: ")}

    assert cards["Post: Expert"].text_frame.text == "Expert\nVacant  ·  P-5"
    assert (cards["Post: Expert"].line.dash_style, cards["Post: Head"].line.dash_style) == (
        MSO_LINE.DASH,
        None,
    )


def test_each_reporting_line_is_fastened_to_both_its_cards():
    tree = Tree(
        (
            Node(
                "Head",
                children=(Node("One", children=(Node("Under one"), Node("Also under one"))), Node("Two")),
            ),
        ),
        "Five posts",
    )
    slide = the_slide(tree)
    names = {shape.shape_id: shape.name.removeprefix("Post: ") for shape in shapes_in(slide.shapes)}
    lines = [shape._element for shape in shapes_in(slide.shapes) if shape.name == "Reporting line"]
    joined = {
        (names[int(line.xpath(".//a:stCxn/@id")[0])], names[int(line.xpath(".//a:endCxn/@id")[0])])
        for line in lines
    }

    assert joined == {("Head", "One"), ("Head", "Two"), ("One", "Under one"), ("One", "Also under one")}


def test_a_map_is_one_group_of_shapes_with_dots_for_small_states():
    slide = next(
        s for s in opened(printed()).slides if s.shapes.title.text_frame.text.startswith("2.2 Hosting")
    )
    [group] = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    kinds = {shape.name: shape.shape_type for shape in group.shapes}

    assert alt(group) == "World map with four countries marked"
    assert kinds["Country: Côte d’Ivoire"] == MSO_SHAPE_TYPE.FREEFORM
    assert kinds["Country: Tuvalu"] == MSO_SHAPE_TYPE.AUTO_SHAPE


def test_a_long_table_goes_on_under_the_same_title_and_loses_no_row():
    rows = tuple(
        (cell(f"Row {n}"), cell(bound("capacity.events_held", n, "events", row=n))) for n in range(40)
    )
    slides = opened(pptx.render(with_blocks(Table(("Name", "Events"), rows, total_row=True)))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]

    assert [slide.shapes.title.text_frame.text for slide in slides] == ["1.1 A slide"] + [
        "1.1 A slide (continued)"
    ] * 2
    assert [table.cell(r, 0).text_frame.text for table in tables for r in range(1, len(table.rows))] == [
        f"Row {n}" for n in range(40)
    ]
    assert [table.last_row for table in tables] == [False, False, True]


# --- for every reader ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_slide_has_a_title_in_its_title_placeholder(language):
    document = every_block(language)
    titles = [slide.shapes.title.text_frame.text for slide in opened(printed(language)).slides]

    assert titles == [slide.heading if slide.kind == "content" else slide.title for slide in document.slides]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("make", [every_block, crowded])
def test_no_shape_leaves_its_slide(make, language):
    presentation = opened(pptx.render(make(language)))
    wide, high = presentation.slide_width, presentation.slide_height
    # A connector turned by a quarter is described by its frame before the turn.
    outside = [
        (number, shape.name)
        for number, slide in enumerate(presentation.slides, 1)
        for shape in shapes_in(slide.shapes)
        if not getattr(shape, "rotation", 0) and shape.shape_type != MSO_SHAPE_TYPE.LINE
        and (shape.left < 0 or shape.top < 0 or shape.left + shape.width > wide + 9 or shape.top + shape.height > high + 9)
    ]  # fmt: skip

    assert outside == []


def test_a_table_of_many_words_ends_above_the_footer():
    presentation = opened(pptx.render(crowded("en")))
    tables = [s for slide in presentation.slides for s in slide.shapes if s.has_table]
    ends = [(s.top + sum(row.height for row in s.table.rows)) / 914400 for s in tables]

    assert len(tables) >= 2
    assert [end for end in ends if end > BODY.bottom + 0.01] == []


def test_words_are_made_smaller_until_they_stand_in_their_box():
    lines = [Line.of(LONG * 4, size=30)]
    small = fitted(lines, 4.0, 2.0, "en")

    assert height_of(lines, 4.0, "en") > 2.0 >= height_of(small, 4.0, "en")
    assert small[0].look.size >= 10


def test_arabic_chinese_and_long_words_are_measured_by_their_own_widths():
    assert measure.lines("国" * 10, 72, 5.3) == 2
    assert measure.lines("word " * 3, 72, 0.5) >= 6
    assert measure.is_tall("ولاية") is True
    assert measure.height(1, 72, "ولاية") > measure.height(1, 72, "word")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_chart_table_map_tree_and_picture_has_alternative_text(language):
    document = replace(every_block(language), brand=Brand("The office", "TO", logo=a_png()))
    silent = [
        shape.name
        for slide in opened(pptx.render(document)).slides
        for shape in slide.shapes
        if (
            shape.has_chart
            or shape.has_table
            or shape.shape_type in (MSO_SHAPE_TYPE.GROUP, MSO_SHAPE_TYPE.PICTURE)
        )
        and not alt(shape)
    ]

    assert silent == []


def test_every_shape_has_a_name_of_its_own_kind_and_a_number_used_once():
    for slide in opened(printed()).slides:
        shapes = list(shapes_in(slide.shapes))
        numbers = [shape.shape_id for shape in shapes]

        assert len(numbers) == len(set(numbers))
        assert [
            shape.name
            for shape in shapes
            if re.fullmatch(r"(TextBox|Rectangle|Connector|Group|Table|Chart) \d+", shape.name)
        ] == []


def test_notes_say_what_the_speaker_wrote_and_what_each_figure_means_and_rests_on():
    figure = Bound("capacity.participations?period=2006-2013", 4768, "participations", "Participations", True)
    document = replace(
        with_blocks(Text((Paragraph((figure,)),)), notes=("Say hello.",)),
        definitions=(Definition("capacity.participations", "Participations", "One person at one event.", "participations", "adds up"),),
        accounts=(Account(figure, "2006–2013", "28 of 30 events with attendance closed", ("The rule is not known.",)),),
    )  # fmt: skip
    notes = opened(pptx.render(document)).slides[0].notes_slide.notes_text_frame.text

    assert notes.split("\n") == [
        "Say hello.",
        "",
        "Participations: 4,768 participations",
        "Definition: One person at one event. (adds up)",
        "Completeness: 28 of 30 events with attendance closed",
        "Caveats: The rule is not known.",
        "Rests in whole or in part on a reported total; not all of its records are held.",
        "Address of the figure: capacity.participations?period=2006-2013",
    ]


def test_the_footer_says_office_date_edition_and_number():
    slide = opened(printed()).slides[3]
    footers = {shape.placeholder_format.idx: shape.text_frame.text for shape in slide.placeholders}

    assert footers[master.FOOTER] == "UNPOG  ·  Past, present and future  ·  2006–2013"
    assert footers[master.DATE] == "As of 9 April 2014  ·  Edition committee-2014"
    assert slide.shapes._spTree.xpath('.//a:fld[@type="slidenum"]') != []


def test_arabic_runs_from_the_right_in_paragraphs_timelines_and_tables():
    moments = (Moment(PartialDate.parse("2005"), "أولا"), Moment(PartialDate.parse("2006"), "ثانيا"))
    table = Table(("", "عدد"), ((cell("تدريب"), cell("1")),))
    slides = opened(pptx.render(replace(every_block("ar"), slides=(
        Slide("content", "عنوان", blocks=(Timeline(moments, "خط زمني"),)), Slide("content", "جدول", blocks=(table,)),
    )))).slides  # fmt: skip
    first, second = [s for s in slides[0].shapes if s.name.startswith("Moment: ")]
    paragraph = first.text_frame.paragraphs[0]

    assert first.left > second.left
    assert (paragraph._p.pPr.get("rtl"), paragraph._p.pPr.get("algn")) == ("1", "r")
    assert paragraph.runs[0]._r.rPr.get("lang") == "ar-SA"
    assert next(s.table for s in slides[1].shapes if s.has_table)._tbl.tblPr.get("rtl") == "1"


def test_an_arabic_quote_runs_from_the_right_also_in_an_english_deck():
    slide = next(s for s in opened(printed()).slides if "feedback" in s.shapes.title.text_frame.text)
    runs = {s.name: s.text_frame.paragraphs[0] for s in slide.shapes if s.name in ("Quote Q-2", "Quote Q-9")}

    assert {name: (p._p.pPr.get("rtl"), p.runs[0]._r.rPr.get("lang")) for name, p in runs.items()} == {
        "Quote Q-2": ("0", "en-GB"),
        "Quote Q-9": ("1", "ar-SA"),
    }


def test_characters_that_xml_forbids_are_left_out():
    slide = the_slide(Text((Paragraph(("a\x00b\x0b & <c>\ufffe",)),)))

    assert [s.text_frame.text for s in slide.shapes if s.name == "Text"] == ["ab & <c>"]
