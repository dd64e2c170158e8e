"""Badges, four to a page of A4 to cut apart, and table plates to fold, with the name on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from colonnade.renderers.document import Brand
from colonnade.renderers.papers import codes
from colonnade.renderers.papers.names import Name, Names
from colonnade.renderers.papers.press import Printed, frame, press


@dataclass(frozen=True)
class Badge:
    """Who wears it. ``code`` is what is scanned and typed at the door; ``mark`` is a word others must see (“No photographs”)."""

    name: Name
    belongs_to: str = ""
    role: str = ""
    code: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Plate:
    """Who sits there: a person, or a country or an organisation alone (then ``name`` is its name)."""

    name: Name
    belongs_to: str = ""
    code: str = ""


def badges(
    items: tuple[Badge, ...], *, brand: Brand, event: str, dates: str, on: date, language: str = "en"
) -> Printed:
    """Badges of A6, with marks where to cut."""
    names = Names()
    papers = [
        {
            "name": names(item.name),
            "belongs_to": item.belongs_to,
            "role": item.role,
            "mark": item.mark,
            **_coded(item.code),
        }
        for item in items
    ]
    content = frame(brand, language, event, papers=papers, event=event, dates=dates)
    with press("badge.typ") as ready:
        return ready.pdf(content, brand, names, on)


def plates(items: tuple[Plate, ...], *, brand: Brand, event: str, on: date, language: str = "en") -> Printed:
    """Plates of A4 to fold in the middle: the name once for each side of the table."""
    names = Names()
    papers = [
        {"name": names(item.name), "belongs_to": item.belongs_to, **_coded(item.code)} for item in items
    ]
    with press("plate.typ") as ready:
        return ready.pdf(frame(brand, language, event, papers=papers), brand, names, on)


def _coded(code: str) -> dict[str, str]:
    return {"code": code, "svg": codes.svg(code) if code else ""}
