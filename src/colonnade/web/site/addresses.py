"""Where things stand in public, asked of the house's own addresses: a part that is not built has none."""

from __future__ import annotations

from functools import cache

from django.urls import Resolver404, resolve
from django.utils.translation import get_language


def public(*parts: str) -> str:
    """An address of the record, such as ``/publications/PD-1/``; empty where the house has no such page."""
    path = "/".join(("", *parts, ""))
    return path if _built(len(parts), parts[0]) else ""


@cache
def _built(length: int, first: str) -> bool:
    """Is there a page of the record under this first word, or under it and a code?"""
    path = "/".join(("", first, *["X-1"] * (length - 1), ""))
    try:
        return bool(resolve(path).url_name != "wagtail_serve")
    except Resolver404:
        return False


def in_tongue(path: str, language: str = "") -> str:
    """The address of a page in a language, the reader's if none is said."""
    return f"{path}{'&' if '?' in path else '?'}lang={language or get_language() or 'en'}"
