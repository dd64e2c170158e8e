"""What a deck promises as a file: the same bytes, its properties, the master it is made on, the brand's colours."""

from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests.renderers.a_document import bound, every_block
from tests.renderers.test_pptx import a_png, alt, opened, printed, the_slide

from colonnade.renderers import pptx
from colonnade.renderers.document import Brand, Paragraph, Text
from colonnade.renderers.pptx import colours, master
from colonnade.renderers.pptx.text import Look


def test_the_same_document_gives_the_same_bytes(monkeypatch):
    first = printed()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    assert pptx.render(every_block()) == first


def test_the_file_says_which_office_edition_and_date_it_is_from():
    properties = opened(printed()).core_properties

    assert (properties.title, properties.author) == (
        "Past, present and future",
        "United Nations Project Office on Governance",
    )
    assert (properties.identifier, properties.language) == ("committee-2014", "en")
    assert properties.created.date().isoformat() == properties.modified.date().isoformat() == "2014-04-09"


def test_the_shipped_master_is_the_one_the_code_builds():
    assert master.FILE.read_bytes() == master.built()


def test_the_master_is_16_to_9_with_a_title_in_each_of_six_layouts():
    presentation = Presentation(str(master.FILE))

    assert round(presentation.slide_width / presentation.slide_height, 3) == 1.778
    assert [layout.name for layout in presentation.slide_layouts] == [
        "Cover", "Agenda", "Section", "Content", "Content with text", "Closing",
    ]  # fmt: skip
    assert [
        [h.name for h in layout.placeholders if h.placeholder_format.idx == master.TITLE]
        for layout in presentation.slide_layouts
    ] == [["Title"]] * 6


def test_a_brand_too_light_for_white_letters_is_darkened_and_a_dark_one_is_kept():
    assert colours.theme_colours("#1F4E79")["accent1"] == "1F4E79"
    light = colours.rgb(colours.theme_colours("#FFD400")["accent1"])
    assert colours.contrast(light, (255, 255, 255)) >= 4.5


def test_a_colour_that_is_none_is_refused_by_name():
    with pytest.raises(ValueError, match="“blue”"):
        colours.theme_colours("blue")


def test_the_logo_stands_on_the_cover_in_its_own_proportions():
    document = replace(every_block(), brand=Brand("The office", "TO", logo=a_png(40, 10)))
    [picture] = [
        s for s in opened(pptx.render(document)).slides[0].shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE
    ]

    assert round(picture.width / picture.height, 2) == 4
    assert alt(picture) == "The office"


def test_a_figure_is_a_run_of_its_own_that_editing_keeps_apart():
    figure = bound("capacity.participations", 752, "participations")
    slide = the_slide(Text((Paragraph(("In all ", figure, " seats."), 1),)))
    runs = next(s for s in slide.shapes if s.name == "Text").text_frame.paragraphs[0].runs

    assert [(run.text, bool(run.font.bold)) for run in runs] == [
        ("In all ", False),
        ("752", True),
        (" seats.", False),
    ]


def test_strong_words_keep_their_figures_apart_by_colour():
    look = Look(bold=True)

    assert look.figure != look.colour
