"""Making the tables of a room in one step, for migrations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class MakeTables(Operation):
    """Make several tables at once, which is what many of Django's own steps do one by one.

    Between two steps Django works out anew every model that anything changed is related to; and since each of our
    records keeps who changed it, all of them are related. For some hundred tables that took minutes. Here the
    models are told first and worked out once. Each table is made with all its fields, so fields that are added
    later are steps of their own, as usual.
    """

    reduces_to_sql = True
    reversible = True
    atomic = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.tables], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        # What was worked out before is thrown away: with it, each model added would be worked out with all the rest.
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(table.references_model(name, app_label) for table in self.tables)

    def describe(self) -> str:
        return f"Make {len(self.tables)} tables"
