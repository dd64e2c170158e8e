"""The menu of the public site: in the order the office chose, in the reader's language."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from colonnade.outreach.models import Stories, in_language
from colonnade.web.models import MenuEntry
from colonnade.web.site.addresses import public

KEPT = 60
"""Seconds after which another process sees what was changed at the desk of this one."""

Entry = tuple[str, str, str]
"""Words, address, and the language of the words where it is not the reader's."""

SECTION = MenuEntry.Section
USUAL = (SECTION.HOME, SECTION.EVENTS, SECTION.PUBLICATIONS, SECTION.COUNTRIES, SECTION.FIGURES, SECTION.REPORTS, SECTION.ABOUT)  # fmt: skip
"""Shown where an office has arranged nothing."""


def entries() -> list[Entry]:
    """Words and address of each entry, kept for a while: every page of the site shows them."""
    key = _key(get_language() or "en")
    held: list[Entry] | None = cache.get(key)
    if held is None:
        held = _read()
        cache.set(key, held, KEPT)
    return held


def forget() -> None:
    """What was kept of the menu is read again."""
    cache.delete_many([_key(code) for code, _name in settings.LANGUAGES])


def _key(language: str) -> str:
    office = hashlib.sha256(str(settings.DATA).encode()).hexdigest()[:12]
    return f"menu:{office}:{language}"


def _read() -> list[Entry]:
    arranged = list(MenuEntry.objects.filter(shown=True).select_related("page"))
    if not arranged:
        return [entry for section in USUAL if (entry := _section(section))]
    return [entry for one in arranged if (entry := _page(one.page) if one.page else _section(one.section))]


def _section(section: Any) -> Entry | None:
    """A part of the record, where the house has a page for it."""
    path = reverse("home") if section == SECTION.HOME else public(section)
    return (str(SECTION(section).label), path, "") if path else None


def _page(page: Page) -> Entry | None:
    version = in_language(page)
    path = version.get_url() if version else None
    if version is None or not path:
        return None
    tongue = version.locale.language_code
    if tongue == get_language():
        return (version.title, path, "")
    if page.specific_class is Stories:  # the one written page whose name the house knows in every language
        return (gettext("News and stories"), path, "")
    return (version.title, path, tongue)
