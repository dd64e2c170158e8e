"""A document as the plain content of the printed report: what the layout finds in its JSON.

Here every figure becomes words in the reader's language; nothing here says how anything looks.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from itertools import groupby
from typing import Any, Final
from unicodedata import east_asian_width

from colonnade.renderers import drawings
from colonnade.renderers.bidi import LEFT_TO_RIGHT
from colonnade.renderers.contents import listed
from colonnade.renderers.document import (
    Account,
    Block,
    Bound,
    Cell,
    Chain,
    Chart,
    Document,
    Groups,
    Map,
    Matrix,
    Moment,
    Node,
    Numbers,
    Paragraph,
    Products,
    Quotes,
    Run,
    Slide,
    Statement,
    Table,
    Text,
    Timeline,
    Tree,
    words_of,
)  # fmt: skip
from colonnade.renderers.drawings import colours
from colonnade.renderers.labels import label, unit_name
from colonnade.renderers.pdf_annex import Annex
from colonnade.renderers.pdf_pictures import picture
from colonnade.values.languages import direction, known
from colonnade.values.words import date_words, span_words

Link = Callable[[Bound], str | None]
Plain = dict[str, Any]

_SAID: Final = (
    "about_document", "contents", "definitions", "notes", "on_the_web", "printed_from", "reported_note", "rows_behind_all",
    "rows_intro", "sources", "spelt_out", "title",
)  # fmt: skip
"""The labels the layout prints as they are."""

_READ: Final = 5.5
"""The contrast of coloured letters: WCAG's 4.5, and enough over it for a lightly tinted ground."""

_ABREAST: Final = 6
"""How many posts of an organisational chart stand side by side before their letters grow too small."""

_QUOTED: Final = {"fr": "«\u202f{}\u202f»", "es": "«{}»", "ru": "«{}»", "ar": "«{}»"}


