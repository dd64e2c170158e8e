"""What stands behind each figure, as the annex of the printed report tells it: short enough to be read.

Figures that are parts of one breakdown stand under one heading, and what they share is said once. A record
names its source by host or title and by its number in the list of sources; the workbook has it in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

from babel.numbers import format_decimal

from colonnade.renderers.document import Account, Bound, Document, TrailLine
from colonnade.renderers.labels import label
from colonnade.values.words import locale

_ROOM: Final = 500
"""How many rows the annex prints in all, some twenty pages; the workbook and the JSON have every row."""

_LEAST: Final = 3

_FEW: Final = 10
"""A figure with no more rows than this prints them all, whatever the room: nobody looks elsewhere for the fourth."""

_TITLE: Final = 44
"""How many letters of a source's title a row has room for."""

_YEARS: Final = re.compile(r"(?<=^\d{4})-(?=\d{4}$)")

_BETWEEN: Final = "; "
"""What stands between the parts of a scope and of what is said of its completeness."""


@dataclass(frozen=True)
class Annex:
    """The figures of one document in order of their first appearance, part by part of a breakdown."""

    document: Document
    accounts: tuple[Account, ...]
    link: Callable[[Bound], str | None]

    def groups(self) -> list[dict[str, Any]]:
        named: dict[str, list[tuple[int, Account]]] = {}
        for number, account in enumerate(self.accounts, 1):
            named.setdefault(self._name(account), []).append((number, account))
        return [self._group(parts) for parts in named.values()]

    def _name(self, account: Account) -> str:
        labels = {definition.key: definition.label for definition in self.document.definitions}
        return account.bound.label or labels.get(account.bound.key, account.bound.key)

    def _group(self, parts: list[tuple[int, Account]]) -> dict[str, Any]:
        accounts = [account for _, account in parts]
        scope = _shared([account.scope.split(_BETWEEN) for account in accounts])
        # A part that no row belongs to has nothing to be careful about: it does not stop the others from sharing.
        caveats = _shared([list(one.caveats) for one in accounts if one.trail] or [list(accounts[0].caveats)])
        return {
            "label": self._name(accounts[0]),
            "scope": _BETWEEN.join(scope),
            "caveats": caveats,
            "figures": [self._figure(number, one, scope, caveats) for number, one in parts],
        }

    def _figure(self, number: int, account: Account, scope: list[str], caveats: list[str]) -> dict[str, Any]:
        """One figure, without what its group says of all."""
        bound, rows = account.bound, account.trail[: self._shown(len(account.trail))]
        own = [part for part in account.scope.split(_BETWEEN) if part not in scope]
        return {
            "number": number,
            "scope": _BETWEEN.join(own),
            "value": bound.words(self.document.language),
            "reported": bound.reported,
            "completeness": account.completeness,
            "caveats": [caveat for caveat in dict.fromkeys(account.caveats) if caveat not in caveats],
            "address": bound.address,
            "url": self.link(bound),
            "trail": [self._row(line) for line in rows],
            "in_words": any(
                isinstance(line.contribution, str) and len(line.contribution) > 9 for line in rows
            ),
            "more": self._more(len(account.trail)),
        }

    @cached_property
    def _rows_each(self) -> int:
        return _rows_each([len(account.trail) for account in self.accounts])

    @cached_property
    def _sources(self) -> dict[str, int]:
        return {source: number for number, source in enumerate(self.document.sources, 1)}

    def _shown(self, rows: int) -> int:
        return rows if rows <= _FEW else self._rows_each

    def _more(self, rows: int) -> str:
        """Where the rows are that the annex has no room for; empty where it prints them all."""
        if rows <= self._shown(rows):
            return ""
        shown, every = (_decimal(number, self.document.language) for number in (self._shown(rows), rows))
        return label("rows_more", self.document.language, shown=shown, all=every)

    def _row(self, line: TrailLine) -> dict[str, str]:
        share = line.contribution
        number = self._sources.get(line.source)
        source = " ".join(filter(None, (_short(line.source), f"[{number}]" if number else "")))
        return {
            "on": _YEARS.sub("–", line.on),
            "label": line.label,
            "ref": line.ref.rpartition("/")[2],
            "source": source,
            "told": share if isinstance(share, str) else _decimal(share, self.document.language),
        }


def _shared(lists: list[list[str]]) -> list[str]:
    """What all the lists hold, once, in the order of the first."""
    return [one for one in dict.fromkeys(lists[0]) if one and all(one in other for other in lists)]


def _short(source: str) -> str:
    """The host of an address, or the beginning of a title, to its last whole word."""
    host = urlsplit(source).hostname if source.startswith(("https://", "http://")) else None
    if host:
        return host.removeprefix("www.")
    if len(source) <= _TITLE:
        return source
    words = source[:_TITLE].rpartition(" ")[0] or source[:_TITLE]
    return words.rstrip(" .,:;–-") + "…"


def _rows_each(lengths: list[int]) -> int:
    """The most rows one figure may print so that all together find room: figures with few rows print them all."""
    room, waiting = _ROOM, sorted(lengths)
    while waiting and waiting[0] * len(waiting) <= room:
        room -= waiting.pop(0)
    return max(_LEAST, room // len(waiting)) if waiting else max(lengths, default=0)


def _decimal(number: int | Decimal, language: str) -> str:
    return format_decimal(number, locale=locale(language), numbering_system="latn")
