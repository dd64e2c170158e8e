"""`colonnade retention`: what is kept longer than its rule allows, and its removal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from colonnade.people.actions import apply_retention, due_for_retention
from colonnade.web.desk.people.acts import RETAINED


class Command(BaseCommand):
    """Says what is due and removes nothing, unless it is told to."""

    help = "Say what personal data is due to be removed by the retention rules; --yes removes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, default=None, help="as of a day (default: today)")
        parser.add_argument("--yes", action="store_true", help="remove it, and keep a line for each rule")

    def handle(self, *, day: date | None, yes: bool, **options: Any) -> None:
        day = day or date.today()
        for due in due_for_retention(day=day, categories=RETAINED):
            served = "" if due.category else " (no room keeps such data yet)"
            self.stdout.write(f"{due.rule.category}: {len(due.rows)} due{served}")
        if yes:
            removed = apply_retention(day=day, by="retention", categories=RETAINED)
            self.stdout.write(f"{sum(one.number for one in removed)} removed under {len(removed)} rules.")
