"""What a deck promises of its type: legible, of one size where things are alike, and nothing lost that does not fit."""

import io
from datetime import date

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests.renderers.a_document import bound, cell, every_block
from tests.renderers.test_pptx import LONG, crowded, opened, shapes_in, the_slide, with_blocks

from colonnade.renderers import maps, pptx
from colonnade.renderers.document import (
    Chart,
    Group,
    Groups,
    Map,
    Moment,
    Node,
    Paragraph,
    Place,
    Product,
    Products,
    Quote,
    Quotes,
    Series,
    Statement,
    Table,
    Timeline,
    Tree,
)  # fmt: skip
from colonnade.renderers.pptx import measure
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.outlines import Frame, cut, framed
from colonnade.renderers.pptx.plans import scale_of
from colonnade.values.dates import PartialDate
from colonnade.values.numbers import Bounds


def frames_of(shape):
    if shape.has_text_frame:
        yield shape.text_frame
    if getattr(shape, "has_table", False):
        yield from (shape.table.cell(r, c).text_frame for r in range(len(shape.table.rows)) for c in range(len(shape.table.columns)))  # fmt: skip


def sizes(slide, beginning=""):
    """The sizes of the first run of every shape so named."""
    return {
        frame.paragraphs[0].runs[0].font.size.pt
        for shape in shapes_in(slide.shapes)
        if shape.name.startswith(beginning)
        for frame in frames_of(shape)
        if frame.paragraphs[0].runs
    }


def slides_of(*blocks, language="en"):
    return list(opened(pptx.render(with_blocks(*blocks, language=language))).slides)


def texts(slides, beginning):
    return [
        shape.text_frame.paragraphs[0].text
        for slide in slides
        for shape in shapes_in(slide.shapes)
        if shape.name.startswith(beginning)
    ]


# --- legible ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("make", [every_block, crowded])
def test_nothing_is_printed_smaller_than_ten_points_but_disclaimers_and_footers(make, language):
    presentation = Presentation(io.BytesIO(pptx.render(make(language))))
    small = {
        (number, shape.name, run.font.size.pt)
        for number, slide in enumerate(presentation.slides, 1)
        for shape in shapes_in(slide.shapes)
        for frame in frames_of(shape)
        for paragraph in frame.paragraphs
        for run in paragraph.runs
        if run.font.size and run.font.size.pt < (9 if shape.name in ("Note", "Footer", "As of") else 10)
    }

    assert small == set()


def posts(number):
    reports = tuple(Node(f"Governance and public administration officer {n}", "held; name not in the record", "P-3") for n in range(number))  # fmt: skip
    return Tree((Node("Head of office", "Jae-hong Lim", "D-1", children=reports),), "The posts")


def test_nine_posts_under_one_head_stand_in_two_columns_in_legible_type():
    slide = the_slide(posts(9))
    cards = [s for s in shapes_in(slide.shapes) if s.name.startswith("Post: Governance")]

    assert len(cards) == 9
    assert sorted([c.left for c in cards].count(left) for left in {c.left for c in cards}) == [4, 5]
    assert min(sizes(slide, "Post: Governance")) >= 11


def test_lines_to_posts_in_two_columns_end_at_the_inner_side_of_each_card():
    slide = the_slide(posts(9))
    shapes = {shape.shape_id: shape for shape in shapes_in(slide.shapes)}
    head = next(s for s in shapes.values() if s.name == "Post: Head of office")
    middle = head.left + head.width // 2
    ends = {
        (shapes[int(end.get("id"))].left > middle, int(end.get("idx")))
        for line in shapes.values() if line.name == "Reporting line"
        for end in line._element.xpath(".//a:endCxn")
    }  # fmt: skip

    assert ends == {(True, 1), (False, 3)}


def test_more_posts_than_a_slide_can_show_go_on_under_the_same_head():
    slides = slides_of(posts(30))
    names = texts(slides, "Post: ")

    assert len(slides) == names.count("Head of office") > 1
    assert sum(name.startswith("Governance") for name in names) == 30
    assert min(size for slide in slides for size in sizes(slide, "Post: Governance")) >= 11


# --- one size for what is alike -------------------------------------------------------------------------


