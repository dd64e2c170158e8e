"""Numbers as people type them: with marks between thousands, a comma for the point, digits of any script."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from colonnade.records.intake.cells import Fault, Raw, shown, western

_SIGNED: Final = re.compile(r"[+-]?[\d.,]+")
_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?")


def read_number(cell: Raw, places: int) -> Decimal:
    """A cell as a number with at most so many decimals; a Fault where it is none or could be two."""
    if isinstance(cell, bool | date):
        raise _not_a_number(cell)
    if isinstance(cell, int | float):
        return _within(Decimal(repr(cell)), places, cell)
    text = re.sub(r"(?<=\d)[\s'’](?=\d{3}(\D|$))", "", western(shown(cell)))
    if not _SIGNED.fullmatch(text):
        raise _not_a_number(cell)
    return _within(Decimal(_pointed(text, shown(cell), places)), places, cell)


def _pointed(text: str, typed: str, places: int) -> str:
    """The digits with a point before the decimals and nothing between thousands."""
    if "," in text and "." in text:
        point = max(",.", key=text.rfind)
        text = text.replace("." if point == "," else ",", "").replace(point, ".")
    elif (
        re.fullmatch(r"[+-]?0,\d+", text) or text.count(",") == 1 and not re.search(r",\d{3}$", text)
    ):  # 0,945 is no thousand
        text = text.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", text):
        text = text.replace(".", "")
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text) and places < 3:
        whole = text.replace(".", "")
        raise Fault(
            f"“{typed}” can be {whole} or {text}.",
            f"Write {whole}, or {text} with fewer decimals.",
            question=True,
        )
    if not _PLAIN.fullmatch(text):
        raise _not_a_number(typed)
    return text


def _within(number: Decimal, places: int, cell: Raw) -> Decimal:
    rounded = number.quantize(Decimal(1).scaleb(-places)) if abs(number) < Decimal(10) ** 15 else number
    if abs(number - rounded) > Decimal("1e-9"):
        told = "a whole number" if not places else f"a number with at most {places} decimals"
        raise Fault(
            f"“{shown(cell)}” is not {told}.", "Write the number that the source gives, without a part."
        )
    return rounded


def _not_a_number(cell: Raw) -> Fault:
    return Fault(
        f"“{shown(cell)}” is not a number.",
        "Write the digits alone, such as 120; words such as “about” belong in the note.",
    )
