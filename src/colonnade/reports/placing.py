"""Each kind of block, from what was arranged at the desk to a block of the document. Arranges; never counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext

from colonnade.office.queries import (
    founding_instruments,
    pillars_on,
    posts_on,
    statements_on,
    the_office,
    theme_focuses,
)
from colonnade.outreach.queries import quotes_allowed
from colonnade.programme.models import Activity
from colonnade.programme.queries import chain_steps, milestones_from, partnerships_of, plan_of, priorities_of
from colonnade.renderers.document import (
    Block,
    Bound,
    Cell,
    Chain,
    Chart,
    Group,
    Groups,
    Map,
    Matrix,
    MatrixRow,
    Moment,
    Node,
    Numbers,
    Paragraph,
    Place,
    Product,
    Products,
    Quote,
    Quotes,
    Series,
    Statement,
    Step,
    Table,
    Text,
    Timeline,
    Tree,
)  # fmt: skip
from colonnade.reports.blocks import read_parts
from colonnade.reports.desk import Desk
from colonnade.research.models import Product as ProductRecord
from colonnade.values.period import Period
from colonnade.values.words import date_words

Value = Mapping[str, Any]


def place(kind: str, value: Value, desk: Desk) -> tuple[Block, ...]:
    """The blocks that one arranged block becomes; none where the record has nothing for it."""
    return tuple(PLACING[kind](value, desk))


def _text(value: Value, desk: Desk) -> list[Block]:
    return [Text(desk.paragraphs(value["text"]))]


def _statement(value: Value, desk: Desk) -> list[Block]:
    held = statements_on(desk.as_of, value["kind"])
    return [Statement(statement.heading, desk.paragraphs(statement.text)) for statement in held]


def _numbers(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    items = [
        desk.number(f["figure"], read_parts(f["parts"]), period=period, label=f["label"])
        for f in value["figures"]
    ]
    return [Numbers(tuple(items), desk.fill(value.get("caption", "")))]


# --- tables and charts: figures over the parts of a dimension -------------------------------------------


def _table(value: Value, desk: Desk) -> list[Block]:
    if value.get("across"):
        return [_crossed(value, desk)]
    period = desk.period_of(value.get("period", ""))
    wholes = [
        (desk.divide(f["figure"], value["by"], read_parts(f["parts"]), period=period), f["label"])
        for f in value["figures"]
    ]
    columns = value["parts"].split() or list(
        dict.fromkeys(part.part for whole, _ in wholes for part in whole.parts)
    )
    columns = desk.measurer.words.ordered(value["by"], columns) if not value["parts"] else columns
    rows = []
    for whole, label in wholes:
        held = {part.part: part for part in whole.parts}
        cells = [
            Cell((desk.part(whole, held[name]),)) if name in held else _nought(desk, whole, name)
            for name in columns
        ]
        total = [desk.total(whole)] if value["total"] else []
        rows.append((Cell((label or str(whole.figure.label),)), *cells, *total))
    header = ("", *(desk.measurer.words.label(value["by"], name) for name in columns))
    header += (gettext("All"),) if value["total"] else ()
    note = gettext("as reported") if any(whole.reported for whole, _ in wholes) else ""
    return [
        Table(header, tuple(rows), desk.fill(value["caption"]), total_column=bool(value["total"]), note=note)
    ]


def _nought(desk: Desk, whole: Any, part: str) -> Cell:
    """A part in which no row fell: the figure itself is asked, and answers nought."""
    return Cell(
        (
            desk.number(
                whole.figure.key, dict(whole.scope.parts) | {whole.by.key: part}, period=whole.scope.period
            ),
        )
    )


def _crossed(value: Value, desk: Desk) -> Table:
    """One figure, one dimension down and another across: the two-by-two of outreach."""
    period = desk.period_of(value.get("period", ""))
    asked = value["figures"][0]
    key, narrowed = asked["figure"], read_parts(asked["parts"])
    words, by, across = desk.measurer.words, value["by"], value["across"]
    whole = desk.divide(key, by, narrowed, period=period)
    columns = value["parts"].split() or [part.part for part in whole.parts]
    rows = []
    for down in desk.divide(key, across, narrowed, period=period).parts:
        scope = narrowed | {across: down.part}
        cells = [Cell((desk.number(key, scope | {by: column}, period=period),)) for column in columns]
        total = [Cell((desk.number(key, scope, period=period),))] if value["total"] else []
        rows.append((Cell((down.label,)), *cells, *total))
    if value["total"]:
        sums = [Cell((desk.number(key, narrowed | {by: column}, period=period),)) for column in columns]
        rows.append((Cell((gettext("All"),)), *sums, desk.total(whole)))
    header = (
        "",
        *(words.label(by, column) for column in columns),
        *((gettext("All"),) if value["total"] else ()),
    )
    note = gettext("as reported") if whole.reported else ""
    return Table(
        header, tuple(rows), desk.fill(value["caption"]), bool(value["total"]), bool(value["total"]), note
    )


def _chart(value: Value, desk: Desk) -> list[Block]:
    period, by = desk.period_of(value.get("period", "")), value["by"]
    wholes = [
        (desk.divide(f["figure"], by, read_parts(f["parts"]), period=period), f["label"])
        for f in value["figures"]
    ]
    years = [str(year) for year in period.years]
    found = list(dict.fromkeys(part.part for whole, _ in wholes for part in whole.parts))
    parts = [*years, *(part for part in desk.measurer.words.ordered(by, found) if part not in years)] if by == "year" else (
        desk.measurer.words.ordered(by, found)
    )  # fmt: skip
    series = []
    for whole, label in wholes:
        held = {part.part: part for part in whole.parts}
        bounds = [desk.part(whole, held[name]) if name in held else desk.number(
            whole.figure.key, dict(whole.scope.parts) | {by: name}, period=period) for name in parts]  # fmt: skip
        series.append(Series(label or str(whole.figure.label), tuple(bounds)))
    categories = tuple(desk.measurer.words.label(by, name) for name in parts)
    title = desk.fill(value["title"])
    alt = f"{title}: {', '.join(one.name for one in series)}; {', '.join(categories)}"
    return [Chart(value["kind"], categories, tuple(series), title, alt)]


def _map(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    whole = desk.measurer.measure(value["figure"], period)
    codes = sorted({key for row in whole.rows for key in getattr(row.contribution, "keys", ())})
    if not codes:
        return []
    numbers: dict[str, Bound] = {}
    if value.get("number") and value.get("by"):
        divided = desk.divide(value["number"], value["by"], period=period)
        numbers = {part.part: desk.part(divided, part) for part in divided.parts}
    places = sorted(
        (Place(code, desk.country(code), numbers.get(code)) for code in codes), key=lambda p: p.name
    )
    title = desk.fill(value["title"])
    alt = f"{title}: {', '.join(place.name for place in places)}"
    office = desk.measurer.record.keep("office", the_office)
    return [
        Map(
            tuple(places),
            title,
            alt,
            office.map_disclaimer,
            desk.number(value["figure"], period=period),
            "; ".join(whole.caveats),
        )
    ]


def _matrix(value: Value, desk: Desk) -> list[Block]:
    period = desk.period_of(value.get("period", ""))
    count = desk.measurer.measure("research.studies", period)
    counted = {row.ref for row in count.rows}
    titles = [study for study in desk.measurer.record.studies if study.ref in counted]
    first, last = value.get("first") or 1, value.get("last") or len(titles)
    rows = [
        MatrixRow(study.title, tuple(year in study.years for year in period.years), study.group,
                  "" if study.years else gettext("year not held"))
        for study in titles[first - 1 : last]
    ]  # fmt: skip
    if not rows:
        return []
    legend = gettext("a phase of the study is known to have run in the year")
    return [
        Matrix(
            tuple(map(str, period.years)),
            tuple(rows),
            legend,
            desk.number("research.studies", period=period, label=gettext("Titles")),
        )
    ]


# --- what happened and what is planned -------------------------------------------------------------------


def _timeline(value: Value, desk: Desk) -> list[Block]:
    caption = desk.fill(value.get("caption", ""))
    moments = TIMELINES[value["source"]](desk, desk.period_of(value.get("period", "")))
    alt = "; ".join(f"{date_words(m.when, desk.language)}: {m.title}" for m in moments)
    return [Timeline(tuple(moments), alt, caption)] if moments else []


def _founding(desk: Desk, period: Period) -> list[Moment]:
    return [Moment(i.when, i.title, i.text) for i in founding_instruments(desk.as_of)]


def _plan(desk: Desk, period: Period) -> list[Moment]:
    """The year's activities by pillar; what is not confirmed is said so."""
    moments = []
    for activity in plan_of(period):
        if activity.starts:
            where = place_words(activity, desk)
            standing = (
                ""
                if activity.standing == Activity.Standing.CONFIRMED
                else activity.get_standing_display().split(":")[0]
            )
            text = " · ".join(filter(None, (where, str(standing))))
            ends = activity.ends if activity.ends != activity.starts else None
            moments.append(Moment(activity.starts, activity.title, text, ends, str(activity.kind.pillar)))
    return moments


