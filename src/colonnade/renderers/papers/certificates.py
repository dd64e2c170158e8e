"""Certificates: one page of A4 on its side, numbered, signed, and open to be checked by anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from colonnade.renderers.document import Brand
from colonnade.renderers.labels import label
from colonnade.renderers.papers.names import Name, Names
from colonnade.renderers.papers.press import Check, Plain, Printed, Signatory, frame, press
from colonnade.values.words import date_words

Progress = Callable[[int], None]
"""Told after each paper how many are done."""

_LAYOUT: Final = "certificate.typ"
_DID: Final = {"participation": "took_part_in", "completion": "completed"}


class SeveralLanguages(ValueError):
    """One file is set in one language; certificates in several languages are several files."""


@dataclass(frozen=True)
class Certificate:
    """What one certificate says. ``event``, ``dates``, ``place``, ``hours`` and ``criteria`` are in its language already."""

    name: Name
    kind: Literal["participation", "completion"]
    event: str
    dates: str
    number: str
    issued_on: date
    signatory: Signatory
    brand: Brand
    place: str = ""
    hours: str = ""
    criteria: str = ""
    check: Check | None = None
    language: str = "en"

    def plain(self, names: Names) -> Plain:
        said = self.language
        return {
            "name": names(self.name),
            "kind": label(f"certificate_{self.kind}", said),
            "certifies": label("certifies", said),
            "did": label(_DID[self.kind], said),
            "event": self.event,
            "dates": self.dates,
            "place": self.place,
            "hours": self.hours,
            "criteria": self.criteria,
            "number": label("number_of", said, number=self.number),
            "issued": label("issued_on", said, date=date_words(self.issued_on, said)),
            "signatory": self.signatory.plain(),
            "check": self.check.plain(said) if self.check else None,
        }


def certificates(items: Iterable[Certificate], progress: Progress | None = None) -> Iterator[Printed]:
    """A file for each, one after the other as they are asked for; a batch of any length takes no more memory than a few."""
    with press(_LAYOUT) as ready:
        for done, item in enumerate(items, 1):
            names = Names()
            paper = item.plain(names)
            title = f"{paper['kind']}: {paper['name']['text'] or item.number}"
            content = frame(item.brand, item.language, title, papers=[paper])
            yield ready.pdf(content, item.brand, names, item.issued_on)
            if progress:
                progress(done)


def certificate(item: Certificate) -> Printed:
    return next(certificates([item]))


def together(items: Sequence[Certificate]) -> Printed:
    """All in one file, a page each, to send to the printer. They share the office and the language."""
    languages = sorted({item.language for item in items})
    if len(languages) != 1:
        told = ", ".join(languages) or "none"
        raise SeveralLanguages(
            f"One file is set in one language, these are in: {told}. Print a file for each."
        )
    names, first = Names(), items[0]
    papers = [item.plain(names) for item in items]
    content = frame(first.brand, first.language, f"{papers[0]['kind']}: {first.event}", papers=papers)
    with press(_LAYOUT) as ready:
        return ready.pdf(content, first.brand, names, max(item.issued_on for item in items))
