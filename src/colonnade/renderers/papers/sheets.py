"""Sign-in sheets: a numbered row and a short code for each person, a box for each part of the event they may attend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from colonnade.renderers.document import Brand
from colonnade.renderers.labels import label
from colonnade.renderers.papers.names import Name, Names
from colonnade.renderers.papers.press import Check, Plain, Printed, frame, press

_ABREAST: Final = 8
"""Boxes that stand side by side and are still wide enough for a signature (1.6 cm)."""


@dataclass(frozen=True)
class Row:
    """A person expected. ``code`` is what an officer types from the signed sheet: “07-K3”."""

    code: str
    name: Name
    belongs_to: str = ""


@dataclass(frozen=True)
class Box:
    """What is signed for: a half-day (“14 April”, “Morning”) or a session (“14 April”, “Session 3”)."""

    day: str
    part: str = ""


@dataclass(frozen=True)
class SignInSheet:
    """The sheet of an event. ``blank_rows`` stand at the end for who comes without being on the list.

    ``check`` is where the desk takes the signed sheet in: its code stands on every page, so that a scan is found again.
    """

    brand: Brand
    event: str
    dates: str
    on: date
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    place: str = ""
    blank_rows: int = 10
    check: Check | None = None
    language: str = "en"


def sign_in_sheet(sheet: SignInSheet) -> Printed:
    """All pages of the sheet. Where there are more boxes than go side by side, the list comes again for the later ones."""
    said, names = sheet.language, Names()
    rows = [{"code": row.code, "name": names(row.name), "belongs_to": row.belongs_to} for row in sheet.rows]
    content = frame(
        sheet.brand, said, f"{label('sign_in_sheet', said)}: {sheet.event}",
        ("sign_in_sheet", "sign_in_how", "sign_in_added", "row_number", "row_code", "person_name",
         "country_or_organisation"),
        event=sheet.event,
        dates=sheet.dates,
        place=sheet.place,
        rows=rows,
        blank_rows=sheet.blank_rows,
        runs=[_days(run) for run in _runs(sheet.boxes)],
        check=sheet.check.plain(said) if sheet.check else None,
        page=label("page_of", said, page="{page}", pages="{pages}"),
    )  # fmt: skip
    with press("sheet.typ") as ready:
        return ready.pdf(content, sheet.brand, names, sheet.on)


def _runs(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes in as few runs as will do, each about as long, and no day torn apart where that can be helped."""
    days: list[list[Box]] = []
    for box in boxes:
        if days and days[-1][-1].day == box.day and len(days[-1]) < _ABREAST:
            days[-1].append(box)
        else:
            days.append([box])
    runs: list[list[Box]] = []
    share = -(-len(boxes) // max(1, -(-len(boxes) // _ABREAST)))
    for day in days:
        if runs and len(runs[-1]) < share and len(runs[-1]) + len(day) <= _ABREAST:
            runs[-1] += day
        else:
            runs.append(list(day))
    return runs


def _days(boxes: list[Box]) -> list[Plain]:
    """Each day with its parts, as the head of the table shows them."""
    found: list[Plain] = []
    for box in boxes:
        if found and found[-1]["day"] == box.day:
            found[-1]["parts"].append(box.part)
        else:
            found.append({"day": box.day, "parts": [box.part]})
    return found
