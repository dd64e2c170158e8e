"""What a slide may carry, as it is arranged at the desk. Nothing here holds a number: figures are named, not typed.

In any text, ``[[capacity.participations kind=national_training]]`` stands for a figure, ``{period}`` for the
report's period and ``{year}`` for the year of its as-of date.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.definition import CannotBreakDown, UnknownFigure
from colonnade.figures.dimensions import DIMENSIONS
from colonnade.figures.measure import find
from colonnade.outreach.models import Quote
from colonnade.values.period import NotAPeriod, Period

FIGURE: Final = re.compile(r"\[\[\s*([\w.-]+)((?:\s+[\w.]+=[^\s\]]+)*)\s*\]\]")
"""A figure inside a sentence: its key, then what it is narrowed to."""

TOLD: Final = re.compile(r"\(\(\s*([\w.-]+)((?:\s+[\w.]+=[^\s)]+)*)\s*\)\)")
"""What a reader must be told of a figure: ``((money.operating_budget_usd))`` stands for its caveats."""


def read_parts(text: str) -> dict[str, str]:
    """``kind=national_training period=2014`` as a mapping; raises ValidationError with the words at fault."""
    parts = {}
    for word in text.split():
        name, sign, part = word.partition("=")
        if not sign or not part:
            raise ValidationError(_("“%(word)s”: write DIMENSION=PART."), params={"word": word})
        parts[name] = part
    return parts


def check_figure(key: str, parts: str) -> None:
    """Refuse a figure that is not in the catalogue, or a part it does not have."""
    try:
        figure = find(key)
        for name, part in read_parts(parts).items():
            if name == "period":
                Period.parse(part)
            else:
                figure.dimension(name)
    except (UnknownFigure, CannotBreakDown, NotAPeriod) as error:
        raise ValidationError(str(error)) from error


class FiguredText(blocks.TextBlock):
    """Lines of text with figures inside; a line that begins with “- ” or “-- ” is a bullet."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        for key, parts in (*FIGURE.findall(value), *TOLD.findall(value)):
            check_figure(key, parts)
        return value


def figure_choices() -> list[tuple[str, str]]:
    return [(figure.key, f"{figure.label} ({figure.key})") for figure in CATALOGUE.values()]


def dimension_choices() -> list[tuple[str, str]]:
    return [(dimension.key, str(dimension.label)) for dimension in DIMENSIONS.values()]


class FigureBlock(blocks.StructBlock):
    """One figure, narrowed where asked, under its own label or another."""

    figure = blocks.ChoiceBlock(choices=figure_choices, label=_("figure"))
    parts = blocks.CharBlock(
        required=False, label=_("narrowed to"), help_text=_("for example kind=national_training")
    )
    label = blocks.CharBlock(required=False, label=_("label, if not the figure's own"))

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        check_figure(value["figure"], value["parts"])
        return value


def figures(**kwargs: Any) -> blocks.ListBlock:
    return blocks.ListBlock(FigureBlock(), label=_("figures"), **kwargs)


def period() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False,
        label=_("period"),
        help_text=_("the report's own where empty; or 2014, 2006-2013, {year}"),
    )


class TextBlock(blocks.StructBlock):
    text = FiguredText(label=_("text"), rows=6)


class StatementBlock(blocks.StructBlock):
    kind = blocks.CharBlock(
        label=_("kind of statement"), help_text=_("as in the record: vision, way_forward")
    )


class NumbersBlock(blocks.StructBlock):
    figures = figures()
    period = period()
    caption = blocks.CharBlock(required=False, label=_("caption"))


class TableBlock(blocks.StructBlock):
    """Figures in rows, the parts of a dimension in columns."""

    figures = figures()
    by = blocks.ChoiceBlock(choices=dimension_choices, label=_("by"))
    parts = blocks.CharBlock(required=False, label=_("only these parts, in this order"))
    across = blocks.ChoiceBlock(
        choices=dimension_choices, required=False, label=_("rows by"),
        help_text=_("where one figure is crossed by two dimensions"),
    )  # fmt: skip
    total = blocks.BooleanBlock(required=False, default=True, label=_("with a total"))
    period = period()
    caption = blocks.CharBlock(required=False, label=_("caption"))


class ChartBlock(blocks.StructBlock):
    figures = figures()
    by = blocks.ChoiceBlock(choices=dimension_choices, label=_("by"))
    kind = blocks.ChoiceBlock(
        choices=[("column", _("columns")), ("stacked", _("stacked columns")), ("bar", _("bars")), ("line", _("lines"))],
        default="column", label=_("kind of chart"),
    )  # fmt: skip
    period = period()
    title = blocks.CharBlock(label=_("title"))


class MatrixBlock(blocks.StructBlock):
    """Studies by year, filled where a phase ran."""

    first = blocks.IntegerBlock(required=False, label=_("from title number"))
    last = blocks.IntegerBlock(required=False, label=_("to title number"))
    period = period()


