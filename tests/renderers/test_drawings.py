"""Drawings, read as XML: what they say and where things stand."""

import re
from xml.etree import ElementTree

import pytest
from tests.renderers.a_document import every_block

from colonnade.renderers import drawings
from colonnade.renderers.document import Bound, Chart, Map, Moment, Node, Place, Series, Timeline, Tree
from colonnade.renderers.drawings import colours
from colonnade.renderers.drawings.charts import scale
from colonnade.renderers.drawings.svg import lines, measure
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Bounds

BLUE = "#1F4E79"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
    return ElementTree.fromstring(svg)


def words(svg):
    return [
        element.text.strip("\u200f")
        for element in drawn(svg).iter(f"{SVG}text")
        if not element.get("aria-hidden")
    ]


def count(value, reported=False):
    return Bound(f"capacity.events_held?n={value}", value, "events", "Events", reported)


def chart(kind, *values, names=None, reported=False):
    names = names or tuple(str(2006 + i) for i in range(len(values)))
    series = Series("Events", tuple(count(value, reported) for value in values))
    return Chart(kind, names, (series,), "Events by year", "Events, 2006 to 2008")


def bars(svg, colour=BLUE):
    return [float(rect.get("height")) for rect in drawn(svg).iter(f"{SVG}rect") if rect.get("fill") == colour]


