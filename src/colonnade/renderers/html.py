"""A report as one page: it needs nothing else to be read, and no script to work.

The page is public: the speaker's notes stay with the speaker.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from importlib.resources import files
from typing import Final

from colonnade.renderers import drawings
from colonnade.renderers.bidi import isolated
from colonnade.renderers.contents import listed
from colonnade.renderers.document import Account, Bound, Document, Map, Slide, TrailLine
from colonnade.renderers.drawings import colours
from colonnade.renderers.html_blocks import LAND, Link, Writer
from colonnade.renderers.html_elements import element, some
from colonnade.renderers.labels import label, unit_name
from colonnade.values.languages import direction, known
from colonnade.values.numbers import Amount, Ratio
from colonnade.values.words import date_words, number_words

SUFFIX: Final = "html"
MEDIA_TYPE: Final = "text/html; charset=utf-8"


def render(document: Document) -> bytes:
    """The whole page, style and drawings inside it."""
    brand = colours.seen(document.brand.colour, 4.5)
    style = f"html{{-webkit-text-size-adjust:100%}}body{{margin:0}}.report{{--brand:{brand}}}\n{css()}"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        + element(
            "title",
            f"{escape(document.title)} · {escape(document.brand.short_name or document.brand.office)}",
        )
        + element("style", style)
    )
    language = known(document.language)
    page = element(
        "html",
        element("head", head),
        element("body", element("main", fragment(document))),
        lang=language,
        dir=direction(language),
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


@lru_cache(maxsize=1)
def css() -> str:
    """The style of a report: every rule stays within ``.report`` and takes its colour from ``--brand``."""
    return files("colonnade.renderers").joinpath("html.css").read_text(encoding="utf-8")


def fragment(document: Document, link: Link | None = None) -> str:
    """The report without the page around it, for a site that has its own.

    ``link`` says where a number can be checked; without it, or where it has no answer, a number
    leads to its account at the end of the page, if there is one.
    """
    page = _Page(document, link)
    language = known(document.language)
    content = isolated(page.head() + page.main() + page.foot(), language)
    return element("article", content, class_="report", lang=language, dir=direction(language))


def read_bounds(data: bytes) -> list[tuple[str, str]]:
    """Every number of a page as a reader sees it, with the address it names, in order."""
    reader = _Reader()
    reader.feed(data.decode())
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._address: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self._address, self._words = dict(attrs).get("data-figure"), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and self._address is not None:
            self.found.append((self._address, self._words))
            self._address = None


class _Page:
    """One page in the making: which numbers have an account here, and which headings it has."""

    def __init__(self, document: Document, link: Link | None) -> None:
        self.document = document
        self.language = known(document.language)
        self.places = {account.bound.address: f"figure-{i}" for i, account in enumerate(document.accounts, 1)}
        self._outside = link
        self.writer = Writer(self.language, document.brand.colour, self._link)
        self.slides = [slide for slide in document.slides if slide.kind in ("section", "content")]
        self.lines = listed(document.slides)
        self.ids = {id(slide): f"part-{i}" for i, slide in enumerate(self.slides, 1)}

    def _link(self, bound: Bound) -> str | None:
        outside = self._outside(bound) if self._outside else None
        return outside or (f"#{self.places[bound.address]}" if bound.address in self.places else None)

    def word(self, key: str) -> str:
        return escape(label(key, self.language))

    # --- head and foot ----------------------------------------------------------------------

    def head(self) -> str:
        brand, cover = self.document.brand, self.document.cover
        title = element("h1", escape(cover.title or self.document.title))
        session = some("p", " · ".join(filter(None, (cover.session, cover.body))), class_="session")
        who = ", ".join(filter(None, (cover.presenter, cover.function, cover.unit)))
        on = date_words(cover.on, self.language) if cover.on else ""
        comma = "، " if direction(self.language) == "rtl" else ", "
        where = comma.join(filter(None, (cover.place, on)))
        presenter = some("p", " · ".join(filter(None, (who, where))), class_="presenter")
        office = some("p", brand.office, class_="office")
        return element(
            "header", _logo(brand.logo), office, session, title, presenter, self._facts(), self._contents()
        )

    def _facts(self) -> str:
        facts = (
            (self.word("period"), self.document.period),
            (self.word("as_of"), date_words(self.document.as_of, self.language)),
            (self.word("edition"), self._edition()),
        )
        return element(
            "dl",
            *(element("div", element("dt", name), some("dd", words)) for name, words in facts if words),
            class_="facts",
        )

    def _edition(self) -> str:
        return label("live", self.language) if self.document.edition == "live" else self.document.edition

    def _contents(self) -> str:
        """The parts of the page, sections with what stands in them."""
        groups: list[tuple[Slide, list[Slide]]] = []
        for slide in (slide for slide in self.slides if id(slide) in self.lines):
            if slide.kind == "section" or not groups:
                groups.append((slide, []))
            else:
                groups[-1][1].append(slide)
        items = [
            element(
                "li",
                self._entry(first),
                element("ol", *(element("li", self._entry(s)) for s in rest)) if rest else "",
            )
            for first, rest in groups
        ]
        name = self.word("contents")
        return element(
            "nav", element("h2", name), element("ol", *items), aria_label=label("contents", self.language)
        )

    def _entry(self, slide: Slide) -> str:
        return element("a", escape(self.lines[id(slide)]), href=f"#{self.ids[id(slide)]}")

    def foot(self) -> str:
        printed_from = f"{self.word('printed_from')}: {escape(self.document.printed_from)}"
        address = self.document.address
        where = element("p", element("a", escape(address), href=address, dir="ltr")) if address else ""
        return element("footer", some("p", self.document.brand.office), element("p", printed_from), where)

    # --- parts ------------------------------------------------------------------------------

    def main(self) -> str:
        under_section, written = False, [self._land()]
        for slide in self.slides:
            under_section = under_section or slide.kind == "section"
            written.append(self._slide(slide, 3 if under_section and slide.kind == "content" else 2))
        return "".join([*written, self._accounts(), self._definitions(), self._list("sources", self.document.sources),
                        self._list("notes", self.document.notes)])  # fmt: skip

    def _land(self) -> str:
        maps = [block for slide in self.slides for block in slide.blocks if isinstance(block, Map)]
        return drawings.land(LAND, *maps) if maps else ""

    def _slide(self, slide: Slide, level: int) -> str:
        self.writer.heading = level + 1
        number = some("span", slide.number, class_="number-of-part") + " " if slide.number else ""
        title = " ".join(filter(None, (slide.title, slide.part)))
        place = self.ids[id(slide)]
        heading = element(f"h{level}", number, escape(title), id=place)
        blocks = "".join(self.writer.block(block) for block in slide.blocks)
        return element("section", heading, some("p", slide.subtitle), blocks, aria_labelledby=place)

    def _accounts(self) -> str:
        if not self.document.accounts:
            return ""
        sections = [self._account(account) for account in self.document.accounts]
        note = element("p", f"* {self.word('as_reported')}: {self.word('reported_note')}", class_="note")
        has_reported = any(bound.reported for bound in self.document.bounds())
        return element(
            "section", element("h2", self.word("figures"), id="figures"), note if has_reported else "", *sections,
            class_="accounts", aria_labelledby="figures",
        )  # fmt: skip

    def _account(self, account: Account) -> str:
        """All that stands behind one number: its scope, what it rests on, and its rows."""
        place = self.places[account.bound.address]
        heading = element(
            "h3",
            element("span", escape(account.bound.label or account.bound.key)),
            self._value(account.bound),
        )
        facts = [element("p", escape(account.scope))] if account.scope else []
        if account.completeness:
            facts.append(element("p", f"{self.word('completeness')}: {escape(account.completeness)}"))
        facts += [element("p", escape(caveat), class_="note") for caveat in account.caveats]
        address = element("p", element("code", escape(account.bound.address), dir="ltr"))
        return element("section", heading, *facts, address, self._trail(account), id=place)

    def _value(self, bound: Bound) -> str:
        outside = self._outside(bound) if self._outside else None
        writer = Writer(self.language, self.document.brand.colour, lambda _: outside)
        unit = (
            ""
            if isinstance(bound.value, Amount | Ratio)
            else some("small", unit_name(bound.unit, self.language))
        )
        return element("span", writer.bound(bound), " ", unit)

    def _trail(self, account: Account) -> str:
        if not account.trail:
            return ""
        header = [
            label(key, self.language) for key in ("record", "date", "contribution", "source", "reference")
        ]
        name = f"{label('rows_behind', self.language)}: {account.bound.label or account.bound.key}"
        rows = [
            (
                escape(line.label),
                escape(line.on),
                self._contribution(line),
                _source(line.source),
                element("code", escape(line.ref), dir="ltr"),
            )
            for line in account.trail
        ]
        table = self.writer.table(header, rows, name, [2])
        count = number_words(len(account.trail), self.language)
        return element("details", element("summary", f"{self.word('rows_behind')} ({count})"), table)

    def _contribution(self, line: TrailLine) -> str:
        if isinstance(line.contribution, int):
            return escape(number_words(line.contribution, self.language))
        return escape(str(line.contribution))

    def _definitions(self) -> str:
        if not self.document.definitions:
            return ""
        items = [
            some("dt", item.label)
            + element("dd", escape(item.definition), "<br>",
                      element("small", f"{self.word('unit')}: {escape(unit_name(item.unit, self.language))} · "
                                       f"{escape(item.additivity)}"))
            for item in self.document.definitions
        ]  # fmt: skip
        return element(
            "section", element("h2", self.word("definitions")), element("dl", *items, class_="definitions")
        )

    def _list(self, key: str, lines: tuple[str, ...]) -> str:
        if not lines:
            return ""
        return element(
            "section", element("h2", self.word(key)), element("ul", *(some("li", line) for line in lines))
        )


def _source(source: str) -> str:
    """A source that is an address is a link; anything else (a page of a report) is words."""
    if source.startswith(("https://", "http://")):
        return element("a", escape(source), href=source, rel="nofollow", dir="ltr")
    return escape(source)


def _logo(logo: str) -> str:
    """The office's logo, inside the page. The office's name stands beside it, so it says nothing more."""
    if not logo:
        return ""
    kind = "png" if logo.startswith("iVBOR") else "jpeg" if logo.startswith("/9j/") else "svg+xml"
    return f'<img alt="" src="data:image/{kind};base64,{escape(logo)}">'
