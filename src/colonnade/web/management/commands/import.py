"""Bring a workbook into the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from colonnade.records.errors import Refused
from colonnade.records.intake.books import Limits, NotReadable
from colonnade.records.intake.plan import Options, Plan, plan_import
from colonnade.records.intake.reasons import with_reasons
from colonnade.web.sheets import SHEETS

SHOWN = 200


class Command(BaseCommand):
    """Says what it understood and all that is wrong, and writes only when told to."""

    help = "Bring a workbook (XLSX, CSV or a folder of CSVs) into the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="an .xlsx file, a .csv file, or a folder of .csv files")
        parser.add_argument("--yes", action="store_true", help="write, if nothing is wrong")
        parser.add_argument(
            "--dates", choices=("dmy", "mdy"), default="", help="what 04/09/2014 means in this file"
        )
        parser.add_argument(
            "--encoding", default="", help="encoding of CSV files, where it is not told rightly"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="put the file's values over what was edited by hand"
        )
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=MEANING", dest="columns",
                            help="what a column means in a table with a column for each indicator: egdi=EGDI, "
                            "rank=EGDI:rank, nation=country, notes=-; remembered for the next such table")  # fmt: skip
        parser.add_argument("--rows", type=int, default=Limits().rows, metavar="N",
                            help="most rows in a sheet that holds few kinds of record (default: %(default)s)")  # fmt: skip
        parser.add_argument("--reasons", type=Path, metavar="FILE",
                            help="where to put the copy with reasons (default: NAME-reasons.xlsx, here)")  # fmt: skip
        parser.add_argument(
            "--changes", action="store_true", help="list every changed field with its old and new value"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *, file: Path, yes: bool, **options: Any) -> None:
        chosen = Options(
            options["dates"], options["encoding"], options["overwrite"], columns_of(options["columns"]),
            Limits(rows=options["rows"]),
        )  # fmt: skip
        try:
            plan = plan_import(file, SHEETS, chosen, progress=self._bar)
        except NotReadable as error:
            raise CommandError(str(error)) from error
        written = None
        if yes and not plan.stopped:
            try:
                written = plan.write(progress=self._bar)
            except Refused as error:
                raise CommandError(str(error)) from error
        copy = self._copy(plan, options["reasons"]) if plan.stopped or options["reasons"] else None
        if options["json"]:
            told = plan.as_json() | {"written": written is not None, "reasons": str(copy) if copy else None}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._tell(plan, changes=options["changes"])
        if plan.stopped:
            where = f" {copy} is a copy of the file with the reasons." if copy else ""
            raise CommandError(f"Nothing was written: {plan.verdict}.{where}")
        if not options["json"]:
            self.stdout.write(_ending(plan, written=written is not None))

    def _bar(self, step: str, total: int | None) -> Callable[[int], None]:
        """A progress bar for what takes longer than two seconds."""
        bar = tqdm(total=total, desc=step, unit=" rows", delay=2, leave=False, file=self.stderr._out)
        done = 0

        def tick(rows: int) -> None:
            nonlocal done
            done += rows
            bar.update(rows)
            if total is not None and done >= total:
                bar.close()

        return tick

    def _copy(self, plan: Plan, path: Path | None) -> Path:
        path = path or Path(f"{Path(plan.file_name).stem}-reasons.xlsx")
        path.write_bytes(with_reasons(plan))
        return path

    def _tell(self, plan: Plan, *, changes: bool) -> None:
        self.stdout.write(f"{plan.file_name}\n")
        for line in plan.told():
            self.stdout.write(f"  {line}")
        if plan.findings:
            self.stdout.write("")
        for finding in plan.findings[:SHOWN]:
            self.stdout.write(f"{finding.severity}: {finding.place}: {finding.sentence}")
        if len(plan.findings) > SHOWN:
            self.stdout.write(
                f"and {len(plan.findings) - SHOWN} more; the copy with reasons has all of them."
            )
        for change in plan.changes if changes else ():
            for column, old, new in change.words():
                self.stdout.write(
                    f"change: {change.part.understood.name}, {change.code}, {column}: “{old}” becomes “{new}”"
                )


def columns_of(told: list[str]) -> dict[str, str]:
    """What was said of each column; refused where a piece says nothing."""
    pairs = [piece.partition("=") for piece in told]
    wrong = [
        heading for heading, mark, meaning in pairs if not (heading.strip() and mark and meaning.strip())
    ]
    if wrong:
        raise CommandError(
            f"--column {wrong[0]}: write what stands over the column and what it means, such as egdi=EGDI."
        )
    return {heading.strip(): meaning.strip() for heading, _mark, meaning in pairs}


def _ending(plan: Plan, *, written: bool) -> str:
    if plan.empty:
        return "Nothing to do: the record holds all of it already."
    told = f"{plan.new} new, {plan.changed} changed, {plan.same} the same"
    return f"Written: {told}." if written else f"Nothing is written yet: {told}. Add --yes to write."
