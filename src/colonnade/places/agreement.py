"""How a shipped table and the record are brought to agree without losing what an officer wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

# Written beside every change of ours in the history: a change without these words was made by somebody.
REASON: Final = "reference data"

Key = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """What a load did. ``kept`` says in a sentence each what differs from the shipped tables and was left."""

    added: int
    changed: int
    unchanged: int
    kept: tuple[str, ...]


@dataclass
class Tally:
    """Counts as a load goes on."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def loaded(self) -> Loaded:
        return Loaded(self.added, self.changed, self.unchanged, tuple(self.kept))


def agree(model: type[Model], key: tuple[str, ...], wanted: dict[Key, list[Values]], tally: Tally) -> None:
    """Make the rows under each key what they are in the shipped table.

    A key may hold several rows (the periods of a country in a group): they stand or fall
    together. If anybody but us ever added, changed or deleted a row under a key, the whole key is
    left as it is. Keys that are not shipped are the office's own.
    """
    held = _held(model, key)
    by_hand = _by_hand(model, key)
    new, changed, gone = [], [], []
    for one, shipped in wanted.items():
        present = held.get(one, [])
        if _equal(present, shipped):
            tally.unchanged += len(shipped)
        elif one in by_hand:
            tally.kept.append(_kept(model, present, shipped))
        else:
            for row, values in zip(present, shipped, strict=False):
                if _set(row, values):
                    changed.append(row)
                else:
                    tally.unchanged += 1
            new += [model(**values) for values in shipped[len(present) :]]
            gone += present[len(shipped) :]
    _write(model, new, changed, gone)
    tally.added += len(new)
    tally.changed += len(changed) + len(gone)


def _held(model: type[Model], key: tuple[str, ...]) -> dict[Key, list[Model]]:
    """Rows in the order in which they were shipped, which is the order in which they were made."""
    held: dict[Key, list[Model]] = defaultdict(list)
    for row in model._default_manager.order_by("pk"):
        held[tuple(getattr(row, part) for part in key)].append(row)
    return held


def _by_hand(model: type[Model], key: tuple[str, ...]) -> set[Key]:
    """The keys whose history knows a change that was not ours, deletions included."""
    history = model.history.model._default_manager  # type: ignore[attr-defined]
    others = history.exclude(history_change_reason=REASON)
    return {tuple(row) for row in others.values_list(*key).distinct()}


def _equal(present: list[Model], shipped: list[Values]) -> bool:
    return len(present) == len(shipped) and all(
        getattr(row, name) == value
        for row, values in zip(present, shipped, strict=True)
        for name, value in values.items()
    )


def _set(row: Model, values: Values) -> bool:
    """Did any value change?"""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _kept(model: type[Model], present: list[Model], shipped: list[Values]) -> str:
    """“group membership Bangladesh in LDC: edited in this office (valid_to ...); the shipped table was not used.”"""
    noun = model._meta.verbose_name
    if not present:
        return f"{noun}: {_named(shipped[0])} was deleted in this office and was not brought back."
    row = present[0]
    if len(present) != len(shipped):
        return f"{noun} {row}: {len(present)} held and {len(shipped)} shipped; kept as edited in this office."
    differences = [
        f"{name} is {getattr(row, name)}, shipped {value}"
        for row, values in zip(present, shipped, strict=True)
        for name, value in values.items()
        if getattr(row, name) != value
    ]
    return f"{noun} {row}: kept as edited in this office ({'; '.join(differences)})."


def _named(values: Values) -> str:
    return ", ".join(str(value) for value in list(values.values())[:3])


def _write(model: type[Model], new: list[Model], changed: list[Model], gone: list[Model]) -> None:
    """In bulk, with a line of history for each row: the record can say what it held on any day."""
    if new:
        bulk_create_with_history(new, model, batch_size=500, default_change_reason=REASON)
    if changed:
        fields = [one.name for one in model._meta.concrete_fields if not one.primary_key]
        bulk_update_with_history(changed, model, fields, batch_size=200, default_change_reason=REASON)
    for row in gone:
        row._change_reason = REASON  # type: ignore[attr-defined]
        row.delete()
