"""Papers as PDF: every language tagged without a warning, names that come back, pages, and words that stay words."""

import base64
import dataclasses
import io
import re
from datetime import date

import pytest
from PIL import Image
from tests.renderers import some_papers as some
from tests.renderers.reading_papers import described, opened, same, text_of

from colonnade.renderers.papers import accounts, participants, statements
from colonnade.renderers.papers.badges import Badge, Plate, badges, plates
from colonnade.renderers.papers.certificates import SeveralLanguages, certificate, certificates, together
from colonnade.renderers.papers.letters import letter
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.participants import Delegation, Participant, Roll
from colonnade.renderers.papers.pictures import SIZE, share_picture
from colonnade.renderers.papers.sheets import Box, sign_in_sheet
from colonnade.values.languages import LANGUAGES

SCRIPTS = {
    "Latin": "Nguyễn Thị Øystein Ağaoğlu Łukasz d’Œuvre fi",
    "Cyrillic": "Фёдор Ємець Нұрлан Қасымов",
    "Greek": "Ἀριστοτέλης Παπαδόπουλος",
    "Chinese": "欧阳小明",
    "Korean": "남궁민수",
    "Japanese": "さくら 山田",
    "Arabic": "محمد بن عبد الله الأنصاري",
    "Persian": "علی‌رضا پهلوی",
    "Devanagari": "राम कृष्ण श्रीवास्तव",
}
DRAWN_IN_PARTS = ("Arabic", "Persian", "Devanagari")
"""Scripts whose letters are not one glyph each: what is copied from the page is not the name, and no reader of ours says it is."""

