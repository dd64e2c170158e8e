"""Each kind of block as HTML: words in semantic tags, numbers in ``<data>`` with their address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from html import escape
from itertools import groupby
from typing import Final

from colonnade.renderers import drawings
from colonnade.renderers.bidi import stands_apart
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
    Moment,
    Node,
    Numbers,
    Paragraph,
    Product,
    Products,
    Quote,
    Quotes,
    Run,
    Statement,
    Step,
    Table,
    Text,
    Timeline,
    Tree,
    words_of,
)  # fmt: skip
from colonnade.renderers.html_elements import element, plain_value, some
from colonnade.renderers.labels import label
from colonnade.values.languages import direction, known
from colonnade.values.numbers import Bounds, Ratio
from colonnade.values.words import span_words

Link = Callable[[Bound], str | None]

NARROW: Final = 400.0
"""Drawings for a page are made narrow, so that their words can be read on a phone."""

LAND: Final = "land"
"""The id under which a page holds the outlines of the world, once for all its maps."""


@dataclass
class Writer:
    """Writes blocks in one language, linking each number to the place where it can be checked."""

    language: str
    colour: str
    link: Link
    heading: int = 4
    regions: set[str] = field(default_factory=set)

    def word(self, key: str, **parts: object) -> str:
        return escape(label(key, self.language, **parts))

    # --- runs -------------------------------------------------------------------------------

    def bound(self, bound: Bound) -> str:
        """The number as a reader sees it, with its value for machines and its address."""
        shown = escape(bound.words(self.language))
        many_words = "figure words" if isinstance(bound.value, Bounds | Ratio) else "figure"
        data = element(
            "data", shown, class_=many_words, value=plain_value(bound.value), data_figure=bound.address
        )
        address = self.link(bound)
        if address:
            data = element("a", data, href=address)
        return data + (self._reported() if bound.reported else "")

    def _reported(self) -> str:
        said = element("span", f" ({self.word('as_reported')})", class_="unseen")
        return element("sup", element("span", "*", aria_hidden="true") + said, class_="reported")

    def runs(self, runs: Iterable[Run]) -> str:
        return "".join(self.bound(run) if isinstance(run, Bound) else escape(run) for run in runs)

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> str:
        """Sentences as paragraphs, bullets as lists, bullets of the second level as lists in lists."""
        written = []
        for is_list, group in groupby(paragraphs, key=lambda p: p.level > 0):
            items = list(group)
            written.append(
                self._list(items) if is_list else "".join(element("p", self._words(p)) for p in items)
            )
        return "".join(written)

    def _words(self, paragraph: Paragraph) -> str:
        words = self.runs(paragraph.runs)
        if stands_apart(words_of(paragraph.runs, self.language), self.language):
            words = element("bdi", words, dir="ltr")
        return element("strong", words) if paragraph.strong else words

    def _list(self, items: list[Paragraph]) -> str:
        lowest, written = min(item.level for item in items), []
        while items:
            first, items = items[0], items[1:]
            under = 0
            while under < len(items) and items[under].level > lowest:
                under += 1
            inner = self._list(items[:under]) if under else ""
            written.append(element("li", self._words(first) + inner))
            items = items[under:]
        return element("ul", *written)

    def _heading(self, words: str) -> str:
        return some(f"h{self.heading}", words)

    # --- tables -----------------------------------------------------------------------------

    def wide(self, table: str, name: str) -> str:
        """A table that scrolls by itself when the page is narrow; the keyboard can reach and scroll it."""
        count, unique = 1, name
        while unique in self.regions:
            count += 1
            unique = f"{name} ({count})"
        self.regions.add(unique)
        return element("div", table, class_="wide", role="region", tabindex="0", aria_label=unique)

    def table(
        self, header: Iterable[str], rows: Iterable[Iterable[str]], name: str, amounts: Iterable[int] = ()
    ) -> str:
        """A plain table of cells that are HTML already; the first of a row heads it."""
        numeric = set(amounts)
        kinds = {True: "amount", False: None}
        head = "".join(
            element("th", escape(words), scope="col", class_=kinds[i in numeric])
            for i, words in enumerate(header)
        )
        body = "".join(
            element("tr", *(
                element("th", words, scope="row") if i == 0 else element("td", words, class_=kinds[i in numeric])
                for i, words in enumerate(row)
            )) for row in rows
        )  # fmt: skip
        return self.wide(
            element("table", element("thead", element("tr", head)), element("tbody", body)), name
        )

    def behind(self, title: str, table: str) -> str:
        """The table under a drawing: folded away on the screen, always printed."""
        return element("details", element("summary", self.word("table_of", title=title)), table)

    # --- blocks -----------------------------------------------------------------------------

    @singledispatchmethod
    def block(self, block: Block) -> str:
        raise TypeError(f"A page cannot show {type(block).__name__} yet; add it in renderers/html_blocks.py.")

    @block.register
    def _(self, block: Text) -> str:
        return self.paragraphs(block.paragraphs)

    @block.register
    def _(self, block: Statement) -> str:
        return element(
            "div", self._heading(block.heading), self.paragraphs(block.paragraphs), class_="statement"
        )

    @block.register
    def _(self, block: Numbers) -> str:
        caption = some("p", block.caption, class_="note")
        return self._numbers(block.items) + caption

    def _numbers(self, bounds: Iterable[Bound]) -> str:
        items = [
            element("div", some("dt", bound.label or bound.key), element("dd", self.bound(bound)))
            for bound in bounds
        ]
        return element("dl", *items, class_="numbers") if items else ""

    @block.register
    def _(self, block: Table) -> str:
        last = len(block.header) - 1
        head = "".join(
            element("th", escape(words), scope="col", class_=self._cell_class(block, i, last, False))
            if words else element("td")
            for i, words in enumerate(block.header)
        )  # fmt: skip
        rows = "".join(
            element("tr", *(
                element(
                    "td" if column else "th", self._cell(cell), scope=None if column else "row",
                    class_=self._cell_class(block, column, last, block.total_row and number == len(block.rows) - 1),
                ) for column, cell in enumerate(row)
            )) for number, row in enumerate(block.rows)
        )  # fmt: skip
        caption = some("caption", block.caption)
        table = element("table", caption, element("thead", element("tr", head)), element("tbody", rows))
        return self.wide(table, block.caption or " · ".join(filter(None, block.header))) + some(
            "p", block.note, class_="note"
        )

    def _cell(self, cell: Cell) -> str:
        return self.runs(cell.runs) + some("small", cell.note)

    def _cell_class(self, block: Table, column: int, last: int, total_row: bool) -> str | None:
        """Columns of numbers stand at the end of the line; totals are strong."""
        cells = [row[column] for row in block.rows if column < len(row)]
        numeric = column > 0 and any(isinstance(run, Bound) for cell in cells for run in cell.runs)
        total = total_row or (block.total_column and column == last)
        return " ".join([*(["amount"] if numeric else []), *(["total"] if total else [])]) or None

    @block.register
    def _(self, block: Matrix) -> str:
        head = element("td") + "".join(element("th", escape(name), scope="col") for name in block.columns)
        bodies = []
        for group, rows in groupby(block.rows, key=lambda row: row.group):
            written = []
            if group:
                across = str(len(block.columns) + 1)
                written.append(element("tr", element("th", escape(group), scope="rowgroup", colspan=across)))
            for row in rows:
                title = element("th", escape(row.label) + some("small", row.note), scope="row")
                written.append(element("tr", title, *(self._filled(yes) for yes in row.filled)))
            bodies.append(element("tbody", *written))
        table = element(
            "table",
            some("caption", block.caption),
            element("thead", element("tr", head)),
            *bodies,
            class_="matrix",
        )
        count = self._numbers([block.count]) if block.count else ""
        legend = element("p", f"■ {escape(block.legend)}", class_="note")
        return count + self.wide(table, block.caption or block.legend) + legend

    def _filled(self, yes: bool) -> str:
        if not yes:
            return element("td")
        said = element("span", self.word("filled"), class_="unseen")
        return element("td", element("span", "■", aria_hidden="true"), said, class_="filled")

    @block.register
    def _(self, block: Chart) -> str:
        rows = [
            (escape(name), *(self.bound(series.values[i]) for series in block.series))
            for i, name in enumerate(block.categories)
        ]
        header = (label("category", self.language), *(series.name for series in block.series))
        table = self.table(
            header, rows, label("table_of", self.language, title=block.title), range(1, len(header))
        )
        picture = drawings.chart(block, self.language, self.colour, width=NARROW)
        return element(
            "figure", some("figcaption", block.title), picture, some("p", block.note, class_="note"),
            self.behind(block.title, table),
        )  # fmt: skip

    @block.register
    def _(self, block: Map) -> str:
        valued, noted = any(p.value for p in block.places), any(p.note for p in block.places)
        columns = [
            [escape(p.name) for p in block.places],
            *([[self.bound(p.value) if p.value else "" for p in block.places]] if valued else []),
            *([[escape(p.note) for p in block.places]] if noted else []),
        ]
        keys = ("country", *(["value"] if valued else []), *(["notes"] if noted else []))
        table = self.table(
            [label(key, self.language) for key in keys], zip(*columns, strict=True),
            label("table_of", self.language, title=block.title), [1] if valued else [],
        )  # fmt: skip
        picture = drawings.map(block, self.language, self.colour, LAND, NARROW)
        total = element("p", escape(block.total.label), ": ", self.bound(block.total)) if block.total else ""
        return element(
            "figure", some("figcaption", block.title), total, picture, some("p", block.note, class_="note"),
            some("p", block.disclaimer, class_="note"), self.behind(block.title, table), class_="map",
        )  # fmt: skip

    @block.register
    def _(self, block: Timeline) -> str:
        if not any(moment.lane for moment in block.moments):
            items = [self._moment(moment) for moment in block.moments]
            return some("p", block.caption) + element("ol", *items, class_="timeline", aria_label=block.alt)
        rows = [
            (escape(m.title) + some("small", m.text), self._when(m), escape(m.lane)) for m in block.moments
        ]
        title = block.caption or block.alt
        header = [label(key, self.language) for key in ("what", "when", "group")]
        table = self.table(header, rows, label("table_of", self.language, title=title))
        picture = drawings.timeline(block, self.language, self.colour, NARROW)
        return element("figure", some("figcaption", block.caption), picture, self.behind(title, table))

    def _moment(self, moment: Moment) -> str:
        return element(
            "li", self._when(moment), element("strong", escape(moment.title)), some("p", moment.text)
        )

    def _when(self, moment: Moment) -> str:
        words = span_words(moment.when, moment.until, self.language)
        begins = moment.when if moment.until in (None, moment.when) else None
        return element(
            "time" if begins else "span",
            escape(words),
            datetime=str(begins) if begins else None,
            class_="when",
        )

    @block.register
    def _(self, block: Tree) -> str:
        posts = "".join(self._post(root) for root in block.roots)
        return some("p", block.caption) + element("ul", posts, class_="tree", aria_label=block.alt)

    def _post(self, node: Node) -> str:
        holder = self.word("vacant") if node.vacant else escape(node.holder)
        words = element("strong", escape(node.title)) + (element("span", holder) if holder else "")
        post = element(
            "div", words, some("small", node.note), class_="post vacant" if node.vacant else "post"
        )
        return element("li", post, element("ul", *map(self._post, node.children)) if node.children else "")

    @block.register
    def _(self, block: Quotes) -> str:
        return element("div", *map(self._quote, block.quotes), class_="cards")

    def _quote(self, quote: Quote) -> str:
        """In its own language and direction, whatever the page's."""
        said = element(
            "blockquote",
            element("p", escape(quote.text)),
            lang=quote.language,
            dir=direction(known(quote.language)),
        )
        who = (
            element("strong", element("bdi", escape(quote.name)))
            + "<br>"
            + element("bdi", escape(quote.attribution))
        )
        return element("figure", said, element("figcaption", who))

    @block.register
    def _(self, block: Products) -> str:
        tiles = element("ul", *map(self._product, block.products), class_="cards") if block.products else ""
        return self._numbers(block.counts) + tiles + some("p", block.note, class_="note")

    def _product(self, product: Product) -> str:
        facts = " · ".join(filter(None, (product.year, product.kind, product.state)))
        title = element("p", element("strong", escape(product.title)))
        return element(
            "li", title, some("p", facts, class_="note"), some("p", product.identifier, class_="note")
        )

    @block.register
    def _(self, block: Chain) -> str:
        steps = "".join(map(self._step, block.steps))
        return self._heading(block.title) + element("ol", steps, class_="chain", aria_label=block.alt)

    def _step(self, step: Step) -> str:
        facts = " · ".join(filter(None, (step.when, step.where, step.state)))
        more = element("p", self.runs(step.runs)) if step.runs else ""
        title = element("p", element("strong", escape(step.title)))
        kind = some("p", step.kind, class_="kind")
        return element(
            "li", kind, title, some("p", facts, class_="note"), more, class_="open" if step.state else None
        )

    @block.register
    def _(self, block: Groups) -> str:
        return some("p", block.caption) + element("div", *map(self._group, block.groups), class_="cards")

    def _group(self, group: Group) -> str:
        items = self.paragraphs(group.items)
        return element("section", self._heading(group.heading), items, some("p", group.note, class_="note"))
