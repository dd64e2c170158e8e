"""Amounts in the tables of the desk."""

from __future__ import annotations

from colonnade.values.numbers import Amount


def plain(amount: Amount) -> str:
    """An amount whose currency stands in the heading: nought is a dash, so that the others are seen."""
    words = f"{amount.rounded().value:,}" if amount.value else "–"
    return words.replace("-", "\N{MINUS SIGN}")


def plains(*amounts: Amount) -> list[str]:
    """Several of them, side by side."""
    return [plain(amount) for amount in amounts]
