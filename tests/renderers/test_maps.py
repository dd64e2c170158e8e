"""The world as it is shipped."""

import re
from itertools import accumulate
from math import dist
from pathlib import Path

import pytest

from colonnade.renderers import make_maps, maps
from colonnade.renderers.maps import too_small, world

SMALL_ISLANDS = (
    "ATG",
    "BRB",
    "COM",
    "FSM",
    "KIR",
    "MDV",
    "MHL",
    "NRU",
    "PLW",
    "STP",
    "TON",
    "TUV",
    "VCT",
    "WSM",
)


def inside(polygon, point):
    return make_maps.contains(list(polygon), point)


def holder(iso3, lon, lat):
    """Does the shape of the State hold the place?"""
    x, y = make_maps.flat((make_maps.unrolled(lon), lat))
    top = make_maps.flat((0, 0))[1] - equator()
    return any(inside(polygon, (x, y - top)) for polygon in world().shapes[iso3])


def equator():
    """Where the equator lies on the shipped map, read off Nauru, half a degree south of it."""
    return world().points["NRU"][1] - make_maps.flat((0, -0.52))[1]


def test_every_area_of_the_standard_has_a_point_on_the_map():
    here = world()

    assert len(here.points) == 248
    assert [
        i for i, (x, y) in here.points.items() if not (0 <= x <= here.width and 0 <= y <= here.height)
    ] == []


def test_every_shape_belongs_to_an_area_of_the_standard_and_lies_on_the_map():
    here = world()
    outside = [
        iso3
        for iso3, polygons in here.shapes.items()
        for polygon in polygons
        for x, y in polygon
        if not (-1 <= x <= here.width + 1 and 0 <= y <= here.height)
    ]

    assert set(here.shapes) - set(here.points) == set()
    assert outside == []


def test_antarctica_is_left_out():
    assert "ATA" not in world().shapes


@pytest.mark.parametrize("iso3", SMALL_ISLANDS)
def test_a_small_island_state_is_a_dot(iso3):
    assert too_small(iso3)


@pytest.mark.parametrize("iso3", ["KOR", "CIV", "LKA", "RWA", "BRA"])
def test_a_state_that_can_be_seen_is_not_a_dot(iso3):
    assert not too_small(iso3)


def test_a_state_within_another_is_painted_after_it():
    order = list(world().shapes)

    assert order.index("ZAF") < order.index("LSO")
    assert order.index("ITA") < order.index("SMR")


@pytest.mark.parametrize(
    ("iso3", "lon", "lat"),
    [
        ("UKR", 34.2, 45.25),  # Crimea
        ("SRB", 20.9, 42.6),  # Kosovo
        ("SOM", 44.5, 9.8),  # Somaliland
        ("CHN", 121.0, 24.0),  # Taiwan
        ("GUF", -53.1, 3.9),
        ("RUS", -175.0, 66.5),  # Chukotka, across the date line
    ],
)
def test_a_land_is_drawn_within_the_state_that_the_united_nations_shows(iso3, lon, lat):
    assert holder(iso3, lon, lat)


@pytest.mark.parametrize(("iso3", "lon", "lat"), [("RUS", 34.2, 45.25), ("FRA", -53.1, 3.9)])
def test_a_land_is_drawn_within_no_other_state(iso3, lon, lat):
    assert not holder(iso3, lon, lat)


def test_neighbours_share_their_border_point_for_point():
    korea = {point for polygon in world().shapes["KOR"] for point in polygon}
    north = {point for polygon in world().shapes["PRK"] for point in polygon}

    assert len(korea & north) >= 2


def test_the_map_that_travels_with_the_house_is_small():
    shipped = Path(maps.__file__).parents[1] / "reference" / "geometry" / "world.json"

    assert shipped.stat().st_size < 150_000


def test_a_path_ends_where_its_steps_lead():
    assert maps.path((((10.0, 10.0), (12.5, 10.0), (12.5, 8.0)),)) == "M10 10l2.5 0 0-2z"


def test_the_outlines_of_a_page_are_a_fifth_of_the_printed_ones_and_no_state_that_is_no_dot_is_lost():
    held = {iso3: maps.coarse(iso3) for iso3 in world().shapes}
    printed = sum(len(maps.path(polygons)) for polygons in world().shapes.values())

    assert [iso3 for iso3, outline in held.items() if not outline and not too_small(iso3)] == []
    assert sum(map(len, held.values())) < printed / 4


@pytest.mark.parametrize("iso3", ["KOR", "ITA", "NZL"])
def test_no_corner_of_a_page_lies_far_from_the_printed_outline(iso3):
    """Within what rounding and straightening may move it: a unit and a half of a map a thousand wide."""
    printed = [point for polygon in world().shapes[iso3] for point in polygon]
    corners = []
    for ring in maps.coarse(iso3).split("M")[1:]:
        steps = [int(step) for step in re.findall(r"-?\d+", ring)]
        corners += list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))

    assert max(min(dist(corner, point) for point in printed) for corner in corners) < 1.5


SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
BESIDE = [(4.0, 0.0), (8.0, 0.0), (8.0, 4.0), (4.0, 4.0)]


def test_two_parts_that_touch_become_one_outline():
    (outline,) = make_maps.joined([SQUARE, BESIDE])

    assert sorted(outline) == [(0.0, 0.0), (0.0, 4.0), (4.0, 0.0), (4.0, 4.0), (8.0, 0.0), (8.0, 4.0)]
    assert abs(make_maps.area(outline)) == 32.0


def test_a_flat_corner_is_taken_out_and_a_sharp_one_stays():
    border = [(0.0, 0.0), (5.0, 0.001), (10.0, 0.0), (10.0, 10.0)]

    assert make_maps.simplified(border) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]


def test_a_border_across_the_date_line_takes_the_short_way():
    assert make_maps.near(179.5, -180.0) == 180.0
    assert make_maps.near(-179.5, 180.0) == -180.0
    assert make_maps.near(10.0, 12.0) == 12.0


def test_an_islet_of_one_point_has_no_outline():
    assert maps.path((((1.0, 2.0),),)) == ""
    assert maps.path((((1.0, 2.0), (2.0, 2.0), (2.0, 3.0)),)) == "M1 2l1 0 0 1z"
