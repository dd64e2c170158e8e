"""The brief: a country on two pages at most, printed from the same sections as its page, every number bound to its figure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import Final

import pypdfium2
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _

from colonnade.figures.measure import find
from colonnade.renderers import pdf
from colonnade.renderers.document import (
    Block,
    Bound,
    Brand,
    Cell,
    Cover,
    Definition,
    Document,
    Numbers,
    Paragraph,
    Quote,
    Quotes,
    Slide,
    Table,
    Text,
    dumps,
)  # fmt: skip
from colonnade.reports.compiling import brand_on
from colonnade.values.words import period_words
from colonnade.web.countries.composing import Section
from colonnade.web.countries.indicators import Measured
from colonnade.web.countries.locator import locator
from colonnade.web.countries.profile import Profile

PAGES_AT_MOST: Final = 2
ROOM: Final = ((12, 3), (8, 3), (5, 2), (3, 1), (2, 1), (1, 0), (0, 0))
"""How many lines a section and how many quotes the brief has; the first with which it fits is printed."""
EDITIONS_DRAWN: Final = 8
KEPT_FOR: Final = 24 * 3600
SHARED_FOR: Final = 300


def answer_with_brief(request: HttpRequest, profile: Profile) -> HttpResponse:
    """The brief as a file: made once for one state of the record, and not sent again to whoever has it."""
    office = profile.asked.staff
    wanted = documents(profile)
    key = "brief:" + hashlib.sha256("".join(map(dumps, wanted)).encode()).hexdigest()
    etag = quote_etag(key.removeprefix("brief:")[:32])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        made = cache.get(key)
        if made is None:
            made = print_brief(wanted, profile)
            cache.set(key, made, KEPT_FOR)
        response = HttpResponse(made, content_type=pdf.MEDIA_TYPE)
        response["Content-Disposition"] = f'inline; filename="{profile.country.code}-{profile.asked.day}.pdf"'
    response["ETag"] = etag
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    if office:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=SHARED_FOR)
    return response


def print_brief(wanted: list[Document], profile: Profile) -> bytes:
    """The fullest of the documents that fits its pages."""
    colour = wanted[0].brand.colour
    pieces = {"place": locator(profile.country.code, colour), "place-alt": place_words(profile)}
    made = b""
    for document in wanted:
        made = pdf.render(
            document, link=lambda bound: whole(figure_url(bound, profile)), layout="brief.typ", pieces=pieces
        )
        if pages_of(made) <= PAGES_AT_MOST:
            break
    return made


def pages_of(content: bytes) -> int:
    with pypdfium2.PdfDocument(BytesIO(content)) as held:
        return len(held)


def place_words(profile: Profile) -> str:
    """What the picture shows, for those who cannot see it."""
    where = ", ".join(reversed(profile.regions))
    name = f"{profile.name}, {where}" if where else profile.name
    return _("Map: a point marks %(name)s.") % {"name": name}


def whole(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def figure_url(bound: Bound, profile: Profile) -> str:
    page = "desk_figures:figure" if profile.asked.staff else "figure"
    return f"{reverse(page, args=(bound.key,))}?{bound.address.partition('?')[2]}"


# --- the document -----------------------------------------------------------------------------------------------


def documents(profile: Profile) -> list[Document]:
    """The brief with ever fewer lines in its lists; its numbers are the same in all."""
    brand = brand_on(profile.asked.today) if profile.office else Brand("Colonnade", "Colonnade")
    made = [document_of(profile, brand, *ROOM[0])]
    for room in ROOM[1:]:
        shorter = document_of(profile, brand, *room)
        if shorter.slides != made[-1].slides:
            made.append(shorter)
    return made


def document_of(profile: Profile, brand: Brand, lines: int, quotes: int) -> Document:
    """The brief as a document with so many lines in each list."""
    asked = profile.asked
    slides = [_head(profile), *(_section(s, lines) for s in profile.sections if s.lines)]
    if profile.measured:
        slides.append(_measured(profile.measured))
    slides += [_quotes(s, quotes) for s in profile.sections if s.quotes and quotes]
    address = whole(reverse("country", args=(profile.country.code,)))
    document = Document(
        title=_("%(name)s: country brief") % {"name": profile.name}, language=asked.language, brand=brand,
        cover=Cover("", "", profile.name), period=period_words(asked.period, asked.language), as_of=asked.day,
        edition="live", printed_from="live", slides=tuple(slides), address=address, notes=tuple(_notes(profile)),
        sources=profile.measured.sources if profile.measured else (),
    )  # fmt: skip
    return replace(document, definitions=_definitions(document))


def _definitions(document: Document) -> tuple[Definition, ...]:
    keys = dict.fromkeys(bound.key for bound in document.bounds())
    return tuple(
        Definition(key, str(figure.label), figure.definition, figure.unit.code, figure.additivity)
        for key in keys for figure in (find(key),)
    )  # fmt: skip


def _notes(profile: Profile) -> list[str]:
    told = [_("Each number leads to the figure it is taken from and the rows behind it.")]
    if any(count.withheld for count in profile.counts):
        told.append(
            _(
                "A count of persons under %(least)d, or from which such a count could be computed, is withheld."
            )
            % {"least": profile.asked.least}
        )
    if profile.asked.staff:
        told.insert(0, _("For the office: nothing is withheld in this copy. Do not hand it on."))
    return [*told, profile.names_words, profile.map_words]


def _head(profile: Profile) -> Slide:
    country = profile.country
    blocks: list[Block] = [
        Table((_("Language"), _("Name")), tuple(
            (Cell((line.of,)), Cell((line.name,))) for line in profile.names
        ))
    ]  # fmt: skip
    facts = [(_("Status"), profile.status), (_("Region"), ", ".join(profile.regions)),
             (_("Codes"), f"M49 {country.m49}, {country.iso2}, {country.code}")]  # fmt: skip
    facts += [
        (_("Group"), f"{line.name} ({line.words})" if line.words else line.name) for line in profile.groups
    ]
    blocks.append(Table(("", ""), tuple((Cell((name,)), Cell((told,))) for name, told in facts if told)))
    bounds = tuple(run for count in profile.counts if isinstance(run := count.run, Bound))
    if bounds:
        blocks.append(Numbers(bounds))
    hidden = [f"{count.label}: {count.words}" for count in profile.counts if count.withheld]
    if hidden:
        blocks.append(Text((Paragraph(("; ".join(hidden),)),)))
    if not profile.counts:
        blocks.append(
            Text((Paragraph((_("The record holds nothing that was done in, with or about this country."),)),))
        )
    subtitle = profile.formal if profile.asked.language == "en" else ""
    return Slide("content", profile.name, subtitle=subtitle, blocks=tuple(blocks))


def _section(section: Section, lines: int) -> Slide:
    """Its latest lines; how many there are says the number at the head, and the page has them all."""
    shown = section.lines[:lines]
    rows = tuple((Cell((line.when,)), Cell((line.title,), line.note)) for line in shown)
    left = len(section.lines) - len(shown)
    blocks: list[Block] = [Table(("", ""), rows)] if rows else []
    if left:
        blocks.append(Text((Paragraph((_("and %(n)d more on the country's page") % {"n": left},)),)))
    return Slide("content", section.heading, blocks=tuple(blocks))


def _measured(measured: Measured) -> Slide:
    """The latest editions as a table, and the first series as a drawing with its numbers."""
    blocks: list[Block] = []
    if measured.chart:
        chart = measured.chart
        series = tuple(replace(one, values=one.values[-EDITIONS_DRAWN:]) for one in chart.series)
        blocks.append(replace(chart, categories=chart.categories[-EDITIONS_DRAWN:], series=series))
    rows = tuple(
        (Cell((year,)), *(Cell((cell.bound,) if cell.bound else (cell.words,)) for cell in cells))
        for year, cells in measured.downwards[:2]
    )
    header = (_("Edition"), *(column.label for column in measured.columns))
    blocks.append(Table(header, rows))
    return Slide("content", _("What others measure"), blocks=tuple(blocks))


def _quotes(section: Section, most: int) -> Slide:
    said = tuple(Quote(q.text, q.name, q.attribution, q.language, q.code) for q in section.quotes[:most])
    return Slide("content", section.heading, blocks=(Quotes(said),))
