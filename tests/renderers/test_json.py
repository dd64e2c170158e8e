"""The report for programs."""

import json
from collections import Counter
from decimal import Decimal

import pytest
from tests.renderers.a_document import every_block

from colonnade.renderers import json as for_programs
from colonnade.renderers.document import Bound
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Amount, Bounds


def read(language="en"):
    return json.loads(for_programs.render(every_block(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_on_the_slides_is_there_as_printed(language):
    document = every_block(language)

    assert Counter(for_programs.read_bounds(for_programs.render(document))) == Counter(
        (bound.address, bound.words(language)) for bound in document.bounds()
    )


def test_the_report_says_whose_it_is_and_of_when():
    report = read()
    head = {key: report[key] for key in ("format", "office", "title", "edition", "live", "period", "as_of")}

    assert head == {
        "format": "colonnade-report/1",
        "office": {"name": "United Nations Project Office on Governance", "short_name": "UNPOG"},
        "title": "Past, present and future",
        "edition": "committee-2014",
        "live": False,
        "period": "2006–2013",
        "as_of": "2014-04-09",
    }


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (4768, {"value": 4768}),
        (0, {"value": 0}),
        (None, {"value": None}),
        (Bounds(94, 175), {"value": None, "low": 94, "high": 175}),
        (Amount(Decimal("1000000.005"), "USD"), {"value": "1000000.01", "currency": "USD"}),
        (Amount(Decimal(500_000_000), "KRW"), {"value": "500000000", "currency": "KRW"}),
    ],
)
def test_a_value_keeps_its_kind(value, shape):
    assert for_programs.value_of(value) == shape


def test_a_figure_comes_with_the_rows_behind_it():
    (figure,) = read()["figures"]

    assert figure["address"] == "capacity.participations?as_of=2014-04-09&period=2006-2013"
    assert (figure["key"], figure["value"], figure["reported"]) == ("capacity.participations", 4768, True)
    assert figure["rows"][1] == {
        "ref": "capacity/event/EV-1",
        "label": "=Workshop, Beijing",
        "on": "2008-12-08",
        "contribution": 12,
        "source": "https://example.org/1",
    }


def test_every_block_says_its_kind_and_a_chart_which_one_it_is():
    blocks = [block for slide in read()["slides"] for block in slide["blocks"]]

    assert {block["kind"] for block in blocks} == {
        "timeline", "statement", "tree", "numbers", "text", "chart", "matrix", "products", "table", "map", "groups",
        "quotes", "chain",
    }  # fmt: skip
    assert [block["chart"] for block in blocks if block["kind"] == "chart"] == ["column"]


def test_a_sentence_is_given_whole_and_in_runs():
    (paragraph,) = [
        paragraph
        for slide in read()["slides"]
        for block in slide["blocks"]
        if block["kind"] == "text"
        for paragraph in block["paragraphs"]
        if paragraph["text"].startswith("In all")
    ]

    assert paragraph["text"] == "In all 4,768 participations from between 94 and 175 countries."
    assert [run if isinstance(run, str) else run["printed"] for run in paragraph["runs"]] == [
        "In all ", "4,768", " participations from ", "between 94 and 175", " countries.",
    ]  # fmt: skip


def test_the_same_document_gives_the_same_bytes():
    assert for_programs.render(every_block()) == for_programs.render(every_block())


def test_the_speakers_notes_are_not_published():
    assert b"not in any source held" not in for_programs.render(every_block())


def test_a_bound_is_an_object_with_its_address():
    bound = Bound("office.staff?as_of=2014", 10, "posts", "Staff")
    (numbers,) = [b for s in read()["slides"] for b in s["blocks"] if b["kind"] == "numbers"]

    assert numbers["items"][1] == {
        "figure": "office.staff?as_of=2014-04-09&period=2006-2013", "label": bound.label, "value": 10, "unit": "posts",
        "printed": "10", "reported": False,
    }  # fmt: skip
