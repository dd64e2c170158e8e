"""Names, dates and ranges in Latin letters and digits within a page from right to left."""

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.renderers.a_document import every_block

from colonnade.renderers import bidi, html
from colonnade.renderers.document import Moment, Paragraph, Slide, Text, Timeline
from colonnade.values.dates import PartialDate


def apart(words):
    """The stretches of an Arabic line that keep their order from left to right."""
    return re.findall(bidi.LEFT_TO_RIGHT, bidi.with_days_marked(words, "ar"))


@pytest.mark.parametrize(
    ("line", "stretches"),
    [
        ("New York، 9 أبريل 2014", ["New York"]),
        ("as of 9 أبريل 2014", ["as of"]),
        ("الفترة 2006–2013", ["2006–2013"]),
        ("2.1 Research and policy development (1)", ["2.1 Research and policy development (1)"]),
        ("2006–2009: Governance", ["2006–2009: Governance"]),
        ("المنتدى GEGF 2012 في سيول", ["GEGF 2012"]),
        ("البرنامج (UNPACS) الأول", ["UNPACS"]),
        ("USD\N{NO-BREAK SPACE}466,975.49", ["USD\N{NO-BREAK SPACE}466,975.49"]),
        ("بين 94 و175", []),
        ("9 أبريل 2014", []),
    ],
)
def test_a_name_and_a_range_are_set_apart_and_a_date_is_left_to_its_month(line, stretches):
    assert apart(line) == stretches


def test_the_place_and_the_day_of_the_cover_stand_apart_in_arabic():
    document = every_block("ar")
    page = html.fragment(
        replace(document, cover=replace(document.cover, place="New York", on=date(2014, 4, 9)))
    )

    assert '<bdi dir="ltr">New York</bdi>، 9 أبريل 2014' in page.replace("\u200f", "")


def test_a_sentence_without_a_word_of_arabic_is_one_stretch_with_its_figures():
    document = every_block("ar")
    figure = next(bound for bound in document.bounds() if isinstance(bound.value, int))
    slide = Slide("content", "One", "1", blocks=(Text((Paragraph(("Staff: ", figure, " & others"), 1),)),))
    page = html.fragment(replace(document, slides=(slide,), accounts=(), sources=(), notes=()))

    (sentence,) = re.findall(r"<ul><li>(<bdi.*?</bdi>)</li></ul>", page)
    assert re.sub(r"<sup.*?</sup>|<[^>]*>", "", sentence) == f"Staff: {figure.words('ar')} &amp; others"
    assert sentence.count("<bdi") == 1


def test_a_page_from_left_to_right_is_left_as_it_is():
    assert bidi.isolated("<p>New York, 9 April 2014</p>", "en") == "<p>New York, 9 April 2014</p>"
    assert "<bdi dir=" not in html.fragment(every_block("ru"))


def test_signs_of_markup_stay_words():
    assert (
        bidi.isolated("<p>R&amp;D &lt;b&gt; في</p>", "ar")
        == '<p><bdi dir="ltr">R&amp;D &lt;b</bdi>&gt; في</p>'
    )


def test_a_moment_tells_its_days_once():
    day, later = PartialDate.parse("2014-11-14"), PartialDate.parse("2014-11-16")
    moments = (Moment(day, "A", until=day), Moment(day, "B", until=later))
    slide = Slide("content", "One", "1", blocks=(Timeline(moments, "Two moments"),))
    page = html.fragment(replace(every_block(), slides=(slide,), accounts=()))

    assert re.findall(r'class="when">([^<]*)<', page) == ["14 November 2014", "14–16 November 2014"]