@dataclass(frozen=True)
class Content:
    """One document on its way to the layout, with the place of each figure in the annex."""

    document: Document
    link: Link
    accounts: tuple[Account, ...]
    numbers: dict[str, int]
    lines: dict[int, str]

    @classmethod
    def of(cls, document: Document, link: Link | None) -> Content:
        """Every figure gets an entry in the annex, also one of which only the number is known."""
        accounts = {account.bound.address: account for account in document.accounts}
        for bound in document.bounds():
            accounts.setdefault(bound.address, Account(bound, scope=""))
        numbers = {address: number for number, address in enumerate(accounts, 1)}
        return cls(
            document, link or (lambda bound: None), tuple(accounts.values()), numbers, listed(document.slides)
        )

    @property
    def language(self) -> str:
        return self.document.language

    def whole(self) -> Plain:
        """The document: cover, slides as sections, and the annexes."""
        document = self.document
        as_of = label("as_of_date", self.language, date=date_words(document.as_of, self.language))
        edition = label("edition_of", self.language, edition=document.edition)
        live = document.edition in ("", "live")
        return {
            "title": document.title,
            "language": known(self.language),
            "direction": direction(self.language),
            "left_to_right": LEFT_TO_RIGHT,
            "day": [document.as_of.year, document.as_of.month, document.as_of.day],
            "office": document.brand.office,
            "short_name": document.brand.short_name,
            "colours": {
                "brand": colours.seen(self._colour),
                "ink": colours.seen(self._colour, _READ),
                "on_brand": colours.ink_on(colours.seen(self._colour)),
            },
            "logo": logo(document.brand.logo),
            "cover": self._cover(),
            "period": document.period,
            "as_of": as_of,
            "edition": label("live", self.language) if live else edition,
            "printed_from": document.printed_from,
            "address": document.address,
            "words": {name: label(name, self.language) for name in _SAID},
            "page": label("page_of", self.language, page="{page}", pages="{pages}"),
            "slides": [self._slide(slide) for slide in document.slides],
            "definitions": [
                {"label": d.label, "text": d.definition, "unit": unit_name(d.unit, self.language),
                 "additivity": d.additivity, "key": d.key}
                for d in document.definitions
            ],
            "accounts": Annex(document, self.accounts, self.link).groups(),
            "sources": list(document.sources),
            "notes": list(document.notes),
        }  # fmt: skip

    def _cover(self) -> Plain:
        cover = self.document.cover
        when = date_words(cover.on, self.language) if cover.on else ""
        return {
            "session": cover.session,
            "body": cover.body,
            "title": cover.title or self.document.title,
            "subtitle": next((slide.subtitle for slide in self.document.slides if slide.kind == "cover"), ""),
            "speaker": [part for part in (cover.presenter, cover.function, cover.unit) if part],
            "where": [part for part in (cover.place, when) if part],
        }

    def _slide(self, slide: Slide) -> Plain:
        return {
            "kind": slide.kind,
            "heading": slide.heading,
            "listed": self.lines.get(id(slide), ""),
            "subtitle": slide.subtitle,
            "blocks": [self.block(block) for block in slide.blocks],
            "reported": any(bound.reported for bound in replace(self.document, slides=(slide,)).bounds()),
        }

    def runs(self, runs: Iterable[Run]) -> list[Any]:
        """Words stay words; a figure brings its mark, its address on the web and its place in the annex."""
        return [run if isinstance(run, str) else self.bound(run) for run in runs]

    def bound(self, bound: Bound) -> Plain:
        return {
            "text": bound.words(self.language),
            "label": bound.label,
            "reported": bound.reported,
            "url": self.link(bound),
            "account": self.numbers[bound.address],
        }

    def _paragraphs(self, paragraphs: tuple[Paragraph, ...]) -> list[Plain]:
        """Bullets in a row become one list, with the second level inside the first."""
        found: list[Plain] = []
        for bulleted, part in groupby(paragraphs, key=lambda paragraph: paragraph.level > 0):
            plain: list[Plain] = [
                {"runs": self.runs(p.runs), "strong": p.strong, "level": p.level, "items": []} for p in part
            ]
            if not bulleted:
                found += [{"kind": "paragraph", **paragraph} for paragraph in plain]
                continue
            items: list[Plain] = []
            for item in plain:
                (items[-1]["items"] if item["level"] > 1 and items else items).append(item)
            found.append({"kind": "list", "items": items})
        return found

    # --- blocks: an unknown one is an error, not a gap -------------------------------------------

    @singledispatchmethod
    def block(self, block: Block) -> Plain:
        raise TypeError(
            f"The PDF cannot show {type(block).__name__} yet; add it to pdf_content and blocks.typ."
        )

    @block.register
    def _(self, block: Text) -> Plain:
        return {"kind": "text", "paragraphs": self._paragraphs(block.paragraphs)}

    @block.register
    def _(self, block: Statement) -> Plain:
        return {
            "kind": "statement",
            "heading": block.heading,
            "paragraphs": self._paragraphs(block.paragraphs),
        }

    @block.register
    def _(self, block: Numbers) -> Plain:
        longest = max((_width(item.words(self.language)) for item in block.items), default=0)
        fits = 4 if longest <= 9 else 3 if longest <= 30 else 2
        return {
            "kind": "numbers",
            "items": [self.bound(item) for item in block.items],
            "caption": block.caption,
            "across": _across(len(block.items), fits),
        }

    @block.register
    def _(self, block: Table) -> Plain:
        return {
            "kind": "table",
            "caption": block.caption,
            "header": list(block.header),
            "rows": [[self._cell(cell) for cell in row] for row in block.rows],
            "columns": self._columns(block),
            "numeric": [_numeric(block, column) for column in range(len(block.header))],
            "total_row": block.total_row,
            "total_column": block.total_column,
            "note": block.note,
        }

    def _cell(self, cell: Cell) -> Plain:
        return {"runs": self.runs(cell.runs), "note": cell.note}

    def _columns(self, table: Table) -> list[int]:
        """Shares of the width: what a column's longest word needs, and more for long sentences."""
        texts = [[name] for name in table.header]
        for row in table.rows:
            for column, cell in zip(texts, row, strict=True):
                column += [words_of(cell.runs, self.language), cell.note]
        return [_share_of_width(column) for column in texts]

    @block.register
    def _(self, block: Matrix) -> Plain:
        groups = [
            {"heading": heading, "rows": [{"label": r.label, "note": r.note, "filled": list(r.filled)} for r in rows]}
            for heading, rows in groupby(block.rows, key=lambda row: row.group)
        ]  # fmt: skip
        return {
            "kind": "matrix",
            "caption": block.caption,
            "columns": list(block.columns),
            "groups": groups,
            "legend": block.legend,
            "count": self.bound(block.count) if block.count else None,
        }

    @block.register
    def _(self, block: Chart) -> Plain:
        """The drawing, and its numbers: categories across where they are few, down where they are many."""
        across = len(block.categories) <= 10 and all(_width(name) <= 12 for name in block.categories)
        values = [[self.bound(value) for value in series.values] for series in block.series]
        names = [series.name for series in block.series]
        return {
            "kind": "chart",
            "title": block.title,
            "picture": picture(drawings.chart(block, self.language, self._colour), block.alt),
            "header": ["", *block.categories] if across else ["", *names],
            "rows": [[n, *row] for n, row in zip(names, values, strict=True)]
            if across
            else [[n, *row] for n, row in zip(block.categories, zip(*values, strict=True), strict=True)],
            "note": block.note,
        }

    @block.register
    def _(self, block: Map) -> Plain:
        return {
            "kind": "map",
            "title": block.title,
            "picture": picture(drawings.map(block, self.language, self._colour), block.alt),
            "places": [
                {"name": p.name, "value": self.bound(p.value) if p.value else None, "note": p.note} for p in block.places
            ],
            "total": self.bound(block.total) if block.total else None,
            "disclaimer": block.disclaimer,
            "note": block.note,
        }  # fmt: skip

    @block.register
    def _(self, block: Timeline) -> Plain:
        """A column of dates beside their words, for each lane: real text, that wraps and can be read aloud."""
        lanes: dict[str, list[Plain]] = {}
        for moment in block.moments:
            lanes.setdefault(moment.lane, []).append(self._moment(moment))
        return {
            "kind": "timeline",
            "caption": block.caption,
            "lanes": [{"name": name, "moments": moments} for name, moments in lanes.items()],
        }

    def _moment(self, moment: Moment) -> Plain:
        when = span_words(moment.when, moment.until, self.language)
        return {"when": when, "title": moment.title, "text": moment.text}

    @block.register
    def _(self, block: Tree) -> Plain:
        """A few posts as a drawing, level under level; many in columns under their head, as text that wraps."""
        if sum(map(_leaves, block.roots)) > _ABREAST:
            roots = [self._post(root) for root in block.roots]
            return {"kind": "tree", "caption": block.caption, "roots": roots}
        return {
            "kind": "picture",
            "caption": block.caption,
            "picture": picture(drawings.tree(block, self.language, self._colour), block.alt),
        }

    def _post(self, node: Node) -> Plain:
        return {
            "title": node.title,
            "holder": label("vacant", self.language) if node.vacant else node.holder,
            "note": node.note,
            "vacant": node.vacant,
            "reports": [self._post(child) for child in node.children],
        }

    @block.register
    def _(self, block: Chain) -> Plain:
        """Boxes with arrows between them, as text: the figures in a step keep their links."""
        return {
            "kind": "chain",
            "title": block.title,
            "steps": [
                {"kind": s.kind, "title": s.title, "runs": self.runs(s.runs), "state": s.state,
                 "facts": " · ".join(filter(None, (s.when, s.where)))}
                for s in block.steps
            ],
            "across": _across(len(block.steps), 4),
        }  # fmt: skip

    @block.register
    def _(self, block: Quotes) -> Plain:
        return {
            "kind": "quotes",
            "quotes": [
                {
                    "text": _QUOTED.get(known(q.language), "“{}”").format(q.text),
                    "name": q.name,
                    "attribution": q.attribution,
                    "language": known(q.language),
                    "direction": direction(known(q.language)),
                }
                for q in block.quotes
            ],
        }

    @block.register
    def _(self, block: Products) -> Plain:
        return {
            "kind": "products",
            "counts": [self.bound(count) for count in block.counts],
            "products": [
                {"title": p.title, "facts": " · ".join(filter(None, (p.kind, p.year, p.state))), "identifier": p.identifier}
                for p in block.products
            ],
            "note": block.note,
        }  # fmt: skip

    @block.register
    def _(self, block: Groups) -> Plain:
        return {
            "kind": "groups",
            "caption": block.caption,
            "groups": [
                {"heading": g.heading, "items": self._paragraphs(g.items), "note": g.note} for g in block.groups
            ],
            "across": _across(len(block.groups), 3),
        }  # fmt: skip

    @property
    def _colour(self) -> str:
        return self.document.brand.colour


def _leaves(node: Node) -> int:
    return sum(map(_leaves, node.children)) or 1


def _numeric(table: Table, column: int) -> bool:
    """Is every cell under the heading a figure, or empty? Such a column stands at the end of its width."""
    cells = [row[column] for row in table.rows]
    return column > 0 and all(
        len(c.runs) <= 1 and not any(isinstance(r, str) and r for r in c.runs) for c in cells
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _share_of_width(texts: list[str]) -> int:
    """In letters, with the space around them: no less than a word, no more than a line of a sentence."""
    word = max((_width(word) for text in texts for word in text.split()), default=1)
    line = max((_width(text) for text in texts), default=1)
    return 3 + max(3, min(word, 24), min(line, 20 + line // 10))


def _across(count: int, most: int) -> int:
    """How many side by side: as many as fit, in rows as even as can be (four of which three fit: two and two)."""
    lines = -(-count // most) or 1
    return max(1, -(-count // lines))


def logo(encoded: str) -> Plain | None:
    """The office's sign as a layout takes it; none where the office has none."""
    if not encoded:
        return None
    data = base64.b64decode(encoded)
    return {"bytes": list(data), "format": "png" if data.startswith(b"\x89PNG") else "svg"}
