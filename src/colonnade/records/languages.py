"""The languages of the public pages, by the names that letters and records give them."""

from __future__ import annotations

from django.conf import settings

from colonnade.values.languages import known


def site_language(language: str) -> str:
    """The name that the public pages give a language: ``zh`` is ``zh-hans`` there."""
    return next((code for code, _name in settings.LANGUAGES if known(code) == known(language)), "en")
