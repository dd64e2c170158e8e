"""The words formats print of their own."""

import pytest

from colonnade.renderers.labels import NoSuchLabel, keys, label, unit_name, unit_words
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Bounds
from colonnade.values.units import UNITS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_written_in_every_language(language):
    assert [key for key in keys() if not label(key, language).strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", UNITS)
def test_every_unit_has_words_of_its_own(code, language):
    assert unit_name(code, language) != "" and unit_words(code, 5, language) != ""
    assert language in ("en", "fr") or unit_words(code, 5, language) != UNITS[code].many


def test_a_label_fills_its_gaps():
    assert label("table_of", "fr", title="Pays") == "Tableau : Pays"


def test_a_label_that_does_not_exist_is_refused_with_what_to_do():
    with pytest.raises(NoSuchLabel, match="Add a line to renderers/labels.csv"):
        label("no_such_word", "en")


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", 1, "event"),
        ("en", 11, "events"),
        ("fr", 0, "événement"),
        ("ru", 21, "мероприятие"),
        ("ru", 3, "мероприятия"),
        ("ru", 5, "мероприятий"),
        ("ar", 2, "فعاليتان"),
        ("ar", 7, "فعاليات"),
        ("zh", 9, "场活动"),
        ("en", Bounds(1, 3), "events"),
        ("en", None, "events"),
    ],
)
def test_a_unit_agrees_with_its_number(language, number, words):
    assert unit_words("events", number, language) == words


def test_a_unit_nobody_translated_prints_its_code():
    assert unit_words("participant_days", 3, "en") == "participant days"
