"""The reference tables that travel with the code, as rows of text."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "reference"

Row = dict[str, str]


def rows(table: str) -> list[Row]:
    """A shipped table by name. Everything is text: the code of Namibia is ``NA``, and M49 codes begin with zeros."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """An empty cell is a date that is not known, or an end that is open."""
    return date.fromisoformat(text) if text else None
