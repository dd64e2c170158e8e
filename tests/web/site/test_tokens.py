"""Words as the search compares them, in every script the office writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.web.site.tokens import asked_words, folded, words_of


def finds(question: str, text: str) -> bool:
    held = words_of(text)
    return all(any(word.startswith(asked) for word in held) for asked in asked_words(question)) and bool(
        asked_words(question)
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("integrite", "Séminaire sur l’intégrité"),
        ("SÉMIN", "Seminaire"),
        ("الادارة العامة", "دراسة عن الإدارة العامّة"),  # hamza, ta marbuta, doubling
        ("حكومه", "وبالحكومة الإلكترونية والحكومة"),  # the article, and what stands before it
        ("الحُكُومَة", "حكومة"),  # vowel signs
        ("مستشفي", "مستشفى"),  # alef maqsura
        ("电子政务", "关于电子政务的研究"),
        ("政", "电子政务"),
        ("전자정부", "한국의 전자정부에 관한 연구"),
        ("елка", "Ёлка"),
        ("2014", "سنة ٢٠١٤"),
        ("cote ivoire", "Côte d’Ivoire"),
        ("viet", "Viet Nam"),
    ],
)
def test_a_word_is_found_however_it_is_written(question, text):
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [("grity", "integrity"), ("子务", "电子政务"), ("ال", "كتاب"), ("", "anything"), ("%", "100 %")],
)
def test_what_does_not_begin_a_word_is_not_found(question, text):
    assert not finds(question, text)


@given(st.text())
def test_folding_twice_changes_nothing_and_a_text_finds_itself(text):
    assert folded(folded(text)) == folded(text)
    assert not asked_words(text) or finds(text, text)


@given(st.text())
def test_no_word_carries_a_sign_that_a_database_reads_as_a_command(text):
    assert not any(set(word) & set("%_\\' ") for word in [*words_of(text), *asked_words(text)])
