"""Processes of their own that work on the database of a test, to be killed in the middle of it.

with processes(tmp_path, server) as elsewhere:
    worker = elsewhere("work", "--every", "0.1")
    until(lambda: server.letters)
    worker.kill()
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.db import connection
from django.db.models import F

from colonnade.people.models import Message
from tests.smtp import MailServer

ROOT = Path(__file__).resolve().parents[1]


class Elsewhere(ABC):
    """Each call starts the command line with these words; no process outlives its test."""

    def __init__(self, folder: Path, server: MailServer) -> None:
        self.folder, self.server = folder, server
        self.running: list[subprocess.Popen] = []

    def __call__(self, *words: str) -> subprocess.Popen:
        environment = os.environ | {
            "DATABASE_URL": self.database,
            "COLONNADE_DATA": str(self.folder),
            "COLONNADE_MAIL_URL": self.server.url,
            "DJANGO_SETTINGS_MODULE": "colonnade.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        started = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), *words],
            env=environment, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.running.append(started)
        return started

    @property
    @abstractmethod
    def database(self) -> str:
        """The address of the database, for a process of its own."""

    @abstractmethod
    def an_hour_later(self) -> None:
        """Letters that were in the hands of a process that was killed are due at once."""

    @abstractmethod
    def asked(self, sql: str) -> list[tuple]:
        """What the database of these processes answers."""

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *_what: Any) -> None:
        self.close()

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.communicate()


class OnSQLite(Elsewhere):
    """A copy in a file, for the database of the tests may be in the memory of this process."""

    @property
    def database(self) -> str:
        copy = self.folder / "office.sqlite3"
        if not copy.exists():
            target = sqlite3.connect(copy)
            connection.ensure_connection()
            connection.connection.backup(target)
            target.close()
        return f"sqlite:///{copy}"

    def an_hour_later(self) -> None:
        held = sqlite3.connect(self.folder / "office.sqlite3")
        held.execute("UPDATE people_message SET next_try_at = datetime(next_try_at, '-1 hour')")
        held.commit()
        held.close()

    def asked(self, sql: str) -> list[tuple]:
        held = sqlite3.connect(self.folder / "office.sqlite3")
        rows = held.execute(sql).fetchall()
        held.close()
        return rows


class OnPostgreSQL(Elsewhere):
    """The database of the tests itself."""

    @property
    def database(self) -> str:
        held = connection.settings_dict
        query = urlencode({"host": held["HOST"]}) if held["HOST"].startswith("/") else ""
        place = "" if query else f"{held['HOST']}:{held['PORT'] or 5432}"
        return f"postgresql://{quote(held['USER'])}:{quote(held['PASSWORD'])}@{place}/{held['NAME']}?{query}"

    def an_hour_later(self) -> None:
        Message.objects.update(next_try_at=F("next_try_at") - timedelta(hours=1))

    def asked(self, sql: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]


def processes(folder: Path, server: MailServer) -> Elsewhere:
    """For the database at hand."""
    return (OnSQLite if connection.vendor == "sqlite" else OnPostgreSQL)(folder, server)


def ended(process: subprocess.Popen) -> tuple[int, str]:
    said, _nothing = process.communicate(timeout=180)
    return process.returncode, said


def until(true: Callable[[], Any], seconds: float = 180) -> None:
    """Patient, because a machine with much to do takes its time to start a process."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "It did not happen in time."
        time.sleep(0.02)