def test_statements_of_one_slide_are_set_in_one_size():
    slide = the_slide(*(Statement(f"Heading {n}", (Paragraph((LONG * n,)),)) for n in (1, 3, 2)))

    assert len(sizes(slide, "Statement")) == 1


def test_quotes_of_one_slide_are_set_in_one_size_up_to_eighteen_points():
    quotes = tuple(Quote(LONG * n, "Somebody", "Chief Expert, Armenia", "en", f"Q-{n}") for n in (1, 3))
    slide = the_slide(Quotes(quotes))

    assert sizes(slide, "Quote Q-") == {18}
    assert [s.text_frame.paragraphs[1].runs[0].font.size.pt for s in slide.shapes if s.name.startswith("Speaker")] == [12, 12]  # fmt: skip


def test_titles_of_a_plan_are_set_in_one_size():
    moments = tuple(
        Moment(PartialDate.parse(f"2014-{7 + n % 6:02d}"), (LONG * 2)[: 30 + 12 * n], lane=f"Lane {n % 3}") for n in range(9)
    )  # fmt: skip
    slide = the_slide(Timeline(moments, "The plan"))

    assert len(sizes(slide, "Title: ")) == 1
    assert min(sizes(slide, "Title: ")) >= 10
    assert sorted(texts([slide], "Title: ")) == sorted(moment.title for moment in moments)


# --- what does not fit goes on, and nothing is lost -------------------------------------------------------


def test_products_that_would_be_too_small_go_on_and_the_counts_are_printed_once():
    products = tuple(Product((LONG * 2)[:110] + str(n), "2007", "Research report", "published", f"UNPAN{n}") for n in range(16))  # fmt: skip
    count = bound("research.products", 16, "products", "Research reports")
    slides = slides_of(Products(products, (count,)))

    assert len(slides) > 1
    assert (
        sum(name.startswith("Product: ") for slide in slides for name in (s.name for s in slide.shapes)) == 16
    )
    assert [sum(s.name.startswith("Count") for s in slide.shapes) for slide in slides][:2] == [1, 0]
    titles = [s.text_frame.paragraphs[1].runs[0].font.size.pt for slide in slides for s in slide.shapes if s.name.startswith("Product: ")]  # fmt: skip
    assert min(titles) >= 10.5


