"""What the templates of the public site ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from colonnade.outreach.models import Picture, versions
from colonnade.outreach.queries import quotes_allowed
from colonnade.values.languages import LANGUAGES, direction, known
from colonnade.web.site import menu
from colonnade.web.site.addresses import in_tongue
from colonnade.web.site.embeds import names
from colonnade.web.site.figures import Placed, placed
from colonnade.web.site.lists import LISTS, Line

register = template.Library()

WIDTHS = (400, 800)
"""Of a picture, in pixels: for a phone, and for everything else."""

PRIVATE = ("/accounts/", "/desk/", "/registration/", "/certificate/", "/review/", "/newsletter/", "/_util/")
"""What is somebody's own, or for staff: never named to a search engine."""


@register.simple_tag
def menu_entries() -> list[menu.Entry]:
    return menu.entries()


@register.simple_tag(takes_context=True)
def kept(context: template.Context, address: str) -> str:
    """An address in the language that was asked for, where one was: without a cookie the reader keeps it by links."""
    request = context.get("request")
    asked = request is not None and request.GET.get("lang")
    return in_tongue(address) if asked else address


@register.simple_tag(takes_context=True)
def page_links(context: template.Context, told: dict[str, Any] | None = None) -> SafeString:
    """The page's one address, and where it stands in each language; a written page only in those it was written in."""
    request = context.get("request")
    if request is None or request.path.startswith(PRIVATE) or request.method not in ("GET", "HEAD"):
        return mark_safe("")
    asked = request.GET.copy()
    lang = asked.pop("lang", None)
    path = f"{request.path}?{asked.urlencode(safe='/')}" if asked else request.path
    here = request.build_absolute_uri(in_tongue(path) if lang else path)
    codes = [code for code, _name in settings.LANGUAGES if not told or known(code) in told["languages"]]
    others = [(code, request.build_absolute_uri(in_tongue(path, code))) for code in codes]
    others.append(("x-default", request.build_absolute_uri(path)))
    return format_html('<link rel="canonical" href="{}">', here) + format_html_join(
        "", '<link rel="alternate" hreflang="{}" href="{}">', others
    )


@register.simple_tag
def written(page) -> dict[str, Any]:
    """In which language a written page is read here, whether that is the one asked for, and in which others it is there."""
    if not hasattr(page, "_told"):  # the head of the page asks, and so does its text
        page._told = _written(page)
    return page._told


def _written(page) -> dict[str, Any]:
    held = getattr(page, "held_versions", None) or versions(page) or [page]
    asked, read = known(get_language() or "en"), known(page.language)
    source = min(held, key=lambda one: one.pk)
    return {
        "lang": page.locale.language_code, "dir": direction(read), "fallback": asked != read, "language": LANGUAGES[read],
        "languages": {known(one.locale.language_code) for one in held},
        "others": [(one.locale.language_code, LANGUAGES[known(one.locale.language_code)]) for one in held if one.pk != page.pk],
        "earlier": bool(source.pk != page.pk and _later(source, page)),
    }  # fmt: skip


def _later(source, page) -> bool:
    """Was the original published again since this translation was?"""
    return bool(
        source.last_published_at
        and page.last_published_at
        and source.last_published_at > page.last_published_at
    )


@register.simple_tag
def picture(held: Picture | None, alt: str, caption: str = "", eager: bool = False) -> SafeString:
    """A picture with its credit, in a modern format and two sizes, loaded when it comes near; nothing where it may not be shown."""
    if held is None or not held.allowed_on(timezone.localdate()):
        return mark_safe("")
    try:
        copies = [held.get_rendition(f"width-{width}|format-webp|webpquality-70") for width in WIDTHS]
    except (
        SourceImageIOError,
        InvalidFilterSpecError,
    ):  # the file is gone from the disk: the page is read without it
        return mark_safe("")
    largest = copies[-1]
    sources = ", ".join(f"{copy.url} {copy.width}w" for copy in copies)
    return format_html(
        '<figure class="picture"><img src="{}" srcset="{}" sizes="(max-width:46rem) 100vw, 44rem" width="{}" height="{}" alt="{}"{}>'
        '<figcaption>{}<small>{}</small></figcaption></figure>',
        largest.url, sources, largest.width, largest.height, alt, mark_safe("" if eager else ' loading="lazy" decoding="async"'),
        format_html("{} ", caption) if caption else "", held.credit,
    )  # fmt: skip


@register.simple_tag
def quote_of(code: str) -> dict[str, Any] | None:
    """The words of the ledger under a code, while the consent to them reaches the web."""
    held = next((quote for quote in quotes_allowed(timezone.localdate(), "web") if quote.code == code), None)
    if held is None:
        return None
    speaker = str(held.person) if held.with_name else ""
    said = (
        [part for part in (held.function, held.body, str(held.country or "")) if part]
        if held.with_function
        else []
    )
    return {"words": held.printed, "lang": held.language, "dir": direction(held.language), "speaker": speaker, "said": ", ".join(said)}  # fmt: skip


@register.simple_tag
def figure_of(key: str, period: str = "") -> Placed | None:
    return placed(key, period)


@register.simple_tag
def lines_of(kind: str, most: int = 5) -> list[Line]:
    return LISTS[kind](most=most) if kind in LISTS else []


@register.simple_tag
def list_name(kind: str) -> str:
    return dict(names()).get(kind, "")
