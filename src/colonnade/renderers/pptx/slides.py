"""The kinds of slide: which layout each takes, and what stands in its placeholders."""

from __future__ import annotations

import base64
import binascii
import io
from copy import deepcopy
from typing import Any, Final

from pptx.util import Pt

from colonnade.renderers.document import AgendaPart, Document, Slide, Text
from colonnade.renderers.labels import label
from colonnade.renderers.pptx import master, measure
from colonnade.renderers.pptx.arrange import arranged, body_of
from colonnade.renderers.pptx.box import Box, emu
from colonnade.renderers.pptx.colours import BRAND, DEEP, GROUND, INK, MUTED, PALE, WASH
from colonnade.renderers.pptx.drawing import draw, scale_in
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import Line, Look, clean, fitted, height_of, write
from colonnade.values.words import date_words

_KINDS: Final = {
    "cover": master.COVER,
    "agenda": master.AGENDA,
    "section": master.SECTION,
    "closing": master.CLOSING,
}
_FOOTER_LEAST: Final = 9.0
_COMMAS: Final = {"ar": "، ", "zh": "，"}
Words = list[tuple[str, Any]]


def add_slide(presentation: Any, document: Document, slide: Slide) -> Page:
    """One slide with its layout, title, blocks and footer."""
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    with_text = slide.kind == "content" and any(isinstance(block, Text) for block in slide.blocks)
    layout = layouts[_KINDS.get(slide.kind, master.TEXT if with_text else master.CONTENT)]
    drawn = presentation.slides.add_slide(layout)
    page = Page(document, drawn, slide.heading)
    holders = {holder.placeholder_format.idx: holder for holder in drawn.placeholders}
    page.body = holders.pop(master.BODY_TEXT, None)
    _title(page, holders, slide)
    {"cover": _cover, "section": _section, "closing": _closing}.get(slide.kind, _content)(
        page, holders, slide
    )
    for holder in holders.values():
        if not holder.text_frame.text:
            holder._element.getparent().remove(holder._element)
    _footers(page, layout)
    return page


def _put(page: Page, holder: Any, lines: list[Line], anchor: str = "top") -> None:
    if lines:
        write(page, holder, lines, anchor=anchor)


def _title(page: Page, holders: dict[int, Any], slide: Slide) -> None:
    """The number in the brand's colour, the title, and the part; a slide without a title takes the document's."""
    title = slide.title or page.document.title
    sizes: dict[str, tuple[float, Any, str]] = {
        "cover": (46, DEEP, "top"),
        "section": (42, GROUND, "top"),
        "closing": (40, DEEP, "bottom"),
    }
    size, colour, anchor = sizes.get(slide.kind, (30, INK, "bottom"))
    words: Words = [(title, colour)]
    if slide.kind in ("content", "agenda"):
        words = (
            [(f"{slide.number} ", BRAND)] * bool(slide.number)
            + words
            + [(f" {slide.part}", MUTED)] * bool(slide.part)
        )
    elif slide.kind == "cover":
        words = [(page.document.cover.title or title, colour)]
    whole = "".join(part for part, _ in words)
    holder = holders[master.TITLE]
    size = fitted(
        [Line.of(whole, size=size, bold=True)], holder.width / 914400, holder.height / 914400, page.language
    )[0].look.size
    write(page, holder, [Line((whole,), Look(size, colour, True))], anchor=anchor, factor=1.0)
    _coloured(holder, words, size)


def _coloured(holder: Any, words: Words, size: float) -> None:
    """The title's one run as several, each in its colour."""
    paragraph = holder.text_frame.paragraphs[0]
    first = paragraph.runs[0]
    for part, colour in words:
        run = deepcopy(first._r)
        paragraph._p.append(run)
        piece = paragraph.runs[-1]
        piece.text = clean(part)
        piece.font.color.theme_color = colour
        piece.font.size = Pt(size)
    paragraph._p.remove(first._r)


def _cover(page: Page, holders: dict[int, Any], slide: Slide) -> None:
    cover, brand = page.document.cover, page.document.brand
    logo = _logo(page, master.COVER)
    if logo:
        _beside(page, holders[master.OFFICE], logo)
    _put(page, holders[master.OFFICE], [Line.of(brand.office, size=16, bold=True, colour=BRAND)], "middle")
    session = [
        Line.of(words, size=18, bold=bold, colour=MUTED)
        for words, bold in ((cover.body, False), (cover.session, True))
        if words
    ]
    _put(page, holders[master.SUBTITLE], session, "bottom")
    who = [Line.of(cover.presenter, size=20, bold=True)] if cover.presenter else []
    comma = _COMMAS.get(page.language, ", ")
    role = comma.join(filter(None, (cover.function, cover.unit)))
    _put(page, holders[master.PRESENTER], [*who, *([Line.of(role, size=16)] if role else [])])
    on = date_words(cover.on, page.language) if cover.on else ""
    where = comma.join(filter(None, (cover.place, on)))
    _put(page, holders[master.PLACE], [Line.of(where, size=16, colour=MUTED)] if where else [])


def _beside(page: Page, holder: Any, logo: Any) -> None:
    """The office's name makes room for the logo before it."""
    left, top, wide, high = holder.left, holder.top, holder.width, holder.height
    taken = logo.width + emu(0.25)
    holder.left, holder.top, holder.width, holder.height = (
        left if page.rtl else left + taken,
        top,
        wide - taken,
        high,
    )


def _section(page: Page, holders: dict[int, Any], slide: Slide) -> None:
    if slide.number:
        _put(
            page, holders[master.SUBTITLE], [Line.of(slide.number, size=96, bold=True, colour=PALE)], "bottom"
        )


