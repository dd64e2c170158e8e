"""`colonnade demo`: the sample office, its reports in out/, and the web application on this machine."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from colonnade.figures.models import Edition
from colonnade.office.models import Office
from colonnade.records.errors import Refused
from colonnade.reports.actions import document_of, find_report, print_document, publish
from colonnade.values.period import Period
from colonnade.web.laying import lay_sample_pages
from colonnade.web.setting_up import (
    SAMPLE,
    complete_report,
    found_office,
    lay_foundations,
    load_sample,
    make_head,
)
from colonnade.web.showing import show_an_event
from colonnade.web.site.search import index

LOGIN = "demo"


class Command(BaseCommand):
    help = "Load the sample office (the public record of a real one), print its reports, and open it on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", default="out", help="folder for the reports (default: out)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="stop after the reports")

    def handle(self, *args: Any, **options: Any) -> None:
        self.began = monotonic()
        try:
            lay_foundations(self._say)
            if Office.objects.exclude(code=SAMPLE.code).exists():
                raise Refused(
                    f"{settings.DATA} holds another office. Set COLONNADE_DATA to an empty folder for the demo."
                )
            self._say("Importing the sample office from its workbook")
            self._told(load_sample())
            found_office(code=SAMPLE.code, name=SAMPLE.name, short_name=SAMPLE.short_name)
            complete_report(**SAMPLE.cover)
            password = secrets.token_urlsafe(9)
            make_head(username=LOGIN, email="demo@example.org", password=password)
            self._print(Path(options["out"]))
            self._say("Making up an event to try things on")
            event = show_an_event(date.today())
            self._say("Writing the first pages of the public site, and indexing it")
            lay_sample_pages()
            index()
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"\nAn event to try things on: http://127.0.0.1:{options['port']}/events/{event.code}/"
            f"\nSign in at http://127.0.0.1:{options['port']}/desk/ as {LOGIN} with the password {password}"
        )
        if not options["no_serve"]:
            call_command("serve", port=options["port"])

    def _print(self, folder: Path) -> None:
        """The 2014 report as it was given, and one on 2014 from the later records; each frozen once."""
        report = find_report("committee")
        folder.mkdir(parents=True, exist_ok=True)
        for code, period, as_of in (
            ("committee-2014", Period.of_years(2006, 2013), date(2014, 4, 9)),
            ("committee-2015", Period.year(2014), date(2014, 12, 31)),
        ):
            edition = Edition.objects.filter(code=code).first()
            if edition is None:
                self._say(f"Freezing the report on {period} as edition {code}")
                edition = publish(report=report, period=period, as_of=as_of, code=code, by=LOGIN)
            for suffix, content in print_document(document_of(edition)).items():
                path = folder / f"{code}.{suffix}"
                path.write_bytes(content)
                self.stdout.write(f"  {path}")

    def _told(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(f"  {line}")

    def _say(self, what: str) -> None:
        self.stdout.write(f"[{monotonic() - self.began:5.1f} s] {what}")
        self.stdout.flush()
