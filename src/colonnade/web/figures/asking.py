"""What a page is asked: a figure, a period, a day, what it is narrowed to, and how it is broken down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from colonnade.figures.definition import NOT_RECORDED, UNDIVIDED, CannotBreakDown, Figure
from colonnade.figures.dimensions import Words
from colonnade.figures.measure import find
from colonnade.figures.models import Edition
from colonnade.figures.queries import latest_edition
from colonnade.figures.scope import Scope
from colonnade.values.languages import known
from colonnade.values.period import NotAPeriod, Period

OURS = {"period", "as_of", "by", "sum", "lang", "rows"}
"""What an address may say that is not a dimension."""

KNOWN_SHOWN = 12
PAGE_DIGITS = 6


class NotAsked(Exception):
    """The address asks for something that cannot be answered; its text says what, and what to ask."""


@dataclass
class Question:
    """A question about one figure, with the words as they were typed, so that a form keeps them."""

    figure: Figure
    scope: Scope
    by: str | None = None
    summed: bool = False
    page: int = 1
    problems: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.figure.key

    @cached_property
    def narrowed(self) -> dict[str, str]:
        return self.scope.narrowed

    def query(self, **changed: Any) -> str:
        """The question as the part of an address after the mark, with something changed or, by None, left out."""
        asked: dict[str, Any] = {"period": str(self.scope.period), "as_of": self.scope.as_of.isoformat()}
        asked |= {"by": self.by} | self.narrowed | changed
        return urlencode(
            [(name, value) for name, value in asked.items() if value not in (None, "")], safe="/"
        )


def usual(*, public: bool) -> tuple[Period, date]:
    """What is shown before anybody asks: the latest report's period as of its day, else the last whole year."""
    return usual_beside(latest_edition(public_only=public))


def usual_beside(edition: Edition | None) -> tuple[Period, date]:
    """The same where the latest edition is read already."""
    if edition is not None:
        return edition.period, edition.as_of
    return Period.year(date.today().year - 1), date.today()


def read(key: str, asked: QueryDict, language: str, *, public: bool = True) -> Question:
    """The question of an address. What is wrong with it stands in its ``problems``, and the usual takes its place.

    Raises UnknownFigure where the figure itself is not known.
    """
    figure = find(key)
    problems: list[str] = []
    period, as_of = usual(public=public)
    if asked.get("period"):
        as_of = date.today()
        try:
            period = Period.parse(asked["period"])
        except NotAPeriod as error:
            problems.append(str(error))
    if asked.get("as_of"):
        try:
            as_of = date.fromisoformat(asked["as_of"])
        except ValueError:
            problems.append(_("“%(day)s” is not a day. Write it as 2014-04-09.") % {"day": asked["as_of"]})
    parts = _parts(figure, asked, Words(known(language), as_of), problems)
    question = Question(figure, Scope.of(period, as_of, parts), problems=problems, typed=asked.dict())
    question.summed = bool(asked.get("sum"))
    question.by = _by(figure, asked.get("by", ""), problems)
    page = asked.get("rows", "")
    question.page = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    return question


def _by(figure: Figure, by: str, problems: list[str]) -> str | None:
    if not by:
        return None
    try:
        return figure.dimension(by).key
    except CannotBreakDown as error:
        problems.append(str(error))
        return None


def _parts(figure: Figure, asked: QueryDict, words: Words, problems: list[str]) -> dict[str, str]:
    """What the figure is narrowed to, dimension to part."""
    parts = {}
    for name, part in asked.items():
        if name in OURS or not part:
            continue
        try:
            figure.dimension(name)
            _check_part(words, name, part)
        except (CannotBreakDown, NotAsked) as error:
            problems.append(str(error))
        else:
            parts[name] = part
    return parts


def _check_part(words: Words, name: str, part: str) -> None:
    """Refuse a part that the dimension does not have."""
    there_are = words.of(name)
    if part in (NOT_RECORDED, UNDIVIDED) or part in there_are or (not there_are and _is_year(name, part)):
        return
    if name == "year":
        raise NotAsked(_("“%(part)s” is not a year. Write it as 2014.") % {"part": part})
    first = ", ".join(list(there_are)[:KNOWN_SHOWN]) or "–"
    more = "…" if len(there_are) > KNOWN_SHOWN else ""
    raise NotAsked(
        _("“%(part)s” is not known as %(name)s. There are: %(known)s%(more)s")
        % {"part": part, "name": name, "known": first, "more": more}
    )


def _is_year(name: str, part: str) -> bool:
    return name != "year" or (part.isdecimal() and len(part) == 4)