def test_a_plan_of_many_moments_goes_on_in_order_of_date():
    moments = tuple(Moment(PartialDate(date(2014, 1 + n // 3, 1 + n % 28), "day"), f"{n:02d} {LONG}") for n in range(30))  # fmt: skip
    slides = slides_of(Timeline(moments, "The plan"))
    numbers = [[int(text[:2]) for text in texts([slide], "Title: ")] for slide in slides]

    assert len(slides) > 1
    assert sorted(number for some in numbers for number in some) == list(range(30))
    assert all(max(one) < min(other) for one, other in zip(numbers, numbers[1:], strict=False))


def test_a_group_too_long_for_a_slide_goes_on_under_its_heading():
    items = tuple(Paragraph((f"{n} {LONG}",), 1) for n in range(24))
    slides = slides_of(Groups((Group("Partners", items),)))

    assert texts(slides, "Group: ") == ["Partners"] * len(slides)
    assert sum(len(s.text_frame.paragraphs) for slide in slides for s in slide.shapes if s.name.startswith("Items")) == 24  # fmt: skip


def test_countries_too_many_to_stand_beside_the_map_follow_it():
    codes = sorted(maps.world().points)[:120]
    places = tuple(Place(code, f"Country {code}", bound("capacity.events_held", n, "events", host=code)) for n, code in enumerate(codes))  # fmt: skip
    document = with_blocks(Map(places, "Countries", "Many countries", "For orientation only."))
    data = pptx.render(document)
    first, *rest = opened(data).slides

    assert [s.name for s in first.shapes if s.name.startswith("Countries")] == []
    assert len(rest) >= 1
    assert set(pptx.read_bounds(data)) == {figure.address for figure in document.bounds()}


# --- maps -----------------------------------------------------------------------------------------------


def test_a_map_of_one_part_of_the_world_shows_that_part():
    world = maps.world()
    frame = framed(world, ["KOR", "VNM", "IND"], Box(0, 0, 8, 4))

    assert frame.wide < world.width / 2
    assert round(frame.wide / frame.high, 3) == 2
    assert [frame.holds(world.points[code]) for code in ("KOR", "VNM", "IND", "BRA")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_map_of_countries_far_apart_shows_the_whole_world():
    world = maps.world()

    assert framed(world, ["KOR", "USA"], Box(0, 0, 8, 4)) == Frame(0, 0, world.width, world.height)
    assert framed(world, [], Box(0, 0, 8, 4)) == Frame(0, 0, world.width, world.height)


def test_an_outline_is_cut_at_the_edge_of_the_frame():
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))

    assert sorted(cut(square, Frame(2, 1, 9, 3))) == [(2.0, 1.0), (2.0, 3.0), (4.0, 1.0), (4.0, 3.0)]
    assert cut(square, Frame(-1, -1, 5, 5)) == square
    assert cut(square, Frame(5, 5, 9, 9)) == ()


def test_no_country_reaches_out_of_the_map():
    places = tuple(Place(code, code) for code in ("KOR", "VNM", "IND"))
    slide = the_slide(Map(places, "Asia", "Three countries", "For orientation only."))
    [group] = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    outside = [s.name for s in group.shapes if s.left < group.left - 9 or s.left + s.width > group.left + group.width + 9]  # fmt: skip

    assert outside == []


def test_the_numbers_of_a_map_stand_under_each_other_to_the_right():
    places = tuple(Place(code, code, bound("capacity.events_held", n, "events", host=code)) for n, code in enumerate(("KOR", "AUT"), 1))  # fmt: skip
    slide = the_slide(Map(places, "Hosts", "Two countries", "For orientation only."))
    table = next(shape.table for shape in slide.shapes if shape.has_table)

    assert [[table.cell(r, c).text_frame.text for c in range(2)] for r in range(2)] == [
        ["KOR", "1"],
        ["AUT", "2"],
    ]
    assert table.cell(0, 1).text_frame.paragraphs[0]._p.pPr.get("algn") == "r"


# --- plans, tables, charts --------------------------------------------------------------------------------


def test_a_plan_shows_the_months_from_its_first_to_its_last_moment():
    moments = (
        Moment(PartialDate.parse("2014-07-06"), "One"),
        Moment(PartialDate.parse("2014-11"), "Two", until=PartialDate.parse("2015-02")),
    )

    assert [name for _, _, name in scale_of(moments, "en").ticks] == ["Jul", "Aug", "Sept", "Oct", "Nov", "Dec", "Jan 2015", "Feb"]  # fmt: skip


def test_a_figure_of_several_words_stays_on_one_line_of_its_cell():
    union = bound("capacity.countries_represented", Bounds(94, 175), "countries")
    row = (cell("Countries"), *[cell(bound("c.c", n, "countries", k=n)) for n in range(3)], cell(union, note="not a sum: counted on the union"))  # fmt: skip
    header = ("", "National training programmes", "Regional workshops", "International conferences", "All")
    table = next(s.table for s in the_slide(Table(header, (row,), total_column=True)).shapes if s.has_table)
    run = table.cell(1, 4).text_frame.paragraphs[0].runs[0]

    assert measure.width(run.text, run.font.size.pt, True) <= table.columns[4].width / 914400 - 0.16 + 0.001


def test_rows_of_numbers_are_of_one_height():
    rows = tuple(
        (cell(name), cell(str(n), note="note" * (n == 2))) for n, name in enumerate(("A", "B", "C"), 1)
    )
    table = next(s.table for s in the_slide(Table(("", "Number"), rows)).shapes if s.has_table)

    assert len({row.height for row in list(table.rows)[1:]}) == 1


def test_what_has_no_year_stands_apart_from_the_years_of_a_chart():
    categories = ("2006", "2007", "2008", "not recorded")
    series = Series("Studies", tuple(bound("research.studies", n, "studies", year=n) for n in range(4)))
    slide = the_slide(Chart("column", categories, (series,), "Studies", "Studies by year"))
    drawn = next(s.chart for s in slide.shapes if s.has_chart).plots[0].series[0]

    assert drawn.format.fill.type == MSO_FILL.SOLID
    assert [point.get("val") for point in drawn._element.xpath("./c:dPt/c:idx")] == ["3"]
    assert drawn.points[3].format.fill.type == MSO_FILL.PATTERNED
