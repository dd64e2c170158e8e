"""A newsletter as a letter: plain text, and the same as light HTML. No picture, no table, nothing fetched from anywhere.

Links lead where they say; nothing tells who opened it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from colonnade.values.languages import direction

WIDTH: Final = 72
_PAGE: Final = "margin:0 auto;padding:16px;max-width:38em;font:16px/1.5 system-ui,sans-serif"
_HEADING: Final = "font-size:1.15em;line-height:1.3;margin:1.6em 0 .4em"
_QUIET: Final = "font-size:.85em;opacity:.75"


@dataclass(frozen=True)
class Item:
    """One thing told: a title, what is known of it in a line, and where to read it. ``language`` where it is another's."""

    title: str
    facts: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the newsletter. ``note`` says that its words are not in the reader's language; ``language`` is theirs."""

    heading: str = ""
    paragraphs: Sequence[str] = ()
    items: Sequence[Item] = ()
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Newsletter:
    """An issue in one language. ``closing`` ends it: words, each with an address or none."""

    language: str
    office: str
    subject: str
    sections: Sequence[Section]
    closing: Sequence[tuple[str, str]] = field(default_factory=tuple)


# --- as text -------------------------------------------------------------------------------------------------------


def as_text(told: Newsletter) -> str:
    """For those who read letters as text; nothing is missing from it."""
    parts = [told.office, told.subject, ""]
    for section in told.sections:
        parts += [*_section_lines(section), ""]
    parts.append("-- ")
    for words, address in told.closing:
        parts += [*_filled(words), *([address] if address else [])]
    return "\n".join(parts).strip() + "\n"


def _section_lines(section: Section) -> Iterator[str]:
    if section.heading:
        yield from _filled(section.heading)
        yield "-" * min(len(section.heading), WIDTH)
    if section.note:
        yield f"[{section.note}]"
    for paragraph in section.paragraphs:
        yield from _filled(paragraph)
        yield ""
    for item in section.items:
        yield from _filled(f"* {item.title}", indent="  ")
        if item.facts:
            yield from _filled(f"  {item.facts}", indent="  ")
        if item.address:
            yield f"  {item.address}"


def _filled(words: str, indent: str = "") -> list[str]:
    """Lines of a width that every program shows; a word that is longer, such as an address, is never broken."""
    return [
        line
        for each in words.split("\n")
        for line in textwrap.wrap(
            each, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        or [""]
    ]


# --- as HTML -------------------------------------------------------------------------------------------------------


def as_html(told: Newsletter) -> str:
    """The same with headings and links, readable in light and in dark, in the direction of its language."""
    way = direction(told.language)
    body = "\n".join(_section(section, told.language) for section in told.sections)
    closing = "\n".join(
        f"<p>{_link(address, words) if address else escape(words)}</p>" for words, address in told.closing
    )
    return (
        f'<!doctype html>\n<html lang="{_tag(told.language)}" dir="{way}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(told.subject)}</title></head>\n'
        f'<body style="margin:0" lang="{_tag(told.language)}" dir="{way}"><div style="{_PAGE}">\n'
        f'<p style="{_QUIET}">{escape(told.office)}</p>\n'
        f'<h1 style="font-size:1.4em;line-height:1.25;margin:0 0 .6em">{escape(told.subject)}</h1>\n'
        f'{body}\n<hr style="margin:2em 0 1em;border:0;border-top:1px solid">\n'
        f'<div style="{_QUIET}">\n{closing}\n</div>\n</div></body>\n</html>\n'
    )


def _section(section: Section, language: str) -> str:
    parts = []
    if section.heading:
        parts.append(f'<h2 style="{_HEADING}">{escape(section.heading)}</h2>')
    if section.note:
        # In the reader's language, although what follows is not.
        parts.append(f'<p style="{_QUIET}"{_in(language)}>{escape(section.note)}</p>')
    for paragraph in section.paragraphs:
        parts.append("<p>" + escape(paragraph).replace("\n", "<br>\n") + "</p>")
    if section.items:
        rows = "\n".join(f"<li{_in(item.language)}>{_item(item)}</li>" for item in section.items)
        parts.append(f'<ul style="padding-inline-start:1.2em">\n{rows}\n</ul>')
    return f"<section{_in(section.language)}>\n" + "\n".join(parts) + "\n</section>"


def _item(item: Item) -> str:
    title = f"<bdi>{_link(item.address, item.title)}</bdi>"
    return title + (f'<br><span style="{_QUIET}">{escape(item.facts)}</span>' if item.facts else "")


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)


def _in(language: str) -> str:
    return f' lang="{_tag(language)}" dir="{direction(language)}"' if language else ""


def _tag(language: str) -> str:
    return "zh-Hans" if language == "zh" else language
