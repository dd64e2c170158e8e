"""Names on paper: any script, composed letters, and what stands where no font of ours will do."""

import pytest

from colonnade.renderers.papers import codes
from colonnade.renderers.papers.names import Name, Names, Replaced
from colonnade.values.languages import LANGUAGES


def set_as(text, latin=""):
    names = Names()
    return names(Name(text, latin)), names.replaced


@pytest.mark.parametrize(
    "text",
    [
        "María-José Ñúñez",
        "Фёдор Достоевский",
        "محمد بن عبد الله",
        "王小明",
        "김민수",
        "राम कृष्ण",
        "Ἀριστοτέλης",
        "さくら",
        "O",
        "X Æ A-12",
    ],
)
def test_a_name_in_a_script_of_our_fonts_stands_as_it_was_given(text):
    name, replaced = set_as(text)

    assert (name["text"], replaced) == (text, [])


def test_letters_are_composed_and_marks_of_direction_are_left_out():
    assert set_as("Jose\u0301  \u202bNun\u0303ez\u200f")[0]["text"] == "José Nuñez"


def test_a_name_without_a_font_is_printed_in_the_latin_letters_given_beside_it():
    name, replaced = set_as("สมชาย", "Somchai")

    assert name["text"] == "Somchai"
    assert replaced == [Replaced("สมชาย", "Somchai", "ส ม ช า ย")]


def test_without_latin_letters_its_place_is_left_empty_and_that_is_told():
    name, replaced = set_as("გიორგი")

    assert name["text"] == ""
    assert "left empty, to be written by hand" in replaced[0].sentence("en")


def test_latin_letters_that_have_no_font_either_are_of_no_help():
    assert set_as("สมชาย", "S😀")[0]["text"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_replaced_is_told_in_every_language(language):
    told = Replaced("สมชาย", "Somchai", "ส ม").sentence(language)

    assert "สมชาย" in told and "Somchai" in told and "{" not in told


def test_a_letter_and_a_mark_that_no_one_font_has_together_count_as_missing():
    assert set_as("م\u0941", "M")[0]["text"] == "M"


@pytest.mark.parametrize("name", ["", " \u200b"])
def test_a_name_of_nothing_that_can_be_seen_is_an_empty_line(name):
    told, replaced = set_as(name)
    assert (told["text"], replaced) == ("", [])


@pytest.mark.parametrize(
    ("name", "capitals"),
    [
        (Name("Ana María López Ruiz", family="López Ruiz"), "Ana María LÓPEZ RUIZ"),
        (Name("Kim Minsu", family="Kim"), "KIM Minsu"),
        (Name("Suharto"), "Suharto"),
        (Name("Annan Anna", family="Anna"), "Annan ANNA"),
        (Name("Ana Luz", family="Pérez"), "Ana Luz"),
    ],
)
def test_capitals_come_from_the_family_name_recorded_and_never_from_a_guess(name, capitals):
    assert name.in_capitals().text == capitals


def test_a_code_has_its_quiet_zone_and_reads_as_the_text(tmp_path):
    from PIL import Image

    picture = Image.open(__import__("io").BytesIO(codes.png("07-K3", scale=1))).convert("L")
    white = {picture.getpixel((x, y)) for x in range(picture.width) for y in range(codes.QUIET)}

    assert white == {255}
    assert f'viewBox="0 0 {picture.width} {picture.height}"' in codes.svg("07-K3")


def test_the_drawing_of_a_code_is_dark_exactly_where_the_picture_is():
    import io
    import re

    from PIL import Image

    text = "https://office.example.org/check/UNPOG-2026-00417"
    picture = Image.open(io.BytesIO(codes.png(text, scale=1))).convert("L")
    dark = {
        (x, y) for x in range(picture.width) for y in range(picture.height) if picture.getpixel((x, y)) == 0
    }
    drawn = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", codes.svg(text))
        for step in range(int(length))
    }

    assert drawn == dark


def test_an_address_too_long_to_be_read_from_paper_is_refused():
    with pytest.raises(codes.TooLong, match="give a shorter address"):
        codes.svg("https://office.example.org/" + "a" * 300)
