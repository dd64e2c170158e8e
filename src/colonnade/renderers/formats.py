"""The formats a report is printed in. To add one: a module with these names, and a line here."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from colonnade.renderers import html, json, pdf, pptx, xlsx

FORMATS: Final[tuple[ModuleType, ...]] = (pptx, pdf, xlsx, html, json)
"""Each has ``SUFFIX``, ``MEDIA_TYPE`` and ``render(document) -> bytes``."""


class NoSuchFormat(LookupError):
    """Somebody asked for a format that reports are not printed in."""


def by_suffix(suffix: str) -> ModuleType:
    for module in FORMATS:
        if suffix == module.SUFFIX:
            return module
    raise NoSuchFormat(
        f"Reports are not printed as “{suffix}”. There are: {', '.join(m.SUFFIX for m in FORMATS)}."
    )
