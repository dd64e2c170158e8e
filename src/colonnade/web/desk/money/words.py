"""Amounts in the tables of the desk."""

from __future__ import annotations

from colonnade.values.numbers import Amount


def plain(*amounts: Amount) -> list[str]:
    """Amounts of one currency, which stands in the heading: nought is a dash, so that the others are seen."""
    told = [f"{amount.rounded().value:,}" if amount.value else "–" for amount in amounts]
    return [words.replace("-", "\N{MINUS SIGN}") for words in told]