class MapBlock(blocks.StructBlock):
    """The countries of a figure, with the number of each where a second figure gives it."""

    figure = blocks.ChoiceBlock(choices=figure_choices, label=_("countries of"))
    number = blocks.ChoiceBlock(choices=figure_choices, required=False, label=_("number of each country"))
    by = blocks.ChoiceBlock(choices=dimension_choices, required=False, label=_("by"))
    period = period()
    title = blocks.CharBlock(label=_("title"))


class TimelineBlock(blocks.StructBlock):
    source = blocks.ChoiceBlock(
        choices=[("founding", _("founding instruments")), ("plan", _("the year's activities")), ("milestones", _("milestones"))],
        label=_("of"),
    )  # fmt: skip
    period = period()
    caption = blocks.CharBlock(required=False, label=_("caption"))


class TreeBlock(blocks.StructBlock):
    caption = blocks.CharBlock(required=False, label=_("caption"))


class QuotesBlock(blocks.StructBlock):
    codes = blocks.CharBlock(
        required=False, label=_("quotes, by code"), help_text=_("all that are allowed where empty")
    )
    channel = blocks.ChoiceBlock(choices=Quote.Channel.choices, default="oversight", label=_("channel"))


class ProductsBlock(blocks.StructBlock):
    source = blocks.ChoiceBlock(
        choices=[("published", _("published in the period")), ("pipeline", _("planned for the year"))],
        label=_("products"),
    )
    kinds = blocks.CharBlock(
        required=False, label=_("count by these kinds"), help_text=_("research_report country_profile")
    )
    period = period()


class ChainBlock(blocks.StructBlock):
    chain = blocks.CharBlock(label=_("chain, by code"))


class GroupsBlock(blocks.StructBlock):
    source = blocks.ChoiceBlock(
        choices=[
            ("pillars", _("pillars with their kinds of work")), ("themes", _("themes over time")),
            ("partners", _("partners of the year")), ("other_outreach", _("other public outreach")),
        ],
        label=_("of"),
    )  # fmt: skip
    caption = blocks.CharBlock(required=False, label=_("caption"))


class PrioritiesBlock(blocks.StructBlock):
    """The year's priorities with their strategies, by their numbers."""

    numbers = blocks.CharBlock(label=_("numbers"), help_text=_("1 2"))


class MoneyBlock(blocks.StructBlock):
    """What the ledger of the office says; nothing where there is none."""

    show = blocks.ChoiceBlock(
        choices=[
            ("years", _("received, budgeted, committed, spent and balance by year")), ("flows", _("chart of what was received, budgeted and spent")),
            ("stands", _("chart of what is committed and the balance")),
            ("standing", _("in two lines, beside the budget")),
        ],
        label=_("of money"),
    )  # fmt: skip
    period = period()


class Blocks(blocks.StreamBlock):
    """The body of a slide."""

    text = TextBlock(label=_("Text"), icon="pilcrow")
    statement = StatementBlock(label=_("Statement"), icon="openquote")
    numbers = NumbersBlock(label=_("Numbers"), icon="decimal")
    table = TableBlock(label=_("Table of figures"), icon="table")
    chart = ChartBlock(label=_("Chart"), icon="table")
    matrix = MatrixBlock(label=_("Matrix of studies"), icon="list-ul")
    map = MapBlock(label=_("Map"), icon="globe")
    timeline = TimelineBlock(label=_("Timeline"), icon="calendar")
    tree = TreeBlock(label=_("Organisational chart"), icon="group")
    quotes = QuotesBlock(label=_("Quotes"), icon="openquote")
    products = ProductsBlock(label=_("Products"), icon="doc-full")
    chain = ChainBlock(label=_("Chain of activities"), icon="link")
    groups = GroupsBlock(label=_("Groups"), icon="list-ul")
    priorities = PrioritiesBlock(label=_("Priorities"), icon="order")
    money = MoneyBlock(label=_("Money"), icon="folder-open-inverse")


class CoverBlock(blocks.StructBlock):
    note = blocks.TextBlock(required=False, label=_("speaker notes"))


class AgendaBlock(blocks.StructBlock):
    note = blocks.TextBlock(required=False, label=_("speaker notes"))


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    note = blocks.TextBlock(required=False, label=_("speaker notes"))


class ContentBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("title"), help_text=_("slides of one title that follow each other share its number")
    )
    subtitle = blocks.CharBlock(required=False, label=_("subtitle"))
    body = Blocks(label=_("on the slide"))
    note = FiguredText(required=False, label=_("speaker notes"))


class ClosingBlock(blocks.StructBlock):
    note = blocks.TextBlock(required=False, label=_("speaker notes"))


class Slides(blocks.StreamBlock):
    """A report: its slides in order. The agenda and all numbers are generated."""

    cover = CoverBlock(label=_("Cover"), icon="title")
    agenda = AgendaBlock(label=_("Agenda"), icon="list-ol")
    section = SectionBlock(label=_("Section"), icon="bars")
    content = ContentBlock(label=_("Slide"), icon="doc-empty")
    closing = ClosingBlock(label=_("Closing"), icon="tick")
