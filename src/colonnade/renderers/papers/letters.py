"""Letters of the office: invitation, confirmation, visa support, or the cover of anything else. Usually one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from colonnade.renderers.document import Brand
from colonnade.renderers.labels import label
from colonnade.renderers.papers.names import Name, Names
from colonnade.renderers.papers.press import Check, Plain, Printed, Signatory, frame, press
from colonnade.values.words import date_words

_LAYOUT: Final = "letter.typ"


@dataclass(frozen=True)
class Fact:
    """A line of the small table in a letter: “Passport”, “M01234567, valid until 4 March 2031”. A name of a person is a ``Name``."""

    label: str
    value: str | Name

    def plain(self, names: Names) -> Plain:
        if isinstance(self.value, Name):
            return {"label": self.label, "name": names(self.value)}
        return {"label": self.label, "value": self.value}


@dataclass(frozen=True)
class Letter:
    """A letter, complete. All words are in its language already; ``paragraphs_after`` follow the table of facts.

    ``recipient`` is the person as the address names them, ``recipient_lines`` function, institution and address under it.
    ``office_lines`` are the address of the office at the head of the page.
    """

    brand: Brand
    reference: str
    on: date
    recipient: Name
    salutation: str
    subject: str
    paragraphs: tuple[str, ...]
    closing: str
    signatory: Signatory
    office_lines: tuple[str, ...] = ()
    recipient_lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    paragraphs_after: tuple[str, ...] = ()
    copies: str = ""
    check: Check | None = None
    language: str = "en"

    def plain(self, names: Names) -> Plain:
        said = self.language
        return {
            "reference": self.reference,
            "reference_label": label("reference", said),
            "date": date_words(self.on, said),
            "office_lines": list(self.office_lines),
            "recipient": names(self.recipient),
            "recipient_lines": list(self.recipient_lines),
            "salutation": self.salutation,
            "subject": self.subject,
            "paragraphs": list(self.paragraphs),
            "facts": [fact.plain(names) for fact in self.facts],
            "paragraphs_after": list(self.paragraphs_after),
            "closing": self.closing,
            "signatory": self.signatory.plain(),
            "copies": self.copies,
            "check": self.check.plain(said) if self.check else None,
            "page": label("page_of", said, page="{page}", pages="{pages}"),
        }


def letters(items: Iterable[Letter], progress: Callable[[int], None] | None = None) -> Iterator[Printed]:
    """A file for each, one after the other as they are asked for."""
    with press(_LAYOUT) as ready:
        for done, item in enumerate(items, 1):
            names = Names()
            title = " – ".join(part for part in (item.subject, item.reference) if part)
            content = frame(item.brand, item.language, title, letter=item.plain(names))
            yield ready.pdf(content, item.brand, names, item.on)
            if progress:
                progress(done)


def letter(item: Letter) -> Printed:
    return next(letters([item]))
