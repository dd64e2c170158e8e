"""How downloads are counted without following anybody.

Machines that say they are machines are left out, and so is what a browser fetches before anybody pressed. Somebody who
presses twice within ten minutes counts once: for that a mark of the network address and the kind of browser, made with
a key that exists in this process only and is thrown away every ten minutes, stands in memory. It cannot be turned back
into an address, is written nowhere, and is gone when its time is over or the process ends.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from django.http import HttpRequest

from colonnade.web.events.visitors import address_of

WITHIN: Final = 600
"""Seconds within which the same asking again counts once."""
KEPT: Final = 50_000
"""Marks held at most; beyond that the oldest ten minutes go early."""

_MACHINES: Final = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|archiver|preview|monitor|uptime|feed|harvest|scythe|facebookexternalhit"
    r"|curl|wget|python|httpx|aiohttp|okhttp|java/|go-http|libwww|perl|ruby|php/|node-fetch|axios|headless|lighthouse"
    r"|zotero translation|validator|scan",
    re.IGNORECASE,
)


class Lately:
    """What was asked lately, as marks that nobody can read back."""

    def __init__(
        self, within: float = WITHIN, kept: int = KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.within, self.kept, self.clock = within, kept, clock
        self._lock = threading.Lock()
        self._ages: list[tuple[float, bytes, dict[bytes, float]]] = []

    def first(self, *words: object) -> bool:
        """Is this the first asking in the last minutes? It is remembered if so."""
        now = self.clock()
        with self._lock:
            self._turn(now)
            marks = [(self._mark(key, words), held) for _begun, key, held in self._ages]
            if any(now - held[mark] < self.within for mark, held in marks if mark in held):
                return False
            mark, held = marks[-1]
            held[mark] = now
            return True

    def _turn(self, now: float) -> None:
        """A new key when the old one's time is over; what nobody needs any more is forgotten with its key."""
        self._ages = [age for age in self._ages if now - age[0] < 2 * self.within]
        if not self._ages or now - self._ages[-1][0] >= self.within or len(self._ages[-1][2]) >= self.kept:
            self._ages = [*self._ages[-1:], (now, secrets.token_bytes(32), {})]

    @staticmethod
    def _mark(key: bytes, words: tuple[object, ...]) -> bytes:
        return blake2b("\0".join(map(str, words)).encode(), key=key, digest_size=16).digest()


lately = Lately()


def counts(request: HttpRequest, file: int) -> bool:
    """Is this asking for a file a download that counts?"""
    browser = request.META.get("HTTP_USER_AGENT", "")
    ahead = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('X-Purpose', '')}"
    if request.method != "GET" or not browser or _MACHINES.search(browser) or "pre" in ahead:
        return False
    return lately.first(address_of(request), browser, file)