def _milestones(desk: Desk, period: Period) -> list[Moment]:
    return [Moment(m.when, m.title, m.text) for m in milestones_from(desk.as_of)]


TIMELINES: Final[dict[str, Callable[[Desk, Period], list[Moment]]]] = {
    "founding": _founding,
    "plan": _plan,
    "milestones": _milestones,
}


def _chain(value: Value, desk: Desk) -> list[Block]:
    steps = chain_steps(value["chain"])
    if not steps:
        return []
    placed = []
    for step in steps:
        activity = step.activity
        where = place_words(activity, desk)
        runs: tuple[Any, ...] = ()
        seats = [row for row in desk.measurer.record.events if row.code == activity.code and row.seats]
        if seats:
            year = Period.year(seats[0].starts.first_day.year)
            runs = (
                gettext("Seats planned: "),
                desk.number("capacity.seats_planned", {"kind": seats[0].kind}, period=year),
            )
        state = "" if activity.state in ("held", "closed") else str(activity.get_state_display())
        placed.append(
            Step(str(activity.kind), activity.title, span_words(activity, desk.language), where, state, runs)
        )
    title = steps[0].chain.title
    return [Chain(title, tuple(placed), f"{title}: {' → '.join(step.title for step in placed)}")]


def place_words(activity: Activity, desk: Desk) -> str:
    """“Apia, Samoa”: the place and the country by its name on the report's day."""
    country = activity.host_country
    return ", ".join(filter(None, (activity.place, desk.country(country.code) if country else "")))


