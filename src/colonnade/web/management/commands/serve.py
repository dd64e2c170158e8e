"""Open the office to browsers."""

import os
import socket
import sqlite3

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Older SQLite can, very rarely, damage a file that several processes write in WAL mode.
SQLITE_MENDED = (3, 51, 3)
TIME_TO_CLOSE = 15
"""Seconds for requests and the letter in hand to end after Ctrl+C; a mail server that hangs is not waited for."""


class Command(BaseCommand):
    """One process, so that SQLite has one writer; several threads, so that one reader does not wait for another.

    PostgreSQL lets several processes write: each uses a core of its own.
    """

    help = "Start the web application on this machine."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument(
            "--threads", type=int, default=4, help="requests answered at once (default: %(default)s)"
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=1,
            help="processes that answer, on PostgreSQL (default: %(default)s)",
        )
        parser.add_argument(
            "--no-work", action="store_true", help="leave waiting work, such as letters, to `colonnade work`"
        )

    def handle(self, *, host, port, threads, processes=1, no_work=False, **options):
        # Imported here: the server is native code that no other command needs.
        from granian import Granian
        from granian.constants import Interfaces

        refuse_many_writers_on_sqlite(processes)
        refuse_a_taken_port(host, port)
        refuse_an_unready_database()
        note_many_writers(self)
        if host not in {"127.0.0.1", "localhost", "::1"} and settings.ON_THIS_MACHINE_ONLY:
            self.stderr.write(
                "Note: others will be refused until COLONNADE_HOSTS names the address they type, and "
                "COLONNADE_ORIGINS gives it in full."
            )
        connection.close()
        os.environ["COLONNADE_WORK"] = (
            "0" if no_work else "1"
        )  # read by colonnade.wsgi in the process that serves
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Colonnade is open at http://{shown}:{port}/ (Ctrl+C closes it).")
        self.stdout.flush()
        Granian(
            "colonnade.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=threads,
            log_access=False,
            websockets=False,
            workers_kill_timeout=TIME_TO_CLOSE,
        ).serve()


def refuse_a_taken_port(host, port):
    """Say so before the server starts, for it would only say it in its own words."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --port."
        ) from error
    except OverflowError as error:
        raise CommandError(f"{port} is not a port; choose one from 1024 to 65535.") from error


def refuse_many_writers_on_sqlite(processes):
    """SQLite has one writer at a time, and only threads of one process wait for each other in their order."""
    if processes < 1:
        raise CommandError("At least one process has to answer: choose a number from 1 for --processes.")
    if processes > 1 and connection.vendor == "sqlite":
        raise CommandError(
            "An office on SQLite is served by one process. Leave --processes out, or move the office to PostgreSQL."
        )


def note_many_writers(command):
    """Say what an old SQLite asks of whoever starts a process that writes."""
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < SQLITE_MENDED:
        command.stderr.write(
            f"Note: SQLite {sqlite3.sqlite_version} has a rare fault when several processes write at once, mended "
            "in 3.51.3. Let `colonnade serve` be the one process that runs, and keep backups."
        )


def refuse_an_unready_database():
    """An office without its tables would answer every page with an error."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database is not up to date. Run `colonnade migrate`, or `colonnade init` for a new office."
        )
