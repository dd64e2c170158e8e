"""The printed report: what a reader, a listener and an auditor find in the file."""

import dataclasses
import io
import re
from datetime import date

import pypdf
import pytest
from tests.renderers.a_document import every_block

from colonnade.renderers import pdf, pdf_fonts, pdf_pictures
from colonnade.renderers.document import (
    Account,
    Bound,
    Brand,
    Cell,
    Chain,
    Chart,
    Cover,
    Document,
    Group,
    Groups,
    Map,
    Matrix,
    MatrixRow,
    Moment,
    Node,
    Numbers,
    Paragraph,
    Place,
    Quote,
    Quotes,
    Series,
    Slide,
    Statement,
    Step,
    Table,
    Text,
    Timeline,
    TrailLine,
    Tree,
)  # fmt: skip
from colonnade.renderers.labels import label
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES

SENTENCES = {
    "en": ("Trust in government", "Officials from small island States took part."),
    "fr": (
        "La confiance dans l’administration",
        "Des fonctionnaires d’États insulaires y ont participé (œuvre, cœur).",
    ),
    "es": (
        "La confianza en la administración",
        "Participaron funcionarios de pequeños Estados insulares. ¿Cuántos?",
    ),
    "ru": (
        "Доверие к государственному управлению",
        "В работе участвовали представители малых островных государств.",
    ),
    "zh": ("政府公信力", "小岛屿国家的官员参加了培训，共同讨论电子政务。"),
    "ar": ("الثقة في الحكومة", "شارك مسؤولون من الدول الجزرية الصغيرة في الدورة التدريبية."),
    "ko": ("정부에 대한 신뢰", "작은 섬나라 공무원들이 전자정부 교육에 참여하였다."),
}


def figure(value, **scope):
    asked = "&".join(f"{name}={part}" for name, part in sorted(scope.items()))
    return Bound(f"capacity.events_held?{asked}", value, "events", label=SENTENCES["en"][0])


def in_words(language):
    """A report whose every word is of its language, with all that mixes words, numbers and drawings."""
    title, sentence = SENTENCES[language]
    figures = [figure(number, year=year) for number, year in ((1, 2011), (12, 2012), (1234, 2013))]
    figures = [dataclasses.replace(one, label=title) for one in figures]
    years = ("2011", "2012", "2013")
    slides = (
        Slide("cover", title),
        Slide("agenda", label("agenda", language)),
        Slide("section", title, "1"),
        Slide("content", title, "1.1", blocks=(
            Text((Paragraph((sentence,)), Paragraph((sentence, " ", figures[2]), 1), Paragraph((sentence,), 2, True))),
            Statement(title, (Paragraph((sentence,)),)),
            Numbers(tuple(figures), sentence),
            Table(("", *years), ((Cell((title,)), *(Cell((one,)) for one in figures)),), title, note=sentence),
        )),
        Slide("content", title, "1.2", blocks=(
            Chart("column", years, (Series(title, tuple(figures)),), title, sentence),
            Map((Place("KOR", title, figures[0]), Place("TUV", title)), title, sentence, sentence, figures[1]),
            Tree((Node(title, title, children=(Node(title, vacant=True), Node(title, title))),), sentence),
        )),
        Slide("content", title, "1.3", blocks=(
            Matrix(years, (MatrixRow(title, (True, False, True), title, sentence),), sentence, figures[0]),
            Timeline((Moment(PartialDate.parse("2013-06"), title, sentence),), sentence),
            Timeline((
                Moment(PartialDate.parse("2014-03-04"), title, sentence, PartialDate.parse("2014-05"), title),
                Moment(PartialDate.parse("2014-09"), title, sentence, lane=sentence),
            ), sentence),
            Chain(title, (Step(title, title, "2013"), Step(title, title, "2014", state=title, runs=(figures[1],))), sentence),
            Groups((Group(title, (Paragraph((sentence,), 1),)), Group(title, (Paragraph((sentence,), 1),)))),
            Quotes((Quote(sentence, title, sentence, language), Quote(SENTENCES["ar"][1], "ليلى حداد", "تونس", "ar"))),
        )),
        Slide("closing", title),
    )  # fmt: skip
    accounts = tuple(
        Account(one, title, sentence, (sentence,), (TrailLine("capacity/event/EV-1", title, "2013", one.value, sentence),))
        for one in figures
    )  # fmt: skip
    return Document(
        title, language, Brand(title, title), Cover(title, title, title, title, title, title, title, date(2014, 4, 9)),
        "2011–2013", date(2014, 4, 9), "e-1", title, slides, accounts=accounts, sources=(sentence,),
    )  # fmt: skip


