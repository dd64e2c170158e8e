"""The words a format prints of its own: headings, marks, units. Everything else is the office's.

They stand in two tables beside this module, one line a word and one column a language, so
that a translator can read and correct them.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from colonnade.values.languages import LANGUAGES, known
from colonnade.values.numbers import Bounds, Number, Ratio
from colonnade.values.words import locale


class NoSuchLabel(KeyError):
    """A renderer asked for a word that is not in ``labels.csv``."""


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict[str, str]]:
    return {row.pop("key"): row for row in _table("labels.csv")}


@lru_cache(maxsize=1)
def _units() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["unit"], row["language"]): row for row in _table("units.csv")}


def _table(name: str) -> list[dict[str, str]]:
    text = files("colonnade.renderers").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="|", quoting=csv.QUOTE_NONE))


def keys() -> tuple[str, ...]:
    return tuple(_labels())


def label(key: str, language: str, **parts: object) -> str:
    """A word in the reader's language; ``parts`` fill its gaps: ``label("table_of", "en", title="Events")``."""
    if key not in _labels():
        raise NoSuchLabel(f"No label “{key}”. Add a line to renderers/labels.csv in {', '.join(LANGUAGES)}.")
    words = _labels()[key][known(language)]
    return words.format(**parts) if parts else words


def unit_words(code: str, number: Number, language: str) -> str:
    """The unit as it stands after the number: ``1 event``, ``11 events``, ``5 мероприятий``.

    A span takes the form of its upper end, as it is read last. Amounts print their currency and
    need no unit, and a share says its own; a unit that is not in ``units.csv`` is printed as its code.
    """
    if isinstance(number, Ratio):
        return ""
    forms = _units().get((code, known(language)))
    if forms is None:
        return code.replace("_", " ")
    count = number.high if isinstance(number, Bounds) else number
    form = locale(language).plural_form(count) if isinstance(count, int) else "other"
    return forms.get(form) or forms["other"]


def unit_name(code: str, language: str) -> str:
    """The unit by itself, as a column or an axis names it: ``events``, ``страны``."""
    forms = _units().get((code, known(language)))
    if forms is None:
        return code.replace("_", " ")
    return forms["few"] or forms["other"]
