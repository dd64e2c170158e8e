"""What an import did, kept with its batch, so that it can be taken back."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Model

from colonnade.records.intake.comparing import Change
from colonnade.records.intake.kinds import Steps
from colonnade.records.models import Batch, BatchPart
from colonnade.records.undoing import ORDER, plain


class Kept:
    """Filled while rows are written, and kept with the batch at the end of the same transaction."""

    def __init__(self) -> None:
        self._added: dict[type[Model], list[int]] = {}
        self._changed: dict[type[Model], dict[str, dict[str, Any]]] = {}

    def added(self, model: type[Model], rows: Sequence[Model]) -> None:
        self._added.setdefault(model, []).extend(row.pk for row in rows)

    def changed(self, before: Model, row: Model, change: Change) -> None:
        """The old and the new value of each field that the change touches."""
        held: dict[str, Any] = {}
        for name, (old, new) in change.fields.items():
            kind = change.part.many.get(name)
            if isinstance(kind, Steps):
                held[name] = ORDER
            elif kind is not None:
                held[name] = [sorted(old), sorted(new)]
            else:
                attname = row._meta.get_field(name).attname  # type: ignore[union-attr]
                held[name] = [plain(getattr(before, attname)), plain(getattr(row, attname))]
        self._changed.setdefault(type(row), {})[str(row.pk)] = copy.copy(held)

    def keep(self, batch: Batch) -> None:
        """A line for each kind of record, in the order in which they were written."""
        for model in dict.fromkeys((*self._added, *self._changed)):
            history = getattr(model, "history", None)
            last = history.aggregate(last=Max("history_id"))["last"] if history is not None else 0
            BatchPart.objects.create(
                batch=batch, model=model._meta.label_lower, added=self._added.get(model, []),
                changed=self._changed.get(model, {}), history=last or 0,
            )  # fmt: skip
