"""Each kind of block, from what was arranged at the desk to a block of the document. Arranges; never counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from colonnade.renderers.document import Block
from colonnade.reports.desk import Desk
from colonnade.reports.placing.counted import (
    place_chart,
    place_map,
    place_matrix,
    place_numbers,
    place_statement,
    place_table,
    place_text,
)
from colonnade.reports.placing.happened import place_chain, place_priorities, place_timeline
from colonnade.reports.placing.listed import place_groups, place_products, place_quotes, place_tree
from colonnade.reports.placing.money import place_money

Value = Mapping[str, Any]

PLACING: Final[dict[str, Callable[[Value, Desk], list[Block]]]] = {
    "text": place_text,
    "statement": place_statement,
    "numbers": place_numbers,
    "table": place_table,
    "chart": place_chart,
    "matrix": place_matrix,
    "map": place_map,
    "timeline": place_timeline,
    "tree": place_tree,
    "quotes": place_quotes,
    "products": place_products,
    "chain": place_chain,
    "groups": place_groups,
    "priorities": place_priorities,
    "money": place_money,
}


def place(kind: str, value: Value, desk: Desk) -> tuple[Block, ...]:
    """The blocks that one arranged block becomes; none where the record has nothing for it."""
    return tuple(PLACING[kind](value, desk))
