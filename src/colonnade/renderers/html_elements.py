"""The few words of HTML that a page is made of: an element, words in one, and a value as machines read it."""

from __future__ import annotations

from html import escape

from colonnade.values.numbers import Amount, Bounds, Number, Ratio


def plain_value(value: Number) -> str:
    """A value for machines: ``4768``, ``94/175`` for a span, ``USD 1000000``, ``62.0`` for a share; empty if not known."""
    if value is None:
        return ""
    if isinstance(value, Bounds):
        return f"{value.low}/{value.high}"
    if isinstance(value, Amount):
        return f"{value.currency} {value.rounded().value}"
    if isinstance(value, Ratio):
        return str(value.rounded)
    return str(value)


def element(name: str, *content: str, **attributes: str | None) -> str:
    """One element around content that is HTML already; ``class_`` is written ``class``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(content)}</{name}>"


def some(name: str, words: str, **attributes: str | None) -> str:
    """An element with words in it, or nothing where there are none."""
    return element(name, escape(words), **attributes) if words else ""
