"""Papers to go on writing in: what a word processor finds in the file."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from tests.renderers import some_papers as some

from colonnade.renderers.papers import accounts, participants
from colonnade.renderers.papers.accounts import Grid, Part, Words
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.participants import Participant, Roll
from colonnade.values.languages import LANGUAGES


def opened(content):
    return docx.Document(io.BytesIO(content))


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "write",
    [
        lambda language: accounts.docx(some.event_report(language)),
        lambda language: participants.docx(some.participant_list(language)),
    ],
)
def test_a_document_says_its_language_and_its_direction_and_every_part_of_it_is_well_formed(write, language):
    content = write(language)
    package = zipfile.ZipFile(io.BytesIO(content))
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(package.read(name))

    document = opened(content)
    assert document.core_properties.language.startswith(language)
    turned = [
        paragraph._p.pPr.find(qn("w:bidi")) is not None for paragraph in document.paragraphs if paragraph.text
    ]
    assert set(turned) == {language == "ar"}


def test_the_same_report_is_the_same_bytes():
    assert accounts.docx(some.event_report()) == accounts.docx(some.event_report())


def test_headings_are_headings_and_the_title_is_a_title():
    document = opened(accounts.docx(some.event_report()))
    styles = [paragraph.style.name for paragraph in document.paragraphs]

    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 4
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 2"] == [
        "Countries",
        "Organisations",
        "Secretariat",
    ]


def test_the_head_of_a_table_comes_again_on_each_page_and_no_row_is_torn():
    table = opened(accounts.docx(some.event_report())).tables[-1]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]

    assert (heads, whole) == ([True, False, False], [True, True, True])
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == some.WORDS["en"]


def test_a_figure_has_its_meaning_and_its_address_in_a_footnote():
    content = accounts.docx(some.event_report())

    assert part(content, "word/document.xml").count("<w:footnoteReference ") == 1
    notes = etree.fromstring(part(content, "word/footnotes.xml").encode())
    assert "".join(notes.itertext()).strip() == f"{some.WORDS['en']} {some.ADDRESS}"


def test_what_is_to_be_filled_in_is_a_field_that_says_it_is_empty():
    body = part(accounts.docx(some.event_report()), "word/document.xml")

    assert body.count("<w:showingPlcHdr/>") == body.count("[To be filled in]") == 2
    assert len(set(re.findall(r'<w:id w:val="(\d+)"/>', body))) == 2


def test_the_sign_of_the_office_has_a_description():
    picture = opened(participants.docx(some.participant_list())).inline_shapes[0]

    assert picture._inline.docPr.get("descr") == some.OFFICE.office


def test_a_name_is_never_replaced_where_the_reader_s_computer_brings_the_fonts():
    roll = Roll(secretariat=(Participant(Name("สมชาย ใจดี", "Somchai Jaidee")),))
    document = opened(participants.docx(some.participant_list(roll=roll)))

    assert "สมชาย ใจดี" in [paragraph.text for paragraph in document.paragraphs]


def test_letters_from_the_right_are_marked_also_in_an_english_list():
    roll = Roll(secretariat=(Participant(Name(some.NAMES["ar"])),))
    document = opened(participants.docx(some.participant_list(roll=roll)))
    runs = [
        run for paragraph in document.paragraphs for run in paragraph.runs if run.text == some.NAMES["ar"]
    ]

    assert [run.font.rtl for run in runs] == [True]


def test_words_and_controls_of_the_record_never_break_the_file():
    hostile = f"{some.LITERAL} <w:p/> & ]]> \x00\x0b"
    report = some.event_report(
        event=hostile,
        parts=(
            Part("a & b", (Words((hostile,)), Grid(("<a>", "&"), (("<b>", "1"),), "c & d"))),
            Part("lessons", (accounts.ToFillIn('"<x>" & y'),)),
        ),
    )
    document = opened(accounts.docx(report))

    assert f"{some.LITERAL} <w:p/> & ]]> " in [paragraph.text for paragraph in document.paragraphs]
    assert document.tables[-1].rows[1].cells[0].text == "<b>"
