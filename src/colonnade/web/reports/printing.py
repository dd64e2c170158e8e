"""Editions as files: printed once in each format from the frozen document, kept in the data folder, handed out from it.

The public's files tell no small count of persons in the rows behind a number; the office's own tell all of them. What
stands on a slide is published as it is: the office chose to say it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType

from django.conf import settings
from django.utils.translation import gettext, override

from colonnade.figures.models import Edition
from colonnade.figures.publishing import PERSONS, withheld
from colonnade.renderers.document import Account, Document
from colonnade.renderers.formats import FORMATS
from colonnade.reports.actions import document_of
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Ratio

DJANGO_TAGS = {"zh": "zh-hans"}
NAMES = {"pptx": "PowerPoint", "pdf": "PDF", "xlsx": "Excel", "html": "HTML", "json": "JSON"}


def formats() -> list[tuple[str, str]]:
    """The formats a report is printed in, as suffix and name, slides first."""
    order = list(NAMES)
    held = [module.SUFFIX for module in FORMATS]
    return [
        (suffix, NAMES.get(suffix, suffix.upper()))
        for suffix in sorted(held, key=lambda s: order.index(s) if s in order else 99)
    ]


def format_of(suffix: str) -> ModuleType | None:
    return next((module for module in FORMATS if suffix == module.SUFFIX), None)


def printed(edition: Edition, made: ModuleType, *, least: int) -> Path:
    """The edition in one format; printed at the first asking. ``least`` 0 is the office's own copy."""
    stamp = f"{edition.code}-{edition.frozen_at:%Y%m%d%H%M%S%f}"
    path = (
        Path(settings.DATA)
        / "editions"
        / (f"public-{least}" if least else "office")
        / f"{stamp}.{made.SUFFIX}"
    )
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep(path, made.render(document_for(edition, least)))
    return path


def keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: two readers may ask for it at once."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    os.replace(draft.name, path)


def document_for(edition: Edition, least: int) -> Document:
    """The frozen document, for the public without the small counts in the rows behind its numbers."""
    document = document_of(edition)
    if not least:
        return document
    language = document.language if document.language in LANGUAGES else "en"
    with override(DJANGO_TAGS.get(language, language)):
        return replace(document, accounts=tuple(_safe(account, least) for account in document.accounts))


def _safe(account: Account, least: int) -> Account:
    """An account whose rows tell no small count of persons, nor what would reveal one."""
    total = account.bound.value
    if account.bound.unit not in PERSONS and not isinstance(total, Ratio):
        return account
    counts = [_count(line.contribution) for line in account.trail]
    places = withheld(counts, least, total=total.of if isinstance(total, Ratio) else total)
    if places is not None and not places:
        return account
    word = gettext("withheld")
    lines = [
        replace(line, contribution=word) if places is None or place in places else line
        for place, line in enumerate(account.trail)
    ]
    return replace(account, trail=tuple(lines))


def _count(contribution: object) -> int:
    """Rows of distinct people tell how many as words, and shares of how many they are: it is a number here again."""
    text = str(contribution).rpartition("/")[2]
    return int(text) if text.lstrip("-").isdecimal() else 0