def span_words(activity: Activity, language: str) -> str:
    """“1–4 September 2014”, “November 2014”, or a dash where no date is held."""
    if not activity.starts:
        return "–"
    starts, ends = activity.starts, activity.ends
    if not ends or ends == starts:
        return date_words(starts, language)
    same_month = (starts.first_day.year, starts.first_day.month) == (
        ends.first_day.year,
        ends.first_day.month,
    )
    if same_month and starts.precision == ends.precision == "day" and language == "en":
        return f"{starts.first_day.day}–{date_words(ends, language)}"
    return f"{date_words(starts, language)} – {date_words(ends, language)}"


def _priorities(value: Value, desk: Desk) -> list[Block]:
    wanted = {int(number) for number in value["numbers"].split()}
    paragraphs: list[Paragraph] = []
    for priority, lines in priorities_of(desk.as_of.year):
        if priority.number in wanted:
            paragraphs.append(Paragraph((f"{priority.number}) {priority.title}",), strong=True))
            paragraphs += [Paragraph(desk.runs(line.text), 1) for line in lines]
    return [Text(tuple(paragraphs))] if paragraphs else []


# --- people and bodies --------------------------------------------------------------------------------------


def _tree(value: Value, desk: Desk) -> list[Block]:
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


def _quotes(value: Value, desk: Desk) -> list[Block]:
    wanted = value.get("codes", "").split()
    quotes = []
    for quote in quotes_allowed(desk.as_of, value["channel"]):
        if not wanted or quote.code in wanted:
            country = desk.country(quote.country.code) if quote.country else ""
            attribution = ", ".join(
                filter(
                    None,
                    (
                        *((quote.function, quote.body) if quote.with_function else ()),
                        country if country not in quote.body else "",
                    ),
                )
            )
            name = (
                " ".join(filter(None, (quote.person.form_of_address, quote.person.full_name)))
                if quote.with_name
                else ""
            )
            quotes.append(Quote(quote.printed, name, attribution, quote.language, quote.code))
    return [Quotes(tuple(quotes))] if quotes else []


def _products(value: Value, desk: Desk) -> list[Block]:
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


def _groups(value: Value, desk: Desk) -> list[Block]:
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

PLACING: Final[dict[str, Callable[[Value, Desk], list[Block]]]] = {
    "text": _text,
    "statement": _statement,
    "numbers": _numbers,
    "table": _table,
    "chart": _chart,
    "matrix": _matrix,
    "map": _map,
    "timeline": _timeline,
    "tree": _tree,
    "quotes": _quotes,
    "products": _products,
    "chain": _chain,
    "groups": _groups,
    "priorities": _priorities,
}
