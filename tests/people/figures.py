"""All figures before and after: what a merge, an undoing and an erasure are held to."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

from django.db import transaction

from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.measure import Measurer
from colonnade.values.period import Period

YEARS = Period.of_years(2006, 2020)
AS_OF = date(2014, 4, 9)


def all_figures():
    """Every figure of the catalogue, whole and by each of its dimensions."""
    measurer = Measurer(as_of=AS_OF)
    told = {}
    for key, figure in CATALOGUE.items():
        for by in (None, *(dimension.key for dimension in figure.dimensions)):
            measured = measurer.measure(key, YEARS, by=by)
            told[key, by] = (measured.value, [(part.part, part.value) for part in measured.parts])
    return told


class _Undo(Exception):
    """Takes a generated office back."""


@contextmanager
def undone():
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass
