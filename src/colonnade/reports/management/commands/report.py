"""`colonnade report committee`: print a report in every format, live or frozen as an edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from colonnade.figures.models import Edition
from colonnade.records.errors import Refused
from colonnade.renderers.document import Document
from colonnade.reports.actions import document_of, find_report, print_document, publish
from colonnade.reports.compiling import compile_report
from colonnade.values.period import NotAPeriod, Period


class Command(BaseCommand):
    help = "Print a report for a period as of a day, or an edition again, as PPTX, PDF, XLSX, HTML and JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "code", help="the report's code, for example committee; or an edition's with --edition"
        )
        parser.add_argument("--period", default="", help="2006-2013 (default: the report's own)")
        parser.add_argument(
            "--as-of", default="", help="day by which dated facts are looked up (default: the period's last)"
        )
        parser.add_argument("--language", default="", help="en fr es ru zh ar ko (default: the report's own)")
        parser.add_argument("--format", default="", help="only these, comma between: pptx,pdf,xlsx,html,json")
        parser.add_argument("--out", default="out", help="folder for the files (default: out)")
        parser.add_argument("--freeze", action="store_true", help="publish it as an edition first")
        parser.add_argument("--edition", action="store_true", help="CODE is an edition: print it again")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        try:
            document = self._document(code, options)
            formats = tuple(filter(None, options["format"].split(",")))
            folder = Path(options["out"])
            folder.mkdir(parents=True, exist_ok=True)
            stem = f"{code}-{document.as_of}" if not options["edition"] else code
            wanted = formats or ("pptx", "pdf", "xlsx", "html", "json")
            for suffix in tqdm(wanted, desc="Printing", unit="file", delay=2, leave=False):
                path = folder / f"{stem}.{suffix}"
                path.write_bytes(print_document(document, (suffix,))[suffix])
                self.stdout.write(str(path))
        except (Refused, NotAPeriod) as error:
            raise CommandError(str(error)) from error

    def _document(self, code: str, options: dict[str, Any]) -> Document:
        if options["edition"]:
            edition = Edition.objects.filter(code=code).first()
            if edition is None:
                raise CommandError(f"There is no edition “{code}”.")
            return document_of(edition)
        report = find_report(code)
        if options["period"]:
            period = Period.parse(options["period"])
        elif report.first_year and report.last_year:
            period = Period.of_years(report.first_year, report.last_year)
        else:
            raise CommandError("Say which period: --period 2006-2013.")
        try:
            as_of = (
                date.fromisoformat(options["as_of"]) if options["as_of"] else min(date.today(), period.last)
            )
        except ValueError as error:
            raise CommandError(f"--as-of {options['as_of']}: write a day as 2014-04-09.") from error
        if options["freeze"]:
            edition = publish(report=report, period=period, as_of=as_of, language=options["language"])
            self.stdout.write(f"Frozen as edition {edition.code}.")
            return document_of(edition)
        return compile_report(report, period=period, as_of=as_of, language=options["language"]).document
