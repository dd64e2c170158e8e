"""What templates ask the office: who it is, its colour, and its one sheet of style."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from colonnade.office.models import Office
from colonnade.web.security import allow_style
from colonnade.web.the_office import PLAIN_COLOUR, office_of

register = template.Library()


@register.simple_tag(takes_context=True)
def the_office(context) -> Office | None:
    """The office, read once a page; None before `colonnade init`."""
    request = context.get("request")
    return Office.objects.order_by("pk").first() if request is None else office_of(request)


@register.simple_tag(takes_context=True)
def office_style(context, name: str = "colonnade.css") -> SafeString:
    """A public page's whole style in the page itself, so that one round trip brings it; its hash is allowed."""
    office = the_office(context)
    colour = office.colour if office else PLAIN_COLOUR
    # The colour is checked by the model (# and six digits); the sheet is ours.
    style = f":root{{--office:{colour}}}{sheet(name)}"
    if request := context.get("request"):
        allow_style(request, style)
    return format_html("<style>{}</style>", mark_safe(style))


@lru_cache(maxsize=4)
def _sheet(path: str, changed: float) -> str:
    return Path(path).read_text(encoding="utf-8")


def sheet(name: str) -> str:
    """One small sheet, read again when it changes."""
    path = finders.find(name)
    return _sheet(path, Path(path).stat().st_mtime)


@register.simple_tag(takes_context=True)
def desk_colour(context) -> SafeString:
    """The office's colour as Wagtail's sheet understands it: hue, saturation and lightness."""
    office = the_office(context)
    hue, saturation, lightness = hsl(office.colour if office else PLAIN_COLOUR)
    # White words stand on this colour: it is never lighter than they can be read on.
    dark = min(lightness, 30)
    parts = (("hue", f"{hue:.1f}"), ("saturation", f"{saturation:.1f}%"), ("lightness", f"{dark:.1f}%"))
    said = "".join(
        f"--w-color-{name}-{part}:{value};" for name in ("primary", "secondary") for part, value in parts
    )
    return mark_safe(f"<style>:root{{{said}}}</style>")


def hsl(colour: str) -> tuple[float, float, float]:
    """A colour of six hexadecimal digits as hue (degrees), saturation and lightness (per cent)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    high, low = max(red, green, blue), min(red, green, blue)
    light, span = (high + low) / 2, high - low
    if not span:
        return 0.0, 0.0, light * 100
    if high == red:
        hue = (green - blue) / span % 6
    elif high == green:
        hue = (blue - red) / span + 2
    else:
        hue = (red - green) / span + 4
    return hue * 60, span / (1 - abs(2 * light - 1)) * 100, light * 100