PAPERS = {
    "certificate": lambda language: certificate(some.certificate(language)),
    "letter": lambda language: letter(some.letter(language)),
    "sheet": lambda language: sign_in_sheet(some.sheet(language)),
    "badges": lambda language: badges(
        (some.badge(language),) * 5,
        brand=some.OFFICE,
        event=some.WORDS[language],
        dates="14–16.04.2026",
        on=some.ON,
        language=language,
    ),
    "plates": lambda language: plates(
        (some.plate(language),), brand=some.OFFICE, event=some.WORDS[language], on=some.ON, language=language
    ),
    "participants": lambda language: participants.pdf(some.participant_list(language)),
    "report": lambda language: accounts.pdf(some.event_report(language)),
    "statement": lambda language: statements.pdf(some.statement(language)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_is_printed_in_each_language_as_tagged_pdf_without_a_warning(paper, language, recwarn):
    printed = PAPERS[paper](language)

    root = opened(printed.content).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == (language, True)
    assert (printed.replaced, printed.spelt_out, list(recwarn)) == ((), (), [])


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_paper_is_the_same_bytes(paper):
    assert PAPERS[paper]("ar").content == PAPERS[paper]("ar").content


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_comes_back_from_its_certificate_as_it_was_entered(script):
    name = SCRIPTS[script]
    content = certificate(some.certificate(name=Name(name))).content

    assert opened(content).metadata.title == f"Certificate of participation: {name}"
    if script in DRAWN_IN_PARTS:
        assert name in described(opened(content))
    else:
        assert same(name) in text_of(content)


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_every_script_come_back_from_a_sheet_that_mixes_them(script):
    rows = tuple(dataclasses.replace(some.rows(1)[0], name=Name(name)) for name in SCRIPTS.values())
    content = sign_in_sheet(some.sheet(rows=rows)).content

    found = described(opened(content)) if script in DRAWN_IN_PARTS else text_of(content)
    assert (SCRIPTS[script] if script in DRAWN_IN_PARTS else same(SCRIPTS[script])) in found


def test_a_hundred_certificates_are_printed_and_each_carries_its_own_name():
    told = []
    asked = [
        some.certificate(name=Name(f"Ana Luz {at}"), number=f"PO-{at}", criteria="", check=None)
        for at in range(100)
    ]

    printed = list(certificates(asked, told.append))

    assert told == list(range(1, 101))
    titles = [opened(one.content).metadata.title for one in printed[::9]]
    assert titles == [f"Certificate of participation: Ana Luz {at}" for at in range(100)][::9]


def test_a_batch_goes_on_past_a_name_that_no_font_has():
    names = (Name("Ana Luz"), Name("สมชาย ใจดี", "Somchai Jaidee"), Name("გიორგი"), Name("王小明"))

    printed = list(certificates([some.certificate(name=name) for name in names]))

    assert [[one.printed for one in paper.replaced] for paper in printed] == [
        [],
        ["Somchai Jaidee"],
        [""],
        [],
    ]
    assert "Somchai Jaidee" in text_of(printed[1].content)
    assert opened(printed[2].content).metadata.title == "Certificate of participation: PO-2026-00417"


def test_certificates_for_the_printer_are_one_file_with_a_page_each():
    content = together([some.certificate(name=Name(f"Ana Luz {at}")) for at in range(7)]).content

    pages = [page.extract_text() for page in opened(content).pages]
    assert [re.search(r"Ana Luz \d", page)[0] for page in pages] == [f"Ana Luz {at}" for at in range(7)]


def test_one_file_of_two_languages_is_refused():
    with pytest.raises(SeveralLanguages, match="en, fr"):
        together([some.certificate("en"), some.certificate("fr")])


def test_a_certificate_is_one_page_of_a4_on_its_side_also_with_long_words():
    long = some.certificate(
        name=Name("Rakotomavo Andriamananjaranirina " * 3),
        event="Inter-regional workshop on whole-of-government approaches and digital inclusion " * 3,
        criteria="Awarded for presence in at least 80 per cent of the sessions. " * 4,
    )
    pages = opened(certificate(long).content).pages

    assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages] == [(842, 595)]


def test_a_certificate_says_who_what_when_and_where_it_can_be_checked():
    text = text_of(certificate(some.certificate()).content)

    for words in (
        "Certificate of participation", "This is to certify that", "took part in", "Workshop on public services",
        "14–16.04.2026", "No. PO-2026-00417", "Issued on 16 April 2026", "Ms. Adjoua Kouassi", "Head of Office",
    ):  # fmt: skip
        assert words in text
    assert "office.example.org/check/PO-2026-00417" in re.sub(r"[\s\u200b]", "", text)


def test_a_code_on_paper_is_described_by_the_address_it_leads_to():
    assert f"Check this paper at {some.CHECK.address}" in described(
        opened(certificate(some.certificate()).content)
    )


@pytest.mark.parametrize(
    "print_it",
    [
        lambda words: certificate(some.certificate(event=words, name=Name(words))),
        lambda words: letter(some.letter(paragraphs=(words,), recipient=Name(words))),
        lambda words: sign_in_sheet(some.sheet(event=words)),
        lambda words: badges(
            (Badge(Name("Ana"), words),), brand=some.OFFICE, event="x", dates="", on=some.ON
        ),
        lambda words: participants.pdf(some.participant_list(event=words)),
        lambda words: accounts.pdf(some.event_report(event=words)),
    ],
)
def test_words_that_look_like_the_layout_language_stay_words(print_it):
    assert re.sub(r"\s", "", some.LITERAL) in re.sub(r"\s", "", text_of(print_it(some.LITERAL).content))


def test_a_letter_is_one_page_and_says_for_whom_the_officer_in_charge_signs():
    content = letter(some.letter()).content
    text = text_of(content)

    assert len(opened(content).pages) == 1
    assert "Reference: PO/2026/INV/0113" in text.replace("\u200b", "")
    assert (
        text.index("For the Head of Office") < text.index("Mr. Kim Minsu") < text.index("Officer in Charge")
    )
    assert "16 April 2026" in text


def test_a_sheet_of_five_hundred_has_its_head_and_its_number_on_every_page():
    content = sign_in_sheet(some.sheet(rows=some.rows(500))).content
    pages = [same(page.extract_text()) for page in opened(content).pages]

    assert len(pages) == 32
    for number, page in enumerate(pages, 1):
        assert "Workshop on public services" in page
        assert f"Page {number} of {len(pages)}" in page
    assert sum(len(re.findall(r"\d-K3", page)) for page in pages) == 500
    assert "Not on the list?" in pages[-1] + pages[-2]


def test_more_boxes_than_go_side_by_side_are_a_second_run_of_the_list_and_no_day_is_torn():
    boxes = tuple(Box(f"{day}.04", part) for day in range(13, 18) for part in ("a", "b"))
    pages = [
        same(page.extract_text()) for page in opened(sign_in_sheet(some.sheet(boxes=boxes)).content).pages
    ]

    heads = [re.search(r"Incheon((?:\s+1[3-7]\.04)+)", page)[1].split() for page in pages]
    assert heads == [
        ["13.04", "14.04", "15.04"],
        ["16.04", "17.04"],
    ]
    assert all("02-K3" in page for page in pages)


def test_four_badges_stand_on_a_page():
    content = badges(
        tuple(Badge(Name(f"Ana Luz {at}")) for at in range(9)), brand=some.OFFICE, event="x", dates="", on=some.ON
    ).content  # fmt: skip
    assert [len(re.findall(r"Ana Luz \d", page.extract_text())) for page in opened(content).pages] == [
        4,
        4,
        1,
    ]


def test_a_plate_has_the_name_on_both_sides_and_is_read_aloud_once():
    content = plates((Plate(Name(SCRIPTS["Arabic"])),), brand=some.OFFICE, event="x", on=some.ON).content

    assert described(opened(content)).count(SCRIPTS["Arabic"]) == 1
    upright = plates((Plate(Name("Ana Luz")),), brand=some.OFFICE, event="x", on=some.ON).content
    assert text_of(upright).count("Ana Luz") == 2


def test_countries_stand_in_english_order_then_organisations_then_the_secretariat():
    one = (Participant(Name("Ana Luz")),)
    countries = tuple(
        Delegation(title, one, english)
        for title, english in (
            ("Türkiye", ""),
            ("Timor-Leste", ""),
            ("Élan", "Zambia"),
            ("Côte d’Ivoire", ""),
        )
    )
    roll = Roll(countries, (Delegation("ESCAP", one),), one)
    text = text_of(participants.pdf(some.participant_list(roll=roll)).content)

    order = (
        "Countries",
        "Côte d’Ivoire",
        "Timor-Leste",
        "Türkiye",
        "Élan",
        "Organisations",
        "ESCAP",
        "Secretariat",
    )
    assert sorted(order, key=text.index) == list(order)
    as_given = dataclasses.replace(roll, in_english_order=False).sections("en")[0][1]
    assert [delegation.title for delegation in as_given] == [country.title for country in countries]


def test_a_section_without_people_is_left_out():
    roll = Roll(countries=(Delegation("Fiji", (Participant(Name("Ana Luz")),)),))

    assert [heading for heading, _ in roll.sections("fr")] == ["Pays"]


def test_family_names_are_in_capitals_where_the_list_asks_for_it():
    roll = Roll(secretariat=(Participant(Name("Kim Minsu", family="Kim"), "Officer", "UNPOG", "Mr."),))
    plain, capitals = (
        text_of(
            participants.pdf(some.participant_list(roll=dataclasses.replace(roll, capitals=asked))).content
        )
        for asked in (False, True)
    )

    assert "Mr. Kim Minsu" in same(plain).replace("\xa0", " ")
    assert "Mr. KIM Minsu" in same(capitals).replace("\xa0", " ")


def test_a_report_prints_each_figure_with_its_address_in_a_footnote_and_marks_what_is_to_be_filled_in():
    text = text_of(accounts.pdf(some.event_report()).content)

    assert some.ADDRESS in re.sub(r"[\s\u200b]", "", text)
    assert text.count("[To be filled in]") == 2


def test_a_block_that_a_report_cannot_print_is_an_error_and_not_a_gap():
    report = some.event_report(parts=(accounts.Part("x", (object(),)),))

    with pytest.raises(TypeError, match="cannot show object"):
        accounts.pdf(report)
    with pytest.raises(TypeError, match="cannot write object"):
        accounts.docx(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_an_event_has_the_size_sites_ask_for_and_is_small(language):
    made = share_picture(some.picture(language)).content

    assert (Image.open(io.BytesIO(made)).size, len(made) < 100_000) == (SIZE, True)


def test_a_picture_with_the_longest_of_titles_is_still_small():
    made = share_picture(some.picture(event="Inter-regional workshop on digital inclusion " * 6)).content

    assert len(made) < 100_000


def test_a_paper_is_dated_on_its_own_day():
    created = opened(letter(some.letter(on=date(2026, 2, 9))).content).metadata.creation_date

    assert created.date() == date(2026, 2, 9)


def test_a_heavy_sign_of_the_office_does_not_make_heavy_papers():
    held = io.BytesIO()
    Image.effect_noise((1600, 900), 60).convert("RGB").save(held, "PNG")
    office = dataclasses.replace(some.OFFICE, logo=base64.b64encode(held.getvalue()).decode())

    heavy = len(certificate(some.certificate(brand=office)).content)
    assert (len(held.getvalue()) > 1_000_000, heavy < 350_000) == (True, True)
