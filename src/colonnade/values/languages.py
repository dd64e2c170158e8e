"""The languages an office writes in: the six of the United Nations, and Korean for the host."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final[dict[str, str]] = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "zh": "中文",
    "ar": "العربية",
    "ko": "한국어",
}

RIGHT_TO_LEFT: Final[frozenset[str]] = frozenset({"ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, as HTML and Typst spell it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def known(language: str) -> str:
    """One of our languages for any language tag: ``zh-hans`` is ``zh``, an unknown one is English."""
    short = language.split("-")[0].lower()
    return short if short in LANGUAGES else "en"
