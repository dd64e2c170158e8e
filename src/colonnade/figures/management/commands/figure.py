"""`colonnade figure KEY`: one figure, and the rows behind it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from colonnade.figures.actions import plain_number
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.definition import Distinct, Measurement, Row, add
from colonnade.figures.measure import Measurer
from colonnade.figures.register import register
from colonnade.figures.scope import Scope
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount, Ratio
from colonnade.values.period import NotAPeriod, Period
from colonnade.values.words import number_words, period_words


class Command(BaseCommand):
    help = "Work out one figure, break it down, and show the rows behind it. Without a key: the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", help="for example capacity.participations")
        parser.add_argument(
            "--period", default=str(date.today().year), help="2014, 2006-2013, 2014-Q2 (default: this year)"
        )
        parser.add_argument(
            "--as-of", default="", help="day by which dated facts are looked up (default: today)"
        )
        parser.add_argument(
            "--where", action="append", default=[], metavar="DIMENSION=PART", help="narrow it"
        )
        parser.add_argument("--by", default="", help="break it down by a dimension")
        parser.add_argument(
            "--sum", action="store_true", help="add the parts up; refused where that would be false"
        )
        parser.add_argument("--trail", action="store_true", help="list every row and what it contributes")
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--register", type=Path, nargs="?", const=Path("docs/publish/figures.md"), metavar="FILE",
                            help="write the catalogue in words, in Markdown (default: docs/publish/figures.md)")  # fmt: skip

    def handle(self, *args: Any, key: str | None, **options: Any) -> None:
        if path := options["register"]:
            path.write_text(register(), encoding="utf-8")
            self.stdout.write(f"{path} is written.")
            return
        if not key:
            self._catalogue()
            return
        try:
            measured, measurer = self._measure(key, options)
            total = add([measurer.measure_scope(key, measured.scope.narrow(options["by"], part.part))
                         for part in measured.parts]) if options["sum"] else None  # fmt: skip
        except (Refused, NotAPeriod) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(
                json.dumps(plain(measured, trail=options["trail"]), ensure_ascii=False, indent=2)
            )
        else:
            self._print(measured, trail=options["trail"], total=number_words(total) if options["sum"] else "")

    def _measure(self, key: str, options: dict[str, Any]) -> tuple[Measurement, Measurer]:
        try:
            as_of = date.fromisoformat(options["as_of"]) if options["as_of"] else date.today()
        except ValueError as error:
            raise CommandError(f"--as-of {options['as_of']}: write a day as 2014-04-09.") from error
        parts = {}
        for asked in options["where"]:
            name, sign, part = asked.partition("=")
            if not sign:
                raise CommandError(
                    f"--where {asked}: write DIMENSION=PART, for example kind=national_training."
                )
            parts[name] = part
        if options["sum"] and not options["by"]:
            raise CommandError("--sum adds the parts of a breakdown: give --by too.")
        measurer = Measurer(as_of=as_of)
        scope = Scope.of(Period.parse(options["period"]), as_of, parts)
        return measurer.measure_scope(key, scope, by=options["by"] or None), measurer

    def _catalogue(self) -> None:
        for figure in CATALOGUE.values():
            self.stdout.write(f"{figure.key:36} {figure.label} ({figure.unit.many})")

    def _print(self, measured: Measurement, *, trail: bool, total: str) -> None:
        counted = measured.figure.unit
        unit = (
            ""
            if isinstance(measured.value, Amount | Ratio)
            else f" {counted.one if measured.value == 1 else counted.many}"
        )
        mark = ", in part as reported" if measured.reported else ""
        self.stdout.write(f"{measured.figure.label}, {period_words(measured.scope.period)}: "
                          f"{number_words(measured.value)}{unit}{mark}")  # fmt: skip
        for part in measured.parts:
            self.stdout.write(
                f"  {part.label}: {number_words(part.value)}{' (reported)' if part.reported else ''}"
            )
        if total:
            self.stdout.write(f"  Sum of the parts: {total}")
        if measured.completeness:
            self.stdout.write(f"Rests on: {measured.completeness}.")
        for caveat in measured.caveats:
            self.stdout.write(f"Note: {caveat}")
        rows = len(measured.rows)
        self.stdout.write(f"{rows} {'row' if rows == 1 else 'rows'}, seal {measured.seal}")
        self.stdout.write(measured.address)
        if trail:
            self.stdout.writelines(
                f"  {row.ref:44} {told(row):>12}  {row.on:10}  {row.label}\n" for row in measured.rows
            )


def told(row: Row) -> str:
    """What a row contributes, in a word."""
    if row.unknown:
        return "not known"
    if isinstance(row.contribution, Distinct):
        keys = row.contribution.keys
        named = " ".join(sorted(keys)) if isinstance(keys, frozenset) and keys else f"{len(keys)}"
        return named if not row.contribution.unnamed else f"{named} of {row.contribution.size}"
    return number_words(row.contribution)


def plain(measured: Measurement, *, trail: bool) -> dict[str, Any]:
    """A measurement as JSON tells it."""
    figure = measured.figure
    answer: dict[str, Any] = {
        "address": measured.address, "key": figure.key, "label": str(figure.label), "definition": figure.definition,
        "unit": figure.unit.code, "additivity": figure.additivity, "value": plain_number(measured.value),
        "reported": measured.reported, "completeness": measured.completeness, "caveats": list(measured.caveats),
        "seal": measured.seal, "rows": len(measured.rows),
    }  # fmt: skip
    if measured.by:
        answer["parts"] = [{"part": part.part, "label": part.label, "value": plain_number(part.value),
                            "reported": part.reported} for part in measured.parts]  # fmt: skip
    if trail:
        answer["trail"] = [{"ref": row.ref, "label": row.label, "on": row.on, "contribution": told(row),
                            "documents": row.documents, "source": row.source} for row in measured.rows]  # fmt: skip
    return answer
