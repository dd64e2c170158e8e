"""The record as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from colonnade.records.intake.template import template
from colonnade.web.sheets import SHEETS


class Command(BaseCommand):
    """The same workbook as the template's, with the record in it: it comes in again without a change."""

    help = "Write the record as a workbook."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=Path("record.xlsx"), help="default: %(default)s"
        )
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *, file: Path, force: bool, **options: Any) -> None:
        if file.exists() and not force:
            raise CommandError(
                f"{file} is there already. Name another file, or add --force to write over it."
            )
        try:
            file.write_bytes(template(SHEETS, filled=True))
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{file} is written.")
