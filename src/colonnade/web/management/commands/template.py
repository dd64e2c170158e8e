"""The empty workbook, for an office that begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from colonnade.records.intake.guide import guide
from colonnade.records.intake.template import template
from colonnade.sample.build import workbook
from colonnade.web.sheets import SHEETS


class Command(BaseCommand):
    """A workbook to fill in, with a sheet for every kind of record."""

    help = "Write the workbook that an office fills in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="where to write (default: workbook.xlsx, or docs/guide)"
        )
        parser.add_argument(
            "--guide", action="store_true", help="write the list of sheets and columns in Markdown"
        )
        parser.add_argument(
            "--sample", action="store_true", help="write the sample office's workbook, filled in"
        )
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *, file: Path | None, guide: bool, sample: bool, force: bool, **options: Any) -> None:
        path = file or Path("docs/guide/workbook.md" if guide else "workbook.xlsx")
        if path.exists() and not force and not guide:
            raise CommandError(
                f"{path} is there already. Name another file, or add --force to write over it."
            )
        try:
            path.write_bytes(the_guide() if guide else workbook(SHEETS) if sample else template(SHEETS))
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        then = "" if guide else f" Fill it in, and bring it in with: colonnade import {path}"
        self.stdout.write(f"{path} is written.{then}")


def the_guide() -> bytes:
    return guide(SHEETS).encode()
