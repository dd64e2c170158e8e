"""What the pages of figures and reports ask for in their templates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from colonnade.renderers.labels import label
from colonnade.web.figures.words import language
from colonnade.web.security import allow_style

register = template.Library()


@register.simple_tag
def word(key: str, **parts: object) -> str:
    """A word that printed reports use too, in the reader's language."""
    return label(key, language(), **parts)


@register.simple_tag(takes_context=True)
def inline_style(context: template.Context, name: str) -> SafeString:
    """A small sheet in the page itself, so that one round trip brings it; its hash is allowed."""
    path = finders.find(name)
    style = _sheet(path, Path(path).stat().st_mtime)
    if request := context.get("request"):
        allow_style(request, style)
    return format_html("<style>{}</style>", mark_safe(style))


@lru_cache(maxsize=8)
def _sheet(path: str, changed: float) -> str:
    return Path(path).read_text(encoding="utf-8")


@register.filter
def english(text: str) -> SafeString:
    """Words of the record that are written in English, marked so on a page in another language."""
    if language() == "en":
        return format_html("{}", text)
    return format_html('<span lang="en" dir="ltr">{}</span>', text)