def one_slide(*blocks, title="A slide", **more):
    document = every_block()
    slides = (Slide("content", title, blocks=blocks),)
    return dataclasses.replace(document, slides=slides, accounts=(), definitions=(), **more)


def opened(document, **options):
    return pypdf.PdfReader(io.BytesIO(pdf.render(document, **options)))


def words(document, **options):
    return "\n".join(page.extract_text() for page in opened(document, **options).pages)


def bookmarks(outline):
    """The titles of all bookmarks, with the level of each."""
    found, level = [], 1
    for entry in outline:
        if isinstance(entry, list):
            found += [(level + depth, title) for depth, title in bookmarks(entry)]
        else:
            found.append((level, entry.title))
    return found


def read_bounds(data):
    """Every figure of the annex as (address, number in words): what an auditor reads out of the file alone."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    found = re.findall(r"([a-z_]+\.[a-z_]+\?[\S\n]*?)\s=\s(.*)", text)
    return [(re.sub(r"[\s\u200b]", "", address), value.strip()) for address, value in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_is_printed_in_each_language_as_tagged_pdf_without_a_warning(language, recwarn):
    file = opened(in_words(language))
    root = file.trailer["/Root"]
    assert [str(warning.message) for warning in recwarn if warning.category is RuntimeWarning] == []
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert root["/Metadata"].get_data().count(b"<pdfuaid:part>1</pdfuaid:part>") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_document_prints_in_each_language(language):
    assert opened(every_block(language)).metadata.title == "Past, present and future"


def test_the_page_is_an_upright_a4():
    boxes = {tuple(round(float(side)) for side in page.mediabox) for page in opened(every_block()).pages}
    assert boxes == {(0, 0, 595, 842)}


def test_the_bookmarks_are_the_headings_of_the_slides_and_then_the_annexes():
    document = every_block()
    agenda, *sections, closing = [slide for slide in document.slides if slide.kind != "cover"]
    assert bookmarks(opened(document).outline) == [
        (1, agenda.heading),
        *((1 if slide.kind == "section" else 2, slide.heading) for slide in sections),
        (1, "Definitions"),
        (1, "Rows behind the figures"),
        (1, "Sources"),
        (1, closing.heading),
    ]


def test_the_same_document_gives_the_same_bytes_dated_on_the_day_of_its_figures():
    document = every_block()
    assert pdf.render(document) == pdf.render(document)
    assert opened(document).metadata.creation_date.date() == date(2014, 4, 9)


def test_the_annex_gives_every_figure_of_the_document_with_its_value_and_address():
    document = every_block()
    expected = {bound.address: bound.words("en") for bound in document.bounds()}
    expected |= {account.bound.address: account.bound.words("en") for account in document.accounts}
    assert sorted(read_bounds(pdf.render(document))) == sorted(expected.items())


HOSTILE = '*bold* #panic("x") $x^2$ @ref \\ <label> `raw` "quoted" \'single\' // comment [x] = head {{{'


def test_words_that_look_like_the_layout_language_stay_words():
    document = one_slide(Text((Paragraph((HOSTILE,)),)), title=HOSTILE)
    found = re.sub(r"\s+", " ", words(document))
    assert found.count(HOSTILE) == 3  # in the contents, as the heading, as the paragraph
    assert (1, HOSTILE) in bookmarks(opened(document).outline) or (2, HOSTILE) in bookmarks(
        opened(document).outline
    )


def test_a_character_without_a_font_is_spelt_out_and_the_report_says_so():
    found = re.sub(r"\s+", " ", words(one_slide(Text((Paragraph(("Signed \U0001f600 by ก",)),)))))
    assert "Signed [GRINNING FACE] by [THAI CHARACTER KO KAI]" in found
    assert "U+0E01 [THAI CHARACTER KO KAI], U+1F600 [GRINNING FACE]" in found


def test_controls_that_nobody_sees_are_left_out():
    blocks = Text((Paragraph(("one\x00\x07\x7f\ufefftwo \\u0007 \\\\ three",)),))
    assert "onetwo \\u0007 \\\\ three" in words(one_slide(blocks))


def test_a_character_is_printable_exactly_where_a_font_of_ours_has_it():
    assert {c for c in "aéЖع中한★ก😀\x00\uffff" if c in pdf_fonts.printable()} == set("aéЖع中한★")


def test_a_figure_leads_to_its_page_on_the_web_where_it_has_one():
    def link(bound):
        return f"https://office.example/figures/{bound.key}/"

    file = opened(one_slide(Text((Paragraph(("Held: ", figure(7, year=2013))),))), link=link)
    found = {
        note.get_object()["/A"]["/URI"]
        for page in file.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert found == {
        "https://office.example/figures/capacity.events_held/",
        "http://localhost:8000/reports/committee/",
    }


def test_the_head_of_a_long_table_stands_on_each_of_its_pages():
    rows = tuple((Cell((f"Row {number}",)), Cell((str(number),))) for number in range(90))
    found = [page.extract_text() for page in opened(one_slide(Table(("Country", "Seats held"), rows))).pages]
    assert sum("Seats held" in page for page in found) == sum("Row " in page for page in found) == 3


def test_a_block_that_cannot_be_printed_is_an_error_and_not_a_gap():
    with pytest.raises(TypeError, match="The PDF cannot show str yet"):
        pdf.render(one_slide("a string"))


def test_a_drawing_is_split_into_lines_and_words():
    svg = (
        '<svg viewBox="0 0 100 50"><rect width="9"/><text x="1" y="2" font-size="12" text-anchor="end" '
        'font-weight="700" fill="#000">R&amp;D</text></svg>'
    )
    found = pdf_pictures.picture(svg, "A drawing")
    assert found == {
        "svg": '<svg viewBox="0 0 100 50"><rect width="9"/></svg>',
        "alt": "A drawing",
        "width": 100.0,
        "height": 50.0,
        "words": [
            {"text": "R&D", "x": 1.0, "y": 2.0, "size": 12.0, "anchor": "end", "bold": True, "fill": "#000", "halo": 0.0}
        ],
    }  # fmt: skip


def test_a_drawing_with_nested_words_is_refused():
    with pytest.raises(pdf_pictures.NotADrawing):
        pdf_pictures.picture('<svg viewBox="0 0 1 1"><text x="1"><tspan>a</tspan></text></svg>', "A drawing")


def test_what_stands_on_a_cover_an_agenda_or_a_closing_slide_is_printed():
    kinds = ("cover", "agenda", "closing")
    slides = tuple(Slide(kind, kind, blocks=(Text((Paragraph((f"Words on {kind}",)),)),)) for kind in kinds)
    found = words(dataclasses.replace(one_slide(), slides=slides))
    assert [found.count(f"Words on {kind}") for kind in kinds] == [1, 1, 1]


def test_the_contents_list_a_part_once_and_the_bookmarks_each_of_its_slides():
    slides = (
        Slide("section", "Achievements", "2"),
        *(Slide("content", "Research", "2.1", f"({n})", blocks=(Text((Paragraph(("Words",)),)),)) for n in (1, 2, 3)),
        Slide("content", "Training", "2.2"),
    )  # fmt: skip
    file = opened(dataclasses.replace(one_slide(), slides=slides))
    lines = [line.strip(" .0123456789") for line in file.pages[1].extract_text().splitlines()]
    assert [line for line in lines if line in ("Achievements", "Research", "Training")] == [
        "Achievements", "Research", "Training",
    ]  # fmt: skip
    assert [title for _, title in bookmarks(file.outline) if "Research" in title] == [
        "2.1 Research (1)", "2.1 Research (2)", "2.1 Research (3)",
    ]  # fmt: skip


def pages_with(slides, *told):
    """The first page of the sections on which each of the words stands."""
    slides = (Slide("section", "A section", "1"), *slides)
    pages = [
        page.extract_text() for page in opened(dataclasses.replace(one_slide(), slides=slides)).pages[2:]
    ]
    return [next((number for number, page in enumerate(pages) if words in page), None) for words in told]


def filler(lines):
    return Slide("content", "Before", blocks=(Text(tuple(Paragraph((f"Line {n}",)) for n in range(lines))),))


@pytest.mark.parametrize("lines", range(30, 40, 2))
def test_the_numbers_and_the_words_of_a_slide_stay_with_its_heading(lines):
    blocks = (Numbers((figure(500_000_000),)), Text((Paragraph(("The last words",)),)))
    heading, number, last = pages_with(
        (filler(lines), Slide("content", "Budget", blocks=blocks)), "Budget", "500,000,000", "The last words"
    )
    assert heading == number == last


@pytest.mark.parametrize("lines", (10, 20, 28))
def test_a_matrix_that_fits_a_page_is_not_torn(lines):
    rows = tuple(MatrixRow(f"Title {n:02}", (True, False)) for n in range(25))
    slides = (
        filler(lines),
        Slide("content", "Studies", blocks=(Matrix(("2006", "2007"), rows, "the year"),)),
    )
    first, last = pages_with(slides, "Title 00", "Title 24")
    assert first == last


def test_many_posts_under_one_head_take_half_a_page_and_are_words():
    posts = tuple(Node(f"Post {n}", "A holder", "national", vacant=n == 9) for n in range(1, 10))
    tree = Tree((Node("Head", "A name", children=posts),), "Ten posts")
    slides = (
        Slide("content", "Posts", blocks=(tree,)),
        Slide("content", "After", blocks=(Numbers((figure(4768),)),)),
    )
    found = pages_with(slides, "Head", "Post 1", "Post 9", "Vacant", "4,768")
    assert found == [0] * 5


def test_the_annex_tells_what_the_parts_of_a_breakdown_share_once_and_names_sources_by_number():
    source = "https://www.example.org/a/long/address?id=1"
    line = TrailLine("capacity/event/EV-1", "A workshop", "2006-2013", 1, source)
    accounts = tuple(
        Account(
            figure(number, year=2010 + number),
            f"2011–2013; year: {2010 + number}",
            "",
            ("Not all held.",),
            (line,),
        )
        for number in (1, 2, 3)
    )
    document = dataclasses.replace(one_slide(sources=("A deck", source)), accounts=accounts)
    found = " ".join(words(document).split())
    assert [found.count(told) for told in ("2011–2013;", "Not all held.", "year: 2012", "EV-1 · example.org [2]")] == [
        0, 1, 1, 3,
    ]  # fmt: skip
    assert found.count(source.removeprefix("https://www.").partition("/")[0]) >= 3
    assert "2006–2013 A workshop" in found


def sizes_of(*numbers):
    """The size in points at which each number stands beside the others on its slide."""
    slides = (
        Slide("section", "A", "I"),
        Slide("content", "B", blocks=(Numbers(tuple(map(figure, numbers))),)),
    )
    found = {}

    def visit(text, cm, tm, font, size):
        if text.strip():
            found.setdefault(text.strip(), round(abs(cm[0] * tm[0]) * size, 1))

    opened(dataclasses.replace(one_slide(), slides=slides)).pages[2].extract_text(visitor_text=visit)
    return [found[f"{number:,}"] for number in numbers]


def test_numbers_side_by_side_are_all_as_large_as_the_longest_of_them_fits():
    assert sizes_of(1, 22, 333) == [21, 21, 21]
    small = sizes_of(1, 500_000_000_000_000, 2)
    assert len(set(small)) == 1
    assert small[0] < 21
