"""Blocks of people, bodies and what they issue: the posts, quotes, products, partners and other groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext

from colonnade.office.queries import (
    pillars_on,
    posts_on,
    theme_focuses,
)
from colonnade.outreach.queries import quotes_allowed
from colonnade.programme.queries import partnerships_of
from colonnade.renderers.document import (
    Block,
    Group,
    Groups,
    Node,
    Paragraph,
    Product,
    Products,
    Quote,
    Quotes,
    Tree,
)  # fmt: skip
from colonnade.reports.desk import Desk
from colonnade.research.models import Product as ProductRecord
from colonnade.values.words import date_words

Value = Mapping[str, Any]


def place_tree(value: Value, desk: Desk) -> list[Block]:
    posts = posts_on(desk.as_of)
    held = {post.pk for post in posts}

    def under(boss: int | None) -> tuple[Node, ...]:
        return tuple(
            Node(
                post.title,
                _holder(post),
                " · ".join(filter(None, (post.category, post.grade))),
                not post.filled,
                under(post.pk),
            )
            for post in posts
            if (post.reports_to if post.reports_to in held else None) == boss
        )

    words = [f"{post.title}: {_holder(post) or gettext('vacant')}" for post in posts]
    return [Tree(under(None), "; ".join(words), desk.fill(value.get("caption", "")))] if posts else []


def _holder(post: Any) -> str:
    if not post.filled:
        return ""
    name = post.holder or gettext("held; name not in the record")
    return f"{name} ({gettext('acting')})" if post.acting else name


def place_quotes(value: Value, desk: Desk) -> list[Block]:
    quotes = []
    for quote in quotes_allowed(desk.as_of, value["channel"], value.get("codes", "").split()):
        country = desk.country(quote.country.code) if quote.country else ""
        told = quote.printed, quote.name_printed, quote.attribution(country), quote.language, quote.code
        quotes.append(Quote(*told))
    return [Quotes(tuple(quotes))] if quotes else []


def place_products(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    labels = desk.measurer.words.of("product_kind") | {"": ""}
    states = desk.measurer.words.of("state")
    kind_words = {str(kind): capfirst(str(words)) for kind, words in ProductRecord.Kind.choices}
    kinds = value.get("kinds", "").split()
    if value["source"] == "pipeline":
        held = [p for p in desk.measurer.record.products if p.plan_year == desk.as_of.year]
    else:
        refs = {row.ref for row in desk.measurer.measure("research.products", period).rows}
        held = [p for p in desk.measurer.record.products if p.ref in refs]
        kinds = list(dict.fromkeys([*kinds, *(product.kind for product in held)]))
    products = [
        Product(p.title, date_words(p.published, desk.language) if p.published else "", kind_words[p.kind], states[p.state],
                p.symbol or (f"ISBN {p.isbn}" if p.isbn else p.series))
        for p in held
    ]  # fmt: skip
    asked = [{"product_kind": kind} for kind in kinds]
    asked = [parts for parts in asked if desk.measurer.measure("research.products", period, parts).value]
    counts = [
        desk.number("research.products", parts, period=period, label=labels[parts["product_kind"]])
        for parts in asked
    ]
    if not counts and not products:
        return []
    gaps = [desk.placed[bound.address].completeness for bound in counts]
    return [Products(tuple(products), tuple(counts), "; ".join(filter(None, gaps)))]


def place_groups(value: Value, desk: Desk) -> list[Block]:
    groups = GROUPS[value["source"]](desk)
    return [Groups(tuple(groups), desk.fill(value.get("caption", "")))] if groups else []


def _pillars(desk: Desk) -> list[Group]:
    return [
        Group(pillar.name, tuple(Paragraph((work.text,), 1) for work in works))
        for pillar, works in pillars_on(desk.as_of)
    ]


def _themes(desk: Desk) -> list[Group]:
    groups = []
    for focus, themes in theme_focuses():
        if focus.valid_from and focus.valid_from > desk.as_of:
            continue
        first = focus.valid_from.year if focus.valid_from else ""
        ended = focus.valid_to and focus.valid_to <= desk.as_of
        years = f"{first}–{focus.valid_to.year}" if ended and focus.valid_to else gettext("From %s") % first
        groups.append(Group(f"{years}: {focus.name}", tuple(Paragraph((theme.name,), 1) for theme in themes)))
    return groups


def _partners(desk: Desk) -> list[Group]:
    groups: dict[bool, list[Paragraph]] = {False: [], True: []}
    for partnership in partnerships_of(desk.as_of.year):
        organisation = partnership.organisation
        name = organisation.name + (f" ({organisation.short_name})" if organisation.short_name else "")
        groups[partnership.national].append(Paragraph((name,), 1))
    headings = {False: gettext("International partners"), True: gettext("National partners")}
    return [Group(headings[national], tuple(names)) for national, names in groups.items() if names]


def _other_outreach(desk: Desk) -> list[Group]:
    """Brochures, videos, the website: listed, not counted among activities for an audience."""
    items = [
        p
        for p in desk.measurer.record.promotions
        if p.purpose == "other" and p.starts.first_day <= desk.as_of
    ]
    return (
        [Group(gettext("Other public outreach"), tuple(Paragraph((p.title,), 1) for p in items))]
        if items
        else []
    )


GROUPS: Final[dict[str, Callable[[Desk], list[Group]]]] = {
    "pillars": _pillars,
    "themes": _themes,
    "partners": _partners,
    "other_outreach": _other_outreach,
}