def every_drawing(language):
    return [
        getattr(drawings, type(block).__name__.lower())(block, language, BLUE)
        for slide in every_block(language).slides
        for block in slide.blocks
        if type(block).__name__.lower() in ("chart", "map", "timeline", "tree", "chain")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drawing_is_plain_svg_that_names_itself(language):
    pictures = every_drawing(language)

    assert len(pictures) == 5
    for svg in pictures:
        root = drawn(svg)
        kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert root.get("role") == "img" and root.get("aria-label")
        assert root.findtext(f"{SVG}desc")
        assert kinds <= {
            "svg",
            "title",
            "desc",
            "g",
            "path",
            "rect",
            "line",
            "circle",
            "text",
            "polyline",
            "polygon",
        }
        assert re.findall(r"href|style=|class=|url\(|<script|on\w+=", svg) == []


def test_columns_are_as_high_as_their_numbers_and_say_them():
    svg = drawings.chart(chart("column", 2, 4, 8), "en", BLUE)
    low, middle, high = bars(svg)

    assert (round(middle / low, 1), round(high / low, 1)) == (2.0, 4.0)
    assert [word for word in words(svg) if word in ("2", "4", "8")].count("8") >= 1
    assert {"2006", "2007", "2008"} <= set(words(svg))


def test_a_span_is_solid_to_its_lower_limit_and_open_to_its_upper():
    svg = drawings.chart(chart("column", 100, Bounds(50, 100)), "en", BLUE)
    full, solid = bars(svg)
    (open_part,) = [rect for rect in drawn(svg).iter(f"{SVG}rect") if rect.get("stroke-dasharray")]

    assert round(solid / full, 2) == 0.5
    assert round(float(open_part.get("height")) / full, 2) == 0.5
    assert "50–100" in words(svg)


def test_what_is_not_known_has_a_dash_and_no_bar():
    svg = drawings.chart(chart("column", 3, None), "en", BLUE)

    assert len(bars(svg)) == 1
    assert words(svg).count("–") == 1


def test_a_line_is_broken_where_a_value_is_not_known():
    svg = drawings.chart(chart("line", 1, 2, None, 3, 4), "en", BLUE)

    assert len(list(drawn(svg).iter(f"{SVG}polyline"))) == 2


def test_a_reported_value_has_a_star_that_is_explained():
    svg = drawings.chart(chart("column", 752, reported=True), "en", BLUE)

    assert [word for word in words(svg) if "*" in word] == ["752*", "* as reported"]


def test_columns_with_long_names_are_laid_down_as_bars():
    names = tuple(f"Ministry of Public Administration number {i}" for i in range(6))
    svg = drawings.chart(chart("column", 1, 2, 3, 4, 5, 6, names=names), "en", BLUE)

    assert len(set(bars(svg))) == 1
    assert [word for word in words(svg) if word.startswith("Ministry")] == list(names)


def test_an_arabic_chart_begins_at_the_right():
    def first_and_last(language):
        root = drawn(drawings.chart(chart("column", 1, 2, 3), language, BLUE))
        places = {e.text: float(e.get("x")) for e in root.iter(f"{SVG}text")}
        return places["2006"], places["2008"]

    first, last = first_and_last("ar")
    assert first_and_last("en") == (round(480 - first, 1), round(480 - last, 1))


def test_a_map_is_not_mirrored_for_arabic():
    block = Map((Place("KOR", "Korea", count(9)),), "Hosts", "One country", "Disclaimer")

    def shapes(language):
        return re.findall(r'<path d="([^"]+)"', drawings.map(block, language, BLUE))

    assert shapes("ar") == shapes("en")


def test_a_small_state_is_a_dot_and_a_country_without_a_value_is_grey():
    places = (Place("TUV", "Tuvalu", count(1)), Place("WSM", "Samoa"))
    svg = drawings.map(Map(places, "Hosts", "Two", "Disclaimer"), "en", BLUE)
    dots = [circle.get("fill") for circle in drawn(svg).iter(f"{SVG}circle")]

    assert dots == [BLUE, colours.PLAIN]
    assert {"1 event", "–", "Tuvalu 1", "Samoa"} <= set(words(svg))


def test_a_map_shades_more_where_there_is_more():
    places = tuple(
        Place(iso3, iso3, count(value)) for iso3, value in zip(("BRA", "IND", "KEN"), (1, 5, 9), strict=True)
    )
    svg = drawings.map(Map(places, "Hosts", "Three", "Disclaimer"), "en", BLUE)
    shaded = [path.get("fill") for path in drawn(svg).iter(f"{SVG}path") if path.get("fill")]

    assert sorted(shaded, key=colours.luminance, reverse=True) == [shaded[0], shaded[1], shaded[2]]
    assert len(set(shaded)) == 3


def test_maps_of_one_page_share_the_outlines_of_the_world():
    blocks = [
        Map((Place(code, code), Place("TUV", "Tuvalu")), "Hosts", "Two", "Disclaimer")
        for code in ("KOR", "FRA")
    ]
    maps = "".join(drawings.map(block, "en", BLUE, land_at="land") for block in blocks)
    asked = re.findall(r'<use href="#([^"]+)"', maps)

    assert (asked, len(maps) < 5_000) == (["land", "land-KOR", "land", "land-FRA"], True)
    assert sorted(re.findall(r' id="([^"]+)"', drawings.land("land", *blocks))) == [
        "land",
        "land-FRA",
        "land-KOR",
    ]


def test_a_vacant_post_is_drawn_with_a_broken_outline():
    root = Node("Head", "Lim", children=(Node("Expert", vacant=True), Node("Officer", "Kim")))
    svg = drawings.tree(Tree((root,), "Three posts"), "fr", BLUE)
    outlines = [rect.get("stroke-dasharray") for rect in drawn(svg).iter(f"{SVG}rect")]

    assert sorted(map(str, outlines)) == ["4 3", "None", "None"]
    assert "Vacant" in words(svg)


def test_a_wide_tree_is_listed_so_that_it_keeps_its_width():
    root = Node("Head", children=tuple(Node(f"Post {i}") for i in range(12)))
    svg = drawings.tree(Tree((root,), "Thirteen posts"), "en", BLUE)

    assert drawn(svg).get("width") == "480"
    assert len([word for word in words(svg) if word.startswith("Post")]) == 12


def test_a_plan_has_its_months_its_lanes_and_paler_bars_for_days_not_known():
    moments = (
        Moment(
            PartialDate.parse("2014-06-23"), "Forum", until=PartialDate.parse("2014-06-26"), lane="Capacity"
        ),
        Moment(PartialDate.parse("2014-11"), "Training", lane="Capacity"),
    )
    svg = drawings.timeline(Timeline(moments, "Plan of 2014"), "en", BLUE)

    assert {"Jan", "Dec", "Capacity", "Forum", "Training"} <= set(words(svg))
    assert len(bars(svg)) == 1


def test_the_scale_is_of_round_numbers_and_holds_the_values():
    assert scale(0, 3144) == [0, 1000, 2000, 3000, 4000]
    assert scale(0, 3) == [0, 1, 2, 3]
    assert scale(0, 1) == [0, 1]


@pytest.mark.parametrize("brand", [BLUE, "#FFD400", "#009EDB", "#000000", "#C8102E"])
def test_every_colour_of_a_chart_or_a_map_can_be_seen_on_white(brand):
    shown = colours.series(brand, 6) + colours.steps(brand, 4) + [colours.PLAIN]

    assert [colour for colour in shown if colours.contrast(colour) < 3.0] == []
    assert len(set(colours.series(brand, 6))) == 6


def test_words_are_broken_to_their_width_and_cut_with_an_ellipsis():
    broken = lines("Capacity development of local government officials", 120, 12, 2)

    assert len(broken) == 2 and broken[-1].endswith("…")
    assert max(measure(line, 12) for line in broken) <= 120
    assert lines("二零一四年能力建设讲习班", 60, 12, 9) == ["二零一四年", "能力建设讲", "习班"]
