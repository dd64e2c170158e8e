"""Do the work that waits: letters, and whatever else need not be done while somebody looks on."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from colonnade.web.management.commands.serve import note_many_writers, refuse_an_unready_database
from colonnade.web.work import Worker


class Command(BaseCommand):
    """`colonnade serve` does this work by itself. Alone it is for offices where several processes serve, or for cron."""

    help = "Do the work that waits, such as sending letters (colonnade serve does it by itself)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits now, and stop")
        parser.add_argument(
            "--every", type=float, default=5.0, help="seconds between looks for work (default: %(default)s)"
        )

    def handle(self, *, once: bool, every: float, **options: Any) -> None:
        if not 0 < every <= 3600:
            raise CommandError("--every takes seconds from 0.1 to 3600.")
        refuse_an_unready_database()
        note_many_writers(self)
        asked_to_stop: list[int] = []
        worker = Worker(every=every, go_on=lambda: not asked_to_stop)
        before = {
            number: signal.signal(number, lambda number, _frame: asked_to_stop.append(number))
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            if once:
                worker.run_dry()
            else:
                self.stdout.write(f"Looking for work every {every:g} seconds (Ctrl+C ends it).")
                self.stdout.flush()
                worker.run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if once and worker.wrong:
            raise CommandError(" ".join(f"{kind}: {wrong}" for kind, wrong in worker.wrong.items()))
