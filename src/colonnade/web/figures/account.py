"""All that a figure's page says: the number, what it means, what it rests on, its parts, its rows, its editions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from colonnade.figures.definition import NotAdditive
from colonnade.figures.dimensions import DIMENSIONS
from colonnade.figures.measure import Measurer
from colonnade.figures.publishing import PublicRow, Publisher, Withheld, personal, sum_of_parts
from colonnade.figures.publishing_money import offered
from colonnade.office.models import Office
from colonnade.renderers.labels import unit_name
from colonnade.web.figures.asking import Question
from colonnade.web.figures.drawing import COUNTRIES, picture
from colonnade.web.figures.editions import Reported, others, reported
from colonnade.web.figures.words import (
    language,
    plain_shown,
    scope_sentence,
    shown_words,
    unit_after,
    when_words,
)

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class PartLine:
    """A part of the breakdown, with the address that asks for it alone."""

    label: str
    words: str
    part: str
    reported: bool
    withheld: bool
    url: str


@dataclass(frozen=True)
class RowLine:
    """A record behind the number. ``url`` leads to its page at the desk; ``people`` to the names behind it."""

    code: str
    ref: str
    label: str
    when: str
    words: str
    source: str
    link: str
    opening: bool
    documents: str
    url: str = ""
    people: str = ""


class Account:
    """One question answered for one reader: the public, or with ``staff`` the office, from whom nothing is withheld.

    ``names`` offers the way to who took part; the page behind it asks for the right itself.
    """

    def __init__(
        self, question: Question, office: Office | None, *, staff: bool = False, names: bool = False
    ) -> None:
        self.question, self.office, self.staff, self.names = question, office, staff, names
        self.least = 0 if staff or office is None else office.small_cell
        self.measurer = Measurer(as_of=question.scope.as_of, language=language())
        self.publisher = Publisher(self.measurer, self.least)
        self.published = self.publisher.publish(question.key, question.scope, by=question.by)
        self.page_name = "desk_figures:figure" if staff else "figure"

    # --- the number -------------------------------------------------------------------------------------

    @property
    def figure(self) -> Any:
        return self.published.figure

    @property
    def words(self) -> str:
        return shown_words(self.published.value, self.least)

    @property
    def unit(self) -> str:
        return unit_after(self.figure.unit.code, self.published.value)

    @property
    def unit_name(self) -> str:
        return unit_name(self.figure.unit.code, language())

    @property
    def scope_words(self) -> str:
        return scope_sentence(self.question.scope)

    @property
    def caveats(self) -> list[str]:
        """What a careful reader must be told, each once."""
        return list(dict.fromkeys(self.published.caveats))

    @property
    def additivity(self) -> str:
        sentence = str(self.figure.additivity)
        return f"{sentence[:1].upper()}{sentence[1:]}."

    @property
    def withheld_note(self) -> str:
        """Why something is not shown; empty where all of it is."""
        if not self.published.withholds:
            return ""
        if self.figure.public_by is not None:
            return _(
                "“Withheld” stands for money behind which there are fewer than %(least)d orders, vouchers or events, or from "
                "which such an amount could be computed."
            ) % {"least": self.least}
        return _(
            "“Withheld” stands for a count of persons that is fewer than %(least)d, or from which such a count "
            "could be computed."
        ) % {"least": self.least}

    # --- narrowing and breaking down ----------------------------------------------------------------------

    def url(self, **changed: Any) -> str:
        return f"{reverse(self.page_name, args=(self.question.key,))}?{self.question.query(**changed)}"

    @property
    def narrowed(self) -> list[tuple[str, str, str, str, str]]:
        """What it is narrowed to: dimension, part, both in words, and the address without it."""
        return [
            (name, part, str(DIMENSIONS[name].label), self.measurer.words.label(name, part), self.url(**{name: None}))
            for name, part in self.question.scope.parts
        ]  # fmt: skip

    @property
    def dimensions(self) -> list[tuple[str, str, str, bool]]:
        """Each dimension it can be broken down by: key, words, address, and whether it is now."""
        return [
            (d.key, str(d.label), self.url(by=d.key), d.key == self.question.by)
            for d in offered(self.figure, self.question.scope, public=bool(self.least))
        ]

    @property
    def sum_url(self) -> str:
        return self.url(sum=1)

    @property
    def by_label(self) -> str:
        return str(self.published.by.label) if self.published.by else ""

    @cached_property
    def parts(self) -> list[PartLine]:
        return [
            PartLine(
                part.label, shown_words(part.value, self.least), part.part, part.reported,
                isinstance(part.value, Withheld), self.url(**{str(self.question.by): part.part, "by": None}),
            )
            for part in self.published.parts or ()
        ]  # fmt: skip

    @property
    def parts_withheld(self) -> bool:
        return self.published.parts is None

    @property
    def whole_note(self) -> str:
        """What the number under the parts is: a sum, or a union."""
        figure, by = self.figure, self.published.by
        if figure.ratio:
            return _("not a sum: worked out anew over the whole")
        if not figure.additive:
            return _("not a sum: counted on the union")
        return _("not a sum: the parts overlap") if by and not by.disjoint else ""

    @cached_property
    def picture(self) -> str:
        title = f"{self.figure.label}, {self.by_label}"
        return picture(self.published, title, language(), self.office)

    @property
    def disclaimer(self) -> str:
        """The office's words under every map; empty where the picture is none."""
        mapped = self.published.by is not None and self.published.by.key in COUNTRIES and self.picture
        return self.office.map_disclaimer if mapped and self.office else ""

    @cached_property
    def notice(self) -> tuple[str, str] | None:
        """The answer to a request for a sum: the sum, or why there is none and what to ask instead."""
        if not self.question.summed:
            return None
        if not self.question.by:
            return "refused", _("A sum adds the parts of a breakdown: say which one in “Break down by”.")
        measured = self.measurer.measure_scope(self.question.key, self.question.scope, by=self.question.by)
        hidden = self.published.parts is None or any(part.withheld for part in self.parts)
        try:
            total = sum_of_parts(measured, tell=not hidden)
        except NotAdditive as refusal:
            return "refused", str(refusal)
        if isinstance(self.published.value, Withheld):
            return "refused", _("The sum is withheld.")
        return "sum", _("The parts add up to %(sum)s.") % {"sum": shown_words(total, self.least)}

    # --- rows -----------------------------------------------------------------------------------------------

    @property
    def shown_rows(self) -> tuple[PublicRow, ...]:
        """The rows that this reader may see one by one: of money the public sees totals."""
        return self.published.rows if self.staff or self.figure.rows_public else ()

    @property
    def row_count(self) -> int:
        """How many rows there are, whether they are shown or not."""
        return len(self.published.rows)

    @property
    def pages(self) -> list[tuple[int, str]]:
        count = -(-len(self.shown_rows) // ROWS_A_PAGE)
        return [(page, self.url(rows=page)) for page in range(1, count + 1)] if count > 1 else []

    @cached_property
    def rows(self) -> list[RowLine]:
        """The rows of the page that was asked for; a page beyond the last is the last."""
        last = max(1, -(-len(self.shown_rows) // ROWS_A_PAGE))
        page = min(max(self.question.page, 1), last)
        return [self._row(row) for row in self.shown_rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]]

    def _row(self, row: PublicRow) -> RowLine:
        room, noun, code = row.ref.split("/", 2)
        link = row.source if row.source.startswith(("https://", "http://")) else ""
        return RowLine(
            code, row.ref, row.label, when_words(row.on), self._contribution(row), "" if link else row.source, link,
            row.opening, row.documents.rpartition("/")[2],
            reverse("record", args=(room, noun, code)) if self.staff else "",
            reverse("desk_figures:who", args=(code,)) if (room, noun) == ("capacity", "event") and self._who else "",
        )  # fmt: skip

    @property
    def _who(self) -> bool:
        return self.names and personal(self.figure)

    def _contribution(self, row: PublicRow) -> str:
        if row.unknown:
            return _("not known")
        if row.keys:
            names = sorted(self.measurer.words.label("country", key) for key in row.keys)
            more = _(" and %(n)d not named") % {"n": row.unnamed} if row.unnamed else ""
            return ", ".join(names) + more
        return shown_words(row.contribution, self.least)

    # --- editions -----------------------------------------------------------------------------------------------

    @cached_property
    def editions(self) -> list[Reported]:
        return reported(self.publisher, self.question, staff=self.staff)

    @cached_property
    def other_scopes(self) -> list[tuple[str, str, str]]:
        """Other periods and parts for which the figure was reported: words, edition, address."""
        return [
            (words, edition, f"{reverse(self.page_name, args=(self.question.key,))}?{query}")
            for words, edition, query in others(self.publisher, self.question, staff=self.staff)
        ]

    # --- for programs --------------------------------------------------------------------------------------------

    @property
    def json_url(self) -> str:
        return f"{reverse('figure_json', args=(self.question.key,))}?{self.question.query()}"

    @property
    def add_url(self) -> str:
        return f"{reverse('figures_add')}?{urlencode({'address': self.published.address})}"

    def plain(self) -> dict[str, Any]:
        """The page as JSON tells it, with what is withheld marked so."""
        figure, published = self.figure, self.published
        return {
            "format": "colonnade-figure/1", "address": published.address, "key": figure.key, "label": str(figure.label),
            "definition": figure.definition, "unit": figure.unit.code, "additivity": figure.additivity,
            "clock": figure.clock, "period": str(published.scope.period), "as_of": published.scope.as_of.isoformat(),
            "narrowed": published.scope.narrowed, "value": plain_shown(published.value), "words": self.words,
            "reported": published.reported, "completeness": published.completeness, "caveats": list(published.caveats),
            "dimensions": [dimension.key for dimension in figure.dimensions], "by": self.question.by,
            "parts": None if published.parts is None else [
                {"part": p.part, "label": p.label, "value": plain_shown(p.value), "reported": p.reported}
                for p in published.parts
            ],
            "sum": self.notice[1] if self.notice else None,
            "rows": [self._plain_row(row) for row in self.shown_rows],
            "editions": [edition.plain() for edition in self.editions],
            "withheld_under": self.least or None,
        }  # fmt: skip

    def _plain_row(self, row: PublicRow) -> dict[str, Any]:
        return {
            "ref": row.ref, "label": row.label, "on": row.on, "source": row.source, "opening": row.opening,
            "documents": row.documents or None, "countries": list(row.keys),
            "contribution": None if row.unknown else plain_shown(row.contribution),
        }  # fmt: skip