def _closing(page: Page, holders: dict[int, Any], slide: Slide) -> None:
    _logo(page, master.CLOSING)
    words = slide.subtitle or (
        page.document.brand.short_name if slide.title != page.document.brand.short_name else ""
    )
    lines = [Line.of(words, size=20, colour=MUTED)] if words else []
    if page.document.address:
        lines.append(Line.of(page.document.address, size=14, colour=MUTED, space=6))
    _put(page, holders[master.SUBTITLE], lines)


def _content(page: Page, holders: dict[int, Any], slide: Slide) -> None:
    box = body_of(slide)
    if slide.subtitle and master.SUBTITLE in holders:
        _put(page, holders[master.SUBTITLE], [Line.of(slide.subtitle, size=16, colour=MUTED)])
    if slide.agenda:
        _agenda(page, box, slide.agenda)
    placed = arranged(slide.blocks, page, box)
    for kind in {type(block) for block, _ in placed}:
        page.scales[kind] = min(scale_in(block, page, room) for block, room in placed if type(block) is kind)
    for block, room in placed:
        draw(block, page, room)
    if page.body is not None:
        page.body._element.getparent().remove(page.body._element)
        page.body = None


def _agenda(page: Page, box: Box, parts: tuple[AgendaPart, ...]) -> None:
    """A column for each section: its number large, its title, its parts."""
    rows = -(-len(parts) // 4)
    abreast = -(-len(parts) // rows)
    wide = page.columns(box, (1,) * abreast, 0.3)[0].w - 0.5
    needed = max(height_of(_agenda_lines(part), wide, page.language) for part in parts) + 0.6
    box = box.top(max(needed, 2.6) * rows + 0.3 * (rows - 1))
    for number, strip in enumerate(box.rows((1,) * rows, 0.3)):
        some = parts[number * abreast : (number + 1) * abreast]
        for part, cell in zip(some, page.columns(strip, (1,) * abreast, 0.3), strict=False):
            shape = page.panel(f"Section {part.number}", cell, fill=WASH)
            page.ornament("Bar", Box(cell.x, cell.y, cell.w, 0.08), BRAND)
            write(page, shape, _agenda_lines(part), margin=(0.25, 0.2))


def _agenda_lines(part: AgendaPart) -> list[Line]:
    lines = [Line.of(part.number, size=44, bold=True, colour=BRAND)] if part.number else []
    lines.append(Line.of(part.title, size=24, bold=True, colour=DEEP))
    return lines + [Line.of(f"{n}  {title}".strip(), size=18, space=10) for n, title in part.parts]


def _footers(page: Page, layout: Any) -> None:
    """Copies of the layout's footers: the office and the report, as of when and which edition, the slide's number."""
    document, language = page.document, page.language
    edition = (
        label("live", language)
        if document.edition == "live"
        else label("edition_of", language, edition=document.edition)
    )
    as_of = label("as_of_date", language, date=date_words(document.as_of, language))
    words = {
        master.DATE: f"{as_of[:1].upper()}{as_of[1:]}  ·  {edition}",
    }
    for holder in layout.placeholders:
        idx = holder.placeholder_format.idx
        if idx not in (master.FOOTER, master.DATE, master.NUMBER):
            continue
        if idx == master.FOOTER:
            words[idx] = _footer_title(document, holder.width / 914400)
            if layout.name in (master.COVER, master.CLOSING):
                # What it would say stands large on the slide.
                continue
        element = deepcopy(holder._element)
        page.slide.shapes._spTree.append(element)
        shape = page.slide.shapes[-1]
        shape._element.nvSpPr.cNvPr.set("id", _next_number(page.slide))
        if idx in words:
            _footer_words(shape, clean(words[idx]), page)


def _next_number(slide: Any) -> str:
    """One above the highest of all shapes, also those inside groups."""
    return str(max(int(number) for number in slide.shapes._spTree.xpath("//p:cNvPr/@id")) + 1)


def _footer_title(document: Document, room: float) -> str:
    """Office, report and period; without the title, or the period, where they are too long for a line of print."""
    office, title, period = document.brand.short_name, document.title, document.period
    for parts in ((office, title, period), (title, period), (office, period), (office,)):
        words = "  ·  ".join(dict.fromkeys(filter(None, parts)))
        if measure.width(words, _FOOTER_LEAST) <= room:
            return words
    return period


def _footer_words(shape: Any, words: str, page: Page) -> None:
    run = shape.text_frame.paragraphs[0].runs[0]
    run.text = words
    if measure.width(words, 10) > shape.width / 914400:
        run.font.size = Pt(_FOOTER_LEAST)


def _logo(page: Page, layout: str) -> Any:
    """The office's logo inside its slot, not stretched; nothing where there is none or it is not a bitmap."""
    data = _bitmap(page.document.brand.logo)
    if not data:
        return None
    slot = page.turned(master.LOGO[layout], Box(0, 0, 13.333, 7.5))
    picture = page.slide.shapes.add_picture(io.BytesIO(data), emu(slot.x), emu(slot.y))
    factor = min(emu(slot.w) / picture.width, emu(slot.h) / picture.height)
    picture.width, picture.height = round(picture.width * factor), round(picture.height * factor)
    picture.left = emu(slot.right) - picture.width if page.rtl else emu(slot.x)
    picture.top = emu(slot.y + (slot.h - picture.height / 914400) / 2)
    picture.name = "Logo"
    page.say(picture, page.document.brand.office)
    return picture


def _bitmap(logo: str) -> bytes:
    """PNG, JPEG or GIF from base64, with or without the head of a data address."""
    try:
        data = base64.b64decode(logo.rpartition(",")[2], validate=False)
    except binascii.Error:
        return b""
    return data if data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8")) else b""
