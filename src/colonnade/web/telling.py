"""Figures in the words of a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from colonnade.figures.definition import Measurement
from colonnade.renderers.labels import unit_words
from colonnade.values.words import number_words


@dataclass(frozen=True)
class Told:
    """A figure as a page prints it: its words, and where its rows are."""

    label: str
    words: str
    unit: str
    url: str
    reported: bool


def tell(measured: Measurement, language: str, page: str = "figure") -> Told:
    """A measurement in words, with the address of its page: the public one, or the desk's by its name."""
    unit = unit_words(measured.figure.unit.code, measured.value, language)
    try:
        url = f"{reverse(page, args=(measured.figure.key,))}?{measured.address.partition('?')[2]}"
    except NoReverseMatch:
        url = ""
    return Told(measured.figure.label, number_words(measured.value, language), unit, url, measured.reported)
