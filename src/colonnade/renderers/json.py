"""A report for programs: the same numbers, each with what stands behind it.

The shape is public and kept stable; ``format`` names it. Every block has a ``kind``. Words with
numbers in them are a list of ``runs``: strings, and numbers as objects. A number is an object
with ``figure`` (its address), ``printed`` (as a reader of the language sees it), ``unit``,
``reported``, and the value:

- a count: ``value`` is a whole number;
- money: ``value`` is a decimal in a string, with ``currency``;
- a share or a mean: ``value`` is per cent or points, a decimal in a string, ``top`` and ``of`` what was divided by what;
- a span: ``value`` is null, ``low`` and ``high`` are whole numbers, both included;
- not known: ``value`` is null and ``low`` is absent. It is not zero.

The speaker's notes are not in it.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from colonnade.renderers.document import (
    Account,
    Block,
    Bound,
    Cell,
    Document,
    Paragraph,
    Slide,
    TrailLine,
    words_of,
)
from colonnade.values.dates import PartialDate
from colonnade.values.numbers import Amount, Bounds, Number, Ratio

SUFFIX: Final = "json"
MEDIA_TYPE: Final = "application/json"

FORMAT: Final = "colonnade-report/1"


def render(document: Document) -> bytes:
    """One slide, one figure, one definition on a line: to be read by people too, and written in one go for each."""
    fields = [f"{_dumps(name)}: {_lines(value)}" for name, value in report(document).items()]
    return ("{\n" + ",\n".join(fields) + "\n}\n").encode()


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f" {_dumps(part)}" for part in value) + "\n]"
    return _dumps(value)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def report(document: Document) -> dict[str, Any]:
    """The report as plain lists and dictionaries."""
    return {
        "format": FORMAT,
        "office": {"name": document.brand.office, "short_name": document.brand.short_name},
        "title": document.title,
        "language": document.language,
        "period": document.period,
        "as_of": document.as_of.isoformat(),
        "edition": document.edition,
        "live": document.edition == "live",
        "printed_from": document.printed_from,
        "address": document.address or None,
        "cover": {name: _plain(value, document.language) for name, value in vars(document.cover).items()},
        "slides": [_slide(slide, document.language) for slide in document.slides],
        "figures": [_account(account, document.language) for account in document.accounts],
        "definitions": [_plain(definition, document.language) for definition in document.definitions],
        "sources": list(document.sources),
        "notes": list(document.notes),
    }


def read_bounds(data: bytes) -> list[tuple[str, str]]:
    """Every number on the slides as it is printed there, with the address it names, in order."""
    found: list[tuple[str, str]] = []

    def walk(thing: Any) -> None:
        if isinstance(thing, dict):
            if "figure" in thing and "printed" in thing:
                found.append((thing["figure"], thing["printed"]))
            for part in thing.values():
                walk(part)
        elif isinstance(thing, list):
            for part in thing:
                walk(part)

    walk(json.loads(data)["slides"])
    return found


def value_of(value: Number) -> dict[str, Any]:
    """The value as the module's own words above describe it."""
    if isinstance(value, Bounds):
        return {"value": None, "low": value.low, "high": value.high}
    if isinstance(value, Amount):
        return {"value": str(value.rounded().value), "currency": value.currency}
    if isinstance(value, Decimal):
        return {"value": str(value)}
    if isinstance(value, Ratio):
        of_money = {"currency": value.currency} if value.currency else {}
        return {"value": str(value.rounded), "top": str(value.top), "of": value.of} | of_money
    return {"value": value}


def _bound(bound: Bound, language: str) -> dict[str, Any]:
    return {
        "figure": bound.address,
        "label": bound.label,
        **value_of(bound.value),
        "unit": bound.unit,
        "printed": bound.words(language),
        "reported": bound.reported,
    }


def _slide(slide: Slide, language: str) -> dict[str, Any]:
    return {
        "kind": slide.kind,
        "number": slide.number,
        "part": slide.part,
        "title": slide.title,
        "subtitle": slide.subtitle,
        "agenda": [
            {
                "number": part.number,
                "title": part.title,
                "parts": [{"number": number, "title": title} for number, title in part.parts],
            }
            for part in slide.agenda
        ],
        "blocks": [_block(block, language) for block in slide.blocks],
    }


def _block(block: Block, language: str) -> dict[str, Any]:
    """Its kind, then its fields under their own names."""
    shape = block.kind if hasattr(block, "kind") else None  # a chart says which it is
    plain = _plain(block, language)
    plain.pop("kind", None)
    extra = {"chart": shape} if shape else {}
    return {"kind": type(block).__name__.lower(), **extra, **plain}


def _plain(thing: Any, language: str) -> Any:
    if isinstance(thing, Bound):
        return _bound(thing, language)
    if isinstance(thing, Paragraph | Cell):
        rest = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name != "runs"}
        return {"text": words_of(thing.runs, language), "runs": _plain(thing.runs, language), **rest}
    if isinstance(thing, PartialDate):
        return str(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Decimal):
        return str(thing)
    if isinstance(thing, tuple):
        return [_plain(part, language) for part in thing]
    if hasattr(thing, "__dataclass_fields__"):
        return {f.name: _plain(getattr(thing, f.name), language) for f in fields(thing)}
    return thing


def _account(account: Account, language: str) -> dict[str, Any]:
    """One figure of the report: where to ask for it again, and the rows it was computed from."""
    bound = account.bound
    return {
        "address": bound.address,
        "key": bound.key,
        "label": bound.label,
        **value_of(bound.value),
        "unit": bound.unit,
        "words": bound.words(language),
        "reported": bound.reported,
        "scope": account.scope,
        "completeness": account.completeness,
        "caveats": list(account.caveats),
        "rows": [_row(line) for line in account.trail],
    }


def _row(line: TrailLine) -> dict[str, Any]:
    share = line.contribution
    return {
        "ref": line.ref,
        "label": line.label,
        "on": line.on,
        "contribution": str(share) if isinstance(share, Decimal) else share,
        "source": line.source,
    }
